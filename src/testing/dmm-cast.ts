// The cast of the acceptance scenarios as gateways meet it: prefixes, addresses, records of the
// HSS, PBUs and PBAs, and gateways in the states from which tests begin.

import { must } from '#base/assert.ts';
import type { Micros } from '#base/ids.ts';
import { ms, seconds } from '#base/ids.ts';
import type { HssAnchor } from '#protocols/dmm/hss.ts';
import { dlifOptions } from '#protocols/dmm/messages.ts';
import { buildProxyAcknowledgement, buildProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { Answer, ProxyUpdate, UpdateParts } from '#protocols/pmipv6/messages.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import type { MobilityOption, Packet } from '#wire/packet.ts';
import { configOf, Gateway, mn1 } from './gateway.ts';

export const PREF_A = prefix('2001:db8:aa:1::/64');
export const PREF_B = prefix('2001:db8:bb:1::/64');
export const LOCALNET = prefix('2001:db8:1c::/64');
export const DGW1 = ipv6('2001:db8:d1::1');
export const DGW2 = ipv6('2001:db8:d2::1');
export const DGW3 = ipv6('2001:db8:d3::1');

export const dlif1 = {
  name: 'mn1dgw1',
  mac: mac('00:11:22:33:01:01'),
  linkLocal: ipv6('fe80::211:22ff:fe33:101'),
};
const dlif2 = {
  name: 'mn1dgw2',
  mac: mac('00:11:22:33:02:02'),
  linkLocal: ipv6('fe80::211:22ff:fe33:202'),
};

/** What the HSS knows of prefA without its DLIF, with it, and of prefB. */
export const bareAnchorA: HssAnchor = {
  anchor: DGW1,
  gateway: 'D-GW1',
  prefixName: 'prefA',
  prefix: PREF_A,
  localPrefixes: [],
};
export const anchorA: HssAnchor = { ...bareAnchorA, dlif: dlif1, localPrefixes: [LOCALNET] };
export const anchorB: HssAnchor = {
  anchor: DGW2,
  gateway: 'D-GW2',
  prefixName: 'prefB',
  prefix: PREF_B,
  dlif: dlif2,
  localPrefixes: [],
};

/** What D-GW1 says in its PBA for prefA, and D-GW2 in its for prefB. */
export const optionsOfA = dlifOptions({
  prefixes: [PREF_A],
  localPrefixes: [LOCALNET],
  dlif: dlif1,
});
export const optionsOfB = dlifOptions({ prefixes: [PREF_B], localPrefixes: [], dlif: dlif2 });

/** The PBA of D-GW1 to a PBU, accepted with all options unless changed. */
export function answerTo(pbu: ProxyUpdate | undefined, change: Partial<Answer> = {}): Packet {
  return buildProxyAcknowledgement(must(pbu, 'a PBU was sent'), {
    status: 0,
    lifetime: 75,
    distributed: true,
    prefixes: [PREF_A],
    extensions: optionsOfA,
    ...change,
  });
}

/** D-GW2 after the attachment of a node that D-GW1 anchors, up to the PBU. */
export function handover(
  knobs: Readonly<Record<string, string>> = {},
  anchor: HssAnchor = anchorA,
): Gateway {
  const gateway = new Gateway(configOf(2), knobs);
  gateway.attach();
  gateway.now = ms(10);
  gateway.answer([anchor]);
  return gateway;
}

/** The same after the PBA. */
export function registered(knobs: Readonly<Record<string, string>> = {}): Gateway {
  const gateway = handover(knobs);
  const pbu = gateway.pbus[0];
  gateway.now = ms(30);
  gateway.receive(answerTo(pbu));
  return gateway;
}

/** D-GW2's PBU for prefA, made at a time. */
export const updateParts = (now: Micros, change: Partial<UpdateParts> = {}): UpdateParts => ({
  source: DGW2,
  destination: DGW1,
  sequence: 1,
  lifetime: 75,
  distributed: true,
  mnId: mn1.mnId,
  prefixes: [PREF_A],
  handoff: 3,
  accessTechnology: 4,
  linkLayerId: mn1.mac,
  now,
  ...change,
});

/** D-GW1 with MN1 since time 0; at 10 s MN1 has left. */
export function anchoring(knobs: Readonly<Record<string, string>> = {}): Gateway {
  const gateway = new Gateway(configOf(1), knobs);
  gateway.attach();
  gateway.answer([]);
  gateway.now = seconds(10);
  gateway.detach();
  return gateway;
}

/** Hands a gateway a PBU that was made now. */
export function update(gateway: Gateway, change: Partial<UpdateParts> = {}): void {
  gateway.receive(buildProxyUpdate(updateParts(gateway.now, change)));
}

/** D-GW1 after D-GW2's first PBU, at 10.02 s. */
export function away(): Gateway {
  const gateway = anchoring();
  gateway.now = seconds(10) + ms(20);
  update(gateway);
  return gateway;
}

/** A PBU without the options of some kinds. */
export function without(packet: Packet, ...kinds: readonly MobilityOption['is'][]): Packet {
  const { payload } = packet;
  if (payload.is !== 'mobility' || payload.message.is !== 'BindingUpdate') return packet;
  const options = payload.message.options.filter((option) => !kinds.includes(option.is));
  return { ...packet, payload: { ...payload, message: { ...payload.message, options } } };
}
