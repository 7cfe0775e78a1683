// Figures of runs with faults: each datagram counts once, whatever is done to it.
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { bundled } from '#scenario/library.ts';
import type { FrameFault, Stamped } from '#sim/command.ts';
import { measured, valuesOf } from './toy.ts';

const scenario = must(bundled('dmm-f1'), 'there is dmm-f1');

/** Something is done to the tenth datagram of F1 on its way up, on the wire of D-GW1. */
function faulted(fault: Omit<FrameFault, 'name'>, link = 'core-dgw1') {
  const common = { link, from: 'dgw1', nth: 10, at: seconds(2), name: 'f' };
  const caught: Stamped = { do: 'catch', kind: 'udp', ...common, ...fault };
  const script = [...scenario.script, caught];
  return valuesOf(measured({ ...scenario, script, end: seconds(4) }));
}

test('a lost one', () => {
  const values = faulted({ act: 'drop' });
  expect(values.get('datagramsLost F1 up')).toBe(1);
  expect(values.get('datagramsLost F1 up command')).toBe(1);
  expect(values.get('datagramsSent F1 up')).toBe(101);
});

test('a late one is reordered, not lost', () => {
  const values = faulted({ act: 'delay', by: ms(50) });
  expect(values.get('datagramsReordered F1 up')).toBe(1);
  expect(values.get('datagramsLost F1 up')).toBe(0);
  expect(values.get('pathStretch F1 up')).toBe(1);
});

test('a double one is delivered once, and once more', () => {
  const values = faulted({ act: 'duplicate', by: ms(1) });
  expect(values.get('datagramsDuplicated F1 up')).toBe(1);
  expect(values.get('datagramsSent F1 up')).toBe(101);
  // The copy took the same links; its hops are not those of the first one.
  expect(values.get('hopStretch F1 up')).toBe(1);
  expect(values.get('flowDisruption F1 up change 1')).toBeUndefined();
});

test('a bent one', () => {
  const values = faulted({ act: 'corrupt' });
  expect(values.get('datagramsLost F1 up')).toBe(1);
});

test('a lost PBU is sent again, which counts and takes its time', () => {
  const lost: Stamped = {
    do: 'catch',
    name: 'f',
    link: 'core-dgw2',
    from: 'dgw2',
    kind: 'PBU',
    nth: 1,
    act: 'drop',
    at: seconds(2),
  };
  const values = valuesOf(measured({ ...scenario, script: [...scenario.script, lost] }));
  // Over two hops, and the lost one over the first of them.
  expect(values.get('signallingMessages PBU')).toBe(3);
  expect(values.get('attachmentMessages mn1 attachment 2 core')).toBe(5);
  expect(values.get('controlLatency mn1 attachment 2')).toBeGreaterThan(1000);
});
