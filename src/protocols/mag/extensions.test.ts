// GRE keys (RFC 5845), IPv4 home addresses (RFC 5844), update notifications (RFC 7077) and what
// they do to a session: S-07 as far as the gateway acts.
import { describe, expect, test } from 'vitest';
import {
  greKeyOption,
  ipv4DefaultRouter,
  ipv4Reply,
  readExtensions,
} from '#protocols/pmipv6/extensions.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { buildNotification } from '#protocols/pmipv6/notification-messages.ts';
import type { Notification } from '#protocols/pmipv6/notification-messages.ts';
import { Access } from './toy.ts';
import { CN1, HNP1, HNP2, HNP3, hostIn, identity, LMA, MAGS, profile } from './toy-cast.ts';
import type { Part, Say } from './toy.ts';

/** What each PBU asked for, and how it is answered. */
function recording(say: Say): { readonly seen: ProxyUpdate[]; readonly say: Say } {
  const seen: ProxyUpdate[] = [];
  return {
    seen,
    say: (update) => {
      seen.push(update);
      return say(update);
    },
  };
}
const greOf = (update: ProxyUpdate | undefined) => update && readExtensions(update.options).gre;

describe('GRE, RFC 5845', () => {
  const wanted = { gre: 'wanted' };
  const grants: Say = (update) => ({
    extensions: update.lifetime === 0 ? [] : [greKeyOption(0xb001)],
  });

  test('S-07: a key down, a key up, a tunnel of its own with a smaller MTU', () => {
    const { seen, say } = recording(grants);
    const access = new Access({ knobs: wanted, say }).attach(1, 1).run(50);
    expect(greOf(seen[0])).toEqual({ key: 0xa001 });
    expect(access.update()).toMatchObject({ greKeyDown: 0xa001, greKeyUp: 0xb001 });
    expect([...access.table('tunnels').values()]).toEqual([
      {
        local: MAGS[1],
        remote: LMA,
        iface: `tun-${LMA}-0xa001`,
        sessions: 1,
        encapsulation: 'GRE with keys',
        greKey: 0xb001,
        greKeyIn: 0xa001,
      },
    ]);
    expect(access.table('links').get('mn1-if1')?.mtu).toBe(1452);
  });

  test('each session has keys of its own, kept in the refresh, absent at the end', () => {
    const { seen, say } = recording(grants);
    const access = new Access({ knobs: wanted, say }).attach(1, 1).attach(2, 1).run(240_100);
    expect(access.table('tunnels').size).toBe(2);
    expect(seen.map((update) => greOf(update)?.key)).toEqual([0xa001, 0xa002, 0xa001, 0xa002]);
    access.attach(1, undefined).run(50);
    expect(greOf(seen.at(-1))).toBeUndefined();
    expect(access.table('tunnels').size).toBe(1);
  });

  test('without keys: one tunnel for all', () => {
    const say: Say = () => ({ extensions: [greKeyOption(undefined)] });
    const access = new Access({ knobs: { gre: 'withoutKey' }, say }).attach(1, 1).attach(2, 1);
    access.run(50);
    expect([...access.table('tunnels').values()]).toMatchObject([
      { encapsulation: 'GRE', sessions: 2 },
    ]);
    expect(access.table('links').get('mn1-if1')?.mtu).toBe(1456);
  });

  test.each([
    ['status 2', { status: 2 }],
    ['no option', {}],
  ])('%s: IPv6 in IPv6, and not asked for again', (_, answer) => {
    const { seen, say } = recording(() => answer);
    const access = new Access({ knobs: wanted, say }).attach(1, 1).run(240_100);
    expect(access.table('tunnels').get(LMA)).toMatchObject({ encapsulation: 'IPv6' });
    expect(seen.map(greOf)).toEqual([{ key: 0xa001 }, undefined]);
    expect(access.ping('mn1', hostIn(HNP1), CN1)).toEqual(['lma']);
  });
});

describe('IPv4 home address, RFC 5844', () => {
  const part: Part = { config: { profiles: { [identity(1)]: { ...profile, ipv4: true } } } };
  const address = { address: '192.0.2.17', prefixLength: 24 };
  const wishOf = (update: ProxyUpdate | undefined) => update && readExtensions(update.options).ipv4;
  const grants: Say = () => ({
    extensions: [ipv4Reply(0, address), ipv4DefaultRouter('192.0.2.1')],
  });

  test('S-07: asked for with zeros, then by itself in each PBU', () => {
    const { seen, say } = recording(grants);
    const access = new Access({ ...part, say }).attach(1, 1).run(240_100);
    expect(access.update()).toMatchObject({ ipv4Home: address, ipv4Router: '192.0.2.1' });
    access.attach(1, undefined).run(50);
    expect(seen.map(wishOf)).toEqual([
      [{ address: '0.0.0.0', prefixLength: 0 }],
      [address],
      [address],
    ]);
  });

  test('170: the binding is refused', () => {
    const access = new Access({ ...part, say: () => ({ status: 170 }) }).attach(1, 1).run(50);
    expect(access.update()).toMatchObject({ state: 'refused', status: 170 });
  });

  test('171 for an address that was had: any other', () => {
    let isGone = false;
    const { seen, say } = recording((update) =>
      isGone && wishOf(update)?.[0]?.address !== '0.0.0.0' ? { status: 171 } : grants(update),
    );
    const access = new Access({ ...part, say }).attach(1, 1).run(50);
    isGone = true;
    access.run(240_100);
    expect(seen.slice(1).map((update) => wishOf(update)?.[0]?.address)).toEqual([
      '192.0.2.17',
      '0.0.0.0',
    ]);
    expect(access.update()?.state).toBe('active');
  });

  test.each([
    ['a reply that refuses', [ipv4Reply(128, address)]],
    ['no reply', []],
  ])('%s: IPv6 only', (_, extensions) => {
    const access = new Access({ ...part, say: () => ({ extensions }) }).attach(1, 1).run(50);
    expect(access.update()).toMatchObject({ state: 'active', ipv4Home: undefined });
    expect(access.notes()).toEqual(['warning: mn1 gets no IPv4 home address (RFC 5844 §3.2.3.2)']);
  });
});

describe('update notifications, RFC 7077 §6', () => {
  const usual: Omit<Notification, 'options'> = {
    source: LMA,
    destination: MAGS[1],
    sequence: 40,
    reason: 1,
    acknowledge: true,
    retransmission: false,
    mnId: identity(1),
    prefixes: [],
  };
  const upn = (change: Partial<Notification> = {}) => buildNotification({ ...usual, ...change });
  const told = (change: Partial<Notification> = {}, part: Part = {}) =>
    new Access(part).attach(1, 1).run(50).lma(upn(change));
  const answers = (access: Access): readonly string[] =>
    access.sent('mag1', / UPA | BE /).map((line) => line.replace(/^\d+ /, ''));

  test('reason 1: a PBU at once, HI 5', () => {
    const access = told().run(50);
    expect(access.sent('mag1', /PBU|UPA/).slice(1)).toEqual([
      `60 PBU 2 L75 HI5 ${HNP1}`,
      '60 UPA 0 seq40',
    ]);
    expect(access.update()?.state).toBe('active');
  });

  test('reason 2: other prefixes: the old one is withdrawn, the new one advertised in one RA', () => {
    const access = told({ reason: 2, prefixes: [HNP2] });
    expect(access.sent('mag1', /RA|UPA/).slice(1)).toEqual([
      `60 RA 1800 ${HNP2} 2592000 ${HNP1} 0`,
      '60 UPA 0 seq40',
    ]);
    expect(access.update()).toMatchObject({ state: 'active', prefixes: [HNP2] });
    const routes = [...access.node('mag1').routes.keys()];
    expect(routes).toContain(`to ${HNP2} mn1-if1`);
    expect(routes).not.toContain(`to ${HNP1} mn1-if1`);
    expect(access.table('tunnels').get(LMA)).toMatchObject({ sessions: 1 });
  });

  test('one of two prefixes is renumbered', () => {
    const say: Say = () => ({ prefixes: [HNP1, HNP2] });
    const access = told({ reason: 2, prefixes: [HNP2, HNP3] }, { say });
    expect(access.sent('mag1', /RA/).at(-1)).toBe(
      `60 RA 1800 ${HNP2} 2592000 ${HNP3} 2592000 ${HNP1} 0`,
    );
  });

  test.each([
    ['132: nobody of that name', { mnId: 'mn9@example.net' }, 'UPA 132 seq40'],
    ['132: nobody is named', { mnId: undefined }, 'UPA 132 seq40'],
    ['128: nothing to apply', { reason: 2 }, 'UPA 128 seq40'],
    ['129: no vendor option', { reason: 3 }, 'UPA 129 seq40'],
    ['128: a reason of another document', { reason: 8 }, 'UPA 128 seq40'],
  ])('%s', (_, change, expected) => {
    expect(answers(told(change))).toEqual([expected]);
  });

  test('without A: no answer, but a note when it could not be done', () => {
    const access = told({ reason: 2, acknowledge: false });
    expect(answers(access)).toEqual([]);
    expect(access.notes()).toEqual(['warning: UPN 40 of LMA could not be obeyed (RFC 7077 §6.1)']);
  });

  test('repeated: answered again, not done again', () => {
    const access = told()
      .lma(upn({ retransmission: true }))
      .run(50);
    expect(answers(access)).toEqual(['UPA 0 seq40', 'UPA 0 seq40']);
    expect(access.pbuTimes()).toHaveLength(2);
  });

  test('repeated without A: done again, since nobody heard', () => {
    const quiet = { acknowledge: false };
    const access = told(quiet)
      .run(50)
      .lma(upn({ ...quiet, retransmission: true }))
      .run(50);
    expect(access.pbuTimes()).toHaveLength(3);
  });

  test('D on what was never seen: done as if for the first time', () => {
    const access = told({ retransmission: true }).run(50);
    expect(access.pbuTimes()).toHaveLength(2);
  });

  test('BE 2 where notifications are not known; silence towards strangers', () => {
    expect(answers(told({}, { config: { supports: [] } }))).toEqual(['BE 2']);
    expect(answers(told({ source: MAGS[2] }))).toEqual([]);
  });
});

test('a session with several prefixes lives and ends as one', () => {
  const all = [HNP1, HNP2, HNP3];
  const access = new Access({ say: () => ({ prefixes: all }) }).attach(1, 1).run(240_100);
  access.attach(1, undefined).run(1000);
  expect(access.sent('mag1')).toEqual([
    '0 PBU 1 L75 HI1 ::/0',
    `20 RA 1800 ${all.map((one) => `${one} 2592000`).join(' ')}`,
    `240020 PBU 2 L75 HI5 ${all.join(' ')}`,
    `240100 PBU 3 L0 HI4 ${all.join(' ')}`,
  ]);
  expect([...access.node('mag1').routes.keys()].some((id) => id.includes('a1:1'))).toBe(false);
});
