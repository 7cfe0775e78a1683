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
/** Of the places for pairs of stations that a port has heard. */
const SLOT_BITS = 8;

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
  if (port.physical.kind === 'wired') {
    return isFor(port, view, at) || isGroupAt(view, at) ? port.itself : NONE;
  }
  const [first, second, third] = [view.getInt32(at), view.getInt32(at + 4), view.getInt32(at + 8)];
  const isForLink = !isRoutable(view, at);
  const slot = Math.imul(first ^ Math.imul(third, 31) ^ second, 0x9e3779b1) >>> (32 - SLOT_BITS);
  const known = port.heard[slot];
  if (
    known?.first === first &&
    known.second === second &&
    known.third === third &&
    known.isForLink === isForLink
  ) {
    return known.by;
  }
  const by = hearers(node, port, octets, view, at);
  port.heard[slot] = { first, second, third, isForLink, by };
  return by;
}

/** The same, found out anew. */
function hearers(
  node: Node,
  port: Port,
  octets: Uint8Array,
  view: DataView,
  at: number,
): readonly Interface[] {
  const isMine = isFor(port, view, at);
  const isGroup = isGroupAt(view, at);
  const to = macAt(octets, at);
  let heard = NONE;
  let hasLinks = false;
  let catchAll: Interface | undefined;
  for (const iface of node.caches.stations.of(macAt(octets, at + 6)).values()) {
    if (iface.over !== port.physical.id) continue;
    hasLinks = true;
    if (iface.hearsAll === true) catchAll = iface;
    if (isGroup || iface.mac === to) heard = [...heard, iface];
  }
  if (heard.length > 0) return heard;
  if (catchAll !== undefined && !isGroup && !isMine && isRoutable(view, at)) return [catchAll];
  return isMine || (isGroup && !hasLinks) ? port.itself : NONE;
}

/** Whether a frame is for the port's own address. */
const isFor = ({ high, low }: Port, view: DataView, at: number): boolean =>
  view.getInt32(at) === high && view.getUint16(at + 4) === low;

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
  return { physical, itself: [above ?? physical], high, low, heard: [] };
}
