// What crosses the gateway, PMIP §6.10.3, §6.10.5 and §6.14: S-07 as far as the gateway acts.
import { describe, expect, test } from 'vitest';
import { ipv6, linkLocalOf } from '#wire/address.ts';
import { datagram, ofKind } from '#sim/toy.ts';
import { encodePacket } from '#wire/packet.ts';
import { Access } from './toy.ts';
import type { Say } from './toy.ts';
import {
  CN1,
  FIXED,
  HNP1,
  HNP2,
  HNP3,
  hostIn,
  identity,
  LMA,
  macOf,
  MAGS,
  profile,
  VISITED,
} from './toy-cast.ts';

const MN1 = hostIn(HNP1);
const MN2 = hostIn(HNP2, 2);
const both = (knobs = {}) => new Access({ knobs }).attach(1, 1).attach(2, 1).run(50);

const solicitation = (src: typeof FIXED) =>
  ({
    do: 'send',
    packet: {
      src,
      dst: ipv6('ff02::2'),
      hopLimit: 255,
      trafficClass: 0,
      flowLabel: 0,
      payload: { is: 'icmpv6', message: { is: 'RouterSolicitation', options: [] } },
    },
    out: 'if1',
  }) as const;

describe('forwarding, PMIP §6.10.5', () => {
  test('S-07, PMIP-273, PMIP-274, PMIP-282: both ways through the tunnel', () => {
    const access = both();
    expect(access.ping('mn1', MN1, CN1)).toEqual(['lma']);
    expect(access.ping('lma', CN1, MN1, 'tun1')).toEqual(['mn1']);
  });

  test('S-07, PMIP-278: a source outside of the prefix', () => {
    const access = both();
    expect(access.ping('mn1', hostIn(VISITED), CN1)).toEqual([]);
    expect(access.drops()).toEqual(['policy: no binding for the source (PMIP §6.10.5)']);
  });

  test('the prefix of another node is not for this link', () => {
    const access = both();
    access.does('mn1', {
      do: 'setAddress',
      address: { address: hostIn(HNP2), iface: 'if1', prefixLength: 64, state: 'preferred' },
    });
    expect(access.ping('mn1', hostIn(HNP2), CN1)).toEqual([]);
    expect(access.drops()).toHaveLength(1);
  });

  test('S-07: a link-local source stays on the link', () => {
    const access = both();
    expect(access.ping('mn1', linkLocalOf(macOf(1)), CN1, 'if1')).toEqual([]);
    expect(access.drops()).toEqual([expect.stringContaining('link-local packets stay')]);
  });

  test('S-07, PMIP-275, PMIP-276: out of the tunnel for a prefix that is not here: silence', () => {
    const access = both();
    expect(access.ping('lma', CN1, hostIn(HNP3), 'tun1')).toEqual([]);
    expect(access.drops()).toEqual(['policy: no access link for the destination (PMIP §6.10.5)']);
    expect(access.sent('mag1', /Unreachable/)).toEqual([]);
  });

  test('S-07: a neighbour at the same gateway is reached through the anchor', () => {
    const access = both();
    const tunnelled = (): number => access.sent('mag1', /tunnel|ipv6/).length;
    const before = tunnelled();
    access.ping('mn1', MN1, MN2);
    expect(tunnelled()).toBeGreaterThan(before);
  });

  test('S-07: EnableMAGLocalRouting: directly, and the rest through the tunnel', () => {
    const access = both({ localRouting: 'on' });
    expect(access.ping('mn1', MN1, MN2)).toEqual(['mn2']);
    expect(access.sent('mag1', /tunnel|ipv6/)).toEqual([]);
    expect(access.ping('mn1', MN1, CN1)).toEqual(['lma']);
    expect(access.sent('mag1', /tunnel|ipv6/)).toHaveLength(1);
    expect(access.ping('mn1', hostIn(VISITED), MN2)).toEqual([]);
  });

  test('PMIP-258, PMIP-259, PMIP-267 to PMIP-269: a narrower way to the anchor is told to the nodes, once', () => {
    const access = both();
    const inner = datagram(MN1, CN1, new Uint8Array(8));
    const tooBig = {
      src: ipv6('2001:db8:77::1'),
      dst: MAGS[1],
      hopLimit: 64,
      trafficClass: 0,
      flowLabel: 0,
    };
    const invoking = encodePacket(
      { ...tooBig, src: MAGS[1], dst: LMA, payload: { is: 'ipv6', packet: inner } },
      'draft-05',
    );
    const message = { is: 'PacketTooBig', code: 0, mtu: 1400, invoking } as const;
    for (let i = 0; i < 2; i += 1) {
      access.lma({ ...tooBig, payload: { is: 'icmpv6', message } });
    }
    expect(access.table('links').get('mn1-if1')?.mtu).toBe(1360);
    expect(access.table('peers').get(LMA)?.pathMtu).toBe(1400);
    expect(access.sent('mag1', / RA /)).toHaveLength(4);
  });

  test('a prefix that the anchor gives to another node stays with that one', () => {
    const access = new Access().attach(1, 1).run(50);
    access.say = () => ({ prefixes: [HNP1] });
    access.attach(2, 1).run(50).attach(1, undefined).run(2000);
    const routes = [...access.node('mag1').routes.keys()].filter((id) => id.includes(HNP1));
    expect(routes).toEqual([`from ${HNP1} mn2-if1`, `to ${HNP1} mn2-if1`]);
  });

  test('a node that changes its radio at one gateway is reached by the new one at once', () => {
    const say: Say = (update) => (update.lifetime === 0 ? undefined : {});
    const access = new Access({ say }).attach(1, 1).run(50);
    access.attach(1, undefined).attach(1, 1, 'if2').run(50);
    const routes = [...access.node('mag1').routes.keys()].filter((id) => id.includes(HNP1));
    expect(routes).toEqual([`from ${HNP1} mn1-if2`, `to ${HNP1} mn1-if2`]);
    expect(access.table('tunnels').get(LMA)).toMatchObject({ sessions: 1 });
    access.run(2000);
    expect(access.table('updates').size).toBe(1);
    expect(access.table('tunnels').get(LMA)).toMatchObject({ sessions: 1 });
  });

  test('no routes are left when all have gone', () => {
    for (const knobs of [{}, { localRouting: 'on' }]) {
      const access = both(knobs);
      access.attach(1, undefined).attach(2, undefined).run(2000);
      expect([...access.node('mag1').routes.keys()]).toEqual([
        '::/0 core',
        'from nodes',
        'from tunnels',
      ]);
    }
  });
});

describe('not entitled, PMIP §6.14', () => {
  const plain = { profiles: { [identity(1)]: { ...profile, access: 'plain' as const } } };

  test('S-34: plain access with the prefix of the visited network, without the anchor', () => {
    const access = new Access({ config: { ...plain, visitedPrefix: VISITED } });
    access.attach(1, 1).run(50);
    expect(access.sent('mag1')).toEqual([`0 RA 1800 ${VISITED} 2592000`]);
    expect(access.ping('mn1', hostIn(VISITED), LMA)).toEqual(['lma']);
    expect(access.sent('mag1', /tunnel|ipv6/)).toEqual([]);
    expect(access.ping('mn1', MN1, CN1)).toEqual([]);
    access.attach(1, undefined).run(50);
    expect(access.table('links').size).toBe(0);
    expect([...access.node('mag1').routes.keys()].some((id) => id.includes('128'))).toBe(false);
  });

  test.each([
    ['off', true],
    ['on', false],
  ])('PMIP-277: to a node of the same gateway, local routing %s', (localRouting, byAnchor) => {
    const access = new Access({
      config: {
        profiles: { ...plain.profiles, [identity(2)]: profile },
        visitedPrefix: VISITED,
      },
      knobs: { localRouting },
    });
    access.attach(1, 1).attach(2, 1).run(50);
    const got = access.ping('mn1', hostIn(VISITED), MN2);
    expect(got.includes('mn2')).toBe(!byAnchor);
    // The anchor of this test has no route back: it is enough that the packet goes there.
    const last = ofKind(access.timeline, 'sent').findLast((event) => event.node === 'mag1');
    expect(last?.link).toBe(byAnchor ? 'core' : 'radio-mag1');
  });

  test('without such a prefix there is nothing to give', () => {
    const access = new Access({ config: plain }).attach(1, 1).run(50);
    expect(access.sent('mag1')).toEqual([]);
    expect(access.notes()).toEqual(['warning: no visited prefix for mn1 (PMIP §6.14)']);
  });

  test('refused: no link at all', () => {
    const none = { [identity(1)]: { ...profile, access: 'none' as const } };
    const access = new Access({ config: { profiles: none } }).attach(1, 1).run(50);
    access.does('mn1', solicitation(linkLocalOf(macOf(1)))).run(20);
    expect(access.sent('mag1')).toEqual([]);
    expect(access.table('links').size).toBe(0);
    expect(access.notes()).toEqual([
      'warning: mn1 is not entitled to any service here (PMIP §6.6)',
      'silent: a Router Solicitation from 02:00:5e:00:01:01, which has no link here (PMIP §6.9.2)',
    ]);
  });

  test('PMIP-157, PMIP-292: unknown to the policy store: the same', () => {
    const access = new Access({ config: { profiles: {} } }).attach(1, 1).run(50);
    expect(access.sent('mag1')).toEqual([]);
  });
});
