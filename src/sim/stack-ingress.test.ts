import { describe, expect, test } from 'vitest';
import { freezeRows } from '#base/table.ts';
import type { Route } from '#net/route.ts';
import { ipv6, mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { Effect } from './effect.ts';
import { MN, R1, R2, tunnel, tunnelled, udp } from './toy-tunnel.ts';
import * as toy from './toy.ts';

freezeRows();

describe('rules by the way in', () => {
  /** What r2 does with a packet from the tunnel, by its rules. */
  const at2 = (rules: readonly Route[], packet: Packet = udp(200)) =>
    tunnelled({ packet, more: { r2: { routes: rules } } });
  const all = (more: Partial<Route>): Route =>
    toy.route('::/0', 'left', undefined, { id: 'rule', ...more });

  test('discard drops in silence, with the words and the place of the rule', () => {
    const why = 'no binding';
    const rule = all({ order: -1, rule: 'discard', why, cite: 'PMIP §5.6.2' });
    const timeline = at2([rule]);
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { node: 'r2', why: 'policy', words: 'no binding (PMIP §5.6.2)' },
    ]);
    expect(toy.ofKind(timeline, 'sent').map(({ node }) => node)).toEqual(['cn', 'r1']);
  });

  test('X-20: hold keeps a packet, and the trace says how many wait', () => {
    const timeline = at2([all({ order: -1, rule: 'hold', room: 1, why: 'no tunnel yet' })]);
    expect(toy.dropsOf(timeline)).toEqual([]);
    expect(toy.ofKind(timeline, 'sent').map(({ node }) => node)).toEqual(['cn', 'r1']);
    const rows = toy.ofKind(timeline, 'row').filter(({ table }) => table === 'buffers');
    expect(rows).toMatchObject([
      { node: 'r2', key: 'rule', after: { waiting: 1, room: 1, why: 'no tunnel yet' } },
    ]);
  });

  test('from a tunnel, from this tunnel, from elsewhere', () => {
    const rule = (ingress: NonNullable<Route['ingress']>): string =>
      toy.dropsOf(at2([all({ order: -1, rule: 'discard', ingress })])).join();
    expect(rule('tunnel')).toBe('r2 policy');
    expect(rule({ iface: `tun-${R1}` })).toBe('r2 policy');
    expect(rule({ iface: 'left' })).toBe('');
    expect(rule('access')).toBe('');
  });

  test('R-10: a source is believed from its own tunnel only', () => {
    const from = toy.address('2001:db8:c1::10', 'left').address;
    const own = { order: -1, rule: 'pass', from: `${from}/128` } as Partial<Route>;
    const refuse = all({ order: -1, rule: 'discard', ingress: 'tunnel', why: 'not the care-of' });
    const pass = (iface: string): Route => all({ ...own, id: `pass ${iface}`, ingress: { iface } });
    expect(toy.dropsOf(at2([refuse, pass(`tun-${R1}`)]))).toEqual([]);
    expect(toy.dropsOf(at2([refuse, pass('another')]))).toEqual(['r2 policy']);
  });

  test('S-07: hairpin lets a packet go back into the tunnel that it came from', () => {
    const back = toy.route(MN, `tun-${R1}`, undefined, { hairpin: true });
    const timeline = tunnelled({
      packet: udp(200),
      at1: [tunnel(R1, R2)],
      more: { r1: { routes: [] }, r2: { routes: [back] } },
    });
    const [, , third] = toy.ofKind(timeline, 'sent');
    expect(third).toMatchObject({ node: 'r2' });
    expect(toy.packetIn(timeline, third?.frame ?? -1)).toMatchObject({ src: R2, dst: R1 });
  });

  test('link-local sources go no further, and hear that they cannot (RFC 4443 §3.1)', () => {
    const packet = { ...udp(200), src: ipv6('fe80::1') };
    const send: Effect = { do: 'send', packet, out: 'eth0', toMac: mac(toy.macOf(2)) };
    const role = { ...toy.puppet(() => [], [send]), name: 'stray' };
    const more = {
      cn: { roles: [{ role, config: undefined }] },
      r1: {
        addresses: [toy.address('fe80::2', 'left')],
        neighbours: [toy.neighbour('left', 'fe80::1', toy.macOf(1))],
      },
    };
    const timeline = tunnelled({ packet: udp(200), more });
    expect(toy.ofKind(timeline, 'dropped')[0]).toMatchObject({
      node: 'r1',
      words: 'link-local packets stay on their link (RFC 4291 §2.5.6)',
    });
    const [answer] = toy.ofKind(timeline, 'sent').filter((one) => one.to === 'cn');
    expect(toy.packetIn(timeline, answer?.frame ?? -1)).toMatchObject({
      dst: 'fe80::1',
      payload: { message: { is: 'DestinationUnreachable', code: 2 } },
    });
  });
});
