// A gateway that gets PBUs for its own prefixes: S-22 from D-GW1's side, S-24, S-25, S-28 a, c, e, S-32, S-34,
// S-37, S-38.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { buildProxyAcknowledgement, buildProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { UpdateParts } from '#protocols/pmipv6/messages.ts';
import { toTicks } from '#protocols/pmipv6/options.ts';
import { configOf, Gateway, mn1 } from '#testing/gateway.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import { encodePacket } from '#wire/packet.ts';
import type { MobilityOption, Packet } from '#wire/packet.ts';
import { dlifOptions } from './messages.ts';

const PREF_A = prefix('2001:db8:aa:1::/64');
const PREF_B = prefix('2001:db8:bb:1::/64');
const DGW1 = ipv6('2001:db8:d1::1');
const DGW2 = ipv6('2001:db8:d2::1');
const DGW3 = ipv6('2001:db8:d3::1');

const parts = (now: number, change: Partial<UpdateParts> = {}): UpdateParts => ({
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
function anchoring(knobs: Readonly<Record<string, string>> = {}): Gateway {
  const gateway = new Gateway(configOf(1), knobs);
  gateway.attach();
  gateway.answer([]);
  gateway.now = seconds(10);
  gateway.detach();
  return gateway;
}

/** Hands it a PBU that was made now. */
function update(gateway: Gateway, change: Partial<UpdateParts> = {}): void {
  gateway.receive(buildProxyUpdate(parts(gateway.now, change)));
}

/** The same after D-GW2's first PBU at 10.02 s. */
function away(): Gateway {
  const gateway = anchoring();
  gateway.now = seconds(10) + ms(20);
  update(gateway);
  return gateway;
}

/** A packet without the options of some kinds. */
function without(packet: Packet, ...kinds: readonly MobilityOption['is'][]): Packet {
  const { payload } = packet;
  if (payload.is !== 'mobility' || payload.message.is !== 'BindingUpdate') return packet;
  const options = payload.message.options.filter((option) => !kinds.includes(option.is));
  return { ...packet, payload: { ...payload, message: { ...payload.message, options } } };
}

describe('a PBU of the serving gateway', () => {
  test('DMM-4: moves the binding, and sets up tunnel and route', () => {
    const gateway = away();
    expect(gateway.binding(PREF_A)).toMatchObject({
      state: 'away',
      proxyCareOfAddress: DGW2,
      lifetime: 75,
      expiresAt: seconds(310) + ms(20),
      lastTimestamp: toTicks(seconds(10) + ms(20)),
      lastSequence: 1,
    });
    expect(gateway.tables.tunnels.get(DGW2)?.users).toEqual([{ mnId: mn1.mnId, prefix: PREF_A }]);
    expect(gateway.interfaces.get('tun-2001:db8:d2::1')).toMatchObject({
      kind: 'tunnel',
      tunnel: { local: DGW1, remote: DGW2, tellSources: true },
      mtu: 1460,
    });
    expect(gateway.route(`to ${PREF_A}`)).toBe('forward tun-2001:db8:d2::1');
    expect(gateway.route(`from ${PREF_A}`)).toBeUndefined();
    expect(gateway.dlifs).toEqual(['mn1dgw1 kept']);
    expect(gateway.interfaces.has('mn1dgw1')).toBe(false);
  });

  test('DMM-14, DMM-21: is answered with all that portrays this gateway', () => {
    const gateway = away();
    expect(gateway.pbas).toMatchObject([
      {
        destination: DGW2,
        status: 0,
        sequence: 1,
        lifetime: 75,
        distributed: true,
        mnId: mn1.mnId,
        prefixes: [PREF_A],
        handoff: 3,
        accessTechnology: 4,
        linkLayerId: mn1.mac,
        timestamp: toTicks(seconds(10) + ms(20)),
      },
    ]);
    expect(gateway.pbas[0]?.options.slice(-4)).toEqual([
      { is: 'AnchoredPrefix', prefixLength: 64, prefix: '2001:db8:aa:1::' },
      { is: 'LocalPrefix', prefixLength: 64, prefix: '2001:db8:1c::' },
      { is: 'DlifLinkLocalAddress', address: 'fe80::211:22ff:fe33:101' },
      { is: 'DlifLinkLayerAddress', address: Uint8Array.of(0, 0x11, 0x22, 0x33, 1, 1) },
    ]);
  });

  test.each([
    [
      'draft-05',
      '6000000000b0874020010db800d10000000000000000000120010db800d2000000000000000000013b150600a7cf00300001004b0810016d6e31406578616d706c652e6e65740104000000001612004020010db800aa00010000000000000000170200031802000401001b0800006553f4e800001908000002005e0001010104000000004112004020010db800aa00010000000000000000010200004212004020010db8001c000000000000000000000104000000004510fe80000000000000021122fffe33010146080000001122330101010400000000',
    ],
    [
      'rfc8885',
      '6000000000b0874020010db800d10000000000000000000120010db800d2000000000000000000013b150600a7dd00220001004b0810016d6e31406578616d706c652e6e65740104000000001612004020010db800aa00010000000000000000170200031802000401001b0800006553f4e800001908000002005e0001010104000000004112004020010db800aa00010000000000000000010200004212004020010db8001c000000000000000000000104000000004510fe80000000000000021122fffe33010146080000001122330101010400000000',
    ],
  ] as const)('DMM-23 to DMM-31: in %s the PBA has the octets of the vector', (profile, hex) => {
    const gateway = new Gateway(configOf(1));
    gateway.attach();
    gateway.answer([]);
    gateway.now = seconds(1000);
    update(gateway);
    const octets = gateway.sent.map((packet) => encodePacket(packet, profile));
    expect(octets.map((each) => Buffer.from(each).toString('hex'))).toEqual([hex]);
  });

  test('the routes stand before the PBA leaves', () => {
    const gateway = away();
    const order = gateway.effects.map((effect) => effect.do);
    expect(order.indexOf('addRoute')).toBeLessThan(order.indexOf('send'));
  });

  test('S-28 a: with the HSS as the source of parameters the PBA has none', () => {
    const gateway = anchoring({ dlifParameters: 'hss' });
    update(gateway);
    const kinds = gateway.pbas[0]?.options.map((option) => option.is) ?? [];
    expect(kinds.filter((kind) => /Anchored|Local|Dlif/.test(kind))).toEqual([]);
    expect(gateway.pbas[0]?.distributed).toBe(true);
  });

  test('DMM-39: from a plain MAG is answered as RFC 5213 has it', () => {
    const gateway = anchoring();
    update(gateway, { distributed: false });
    expect(gateway.pbas).toMatchObject([{ status: 0, distributed: false, prefixes: [PREF_A] }]);
    const kinds = gateway.pbas[0]?.options.map((option) => option.is) ?? [];
    expect(kinds.filter((kind) => /Anchored|LocalPrefix|Dlif/.test(kind))).toEqual([]);
  });

  test('DMM-20: unknown options change nothing', () => {
    const unknown: MobilityOption = {
      is: 'UnknownMobilityOption',
      type: 222,
      data: Uint8Array.of(1),
    };
    const gateway = anchoring();
    update(gateway, { extensions: [unknown] });
    expect(gateway.pbas).toMatchObject([{ status: 0 }]);
    const plain = anchoring();
    update(plain);
    expect(gateway.pbas[0]?.options).toEqual(plain.pbas[0]?.options);
  });

  test('R-12: is granted no more than 300 s, and no more than it asks', () => {
    const gateway = anchoring();
    update(gateway, { lifetime: 65_535 });
    expect(gateway.pbas[0]?.lifetime).toBe(75);
    gateway.now += seconds(1);
    update(gateway, { lifetime: 10, sequence: 2 });
    expect(gateway.pbas[0]?.lifetime).toBe(10);
    expect(gateway.binding(PREF_A).expiresAt).toBe(gateway.now + seconds(40));
  });

  test('without a named prefix finds the session by node, access and link-layer id', () => {
    const gateway = anchoring();
    update(gateway, { prefixes: [] });
    expect(gateway.pbas).toMatchObject([{ status: 0, prefixes: [PREF_A] }]);
  });
});

describe('later PBUs', () => {
  test('S-22: a refresh of the same gateway extends the binding, tunnel and route stay', () => {
    const gateway = away();
    gateway.now = seconds(250);
    update(gateway, { sequence: 2, handoff: 5 });
    expect(gateway.binding(PREF_A).expiresAt).toBe(seconds(550));
    expect(gateway.asked('addInterface')).toEqual([]);
    expect(gateway.asked('addRoute')).toEqual([]);
    expect(gateway.pbas).toMatchObject([{ status: 0, handoff: 5 }]);
  });

  test('S-24: a third gateway gets the prefix, the old tunnel goes when nobody uses it', () => {
    const gateway = away();
    gateway.now = seconds(20);
    update(gateway, { source: DGW3 });
    expect(gateway.route(`to ${PREF_A}`)).toBe('forward tun-2001:db8:d3::1');
    expect([...gateway.tables.tunnels.keys()]).toEqual([DGW3]);
    expect([...gateway.interfaces.keys()]).toEqual(['tun-2001:db8:d3::1']);
  });

  test('S-32 b: a duplicate gets the same PBA again, and changes nothing', () => {
    const gateway = away();
    const first = gateway.pbas[0];
    const before = gateway.journal.length;
    gateway.receive(buildProxyUpdate(parts(seconds(10) + ms(20))));
    expect(gateway.pbas).toEqual([first]);
    expect(gateway.journal.length).toBe(before);
    expect(gateway.asked('arm')).toEqual([]);
  });

  test('S-32 c: an equal timestamp with other contents is 157', () => {
    const gateway = away();
    gateway.receive(buildProxyUpdate(parts(seconds(10) + ms(20), { source: DGW3 })));
    expect(gateway.pbas).toMatchObject([{ status: 157, timestamp: toTicks(gateway.now) }]);
    expect(gateway.binding(PREF_A).proxyCareOfAddress).toBe(DGW2);
  });

  test('S-33, I-9: an older one is 157 with the clock of the anchor, and nothing changes', () => {
    const gateway = away();
    const before = gateway.binding(PREF_A);
    gateway.now += ms(30);
    gateway.receive(buildProxyUpdate(parts(seconds(10) + ms(10), { source: DGW3 })));
    expect(gateway.pbas).toMatchObject([{ status: 157, timestamp: toTicks(gateway.now) }]);
    expect(gateway.binding(PREF_A)).toBe(before);
  });

  test('S-37: what a gateway sent before the node came back here is 157', () => {
    const gateway = anchoring();
    gateway.now = seconds(10) + ms(40);
    gateway.attach();
    gateway.receive(buildProxyUpdate(parts(seconds(10) + ms(30))));
    expect(gateway.pbas).toMatchObject([{ status: 157 }]);
    expect(gateway.binding(PREF_A).state).toBe('serving');
    expect(gateway.dlifs).toEqual(['mn1dgw1 serving']);
    expect(gateway.tables.tunnels.size).toBe(0);
  });

  test('R-3: outside the window is 156', () => {
    const gateway = away();
    gateway.receive(buildProxyUpdate(parts(gateway.now - ms(400))));
    expect(gateway.pbas).toMatchObject([{ status: 157 }]);
    const fresh = new Gateway(configOf(1));
    fresh.now = seconds(5);
    fresh.receive(buildProxyUpdate(parts(seconds(4))));
    expect(fresh.pbas).toMatchObject([{ status: 156 }]);
  });
});

describe('a PBU that is refused', () => {
  test.each([
    ['without an MN-ID', 160, ['MobileNodeIdentifier'], {}],
    ['DMM-34: from a stranger', 154, [], { source: ipv6('2001:db8:bad::1') }],
    ['without a prefix', 158, ['HomeNetworkPrefix'], {}],
    ['without a Handoff Indicator', 161, ['HandoffIndicator'], {}],
    ['without an Access Technology Type', 162, ['AccessTechnologyType'], {}],
    ['for the prefix of another node', 155, [], { mnId: 'mn2@example.net' }],
    ['for a prefix that is not ours', 155, [], { prefixes: [PREF_B] }],
    [
      'for more than the session has',
      159,
      [],
      { prefixes: [PREF_A, prefix('2001:db8:aa:2::/64')] },
    ],
    ['with a named and an empty prefix', 159, [], { prefixes: [PREF_A, prefix('::/0')] }],
    ['for another interface', 155, [], { linkLayerId: '02:00:5e:00:01:02', handoff: 1 }],
  ] as const)('%s: %i, and nothing changes', (_, status, missing, change) => {
    const gateway = anchoring();
    const before = gateway.journal.length;
    gateway.receive(without(buildProxyUpdate(parts(gateway.now, change)), ...missing));
    expect(gateway.pbas).toMatchObject([{ status, lifetime: 0 }]);
    expect(gateway.journal.length).toBe(before);
    expect(gateway.notes.join()).toMatch(
      new RegExp(`^warning: PBU of .* refused: ${status} \\(PMIP §`),
    );
    // I-7: no D flag beyond the domain.
    expect(gateway.pbas[0]?.distributed).toBe(status !== 154);
  });

  test('of a node that is not known is 130 when the pool is empty', () => {
    const gateway = new Gateway({ ...configOf(1), pool: [] });
    update(gateway, { prefixes: [] });
    expect(gateway.pbas).toMatchObject([{ status: 130 }]);
  });

  test('a BU without P is ignored with a note', () => {
    const gateway = anchoring();
    const packet = buildProxyUpdate(parts(gateway.now));
    const { payload } = packet;
    const message = payload.is === 'mobility' ? payload.message : undefined;
    const plain =
      message?.is === 'BindingUpdate' ? { ...message, proxyRegistration: false } : undefined;
    gateway.receive(plain ? { ...packet, payload: { is: 'mobility', message: plain } } : packet);
    expect(gateway.sent).toEqual([]);
    expect(gateway.notes.join()).toContain('silent: a BU without the P flag');
  });
});

describe('de-registration, PMIP §5.3.5', () => {
  test('of the gateway that has it: answered, dropped, and deleted after 10 s', () => {
    const gateway = away();
    gateway.now = seconds(20);
    update(gateway, { lifetime: 0, handoff: 4, sequence: 2 });
    expect(gateway.pbas).toMatchObject([{ status: 0, lifetime: 0 }]);
    expect(gateway.route(`to ${PREF_A}`)).toBe('reject');
    expect(gateway.tables.tunnels.size).toBe(0);
    gateway.runTo(seconds(30));
    expect(gateway.tables.bindings.size).toBe(0);
  });

  test('is undone by a PBU within that time', () => {
    const gateway = away();
    gateway.now = seconds(20);
    update(gateway, { lifetime: 0, handoff: 4, sequence: 2 });
    gateway.now = seconds(29);
    update(gateway, { source: DGW3 });
    gateway.runTo(seconds(31));
    expect(gateway.binding(PREF_A)).toMatchObject({ proxyCareOfAddress: DGW3, lifetime: 75 });
  });

  test.each([
    ['of another gateway', { source: DGW3 }],
    ['of what is not there', { prefixes: [prefix('2001:db8:aa:3::/64')] }],
  ])('I-8: %s is ignored with a note', (_, change) => {
    const gateway = away();
    const before = gateway.journal.length;
    gateway.now = seconds(20);
    update(gateway, { lifetime: 0, handoff: 4, sequence: 2, ...change });
    expect(gateway.sent).toEqual([]);
    expect(gateway.notes.join()).toMatch(/^silent: /);
    expect(gateway.journal.length).toBe(before);
  });
});

describe('the end of a binding', () => {
  test('S-38 c: without refresh all goes, the HSS is told, and packets are dropped here', () => {
    const gateway = away();
    gateway.runTo(seconds(310) + ms(20));
    expect(gateway.tables.bindings.size).toBe(0);
    expect(gateway.dlifs).toEqual([]);
    expect(gateway.tables.tunnels.size).toBe(0);
    expect(gateway.route(`to ${PREF_A}`)).toBe('reject');
    expect(gateway.asked('signal').map((each) => each.label)).toEqual(['HSS! mn1 without prefA']);
    expect(gateway.tables.stations.size).toBe(0);
  });

  test('S-38 d: a refresh just after it is a new session with the same prefix', () => {
    const gateway = away();
    gateway.runTo(seconds(310) + ms(21));
    update(gateway, { sequence: 2, handoff: 5 });
    expect(gateway.pbas).toMatchObject([{ status: 0, prefixes: [PREF_A] }]);
    expect(gateway.dlifs).toEqual(['mn1dgw1 kept']);
    expect(gateway.tables.dlifs.get('mn1dgw1')?.mac).toBe('00:11:22:33:01:01');
  });

  test('R-8: the node gets the same prefix again, another one a prefix that nobody remembers', () => {
    const gateway = away();
    gateway.runTo(seconds(311));
    gateway.attach({ ...mn1, mnId: 'mn2@example.net', node: 'mn2' });
    gateway.attach();
    expect([...gateway.tables.bindings.values()].map((row) => [row.mnId, row.prefix])).toEqual([
      ['mn2@example.net', '2001:db8:aa:2::/64'],
      ['mn1@example.net', '2001:db8:aa:1::/64'],
    ]);
  });
});

describe('the return of the node, X-14', () => {
  const dlif2 = {
    name: 'mn1dgw2',
    mac: mac('00:11:22:33:02:02'),
    linkLocal: ipv6('fe80::211:22ff:fe33:202'),
  };

  function returned(): Gateway {
    const gateway = away();
    gateway.now = seconds(20);
    gateway.attach();
    return gateway;
  }

  test('S-25: brings prefix and DLIF back at once, and takes the tunnel away', () => {
    const gateway = returned();
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw1, medium 1800, 2001:db8:aa:1:: 2592000/604800',
    ]);
    expect(gateway.binding(PREF_A)).toMatchObject({
      state: 'serving',
      proxyCareOfAddress: 'here',
      expiresAt: undefined,
    });
    expect(gateway.tables.tunnels.size).toBe(0);
    expect(gateway.route(`to ${PREF_A}`)).toBe('forward mn1dgw1');
    expect(gateway.timers.has(`binding ${PREF_A}`)).toBe(false);
  });

  test('S-25: the prefix of the gateway in between is registered and portrayed', () => {
    const gateway = returned();
    gateway.answer([
      {
        anchor: DGW2,
        gateway: 'D-GW2',
        prefixName: 'prefB',
        prefix: PREF_B,
        dlif: dlif2,
        localPrefixes: [],
      },
    ]);
    const [pbu] = gateway.pbus;
    expect(pbu).toMatchObject({ destination: DGW2, prefixes: [PREF_B], handoff: 3 });
    const extensions = dlifOptions({ prefixes: [PREF_B], localPrefixes: [], dlif: dlif2 });
    const answer = { status: 0, lifetime: 75, distributed: true, prefixes: [PREF_B], extensions };
    gateway.receive(buildProxyAcknowledgement(must(pbu, 'a PBU was sent'), answer));
    expect(gateway.advertisements).toEqual(['RA @mn1dgw2, low 1800, 2001:db8:bb:1:: 7200/0']);
    expect(gateway.dlifs).toEqual(['mn1dgw1 serving', 'mn1dgw2 clone']);
    // The own local network is native, whatever the source.
    expect(gateway.route(`local ${PREF_B} 2001:db8:1c::/64`)).toBe('pass');
  });
});

describe('X-25: a PBU for the own prefix ends what this gateway held to serve the node', () => {
  test('clones, registrations, tunnels and routes; the own DLIF is kept', () => {
    const gateway = new Gateway(configOf(2));
    gateway.attach();
    gateway.answer([
      { anchor: DGW1, gateway: 'D-GW1', prefixName: 'prefA', prefix: PREF_A, localPrefixes: [] },
    ]);
    const [pbu] = gateway.pbus;
    const dlif = { linkLocal: ipv6('fe80::211:22ff:fe33:101'), mac: mac('00:11:22:33:01:01') };
    const extensions = dlifOptions({ prefixes: [PREF_A], localPrefixes: [], dlif });
    const answer = { status: 0, lifetime: 75, distributed: true, prefixes: [PREF_A], extensions };
    gateway.receive(buildProxyAcknowledgement(must(pbu, 'a PBU was sent'), answer));
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving', 'mn1dgw1 clone']);
    gateway.now = seconds(5);
    gateway.detach();
    gateway.now = seconds(6);
    update(gateway, { source: DGW1, destination: DGW2, prefixes: [PREF_B] });
    expect(gateway.dlifs).toEqual(['mn1dgw2 kept']);
    expect(gateway.tables.updates.size).toBe(0);
    expect(gateway.tables.tunnels.get(DGW1)?.users).toEqual([{ mnId: mn1.mnId, prefix: PREF_B }]);
    expect(gateway.route(`to ${PREF_A}`)).toBeUndefined();
    expect(gateway.route(`from ${PREF_A}`)).toBeUndefined();
    expect(gateway.route(`to ${PREF_B}`)).toBe('forward tun-2001:db8:d1::1');
    expect(gateway.advertisements).toEqual([]);
  });
});

describe('X-8: the way back from the local network', () => {
  const host = '2001:db8:bb:1:0:5eff:fe00:101';

  test('is a host route into the tunnel that the source came from', () => {
    const gateway = away();
    gateway.source(host, '2001:db8:1c::80', 'tun-2001:db8:d2::1');
    expect(gateway.routes.get(`return ${host}`)).toMatchObject({
      to: `${host}/128`,
      from: '2001:db8:1c::/64',
      out: 'tun-2001:db8:d2::1',
    });
  });

  test('is not made for other destinations, nor for sources anchored here', () => {
    const gateway = away();
    gateway.source(host, '2001:db8:c1::10', 'tun-2001:db8:d2::1');
    gateway.source('2001:db8:aa:1::1', '2001:db8:1c::80', 'tun-2001:db8:d2::1');
    expect([...gateway.routes.keys()].filter((id) => id.startsWith('return'))).toEqual([]);
  });

  test('goes with the tunnel', () => {
    const gateway = away();
    gateway.source(host, '2001:db8:1c::80', 'tun-2001:db8:d2::1');
    gateway.now = seconds(20);
    gateway.attach();
    expect(gateway.routes.has(`return ${host}`)).toBe(false);
    expect(gateway.tables.returns.size).toBe(0);
  });

  test('follows the node to a third gateway', () => {
    const gateway = away();
    gateway.source(host, '2001:db8:1c::80', 'tun-2001:db8:d2::1');
    gateway.now = seconds(20);
    update(gateway, { source: DGW3 });
    expect(gateway.routes.has(`return ${host}`)).toBe(false);
    gateway.source(host, '2001:db8:1c::80', 'tun-2001:db8:d3::1');
    expect(gateway.routes.get(`return ${host}`)?.out).toBe('tun-2001:db8:d3::1');
  });

  test('is not watched for when the reading is off', () => {
    const gateway = anchoring({ localNetwork: 'off' });
    update(gateway);
    expect(gateway.interfaces.get('tun-2001:db8:d2::1')?.tunnel?.tellSources).toBe(false);
  });
});
