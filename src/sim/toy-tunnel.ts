// The chain of toy.ts with a tunnel in it. Tests of this folder only.

import { seconds } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import { ipv6 } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { Stamped } from './command.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import type { LinkSpec, NodeSpec } from './world.ts';

export const R1 = ipv6('2001:db8:1::1');
export const R2 = ipv6('2001:db8:1::2');
export const MN = '2001:db8:aa:1::/64';

export const tunnel = (
  local: string,
  remote: string,
  more: Partial<Interface> = {},
): Interface => ({
  id: `tun-${remote}`,
  kind: 'tunnel',
  tunnel: { local: ipv6(local), remote: ipv6(remote) },
  mtu: 1460,
  ...more,
});
export const keyed = (local: string, remote: string): Interface =>
  tunnel(local, remote, {
    tunnel: { local: ipv6(local), remote: ipv6(remote), greKey: 77 },
    mtu: 1452,
  });

const once = (packet: Packet): NodeSpec['roles'] => [
  { role: toy.puppet(() => [], [{ do: 'send', packet }]), config: undefined },
];
export const udp = (octets: number): Packet =>
  toy.datagram(
    toy.CN,
    toy.MN,
    Uint8Array.from({ length: octets - 48 }, (_, i) => i),
  );

export interface TunnelPart {
  readonly packet: Packet;
  readonly at1?: readonly Interface[];
  readonly at2?: readonly Interface[];
  readonly more?: Readonly<Record<string, toy.NodePart>>;
  readonly mn?: NodeSpec['roles'];
  /** By link. */
  readonly links?: Readonly<Record<string, Partial<LinkSpec>>>;
  readonly script?: readonly Stamped[];
}

/** The chain of toy.ts, with a tunnel r1 => r2 for what goes to the mobile node. */
export function tunnelled(part: TunnelPart): Timeline {
  const { packet, at1 = [tunnel(R1, R2)], at2 = [tunnel(R2, R1)], more = {} } = part;
  const mn = part.mn ?? [{ role: toy.sink, config: undefined }];
  const plain = toy.chain({ cn: once(packet), mn });
  const nodes = plain.nodes.map((node): NodeSpec => {
    const extra = more[node.id] ?? {};
    const [ifaces, routes] =
      node.id === 'r1'
        ? [at1, [toy.route(MN, at1[0]?.id ?? '')]]
        : [node.id === 'r2' ? at2 : [], []];
    return {
      ...node,
      interfaces: [...node.interfaces, ...ifaces, ...(extra.interfaces ?? [])],
      addresses: [...node.addresses, ...(extra.addresses ?? [])],
      neighbours: [...node.neighbours, ...(extra.neighbours ?? [])],
      routes: [...(extra.routes ?? []), ...routes, ...node.routes],
      roles: [...node.roles, ...(extra.roles ?? [])],
    };
  });
  const links = plain.links.map((link) => ({ ...link, ...part.links?.[link.id] }));
  const timeline = new Timeline({ ...plain, nodes, links }, part.script ?? []);
  timeline.runTo(seconds(2));
  return timeline;
}
