// The first registration of a node, its refresh and its end, as octets: S-01, S-02, S-03, S-31 and
// S-38 as far as the gateway acts.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { Access } from './toy.ts';
import { DELAY, FIXED, FIXED_MAC, HNP1, HNP2, identity, LMA, macOf, MAGS } from './toy-cast.ts';

const HOUR = 3600;
const FRESH = `RA 1800 ${HNP1} ${30 * 24 * HOUR}`;

describe('first attachment, PMIP §6.9.1.1', () => {
  test('S-01, PMIP-199, PMIP-218 to PMIP-221: PBU, after the PBA tunnel, routes, entry, RA', () => {
    const access = new Access().attach(1, 1).run(5);
    expect(access.sent('mag1')).toEqual(['0 PBU 1 L75 HI1 ::/0']);
    expect(access.update()).toMatchObject({ state: 'registering', lma: LMA, tunnel: undefined });
    expect(access.table('tunnels').size).toBe(0);
    access.run(50);
    expect(access.sent('mag1')).toEqual(['0 PBU 1 L75 HI1 ::/0', `20 ${FRESH}`]);
    expect(access.update()).toMatchObject({
      mnId: identity(1),
      mn: 'mn1',
      linkLayerId: macOf(1),
      iface: 'mn1-if1',
      prefixes: [HNP1],
      state: 'active',
      lifetime: 75,
      status: 0,
      tunnel: `tun-${LMA}`,
      refreshAt: 2 * DELAY + seconds(240),
      expiresAt: 2 * DELAY + seconds(300),
      outstanding: [],
    });
    expect(access.table('tunnels').get(LMA)).toMatchObject({ local: MAGS[1], sessions: 1 });
    expect(access.table('links').get('mn1-if1')).toMatchObject({
      node: 'mn1',
      linkLocal: FIXED,
      ownMac: FIXED_MAC,
      prefixes: [HNP1],
      mtu: 1460,
      state: 'advertising',
    });
  });

  test('PMIP-246: no RA while the anchor is silent, however often the node asks', () => {
    const access = new Access({ say: () => undefined }).attach(1, 1);
    for (let i = 0; i < 3; i += 1) access.does('mn1', solicitation()).run(500);
    expect(access.sent('mag1', / RA /)).toEqual([]);
    expect(access.notes()[0]).toBe(
      'silent: mn1 asks for a router before its binding is accepted (PMIP §6.9.2)',
    );
  });

  test('PMIP-244: a solicitation is answered once the binding is there', () => {
    const access = new Access().attach(1, 1).run(50).does('mn1', solicitation()).run(10);
    expect(access.sent('mag1', / RA /)).toHaveLength(2);
  });

  test('two nodes share one tunnel; the last to leave removes it', () => {
    const access = new Access().attach(1, 1).attach(2, 1).run(50);
    expect(access.table('tunnels').get(LMA)).toMatchObject({ sessions: 2 });
    expect(access.sent('mag1', /RA/)).toHaveLength(2);
    access.attach(1, undefined).run(50);
    expect(access.table('tunnels').get(LMA)).toMatchObject({ sessions: 1 });
    // the fourth PBU of the second has to wait for its turn.
    access.attach(2, undefined).run(1000);
    expect(access.table('tunnels').size).toBe(0);
    expect(access.node('mag1').interfaces.has(`tun-${LMA}`)).toBe(false);
  });

  test('what a profile asks for is asked for', () => {
    const wishes = { lma: LMA, prefixes: [HNP1, HNP2], access: 'proxy' as const, ipv4: false };
    const access = new Access({ config: { profiles: { [identity(1)]: wishes } } });
    access.attach(1, 1).run(50);
    expect(access.sent('mag1')[0]).toBe(`0 PBU 1 L75 HI1 ${HNP1} ${HNP2}`);
    expect(access.update()?.prefixes).toEqual([HNP1, HNP2]);
  });
});

const solicitation = () =>
  ({
    do: 'send',
    packet: {
      src: 'fe80::5eff:fe00:101' as typeof FIXED,
      dst: 'ff02::2' as typeof FIXED,
      hopLimit: 255,
      trafficClass: 0,
      flowLabel: 0,
      payload: { is: 'icmpv6', message: { is: 'RouterSolicitation', options: [] } },
    },
    out: 'if1',
  }) as const;

describe('refresh, PMIP §6.9.1.3', () => {
  test('S-02: at 80 % of the granted lifetime, HI 5, the prefixes themselves, and no RA', () => {
    const access = new Access().attach(1, 1).run(240_100);
    expect(access.sent('mag1', /PBU|RA/)).toEqual([
      '0 PBU 1 L75 HI1 ::/0',
      `20 ${FRESH}`,
      `240020 PBU 2 L75 HI5 ${HNP1}`,
    ]);
    expect(access.update()?.expiresAt).toBe(4 * DELAY + seconds(240) + seconds(300));
  });

  test('S-38 b: a shorter lifetime is taken', () => {
    const access = new Access({ say: () => ({ lifetime: 10 }) }).attach(1, 1).run(33_000);
    expect(access.pbuTimes()).toEqual([0, 32_020]);
  });

  test('S-38 a: forgotten, it runs out at its end without a word', () => {
    const access = new Access().attach(1, 1).run(100);
    access.command({ do: 'operate', node: 'mag1', order: 'forget', mn: 'mn1' }).run(299_900);
    expect(access.update()).toMatchObject({ state: 'forgotten' });
    access.run(100);
    expect(access.update()).toBeUndefined();
    expect(access.table('tunnels').size).toBe(0);
    expect(access.sent('mag1', / PBU | RA 0/)).toHaveLength(1);
  });
});

describe('silence of the anchor, PMIP §6.9.4', () => {
  const unheard = () => new Access({ say: () => undefined }).attach(1, 1);

  test('S-31, PMIP-252, PMIP-254, PMIP-255: 1, 2, 4 … 32 s, each time newer', () => {
    const access = unheard().run(130_000);
    expect(access.pbuTimes().map((at) => at / 1000)).toEqual([0, 1, 3, 7, 15, 31, 63, 95, 127]);
    expect(access.sent('mag1')[2]).toBe('3000 PBU 3 L75 HI1 ::/0');
    expect(access.notes()).toEqual([
      'warning: LMA is unreachable: 5 PBUs for mn1 unanswered (PMIP §6.9.4)',
    ]);
  });

  test('S-31, PMIP-253: no further PBU for a node that has left meanwhile', () => {
    const access = unheard().run(2000).attach(1, undefined).run(20_000);
    expect(access.pbuTimes()).toEqual([0, 1000]);
    expect(access.update()).toBeUndefined();
  });

  test('S-31: accepted at the first that is heard', () => {
    const access = unheard().run(4000);
    access.say = () => ({});
    access.run(3100);
    expect(access.update()).toMatchObject({ state: 'active', retransmissions: 0 });
    expect(access.sent('mag1', / RA /)).toEqual([`7020 ${FRESH}`]);
  });

  test('S-32 d: an answer to an earlier try counts, the later one is ignored', () => {
    const access = new Access().command({
      do: 'catch',
      name: 'late',
      link: 'core',
      kind: 'PBA',
      nth: 1,
      act: 'delay',
      by: ms(1100),
    });
    access.attach(1, 1).run(1300);
    expect(access.pbuTimes()).toEqual([0, 1000]);
    expect(access.update()?.state).toBe('active');
    expect(access.notes()).toEqual([
      'silent: PBA 1 of LMA answers no PBU that waits (PMIP §6.9.1.2 rule 5)',
    ]);
  });
});
