// The cast of the small domain of toy.ts: who is where, with which addresses. Tests of this folder
// only.

import { ms } from '#base/ids.ts';
import * as toy from '#sim/toy.ts';
import type { LinkSpec, NodeSpec } from '#sim/world.ts';
import { fromPrefixAndIid, ipv6, linkLocalOf, mac, prefix } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { accessPoint } from '#protocols/l2/access-point.ts';
import { mag } from './mag.ts';
import type { MagConfig, MagProfile } from './rows.ts';

export const LMA = ipv6('2001:db8:ff::1');
export const MAGS = { 1: ipv6('2001:db8:1::1'), 2: ipv6('2001:db8:2::1') } as const;
export const CN1 = ipv6('2001:db8:c1::10');
export const HNP1 = prefix('2001:db8:a1:1::/64');
export const HNP2 = prefix('2001:db8:a2:2::/64');
export const HNP3 = prefix('2001:db8:a3:3::/64');
export const VISITED = prefix('2001:db8:1:f::/64');
export const FIXED = ipv6('fe80::200:5eff:fe00:5213');
export const FIXED_MAC = mac('00:00:5e:00:52:13');
/** One way between gateway and anchor. */
export const DELAY = ms(10);

export type Which = 1 | 2;
export const identity = (n: Which): string => `mn${n}@example.net`;
export const macOf = (n: Which) => mac(`02:00:5e:00:0${n}:01`);
export const profile: MagProfile = { lma: LMA, prefixes: [], access: 'proxy', ipv4: false };
/** The address that a node makes of a prefix. */
export const hostIn = (one: Prefix, n: Which = 1): Ipv6 =>
  fromPrefixAndIid(one, linkLocalOf(macOf(n)));

const configOf = (n: Which): MagConfig => ({
  address: MAGS[n],
  name: `MAG${n}`,
  phy: 'phy',
  peers: { [LMA]: 'LMA' },
  profiles: { [identity(1)]: profile, [identity(2)]: profile },
  lifetime: 75,
  omits: [],
  supports: ['revocation', 'proxyRevocation', 'heartbeat', 'notification', 'gre', 'multihoming'],
});

export function gateway(n: Which, change: Partial<MagConfig> = {}, mtu = 1500): NodeSpec {
  return toy.node(`mag${n}`, {
    forwarding: true,
    roles: [
      { role: accessPoint, config: { gateway: 'mag' } },
      { role: mag, config: { ...configOf(n), ...change } },
    ],
    interfaces: [
      {
        id: 'phy',
        kind: 'radio',
        mac: mac(`00:11:22:33:00:0${n}`),
        link: `radio-mag${n}`,
        mtu,
      },
      toy.wired('core', toy.macOf(n), 'core'),
    ],
    addresses: [toy.address(MAGS[n], 'core')],
    routes: [toy.route('::/0', 'core', LMA)],
    neighbours: [
      toy.neighbour('core', LMA, toy.macOf(9)),
      toy.neighbour('core', MAGS[n === 1 ? 2 : 1], toy.macOf(n === 1 ? 2 : 1)),
    ],
  });
}

export const cell = (n: Which): LinkSpec =>
  toy.wire(`radio-mag${n}`, [[`mag${n}`, 'phy']], {
    kind: 'radio',
    delay: ms(2),
    cell: { x: n * 300, y: 0, rx: 50, ry: 50 },
  });
