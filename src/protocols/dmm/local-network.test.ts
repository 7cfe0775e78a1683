// S-26 on the real engine: a network that only D-GW1 reaches, after the node has left D-GW1.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import type { FlowSpec } from '#sim/command.ts';
import { Story } from '#testing/story.ts';

describe('S-26, a network behind D-GW1 only', () => {
  /** Figure 4 with a flow to the local network that begins after the handover. */
  function after(
    flow: Partial<FlowSpec>,
    change: ConstructorParameters<typeof Story>[1] = {},
  ): Story {
    const probe = new Story('dmm-f4');
    const L1 = must(
      probe.scenario.flows.find((one) => one.id === 'L1'),
      'L1',
    );
    const place = must(
      probe.scenario.script.find((entry) => entry.do === 'place'),
      'the move',
    );
    return new Story('dmm-f4', {
      flows: [{ ...L1, every: ms(50), ...flow }],
      script: [
        { ...place, at: seconds(2) },
        { do: 'flow', flow: 'L1', change: 'start', at: seconds(4) },
      ],
      ...change,
    }).runTo(seconds(5));
  }
  const sourceOf = (story: Story): string | undefined =>
    story.table('mn1/source/flows', 'source').at(0)?.slice(0, 13);

  test('b: a new session takes prefB, is tunnelled by destination, and answered so', () => {
    const story = after({});
    expect(sourceOf(story)).toBe('2001:db8:bb:1');
    expect(story.path('L1', 'mn1')).toBe('mn1->dgw2=>dgw1->localnet');
    expect(story.path('L1', 'localnet')).toBe('localnet->dgw1=>dgw2->mn1');
    expect(story.faults).toEqual([]);
  });

  test('b: with the reading off it fails, and says where', () => {
    const story = after({}, { knobs: { localNetwork: 'off' } });
    expect(sourceOf(story)).toBe('2001:db8:bb:1');
    expect(story.path('L1', 'mn1')).toBeUndefined();
    expect(story.faults).toEqual([]);
  });

  test('c: an application that binds to prefA works', () => {
    const story = after({ bind: 'dgw1' });
    expect(sourceOf(story)).toBe('2001:db8:aa:1');
    expect(story.path('L1', 'localnet')).toBe('localnet->dgw1=>dgw2->mn1');
  });

  test('d: in low preference mode a host with rule 5.5 takes prefA by itself', () => {
    const story = after(
      {},
      { knobs: { anchoredPrefixMode: 'lowPreference' }, nodes: { mn1: { rule55: true } } },
    );
    expect(sourceOf(story)).toBe('2001:db8:aa:1');
    expect(story.path('L1', 'mn1')).toBe('mn1->dgw2=>dgw1->localnet');
    expect(story.addresses()).toEqual([
      '2001:db8:aa:1::/64 preferred',
      '2001:db8:bb:1::/64 preferred',
    ]);
  });

  test('e: a host that ignores routes gets there all the same', () => {
    const story = after({}, { nodes: { mn1: { hostType: 'A' } } });
    expect(story.path('L1', 'mn1')).toBe('mn1->dgw2=>dgw1->localnet');
    expect(story.path('L1', 'localnet')).toBe('localnet->dgw1=>dgw2->mn1');
    expect(story.faults).toEqual([]);
  });
});
