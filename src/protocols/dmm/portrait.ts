// What follows from an accepted registration at the serving gateway, DMM §4.2 steps 7 and 8: the
// tunnel to the anchor and its double's DLIF; and how both are taken back. Routes follow by
// themselves (forwarding.ts).

import type { Prefix } from '#wire/address.ts';
import { HANDOFF } from '#protocols/pmipv6/messages.ts';
import { rowsOf } from './by-node.ts';
import { dlifFor, portrayDlif, stepDlif } from './dlif.ts';
import { cloneName, nodeOf } from './names.ts';
import { ask } from './rows.ts';
import type { Turn, UpdateRow } from './rows.ts';
import { joinTunnel, leaveTunnel } from './tunnels.ts';

/** Tunnel and clone; nothing happens where both stand already. */
export function portray(turn: Turn, row: UpdateRow): void {
  const { mnId, anchor, via, prefixes, localPrefixes, known } = row;
  leave(turn, row, (one) => !prefixes.includes(one));
  for (const prefix of prefixes) joinTunnel(turn, via, { mnId, prefix });
  if (known.dlif === undefined) {
    note(turn, `no DLIF of ${nameOf(turn, row)} to clone: ${mnId} sees one router only`);
    return;
  }
  const mn = turn.tables.stations.get(mnId)?.mn ?? nodeOf(mnId);
  const name = known.name ?? cloneName(turn, mn, anchor);
  const facts = { name, mnId, mn, anchor, dlif: known.dlif, prefixes, localPrefixes };
  // PMIP §6.9.1.3: a refresh changes nothing for the node, so nothing is advertised.
  const fits = portrayDlif(turn, facts, row.handoff !== HANDOFF.noChange);
  if (!fits) note(turn, `the link-layer address of ${name} is in use here: no clone`);
}

/** Takes it back; WITHDRAW tells the node, DROP does not. */
export function withdraw(turn: Turn, row: UpdateRow, how: 'WITHDRAW' | 'DROP'): void {
  leave(turn, row, () => true);
  const clone = dlifFor(turn, row.mnId, row.anchor);
  if (clone?.state === 'clone') stepDlif(turn, clone, { type: how });
}

/** Takes sessions of this registration off the tunnel to its anchor. */
function leave(turn: Turn, row: UpdateRow, which: (one: Prefix) => boolean): void {
  const { mnId, via, anchor } = row;
  // A home LMA leads to several anchors by one tunnel.
  const others = [...rowsOf(turn.tables.updates, mnId).values()].filter(
    (other) => other.via === via && other.anchor !== anchor,
  );
  for (const user of turn.tables.tunnels.get(via)?.users ?? []) {
    const isOwn = turn.tables.pool.has(user.prefix);
    const isOthers = others.some(({ prefixes }) => prefixes.includes(user.prefix));
    if (user.mnId !== mnId || isOwn || isOthers) continue;
    if (which(user.prefix)) leaveTunnel(turn, via, user);
  }
}

const nameOf = (turn: Turn, row: UpdateRow): string => turn.config.peers[row.anchor] ?? row.anchor;

const note = (turn: Turn, text: string): void =>
  ask(turn, { do: 'note', text, cite: 'DMM §4.2 step 8', level: 'warning' });
