// Random moves and failing links: whatever happens, the invariants hold (the lab watches them), and
// once the network is whole and the nodes stand still, nothing is left over and all gateways agree
// on where each node is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { orphansOf } from '#testing/invariants.ts';
import { lab } from '#testing/lab.ts';

const gateways = ['dgw1', 'dgw2', 'dgw3'] as const;

/** A move, or a link that fails and heals, and how long nothing else happens. */
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      to: fc.constantFrom(...gateways),
      after: fc.integer({ min: 1, max: 400 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      fail: fc.constantFrom(...gateways),
      after: fc.integer({ min: 1, max: 3000 }),
    }),
  },
);

/** Readings under which nobody is worse off. */
const mild = {
  anchorRelease: fc.constantFrom('lifetime', 'lastFlow'),
  handoverBuffer: fc.constantFrom('0', '8', '64'),
};

test('S-37: any walk ends with one serving gateway, no orphans, and later with nothing', () => {
  const walk = fc.array(act, { minLength: 2, maxLength: 12 });
  const coreDelays = fc.integer({ min: 1, max: 40 });
  const property = fc.property(walk, coreDelays, fc.record(mild), (acts, delay, knobs) => {
    const run = lab('dmm-three', { script: [], attachDelay: ms(5), knobs }).to(seconds(1));
    for (const gateway of gateways) {
      run.do({ do: 'link', link: `core-${gateway}`, delay: ms(delay) });
    }
    let last: string = 'dgw1';
    for (const one of acts) {
      const link = 'fail' in one ? `core-${one.fail}` : '';
      if ('to' in one) {
        last = one.to;
        run.drag('mn1').to(one.to);
      } else run.do({ do: 'link', link, up: false });
      run.to(run.now + ms(one.after));
      if ('fail' in one) run.do({ do: 'link', link, up: true });
    }
    run.to(run.now + seconds(80));
    expect(orphansOf(run.timeline)).toEqual([]);
    expect(run.columns(last, 'dgw/dlifs', ['name', 'state'])).toContain(`mn1${last} serving`);
    const states = gateways.flatMap((each) => run.columns(each, 'dgw/bindings', ['state']));
    expect(states.filter((state) => state === 'serving')).toHaveLength(1);
    // S-38: out of all cells for long enough, and everybody forgets the node.
    run.do({ do: 'place', node: 'mn1', x: 0, y: 0 }).to(run.now + seconds(1000));
    for (const each of gateways) {
      for (const table of ['dlifs', 'bindings', 'updates', 'tunnels', 'stations', 'waiting']) {
        expect([each, table, run.table(each, `dgw/${table}`)]).toEqual([each, table, []]);
      }
    }
    expect(run.table('hss', 'hss/records')).toEqual([]);
  });
  fc.assert(property, { numRuns: 12, seed: 20_150_309 });
}, 120_000);

test('DMM-10: after any walk, all flows of three nodes go on', () => {
  const step = fc.record({
    mn: fc.constantFrom('mn1', 'mn2', 'mn3'),
    to: fc.constantFrom('dgw1', 'dgw2'),
    after: fc.integer({ min: 1, max: 400 }),
  });
  const anchoredPrefixMode = fc.constantFrom('deprecate', 'lowPreference');
  const readings = fc.record({ anchoredPrefixMode, ...mild });
  const walk = fc.array(step, { minLength: 1, maxLength: 8 });
  const property = fc.property(walk, readings, (steps, knobs) => {
    const run = lab('dmm-f3', { script: [], attachDelay: ms(5), knobs }).to(ms(1200));
    const flows = ['F1', 'F2', 'F3'];
    for (const flow of flows) run.do({ do: 'flow', flow, change: 'start' });
    run.to(ms(1400));
    for (const { mn, to, after } of steps) {
      run.drag(mn).to(to);
      run.to(run.now + ms(after));
    }
    run.to(run.now + seconds(2));
    const received = () => flows.map((flow) => Number(run.flow(flow)['received']));
    const before = received();
    run.to(run.now + seconds(1));
    const gained = received().map((count, i) => count - (before[i] ?? 0));
    for (const count of gained) expect(count).toBeGreaterThanOrEqual(9);
    expect(orphansOf(run.timeline)).toEqual([]);
  });
  fc.assert(property, { numRuns: 6, seed: 20_150_309 });
}, 120_000);
