import { describe, expect, test } from 'vitest';
import type { PipelineStep } from '#session/protocol.ts';
import { passedBy, type Passed } from './hook-figure.ts';

const passed = (...hooks: readonly PipelineStep['hook'][]): Passed =>
  passedBy(hooks.map((hook) => ({ hook, words: '' })));
const boxes = ({ boxes: all }: Passed): readonly string[] =>
  [...all].map(([name, numbers]) => `${name} ${numbers.join(' ')}`);

describe('MIF Figure 5 for one packet', () => {
  test('what is forwarded goes down the right side', () => {
    const one = passed('PREROUTING', 'routing', 'FORWARD', 'POSTROUTING');
    expect(boxes(one)).toEqual(['PREROUTING 1', 'routing 2', 'FORWARD 3', 'POSTROUTING 4']);
    expect([...one.lines]).toEqual([
      'in',
      'PREROUTING routing',
      'routing FORWARD',
      'FORWARD routing out',
      'routing out POSTROUTING',
      'out',
    ]);
  });

  test('a tunnel packet goes in, and what is inside starts again', () => {
    const one = passed(
      ...(['PREROUTING', 'routing', 'INPUT'] as const),
      ...(['PREROUTING', 'routing', 'FORWARD', 'POSTROUTING'] as const),
    );
    expect(boxes(one)).toContain('PREROUTING 1 4');
    expect(one.lines.has('routing INPUT')).toBe(true);
    expect(one.lines.has('INPUT local process')).toBe(false);
  });

  test('what the node makes itself is routed in the lower box', () => {
    const one = passed('local process', 'OUTPUT', 'routing', 'POSTROUTING');
    expect(boxes(one)).toEqual(['local process 1', 'OUTPUT 2', 'routing out 3', 'POSTROUTING 4']);
    expect(one.lines.has('in')).toBe(false);
  });

  test('what is dropped leaves no line behind its last box', () => {
    const one = passed('PREROUTING', 'routing', 'dropped');
    expect([one.dropped, one.lines.has('out')]).toEqual([true, false]);
  });
});
