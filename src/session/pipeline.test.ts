// A packet hook by hook, MIF Figure 5, and the counters of flows, as the screen asks for them.
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { seconds } from '#base/ids.ts';
import { bundled } from '#scenario/library.ts';
import { check } from '#scenario/schema.ts';
import { messageClassNames } from '#wire/classify.ts';
import { answer } from './queries.ts';
import { Run } from './run.ts';

const opened = (): Run => {
  const checked = check(must(bundled('mif-f5'), 'it is bundled'));
  if (!checked.ok) throw new Error('the scenario is sound');
  const run = new Run(checked.value.scenario);
  run.timeline.runTo(seconds(5));
  return run;
};

/** The last frame that the correspondent sent to the anchor, or another node for which it fits. */
function frameOf(run: Run, from: string, to: string, type: string, nth = 0): number {
  const { log } = run.timeline;
  let seen = 0;
  for (let frame = log.frames - 1; frame >= 0; frame -= 1) {
    const info = log.frame(frame);
    const fits = info.from === from && info.to === to && messageClassNames[info.type] === type;
    if (fits && info.endSeq >= 0 && seen++ === nth) return frame;
  }
  throw new Error(`no ${type} from ${from}`);
}

const hooks = (run: Run, frame: number, node = 'lma'): readonly string[] => {
  const found = answer(run, 'pipeline', { frame, node });
  if (!found.ok) throw new Error(found.why);
  return found.value.steps.map(({ hook }) => hook);
};

test('MIF-25: what is forwarded: mark, table, and the mark is gone', () => {
  const run = opened();
  const frame = frameOf(run, 'cn1', 'lma', 'udp', 2);
  expect(hooks(run, frame)).toEqual(['PREROUTING', 'routing', 'FORWARD', 'POSTROUTING']);
  const found = answer(run, 'pipeline', { frame, node: 'lma' });
  expect(found.ok && found.value.steps.map(({ words }) => words)).toEqual([
    '2001:db8:c1::10 port 5001 to 2001:db8:a1:1:0:5eff:fe00:101 port 40000, label 0, protocol 17; flow 1: mark 1',
    'mark 1, rule mn1@example.net 1: table tun-2001:db8:2::1',
    'not for this node: it is sent on',
    'the mark ends here; leaves in the tunnel to 2001:db8:2::1',
  ]);
});

test('an unlisted flow is marked and goes by the main table', () => {
  const run = opened();
  const found = answer(run, 'pipeline', {
    frame: frameOf(run, 'cn1', 'lma', 'udp', 0),
    node: 'lma',
  });
  expect(found.ok && [found.value.mark, found.value.rule]).toEqual([3, undefined]);
  expect(found.ok && found.value.steps[1]?.words).toBe('no rule for it: the table main');
});

test('a message to the anchor goes in, its answer out', () => {
  const run = opened();
  expect(hooks(run, frameOf(run, 'core', 'lma', 'PBU'))).toEqual([
    'PREROUTING',
    'routing',
    'INPUT',
  ]);
  expect(hooks(run, frameOf(run, 'lma', 'core', 'PBA'))).toEqual([
    'local process',
    'OUTPUT',
    'routing',
    'POSTROUTING',
  ]);
});

test('what comes out of a tunnel begins again', () => {
  const run = opened();
  expect(hooks(run, frameOf(run, 'core', 'lma', 'udp'))).toEqual([
    'PREROUTING',
    'routing',
    'INPUT',
    'PREROUTING',
    'routing',
    'FORWARD',
    'POSTROUTING',
  ]);
});

test('counters of flows follow the playhead', () => {
  const run = opened();
  const found = answer(run, 'flowCounts', { node: 'lma' });
  expect(
    found.ok && found.value.map(({ mark, packets, octets }) => [mark, packets, octets]),
  ).toEqual([
    [1, 5, 5 * 208],
    [2, 5, 5 * 208],
    [3, 5, 5 * 208],
  ]);
  run.timeline.seek(seconds(4) + 500_000);
  const before = answer(run, 'flowCounts', { node: 'lma' });
  expect(before.ok && before.value.map(({ packets }) => packets)).toEqual([3, 3, 3]);
});

test('who was not there has no pipeline', () => {
  const run = opened();
  const found = answer(run, 'pipeline', { frame: frameOf(run, 'cn1', 'lma', 'udp'), node: 'cn2' });
  expect(found.ok).toBe(false);
});
