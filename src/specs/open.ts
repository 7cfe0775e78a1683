// Demands that no test names yet, of those that are modelled or shall be. A test of this folder
// holds the list against the titles of all tests: who names one there strikes it off here.

/** `PMIP-3 to PMIP-9` stands for all between. */
const rows: readonly string[] = [];

/** The ids that are open. */
export const openIds: ReadonlySet<string> = new Set(rows.flatMap(idsIn));

/** The ids that a text names; `PMIP-3 to PMIP-5` names three. A number has no leading zero. */
export function idsIn(text: string): readonly string[] {
  const span = /\b([A-Z]+)-([1-9]\d*)(?: to \1-([1-9]\d*))?(?!\d)/g;
  return [...text.matchAll(span)].flatMap(([, family = '', first = '', last = first]) => {
    const length = Number(last) - Number(first) + 1;
    return Array.from({ length }, (_, n) => `${family}-${Number(first) + n}`);
  });
}
