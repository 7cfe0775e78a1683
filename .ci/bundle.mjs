// Bundles an entry for Node into node_modules/.cache, once per state of the sources.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureModules } from './setup.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
/** Everything that is built on the way and may be thrown away. */
export const cache = join(root, 'node_modules', '.cache', 'roamscope');

/** All files under src/, relative to it, in a fixed order. */
export function sources() {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, 'src', '/').length))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

function fingerprint(entry) {
  const hash = createHash('sha256').update(process.version).update(entry);
  const files = sources().filter((file) => !/\.test\.tsx?$/.test(file));
  for (const file of [
    ...files.map((name) => `src/${name}`),
    'package-lock.json',
    'vite.config.ts',
  ]) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Outputs of earlier states, unless another process may still be reading them. */
function sweep(keep) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (path !== keep && Date.now() - statSync(path).mtimeMs > 3_600_000) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

/**
 * Gives the address of the bundle of an entry's source (text of a module that may import
 * `#folder/file.ts`). Writes nothing to stdout; throws with the bundler's words.
 */
export async function bundle(name, entry) {
  ensureModules();
  const out = join(cache, `${name}-${fingerprint(entry)}`);
  const address = pathToFileURL(join(out, 'main.js')).href;
  if (existsSync(out)) return address;
  const work = `${out}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  const entryFile = join(work, 'main.ts');
  writeFileSync(entryFile, entry);
  const { build } = await import('vite');
  const importer = join(root, 'src', 'entry.ts');
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    plugins: [
      {
        name: 'entry',
        // The entry stands outside the package, so its `#` names are resolved as if in src/.
        resolveId(id, from) {
          return from === entryFile ? this.resolve(id, importer) : null;
        },
      },
    ],
    build: {
      ssr: entryFile,
      outDir: join(work, 'out'),
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'main.js' } },
    },
  });
  try {
    renameSync(join(work, 'out'), out);
  } catch (error) {
    if (!existsSync(out)) throw error; // else another process was faster
  }
  rmSync(work, { recursive: true, force: true });
  sweep(out);
  return address;
}

/** The command line's bundle. */
export function bundleCli() {
  return bundle('cli', `import '#cli/main.ts';\n`);
}
