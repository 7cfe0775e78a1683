// The invariants of Proxy Mobile IPv6: silent on its scenarios and on faults of the laboratory, and
// each of them heard when it is broken.

import { beforeAll, describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { build } from '#scenario/build.ts';
import { bundled } from '#scenario/library.ts';
import type { FrameAct, Stamped } from '#sim/command.ts';
import { Timeline } from '#sim/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { orphansOf, watchInvariants, type Watched } from './invariants.ts';

/** The handover of a scenario, with commands of the test besides its own. */
function begun(id: string, more: readonly Stamped[] = []): Timeline {
  const scenario = must(bundled(id), id);
  const { spec, script } = build(scenario);
  const all = [...script, ...more].sort((a, b) => a.at - b.at);
  return new Timeline(spec, all);
}

function brokenUpTo(timeline: Timeline, until: number): readonly string[] {
  const check = watchInvariants(timeline);
  const broken: string[] = [];
  while ((timeline.next()?.at ?? Infinity) <= until && timeline.forward()) broken.push(...check());
  return broken;
}

describe('nothing is broken', () => {
  test.each(['pmip-attach', 'pmip-handoff', 'pmip-lost-pba', 'pmip-lma-restart'])(
    'in %s, after every event',
    (id) => {
      const timeline = begun(id);
      expect(brokenUpTo(timeline, seconds(9))).toEqual([]);
      expect(orphansOf(timeline)).toEqual([]);
    },
  );

  test.each<FrameAct>(['drop', 'delay', 'duplicate', 'hold', 'corrupt'])(
    'by frames that a person takes a hand in: %s',
    (act) => {
      const links = ['core-lma', 'core-mag1', 'radio-mag1'];
      const more = links.flatMap((link): readonly Stamped[] => [
        { do: 'catch', name: link, link, kind: 'any', nth: 3, act, by: ms(40), at: ms(900) },
        { do: 'catch', name: `${link} 2`, link, kind: 'PBU', nth: 1, act, by: 1, at: ms(900) },
        { do: 'catch', name: `${link} 3`, link, kind: 'RA', nth: 1, act, by: 1, at: ms(900) },
      ]);
      const timeline = begun('pmip-handoff', more);
      expect(brokenUpTo(timeline, seconds(6))).toEqual([]);
      expect([...timeline.world.catches.values()].length).toBeLessThan(more.length);
    },
  );

  test('by a frame that was held for long and is let go', () => {
    const timeline = begun('pmip-overtaking-pbus');
    expect(brokenUpTo(timeline, ms(4400))).toEqual([]);
  });

  test('by octets that a person wrote', () => {
    const wrong = `${'60000000000887ff'}${'20010db8000100000000000000000001'}${'20010db800ff00000000000000000001'}3b00050000000000`;
    const loose = `6000000000003b00${wrong.slice(16, 80)}`;
    const more = [wrong, loose].map((hex, i): Stamped => ({
      do: 'inject',
      node: 'mag1',
      hex,
      at: seconds(2) + i,
    }));
    const timeline = begun('pmip-attach', more);
    expect(brokenUpTo(timeline, seconds(4))).toEqual([]);
    expect(timeline.log.frames).toBeGreaterThan(10);
  });

  test.each(['kept', 'lost'] as const)('by crashes with state %s', (state) => {
    const more = ['mag1', 'lma', 'mn1'].flatMap((node, i): readonly Stamped[] => [
      { do: 'node', node, up: false, state, at: ms(1300 + 400 * i) },
      { do: 'node', node, up: true, at: ms(1500 + 400 * i) },
    ]);
    const timeline = begun('pmip-attach', more);
    expect(brokenUpTo(timeline, seconds(8))).toEqual([]);
    expect(orphansOf(timeline)).toEqual([]);
  });
});

type Rows = Readonly<Record<string, readonly object[]>>;
interface Plan {
  readonly more?: readonly object[];
  readonly frame?: Watched['log']['frame'];
}

/** The run with events after its own, or rows in place of its own. */
function plant(timeline: Timeline, { more = [], frame }: Plan, rows: Rows = {}): Watched {
  const { length } = timeline.log;
  const events = more.map((event, i) => ({
    seq: length + i,
    at: timeline.now,
    cause: undefined,
    ...event,
  })) as unknown as TraceEvent[]; // the test names what matters
  const tables = new Map<string, unknown>(timeline.world.tables);
  for (const [name, list] of Object.entries(rows)) {
    tables.set(name, { values: () => list.values(), has: () => true });
  }
  return {
    now: timeline.now,
    world: {
      spec: timeline.world.spec,
      tables: tables as unknown as Watched['world']['tables'], // no more is asked of them
      nodes: timeline.world.nodes,
    },
    log: {
      length: length + events.length,
      event: (seq) => events[seq - length] ?? timeline.log.event(seq),
      frame: frame ?? ((id) => timeline.log.frame(id)),
    },
  };
}

describe('broken', () => {
  let timeline: Timeline;
  const brokenBy = (plan: Plan, rows: Rows = {}): string =>
    watchInvariants(plant(timeline, plan, rows))().join('\n');
  const orphansBy = (rows: Rows): string => orphansOf(plant(timeline, {}, rows)).join('\n');
  const rowsOf = (name: string): readonly Record<string, unknown>[] => [
    ...must(timeline.world.tables.get(name), name).values(),
  ];
  const first = (name: string): Record<string, unknown> => must(rowsOf(name)[0], name);
  /** A frame by the class of its message and its sender. */
  const frameOf = (type: number, from: string): number => {
    for (let id = 0; id < timeline.log.frames; id += 1) {
      const frame = timeline.log.frame(id);
      if (frame.type === type && frame.from === from) return id;
    }
    throw new Error(`no frame ${type} of ${from}`);
  };
  const [PBU, PBA, RA] = [1, 2, 6] as const;

  beforeAll(() => {
    timeline = begun('pmip-attach');
    timeline.runTo(ms(2500));
  });

  test('nothing is, before something is planted', () => {
    expect(brokenBy({})).toBe('');
    expect(orphansBy({})).toBe('');
  });

  test('I-2: a gateway advertises what it forgot in a crash', () => {
    const crash = { do: 'node', node: 'mag1', up: false, state: 'lost' };
    const again = { kind: 'sent', frame: frameOf(RA, 'mag1'), datagram: 1e6, node: 'mag1' };
    expect(brokenBy({ more: [again] })).not.toContain('I-2');
    const more = [{ kind: 'command', command: crash, node: 'mag1' }, again];
    expect(brokenBy({ more })).toMatch(/I-2 at \d+: mag1 advertises 2001:db8:a1:1::\/64 unbacked/);
  });

  test('I-3: a prefix in two sessions; but not with Handoff Indicator 6', () => {
    const row = first('lma/lma/bindings');
    const rows = (handoff: number): Rows => ({
      'lma/lma/bindings': [row, { ...row, mnId: 'mn9@example.net', handoff }],
      'lma/lma/tunnels': [{ ...first('lma/lma/tunnels'), sessions: 2 }],
    });
    expect(brokenBy({}, rows(1))).toMatch(/^I-3 at \d+: 2001:db8:a1:1::\/64 in a session of/);
    expect(brokenBy({}, rows(6))).toBe('');
  });

  test.each([
    ['lma', 'bindings'],
    ['mag', 'updates'],
  ] as const)('I-4: a tunnel of the %s that is miscounted, idle, or missing', (role, table) => {
    const node = role === 'lma' ? 'lma' : 'mag1';
    const [tunnels, sessions] = [`${node}/${role}/tunnels`, `${node}/${role}/${table}`];
    const row = first(tunnels);
    expect(brokenBy({}, { [tunnels]: [{ ...row, sessions: 2 }] })).toMatch(
      /^I-4.* counts 2 sessions on .*, which has 1$/,
    );
    const idle = { ...row, sessions: 0 };
    expect(brokenBy({}, { [tunnels]: [idle], [sessions]: [] })).toMatch(/^I-4.* idle tunnel/);
    expect(brokenBy({}, { [tunnels]: [] })).toMatch(
      /I-4.* without its tunnel\nI-4.* has an interface .* without a tunnel/,
    );
    expect(brokenBy({}, { [`${node}/stack/interfaces`]: [] })).toMatch(/I-4.* lacks the interface/);
    const adrift = { ...first(sessions), tunnel: undefined };
    expect(brokenBy({}, { [sessions]: [adrift] })).toContain('without its tunnel');
    expect(brokenBy({}, { [sessions]: [{ ...adrift, state: 'registering' }] })).not.toContain(
      'without its tunnel',
    );
  });

  test('I-5: two retransmission timers of one session', () => {
    const timers = ['registering', 'refreshing'].map((state) => ({
      kind: 'timer',
      node: 'mag1',
      change: 'armed',
      timer: `update mn1/BINDACK_TIMEOUT.${state}`,
      due: 0,
    }));
    expect(brokenBy({ more: timers.slice(1) })).toBe('');
    expect(brokenBy({ more: timers })).toMatch(/^I-5/);
  });

  test('I-6: a fourth PBU within a second, unless the node has lost its memory', () => {
    const sends = [1, 2, 3, 4].map((n) => ({
      kind: 'sent',
      frame: frameOf(PBU, 'mag1'),
      datagram: 1e6 + n,
      node: 'mag1',
    }));
    const crash = { do: 'node', node: 'mag1', up: false, state: 'lost' };
    const lost = { kind: 'command', command: crash, node: 'mag1' };
    const both = [...sends.slice(2), lost, ...sends.slice(0, 2)];
    expect(brokenBy({ more: sends.slice(1) })).not.toContain('I-6');
    expect(brokenBy({ more: sends })).toMatch(/^I-6.* a fourth PBU/);
    expect(brokenBy({ more: both })).not.toContain('I-6');
  });

  /** Frames with lifetime 0 and another source of the PBU, destination of the PBA. */
  const deregistered =
    (last: number): Watched['log']['frame'] =>
    (id) => {
      const frame = timeline.log.frame(id);
      const [pbu, pba] = [frameOf(PBU, 'mag1'), frameOf(PBA, 'lma')];
      if (id !== pbu && id !== pba) return frame;
      const octets = frame.octets();
      octets.set([0, 0], ETHERNET_OCTETS + 40 + 10);
      octets[ETHERNET_OCTETS + (id === pbu ? 23 : 39)] = last;
      return { ...frame, octets: () => mended(octets) };
    };

  test('I-8: an answer to a de-registration of a gateway that does not have the session', () => {
    const more = [
      { kind: 'delivered', frame: frameOf(PBU, 'mag1'), datagram: 1e6, role: 'lma', node: 'lma' },
      { kind: 'sent', frame: frameOf(PBA, 'lma'), datagram: 1e6 + 1, node: 'lma' },
    ];
    expect(brokenBy({ more, frame: deregistered(1) })).not.toContain('I-8');
    expect(brokenBy({ more, frame: deregistered(7) })).toContain('I-8');
  });

  test('I-9: a timestamp of a session goes back', () => {
    const row = {
      kind: 'row',
      node: 'lma',
      role: 'lma',
      table: 'bindings',
      key: 'mn1@example.net #1',
      before: { lastTimestamp: 5 },
      after: { lastTimestamp: 4 },
    };
    expect(brokenBy({ more: [row] })).toMatch(/^I-9/);
  });

  test('I-10: back into the tunnel, unless it is from one session to another', () => {
    // MN1's echo comes by the tunnel; the same packet leaves to where it came from.
    timeline = begun('pmip-attach');
    timeline.runTo(ms(3500));
    const ids = Array.from({ length: timeline.log.frames }, (_, id) => id);
    const tunnelled = must(
      ids.find((id) => timeline.log.frame(id).tunnelled && timeline.log.frame(id).from === 'mag1'),
      'a frame in the tunnel',
    );
    const back = tunnelled + 1e6;
    const frame: Watched['log']['frame'] = (id) => {
      if (id !== back) return timeline.log.frame(id);
      const octets = timeline.log.frame(tunnelled).octets();
      const at = ETHERNET_OCTETS + 8;
      const source = octets.slice(at, at + 16);
      octets.copyWithin(at, at + 16, at + 32);
      octets.set(source, at + 16);
      return { ...timeline.log.frame(tunnelled), octets: () => octets };
    };
    const more = [
      { kind: 'arrived', frame: tunnelled, datagram: 1e6, node: 'lma' },
      { kind: 'sent', frame: back, datagram: 1e6, node: 'lma' },
    ];
    expect(brokenBy({ more, frame })).toMatch(/I-10 at \d+: lma sends back/);
    const own = first('lma/lma/bindings');
    const other = { ...own, mnId: 'mn2@example.net', prefixes: ['2001:db8:c1::/64'] };
    const rows = {
      'lma/lma/bindings': [own, other],
      'lma/lma/tunnels': [{ ...first('lma/lma/tunnels'), sessions: 2 }],
    };
    expect(brokenBy({ more, frame }, rows)).not.toContain('I-10');
  });

  test('I-13: a held frame is not overdue, a released one may be', () => {
    const overdue = {
      kind: 'sent',
      frame: 1e6,
      datagram: 1e6,
      node: 'mag1',
    };
    const frame: Watched['log']['frame'] = (id) =>
      id === 1e6
        ? { ...timeline.log.frame(0), arriveAt: timeline.now - 1 }
        : timeline.log.frame(id);
    expect(brokenBy({ more: [overdue], frame })).toContain('I-13');
    expect(brokenBy({ more: [overdue], frame }, { 'world/world/held': [{ frame: 1e6 }] })).toBe('');
  });

  test('nothing orphaned: route, access link, registration', () => {
    expect(orphansBy({ 'mag1/mag/links': [] })).toMatch(/^mag1 has .* without a link$/);
    expect(orphansBy({ 'mag1/stack/interfaces': [] })).toMatch(/leads nowhere.*lacks/s);
    expect(orphansBy({ 'mag1/accessPoint/stations': [] })).toMatch(
      /mag1 has a link to mn1.*not here\nmag1 registers mn1.*not here$/,
    );
  });
});

/** With the checksum of a Mobility Header that its contents have. */
function mended(octets: Uint8Array): Uint8Array {
  const word = (offset: number) =>
    ((octets[ETHERNET_OCTETS + offset] ?? 0) << 8) | (octets[ETHERNET_OCTETS + offset + 1] ?? 0);
  const length = word(4);
  let sum = length + 135 - word(44);
  for (let offset = 8; offset < 40 + length; offset += 2) sum += word(offset);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  octets.set([(~sum >>> 8) & 255, ~sum & 255], ETHERNET_OCTETS + 44);
  return octets;
}
