// Source and sink together, on a real timeline.

import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { FlowSpec } from '#sim/command.ts';
import type { Effect, News } from '#sim/effect.ts';
import { defineRole, type AnyRole } from '#sim/role.ts';
import { prefix } from '#wire/address.ts';
import { flowOf } from './payload.ts';
import { A, at, B, flow, Stage, starts, stops, wireIs } from './toy.ts';

freezeRows();

describe('echo', () => {
  test('each datagram is answered; both ends count', () => {
    const stage = new Stage([starts(1), stops(2)]).at(3);
    expect(stage.flow()).toMatchObject({
      running: false,
      source: A,
      destination: B,
      port: 5001,
      sent: 50,
      received: 50,
      lost: 0,
      gap: ms(20),
      startedAt: seconds(1),
    });
    expect(stage.peers).toMatchObject([
      { address: A, port: 40_000, local: B, received: 50, sent: 50, lost: 0 },
    ]);
  });

  test('ends by itself after `count` datagrams', () => {
    const stage = new Stage([starts(1)], { flows: [flow({ count: 3 })] }).at(3);
    expect(stage.flow()).toMatchObject({ running: false, sent: 3, received: 3 });
    expect(stage.sent('a')).toEqual([1, 1.02, 1.04]);
  });

  test('a broken link shows as loss and as a gap', () => {
    const stage = new Stage([starts(1), wireIs(2.011, false), wireIs(2.511, true), stops(3)]).at(4);
    expect(stage.flow()).toMatchObject({ sent: 100, received: 75, lost: 25, gap: ms(520) });
  });

  test('the octets carry the number of the flow', () => {
    const stage = new Stage([starts(1)], { flows: [flow({ id: 'F0' }), flow()] }).at(1.1);
    const octets = stage.timeline.log.frame(0).octets();
    expect(flowOf(octets, 14)).toBe(1);
    expect(octets).toHaveLength(14 + 40 + 8 + 160);
    expect(stage.flow()).toMatchObject({ number: 1, port: 5002 });
  });

  test('the thirtieth flow is answered at a port of the other range', () => {
    const before = Array.from({ length: 30 }, (_, n) => flow({ id: `G${n}` }));
    const stage = new Stage([starts(1), stops(2)], { flows: [...before, flow()] }).at(3);
    expect(stage.flow()).toMatchObject({ number: 30, port: 28_030, sent: 50, received: 50 });
  });
});

describe('up', () => {
  test('only the sink hears', () => {
    const stage = new Stage([starts(1), stops(2)], { flows: [flow({ mode: 'up' })] }).at(3);
    expect(stage.flow()).toMatchObject({ sent: 50, received: 0 });
    expect(stage.peers).toMatchObject([{ received: 50, sent: 0 }]);
    expect(stage.sent('b')).toEqual([]);
  });
});

describe('down', () => {
  const down = (change: Partial<FlowSpec> = {}) => ({ flows: [flow({ mode: 'down', ...change })] });

  test('one datagram asks, and the other end streams until it is told to stop', () => {
    const stage = new Stage([starts(1), stops(2)], down()).at(3);
    expect(stage.sent('a')).toEqual([1, 2]);
    expect(stage.flow()).toMatchObject({ running: false, sent: 1, received: 51, gap: ms(20) });
    expect(stage.sent('b')).toHaveLength(51);
  });

  test('a stream of `count` ends by itself at both ends', () => {
    const stage = new Stage([starts(1)], down({ count: 5 })).at(3);
    expect(stage.flow()).toMatchObject({ running: false, received: 5 });
    expect(stage.sent('a')).toEqual([1]);
    expect(stage.sent('b')).toHaveLength(5);
  });

  test('an ask that is lost is repeated each second', () => {
    const stage = new Stage([wireIs(0.5, false), starts(1), wireIs(2.5, true)], down()).at(4);
    expect(stage.flow()).toMatchObject({ running: true, sent: 3 });
    expect(stage.flow()['received']).toBeGreaterThan(40);
  });

  test('after five asks the flow fails', () => {
    const stage = new Stage([wireIs(0.5, false), starts(1)], down()).at(10);
    expect(stage.flow()).toMatchObject({ running: false, sent: 5, lastError: 'no answer from b' });
  });

  test('an ask that comes twice does not begin a second stream', () => {
    // The answer needs 10 ms; a stream each 3 s leaves the ask unanswered while its first datagram
    // is lost.
    const script = [starts(1), wireIs(1.006, false), wireIs(1.5, true), stops(9)];
    const stage = new Stage(script, down({ every: seconds(3), count: 3 })).at(12);
    expect(stage.sent('a').slice(0, 2)).toEqual([1, 2]);
    expect(stage.peers).toMatchObject([{ sent: 3, received: 4 }]);
  });

  test('a stop that is lost is repeated when the stream goes on', () => {
    const stage = new Stage([starts(1), wireIs(1.95, false), stops(2), wireIs(2.5, true)], down());
    expect(stage.at(4).sent('b').at(-1)).toBeLessThan(3.1);
    expect(stage.sent('a')).toEqual([1, 3.01]);
    expect(stage.flow()).toMatchObject({ running: false });
  });
});

describe('a socket', () => {
  test('a second start opens a new one: counters from 0 at both ends', () => {
    const stage = new Stage([starts(1), stops(2), starts(3), stops(4)]).at(5);
    expect(stage.flow()).toMatchObject({ run: 2, sent: 50, received: 50, duplicates: 0 });
    expect(stage.peers).toMatchObject([{ run: 2, received: 50, duplicates: 0, reordered: 0 }]);
  });

  test('a start of what runs, and a stop of what stands, change nothing', () => {
    const stage = new Stage([stops(0.5), starts(1), starts(1.5), stops(2), stops(2.5)]).at(3);
    expect(stage.flow()).toMatchObject({ run: 1, sent: 50 });
  });

  test('the address of the other end must be known', () => {
    const stage = new Stage([starts(1)], { config: { addressOf: {} } }).at(2);
    expect(stage.flow()).toMatchObject({
      running: false,
      lastError: 'the address of b is not known here',
    });
    expect(stage.notes).toEqual(['F1: the address of b is not known here']);
  });

  test('an ICMPv6 error is noted in the row, and the flow goes on, RFC 4443 §3.1', () => {
    const stage = new Stage([starts(1)], { b: [] }).at(1.5);
    expect(stage.flow()).toMatchObject({ running: true, lastError: `port unreachable (${B})` });
  });

  test('a flow that a person defines gets the next number', () => {
    const mine = flow({ id: 'mine', every: ms(100) });
    const stage = new Stage([starts(1, mine), at(2, { do: 'flow', flow: 'mine', change: 'stop' })]);
    stage.at(3);
    expect(stage.flow('mine')).toMatchObject({ number: 1, port: 5002, sent: 10, received: 10 });
  });

  test('no flow sends more often than every 100 µs', () => {
    const stage = new Stage([starts(1)], { flows: [flow({ every: 0, mode: 'up' })] }).at(1.001);
    expect(stage.flow()).toMatchObject({ sent: 11 });
  });

  test('a run and a seek give the same', () => {
    const script = [starts(1), wireIs(2, false), wireIs(2.5, true), stops(3)];
    const straight = new Stage(script).at(4).timeline;
    const sought = new Stage(script).at(4).timeline;
    sought.seek(ms(1500));
    sought.runTo(seconds(4));
    expect(sought.fingerprint()).toBe(straight.fingerprint());
  });
});

describe('a node whose role `host` knows the addresses', () => {
  type Asked = { readonly asked: { readonly news: News } };
  /**
   * Writes down what it is asked; answers after half a second, takes the address away after two.
   */
  const host: AnyRole = defineRole<Asked, undefined>({
    name: 'host',
    takes: {},
    tables: { asked: { id: 'asked', title: 'Asked', cite: '', columns: [] } },
    begin: () => [],
    handle: (tables, stimulus): readonly Effect[] => {
      if (stimulus.on === 'timer') {
        if (stimulus.timer === 'leave') return [{ do: 'removeAddress', address: A }];
        const news = { say: 'sourcesChosen', chosen: [{ flow: 'F1', address: A }] };
        return [{ do: 'tell', role: 'source', news }];
      }
      if (stimulus.on !== 'news') return [];
      tables.asked.set(`n${tables.asked.size}`, { news: stimulus.news });
      if (stimulus.news.say !== 'chooseSource') return [];
      return [
        { do: 'arm', timer: 'answer', after: ms(500) },
        { do: 'arm', timer: 'leave', after: seconds(2) },
      ];
    },
  });
  const asked = (stage: Stage): unknown[] =>
    [...(stage.timeline.world.tables.get('a/host/asked')?.values() ?? [])].map(
      (row) => row['news'],
    );

  test('is asked once, and the flow begins with the answer', () => {
    const stage = new Stage([starts(1)], { host }).at(1.4);
    expect(stage.flow()).toMatchObject({ running: true, sent: 0 });
    expect(stage.flow()).not.toHaveProperty('source');
    expect(asked(stage)).toEqual([{ say: 'chooseSource', flow: 'F1', destination: B }]);
    expect(stage.at(2).flow()).toMatchObject({ source: A });
    expect(asked(stage)).toHaveLength(1);
  });

  test('a bound flow asks for an address of its gateway’s prefixes', () => {
    const prefA = prefix('2001:db8:aa:1::/64');
    const stage = new Stage([starts(1)], {
      host,
      flows: [flow({ bind: 'dgw1' })],
      config: { anchorPrefixes: { dgw1: [prefA] } },
    }).at(2);
    expect(asked(stage)).toMatchObject([{ within: [prefA] }]);
  });

  test('a flow bound to a gateway that anchors nothing fails', () => {
    const stage = new Stage([starts(1)], { host, flows: [flow({ bind: 'dgw2' })] }).at(2);
    expect(stage.flow()).toMatchObject({ running: false, lastError: 'dgw2 anchors no prefix' });
  });

  test('a flow that stops while it waits takes its question back', () => {
    const stage = new Stage([starts(1), stops(1.2)], { host }).at(3);
    expect(asked(stage)).toMatchObject([{ say: 'chooseSource' }, { say: 'forgetSource' }]);
    expect(stage.flow()).toMatchObject({ running: false, sent: 0 });
  });

  test('a socket whose address is gone fails, RFC 4862 §5.5.4', () => {
    const stage = new Stage([starts(1)], { host }).at(4);
    expect(stage.flow()).toMatchObject({
      running: false,
      lastError: `the socket's address ${A} is gone`,
    });
  });
});

test('a node with fixed addresses chooses by itself, and binds within prefixes', () => {
  const play = (prefixText: string) => ({
    flows: [flow({ bind: 'dgw1' })],
    config: { anchorPrefixes: { dgw1: [prefix(prefixText)] } },
  });
  const bound = new Stage([starts(1)], play('2001:db8:aa:1::/64')).at(2);
  expect(bound.flow()).toMatchObject({ source: A });
  const none = new Stage([starts(1)], play('2001:db8:bb:1::/64')).at(2);
  expect(none.flow()).toMatchObject({ lastError: 'no address to reach b from' });
});
