// What a host makes of several routers and prefixes: S-26 and S-27 as far as the host decides them.

import { describe, expect, test } from 'vitest';
import { freezeRows } from '#base/table.ts';
import { ipv6 } from '#wire/address.ts';
import { buildRouterAdvertisement, type Advertisement } from './advertise.ts';
import * as toy from './toy.ts';
import { advertises, asks, joins, sends, Stage, type Deed, type Play } from './toy.ts';

freezeRows();

const inA = '2001:db8:aa:1:0:5eff:fe00:101';
const inB = '2001:db8:bb:1:0:5eff:fe00:101';
const cn1 = ipv6('2001:db8:c1::10');
const server = ipv6('2001:db8:1c::80');
const ask = (at: number, flow: string, destination = cn1, more = {}): Deed =>
  asks(at, { say: 'chooseSource', flow, destination, ...more });

/**
 * The advertisement of step 8: deprecating, or with low preference alone; with a route to localnet.
 */
const deprecating: Partial<Advertisement> = {
  prefixes: [{ prefix: toy.prefA, valid: 7200, preferred: 0 }],
  routes: [{ prefix: toy.localnet, lifetime: 1800, preference: 'medium' }],
  preference: 'low',
};
const lowPreference: Partial<Advertisement> = {
  ...deprecating,
  prefixes: [{ prefix: toy.prefA, valid: 7200, preferred: 3600 }],
};

/** S-22 as the host sees it: prefA first, then prefB and the clone of mn1dgw1. */
const moved = (clone: Partial<Advertisement>, play: Play = {}): Stage =>
  new Stage({
    ...play,
    mn: [joins(0, 1), joins(10, undefined), joins(10.02, 2)],
    dgw1: [advertises(0.01, 1)],
    dgw2: [advertises(10.03, 2), advertises(10.07, 1, clone), ...(play.dgw2 ?? [])],
  });

describe('a source for a new socket, RFC 6724 §5', () => {
  test('waits until there is an address that is not tentative', () => {
    const stage = new Stage({ dgw1: [advertises(2, 1)], asks: [ask(0.5, 'F1'), ask(0.6, 'F2')] });
    expect(stage.at(3).told).toEqual({});
    expect(stage.rows('host', 'questions')).toMatchObject({ F1: { destination: cn1 } });
    expect(stage.at(3.003).told).toEqual({ F1: inA, F2: inA });
    expect(Object.keys(stage.rows('source', 'news'))).toHaveLength(1);
    expect(stage.rows('host', 'questions')).toEqual({});
  });

  test('a question that is taken back is not answered', () => {
    const back = asks(1, { say: 'forgetSource', flow: 'F1' });
    const stage = new Stage({ dgw1: [advertises(2, 1)], asks: [ask(0.5, 'F1'), back] });
    expect(stage.at(10).told).toEqual({});
  });

  test('a deprecated address is taken when there is no other', () => {
    const stage = new Stage({ dgw1: [advertises(2, 1, deprecating)], asks: [ask(5, 'F1')] });
    expect(stage.at(6).told).toEqual({ F1: inA });
  });

  test('the rule that decided is noted', () => {
    const stage = moved(deprecating, { asks: [ask(12, 'F2')] }).at(13);
    const notes = stage.events.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
    expect(notes).toContain(`F2: source ${inB}, rule 3`);
  });
});

describe('S-26, as far as the host decides', () => {
  test('b: deprecate mode, unbound: prefB by rule 3, though prefA has the route (X-8)', () => {
    const stage = moved(deprecating, { config: { rule55: true }, asks: [ask(12, 'L2', server)] });
    expect(stage.at(13).told).toEqual({ L2: inB });
  });

  test('c: bound to prefA', () => {
    const bound = ask(12, 'L2', server, { within: [toy.prefA] });
    expect(moved(deprecating, { asks: [bound] }).at(13).told).toEqual({ L2: inA });
  });

  test('d: low preference and rule 5.5: the route’s router advertised prefA', () => {
    const play = { config: { rule55: true }, asks: [ask(12, 'L2', server)] };
    expect(moved(lowPreference, play).at(13).told).toEqual({ L2: inA });
  });

  test('e: type A ignores the route', () => {
    const stage = moved(deprecating, { config: { hostType: 'A' } }).at(13);
    expect(stage.rows('host', 'routes')).toEqual({});
    expect(stage.routes).toContain(`${toy.prefB} → ::/0 by ${toy.ROUTER_B}`);
    expect(stage.routes.filter((line) => line.includes(toy.localnet))).toEqual([]);
  });

  test('f: a route with lifetime 0 disappears', () => {
    const withdrawn = {
      ...deprecating,
      routes: [{ prefix: toy.localnet, lifetime: 0, preference: 'medium' as const }],
    };
    const stage = moved(deprecating, { dgw2: [advertises(20, 1, withdrawn)] });
    expect(stage.at(20).rows('host', 'routes')).toHaveProperty(`${toy.localnet} ${toy.ROUTER_A}`);
    expect(stage.at(21).rows('host', 'routes')).toEqual({});
    expect(stage.routes.filter((line) => line.includes(toy.localnet))).toEqual([]);
  });

  test('f: so does one whose lifetime ends', () => {
    const short = {
      ...deprecating,
      routes: [{ prefix: toy.localnet, lifetime: 60, preference: 'medium' as const }],
    };
    const stage = moved(short);
    expect(stage.at(70).routes.join()).toContain(toy.localnet);
    expect(stage.at(71).routes.join()).not.toContain(toy.localnet);
  });
});

describe('S-27 a: low preference', () => {
  test('both addresses stay preferred', () => {
    const states = moved(lowPreference)
      .at(13)
      .addresses.map((line) => line.split(' ')[1]);
    expect(states).toEqual(['preferred', 'preferred']);
  });

  test.each(['B', 'C'] as const)('type %s: the default router is mn1dgw2', (hostType) => {
    const stage = moved(lowPreference, { config: { hostType } }).at(13);
    expect(stage.routes).toContain(`any → ::/0 by ${toy.ROUTER_B}`);
  });

  test('rule 5.5: prefB, which the default router advertised', () => {
    const play = { config: { rule55: true }, asks: [ask(12, 'F2')] };
    expect(moved(lowPreference, play).at(13).told).toEqual({ F2: inB });
  });

  test('type A without rule 5.5 uses either router, by the seed', () => {
    const defaults = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const { routes } = moved(lowPreference, { seed, config: { hostType: 'A' } }).at(13);
      return routes.find((line) => line.startsWith('any → ::/0'));
    });
    expect(new Set(defaults)).toEqual(
      new Set([`any → ::/0 by ${toy.ROUTER_A}`, `any → ::/0 by ${toy.ROUTER_B}`]),
    );
  });
});

describe('S-27 b to g: lifetimes', () => {
  const lifetimes = (valid: number, preferred: number): Partial<Advertisement> => ({
    prefixes: [{ prefix: toy.prefA, valid, preferred }],
  });
  const heard = (...more: (readonly [at: number, change: Partial<Advertisement>])[]): Stage =>
    new Stage({
      dgw1: [advertises(2, 1), ...more.map(([at, change]) => advertises(at, 1, change))],
    });

  test('b: valid 0 against 30 days leaves two hours; again: unchanged; then gone', () => {
    const stage = heard([10, lifetimes(0, 0)], [100, lifetimes(0, 0)]);
    expect(stage.at(10.002).addresses).toEqual([`${toy.prefA} deprecated 0 7200`]);
    expect(stage.at(100.002).addresses).toEqual([`${toy.prefA} deprecated 0 7110`]);
    expect(stage.at(7210.002).addresses).toEqual([]);
  });

  test('c: valid 7200 in each advertisement refreshes it', () => {
    const stage = heard([10, lifetimes(7200, 0)], [3610, lifetimes(7200, 0)]);
    expect(stage.at(3610.002).addresses).toEqual([`${toy.prefA} deprecated 0 7200`]);
  });

  test('d: preferred 0, then 604800 when the node returns', () => {
    const stage = heard([10, lifetimes(7200, 0)], [20, {}]);
    expect(stage.at(15).addresses[0]).toContain('deprecated');
    expect(stage.at(20.002).addresses).toEqual([`${toy.prefA} preferred 604800 2592000`]);
  });

  test('e: preferred above valid is ignored', () => {
    const packet = buildRouterAdvertisement(toy.advertisement(1));
    const { payload } = packet;
    if (payload.is !== 'icmpv6' || payload.message.is !== 'RouterAdvertisement') throw new Error();
    const options = payload.message.options.map((option) =>
      option.is === 'PrefixInformation' ? { ...option, validLifetime: 100 } : option,
    );
    const wrong = { ...packet, payload: { ...payload, message: { ...payload.message, options } } };
    const stage = new Stage({ dgw1: [advertises(2, 1), sends(10, 1, wrong)] }).at(10.002);
    expect(stage.addresses).toEqual([`${toy.prefA} preferred 604792 2591992`]);
    expect(stage.notes).toContain('silent RFC 4862 §5.5.3 c');
  });

  test('f: a reserved preference of the router is medium', () => {
    const packet = buildRouterAdvertisement(toy.advertisement(1));
    const { payload } = packet;
    if (payload.is !== 'icmpv6' || payload.message.is !== 'RouterAdvertisement') throw new Error();
    const message = { ...payload.message, preference: 0b10 };
    const odd = { ...packet, payload: { ...payload, message } };
    const stage = new Stage({ dgw1: [sends(2, 1, odd)] }).at(3);
    expect(stage.rows('host', 'routers')).toMatchObject({
      [toy.ROUTER_A]: { preference: 'medium' },
    });
  });

  test('g: router lifetime 0 removes the router; prefixes and routes are applied', () => {
    const stage = heard([10, { ...deprecating, routerLifetime: 0 }]).at(11);
    expect(stage.rows('host', 'routers')).toEqual({});
    expect(stage.addresses[0]).toContain('deprecated');
    expect(stage.routes).toEqual([
      `any → ${toy.prefA} by the link`,
      `any → ${toy.localnet} by ${toy.ROUTER_A}`,
    ]);
  });
});

test('a ::/0 route stands for the default router, RTR §3.1', () => {
  const everywhere = { prefix: toy.everywhere, lifetime: 200, preference: 'low' as const };
  const change = { routerLifetime: 100, routes: [everywhere] };
  const listed = (hostType: 'B' | 'C'): unknown =>
    new Stage({ config: { hostType }, dgw1: [advertises(2, 1, change)] })
      .at(150)
      .rows('host', 'routers');
  expect(listed('B')).toEqual({});
  expect(listed('C')).toMatchObject({ [toy.ROUTER_A]: { preference: 'low' } });
});
