import { describe, expect, test } from 'vitest';
import { FlowCache, type Verdict } from './flow-cache.ts';

/** The IPv6 header of a flow by number, as far as it is looked at. */
function headerOf(flow: number): DataView {
  const view = new DataView(new ArrayBuffer(40));
  view.setUint32(8, 0x2001_0db8);
  view.setUint32(12, flow << 16);
  view.setUint32(20, flow);
  view.setUint32(24, 0x2001_0db8);
  return view;
}

const verdict = (): Verdict => ({
  decision: { is: 'none' },
  tellsSource: false,
  isProxied: false,
  isSteered: false,
  isReverse: false,
});

describe('the verdicts of a node', () => {
  test('are found by source, destination and way in', () => {
    const cache = new FlowCache();
    cache.follow(1);
    const one = verdict();
    cache.put(headerOf(1), 0, 'if1', one);
    expect(cache.find(headerOf(1), 0, 'if1')).toBe(one);
    expect(cache.find(headerOf(1), 0, 'if2')).toBeUndefined();
    expect(cache.find(headerOf(2), 0, 'if1')).toBeUndefined();
  });

  test('do not count any longer when a table has changed', () => {
    const cache = new FlowCache();
    cache.follow(1);
    cache.put(headerOf(1), 0, 'if1', verdict());
    cache.follow(2);
    expect(cache.find(headerOf(1), 0, 'if1')).toBeUndefined();
  });

  test('find room when there are many flows', () => {
    const cache = new FlowCache();
    cache.follow(1);
    const flows = Array.from({ length: 1000 }, (_, flow) => headerOf(flow));
    for (let round = 0; round < 8; round += 1) {
      for (const flow of flows) {
        if (cache.find(flow, 0, undefined) === undefined) cache.put(flow, 0, undefined, verdict());
      }
    }
    const found = flows.filter((flow) => cache.find(flow, 0, undefined) !== undefined);
    expect(found.length).toBeGreaterThan(950);
  });
});
