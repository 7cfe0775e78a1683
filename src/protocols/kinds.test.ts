// The registry of kinds: names that do not clash, and machines that stand where they say.
import { expect, test } from 'vitest';
import { kinds, machines, tables } from './kinds.ts';

test('no node has two roles of one name', () => {
  for (const roles of Object.values(kinds)) {
    const names = roles.map((role) => role.name);
    expect(new Set(names).size).toBe(names.length);
  }
});

test('each table is listed once, with a title, its document, and columns', () => {
  const names = tables.map(({ role, spec }) => `${role}/${spec.id}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { spec } of tables) {
    expect(spec.title).not.toBe('');
    expect(spec.cite).not.toBe('');
    expect(spec.columns.length).toBeGreaterThan(0);
  }
});

test('each machine belongs to a table, and its chart can be drawn from data', () => {
  const names = tables.map(({ role, spec }) => `${role}/${spec.id}`);
  for (const { role, table, definition } of machines) {
    expect(names).toContain(`${role}/${table}`);
    expect(Object.keys(definition)).toContain('states');
  }
});
