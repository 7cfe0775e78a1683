// Names and link-layer addresses that a gateway gives out: DLIFs as the draft prints them, prefixes
// by the letter of their gateway (DMM §3), logical MACs.

import type { NodeId } from '#base/ids.ts';
import { assert } from '#base/assert.ts';
import { macAt } from '#wire/address.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';
import { textOctets } from '#protocols/pmipv6/options.ts';
import type { DgwConfig, Turn } from './rows.ts';

/** `mn1dgw1`: the node, then the gateway that anchors. */
export const dlifName = (mn: NodeId, gateway: NodeId): string => `${mn}${gateway}`;

/** The name of a DLIF whose anchor is known by address only. */
export function cloneName(turn: Turn, mn: NodeId, anchor: Ipv6): string {
  const digits = /\d+$/.exec(turn.config.peers[anchor] ?? '')?.[0];
  return dlifName(mn, digits === undefined ? anchor : `dgw${digits}`);
}

/** `D-GW1` */
export const gatewayName = (config: DgwConfig): string => `D-GW${config.index}`;

/** `prefA` for the first prefix of gateway 1, `prefB2` for the second of gateway 2. */
export function prefixName(config: DgwConfig, prefix: Prefix): string {
  const letter = String.fromCharCode(65 + ((config.index - 1) % 26));
  const place = config.pool.indexOf(prefix);
  return `pref${letter}${place > 0 ? place + 1 : ''}`;
}

/** The letter of a gateway that is known by its name only. */
export function prefixNameOf(gateway: string): string {
  const number = Number(/\d+$/.exec(gateway)?.[0] ?? '1');
  return `pref${String.fromCharCode(65 + ((number - 1) % 26))}`;
}

/**
 * The node of an identity that layer 2 has not brought here: its user part, as in
 * `mn1@example.net`.
 */
export const nodeOf = (mnId: string): NodeId => mnId.split('@')[0] ?? mnId;

const SALTS = 256;

/**
 * 02:d1, the low half of the node's own address, the gateway, and a number that makes it
 * unique among the DLIFs here. Locally administered, so it cannot meet a hardware address.
 */
export function makeMac(turn: Turn, linkLayerId: string | undefined): Mac {
  const { config, tables } = turn;
  assert(config.index >= 1 && config.index <= 255, `gateway number ${config.index}`);
  const own = textOctets(linkLayerId ?? '');
  const taken = new Set([...tables.dlifs.values()].map((row) => row.mac));
  for (let salt = 0; salt < SALTS; salt += 1) {
    const high = own.at(-2) ?? 0;
    const low = own.at(-1) ?? 0;
    const mac = macAt(Uint8Array.of(0x02, 0xd1, high, low, config.index, salt), 0);
    if (!taken.has(mac)) return mac;
  }
  throw new RangeError('no link-layer address is left for a DLIF');
}
