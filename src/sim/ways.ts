// From an interface and a link-layer address to the way of a frame: its Ethernet header, the link,
// and the nodes that it reaches.

import type { Interface } from '#net/interface.ts';
import { writeMac, type Mac } from '#wire/address.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import type { EthernetWords, Way } from './flow-cache.ts';
import { memberAt, membersOf } from './members.ts';
import type { Link, Node, Run } from './world.ts';

/** The link that an interface is on now; a station's is the cell that it is associated with. */
function linkOf(run: Run, node: Node, physical: Interface): Link | undefined {
  const cell = run.world.associations.get(`${node.id} ${physical.id}`)?.cell;
  return run.world.linkById.get(cell ?? physical.link ?? '');
}

/**
 * The way of a frame to a link-layer address over the interface that carries it; nothing when that
 * is on no link.
 */
export function wayTo(run: Run, node: Node, { iface, carrier }: Exit, mac: Mac): Way | undefined {
  const physical = carrier;
  const own = ownMacOf(iface, carrier);
  const link = physical && linkOf(run, node, physical);
  if (link === undefined || own === undefined) return undefined;
  return {
    iface,
    link: link.index,
    mtu: Math.min(iface.mtu, link.spec.mtu),
    ethernet: ethernetWords(mac, own),
    receivers: receiversOf(run, node, link, iface.peer ?? mac),
  };
}

/** An interface, and the physical one that carries a packet of it. */
export interface Exit {
  readonly iface: Interface;
  readonly carrier: Interface | undefined;
}

/**
 * The address that frames of an interface have. A sub-interface has that of the virtual interface,
 * if it was given it (VIP §3).
 */
export const ownMacOf = (iface: Interface, carrier: Interface | undefined): Mac | undefined =>
  iface.kind === 'virtual' ? carrier?.mac : (iface.mac ?? carrier?.mac);

// Read and left behind: a buffer for each would be known to the collector for a while.
const header = new DataView(new ArrayBuffer(ETHERNET_OCTETS));
const headerOctets = new Uint8Array(header.buffer);

function ethernetWords(to: Mac, from: Mac): EthernetWords {
  writeMac(headerOctets, 0, to);
  writeMac(headerOctets, 6, from);
  return { first: header.getInt32(0), second: header.getInt32(4), third: header.getInt32(8) };
}

/** Who hears a frame: the owner of the address, or everyone else on the link. */
function receiversOf(run: Run, node: Node, link: Link, mac: Mac): readonly number[] {
  const { accessPoint } = link;
  // A station's frames go to its access point, which tells its logical interfaces apart.
  if (accessPoint !== undefined && accessPoint !== node) return [accessPoint.index];
  const { ifaces } = membersOf(run.world, link);
  const isGroup = (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
  // Choice: a wired link of two ends carries every frame to the other end, whose interface judges.
  if (isGroup || (accessPoint === undefined && ifaces.size === 2)) {
    return [...ifaces.keys()].filter((index) => index !== node.index);
  }
  const owner = memberAt(run.world, link, mac);
  return owner === undefined || owner === node.index ? [] : [owner];
}
