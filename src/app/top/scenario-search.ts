// Which bundled scenarios fit what was typed, and where the arrow keys lead in the list.

import type { LibraryEntry } from '#scenario/library.ts';

/** Entries that have every word that was typed, in title, place, id, group or sentence. */
export function fitting(entries: readonly LibraryEntry[], typed: string): readonly LibraryEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ id, title, cite, look, group }) => {
    const text = [id, title, cite, look, group].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Rows that a page is long. */
const PAGE = 8;

/** The index that a key leads to; undefined: the key is not one of the list. */
export function movedTo(key: string, active: number, count: number): number | undefined {
  const clamp = (to: number): number => Math.max(0, Math.min(count - 1, to));
  switch (key) {
    case 'ArrowDown':
      return clamp(active + 1);
    case 'ArrowUp':
      return clamp(active - 1);
    case 'PageDown':
      return clamp(active + PAGE);
    case 'PageUp':
      return clamp(active - PAGE);
    default:
      return undefined;
  }
}
