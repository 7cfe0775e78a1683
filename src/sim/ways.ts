// From an interface and a link-layer address to the way of a frame: its Ethernet header, the link, and
// the nodes that it reaches.

import { hashText } from '#base/hash.ts';
import type { Interface } from '#net/interface.ts';
import { writeMac, type Mac } from '#wire/address.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { writeUint16 } from '#wire/octets.ts';
import type { Way } from './flow-cache.ts';
import type { Link, Node, Run } from './world.ts';

const ETHERTYPE_IPV6 = 0x86dd;

/** The physical interface that carries an interface's frames. */
export function physicalOf(node: Node, iface: Interface): Interface | undefined {
  if (iface.kind === 'dlif') return node.interfaces.get(iface.over ?? '');
  return iface.kind === 'tunnel' ? undefined : iface;
}

/** The link that an interface is on now; a station's is the cell that it is associated with. */
export function linkOf(run: Run, node: Node, physical: Interface): Link | undefined {
  const cell = run.world.associations.get(`${node.id} ${physical.id}`)?.cell;
  return run.world.linkById.get(cell ?? physical.link ?? '');
}

/** The way of a frame to a link-layer address; nothing when the interface is on no link. */
export function wayTo(run: Run, node: Node, iface: Interface, mac: Mac): Way | undefined {
  const physical = physicalOf(node, iface);
  const own = iface.mac ?? physical?.mac;
  const link = physical && linkOf(run, node, physical);
  if (link === undefined || own === undefined) return undefined;
  const ethernet = new Uint8Array(ETHERNET_OCTETS);
  writeMac(ethernet, 0, mac);
  writeMac(ethernet, 6, own);
  writeUint16(ethernet, 12, ETHERTYPE_IPV6);
  return {
    iface,
    link: link.index,
    mtu: Math.min(iface.mtu, link.spec.mtu),
    ethernet,
    hash: hashText(`${mac} ${own}`),
    receivers: receiversOf(run, node, link, iface.peer ?? mac),
  };
}

/** Who hears a frame: the owner of the address, or everyone else on the link. */
function receiversOf(run: Run, node: Node, link: Link, mac: Mac): readonly number[] {
  const others = membersOf(run, link).filter((member) => member.node !== node);
  const isGroup = (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
  const isAccessPoint = link.spec.kind === 'radio' && link.spec.ends[0]?.node === node.id;
  if (link.spec.kind === 'radio' && !isAccessPoint) {
    // A station's frames go to its access point, which tells its logical interfaces apart.
    return others.filter((each) => each.node.id === link.spec.ends[0]?.node).map(indexOf);
  }
  // Choice: a wired link of two ends carries every frame to the other end, whose interface judges.
  if (isGroup || (link.spec.kind === 'wired' && others.length === 1)) return others.map(indexOf);
  return others.filter((each) => each.node.interfaces.get(each.iface)?.mac === mac).map(indexOf);
}

interface Member {
  readonly node: Node;
  readonly iface: string;
}
const indexOf = (member: Member): number => member.node.index;

/** The ends of a link, and the stations of a cell in the order in which they joined. */
function membersOf(run: Run, link: Link): Member[] {
  const members: Member[] = [];
  const add = (id: string, iface: string): void => {
    const node = run.world.nodeById.get(id);
    if (node !== undefined) members.push({ node, iface });
  };
  for (const end of link.spec.ends) add(end.node, end.iface);
  for (const row of run.world.associations.values()) {
    if (row.cell === link.id) add(row.node, row.iface);
  }
  return members;
}
