// Answers role `source`: which address a new socket gets (RFC 6724 §5). A question that has no
// answer yet waits until an address can be used.

import type { FlowId } from '#base/ids.ts';
import { selectSource, type Selection } from '#net/selection.ts';
import type { Effect, News } from '#sim/effect.ts';
import { isLinkLocal, prefixContains } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { nextHopTo, type Choice } from './next-hop.ts';
import type { AddressRow, QuestionRow } from './rows.ts';

/** What a role asks, and what it is told (`traffic/source.ts` says the same words). */
const CHOOSE_SOURCE = 'chooseSource';
const FORGET_SOURCE = 'forgetSource';
const SOURCES_CHOSEN = 'sourcesChosen';

interface Answer {
  readonly flow: FlowId;
  readonly address: Ipv6;
}

/** Notes a question, or forgets one. */
export function onNews({ tables }: Choice, news: News): void {
  // The asking role declares the shape of its question.
  const { flow, destination, within, iface } = news as News & QuestionRow;
  if (news.say === FORGET_SOURCE) tables.questions.delete(flow);
  if (news.say !== CHOOSE_SOURCE) return;
  tables.questions.set(flow, {
    flow,
    destination,
    ...(within !== undefined && { within }),
    ...(iface !== undefined && { iface }),
  });
}

/** Answers all questions that have an answer now, in one piece of news. */
export function answers(choice: Choice): readonly Effect[] {
  const notes: Effect[] = [];
  const chosen: Answer[] = [];
  for (const question of choice.tables.questions.values()) {
    const selection = choose(choice, question);
    if (selection === undefined) continue;
    choice.tables.questions.delete(question.flow);
    notes.push(noteOf(question, selection));
    chosen.push({ flow: question.flow, address: selection.address });
  }
  if (chosen.length === 0) return [];
  const news: News = { say: SOURCES_CHOSEN, chosen };
  return [...notes, { do: 'tell', role: 'source', news }];
}

function noteOf({ flow, within, iface }: QuestionRow, { address, rule }: Selection): Effect {
  const isBound = within !== undefined || iface !== undefined;
  const why = isBound ? ', bound' : rule === undefined ? '' : `, rule ${rule}`;
  return {
    do: 'note',
    text: `${flow}: source ${address}${why}`,
    cite: 'RFC 6724 §5',
    level: 'info',
  };
}

/** RFC 6724 §5 over the addresses of the host. */
function choose(choice: Choice, question: QuestionRow): Selection | undefined {
  const { tables, config } = choice;
  const { destination, within, iface } = question;
  const candidates = [...tables.addresses.values()].filter(
    (row) =>
      fits(row, destination) &&
      isWithin(row, within) &&
      (iface === undefined || row.iface === iface),
  );
  const { iface: outgoing = config.ifaces[0], advertised = [] } =
    nextHopTo(choice, destination) ?? {};
  return selectSource(candidates.map(asInterfaceAddress), destination, {
    outgoing,
    ...(config.rule55 && {
      isAdvertisedByNextHop: (address: Ipv6) =>
        advertised.some((prefix) => prefixContains(prefix, address)),
    }),
  });
}

/** Choice: a link-local source waits for a better one rather than being sent to another link. */
const fits = (row: AddressRow, destination: Ipv6): boolean =>
  row.duplicate !== true && (!isLinkLocal(row.address) || isLinkLocal(destination));

const isWithin = (row: AddressRow, within: readonly Prefix[] | undefined): boolean =>
  within === undefined || within.some((prefix) => prefixContains(prefix, row.address));

const asInterfaceAddress = ({ address, iface, state }: AddressRow) => ({
  address,
  iface,
  state,
  prefixLength: 64,
});
