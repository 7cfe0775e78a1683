// All checks in one run; `--quick` leaves out the builds and the browser. Prints each section with
// its seconds, and last one line: `N passed, N failed`. Each static check counts as one test.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { bundleCli, cache, root } from './bundle.mjs';
import { ensureModules } from './setup.mjs';

const quick = process.argv.includes('--quick');
/** Where this run builds and reports, so that two runs in one tree do not meet. */
const work = join(cache, `test-${process.pid}`);
const dist = join(work, 'dist');
const totals = { passed: 0, failed: 0 };

const bin = {
  tsc: 'typescript/bin/tsc',
  oxlint: 'oxlint/bin/oxlint',
  prettier: 'prettier/bin/prettier.cjs',
  knip: 'knip/bin/knip.js',
  vitest: 'vitest/vitest.mjs',
  vite: 'vite/bin/vite.js',
  playwright: '@playwright/test/cli.js',
};

/** Runs a tool of node_modules; gives its output, unless `live`, and whether it ended well in time. */
function tool(name, args, { live = false, seconds = 120, env = {} } = {}) {
  return new Promise((resolve) => {
    const script = join(root, 'node_modules', bin[name]);
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    const limit = setTimeout(() => {
      output += `\nstopped: longer than ${seconds} s`;
      child.kill();
    }, seconds * 1000);
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ ok: code === 0, output });
    });
  });
}

/** Times a section, prints its result and adds its counts to the totals. */
async function section(name, work) {
  const start = performance.now();
  const { passed, failed, skipped = 0, output = '' } = await work();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  totals.passed += passed;
  totals.failed += failed;
  if (failed > 0 && output.trim() !== '') console.log(output.trimEnd());
  const counts = [`${passed} passed`, `${failed} failed`];
  if (skipped > 0) counts.push(`${skipped} skipped`);
  const mark = failed > 0 ? 'FAIL' : 'ok';
  console.log(
    `${mark.padEnd(4)} ${name.padEnd(12)} ${seconds.padStart(6)} s  ${counts.join(', ')}`,
  );
  return failed === 0;
}

/** A check that passes or fails as a whole. */
async function one(work) {
  const { ok, output } = await work;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output };
}

/** Counts of a test runner's report; a runner that fails without a failed test counts as one. */
async function many(run, read) {
  const report = join(work, 'report.json');
  rmSync(report, { force: true });
  const { ok } = await run(report);
  let counts;
  try {
    counts = read(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, output: 'there is no report' };
  }
  const none = counts.passed === 0 && counts.failed === 0;
  if (counts.failed === 0 && (none || !ok)) counts.failed = 1;
  return counts;
}

/** A port that is free now, so that two runs on one machine do not meet. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function unitTests() {
  const run = (report) => {
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return tool('vitest', args, { live: true, seconds: 480 });
  };
  return many(run, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

async function browserTests() {
  const port = String(await freePort());
  const run = (report) => {
    const env = { E2E_PORT: port, E2E_DIST: dist, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    const args = ['test', '-c', 'e2e', '--reporter=list,json'];
    return tool('playwright', args, { live: true, seconds: 1200, env });
  };
  return many(run, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
}

/** What nothing uses: files, exports, dependencies. */
const deadCode = async () => one(await tool('knip', []));

function cliBuild() {
  return bundleCli().then(
    () => ({ ok: true, output: '' }),
    (error) => ({ ok: false, output: error.message }),
  );
}

const began = performance.now();
ensureModules();
mkdirSync(work, { recursive: true });
// They take one core or less each, and are shown in their order.
const checks = [
  ['types', one(tool('tsc', ['--noEmit']))],
  ['lint', one(tool('oxlint', ['src', 'e2e', '.ci', 'vite.config.ts']))],
  ['format', one(tool('prettier', ['--check', '--log-level=warn', '.']))],
  ['dead code', deadCode()],
];
for (const [name, result] of checks) await section(name, () => result);
await section('unit', unitTests);
if (!quick) {
  const args = ['build', '--logLevel=warn', '--outDir', dist];
  const built = await section('build', () => one(tool('vite', args)));
  await section('command line', () => one(cliBuild()));
  const unbuilt = { passed: 0, failed: 1, output: 'not run: there is no build' };
  await section('browser', built ? browserTests : () => unbuilt);
}
rmSync(work, { recursive: true, force: true });
console.log(`total ${((performance.now() - began) / 1000).toFixed(1)} s`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
