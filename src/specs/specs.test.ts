// The lists of documents and demands hold together, and each demand names a document that is listed.
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
