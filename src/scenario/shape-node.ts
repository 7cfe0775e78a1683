// The shape of a node and of a link between two of them.

import * as v from 'valibot';
import {
  address,
  choice,
  delay,
  flag,
  id,
  linkId,
  list,
  lists,
  named,
  optional,
  quoted,
  share,
  STAGE,
  text,
  whole,
  x,
  y,
} from './shape-parts.ts';

const cell = v.object({
  dx: whole(-STAGE.width, STAGE.width, 'Centre, from the node, in pixels.'),
  dy: whole(-STAGE.height, STAGE.height, 'Centre, from the node, in pixels.'),
  rx: whole(8, STAGE.width, 'Half of the width in pixels.'),
  ry: whole(8, STAGE.height, 'Half of the height in pixels.'),
});

const att = whole(1, 255, 'Access Technology Type of RFC 5213, 8.5: 4 is WLAN. Default: 4.');

const radio = v.object({
  id: id('Name of the interface: `if1`.'),
  mac: optional(address('Link-layer address. Default: from its place.')),
  att: optional(att),
  joins: optional(list(id('A gateway.'), 16, 'It joins the cells of these only. Default: of all.')),
  off: optional(flag('It is off at the beginning. Default: false.')),
});

const ports = (words: string) =>
  optional(
    v.pipe(
      v.strictTuple([whole(0, 65_535, 'First.'), whole(0, 65_535, 'Last.')], 'two ports'),
      v.description(words),
    ),
  );

const flowPolicy = v.object({
  id: id('Name of the policy.'),
  mn: id('The mobile node that the packets are for.'),
  from: optional(id('The correspondent that sends them.')),
  dst: optional(address('Destination: an address, or a /64 prefix.')),
  sourcePort: ports('First and last source port.'),
  destinationPort: ports('First and last destination port.'),
  label: optional(whole(0, 0xf_ffff, 'Flow label.')),
  protocol: optional(whole(0, 255, 'Upper-layer protocol: 17 is UDP.')),
  trafficClass: optional(whole(0, 63, 'Differentiated services, six bits.')),
  to: list(id('A MAG.'), 8, 'Gateways; to several it is duplicated. None: dropped.'),
});

const virtual = v.pipe(
  v.object({
    mac: address('Its link-layer address, which its sub-interfaces have too.'),
    path: optional(
      choice(['prefix', 'active'], 'A path per prefix, or one for all. Default: prefix.'),
    ),
    strict: optional(flag('What comes over another than the active one is dropped.')),
    over: optional(list(id('A radio.'), 4, 'Its sub-interfaces. Default: all radios.')),
    preferred: optional(id('Path active: the radio that is liked best.')),
    ownMacs: optional(flag('Sub-interfaces keep link-layer addresses of their own.')),
  }),
  v.description('MN: a virtual interface over its radios, `vif`, on which IP runs instead.'),
);

/** Kinds of node, in the order of the reference. */
const KINDS = [
  'mn',
  'mr',
  'lfn',
  'mag',
  'lma',
  'dgw',
  'hss',
  'cmd',
  'ar',
  'ha',
  'cn',
  'core',
  'localnet',
] as const;
const SUPPORTS = [
  'revocation',
  'proxyRevocation',
  'heartbeat',
  'notification',
  'gre',
  'multihoming',
] as const;
const OMITS = ['mnId', 'prefix', 'handoff', 'accessTechnology', 'timestamp'] as const;
const MODELS = ['weak', 'strong', 'linux', 'leopard', 'xp', 'vista'] as const;
const SERVICES = ['proxy', 'plain', 'none', 'unknown', 'disabled'] as const;

const mobile = {
  mnId: optional(text(64, 'MN: identity, an NAI. Default: `<id>@example.net`.')),
  mac: optional(
    address('MN: link-layer address of its first radio. Default: from its place among the MNs.'),
  ),
  hostType: optional(choice(['A', 'B', 'C'], 'MN: host type of RFC 4191. Default: C.')),
  rule55: optional(flag('MN: rule 5.5 of RFC 6724. Default: false.')),
  sourceRouter: optional(
    flag('MN: sends to the router that advertised the prefix of the source. Default: true.'),
  ),
  hostModel: optional(
    choice(
      MODELS,
      'MN: host model of RFC 1122, or that of a system: Linux 2.6.26, Mac OS X Leopard, Windows XP or Vista. Default: weak.',
    ),
  ),
  weakHostBit: optional(flag('MN: it understands the bit of draft MIF, 4.1. Default: false.')),
  interfaces: optional(list(radio, 4, 'MN: its radios. Default: one for WLAN, `if1`.')),
  virtual: optional(virtual),
  lma: optional(id('MN: its anchor. Default: the first LMA.')),
  service: optional(
    choice(
      SERVICES,
      'MN: what its profile allows. unknown: the LMA has none; disabled: the LMA forbids it. Default: proxy.',
    ),
  ),
  prefixes: optional(list(address('A /64 prefix.'), 8, 'MN: static home network prefixes.')),
  prefixCount: optional(whole(1, 8, 'MN: prefixes of the pool per session. Default: 1.')),
  ipv4: optional(text(15, 'MN: IPv4 home address, `pool`, or `refused`. Default: not asked for.')),
  ipv6: optional(flag('MN: IPv6 service. Default: true.')),
};

const proxies = {
  att: optional(att),
  lifetime: optional(
    whole(
      4,
      262_140,
      'MAG, LMA, HA: lifetime asked for, or granted at most, in seconds. Default: 300. MN, MR: asked for. Default: 240.',
    ),
  ),
  lacks: optional(
    list(choice(SUPPORTS, 'An extension.'), 6, 'MAG, LMA: what it does not understand.'),
  ),
  omits: optional(list(choice(OMITS, 'An option.'), 5, 'MAG: options missing from its PBUs.')),
  alternateCareOf: optional(address('MAG: its Proxy-CoA, when PBUs come from another address.')),
  visitedPrefix: optional(address('MAG: /64 prefix for nodes with plain access.')),
  trusted: optional(flag('MAG: the LMAs trust it. Default: true.')),
  asks: optional(lists(64, 'MAG: prefixes that it asks for, by id of the MN.')),
  operator: optional(text(24, 'D-GW: its operator, when there are several.')),
  roaming: optional(
    list(text(24, 'An operator.'), 8, 'LMA: operators that may use it. Default: all.'),
  ),
  ipv4Pool: optional(text(18, 'LMA: IPv4 home addresses, like `192.0.2.0/24`.')),
  flowPolicy: optional(list(flowPolicy, 64, 'LMA: which flows go by which gateways, in order.')),
  decidesFlows: optional(flag('MN: it decides over its flows. Default: as knob `flowDecider`.')),
};

const NETWORK_SERVICES = ['full', 'none', 'unauthorized', 'noForwarding', 'unaware'] as const;

const clients = {
  prefix: optional(
    address('AR: /64 prefix of its cell. HA: of the home link. MR: of the network behind it.'),
  ),
  home: optional(address('MN, MR: home address in the prefix of an HA. Absent: no Mobile IPv6.')),
  optimise: optional(flag('MN, CN: route optimisation. Default: true.')),
  networkMode: optional(
    choice(['explicit', 'implicit'], 'MR: whether updates name its prefix. Default: explicit.'),
  ),
  networkService: optional(
    choice(
      NETWORK_SERVICES,
      'HA: what it makes of mobile routers. none: 140; unauthorized: 142; noForwarding: 143 in implicit mode; unaware: it passes over R. Default: full.',
    ),
  ),
};

/** A node. */
export const node = v.object({
  id: id('Name of the node, unique.'),
  kind: v.pipe(
    v.picklist(KINDS, quoted(KINDS)),
    v.description(
      'Mobile node, mobile router, node behind a mobile router, mobile access gateway, local mobility anchor, distributed gateway, HSS, central mobility database, access router, home agent, correspondent, core router, local network.',
    ),
  ),
  name: optional(text(24, 'Name on the screen; default from the id: `dgw1` is D-GW1.')),
  x,
  y,
  address: optional(
    address('D-GW, MAG, LMA, CMD, AR, HA, CN: IPv6 address. Local network: its /64 prefix.'),
  ),
  pool: optional(list(address('A /64 prefix.'), 64, 'D-GW, LMA: prefixes that it hands out.')),
  cell: optional(cell),
  dlifMacs: optional(named(64, 'D-GW: link-layer addresses of DLIFs by name (`mn1dgw1`).')),
  behind: optional(id('Local network: the gateway or anchor that alone reaches it.')),
  ...mobile,
  ...proxies,
  ...clients,
});

/** A wired link. */
export const link = v.object({
  id: linkId('Name of the link, unique.'),
  ends: v.pipe(
    v.strictTuple([id('A node.'), id('Another node.')], 'the ids of two nodes'),
    v.description('The nodes at its ends.'),
  ),
  delay: delay('One-way delay.'),
  rate: optional(whole(1000, 1e12, 'Bits per second; absent: no serialisation delay.')),
  loss: optional(share('Part of the frames that is lost.')),
  mtu: optional(whole(1280, 65_535, 'Octets of the largest IPv6 packet. Default: 1500.')),
});
