import { describe, expect, test } from 'vitest';
import type { LadderRow } from '#view/ladder.ts';
import { NO_ROWS } from './ladder-feed.ts';
import { slotAt, slotCount, slotOf, staysOf } from './slots.ts';
import { stretchesOf } from './stretches.ts';

describe('slots', () => {
  test('the line of the playhead follows the rows that have begun', () => {
    const data = { total: 5, now: 3 };
    const kinds = Array.from({ length: 6 }, (_, i) => slotAt(i, data));
    expect(kinds).toEqual([
      { is: 'row', index: 0 },
      { is: 'row', index: 1 },
      { is: 'row', index: 2 },
      { is: 'now' },
      { is: 'row', index: 3 },
      { is: 'row', index: 4 },
    ]);
    for (let index = 0; index < 5; index += 1) {
      expect(slotAt(slotOf(index, data), data)).toEqual({ is: 'row', index });
    }
  });

  test('a forecast is shown only where the run is not known further', () => {
    expect(slotCount({ total: 5, now: 3 }, true)).toBe(6);
    expect(slotCount({ total: 5, now: 5 }, true)).toBe(7);
    expect(slotAt(6, { total: 5, now: 5 })).toEqual({ is: 'next' });
  });
});

const lifelines = [
  { node: 'mn1', kind: 'mn', name: 'MN1' },
  { node: 'dgw1', kind: 'dgw', name: 'D-GW1' },
  { node: 'dgw2', kind: 'dgw', name: 'D-GW2' },
];
const A = { letter: 'A', gateway: 'dgw1' };
const B = { letter: 'B', gateway: 'dgw2' };
const attachment = [
  { node: 'mn1', to: 'dgw1', anchor: A, from: 0, until: 50 },
  { node: 'mn1', to: undefined, anchor: undefined, from: 50, until: 70 },
  { node: 'mn1', to: 'dgw2', anchor: B, from: 70, until: undefined },
];

describe('state strips', () => {
  test('those of the gateways follow from the mobile nodes', () => {
    const stays = staysOf(attachment, lifelines).filter((stay) => stay.node !== 'mn1');
    expect(stays).toEqual([
      { node: 'dgw1', to: 'dgw1', letter: 'A', from: 0, until: 70 },
      { node: 'dgw1', to: 'dgw2', letter: 'A', from: 70, until: undefined },
      { node: 'dgw2', to: 'dgw2', letter: 'B', from: 70, until: undefined },
    ]);
  });

  test('those that the worker gives are taken as they are', () => {
    const given = [...attachment, { node: 'dgw1', to: 'dgw1', anchor: A, from: 0, until: 60 }];
    expect(staysOf(given, lifelines)).toHaveLength(4);
  });

  test('the upright words span the rows of one stay', () => {
    const row = (at: number): LadderRow => ({
      row: 'note',
      level: 'info',
      seq: at,
      lastSeq: at,
      at,
      until: at,
      node: 'dgw1',
      text: '',
      cite: '',
    });
    // Data that began here go on elsewhere: they are told where they began.
    const flow = { ...row(15), row: 'data', until: 85 } as unknown as LadderRow;
    const rows = [row(10), flow, row(20), row(60), row(80), row(90)];
    const data = { ...NO_ROWS, total: 6, now: 6, rows };
    const [line] = lifelines;
    const stretches = stretchesOf(data, staysOf(attachment, lifelines), line!);
    expect(stretches.map(({ at, from, to }) => [at, from, to])).toEqual([
      ['dgw1', 0, 3],
      [undefined, 3, 4],
      ['dgw2', 4, 6],
    ]);
  });
});
