// A host with two interfaces that is weak or strong, RFC 1122 §3.3.4.2.

import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import { encodePacket } from '#wire/packet.ts';
import { Timeline } from './timeline.ts';
import type { TraceEvent } from './trace.ts';
import type { LinkSpec, NodeSpec, WorldSpec } from './world.ts';

const HOST = { 1: '2001:db8:1::5', 2: '2001:db8:2::5' } as const;
const ROUTER = { 1: '2001:db8:1::1', 2: '2001:db8:2::1' } as const;
const macOf = (who: string, n: number) => mac(`02:00:00:00:${who}:0${n}`);

const address = (text: string, iface: string) => ({
  address: ipv6(text),
  iface,
  prefixLength: 64,
  state: 'preferred' as const,
});
const neighbour = (text: string, iface: string, at: ReturnType<typeof mac>) => ({
  address: ipv6(text),
  iface,
  mac: at,
  state: 'permanent' as const,
});

const router = (n: 1 | 2): NodeSpec => ({
  id: `r${n}`,
  kind: 'core',
  name: `R${n}`,
  roles: [],
  x: 0,
  y: 0,
  forwarding: true,
  interfaces: [{ id: 'e', kind: 'wired', mac: macOf('01', n), link: `l${n}`, mtu: 1500 }],
  addresses: [address(ROUTER[n], 'e')],
  // It has the whole network behind its one link, as a gateway with MuHo routes has.
  routes: [{ id: 'all', to: prefix('2001:db8::/32'), out: 'e' }],
  neighbours: [HOST[1], HOST[2]].map((text) => neighbour(text, 'e', macOf('05', n))),
});

/** Its routing table prefers the first interface. */
function host(isStrong: boolean): NodeSpec {
  const iface = (n: 1 | 2): Interface => {
    const plain = { id: `e${n}`, kind: 'wired', mac: macOf('05', n), link: `l${n}` } as const;
    return { ...plain, mtu: 1500, ...(isStrong && { strong: true }) };
  };
  const to = prefix('2001:db8:c::/48');
  const route = (n: 1 | 2) => ({ id: `d${n}`, to, out: `e${n}`, via: ipv6(ROUTER[n]), order: n });
  return {
    id: 'host',
    kind: 'mn',
    name: 'host',
    roles: [],
    x: 0,
    y: 0,
    forwarding: false,
    interfaces: [iface(1), iface(2)],
    addresses: [address(HOST[1], 'e1'), address(HOST[2], 'e2')],
    routes: [route(1), route(2)],
    neighbours: ([1, 2] as const).map((n) => neighbour(ROUTER[n], `e${n}`, macOf('01', n))),
  };
}

const link = (n: 1 | 2): LinkSpec => ({
  id: `l${n}`,
  kind: 'wired',
  ends: [
    { node: `r${n}`, iface: 'e' },
    { node: 'host', iface: `e${n}` },
  ],
  delay: ms(1),
  mtu: 1500,
});

/** A ping of the address of interface `of` that comes by router `by`; what became of it. */
function pinged(isStrong: boolean, by: 1 | 2, of: 1 | 2): readonly string[] {
  const echo = { is: 'EchoRequest', identifier: 1, sequence: 1, data: new Uint8Array(8) } as const;
  const octets = encodePacket(
    {
      src: ipv6('2001:db8:c::9'),
      dst: ipv6(HOST[of]),
      hopLimit: 64,
      trafficClass: 0,
      flowLabel: 0,
      payload: { is: 'icmpv6', message: echo },
    },
    'draft-05',
  );
  const world: WorldSpec = {
    seed: 1,
    profile: 'draft-05',
    knobs: {},
    nodes: [router(1), router(2), host(isStrong)],
    links: [link(1), link(2)],
  };
  const hex = [...octets].map((one) => one.toString(16).padStart(2, '0')).join('');
  const timeline = new Timeline(world, [{ do: 'inject', node: `r${by}`, hex, at: 0 }]);
  timeline.runTo(ms(2));
  const { log } = timeline;
  const events = Array.from({ length: log.length }, (_, seq): TraceEvent => log.event(seq));
  return events.flatMap((event) => {
    if (event.node !== 'host') return [];
    if (event.kind === 'sent') return [`answers by ${event.iface}`];
    return event.kind === 'dropped' ? [`${event.why}: ${event.words}`] : [];
  });
}

describe('S-17, MIF-4: a weak host', () => {
  test('MIF-2: takes what is for any of its addresses on any interface', () => {
    expect(pinged(false, 1, 1)).toEqual(['answers by e1']);
    expect(pinged(false, 2, 1)).toEqual(['answers by e1']);
  });

  test('MIF-30: answers with the address that was asked, by the interface of its routes', () => {
    expect(pinged(false, 2, 2)).toEqual(['answers by e1']);
  });
});

describe('S-17: a strong host', () => {
  test('drops what is for the address of another interface, and says why', () => {
    expect(pinged(true, 2, 1)).toEqual(['strongHost: 2001:db8:1::5 is of e1, not of e2']);
  });

  test('answers by the interface that has the source address alone', () => {
    expect(pinged(true, 1, 1)).toEqual(['answers by e1']);
    expect(pinged(true, 2, 2)).toEqual(['answers by e2']);
  });
});
