import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Grouping } from './grouping.ts';
import { Table, type KeptRows } from './table.ts';

interface Guest {
  readonly room: string;
  readonly n: number;
}

/** The same found by looking at every row. */
const scanned = (table: Table<Guest>, room: string): readonly (readonly [string, Guest])[] =>
  [...table.entries()].filter(([, guest]) => guest.room === room);

test('groups are what a scan finds, in the same order, whatever is written and restored', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const room = fc.constantFrom('x', 'y', 'none');
  const action = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constant('set' as const), key, room, fc.nat({ max: 2 })) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constant('delete' as const), key, room, fc.constant(0)),
    },
    fc.tuple(fc.constantFrom('keep' as const, 'restore' as const), key, room, fc.nat({ max: 9 })),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
      const table = new Table<Guest>('guests');
      const grouping = new Grouping(table, (guest) =>
        guest.room === 'none' ? undefined : guest.room,
      );
      const kept: KeptRows[] = [];
      for (const [what, at, to, n] of actions) {
        if (what === 'set') table.set(at, { room: to, n });
        else if (what === 'delete') table.delete(at);
        else if (what === 'keep') kept.push(table.keep());
        else {
          const chosen = kept[n % Math.max(1, kept.length)];
          if (chosen !== undefined) table.restore(chosen);
        }
        for (const each of ['x', 'y']) {
          expect([...grouping.of(each)]).toEqual(scanned(table, each));
        }
        expect(grouping.of('none').size).toBe(0);
      }
    }),
    { seed: 5213 },
  );
});
