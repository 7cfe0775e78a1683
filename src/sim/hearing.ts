// Which interfaces of a node hear a frame that came in by one of its physical interfaces.

import { must } from '#base/assert.ts';
import type { IfaceId } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import { macAt, writeMac } from '#wire/address.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import type { Port } from './caches.ts';
import type { Chunk } from './store.ts';
import type { Node } from './world.ts';

const NONE: readonly Interface[] = [];

/**
 * The interfaces that the frame at `at` is for. A DLIF hears its own address, and groups, from its
 * own station only (DMM §4.1), and so does an access interface (PMIP §6.3); groups from a station
 * that has none are heard by the physical interface. What is for a router that is not portrayed
 * yet is heard by the interface that hears all of its station.
 */
export function hearing(
  node: Node,
  physical: IfaceId,
  { octets, view }: Chunk,
  at: number,
): readonly Interface[] {
  const port = portOf(node, physical);
  const isMine = view.getInt32(at) === port.high && view.getUint16(at + 4) === port.low;
  if (port.physical.kind === 'wired') return isMine || isGroupAt(view, at) ? port.itself : NONE;
  const isGroup = isGroupAt(view, at);
  const to = macAt(octets, at);
  let heard = NONE;
  let hasLinks = false;
  let catchAll: Interface | undefined;
  for (const iface of node.caches.stations.of(macAt(octets, at + 6)).values()) {
    if (iface.over !== physical) continue;
    hasLinks = true;
    if (iface.hearsAll === true) catchAll = iface;
    if (isGroup || iface.mac === to) heard = [...heard, iface];
  }
  if (heard.length > 0) return heard;
  if (catchAll !== undefined && !isGroup && !isMine && isRoutable(view, at)) return [catchAll];
  return isMine || (isGroup && !hasLinks) ? port.itself : NONE;
}

/** Whether an Ethernet frame's packet is for another link: its destination is not link-local. */
const isRoutable = (view: DataView, at: number): boolean =>
  (view.getUint16(at + ETHERNET_OCTETS + DESTINATION_AT) & 0xffc0) !== 0xfe80;
/** Place of the destination in an IPv6 header. */
const DESTINATION_AT = 24;

const isGroupAt = (view: DataView, at: number): boolean => (view.getUint8(at) & 1) === 1;

function portOf(node: Node, physical: IfaceId): Port {
  const cache = node.caches.ports;
  if (cache.version !== node.interfaces.version) {
    cache.version = node.interfaces.version;
    cache.value.clear();
  }
  const known = cache.value.get(physical);
  if (known !== undefined) return known;
  const port = makePort(node, physical);
  cache.value.set(physical, port);
  return port;
}

function makePort(node: Node, id: IfaceId): Port {
  const physical = must(node.interfaces.get(id), () => `${node.id} has an interface ${id}`);
  const view = new DataView(new ArrayBuffer(6));
  writeMac(
    new Uint8Array(view.buffer),
    0,
    must(physical.mac, () => `${id} has a link-layer address`),
  );
  const [high, low] = [view.getInt32(0), view.getUint16(4)];
  // VIP §3: a virtual interface takes what comes over any of its sub-interfaces.
  const above = physical.under === undefined ? undefined : node.interfaces.get(physical.under);
  return { physical, itself: [above ?? physical], high, low };
}
