// Browser tests against the built app: all of them in Chromium, `*.smoke.spec.ts` also in Firefox.
import { existsSync } from 'node:fs';
import { chromium, defineConfig, firefox } from '@playwright/test';

const port = Number(process.env['E2E_PORT'] ?? 4173);
const address = `http://127.0.0.1:${port}`;
const dist = process.env['E2E_DIST'] ?? 'dist';
const isRoot = process.getuid?.() === 0;

/** The system's browser, where Playwright's own is not installed. */
function systemBrowser(own: string, names: readonly string[]): string | undefined {
  if (existsSync(own)) return undefined;
  return names.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path));
}

const systemChromium = systemBrowser(chromium.executablePath(), [
  'chromium',
  'chromium-browser',
  'google-chrome',
]);
const systemFirefox = systemBrowser(firefox.executablePath(), ['firefox-esr', 'firefox']);

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  reporter: 'list',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: { baseURL: address, viewport: { width: 1280, height: 720 } },
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        // A worker keeps its page, emptied before each test: storage, scripts, media, size, listeners.
        reuseContext: true,
        launchOptions: {
          ...(systemChromium !== undefined && { executablePath: systemChromium }),
          chromiumSandbox: !isRoot,
          args: [
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
    {
      name: 'firefox',
      testMatch: '*.smoke.spec.ts',
      use: {
        browserName: 'firefox',
        ...(systemFirefox !== undefined && {
          channel: 'moz-firefox',
          launchOptions: { executablePath: systemFirefox },
        }),
      },
    },
  ],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort --outDir ${dist}`,
    cwd: '..',
    url: address,
    reuseExistingServer: false,
  },
});
