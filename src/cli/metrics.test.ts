// `metrics` as a person calls it: CSV on standard output, readings and faults, and what is refused.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { walking } from '#metrics/toy.ts';
import { runCommand } from './commands.ts';

async function told(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommand(['metrics', ...args], {
    out: (chunk: string | Uint8Array) =>
      Promise.resolve(void out.push(Buffer.from(chunk).toString())),
    err: (line: string) => void err.push(line),
    input: () => {
      throw new Error('not read');
    },
  });
  return { status, out: out.join(''), err };
}

test('a header, and a line for each figure with its definition; the same each time', async () => {
  const { status, out, err } = await told('dmm-f1', '--until', '3');
  expect([status, err]).toEqual([0, []]);
  const [header, ...lines] = out.trimEnd().split('\n');
  expect(header).toBe('name,scope,value,unit,definition');
  for (const line of lines)
    expect(line).toMatch(/^\w+,[^,]+,[\d.e-]+,[a-z ]+,"[^"]+"$|ms,"[^"]+"$/);
  expect((await told('dmm-f1', '--until', '3', '--csv', '-')).out).toBe(out);
});

test('another reading, and a fault, change figures', async () => {
  const read = async (...more: readonly string[]) =>
    (await told('dmm-f1', '--until', '12', ...more)).out;
  expect(await read()).toMatch(/^pathStretch,F2 up,1,/m);
  expect(await read('--set', 'legacy=firstAnchor')).toMatch(/^pathStretch,F2 up,1\.833333,/m);
  expect(await read('--do', '9 drop PBU on core-dgw2')).toMatch(/^signallingMessages,PBU,3,/m);
});

test('octets and messages of a handover, and state per node, with 1 to 16 active anchors', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'metrics-'));
  const path = join(folder, 'walk.json');
  const walk = walking({ gateways: 17, mobiles: 1, moves: 16, stay: seconds(2) });
  writeFileSync(path, JSON.stringify(walk));
  const { status, out } = await told(path);
  rmSync(folder, { recursive: true });
  expect(status).toBe(0);
  for (const anchors of [1, 4, 16]) {
    const scope = `mn1 attachment ${anchors + 1}`;
    expect(out).toContain(`\nactiveAnchors,${scope},${anchors},`);
    expect(out).toContain(`\nattachmentMessages,${scope} core,${4 * anchors},`);
    expect(out).toContain(`\nattachmentOctets,${scope} core,${640 * anchors},`);
    expect(out).toMatch(new RegExp(`^stateRows,dgw${anchors},\\d+,`, 'm'));
  }
});

test.each([
  [[], 'needs an id'],
  [['dmm-f4', 'dmm-f1'], 'is too much'],
  [['dmm-f9'], "there is no scenario 'dmm-f9'"],
  [['dmm-f4', '--ladder', '-'], "unknown option '--ladder'"],
  [['dmm-f4', '--until', 'soon'], 'must be a number of seconds'],
  [['dmm-f4', '--seed', '-1'], 'must be a whole number'],
  [['dmm-f4', '--set', 'legacy=maybe'], "knob 'legacy' is off or firstAnchor"],
  [['dmm-f4', '--csv', ''], 'is empty'],
  [['dmm-f4', '--csv', '/no/such/folder/x.csv'], 'cannot write'],
])('%j ends with one line', async (args, words) => {
  const { status, out, err } = await told(...args);
  expect([status, out, err.length]).toEqual([2, '', 1]);
  expect(err[0]).toContain(words);
});
