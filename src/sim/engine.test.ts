import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import { ipv6 } from '#wire/address.ts';
import type { Stamped } from './command.ts';
import type { Effect } from './effect.ts';
import { defineRole, type AnyRole } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import { note, notesOf, none, puppet, single } from './toy-roles.ts';

freezeRows();

describe('a chain of routers', () => {
  test('a datagram crosses three links, one hop limit less per router', () => {
    const timeline = new Timeline(toy.pinging(), []);
    timeline.runTo(seconds(1));
    const count = (kind: Parameters<typeof toy.ofKind>[1]) => toy.ofKind(timeline, kind).length;
    expect([count('sent'), count('arrived'), count('delivered')]).toEqual([30, 30, 10]);
    expect(count('dropped')).toBe(0);
    const hops = Array.from({ length: 30 }, (_, id) => timeline.log.frame(id));
    const hopLimits = hops.filter((hop) => hop.datagram === 0).map((hop) => hop.octets()[14 + 7]);
    expect(hopLimits).toEqual([64, 63, 62]);
  });

  test('each event has its cause, back to the timer that was armed at the beginning', () => {
    const timeline = new Timeline(toy.pinging({ count: 1 }), []);
    timeline.runTo(seconds(1));
    const chain: string[] = [];
    let seq: number | undefined = timeline.log.length - 1;
    while (seq !== undefined) {
      const event = timeline.log.event(seq);
      chain.unshift(`${event.node} ${event.kind}`);
      expect(event.cause ?? -1).toBeLessThan(seq);
      seq = event.cause;
    }
    expect(chain).toEqual([
      'cn timer',
      'cn timer',
      'cn sent',
      'r1 arrived',
      'r1 sent',
      'r2 arrived',
      'r2 sent',
      'mn arrived',
      'mn delivered',
      'mn row',
    ]);
  });
});

describe('the beginning', () => {
  test('is the first engine event: roles in the order of the list', () => {
    const timeline = single([puppet('b', none, [note('b')]), puppet('a', none, [note('a')])]);
    expect([timeline.next(), timeline.step]).toEqual([{ at: 0 }, 0]);
    timeline.forward();
    expect([notesOf(timeline), timeline.step]).toEqual([['b', 'a'], 1]);
  });

  test('what the spec gives is there, and no change', () => {
    const timeline = single([], [], { addresses: [toy.address('fe80::1', 'if1')] });
    timeline.forward();
    expect(timeline.log.length).toBe(0);
    expect(timeline.world.nodes[0]?.addresses.get('fe80::1')?.state).toBe('preferred');
  });
});

describe('signals out of band', () => {
  const query: Effect = {
    do: 'signal',
    to: 'hss',
    role: 'hss',
    news: { say: 'query' },
    after: ms(5),
    label: 'HSS? mn1',
  };
  const world = () => {
    const answers = puppet('hss', (stimulus) =>
      stimulus.on === 'news' ? [note(`asked by ${stimulus.from}`)] : [],
    );
    const roles = (role: AnyRole) => [{ role, config: undefined }];
    return toy.world(
      [
        toy.node('dgw1', { roles: roles(puppet('dgw', none, [query])) }),
        toy.node('hss', { roles: roles(answers) }),
      ],
      [],
    );
  };

  test('leave, and arrive as news from a node', () => {
    const timeline = new Timeline(world(), []);
    timeline.runTo(ms(10));
    const common = { from: 'dgw1', to: 'hss', label: 'HSS? mn1', news: { say: 'query' } };
    expect(toy.ofKind(timeline, 'signal')).toMatchObject([
      { ...common, at: 0, node: 'dgw1', arrived: false },
      { ...common, at: ms(5), node: 'hss', arrived: true, cause: 0 },
    ]);
    expect(notesOf(timeline)).toEqual(['asked by dgw1']);
  });

  test('to a node that is down are a warning', () => {
    const down: Stamped = { do: 'node', node: 'hss', up: false, at: ms(1) };
    const timeline = new Timeline(world(), [down]);
    timeline.runTo(ms(10));
    expect(notesOf(timeline)).toEqual(['HSS does not answer: HSS? mn1']);
    expect(toy.ofKind(timeline, 'note')[0]).toMatchObject({ level: 'warning', node: 'hss' });
  });
});

describe('commands', () => {
  const heard: string[] = [];
  const listener = (name: string) =>
    puppet(name, (stimulus) => {
      if (stimulus.on === 'command') heard.push(`${name} ${stimulus.command.do}`);
      return [];
    });

  test('place: the row first, then the roles of that node', () => {
    heard.length = 0;
    const place: Stamped = { do: 'place', node: 'mn', x: 8, y: 16, at: 5 };
    const timeline = single([listener('a'), listener('b')], [place]);
    timeline.runTo(10);
    expect(heard).toEqual(['a place', 'b place']);
    const kinds = toy.eventsOf(timeline).map((event) => event.kind);
    expect(kinds).toEqual(['command', 'row']);
    expect(timeline.log.event(0)).toMatchObject({ command: { do: 'place', x: 8, y: 16 } });
    expect(timeline.log.event(0)).not.toHaveProperty('command.at');
  });

  test('flow: the node that opens it hears, or all when the command does not say which', () => {
    const flow: Stamped = { do: 'flow', flow: 'F1', change: 'start', at: 1 };
    const define = { id: 'F1', from: 'b', to: 'a', every: 1, octets: 1, mode: 'up' } as const;
    const nodes = ['a', 'b'].map((id) =>
      toy.node(id, { roles: [{ role: listener(id), config: undefined }] }),
    );
    heard.length = 0;
    new Timeline(toy.world(nodes, []), [flow]).runTo(5);
    expect(heard).toEqual(['a flow', 'b flow']);
    heard.length = 0;
    new Timeline(toy.world(nodes, []), [{ ...flow, define }]).runTo(5);
    expect(heard).toEqual(['b flow']);
  });

  test('a node that is down hears nothing, drops what arrives, and its timers stand still', () => {
    const down: Stamped = { do: 'node', node: 'mn', up: false, at: ms(22) };
    const up: Stamped = { do: 'node', node: 'mn', up: true, at: ms(42) };
    const timeline = new Timeline(toy.pinging({ count: 5 }), [down, up]);
    timeline.runTo(seconds(1));
    expect(toy.dropsOf(timeline)).toEqual(['mn nodeDown', 'mn nodeDown']);
    expect(toy.ofKind(timeline, 'delivered')).toHaveLength(3);

    heard.length = 0;
    const place: Stamped = { do: 'place', node: 'mn', x: 1, y: 1, at: 6 };
    const early: Stamped = { do: 'node', node: 'mn', up: false, at: 5 };
    const arm: Effect = { do: 'arm', timer: 't', after: 10 };
    const silent = single(
      [listener('a'), puppet('b', () => [note('fired')], [arm])],
      [early, place],
    );
    silent.runTo(20);
    expect([heard, notesOf(silent)]).toEqual([[], []]);
    expect(toy.ofKind(silent, 'timer').map(({ change }) => change)).toEqual(['armed']);
    expect(silent.next()).toBeUndefined();
  });
});

test('the sight shows the node, the knobs and the sisters', () => {
  const seen: unknown[] = [];
  const looker = defineRole<Record<never, never>, undefined>({
    name: 'looker',
    takes: {},
    tables: {},
    begin: () => [{ do: 'arm', timer: 't', after: 7 }],
    handle: (_tables, _stimulus, sight) => {
      seen.push(sight.now, sight.node, sight.profile, sight.knob('mode'), sight.position);
      seen.push(sight.addresses.get('fe80::1')?.iface, sight.sibling('ping', 'sent').size);
      expect(sight.knob('none')).toBe('');
      return [];
    },
  });
  const config: toy.PingConfig = {
    src: ipv6('fe80::1'),
    dst: ipv6('fe80::2'),
    every: 9,
    data: new Uint8Array(1),
    count: 1,
  };
  const node = toy.node('mn', {
    x: 8,
    y: 16,
    addresses: [toy.address('fe80::1', 'if1')],
    roles: [
      { role: looker, config: undefined },
      { role: toy.ping, config },
    ],
  });
  const timeline = new Timeline({ ...toy.world([node], []), knobs: { mode: 'deprecate' } }, []);
  timeline.runTo(8);
  expect(seen).toEqual([7, 'mn', 'draft-05', 'deprecate', { x: 8, y: 16 }, 'if1', 0]);
});
