// A gateway with a radio cell and stations that do as they are told. Tests of this folder only.

import { ms, seconds } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import { ALL_ROUTERS, ipv6, mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { Stamped } from './command.ts';
import type { Effect } from './effect.ts';
import type { Stimulus } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import type { NodeSpec } from './world.ts';

export const PHY1 = toy.macOf(0x11);
export const PHY2 = toy.macOf(0x12);
export const MN1 = toy.macOf(0x21);
export const MN2 = toy.macOf(0x22);
export const DLIF = '00:11:22:33:01:01';
export const GATEWAY = ipv6('fe80::211:22ff:fe33:101');

const radio = (id: string, macText: string, link?: string): Interface => ({
  id,
  kind: 'radio',
  mac: mac(macText),
  mtu: 1500,
  ...(link !== undefined && { link }),
});
export const dlif = (station: string, macText = DLIF): Interface => ({
  id: `dlif-${station.slice(-1)}-${macText.slice(-1)}`,
  kind: 'dlif',
  mac: mac(macText),
  over: 'phy',
  peer: mac(station),
  mtu: 1500,
});
const cell = (id: string, node: string) =>
  toy.wire(id, [[node, 'phy']], {
    kind: 'radio',
    delay: ms(2),
    cell: { x: 100, y: 100, rx: 50, ry: 40 },
  });

/** A gateway that writes down what it hears. */
export const gateway = (id: string, macText: string, heard: Stimulus[], part: toy.NodePart = {}) =>
  toy.node(id, {
    forwarding: true,
    interfaces: [radio('phy', macText, `radio-${id}`), ...(part.interfaces ?? [])],
    addresses: part.addresses ?? [],
    routes: part.routes ?? [],
    roles: [
      {
        role: toy.puppet(
          (stimulus) => {
            heard.push(stimulus);
            return [];
          },
          [],
          { icmpv6: [133], udp: true },
        ),
        config: undefined,
      },
      ...(part.roles ?? []),
    ],
  });

/** A station that does one thing per `place` command: the effect that the y of the place names. */
export function station(
  id: string,
  macText: string,
  effects: readonly Effect[],
  heard: Stimulus[] = [],
) {
  const role = toy.puppet(
    (stimulus): readonly Effect[] => {
      if (stimulus.on === 'link' || stimulus.on === 'packet') heard.push(stimulus);
      if (stimulus.on !== 'command' || stimulus.command.do !== 'place') return [];
      const effect = effects[stimulus.command.y];
      return effect === undefined ? [] : [effect];
    },
    [],
    { icmpv6: [134], udp: true },
  );
  return toy.node(id, {
    roles: [{ role, config: undefined }],
    interfaces: [radio('if1', macText)],
    addresses: [toy.address(id === 'mn1' ? 'fe80::21' : 'fe80::22', 'if1')],
    mnId: `${id}@example.net`,
  });
}

export const associate = (to: string | undefined): Effect => ({
  do: 'associate',
  iface: 'if1',
  cell: to,
});
export const solicitation: Packet = {
  ...toy.packetOf(ipv6('fe80::21'), ALL_ROUTERS, {
    is: 'icmpv6',
    message: { is: 'RouterSolicitation', options: [] },
  }),
  hopLimit: 255,
};
export const data = (src: string, dst: string): Packet =>
  toy.datagram(ipv6(src), ipv6(dst), Uint8Array.of(1));
export const at = (time: number, effect: number, node = 'mn1'): Stamped => ({
  do: 'place',
  node,
  x: 0,
  y: effect,
  at: time,
});

export function play(nodes: readonly NodeSpec[], script: readonly Stamped[]): Timeline {
  const gateways = nodes.filter((node) => node.forwarding).map((node) => node.id);
  const links = gateways.map((id) => cell(`radio-${id}`, id));
  const timeline = new Timeline(toy.world(nodes, links), script);
  timeline.runTo(seconds(5));
  return timeline;
}
