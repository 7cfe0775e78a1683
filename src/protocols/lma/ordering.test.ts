// Message ordering by timestamp and by sequence number, PMIP §5.5: S-32, S-33, S-37 at the anchor.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { toTicks } from '#protocols/pmipv6/options.ts';
import { HNP1, M2, MAG1 } from './toy-cast.ts';
import { DELAY, Domain } from './toy.ts';

describe('ordering, PMIP §5.5', () => {
  test('S-32 a: a retransmission updates the session, with the same prefix', () => {
    const domain = new Domain();
    domain.register(1);
    domain.runTo(seconds(1));
    expect(domain.register(1)).toMatchObject({ status: 0, sequence: 2, prefixes: [HNP1] });
    expect(domain.bindings).toHaveLength(1);
  });

  test('S-32 b, R-2: the same PBU again gets the same PBA, and nothing changes', () => {
    const domain = new Domain();
    const stamp = toTicks(0);
    const wish = { sequence: 7, timestamp: stamp };
    const first = domain.register(1, wish);
    const before = domain.binding;
    expect(domain.register(1, wish)).toEqual(first);
    expect(domain.binding).toBe(before);
    expect(domain.notes).toEqual(['info: PBU 7 of MAG1 again: the same PBA (PMIP §5.5)']);
  });

  test('S-32 c, PMIP-128: an equal timestamp with other contents is 157, with our clock', () => {
    const domain = new Domain();
    domain.register(1);
    const sent = domain.now;
    const pba = domain.register(1, { timestamp: toTicks(0), lifetime: 10 });
    expect(pba).toMatchObject({ status: 157, timestamp: toTicks(sent + DELAY) });
  });

  test.each([
    [-300, 0],
    [-301, 156],
    [300, 0],
    [301, 156],
  ])('S-33: %i ms from the clock of the anchor on arrival: %i', (skew, status) => {
    const domain = new Domain();
    domain.runTo(seconds(10));
    const arrival = seconds(10) + DELAY;
    const stamp = toTicks(arrival + ms(skew));
    const pba = domain.register(1, { timestamp: stamp });
    expect(pba).toMatchObject({ status, timestamp: status === 0 ? stamp : toTicks(arrival) });
  });

  test('the clock that counts is the anchor’s own', () => {
    const domain = new Domain();
    domain.runTo(seconds(10));
    domain.command({ do: 'clock', node: 'lma', offset: seconds(1) });
    domain.runTo(seconds(11));
    expect(domain.register(1)).toMatchObject({
      status: 156,
      timestamp: toTicks(seconds(12) + DELAY),
    });
    expect(domain.register(1, { timestamp: toTicks(domain.now + seconds(1)) })?.status).toBe(0);
  });

  test('PMIP-119, PMIP-124, knobs: 5 s of patience, or timestamps of the node', () => {
    const off = { timestamp: toTicks(seconds(4)) };
    for (const [knobs, status] of [
      [{}, 156],
      [{ timestampWindow: '5s' }, 156],
      [{ mnTimestamps: 'on' }, 0],
    ] as const) {
      const domain = new Domain({}, knobs);
      domain.runTo(seconds(10));
      expect(domain.register(1, off)?.status).toBe(status);
    }
    const patient = new Domain({}, { timestampWindow: '5s' });
    patient.runTo(seconds(8));
    expect(patient.register(1, off)?.status).toBe(0);
  });

  test('R-17: per binding, not per node: a slow clock at another interface is in order', () => {
    const domain = new Domain();
    domain.runTo(seconds(10));
    domain.register(1);
    const late = toTicks(seconds(10) - ms(100));
    const wish = { linkLayerId: M2, accessTechnology: 5, timestamp: late };
    expect(domain.register(2, wish)?.status).toBe(0);
    expect(domain.bindings).toHaveLength(2);
  });

  test.each([
    [15, 16, 0],
    [15, 15, 135],
    [15, 0, 135],
    [15, 32_782, 0],
    [15, 32_783, 135],
    [65_535, 0, 0],
  ])('S-33, PMIP-131 to PMIP-134 by sequence: after %i comes %i: %i', (last, sequence, status) => {
    const domain = new Domain();
    domain.register(1, { timestamp: undefined, sequence: last });
    const wish = { timestamp: undefined, sequence, lifetime: 20 };
    const pba = domain.register(1, wish);
    expect(pba).toMatchObject({ status, sequence: status === 0 ? sequence : last });
    expect(pba?.timestamp).toBeUndefined();
    expect(domain.binding.lastSequence).toBe(status === 0 ? sequence : last);
  });

  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  test.each(orders)('S-37: ping-pong delivered as %i %i %i ends at MAG1', (...order) => {
    const domain = new Domain();
    domain.register(1);
    domain.runTo(seconds(1));
    const moves = [
      { mag: 1, wish: { lifetime: 0, handoff: 4, prefixes: [HNP1], sequence: 2 } },
      { mag: 2, wish: { handoff: 3, sequence: 1 } },
      { mag: 1, wish: { handoff: 3, sequence: 3 } },
    ] as const;
    const stamps = [10, 20, 30].map((at) => toTicks(seconds(1) + ms(at)));
    domain.runTo(seconds(1) + ms(40));
    for (const n of order) {
      const move = moves[n];
      if (move === undefined) continue;
      domain.register(move.mag, { ...move.wish, timestamp: stamps[n] });
      domain.run(ms(1));
    }
    expect(domain.bindings).toMatchObject([
      { state: 'active', proxyCareOfAddress: MAG1, prefixes: [HNP1], lastTimestamp: stamps[2] },
    ]);
    expect([...domain.table('tunnels').values()]).toMatchObject([{ remote: MAG1, sessions: 1 }]);
    domain.run(seconds(20));
    expect(domain.bindings).toHaveLength(1);
  });
});
