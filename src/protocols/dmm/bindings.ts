// The Binding Cache of the prefixes anchored here, PMIP §5.1: finding the entry that a PBU is about
// (PMIP §5.4.1), and the end of an entry.

import type { Cite, TimerKey } from '#base/ids.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { STATUS } from '#protocols/pmipv6/checks.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO, optionOf } from '#protocols/pmipv6/options.ts';
import { rowsOf } from './by-node.ts';
import { dlifFor, stepDlif } from './dlif.ts';
import { sameSet } from './messages.ts';
import { freePrefix, isFree } from './pool.ts';
import type { BindingRow, Turn } from './rows.ts';
import { removeAnchor } from './subscriber.ts';
import { leaveTunnel } from './tunnels.ts';

export const bindingTimer = (prefix: Prefix): TimerKey => `binding ${prefix}`;

/** The prefixes that a node has here. */
export const bindingsOf = (turn: Turn, mnId: string): readonly BindingRow[] => [
  ...rowsOf(turn.tables.bindings, mnId).values(),
];

/** Which session a PBU is about. */
export type Session =
  | { readonly is: 'known'; readonly rows: readonly BindingRow[] }
  /** A new one; without prefixes one is to be chosen. */
  | { readonly is: 'new'; readonly prefixes: readonly Prefix[] }
  /**
   * A second session of the node for what it has already: RFC 5213 would make one, a gateway does
   * not.
   */
  | { readonly is: 'second'; readonly cite: Cite }
  | { readonly is: 'refused'; readonly status: number; readonly cite: Cite };

const refused = (status: number, cite: Cite): Session => ({ is: 'refused', status, cite });

/** RFC 8885 §4.6: where the node is, when the CMD says so. */
export const servingMaarOf = (turn: Turn, request: ProxyUpdate): Ipv6 | undefined =>
  request.source === turn.config.cmd
    ? optionOf(request.options, 'ServingMaar')?.address
    : undefined;

/** The address that data for the node will go to. */
export const careOfAddressOf = (turn: Turn, request: ProxyUpdate): Ipv6 =>
  servingMaarOf(turn, request) ?? request.alternateCareOf ?? request.source;

/** PMIP §5.4.1, the existence test, without changing anything. */
export function sessionOf(turn: Turn, request: ProxyUpdate): Session {
  const asked = request.prefixes.filter((one) => one !== ALL_ZERO);
  return asked.length > 0 ? byPrefix(turn, request, asked) : byNode(turn, request);
}

/** PMIP §5.4.1.1: some prefix is named. */
function byPrefix(turn: Turn, request: ProxyUpdate, asked: readonly Prefix[]): Session {
  const { bindings } = turn.tables;
  const held = asked.flatMap((one) => bindings.get(one) ?? []);
  const isMixed = asked.length < request.prefixes.length;
  if (held.length === 0) {
    if (isMixed) return refused(STATUS.unspecified, 'PMIP §5.4.1.1');
    // Ownership, PMIP §5.3.2 rule 3. R-13: after a loss of state the node gets its prefixes back.
    if (asked.every((one) => isFree(turn, one))) return { is: 'new', prefixes: asked };
    return refused(STATUS.notAuthorizedPrefix, 'PMIP §5.3.2 rule 3');
  }
  if (held.some((row) => row.mnId !== request.mnId)) {
    return refused(STATUS.notAuthorizedPrefix, 'PMIP §5.4.1.1 rule 3');
  }
  const session = bindingsOf(turn, request.mnId ?? '');
  const whole = session.map((row) => row.prefix);
  if (isMixed || !sameSet(asked, whole)) {
    return refused(STATUS.prefixSetDiffers, 'PMIP §5.4.1.1 rule 4');
  }
  if (session.every((row) => mayUpdate(turn, row, request))) return { is: 'known', rows: session };
  return { is: 'second', cite: 'PMIP §5.4.1.1 rule 6' };
}

/** PMIP §5.4.1.1 rules 5 and 6: same interface, or a handover that the sender vouches for. */
function mayUpdate(turn: Turn, row: BindingRow, request: ProxyUpdate): boolean {
  const sameAccess = row.att === request.accessTechnology;
  const { linkLayerId, handoff } = request;
  return (
    handoff === 2 ||
    (sameAccess && linkLayerId !== undefined && linkLayerId === row.linkLayerId) ||
    (sameAccess && linkLayerId === undefined && row.linkLayerId === undefined && handoff === 3) ||
    (sameAccess && careOfAddressOf(turn, request) === row.proxyCareOfAddress)
  );
}

/** PMIP §5.4.1.2 and §5.4.1.3: no prefix is named. */
function byNode(turn: Turn, request: ProxyUpdate): Session {
  const rows = bindingsOf(turn, request.mnId ?? '');
  if (rows.length === 0) return { is: 'new', prefixes: [] };
  const { linkLayerId, handoff } = request;
  const isSame = (row: BindingRow): boolean =>
    linkLayerId === undefined
      ? handoff === 2 || handoff === 3
      : handoff === 2 || (row.linkLayerId === linkLayerId && row.att === request.accessTechnology);
  return rows.every(isSame) ? { is: 'known', rows } : { is: 'second', cite: 'PMIP §5.4.1.2' };
}

/** nobody refreshed the binding. What is needed for the prefix goes, and the HSS is told. */
export function endBinding(turn: Turn, row: BindingRow): void {
  const { mnId, prefix, proxyCareOfAddress } = row;
  if (proxyCareOfAddress !== 'here') leaveTunnel(turn, proxyCareOfAddress, { mnId, prefix });
  turn.tables.bindings.delete(prefix);
  freePrefix(turn, prefix);
  removeAnchor(turn, row);
  if (bindingsOf(turn, mnId).length > 0) return;
  const own = dlifFor(turn, mnId, turn.config.address);
  if (own !== undefined) stepDlif(turn, own, { type: 'DROP' });
  const station = turn.tables.stations.get(mnId);
  if (station?.present === false) turn.tables.stations.delete(mnId);
}
