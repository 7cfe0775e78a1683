// Random moves and failing links: whatever happens, the invariants hold, and once the network is
// whole and the nodes stand still, nothing is left over and all gateways agree on where each node
// is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { Story } from '#testing/story.ts';

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

test('S-37: any walk ends with one serving gateway, no orphans, and later with nothing', () => {
  fc.assert(
    fc.property(
      fc.array(act, { minLength: 2, maxLength: 12 }),
      fc.integer({ min: 1, max: 40 }),
      (acts, coreDelay) => {
        const story = new Story('dmm-three', { script: [], attachDelay: ms(5) }).runTo(seconds(1));
        for (const gateway of gateways) {
          story.do({ do: 'link', link: `core-${gateway}`, delay: ms(coreDelay) });
        }
        let at = story.timeline.now;
        let last: string = 'dgw1';
        for (const one of acts) {
          if ('to' in one) {
            last = one.to;
            story.move('mn1', one.to);
          } else {
            story.do({ do: 'link', link: `core-${one.fail}`, up: false });
          }
          at += ms(one.after);
          story.runTo(at);
          if ('fail' in one) story.do({ do: 'link', link: `core-${one.fail}`, up: true });
        }
        at += seconds(80);
        story.runTo(at);
        expect(story.orphans).toEqual([]);
        expect(story.table(`${last}/dgw/dlifs`, 'name', 'state')).toContain(`mn1${last} serving`);
        const states = gateways.flatMap((each) => story.table(`${each}/dgw/bindings`, 'state'));
        expect(states.filter((state) => state === 'serving')).toHaveLength(1);
        // S-38: out of all cells for long enough, and everybody forgets the node.
        story.do({ do: 'place', node: 'mn1', x: 0, y: 0 }).runTo(at + seconds(1000));
        for (const each of gateways) {
          for (const table of ['dlifs', 'bindings', 'updates', 'tunnels', 'stations', 'waiting']) {
            expect([each, table, story.rows(`${each}/dgw/${table}`)]).toEqual([each, table, []]);
          }
        }
        expect(story.rows('hss/hss/records')).toEqual([]);
        expect(story.broken).toEqual([]);
      },
    ),
    { numRuns: 12, seed: 20_150_309 },
  );
}, 120_000);

test('DMM-10: after any walk, all flows of three nodes are delivered both ways', () => {
  const step = fc.record({
    mn: fc.constantFrom('mn1', 'mn2', 'mn3'),
    to: fc.constantFrom('dgw1', 'dgw2'),
    after: fc.integer({ min: 1, max: 400 }),
  });
  const knobs = fc.record({ anchoredPrefixMode: fc.constantFrom('deprecate', 'lowPreference') });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), knobs, (steps, readings) => {
      const change = { script: [], attachDelay: ms(5), knobs: readings };
      const story = new Story('dmm-f3', change).runTo(ms(1200));
      const flows = ['F1', 'F2', 'F3'];
      for (const flow of flows) story.do({ do: 'flow', flow, change: 'start' });
      let at = story.timeline.now + ms(200);
      for (const { mn, to, after } of steps) {
        story.runTo(at).move(mn, to);
        at += ms(after);
      }
      story.runTo(at + seconds(3));
      expect(story.broken).toEqual([]);
      expect(story.orphans).toEqual([]);
      flows.forEach((flow, i) => {
        const ways = [
          story.path(flow, `mn${i + 1}`, at + seconds(2)),
          story.path(flow, 'cn1', at + seconds(2)),
        ];
        expect(ways).not.toContain(undefined);
      });
    }),
    { numRuns: 6, seed: 20_150_309 },
  );
}, 120_000);
