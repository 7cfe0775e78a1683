// The PBA of an anchor, PMIP §5.3.6, with what RFC 5844 and RFC 5845 add: for a PBU that was
// accepted, or refused.

import type { Cite } from '#base/ids.ts';
import type { MobilityOption } from '#wire/packet.ts';
import { STATUS } from '#protocols/pmipv6/checks.ts';
import { IPV4_STATUS, ipv4Reply, readExtensions } from '#protocols/pmipv6/extensions.ts';
import { buildProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { muhoOptions, readMuho } from '#protocols/pmipv6/multihoming.ts';
import { toTicks } from '#protocols/pmipv6/options.ts';
import { chooseGre, greOptions } from './gre.ts';
import { ipv4Options } from './ipv4.ts';
import { ask, nameOf, note } from './rows.ts';
import { multihoming, othersOf } from './group.ts';
import type { BindingRow, Turn } from './rows.ts';

/** A PBU was accepted, now or before: its PBA follows from it and from the entry. */
export function accept(turn: Turn, request: ProxyUpdate, row: BindingRow): void {
  const isEnd = request.lifetime === 0;
  const { ipv4 } = readExtensions(request.options);
  const isPlain = isEnd || chooseGre(turn, request) !== 'notRequired';
  const packet = buildProxyAcknowledgement(request, {
    status: isPlain ? STATUS.accepted : STATUS.greKeyNotRequired,
    lifetime: isEnd ? 0 : row.lifetime,
    distributed: false,
    // RFC 5844 §3.1.2.6: only with an IPv4 home address there is none.
    prefixes: request.prefixes.length === 0 ? [] : row.prefixes,
    linkLocal: row.magLinkLocal,
    extensions: [
      ...(ipv4.length === 0 ? [] : ipv4Options(turn, row)),
      ...(isEnd ? [] : greOptions(row)),
      ...(isEnd ? [] : tellByAnswer(turn, request, row)),
    ],
  });
  ask(turn, { do: 'send', packet });
}

/** MIF §5.2.2: who asks with a MuHo option hears of the node's other prefixes (M-3). */
function tellByAnswer(
  turn: Turn,
  request: ProxyUpdate,
  { mnId, gateway }: BindingRow,
): readonly MobilityOption[] {
  const how = multihoming(turn);
  const isAsked = (how === 'muho' || how === 'literal') && readMuho(request.options) !== undefined;
  if (!isAsked) return [];
  const prefixes = othersOf(turn, mnId, gateway);
  const key = `${gateway} ${mnId}`;
  turn.tables.told.set(key, { gateway, mnId, prefixes, fids: [], state: 'told', by: 'PBA' });
  return muhoOptions(prefixes);
}

/** Why a PBU is refused. */
export interface Refusal {
  readonly status: number;
  readonly cite: Cite;
  /** Status of the IPv4 Home Address Reply option. */
  readonly ipv4?: number;
  /** MIP6 §9.5.1: what the gateway should go on from. */
  readonly sequence?: number | undefined;
}

/** Refuses a PBU: all that it asked for goes back. */
export function refuse(turn: Turn, request: ProxyUpdate, why: Refusal): void {
  const { status, cite, sequence } = why;
  const pbu = `PBU ${request.sequence} of ${nameOf(turn, request.source)}`;
  const text = `${pbu} for ${request.mnId ?? 'nobody'} refused: ${status}`;
  note(turn, 'warning', text, cite);
  // PMIP §5.5 rules 8 and 9: the anchor's own clock.
  const isClock = status === STATUS.timestampLower || status === STATUS.timestampMismatch;
  const packet = buildProxyAcknowledgement(request, {
    status,
    lifetime: 0,
    distributed: false,
    prefixes: [],
    ...(isClock && { clock: toTicks(turn.sight.clock) }),
    ...(sequence !== undefined && { sequence }),
    extensions: ipv4Refusals(request, why.ipv4 ?? IPV4_STATUS.unspecified),
  });
  ask(turn, { do: 'send', packet });
}

/** RFC 5844 §3.1.2.6 rule 1: one for each that was asked for. */
const ipv4Refusals = (request: ProxyUpdate, status: number): readonly MobilityOption[] =>
  readExtensions(request.options).ipv4.map((wish) => ipv4Reply(status, wish));
