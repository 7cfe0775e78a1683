// The invariants: silent on a run of Figure 4, and each of them heard when it is broken.
import { beforeAll, describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { build } from '#scenario/build.ts';
import { bundled } from '#scenario/library.ts';
import { Timeline } from '#sim/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { orphansOf, watchInvariants } from './invariants.ts';
import type { Watched } from './invariants.ts';
import type { WatchedFrame } from './watched.ts';

/** Figure 4 in a hurry: F1 from 1.5 s on, the handover at 1.6 s. */
function run(until: number): Timeline {
  const figure = must(bundled('dmm-f4'), 'Figure 4');
  const move = must(
    figure.script.find((entry) => entry.do === 'place'),
    'a move',
  );
  const { spec, script } = build({
    ...figure,
    script: [
      { do: 'flow', flow: 'F1', change: 'start', at: ms(1500) },
      { ...move, at: ms(1600) },
    ],
  });
  const timeline = new Timeline(spec, script);
  timeline.runTo(until);
  return timeline;
}

type Planted = Partial<Watched['log']> & { readonly more?: readonly object[] };

interface PlantedTable {
  readonly values: () => IterableIterator<object>;
  readonly has: (key: string) => boolean;
}

/** The run with events after its own, frames of another making, or rows in place of its own. */
function plant(
  timeline: Timeline,
  { more = [], ...log }: Planted,
  rows: Readonly<Record<string, readonly object[]>> = {},
): Watched {
  const { length } = timeline.log;
  const node = 'dgw1';
  const events = more.map((event, i) => ({
    seq: length + i,
    at: timeline.now,
    node,
    cause: undefined,
    ...event,
  })) as unknown as TraceEvent[]; // the test names what matters
  const tables = new Map<string, PlantedTable>(timeline.world.tables);
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
      frame: (id) => timeline.log.frame(id),
      ...log,
    },
  };
}

const brokenIn = (watched: Watched): readonly string[] => watchInvariants(watched)();
const ofTable = (timeline: Timeline, name: string): readonly Record<string, unknown>[] => [
  ...must(timeline.world.tables.get(name), name).values(),
];

describe('a run of Figure 4', () => {
  test('keeps all of them after every event, and leaves nothing over', () => {
    const timeline = run(0);
    const check = watchInvariants(timeline);
    const broken: string[] = [];
    while ((timeline.next()?.at ?? Infinity) <= seconds(3) && timeline.forward()) {
      broken.push(...check());
    }
    expect(broken).toEqual([]);
    expect(orphansOf(timeline)).toEqual([]);
  });
});

describe('broken', () => {
  let timeline: Timeline;
  /** Frames of the PBU, the PBA and the last RA, as they left their makers. */
  let frames: Readonly<Record<'PBU' | 'PBA' | 'RA' | 'tunnelled', number>>;

  beforeAll(() => {
    timeline = run(ms(1800));
    const find = (type: (frame: WatchedFrame) => boolean): number => {
      for (let id = 0; id < timeline.log.frames; id += 1) {
        if (type(timeline.log.frame(id))) return id;
      }
      throw new Error('no such frame');
    };
    const at = (frame: WatchedFrame, offset: number) => frame.octets()[ETHERNET_OCTETS + offset];
    frames = {
      PBU: find((frame) => at(frame, 6) === 135 && at(frame, 42) === 5),
      PBA: find((frame) => at(frame, 6) === 135 && at(frame, 42) === 6),
      RA: find((frame) => at(frame, 6) === 58 && at(frame, 40) === 134 && frame.from === 'dgw2'),
      tunnelled: find((frame) => frame.tunnelled && frame.from === 'dgw2'),
    };
  });

  test('nothing is, before something is planted', () => {
    expect(brokenIn(plant(timeline, {}))).toEqual([]);
  });

  /** The frame with one octet changed, also where the run itself sent it. */
  const bent = (id: number, offset: number, to: number, isMended = true): Planted => ({
    frame: (other) => {
      const frame = timeline.log.frame(other);
      if (other !== id) return frame;
      const octets = frame.octets();
      octets[ETHERNET_OCTETS + offset] = to;
      return { ...frame, octets: () => (isMended ? mended(octets) : octets) };
    },
  });
  /** Sends a frame of the run once more, as a new datagram of its node. */
  const sent = (frame: number, datagram: number, node: string, at = timeline.now) => ({
    kind: 'sent',
    frame,
    datagram,
    node,
    at,
  });

  test('I-1: a bit of a Mobility Header', () => {
    const broken = brokenIn(plant(timeline, bent(frames.PBU, 60, 0xff, false)));
    expect(broken.join()).toContain('I-1');
    expect(brokenIn(plant(timeline, bent(frames.PBA, 41, 3, false))).join()).toContain(
      'Header Len',
    );
  });

  test('I-2: an advertised prefix that nobody backs', () => {
    expect(brokenIn(plant(timeline, bent(frames.RA, 40 + 16 + 8 + 16 + 7, 9))).join()).toMatch(
      /I-2 at \d+: dgw2 advertises/,
    );
  });

  test('I-3: a prefix at two gateways', () => {
    const rows = ofTable(timeline, 'dgw1/dgw/bindings');
    const broken = brokenIn(plant(timeline, {}, { 'dgw2/dgw/bindings': rows }));
    expect(broken.join()).toContain('I-3');
  });

  test('I-4: a tunnel that is not counted, is counted too often, or has no session', () => {
    const [row] = ofTable(timeline, 'dgw1/dgw/tunnels');
    const users = row?.['users'] as object[];
    const others = [[], [...users, { mnId: 'mn9', prefix: '2001:db8::/64' }], [...users, ...users]];
    const broken = others.map((list) =>
      brokenIn(plant(timeline, {}, { 'dgw1/dgw/tunnels': [{ ...row, users: list }] })).join(),
    );
    expect(broken[0]).toMatch(/I-4.*lacks.*I-4.*idle/);
    expect(broken[1]).toMatch(/I-4.*too much/);
    expect(broken[2]).toMatch(/I-4.*twice/);
  });

  test('I-5: two retransmission timers of one registration', () => {
    const timers = ['registering', 'refreshing'].map((state) => ({
      kind: 'timer',
      change: 'armed',
      timer: `update mn1 2001:db8:d1::1/BINDACK_TIMEOUT.${state}`,
      due: 0,
    }));
    expect(brokenIn(plant(timeline, { more: timers.slice(1) }))).toEqual([]);
    expect(brokenIn(plant(timeline, { more: timers })).join()).toContain('I-5');
  });

  test('I-6: a fourth PBU within a second', () => {
    const more = [1, 2, 3].map((n) => sent(frames.PBU, 1e6 + n, 'dgw2'));
    expect(brokenIn(plant(timeline, { more: more.slice(1) })).join()).not.toContain('I-6');
    expect(brokenIn(plant(timeline, { more })).join()).toContain('I-6');
  });

  test('I-7: a D flag towards a host', () => {
    expect(brokenIn(plant(timeline, bent(frames.PBU, 39, 9))).join()).toContain('I-7');
  });

  test('I-8: an answer to a de-registration that is to be ignored', () => {
    // Lifetime 0 in both, from a gateway that the binding does not know (last octet of the
    // address).
    const zero: Planted = {
      more: [
        { kind: 'delivered', frame: frames.PBU, datagram: 1e6, role: 'dgw' },
        sent(frames.PBA, 1e6 + 1, 'dgw1'),
      ],
      frame: (id) => {
        const frame = timeline.log.frame(id);
        if (id !== frames.PBU && id !== frames.PBA) return frame;
        const octets = frame.octets();
        octets.set([0, 0], ETHERNET_OCTETS + 40 + 10);
        octets[ETHERNET_OCTETS + (id === frames.PBU ? 23 : 39)] = 7;
        return { ...frame, octets: () => mended(octets) };
      },
    };
    expect(brokenIn(plant(timeline, zero)).filter((line) => line.startsWith('I-8'))).toHaveLength(
      1,
    );
  });

  test('I-9: a timestamp that goes back', () => {
    const row = {
      kind: 'row',
      role: 'dgw',
      table: 'bindings',
      key: '2001:db8:aa:1::/64',
      before: { lastTimestamp: 5 },
      after: { lastTimestamp: 4 },
    };
    expect(brokenIn(plant(timeline, { more: [row] })).join()).toContain('I-9');
  });

  test('I-10: a packet that goes back into its tunnel', () => {
    const { frame } = bent(frames.tunnelled, 0, 0x60);
    const swapped: Planted = {
      more: [
        { kind: 'arrived', frame: frames.tunnelled, datagram: 1e6, node: 'dgw1' },
        sent(frames.PBU, 1e6, 'dgw1'),
      ],
      frame: (id) => {
        const one = must(frame, 'a frame')(id);
        if (id !== frames.PBU) return one;
        const octets = must(frame, 'a frame')(frames.tunnelled).octets();
        const at = ETHERNET_OCTETS + 8;
        const source = octets.slice(at, at + 16);
        octets.copyWithin(at, at + 16, at + 32);
        octets.set(source, at + 16);
        return { ...one, tunnelled: true, octets: () => octets };
      },
    };
    expect(brokenIn(plant(timeline, swapped)).join()).toContain('I-10');
  });

  test('I-11: a hop limit of 0', () => {
    expect(brokenIn(plant(timeline, bent(frames.tunnelled, 7, 0))).join()).toContain('I-11');
  });

  test('I-12: two DLIFs with one MAC, and one that looks different elsewhere', () => {
    const rows = ofTable(timeline, 'dgw2/dgw/dlifs');
    const same = rows.map((row) => ({ ...row, mac: '00:11:22:33:01:01' }));
    const broken = brokenIn(plant(timeline, {}, { 'dgw2/dgw/dlifs': same }));
    expect(broken.join()).toContain('stands twice at dgw2');
    const other = rows.map((row) => ({ ...row, linkLocal: 'fe80::1' }));
    expect(brokenIn(plant(timeline, {}, { 'dgw2/dgw/dlifs': other })).join()).toMatch(
      /mn1dgw\d is/,
    );
  });

  test('I-13: a packet that vanishes, and one that ends twice', () => {
    const { frame } = bent(0, 0, 0x60);
    const flying: Planted = {
      more: [sent(0, 1e6, 'dgw1')],
      frame: (id) => ({ ...must(frame, 'a frame')(id), arriveAt: timeline.now - 1 }),
    };
    expect(brokenIn(plant(timeline, flying)).join()).toContain('was to arrive');
    const arrival = { kind: 'arrived', frame: 0, datagram: 1e6, node: 'dgw1' };
    const broken = brokenIn(plant(timeline, { more: [arrival] })).join();
    expect(broken).toContain('ends twice');
    expect(broken).toContain('vanishes at dgw1');
  });

  test('nothing orphaned: interface, route, clone, registration, binding', () => {
    expect(orphansOf(timeline)).toEqual([]);
    const without = (name: string): string => orphansOf(plant(timeline, {}, { [name]: [] })).join();
    expect(without('dgw2/dgw/tunnels')).toContain('interface has tun-2001:db8:d1::1 too much');
    expect(without('dgw2/stack/interfaces')).toMatch(/interface lacks mn1dgw2.*leads nowhere/s);
    expect(without('dgw2/dgw/updates')).toContain('portrays mn1dgw1 without a registration');
    expect(without('dgw2/dgw/updates')).toContain('route to 2001:db8:aa:1::/64 has no session');
    expect(without('dgw2/dgw/bindings')).toMatch(
      /route from 2001:db8:bb:1::\/64 has no session.*has mn1dgw2 without.*counts .* as used/s,
    );
    expect(without('dgw1/dgw/bindings')).toContain(
      'HSS lists 2001:db8:aa:1::/64 of mn1@example.net, which dgw1 has not',
    );
    const stations = ofTable(timeline, 'dgw2/accessPoint/stations');
    const moved = { 'dgw2/accessPoint/stations': [], 'dgw1/accessPoint/stations': stations };
    expect(orphansOf(plant(timeline, {}, moved)).join()).toMatch(
      /portrays mn1dgw1.*elsewhere.*registers.*elsewhere.*believes/s,
    );
  });

  test('nothing orphaned: what never ends, and what waits for nothing', () => {
    const withRows = (name: string, rows: readonly object[]): string =>
      orphansOf(plant(timeline, {}, { [name]: rows })).join();
    const endless = (name: string, expiresAt: number | undefined): string =>
      withRows(
        name,
        ofTable(timeline, name).map((row) => ({ ...row, expiresAt })),
      );
    expect(endless('dgw1/dgw/bindings', undefined)).toContain(
      'binding of 2001:db8:aa:1::/64 never',
    );
    expect(endless('dgw2/dgw/updates', timeline.now - 1)).toContain('registration of');
    expect(withRows('dgw2/dgw/waiting', [{ mnId: 'mn9' }])).toContain('wait for nothing');
    const back = { source: '2001:db8::1', remote: '2001:db8:d9::1' };
    expect(withRows('dgw1/dgw/returns', [back])).toContain('a way back to 2001:db8::1');
  });

  test('nothing orphaned: an HSS that was down is not blamed', () => {
    const down = { kind: 'command', node: 'hss', command: { do: 'node', node: 'hss', up: false } };
    const bare = { 'dgw1/dgw/bindings': [] };
    expect(orphansOf(plant(timeline, {}, bare)).join()).toContain('HSS lists');
    expect(orphansOf(plant(timeline, { more: [down] }, bare)).join()).not.toContain('HSS lists');
  });
});

test('after a step back the run is read anew', () => {
  const timeline = run(seconds(2));
  const check = watchInvariants(timeline);
  expect(check()).toEqual([]);
  timeline.seek(ms(10));
  expect(check()).toEqual([]);
  timeline.seek(seconds(2));
  expect(check()).toEqual([]);
});

/**
 * With the checksum that its contents have: Mobility Header or ICMPv6, right behind the IPv6
 * header.
 */
function mended(octets: Uint8Array): Uint8Array {
  const word = (offset: number) =>
    ((octets[ETHERNET_OCTETS + offset] ?? 0) << 8) | (octets[ETHERNET_OCTETS + offset + 1] ?? 0);
  const next = octets[ETHERNET_OCTETS + 6] ?? 0;
  const field = next === 135 ? 44 : 42;
  const length = word(4);
  let sum = length + next - word(field);
  for (let offset = 8; offset < 40 + length; offset += 2) sum += word(offset);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  octets.set([(~sum >>> 8) & 255, ~sum & 255], ETHERNET_OCTETS + field);
  return octets;
}
