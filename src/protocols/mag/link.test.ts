// The access link and what crosses it, PMIP §6.7 to §6.10.5 and §6.14: S-07 and the variants of
// S-01 as far as the gateway acts.
import { describe, expect, test } from 'vitest';
import { ipv6, linkLocalOf, mac } from '#wire/address.ts';
import { datagram } from '#sim/toy.ts';
import { encodePacket } from '#wire/packet.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { Access } from './toy.ts';
import {
  CN1,
  FIXED,
  FIXED_MAC,
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

describe('addresses of the gateway on the link', () => {
  const given = ipv6('fe80::52:13ff:fe00:1');

  test('PMIP-33: fixed: the same at each gateway, and no option in the PBU', () => {
    let seen: ProxyUpdate | undefined;
    const access = new Access({
      say: (update) => {
        seen = update;
        return {};
      },
    });
    access.attach(1, 1).run(50).attach(1, 2).run(50);
    expect(seen?.linkLocal).toBeUndefined();
    for (const n of [1, 2] as const) {
      const addresses = [...access.node(`mag${n}`).addresses.keys()];
      expect(addresses.includes(`${FIXED}%mn1-if1`)).toBe(n === 2);
    }
    expect(access.table('links', 2).get('mn1-if1')?.ownMac).toBe(FIXED_MAC);
  });

  test('two nodes at one gateway see the same addresses, each on its own link', () => {
    const access = both();
    expect([...access.node('mag1').addresses.keys()]).toEqual([
      MAGS[1],
      `${FIXED}%mn1-if1`,
      `${FIXED}%mn2-if1`,
    ]);
    expect(access.ping('mn1', MN1, CN1)).toEqual(['lma']);
    expect(access.ping('mn2', MN2, CN1)).toEqual(['lma']);
  });

  test('of the anchor: asked for with `::`, used from the PBA on, named in the refresh', () => {
    const asked: unknown[] = [];
    const access = new Access({
      knobs: { magAddress: 'lma' },
      say: (update) => {
        asked.push(update.linkLocal);
        return { linkLocal: given };
      },
    });
    access.attach(1, 1).run(5);
    expect(access.table('links').get('mn1-if1')?.linkLocal).toBeUndefined();
    access.run(240_100);
    expect(asked).toEqual(['::', given]);
    expect(access.table('links').get('mn1-if1')?.linkLocal).toBe(given);
    expect([...access.node('mag1').addresses.keys()]).toContain(`${given}%mn1-if1`);
  });

  test('rule 15: an address that the node has itself is not used; another is uploaded at once', () => {
    const own = linkLocalOf(macOf(1));
    const asked: unknown[] = [];
    const access = new Access({
      knobs: { magAddress: 'lma' },
      say: (update) => {
        asked.push(update.linkLocal);
        return { linkLocal: update.linkLocal === '::' ? own : update.linkLocal };
      },
    });
    access.attach(1, 1).run(50).does('mn1', solicitation(own)).run(100);
    const used = access.table('links').get('mn1-if1')?.linkLocal;
    expect(used).not.toBe(own);
    expect(asked).toEqual(['::', used]);
    expect(access.update()).toMatchObject({ state: 'active', magLinkLocal: used });
    expect(access.notes()).toContain(
      `warning: mn1 uses ${own} itself: another address is uploaded (PMIP §6.9.1.2 rule 15)`,
    );
  });

  test('its own: another at each gateway', () => {
    const access = new Access({ knobs: { magAddress: 'own' } }).attach(1, 1).run(50);
    const first = access.table('links').get('mn1-if1');
    access.attach(1, 2).run(50);
    const second = access.table('links', 2).get('mn1-if1');
    expect(first).toMatchObject({ ownMac: '02:11:22:33:00:01', linkLocal: 'fe80::11:22ff:fe33:1' });
    expect(second?.ownMac).toBe('02:11:22:33:00:02');
  });
});

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
  test('S-07: both ways through the tunnel', () => {
    const access = both();
    expect(access.ping('mn1', MN1, CN1)).toEqual(['lma']);
    expect(access.ping('lma', CN1, MN1, 'tun1')).toEqual(['mn1']);
  });

  test('S-07: a source outside of the prefix', () => {
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

  test('S-07: out of the tunnel for a prefix that is not here: silence', () => {
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

  test('PMIP-39: a narrower way to the anchor is told to the nodes, once', () => {
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

  test('unknown to the policy store: the same', () => {
    const access = new Access({ config: { profiles: {} } }).attach(1, 1).run(50);
    expect(access.sent('mag1')).toEqual([]);
  });
});

test('a link-layer identifier of zeros is none, PMIP §6.9.1.1 rule 7', () => {
  let seen: ProxyUpdate | undefined;
  const access = new Access({
    say: (update) => {
      seen = update;
      return {};
    },
    mnMac: mac('00:00:00:00:00:00'),
  });
  access.attach(1, 1).run(50);
  expect(seen?.linkLayerId).toBeUndefined();
});
