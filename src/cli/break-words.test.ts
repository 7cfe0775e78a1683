// Breakpoints in words, and runs that stand where they fit.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { bundled } from '#scenario/library.ts';
import { BREAK_FORMS, breakOf } from './break-words.ts';
import { runCommand } from './commands.ts';

const scenario = must(bundled('pmip-handoff'), 'there is a scenario');

const EXAMPLES: readonly (readonly [string, object])[] = [
  ['lost PBA', { on: 'message', type: 'PBA', when: 'lost' }],
  ['sent pbu at MAG2', { on: 'message', type: 'PBU', when: 'sent', node: 'mag2' }],
  ['received any at lma', { on: 'message', type: 'any', when: 'received', node: 'lma' }],
  ['lost data', { on: 'loss' }],
  ['lost data at mag1', { on: 'loss', node: 'mag1' }],
  ['row lma bindings', { on: 'row', node: 'lma', role: 'lma', table: 'bindings' }],
  [
    'row lma bindings mn1@example.net #1',
    { on: 'row', node: 'lma', role: 'lma', table: 'bindings', key: 'mn1@example.net #1' },
  ],
  ['row core routes', { on: 'row', node: 'core', role: 'stack', table: 'routes' }],
  ['note', { on: 'note' }],
  ['note at lma', { on: 'note', node: 'lma' }],
];

test.each(EXAMPLES)('%s', (text, fields) => {
  expect(breakOf(text, scenario)).toEqual({ id: text, ...fields });
});

test('every form of the help has an example', () => {
  const forms = BREAK_FORMS.split('\n').flatMap((line) => line.split(' ')[0]?.split('|') ?? []);
  const shown = EXAMPLES.map(([text]) => text.split(' ')[0]);
  expect(forms.filter((form) => !shown.includes(form))).toEqual([]);
});

test.each([
  ['', 'ends; expected sent, received, lost, row or note'],
  ['PBA lost', `has 'PBA' as word 1`],
  ['lost PBX', `has 'PBX' as word 2; expected a kind of message`],
  ['sent data', `has 'data' as word 2`],
  ['lost PBA on core-mag1', `has 'on' as word 3; expected no more words`],
  ['note at hss', `has 'hss' as word 3; expected mn1, mag1, mag2, lma, cn1 or core`],
  ['row lma updates', `has 'updates' as word 3; expected a table of lma: bindings,`],
])('%j fails in words', (text, words) => {
  expect(() => breakOf(text, scenario)).toThrow(`option '--break' '${text}' ${words}`);
});

describe('a run', () => {
  async function cli(...args: readonly string[]) {
    const lines = { out: '', err: '' };
    const status = await runCommand(['run', ...args], {
      out: (chunk) => Promise.resolve(void (lines.out += Buffer.from(chunk).toString())),
      err: (line) => void (lines.err += line),
      input: () => {
        throw new Error('not read');
      },
    });
    return { status, ...lines };
  }

  test('stops where a breakpoint fits, and says what led there', async () => {
    const { status, out, err } = await cli('pmip-lost-pba', '--break', 'lost PBA');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^1\.040000 s, /m);
    expect(out).toMatch(/^stopped at 1\.040000 s: MAG1 drops PBA 0 seq1 L75 HNP1: .*lost1$/m);
    expect(out).toMatch(/^ {2}because 1\.030000 s: LMA takes PBU seq1/m);
    expect(out).toMatch(/^ {2}because 1\.000000 s: MN1 is placed/m);
    expect(out).not.toContain('seq2');
  });

  test('takes the first of several, and tells it beside an output', async () => {
    const breaks = ['--break', 'lost PBA', '--break', 'received PBU at lma'];
    const { status, out, err } = await cli('pmip-lost-pba', ...breaks, '--tables', '-');
    expect(status).toBe(0);
    expect(err).toMatch(/^roamscope: stopped at 1\.030000 s: LMA takes PBU seq1/);
    expect(JSON.parse(out)).toMatchObject({ lma: { bindings: [{ state: 'active' }] } });
  });

  test('goes on to its end when nothing fits, and gives the same as without', async () => {
    const plain = await cli('pmip-attach');
    const watched = await cli('pmip-attach', '--break', 'lost PBA');
    expect(watched).toEqual(plain);
  });
});
