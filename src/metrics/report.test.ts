// What figures point to, and how path stretch changes over time.
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { castOf } from '#scenario/cast.ts';
import { bundled } from '#scenario/library.ts';
import { MESSAGE_CLASS } from '#wire/classify.ts';
import { report } from './measure.ts';
import { timelineOf } from './toy.ts';

const scenario = must(bundled('dmm-f4'), 'Figure 4 is bundled');
const timeline = timelineOf(scenario);
timeline.runTo(scenario.end);
const { log } = timeline;
const { figures, stretch } = report({ scenario, cast: castOf(scenario), trace: log });

function evidenceOf(name: string, scope: string) {
  const found = figures.find((one) => one.name === name && one.scope === scope);
  return log.event(must(found?.evidence, `${name} ${scope} has evidence`));
}

test('the evidence of control latency is the arrival of the PBA', () => {
  const event = evidenceOf('controlLatency', 'mn1 attachment 2');
  expect(event).toMatchObject({ kind: 'delivered', node: 'dgw2' });
  const frame = event.kind === 'delivered' ? event.frame : -1;
  expect(log.frame(frame).type).toBe(MESSAGE_CLASS.PBA);
});

test('that of a kind of message is the last one sent, that of a loss the last one lost', () => {
  expect(evidenceOf('signallingOctets', 'PBU')).toMatchObject({ kind: 'sent' });
  expect(evidenceOf('datagramsLost', 'F1 up')).toMatchObject({ kind: 'dropped' });
  expect(evidenceOf('latencyLayer2', 'mn1 attachment 2')).toMatchObject({ kind: 'link' });
  expect(evidenceOf('stateRowsPeak', 'dgw2')).toMatchObject({ kind: 'row', node: 'dgw2' });
  expect(evidenceOf('flowDisruption', 'F1 up change 1')).toMatchObject({ kind: 'delivered' });
});

test('the stretch of F1 leaves 1 when its path goes through the tunnel, and stays there', () => {
  const of = stretch.filter(({ flow }) => flow === 'F1 up');
  const values = of.map((point) => point.stretch);
  expect(values[0]).toBe(1);
  expect(values[1]).toBeGreaterThan(1.5);
  expect(values).toHaveLength(3);
  expect(values[2]).toBe(values[1]);
  expect(of.map(({ at }) => at)).toEqual(of.map(({ at }) => at).toSorted((a, b) => a - b));
});
