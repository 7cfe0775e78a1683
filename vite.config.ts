// Build, development server and unit tests. The worker is a module; the CLI is built by .ci/cli.mjs.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 1200 },
  server: { host: '127.0.0.1', open: false },
  preview: { host: '127.0.0.1', strictPort: true, open: false },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    // By default one core is left idle, and two are what a machine may have.
    maxWorkers: '100%',
    // Test files share the modules of their worker: reading them anew was half of the time.
    isolate: false,
  },
});
