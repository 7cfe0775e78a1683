// Who plays in the tests of this folder: addresses, prefixes, profiles and the anchor's set-up.

import { ipv6, prefix } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { LmaConfig, LmaProfile } from './rows.ts';

export const LMA = ipv6('2001:db8:ff::1');
export const MAG1 = ipv6('2001:db8:1::1');
export const MAG2 = ipv6('2001:db8:2::1');
export const MAG3 = ipv6('2001:db8:3::1');
export const CN1 = ipv6('2001:db8:c1::10');
export const HNP1 = prefix('2001:db8:a1:1::/64');
export const HNP2 = prefix('2001:db8:a2:2::/64');
export const HNP3 = prefix('2001:db8:a3:3::/64');
/** An address in a prefix. */
export const hostIn = (one: Prefix): Ipv6 => ipv6(one.replace('/64', '5eff:fe00:101'));
export const M1 = '02:00:5e:00:01:01';
export const M2 = '02:00:5e:00:01:02';
export const MN1 = 'mn1@example.net';
export const MN2 = 'mn2@example.net';

export const profile: LmaProfile = {
  proxy: true,
  prefixes: [],
  prefixCount: 1,
  ipv4: 'none',
  ipv6: true,
};

export const config: LmaConfig = {
  address: LMA,
  name: 'LMA',
  pool: [HNP1, HNP2, HNP3],
  ipv4Pool: '192.0.2.0/24',
  lifetime: 75,
  peers: { [MAG1]: 'MAG1', [MAG2]: 'MAG2' },
  profiles: { [MN1]: profile, [MN2]: profile },
  supports: ['revocation', 'proxyRevocation', 'heartbeat', 'notification', 'gre', 'multihoming'],
};
