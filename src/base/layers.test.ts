import { describe, expect, test } from 'vitest';
import { Table } from './table.ts';

// What keeping costs is counted in whole copies of the rows.

interface Count {
  readonly n: number;
}

test('keeping ten thousand rows again and again copies them once', () => {
  const table = new Table<Count>('bindings');
  for (let n = 0; n < 10_000; n += 1) table.set(`mn${n}`, { n });
  const copies = new Set<unknown>();
  for (let n = 0; n < 5_000; n += 1) {
    table.set(`mn${n}`, { n: -n });
    copies.add(table.keep().whole);
  }
  expect(copies.size).toBe(1);
});

test('writes that outgrow the rows are paid for with a new copy, and then forgotten', () => {
  const table = new Table<Count>('counter');
  const copies = new Set<unknown>();
  let longest = 0;
  for (let n = 0; n < 10_000; n += 1) {
    table.set('all', { n });
    const kept = table.keep();
    copies.add(kept.whole);
    longest = Math.max(longest, kept.length);
  }
  expect(copies.size).toBeLessThan(10_000 / 50);
  expect(longest).toBeLessThan(200);
});

test('a table that was not written to since is left alone', () => {
  const table = new Table<Count>('bindings');
  table.set('a', { n: 1 });
  const kept = table.keep();
  const { version } = table;
  table.restore(kept);
  expect(table.version).toBe(version);
  expect(table.keep()).toBe(kept);
});

describe('going back', () => {
  const three = (): Table<Count> => {
    const table = new Table<Count>('bindings');
    for (const key of ['a', 'b', 'c']) table.set(key, { n: 0 });
    return table;
  };

  test('over a removal puts the row where it stood', () => {
    const table = three();
    const kept = table.keep();
    table.delete('a');
    table.restore(kept);
    expect([...table.keys()]).toEqual(['a', 'b', 'c']);
  });

  test('over a removal and a return, too', () => {
    const table = three();
    const kept = table.keep();
    table.delete('a');
    table.set('a', { n: 1 });
    const later = table.keep();
    table.restore(kept);
    expect([...table.entries()]).toEqual(['a', 'b', 'c'].map((key) => [key, { n: 0 }]));
    table.restore(later);
    expect([...table.keys()]).toEqual(['b', 'c', 'a']);
  });

  test('over a change tells of that change only', () => {
    const table = three();
    const heard: string[] = [];
    const kept = table.keep();
    table.set('b', { n: 1 });
    table.watch({
      wrote: (key, before, after) => heard.push(`${key} ${before?.n} ${after?.n}`),
      restored: () => heard.push('all'),
    });
    table.restore(kept);
    expect(heard).toEqual(['b 1 0']);
  });
});
