// Set-up on a fresh clone, with Node's built-ins only: the packages, and with `--tests` also the
// browsers and the referees (tshark, scapy) that the tests use. Does nothing when all is in place.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = `${root}node_modules/.stamp`;

/** What `node_modules` must have been made from: the lock file and this Node on this machine. */
function stamp() {
  return createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .update(`${process.version} ${process.platform} ${process.arch}`)
    .digest('hex');
}

/** Runs a command and shows its output on stderr, so that stdout stays the caller's. */
function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const shell = process.platform === 'win32';
  return spawnSync(command, args, { cwd: root, env, shell, stdio: ['ignore', 2, 2] }).status === 0;
}

/** Installs the packages when the stamp in `node_modules` differs; exits when that fails. */
export function ensureModules() {
  const wanted = stamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  console.error('setup: installing packages (npm ci)');
  if (!run('npm', ['ci', '--no-audit', '--no-fund'])) {
    console.error('setup: npm ci failed; its message stands above');
    process.exit(1);
  }
  writeFileSync(stampFile, wanted);
}

let updated = false;

/** Installs Debian packages; false where that is not possible. */
function install(names) {
  if (process.platform !== 'linux' || process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return false;
  }
  console.error(`setup: installing ${names.join(' ')}`);
  const args = ['install', '-y', '-q', '--no-install-recommends', ...names];
  if (!updated) {
    updated = true;
    run('apt-get', ['update', '-q']);
  }
  return run('apt-get', args);
}

/** True when the command can be started and ends well. */
function answers(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** A browser per engine: Playwright's own, else the system's, else an installed one. */
function ensureBrowsers() {
  const require = createRequire(import.meta.url);
  const playwright = require('playwright-core');
  const wanted = [
    ['chromium', 'chromium', ['chromium', 'chromium-browser', 'google-chrome']],
    ['firefox', 'firefox-esr', ['firefox-esr', 'firefox']],
  ];
  const missing = wanted.filter(
    ([engine, , names]) =>
      !existsSync(playwright[engine].executablePath()) &&
      !names.some((name) => existsSync(`/usr/bin/${name}`)),
  );
  if (missing.length === 0 || install(missing.map(([, debian]) => debian))) return;
  console.error('setup: installing browsers (playwright install)');
  const cli = `${root}node_modules/playwright-core/cli.js`;
  if (run(process.execPath, [cli, 'install', ...missing.map(([engine]) => engine)])) return;
  console.error('setup: no browser could be installed; the end-to-end tests will fail');
}

/** tshark and scapy, which read our captures as referees. */
function ensureReferees() {
  const missing = [];
  if (!answers('tshark', ['--version'])) missing.push('tshark');
  if (!answers('/usr/bin/python3', ['-c', 'import scapy.all'])) missing.push('python3-scapy');
  if (missing.length === 0 || install(missing)) return;
  console.error(
    `setup: ${missing.join(' and ')} not installed; the tests that need it will say so`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureModules();
  if (process.argv.includes('--tests')) {
    ensureBrowsers();
    ensureReferees();
  }
}
