// The access link, PMIP §6.7 to §6.9.3: the variants of S-01 as far as the gateway acts.
import { describe, expect, test } from 'vitest';
import { ipv6, linkLocalOf, mac } from '#wire/address.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { Access } from './toy.ts';
import { CN1, FIXED, FIXED_MAC, HNP1, HNP2, hostIn, macOf, MAGS } from './toy-cast.ts';

const MN1 = hostIn(HNP1);
const MN2 = hostIn(HNP2, 2);
const both = (knobs = {}) => new Access({ knobs }).attach(1, 1).attach(2, 1).run(50);

describe('addresses of the gateway on the link', () => {
  const given = ipv6('fe80::52:13ff:fe00:1');

  test('PMIP-175, PMIP-249, PMIP-327, PMIP-329: fixed: the same at each gateway, and no option in the PBU', () => {
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

  test('PMIP-196, PMIP-197, PMIP-222, PMIP-328: of the anchor: asked for with `::`, used from the PBA on, named in the refresh', () => {
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

  test('PMIP-223, PMIP-224: rule 15: an address of the node itself: another is uploaded at once', () => {
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

test('PMIP-266: a radio with a smaller MTU than the tunnel', () => {
  const access = new Access({ radioMtu: 1400 }).attach(1, 1).run(50);
  expect(access.table('links').get('mn1-if1')?.mtu).toBe(1400);
});

test('PMIP-193: a link-layer identifier of zeros is none, PMIP §6.9.1.1 rule 7', () => {
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
