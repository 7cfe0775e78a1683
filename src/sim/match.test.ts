import { describe, expect, test } from 'vitest';
import { MESSAGE_CLASS } from '#wire/classify.ts';
import { matches, type Match } from './match.ts';
import type { TraceEvent } from './trace.ts';

const stamp = { seq: 5, at: 1000, node: 'dgw1', cause: 4 };
const sent: TraceEvent = {
  ...stamp,
  kind: 'sent',
  frame: 3,
  datagram: 2,
  link: 'core-dgw1',
  iface: 'core',
  to: 'core',
  label: 'PBA D',
};
const row: TraceEvent = {
  ...stamp,
  kind: 'row',
  role: 'dgw',
  table: 'dlifs',
  key: 'mn1dgw1',
  before: undefined,
  after: { name: 'mn1dgw1', state: 'serving' },
};
const dropped: TraceEvent = {
  ...stamp,
  kind: 'dropped',
  frame: undefined,
  datagram: 2,
  why: 'noRoute',
  words: 'no route to 2001:db8::1',
};
const link: TraceEvent = {
  ...stamp,
  kind: 'link',
  iface: 'phy',
  change: 'up',
  link: 'radio-dgw1',
  peer: 'mn1',
};
const command: TraceEvent = {
  ...stamp,
  kind: 'command',
  command: { do: 'flow', flow: 'F1', change: 'start' },
};
const typeOf = () => MESSAGE_CLASS.PBA;
const fits = (event: TraceEvent, match: Match) => matches(match, event, typeOf);

describe('a pattern', () => {
  test('that says nothing fits everything', () => {
    for (const event of [sent, row, dropped, link, command]) expect(fits(event, {})).toBe(true);
  });

  test.each<[TraceEvent, Match]>([
    [sent, { kind: 'sent', node: 'dgw1' }],
    [sent, { kind: ['sent', 'arrived'], packet: 'PBA' }],
    [sent, { packet: ['PBU', 'PBA'], to: 'core', link: 'core-dgw1', words: 'PBA' }],
    [row, { role: 'dgw', table: 'dlifs', key: 'mn1dgw1', row: 'made' }],
    [row, { after: { state: 'serving' } }],
    [{ ...row, before: row.after, after: undefined }, { row: 'removed' }],
    [{ ...row, before: row.after }, { row: 'changed' }],
    [dropped, { why: 'noRoute', words: 'no route' }],
    [link, { change: 'up', link: 'radio-dgw1' }],
    [command, { command: 'flow', flow: 'F1' }],
  ])('%o fits %o', (event, match) => {
    expect(fits(event, match)).toBe(true);
  });

  test.each<[TraceEvent, Match]>([
    [sent, { kind: 'arrived' }],
    [sent, { node: 'dgw2' }],
    [sent, { packet: 'PBU' }],
    [sent, { why: 'noRoute' }],
    [sent, { table: 'dlifs' }],
    [row, { packet: 'PBA' }],
    [row, { row: 'changed' }],
    [row, { after: { state: 'kept' } }],
    [dropped, { packet: 'PBA' }],
    [link, { change: 'down' }],
    [link, { command: 'flow' }],
    [command, { command: 'place' }],
    [command, { flow: 'F2' }],
  ])('%o does not fit %o', (event, match) => {
    expect(fits(event, match)).toBe(false);
  });
});
