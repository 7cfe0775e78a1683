// `diff`: what two readings of one script make different, in words.
import { describe, expect, test } from 'vitest';
import { runCommand } from './commands.ts';
import type { Terminal } from './terminal.ts';

async function told(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    out: (chunk) => {
      out.push(String(chunk));
      return Promise.resolve();
    },
    err: (line) => {
      err.push(line);
    },
    // `diff` reads nothing.
    async *input() {},
  };
  const status = await runCommand(['diff', ...args], terminal);
  return { status, out: out.join(''), err: err.join('\n') };
}

describe('two readings', () => {
  test('the same one twice', async () => {
    const { status, out } = await told('dmm-f2', 'dmm-f2');
    expect(status).toBe(0);
    expect(out).toMatch(/^11 messages, 11 messages: the same, at the same times\n/);
    expect(out).toMatch(/all tables end the same\n$/);
  });

  test('the RA about prefA through the other DLIF', async () => {
    const { out } = await told('dmm-f4', 'dmm-f4+deprecatingRa=servingDlif');
    expect(out).toContain('the first that differs is number 10:');
    expect(out).toContain('  A 10.018000 D-GW2 -> MN1 RA @mn1dgw1, prefA lft 0');
    expect(out).toContain('  B 10.018000 D-GW2 -> MN1 RA @mn1dgw2, prefA lft 0');
    expect(out).toMatch(/ {2}mn1\/host\/\w+\n/);
  });

  test('a knob of both, and a time', async () => {
    const { out } = await told('dmm-f4', 'dmm-f4+legacy=firstAnchor', '--until', '5');
    expect(out).toContain('tables');
    expect(out).not.toContain('dgw2/dgw/updates');
  });
});

describe('bad arguments', () => {
  test.each([
    [[], 'needs two scenarios'],
    [['dmm-f4'], 'needs two scenarios'],
    [['dmm-f4', 'dmm-f4', 'dmm-f4'], 'is too much'],
    [['dmm-f4', 'dmm-f4+nothing=x'], "there is no knob 'nothing'"],
    [['dmm-f4', 'dmm-f4+legacy=maybe'], "knob 'legacy' is off or firstAnchor"],
    [['dmm-f4', 'dmm-f9'], "there is no scenario 'dmm-f9'"],
  ])('%j', async (args, words) => {
    const { status, err } = await told(...args);
    expect(status).toBe(2);
    expect(err).toContain(words);
  });
});
