// The command line as a process: exit status, standard error, pipes that close.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const entry = join(import.meta.dirname, '..', '..', '.ci', 'cli.mjs');
/** The first start builds. */
const PATIENCE = 60_000;

function cli(args: readonly string[], input = '') {
  const run = spawnSync(process.execPath, [entry, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

test(
  'ends with 0 and says nothing on standard error when all is well',
  { timeout: PATIENCE },
  () => {
    const { status, out, err } = cli(['run', 'dmm-f1', '--until', '1']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('RA @mn1dgw1');
  },
);

test('ends with 2 and one line on standard error otherwise', { timeout: PATIENCE }, () => {
  for (const args of [[], ['fly'], ['run', 'dmm-f9'], ['run', 'dmm-f1', '--until', 'x']]) {
    const { status, out, err } = cli(args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^roamscope: [^\n]+\n$/);
  }
});

test('reads many lines, each as it comes', { timeout: PATIENCE }, () => {
  const line = '{"kind":"mobility-option","hex":"0100"}\n';
  const { status, out } = cli(['decode'], line.repeat(20_000));
  expect(status).toBe(0);
  expect(out.split('\n')).toHaveLength(20_001);
});

// A shell of its own is needed for a pipe; Windows has another one.
test.runIf(process.platform !== 'win32')(
  'ends quietly when nobody reads on',
  { timeout: PATIENCE },
  () => {
    const command = `'${process.execPath}' '${entry}' run dmm-f4 --trace - | head -n 1`;
    const run = spawnSync('bash', ['-c', `set -o pipefail; ${command}`], { encoding: 'utf8' });
    expect({ status: run.status, err: run.stderr }).toEqual({ status: 0, err: '' });
    expect(run.stdout.split('\n')).toHaveLength(2);
  },
);
