import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Stamped } from './command.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import type { LinkSpec } from './world.ts';

freezeRows();

/** a sends `count` datagrams of `octets` octets (with all headers) to b, one every so often. */
function pair(
  link: Partial<LinkSpec>,
  flow: { every: number; count: number; octets?: number },
  script: readonly Stamped[] = [],
  seed = 1,
): Timeline {
  const { every, count, octets = 125 } = flow;
  const config = {
    src: toy.CN,
    dst: toy.MN,
    every,
    count,
    data: new Uint8Array(octets - 14 - 40 - 8),
  };
  const a = toy.node('a', {
    roles: [{ role: toy.ping, config }],
    interfaces: [toy.wired('eth0', toy.macOf(1), 'ab', 9000)],
    addresses: [toy.address(toy.CN, 'eth0')],
    routes: [toy.route('::/0', 'eth0')],
    neighbours: [toy.neighbour('eth0', toy.MN, toy.macOf(2))],
  });
  const b = toy.node('b', {
    roles: [{ role: toy.sink, config: undefined }],
    interfaces: [toy.wired('eth0', toy.macOf(2), 'ab', 9000)],
    addresses: [toy.address(toy.MN, 'eth0')],
  });
  const ends = [
    ['a', 'eth0'],
    ['b', 'eth0'],
  ] as const;
  const wire = toy.wire('ab', ends, { mtu: 9000, ...link });
  const timeline = new Timeline(toy.world([a, b], [wire], seed), script);
  timeline.runTo(seconds(100));
  return timeline;
}

const arrivals = (timeline: Timeline): number[] =>
  toy.ofKind(timeline, 'arrived').map((event) => event.at);
const order = (timeline: Timeline): number[] =>
  toy.ofKind(timeline, 'arrived').map((event) => event.datagram);

describe('delay and order', () => {
  test('a frame arrives after the delay', () => {
    expect(arrivals(pair({ delay: ms(7) }, { every: ms(10), count: 2 }))).toEqual([17000, 27000]);
  });

  test('a delay that is made shorter lets nothing overtake', () => {
    const shorten: Stamped = { do: 'link', link: 'ab', delay: ms(1), at: ms(25) };
    const timeline = pair({ delay: ms(100) }, { every: ms(10), count: 4 }, [shorten]);
    expect(order(timeline)).toEqual([0, 1, 2, 3]);
    expect(arrivals(timeline)).toEqual([110_000, 120_000, 120_000, 120_000]);
  });
});

describe('rate and queue', () => {
  test('frames leave one after the other', () => {
    // 125 octets at 1 Mbit/s take a millisecond.
    const timeline = pair({ rate: 1_000_000, delay: 0 }, { every: 0, count: 3 });
    expect(arrivals(timeline)).toEqual([1000, 2000, 3000]);
  });

  test('a full queue drops what comes, at the sender', () => {
    const timeline = pair({ rate: 1_000_000, queue: 2 }, { every: 0, count: 5 });
    expect(toy.dropsOf(timeline)).toEqual(['a queueFull', 'a queueFull']);
    expect(order(timeline)).toEqual([0, 1, 2]);
  });

  test('a queue that has emptied takes frames again', () => {
    const timeline = pair({ rate: 1_000_000, queue: 0 }, { every: ms(1), count: 5 });
    expect(toy.dropsOf(timeline)).toEqual([]);
  });
});

describe('loss', () => {
  const lossy = (seed: number, loss = 0.3): Timeline =>
    pair({ loss }, { every: ms(1), count: 1000 }, [], seed);

  test('is drawn when a frame is sent, and shows when it would have arrived', () => {
    const timeline = lossy(1);
    const lost = toy.ofKind(timeline, 'dropped');
    expect(lost.length).toBeGreaterThan(250);
    expect(lost.length).toBeLessThan(350);
    for (const event of lost) {
      expect(event).toMatchObject({ node: 'b', why: 'loss' });
      const frame = timeline.log.frame(event.frame ?? -1);
      expect(frame).toMatchObject({ fate: 'loss', arriveAt: event.at, endSeq: event.seq });
    }
    expect(order(timeline)).toHaveLength(1000 - lost.length);
  });

  test('depends on the seed alone', () => {
    expect(order(lossy(1))).toEqual(order(lossy(1)));
    expect(order(lossy(1))).not.toEqual(order(lossy(2)));
  });

  test('all or nothing', () => {
    expect(order(lossy(1, 0))).toHaveLength(1000);
    expect(order(lossy(1, 1))).toEqual([]);
  });
});

describe('a link that is down', () => {
  const down: Stamped = { do: 'link', link: 'ab', up: false, at: ms(15) };
  const up: Stamped = { do: 'link', link: 'ab', up: true, at: ms(35) };

  test('takes nothing, and loses what is on it', () => {
    const timeline = pair({ delay: ms(8) }, { every: ms(10), count: 5 }, [down, up]);
    expect(toy.dropsOf(timeline)).toEqual(['b linkDown', 'a linkDown', 'a linkDown']);
    expect(order(timeline)).toEqual([3, 4]);
  });
});

describe('octets', () => {
  test('a packet larger than the link takes is dropped where it is sent', () => {
    const timeline = pair({ mtu: 1300 }, { every: ms(1), count: 1, octets: 1315 });
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { node: 'a', why: 'tooBig', words: '1301 octets, ab takes 1300' },
    ]);
    expect(order(pair({ mtu: 1300 }, { every: ms(1), count: 1, octets: 1314 }))).toEqual([0]);
  });

  test('a frame for another address is not heard', () => {
    const strange = toy.node('a', {
      roles: [
        {
          role: toy.ping,
          config: { src: toy.CN, dst: toy.MN, every: 1, count: 1, data: new Uint8Array(9) },
        },
      ],
      interfaces: [toy.wired('eth0', toy.macOf(1), 'ab')],
      routes: [toy.route('::/0', 'eth0')],
      neighbours: [toy.neighbour('eth0', toy.MN, toy.macOf(9))],
    });
    const b = toy.node('b', { interfaces: [toy.wired('eth0', toy.macOf(2), 'ab')] });
    const ends = [
      ['a', 'eth0'],
      ['b', 'eth0'],
    ] as const;
    const timeline = new Timeline(toy.world([strange, b], [toy.wire('ab', ends)]), []);
    timeline.runTo(seconds(1));
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { node: 'b', why: 'notMine', words: `no interface ${toy.macOf(9)}` },
    ]);
  });
});
