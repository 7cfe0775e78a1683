import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freezeRows, sameRow, Table, type Journal, type KeptRows } from './table.ts';

interface Count {
  readonly n: number;
}
const made = (): { table: Table<Count>; journal: Journal } => {
  const journal: Journal = [];
  return { table: new Table<Count>('mn1/host/counts', journal), journal };
};

describe('the journal', () => {
  test('says what stood there before and what stands there now', () => {
    const { table, journal } = made();
    table.set('a', { n: 1 });
    table.set('a', { n: 2 });
    table.delete('a');
    expect(journal.map(({ key, before, after }) => [key, before, after])).toEqual([
      ['a', undefined, { n: 1 }],
      ['a', { n: 1 }, { n: 2 }],
      ['a', { n: 2 }, undefined],
    ]);
  });

  test('is silent about an equal row and about a row that is not there', () => {
    const { table, journal } = made();
    table.set('a', { n: 1 });
    const { version } = table;
    table.set('a', { n: 1 });
    table.delete('b');
    expect(journal).toHaveLength(1);
    expect(table.version).toBe(version);
  });

  test('may be absent', () => {
    const table = new Table<Count>('waiting');
    table.set('a', { n: 1 });
    expect(table.get('a')).toEqual({ n: 1 });
  });
});

/** What another table has after taking them back. */
function rowsIn(kept: KeptRows): readonly (readonly [string, object])[] {
  const table = new Table<object>('other');
  table.restore(kept);
  return [...table.entries()];
}

test('kept rows are not touched by later writes, in any order of keeping and restoring', () => {
  const key = fc.constantFrom('a', 'b', 'c');
  const action = fc.oneof(
    fc.tuple(fc.constant('set' as const), key, fc.nat({ max: 5 })),
    fc.tuple(fc.constant('delete' as const), key, fc.constant(0)),
    fc.tuple(fc.constant('keep' as const), key, fc.constant(0)),
    fc.tuple(fc.constant('restore' as const), key, fc.nat({ max: 9 })),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
      const { table } = made();
      let plain = new Map<string, Count>();
      const kept: { rows: ReturnType<typeof table.keep>; plain: Map<string, Count> }[] = [];
      for (const [what, at, n] of actions) {
        if (what === 'set') {
          table.set(at, { n });
          plain.set(at, { n });
        } else if (what === 'delete') {
          table.delete(at);
          plain.delete(at);
        } else if (what === 'keep') kept.push({ rows: table.keep(), plain: new Map(plain) });
        else {
          const chosen = kept[n % Math.max(1, kept.length)];
          if (chosen === undefined) continue;
          table.restore(chosen.rows);
          plain = new Map(chosen.plain);
        }
        expect([...table.entries()]).toEqual([...plain]);
        for (const each of kept) expect(rowsIn(each.rows)).toEqual([...each.plain]);
      }
    }),
    { seed: 1 },
  );
});

test('a restored table has a version of its own', () => {
  const { table } = made();
  table.set('a', { n: 1 });
  const kept = table.keep();
  const versions = new Set([table.version]);
  table.set('a', { n: 2 });
  versions.add(table.version);
  table.restore(kept);
  versions.add(table.version);
  expect(versions.size).toBe(3);
});

test('rows are equal by content', () => {
  const row = { n: 1, list: ['a', { b: undefined }], octets: Uint8Array.of(1, 2) };
  expect(sameRow(row, { ...row, octets: Uint8Array.of(1, 2) })).toBe(true);
  expect(sameRow(row, { ...row, octets: Uint8Array.of(1, 3) })).toBe(false);
  expect(sameRow(row, { ...row, list: ['a', {}] })).toBe(false);
  expect(sameRow({ ...row, until: 1 }, { ...row, until: 2 })).toBe(false);
  expect(sameRow({ ...row, until: 1 }, { ...row, until: 2 }, 'until')).toBe(true);
  expect(sameRow({ ...row, until: 1 }, row, 'until')).toBe(false);
  expect(sameRow({ until: 1, at: 1 }, { until: 2, at: 2 }, 'until')).toBe(false);
  expect(sameRow([], {})).toBe(false);
});

test('frozen rows cannot be written to', () => {
  freezeRows();
  const { table } = made();
  table.set('a', { n: 1 });
  expect(() => {
    (table.get('a') as { n: number }).n = 2;
  }).toThrow(TypeError);
});
