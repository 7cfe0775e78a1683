// What an operator orders an anchor to do: revoke, notify, renumber. Names of the scenario become
// those of the protocol here.

import type { NodeId } from '#base/ids.ts';
import type { Command } from '#sim/command.ts';
import type { Ipv6 } from '#wire/address.ts';
import { parsePrefix } from '#wire/address.ts';
import { TRIGGER } from '#protocols/pmipv6/revocation-messages.ts';
import { UPDATE_REASON } from '#protocols/pmipv6/notification-messages.ts';
import { moveFlow } from './moving.ts';
import { notifyOf } from './notifying.ts';
import { renumber } from './renumbering.ts';
import { revoke, revokeAllOf, revokeRealm } from './revoking.ts';
import { note } from './rows.ts';
import type { Turn } from './rows.ts';

type Order = Extract<Command, { readonly do: 'operate' }>;

/** Carries an order out. */
export function onOrder(turn: Turn, order: Order): void {
  const mnId = order.mn === undefined ? undefined : mnIdOf(turn, order.mn);
  const peer = order.peer === undefined ? undefined : peerOf(turn, order.peer);
  switch (order.order) {
    case 'revoke':
      if (mnId === undefined) return unclear(turn, order);
      return revoke(turn, {
        mnId,
        prefix: order.prefix === undefined ? undefined : parsePrefix(order.prefix),
        trigger: order.trigger ?? TRIGGER.administrative,
        ipv4Only: order.ipv4 === true,
      });
    case 'revokeAll':
      return peer === undefined ? unclear(turn, order) : revokeAllOf(turn, peer);
    case 'revokeRealm':
      if (order.realm === undefined) return unclear(turn, order);
      return revokeRealm(turn, order.realm, peer);
    case 'notify':
      if (mnId === undefined) return unclear(turn, order);
      return notifyOf(turn, mnId, order.reason ?? UPDATE_REASON.forceReregistration);
    case 'renumber': {
      const prefix = parsePrefix(order.prefix ?? '');
      if (mnId === undefined || prefix === undefined) return unclear(turn, order);
      return renumber(turn, mnId, prefix);
    }
    case 'moveFlow':
      return moveFlow(turn, order, { mnId, peer });
    default:
      return unclear(turn, order);
  }
}

const unclear = (turn: Turn, { order }: Order): void =>
  note(turn, 'warning', `the order "${order}" says nothing to this anchor`, '');

/** The identity of a node of the scenario: `mn1@example.net` of `mn1`. */
function mnIdOf(turn: Turn, mn: NodeId): string | undefined {
  const ids = Object.keys(turn.config.profiles);
  return ids.find((id) => id === mn || id.startsWith(`${mn}@`));
}

/** The address of a gateway of the scenario: of `mag1`, which is named `MAG1`. */
function peerOf(turn: Turn, peer: NodeId): Ipv6 | undefined {
  const name = peer.toLowerCase();
  const row = [...turn.tables.peers.values()].find(
    (one) => one.address === peer || one.name.toLowerCase() === name,
  );
  return row?.address;
}
