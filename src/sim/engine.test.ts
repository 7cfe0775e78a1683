import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import { Timeline } from './timeline.ts';
import { pinging } from './toy.ts';
import type { TraceEvent } from './trace.ts';

freezeRows();

const eventsOf = (timeline: Timeline): TraceEvent[] =>
  Array.from({ length: timeline.log.length }, (_, seq) => timeline.log.event(seq));

describe('a chain of routers', () => {
  test('a datagram crosses three links, one hop limit less per router', () => {
    const timeline = new Timeline(pinging(), []);
    timeline.runTo(seconds(1));
    const events = eventsOf(timeline);
    const count = (kind: TraceEvent['kind']) => events.filter((e) => e.kind === kind).length;
    expect(count('sent')).toBe(30);
    expect(count('arrived')).toBe(30);
    expect(count('delivered')).toBe(10);
    expect(count('dropped')).toBe(0);
    const hops = Array.from({ length: 30 }, (_, id) => timeline.log.frame(id));
    const hopLimits = hops.filter((hop) => hop.datagram === 0).map((hop) => hop.octets()[14 + 7]);
    expect(hopLimits).toEqual([64, 63, 62]);
  });
});
