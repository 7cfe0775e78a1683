// packets of prefA that come to D-GW1 or D-GW2 while no tunnel stands, in Figure 4. The
// invariants, I-13 with them, are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import type { Scenario } from '#scenario/schema.ts';
import { orphansOf } from './invariants.ts';
import { lab, type Lab } from './lab.ts';

/** The node hears nobody for 20 ms; the tunnel stands 30 ms later. */
const LEAVES = ms(9968);
const ATTACHED = ms(9988);
const SIGNALLED = ms(10_019);

/** Figure 4 with F1 from shortly before the move on, a packet every 4 ms or so. */
function busy(handoverBuffer: string, change: Partial<Scenario> = {}, every = ms(4)): Lab {
  const knobs = { handoverBuffer };
  const plain = lab('dmm-f4').scenario;
  const [voice] = plain.flows;
  const flows = voice === undefined ? [] : [{ ...voice, every }];
  const moves = plain.script.filter((one) => one.do === 'place');
  const start = { do: 'flow', flow: 'F1', change: 'start', at: ms(9900) } as const;
  const script = [start, ...moves];
  return lab('dmm-f4', { knobs, flows, script, ...change }).to(LEAVES);
}
const buffers = (run: Lab, node: string): readonly string[] =>
  run.columns(node, 'stack/buffers', ['route', 'waiting', 'room']);
/** Packets that gateways dropped for a reason. */
const dropped = (run: Lab, why: string): number =>
  ['dgw1', 'dgw2'].flatMap((node) => run.drops(node, LEAVES)).filter((one) => one.startsWith(why))
    .length;

test('X-20: without a buffer they are dropped where they come, and counted', () => {
  const run = busy('0').to(SIGNALLED);
  expect(dropped(run, 'notMine: no interface 00:11:22:33:01:01')).toBeGreaterThan(4);
  expect(dropped(run, 'notAttached')).toBeGreaterThan(2);
  expect(run.table('dgw1', 'stack/buffers')).toEqual([]);
});

describe('X-20, X-26: with a buffer', () => {
  test('the anchor keeps what comes for the node while it is under way, until the PBU', () => {
    const run = busy('64').to(ATTACHED);
    const [row] = buffers(run, 'dgw1');
    expect(row).toMatch(/^to 2001:db8:aa:1::\/64 [1-9]\d* 64$/);
    run.until(
      (event) => event.kind === 'sent' && event.node === 'dgw1' && run.isControl(event.seq),
    );
    expect(buffers(run, 'dgw1')).toEqual([]);
  });

  test('the serving gateway keeps what the node sends until the PBA', () => {
    const run = busy('64').to(ms(9992));
    expect(buffers(run, 'dgw2')).toEqual([expect.stringMatching(/^hold mn1dgw2 [1-9] 64$/)]);
    run.to(SIGNALLED - ms(2));
    expect(buffers(run, 'dgw2')[0]).toMatch(/^from 2001:db8:aa:1::\/64 \d+ 64$/);
    run.to(SIGNALLED);
    expect(buffers(run, 'dgw2')).toEqual([]);
  });

  test('none of them is lost, none comes twice, and the PBA goes before them', () => {
    const run = busy('64').to(SIGNALLED + ms(100));
    expect(dropped(run, 'notMine: no interface')).toBe(0);
    expect(dropped(run, 'bufferFull')).toBe(0);
    const { duplicates, reordered } = run.flow('F1');
    expect({ duplicates, reordered }).toEqual({ duplicates: 0, reordered: 0 });
    expect(dropped(run, 'noListener')).toBe(0);
    expect(run.drops('dgw2', ATTACHED).join()).not.toContain('tunnel');
    expect(orphansOf(run.timeline)).toEqual([]);
  });

  test('fewer are lost with more room, and what finds none is dropped as bufferFull', () => {
    const lost = ['0', '8', '64'].map((room) => {
      const run = busy(room, {}, ms(1.5)).to(SIGNALLED + ms(60));
      return { lost: Number(run.flow('F1')['lost']), full: dropped(run, 'bufferFull') };
    });
    expect(lost.map(({ full }) => full > 0)).toEqual([false, true, false]);
    const [none = 0, some = 0, all = 0] = lost.map((one) => one.lost);
    expect(none).toBeGreaterThan(some);
    expect(some).toBeGreaterThan(all);
  });

  test('S-25: who comes back to the anchor gets them there', () => {
    const script = [{ do: 'flow', flow: 'F1', change: 'start', at: ms(9900) } as const];
    const run = busy('64', { script }).do({ do: 'place', node: 'mn1', x: 0, y: 0 });
    run.to(run.now + ms(20));
    expect(buffers(run, 'dgw1')).toHaveLength(1);
    const back = run.now;
    run
      .drag('mn1')
      .to('dgw1')
      .to(run.now + ms(60));
    expect(buffers(run, 'dgw1')).toEqual([]);
    expect(run.drops('dgw1', back)).toEqual([]);
  });

  test('packets of a prefix that nobody anchors are refused once that is known', () => {
    const run = busy('64').do({ do: 'node', node: 'hss', up: false });
    run.to(ATTACHED + ms(300));
    expect(buffers(run, 'dgw2')).toEqual(['hold mn1dgw2 64 64']);
    run.to(ATTACHED + ms(1100));
    expect(buffers(run, 'dgw2')).toEqual([]);
    expect(dropped(run, 'ingressFilter')).toBeGreaterThanOrEqual(64);
  });

  test('a gateway that loses its memory loses them, and says so', () => {
    const run = busy('64').to(ATTACHED);
    const kept = Number(run.table('dgw1', 'stack/buffers')[0]?.['waiting']);
    run.do({ do: 'node', node: 'dgw1', up: false, state: 'lost' }).to(ATTACHED + ms(1));
    expect(kept).toBeGreaterThan(0);
    expect(run.drops('dgw1', ATTACHED).filter((one) => one.endsWith('has crashed'))).toHaveLength(
      kept,
    );
    expect(buffers(run, 'dgw1')).toEqual([]);
  });

  test('taken back and run again, it is the same', () => {
    const run = busy('64').to(ms(10_050));
    const { timeline } = run;
    const print = timeline.fingerprint();
    for (const at of [ms(9975), ms(9992), ms(10_010)]) {
      timeline.seek(at);
      timeline.seek(ms(10_050));
      expect(timeline.fingerprint()).toBe(print);
    }
  });
});
