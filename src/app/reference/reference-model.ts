// Which demands a reader asks for: by document, strength, state and words. Pure.

import { documents } from '#specs/drafts.ts';
import type { Level, Requirement } from '#specs/demands.ts';

/** tested: a test names it; open: none does yet; out: not modelled. */
export type State = 'tested' | 'open' | 'out';

export interface Wish {
  /** Code of a document (`PMIP`), or '' for all. */
  readonly document: string;
  readonly level: Level | '';
  readonly state: State | '';
  readonly text: string;
}

export const ANY: Wish = { document: '', level: '', state: '', text: '' };

export const LEVELS: readonly Level[] = [
  'MUST',
  'MUST NOT',
  'SHOULD',
  'SHOULD NOT',
  'MAY',
  'property',
];

/** The document that a demand stands in: what its place begins with, before the section. */
export const documentOf = ({ cite }: Requirement): string => cite.replace(/ §.*$/, '');

export function stateOf({ id, outOfScope }: Requirement, open: ReadonlySet<string>): State {
  if (outOfScope !== undefined) return 'out';
  return open.has(id) ? 'open' : 'tested';
}

/** Documents that demand something, with their names, in the order of the list. */
export function documentsIn(
  requirements: readonly Requirement[],
): readonly { readonly code: string; readonly name: string }[] {
  const codes = [...new Set(requirements.map(documentOf))];
  return codes.map((code) => {
    const document = documents.find((one) => one.code === code);
    return { code, name: document ? `${document.title} (${document.name})` : code };
  });
}

/** The demands that fit a wish; each word of the text must stand somewhere in one. */
export function fitting(
  requirements: readonly Requirement[],
  wish: Wish,
  open: ReadonlySet<string>,
): readonly Requirement[] {
  const words = wish.text.toLowerCase().split(/\s+/).filter(Boolean);
  return requirements.filter((one) => {
    if (wish.document !== '' && documentOf(one) !== wish.document) return false;
    if (wish.level !== '' && one.level !== wish.level) return false;
    if (wish.state !== '' && stateOf(one, open) !== wish.state) return false;
    const all = `${one.id} ${one.cite} ${one.words} ${one.outOfScope ?? ''}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
