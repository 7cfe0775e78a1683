// A gateway that gets PBUs for its own prefixes: S-22 from D-GW1's side, S-24, S-28 a, c, e, S-32,
// S-33, S-34, S-37.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { buildProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { toTicks } from '#protocols/pmipv6/options.ts';
import {
  PREF_A,
  PREF_B,
  DGW1,
  DGW2,
  DGW3,
  updateParts,
  anchoring,
  update,
  away,
  without,
} from '#testing/dmm-cast.ts';
import { configOf, Gateway, mn1 } from '#testing/gateway.ts';
import { ipv6, prefix } from '#wire/address.ts';
import { encodePacket } from '#wire/packet.ts';
import type { MobilityOption } from '#wire/packet.ts';
import { vectors } from '#wire/vectors.ts';

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
    ['draft-05', 'dmm-pba-draft05-flag-layout'],
    ['rfc8885', 'dmm-pba-with-dlif-parameters'],
  ] as const)('DMM-23 to DMM-31: in %s the PBA has the octets of %s', (profile, name) => {
    const gateway = new Gateway(configOf(1));
    gateway.attach();
    gateway.answer([]);
    gateway.now = seconds(1000);
    update(gateway);
    const octets = gateway.sent.map((packet) => encodePacket(packet, profile));
    expect(octets.map((each) => Buffer.from(each).toString('hex'))).toEqual([
      vectors.find((vector) => vector.name === name)?.hex,
    ]);
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

  test('DMM-20: unknown options change nothing, and are noted', () => {
    const unknown: MobilityOption = {
      is: 'UnknownMobilityOption',
      type: 222,
      data: Uint8Array.of(1),
    };
    const gateway = anchoring();
    update(gateway, { extensions: [unknown] });
    expect(gateway.notes).toEqual([
      'silent: option 222 is not understood and skipped (DMM §4.3.1)',
    ]);
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
    gateway.receive(buildProxyUpdate(updateParts(seconds(10) + ms(20))));
    expect(gateway.pbas).toEqual([first]);
    expect(gateway.journal.length).toBe(before);
    expect(gateway.asked('arm')).toEqual([]);
  });

  test('S-32 c: an equal timestamp with other contents is 157', () => {
    const gateway = away();
    gateway.receive(buildProxyUpdate(updateParts(seconds(10) + ms(20), { source: DGW3 })));
    expect(gateway.pbas).toMatchObject([{ status: 157, timestamp: toTicks(gateway.now) }]);
    expect(gateway.binding(PREF_A).proxyCareOfAddress).toBe(DGW2);
  });

  test('S-33, I-9: an older one is 157 with the clock of the anchor, and nothing changes', () => {
    const gateway = away();
    const before = gateway.binding(PREF_A);
    gateway.now += ms(30);
    gateway.receive(buildProxyUpdate(updateParts(seconds(10) + ms(10), { source: DGW3 })));
    expect(gateway.pbas).toMatchObject([{ status: 157, timestamp: toTicks(gateway.now) }]);
    expect(gateway.binding(PREF_A)).toBe(before);
  });

  test('S-37: what a gateway sent before the node came back here is 157', () => {
    const gateway = anchoring();
    gateway.now = seconds(10) + ms(40);
    gateway.attach();
    gateway.receive(buildProxyUpdate(updateParts(seconds(10) + ms(30))));
    expect(gateway.pbas).toMatchObject([{ status: 157 }]);
    expect(gateway.binding(PREF_A).state).toBe('serving');
    expect(gateway.dlifs).toEqual(['mn1dgw1 serving']);
    expect(gateway.tables.tunnels.size).toBe(0);
  });

  test('R-3: outside the window is 156', () => {
    const gateway = away();
    gateway.receive(buildProxyUpdate(updateParts(gateway.now - ms(400))));
    expect(gateway.pbas).toMatchObject([{ status: 157 }]);
    const fresh = new Gateway(configOf(1));
    fresh.now = seconds(5);
    fresh.receive(buildProxyUpdate(updateParts(seconds(4))));
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
    gateway.receive(without(buildProxyUpdate(updateParts(gateway.now, change)), ...missing));
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
    const packet = buildProxyUpdate(updateParts(gateway.now));
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
