// Demands that no test names yet, of those that are modelled or shall be. A test of this folder
// holds the list against the titles of all tests: who names one there strikes it off here.

/** `PMIP-3 to PMIP-9` stands for all between. */
const rows: readonly string[] = [
  'VIP-1 to VIP-16',
  'VMN-1 to VMN-12',
  'MIF-1 to MIF-35',
  'DMM-41',
  'PMIP-6 to PMIP-7',
  'PMIP-9 to PMIP-36',
  'PMIP-38 to PMIP-77',
  'PMIP-79 to PMIP-112',
  'PMIP-114 to PMIP-135',
  'PMIP-137 to PMIP-146',
  'PMIP-148 to PMIP-150',
  'PMIP-152 to PMIP-155',
  'PMIP-157 to PMIP-161',
  'PMIP-163 to PMIP-164',
  'PMIP-168 to PMIP-172',
  'PMIP-174 to PMIP-241',
  'PMIP-243 to PMIP-259',
  'PMIP-263 to PMIP-270',
  'PMIP-272 to PMIP-282',
  'PMIP-286 to PMIP-321',
  'PMIP-323 to PMIP-330',
  'BRI-2 to BRI-14',
  'BRI-17 to BRI-25',
  'BRI-27',
  'BRI-29 to BRI-42',
  'BRI-44 to BRI-57',
  'BRI-59 to BRI-65',
  'BRI-67 to BRI-125',
  'HB-1 to HB-27',
  'HB-29 to HB-30',
];

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
