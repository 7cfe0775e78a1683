// The caption: rows of every table that a role declares are called by a name of their own.
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { tables } from '#protocols/kinds.ts';
import { castOf } from '#scenario/cast.ts';
import { bundled } from '#scenario/library.ts';
import { accentWords } from './accent-words.ts';

const cast = castOf(must(bundled('mipv6-ro'), 'it is bundled'));

test.each(tables.map(({ role, spec }) => [`${role}/${spec.id}`, role, spec.id] as const))(
  '%s has a noun',
  (_, role, table) => {
    const change = { node: 'mn1', role, table, key: 'mn1', columns: [] } as const;
    const said = (n: number): string =>
      accentWords({
        short: '#1 RA',
        row: undefined,
        notes: [],
        changes: Array.from({ length: n }, (_one, i) => ({ ...change, key: `k${i}`, sign: '~' })),
        cast,
      });
    for (const words of [said(1), said(3)]) expect(words).not.toMatch(/\brows?\b/);
  },
);
