// GRE keys (RFC 5845) and IPv4 home addresses (RFC 5844) at the anchor: S-07.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { seconds } from '#base/ids.ts';
import { greKeyOption, ipv4Request } from '#protocols/pmipv6/extensions.ts';
import type { MobilityOption } from '#wire/packet.ts';
import { HNP1, hostIn, LMA, M2, MAG1, MAG2, MN1, MN2, profile } from './toy-cast.ts';
import { Domain } from './toy.ts';

const extensionsOf = (options: readonly MobilityOption[] | undefined) =>
  (options ?? []).filter(({ is }) => is === 'GreKey' || is.startsWith('Ipv4'));

describe('GRE keys, RFC 5845 §5.2', () => {
  const down = { extensions: [greKeyOption(0xa001)] };
  const bare = { extensions: [greKeyOption(undefined)] };

  test('S-07: a key for a key; packets go down with the gateway’s', () => {
    const domain = new Domain();
    const pba = domain.register(1, down);
    expect(pba?.status).toBe(0);
    expect(extensionsOf(pba?.options)).toEqual([{ is: 'GreKey', key: 0xb001 }]);
    expect(domain.binding).toMatchObject({ gre: true, greKeyDown: 0xa001, greKeyUp: 0xb001 });
    const iface = must(domain.binding.tunnel, 'a tunnel');
    expect(domain.interfaceOf(iface)).toMatchObject({
      kind: 'tunnel',
      tunnel: { local: LMA, remote: MAG1, greKey: 0xa001, greKeyIn: 0xb001 },
      mtu: 1452,
    });
    expect(domain.routeOf(HNP1)).toBe(iface);
  });

  test('each session has its own keys and tunnel, and keeps its uplink key', () => {
    const domain = new Domain();
    domain.register(1, down);
    const second = { mnId: MN2, linkLayerId: M2, extensions: [greKeyOption(0xa002)] };
    expect(extensionsOf(domain.register(1, second)?.options)).toEqual([
      { is: 'GreKey', key: 0xb002 },
    ]);
    expect([...domain.table('tunnels').values()]).toMatchObject([
      { sessions: 1, greKey: 0xa001 },
      { sessions: 1, greKey: 0xa002 },
    ]);
    const moved = domain.register(2, { handoff: 3, extensions: [greKeyOption(0xc001)] });
    expect(extensionsOf(moved?.options)).toEqual([{ is: 'GreKey', key: 0xb001 }]);
    expect(domain.binding).toMatchObject({ greKeyDown: 0xc001, greKeyUp: 0xb001 });
    expect([...domain.table('tunnels').values()]).toMatchObject([
      { remote: MAG1, greKey: 0xa002 },
      { remote: MAG2, greKey: 0xc001 },
    ]);
  });

  test('another downlink key in a refresh is taken over', () => {
    const domain = new Domain();
    domain.register(1, down);
    domain.register(1, { handoff: 5, prefixes: [HNP1], extensions: [greKeyOption(0xa009)] });
    const iface = must(domain.binding.tunnel, 'a tunnel');
    expect(domain.interfaceOf(iface)).toMatchObject({ tunnel: { greKey: 0xa009 } });
    expect([...domain.table('tunnels').values()]).toMatchObject([{ sessions: 1, greKey: 0xa009 }]);
    expect(domain.routeOf(HNP1)).toBe(iface);
  });

  test('GRE without keys', () => {
    const domain = new Domain();
    expect(extensionsOf(domain.register(1, bare)?.options)).toEqual([{ is: 'GreKey' }]);
    expect([...domain.table('tunnels').values()]).toMatchObject([{ encapsulation: 'GRE' }]);
  });

  test('RFC 5845 §5.2: a de-registration is answered without keys', () => {
    const domain = new Domain();
    domain.register(1, down);
    const end = domain.register(1, { ...down, lifetime: 0, handoff: 4, prefixes: [HNP1] });
    expect(end).toMatchObject({ status: 0, lifetime: 0 });
    expect(extensionsOf(end?.options)).toEqual([]);
  });

  test('163 when the anchor insists', () => {
    const domain = new Domain({}, { lmaGre: 'require' });
    expect(domain.register(1)?.status).toBe(163);
    expect(domain.bindings).toEqual([]);
    expect(domain.register(1, down)?.status).toBe(0);
    const end = { lifetime: 0, handoff: 4, prefixes: [HNP1] };
    expect(domain.register(1, end)).toMatchObject({ status: 0, lifetime: 0 });
  });

  test('2, and no option, when it is not wanted', () => {
    const domain = new Domain({}, { lmaGre: 'refuse' });
    const pba = domain.register(1, down);
    expect(pba?.status).toBe(2);
    expect(extensionsOf(pba?.options)).toEqual([]);
    expect([...domain.table('tunnels').values()]).toMatchObject([{ encapsulation: 'IPv6' }]);
    expect(domain.ping(hostIn(HNP1))).toEqual([1]);
  });

  test('an anchor that knows no GRE skips the option: 0 without it', () => {
    const domain = new Domain({ supports: [] });
    const pba = domain.register(1, down);
    expect(pba?.status).toBe(0);
    expect(extensionsOf(pba?.options)).toEqual([]);
  });

  test('a handoff without the option goes back to plain packets', () => {
    const domain = new Domain();
    domain.register(1, down);
    expect(extensionsOf(domain.register(2, { handoff: 3 })?.options)).toEqual([]);
    expect(domain.binding).toMatchObject({ gre: false, greKeyUp: undefined });
    expect(domain.ping(hostIn(HNP1))).toEqual([2]);
  });
});

describe('IPv4 home addresses, RFC 5844 §3.1.2', () => {
  const with4 = (ipv4: string) => ({
    profiles: { [MN1]: { ...profile, ipv4 }, [MN2]: { ...profile, ipv4 } },
  });
  const wish = (address = '0.0.0.0') => ({
    extensions: [ipv4Request({ address, prefixLength: 0 })],
  });
  const reply = (status: number, address: string, prefixLength = 24) => ({
    is: 'Ipv4HomeAddressReply',
    status,
    prefixLength,
    address,
  });
  const router = { is: 'Ipv4DefaultRouterAddress', address: '192.0.2.1' };

  test('S-07: an address of the pool, and the router', () => {
    const domain = new Domain(with4('pool'));
    const pba = domain.register(1, wish());
    expect(pba).toMatchObject({ status: 0, prefixes: [HNP1] });
    expect(extensionsOf(pba?.options)).toEqual([reply(0, '192.0.2.17'), router]);
    expect(domain.binding.ipv4Home).toBe('192.0.2.17');
    const second = { ...wish(), mnId: MN2, linkLayerId: M2 };
    expect(extensionsOf(domain.register(1, second)?.options)[0]).toEqual(reply(0, '192.0.2.18'));
    const refresh = { ...wish('192.0.2.17'), handoff: 5, prefixes: [HNP1] };
    expect(extensionsOf(domain.register(1, refresh)?.options)[0]).toEqual(reply(0, '192.0.2.17'));
  });

  test('S-07: 170 without the service, with a reply option', () => {
    const domain = new Domain();
    const pba = domain.register(1, wish());
    expect(pba?.status).toBe(170);
    expect(extensionsOf(pba?.options)).toEqual([reply(128, '0.0.0.0', 0)]);
    expect(domain.bindings).toEqual([]);
  });

  test.each([
    ['of another subnet', 'pool', '198.51.100.9', 171, 129],
    ['that belongs to routers', 'pool', '192.0.2.16', 171, 129],
    ['that is the broadcast address', 'pool', '192.0.2.255', 171, 129],
    ['other than that of the profile', '192.0.2.99', '192.0.2.98', 171, 129],
  ])('171 for an address %s', (_, ipv4, address, status, option) => {
    const domain = new Domain(with4(ipv4));
    const pba = domain.register(1, wish(address));
    expect(pba?.status).toBe(status);
    expect(extensionsOf(pba?.options)).toEqual([reply(option, address, 0)]);
    expect(domain.bindings).toEqual([]);
    expect(domain.table('prefixes').get(HNP1)?.state).toBe('free');
  });

  test('a free one of the pool may be asked for, and that of the profile is given', () => {
    const free = new Domain(with4('pool'));
    expect(free.register(1, wish('192.0.2.40'))?.status).toBe(0);
    const fixed = new Domain(with4('192.0.2.99'));
    expect(extensionsOf(fixed.register(1, wish())?.options)[0]).toEqual(reply(0, '192.0.2.99'));
  });

  test('130 when none is left; one that is given back is next', () => {
    const domain = new Domain({ ...with4('pool'), ipv4Pool: '192.0.2.0/27' });
    const nodes = Array.from({ length: 15 }, (_, n) => `02:00:00:00:01:${n + 10}`);
    const pool = nodes.map((_, n) => `2001:db8:b:${n + 1}::/64` as typeof HNP1);
    const many = new Domain({ ...with4('pool'), pool, ipv4Pool: '192.0.2.0/27' });
    for (const linkLayerId of nodes.slice(0, 14)) many.register(1, { ...wish(), linkLayerId });
    const last = nodes.at(-1);
    const pba = many.register(1, { ...wish(), linkLayerId: last });
    expect(pba?.status).toBe(130);
    expect(extensionsOf(pba?.options)).toEqual([reply(128, '0.0.0.0', 0)]);
    many.register(1, { lifetime: 0, linkLayerId: nodes[3] });
    many.run(seconds(11));
    expect(many.register(1, { ...wish(), linkLayerId: last })?.status).toBe(0);
    expect(many.bindings.at(-1)?.ipv4Home).toBe('192.0.2.20');
    expect(domain.bindings).toEqual([]);
  });

  test('alone: neither asked for nor given a prefix', () => {
    const domain = new Domain(with4('pool'));
    const pba = domain.register(1, { ...wish(), prefixes: [] });
    expect(pba).toMatchObject({ status: 0, prefixes: [] });
    expect(domain.bindings).toMatchObject([{ prefixes: [], ipv4Home: '192.0.2.17' }]);
    const refused = new Domain(with4('none')).register(1, { ...wish(), prefixes: [] });
    expect(refused).toMatchObject({ status: 170, prefixes: [] });
  });

  test('added by a refresh; ended alone; given up by a handoff that does not ask', () => {
    const domain = new Domain(with4('pool'));
    domain.register(1);
    domain.register(1, { ...wish(), handoff: 5, prefixes: [HNP1] });
    expect(domain.binding.ipv4Home).toBe('192.0.2.17');
    const end = domain.register(1, { ...wish('192.0.2.17'), lifetime: 0, prefixes: [] });
    expect(end).toMatchObject({ status: 0, lifetime: 0, prefixes: [] });
    expect(domain.binding).toMatchObject({
      state: 'active',
      ipv4Home: undefined,
      prefixes: [HNP1],
    });
    domain.register(1, { ...wish(), handoff: 5, prefixes: [HNP1] });
    expect(domain.binding.ipv4Home).toBe('192.0.2.18');
    domain.register(2, { handoff: 3 });
    expect(domain.binding).toMatchObject({ ipv4Home: undefined, proxyCareOfAddress: MAG2 });
  });

  test('a handoff that asks keeps it', () => {
    const domain = new Domain(with4('pool'));
    domain.register(1, wish());
    domain.register(2, { ...wish(), handoff: 3 });
    expect(domain.binding).toMatchObject({ ipv4Home: '192.0.2.17', proxyCareOfAddress: MAG2 });
  });
});
