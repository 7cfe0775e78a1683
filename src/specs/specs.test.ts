// The lists of documents and demands hold together, and each demand names a document that is
// listed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, documents } from './drafts.ts';
import { requirements } from './requirements.ts';

test('no document code and no requirement id stands twice', () => {
  for (const ids of [documents.map((one) => one.code), requirements.map((one) => one.id)]) {
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('every requirement cites a listed document and is one plain sentence', () => {
  for (const one of requirements) {
    expect(documentOf(one.cite), one.id).toBeDefined();
    expect(documentOf(one.also ?? 'DMM-02')?.code, one.id).toBe('DMM-02');
    expect(one.words, one.id).toMatch(/^[A-Z].*\.$/);
  }
});

test('a citation is read by its longest code', () => {
  expect(documentOf('DMM §4.2 step 7')?.code).toBe('DMM');
  expect(documentOf('DMM-02 §4.2')?.code).toBe('DMM-02');
  expect(documentOf('RFC 4862 §5.5.3')?.date).toBe('2007-09');
  expect(documentOf('RFC 9999 §1')).toBeUndefined();
});

/** Demands that no run can show: what is not done (IPv4, new protocols, new risks). */
const notTested = ['DMM-37', 'DMM-38', 'DMM-40'];

test('every requirement is named by a test', () => {
  const src = join(import.meta.dirname, '..');
  const named = new Set<string>();
  for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    if (!/\.test\.tsx?$/.test(file) || file.includes('specs.test')) continue;
    const text = readFileSync(join(src, file), 'utf8');
    for (const [, first = '', last = first] of text.matchAll(/DMM-(\d+)(?: to DMM-(\d+))?\b/g)) {
      for (let n = Number(first); n <= Number(last); n += 1) named.add(`DMM-${n}`);
    }
  }
  const open = requirements.map((one) => one.id).filter((id) => !named.has(id));
  expect(open).toEqual(notTested);
});
