// Whatever is advertised and however the node moves: the stack has what the host believes, and a
// seek gives the same as a run.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freezeRows } from '#base/table.ts';
import { ipv6 } from '#wire/address.ts';
import { buildProbe } from './solicit.ts';
import * as toy from './toy.ts';
import { advertises, joins, sends, Stage, type Deed, type Play } from './toy.ts';

freezeRows();

const lifetime = fc.constantFrom(0, 1, 5, 60, 7200, 7201, 0xffffffff);
const preference = fc.constantFrom('high' as const, 'medium' as const, 'low' as const);
const change = fc
  .record({
    prefix: fc.constantFrom(toy.prefA, toy.prefB),
    lifetimes: fc.tuple(lifetime, lifetime),
    route: fc.record({
      prefix: fc.constantFrom(toy.localnet, toy.everywhere),
      lifetime,
      preference,
    }),
    preference,
    routerLifetime: fc.constantFrom(0, 1, 5, 1800),
  })
  .map(({ prefix, lifetimes: [a, b], route, ...rest }) => ({
    ...rest,
    prefixes: [{ prefix, valid: Math.max(a, b), preferred: Math.min(a, b) }],
    routes: [route],
  }));
const probe = buildProbe(ipv6('2001:db8:aa:1:0:5eff:fe00:101'));
const which = fc.constantFrom(1 as const, 2 as const);
const deed: fc.Arbitrary<(at: number) => Partial<Record<'mn' | 'dgw1' | 'dgw2', Deed>>> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(which, which, change).map(([gateway, dlif, said]) => (at: number) => ({
      [`dgw${gateway}`]: advertises(at, dlif, said),
    })),
  },
  {
    weight: 3,
    arbitrary: fc
      .option(which, { nil: undefined })
      .map((gateway) => (at: number) => ({ mn: joins(at, gateway) })),
  },
  {
    weight: 1,
    arbitrary: which.map((gateway) => (at: number) => ({ [`dgw${gateway}`]: sends(at, 1, probe) })),
  },
);
const plays = fc
  .record({
    deeds: fc.array(fc.tuple(deed, fc.integer({ min: 1, max: 4000 })), { maxLength: 25 }),
    hostType: fc.constantFrom('A' as const, 'B' as const, 'C' as const),
    sourceRouter: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ deeds, seed, ...config }): Play => {
    let at = 0;
    const done = deeds.map(([make, milliseconds]) => {
      at += milliseconds / 1000;
      return make(Math.round(at * 1000) / 1000);
    });
    const of = (who: 'mn' | 'dgw1' | 'dgw2') => done.flatMap((one) => one[who] ?? []);
    return { config, seed, mn: [joins(0, 1), ...of('mn')], dgw1: of('dgw1'), dgw2: of('dgw2') };
  });

const statesOf = (stage: Stage, role: string): string[] =>
  Object.entries(stage.rows(role, 'addresses'))
    .filter(([, row]) => row['duplicate'] !== true)
    .map(([key, row]) => `${key} ${String(row['state'])}`)
    .sort();

test('the stack has the host’s addresses; no route leads to a router that is not known', () => {
  const check = (play: Play): void => {
    const stage = new Stage(play);
    for (let at = 0; at <= 120; at += 3) {
      stage.at(at);
      expect(statesOf(stage, 'stack')).toEqual(statesOf(stage, 'host'));
      const routers = [
        ...Object.keys(stage.rows('host', 'routers')),
        ...Object.values(stage.rows('host', 'routes')).map((row) => row['router']),
      ];
      const vias = Object.values(stage.rows('stack', 'routes')).map((row) => row['via']);
      expect(routers).toEqual(expect.arrayContaining(vias.filter((via) => via !== undefined)));
    }
    const { timeline } = stage;
    const straight = timeline.fingerprint();
    timeline.seek(3_000_000);
    timeline.runTo(120_000_000);
    expect(timeline.fingerprint()).toBe(straight);
  };
  fc.assert(fc.property(plays, check), { seed: 1, numRuns: 25 });
});
