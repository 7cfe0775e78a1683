// Catching the n-th message of a kind on a link: what, where, which, and what happens to it.

import type { FrameAct, LinkId, Still } from '#session/protocol.ts';
import type { MessageClassName } from '#wire/classify.ts';
import { act } from '#app/stores/document.ts';
import { nameOf } from '#app/stores/run.ts';
import { linkName } from './link-name.ts';
import type { Question } from './question.ts';
import { toMicros } from './question.ts';

/** Kinds worth catching, the usual first. */
export const KINDS: readonly {
  readonly value: MessageClassName | 'any';
  readonly words: string;
}[] = [
  { value: 'PBU', words: 'PBU' },
  { value: 'PBA', words: 'PBA' },
  { value: 'RS', words: 'RS' },
  { value: 'RA', words: 'RA' },
  { value: 'NS', words: 'NS' },
  { value: 'NA', words: 'NA' },
  { value: 'BRI', words: 'BRI, revocation' },
  { value: 'BRA', words: 'BRA, its answer' },
  { value: 'heartbeat', words: 'Heartbeat' },
  { value: 'UPN', words: 'UPN, notification' },
  { value: 'UPA', words: 'UPA, its answer' },
  { value: 'BE', words: 'Binding Error' },
  { value: 'udp', words: 'data' },
  { value: 'any', words: 'any frame' },
];

const ACTS: readonly { readonly value: FrameAct; readonly words: string }[] = [
  { value: 'hold', words: 'hold it, until it is released' },
  { value: 'drop', words: 'drop it' },
  { value: 'delay', words: 'delay it' },
  { value: 'duplicate', words: 'send it twice' },
  { value: 'corrupt', words: 'flip one of its bits' },
];

/** A minute; a frame is never later than that. */
export const MOST_LATER = 60_000;

/** Names that were given and that a still may not hold yet. */
const given = new Set<string>();

/** A name that no fault of this branch has: `hold1`. */
function faultName(still: Still, what: string): string {
  const taken = new Set(still.script.flatMap((one) => ('name' in one ? [one.name] : [])));
  let n = taken.size + 1;
  while (taken.has(`${what}${n}`) || given.has(`${what}${n}`)) n += 1;
  given.add(`${what}${n}`);
  return `${what}${n}`;
}

/** Wires and radio cells, those that lead to an LMA or a gateway first. */
function linksOf(still: Still): readonly LinkId[] {
  const cells = still.scene.nodes.flatMap(({ cell }) => (cell ? [cell.link] : []));
  const kindOf = (id: string): string =>
    still.scene.nodes.find((node) => node.id === id)?.kind ?? '';
  const rank = ({ ends }: { ends: readonly string[] }): number => {
    const kinds = ends.map(kindOf);
    if (kinds.includes('mag') || kinds.includes('dgw')) return 0;
    return kinds.includes('lma') ? 1 : 2;
  };
  const wires = still.scene.links.toSorted((a, b) => rank(a) - rank(b)).map(({ id }) => id);
  return [...wires, ...cells];
}

/** Who may be the sender: nodes that stand at some link. */
function sendersOf(still: Still): readonly { value: string; words: string }[] {
  const ends = new Set(still.scene.links.flatMap((link) => link.ends));
  const nodes = still.scene.nodes.filter(({ id, mn }) => mn !== undefined || ends.has(id));
  return [
    { value: '', words: 'either end' },
    ...nodes.map(({ id }) => ({ value: id, words: nameOf(still, id) })),
  ];
}

/** The question; `link`: the one that it begins with. */
export function catchQuestion(still: Still, link?: LinkId): Question {
  const links = linksOf(still);
  return {
    title: 'Catch a message',
    note: 'The catch counts from now on. It stands in the list of the Do panel until it has caught something.',
    fields: [
      { kind: 'choice', id: 'kind', label: 'Message', value: 'PBU', options: KINDS },
      {
        kind: 'choice',
        id: 'link',
        label: 'On',
        value: link ?? links[0] ?? '',
        options: links.map((id) => ({ value: id, words: linkName(still, id) })),
      },
      { kind: 'choice', id: 'from', label: 'Sent by', value: '', options: sendersOf(still) },
      {
        kind: 'number',
        id: 'nth',
        label: 'Number, from now',
        unit: '',
        value: 1,
        min: 1,
        max: 999,
        whole: true,
      },
      { kind: 'choice', id: 'act', label: 'And', value: 'hold', options: ACTS },
      {
        kind: 'number',
        id: 'by',
        label: 'Later by',
        unit: 'ms',
        value: 50,
        min: 0.001,
        max: MOST_LATER,
        when: { id: 'act', among: ['delay', 'duplicate'] },
      },
    ],
    confirm: 'Catch it',
    run: ({ kind, link: on = '', from = '', nth, act: does, by }) => {
      const what = ACTS.find(({ value }) => value === does)?.value ?? 'hold';
      const later = what === 'delay' || what === 'duplicate';
      act({
        do: 'catch',
        name: faultName(still, what),
        link: on,
        kind: KINDS.find(({ value }) => value === kind)?.value ?? 'PBU',
        nth: Number(nth),
        act: what,
        ...(from !== '' && { from }),
        ...(later && { by: toMicros(by) }),
      });
    },
  };
}
