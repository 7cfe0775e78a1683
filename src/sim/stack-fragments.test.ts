import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Packet, Payload } from '#wire/packet.ts';
import { Timeline } from './timeline.ts';
import { keyed, R1, R2, tunnel, tunnelled, udp } from './toy-tunnel.ts';
import * as toy from './toy.ts';

freezeRows();

const narrow = { 'r1-r2': { mtu: 1280 } };

/** The fragments that a node sent. */
const fragmentsOf = (timeline: Timeline, node: string): readonly Packet[] =>
  toy
    .ofKind(timeline, 'sent')
    .filter((event) => event.node === node)
    .map((event) => toy.packetIn(timeline, event.frame))
    .filter(({ payload }) => payload.is === 'fragment');

describe('a tunnel whose path takes 1280 octets (RFC 2473 §7.1)', () => {
  test('carries 1280 octets in two fragments, which its exit puts together', () => {
    const timeline = tunnelled({ packet: udp(1280), links: narrow });
    const parts = fragmentsOf(timeline, 'r1');
    expect(parts).toMatchObject([
      { src: R1, dst: R2, hopLimit: 64, payload: { nextHeader: 41, moreFragments: true } },
      { src: R1, dst: R2, hopLimit: 64, payload: { nextHeader: 41, moreFragments: false } },
    ]);
    const sizes = [1, 2].map((id) => timeline.log.frame(id).octets().length - 14);
    // 1280 + 40 octets: the first piece is as large as fits, in units of eight.
    expect(sizes).toEqual([1280, 40 + 8 + 1280 - 1232]);
    expect(toy.packetIn(timeline, timeline.log.frames - 1)).toEqual({ ...udp(1280), hopLimit: 62 });
    expect(toy.ofKind(timeline, 'delivered')).toMatchObject([{ node: 'mn', role: 'sink' }]);
    const labels = toy.ofKind(timeline, 'sent').map(({ label }) => label);
    expect(labels).toEqual([undefined, 'fragment 1 of 2', 'fragment 2 of 2', undefined]);
  });

  test('refuses 1281 octets, and demands no less than 1280', () => {
    const timeline = tunnelled({ packet: udp(1281), links: narrow });
    expect(fragmentsOf(timeline, 'r1')).toEqual([]);
    expect(toy.packetIn(timeline, 1)).toMatchObject({
      dst: toy.CN,
      payload: { message: { is: 'PacketTooBig', mtu: 1280 } },
    });
  });

  test('needs no fragments for 1240 octets', () => {
    const timeline = tunnelled({ packet: udp(1240), links: narrow });
    expect(fragmentsOf(timeline, 'r1')).toEqual([]);
    expect(toy.dropsOf(timeline)).toEqual([]);
  });

  test('brings every packet of any size through in one piece, with GRE too', () => {
    const size = fc.integer({ min: 48, max: 1280 });
    fc.assert(
      fc.property(size, fc.boolean(), fc.integer({ min: 1280, max: 1340 }), (octets, gre, mtu) => {
        const [at1, at2] = gre
          ? [[keyed(R1, R2)], [keyed(R2, R1)]]
          : [[tunnel(R1, R2)], [tunnel(R2, R1)]];
        const packet = udp(octets);
        const timeline = tunnelled({ packet, at1, at2, links: { 'r1-r2': { mtu } } });
        expect(toy.dropsOf(timeline)).toEqual([]);
        const last = toy.packetIn(timeline, timeline.log.frames - 1);
        expect(last).toEqual({ ...packet, hopLimit: 62 });
        const whole = octets + 40 + (gre ? 8 : 0);
        expect(fragmentsOf(timeline, 'r1')).toHaveLength(whole > mtu ? 2 : 0);
      }),
      { seed: 2473, numRuns: 60 },
    );
  });

  test('goes to and fro in time between two fragments', () => {
    const timeline = tunnelled({ packet: udp(1280), links: narrow });
    const { step } = timeline;
    const fingerprint = timeline.fingerprint();
    for (let to = step; to >= 0; to -= 1) timeline.seekStep(to);
    timeline.seekStep(step);
    expect(timeline.fingerprint()).toBe(fingerprint);
  });
});

const whole = Uint8Array.from({ length: 8 + 40 }, (_, i) => i);
whole.set([0x9c, 0x40, 0x13, 0x89, 0, 48, 0, 0]);

/** A part of a UDP datagram from the correspondent. */
const part = (from: number, to: number, more: boolean, identification = 1): Packet =>
  toy.packetOf(toy.CN, toy.MN, {
    is: 'fragment',
    nextHeader: 59,
    fragmentOffset: from / 8,
    moreFragments: more,
    identification,
    data: whole.slice(from, to),
  });

/** What comes of fragments that the correspondent sends, one after the other. */
function sending(packets: readonly Packet[], until = seconds(70)): Timeline {
  const cn = toy.puppet(
    () => [],
    packets.map((packet) => ({ do: 'send', packet })),
  );
  const timeline = new Timeline(toy.chain({ cn: [{ role: cn, config: undefined }] }), []);
  timeline.runTo(until);
  return timeline;
}

/** `why words` of what the mobile node dropped. */
const dropped = (timeline: Timeline): readonly string[] =>
  toy
    .ofKind(timeline, 'dropped')
    .filter(({ node }) => node === 'mn')
    .map(({ why, words }) => `${why}: ${words}`);
const answers = (timeline: Timeline): readonly Payload[] =>
  toy
    .ofKind(timeline, 'sent')
    .filter(({ node }) => node === 'mn')
    .map(({ frame }) => toy.packetIn(timeline, frame).payload);

describe('fragments (RFC 8200 §4.5)', () => {
  // Next header 59: what is complete is heard by nobody, which shows that it is complete.
  const heard = ['noListener: nobody listens'];

  test.each([
    ['in order', [part(0, 16, true), part(16, 32, true), part(32, 48, false)]],
    ['backwards', [part(32, 48, false), part(16, 32, true), part(0, 16, true)]],
    ['one alone (RFC 6946)', [part(0, 48, false)]],
    ['of any last length', [part(0, 16, true), part(16, 45, false)]],
  ])('make a packet: %s', (_, parts) => {
    const timeline = sending(parts);
    expect(dropped(timeline)).toEqual(heard);
    expect(timeline.world.nodeById.get('mn')?.fragments.size).toBe(0);
  });

  test('of two packets do not mix', () => {
    const parts = [part(0, 16, true), part(16, 48, false, 2), part(16, 48, false)];
    const timeline = sending([...parts, part(0, 16, true, 2)]);
    expect(dropped(timeline)).toEqual([...heard, ...heard]);
  });

  test('that come twice are dropped, and do no harm', () => {
    const parts = [part(0, 16, true), part(0, 16, true), part(16, 48, false)];
    expect(dropped(sending(parts))).toEqual([
      'reassembly: a fragment came twice (RFC 8200 §4.5)',
      ...heard,
    ]);
  });

  test.each([
    ['two that overlap', [part(0, 24, true), part(16, 48, false)]],
    ['one behind the last', [part(16, 32, false), part(32, 48, true)]],
  ])('%s are all dropped, and nobody is told', (_, parts) => {
    const timeline = sending(parts);
    const overlap = 'reassembly: fragments overlap (RFC 8200 §4.5)';
    expect(dropped(timeline)).toEqual([overlap, overlap]);
    expect(answers(timeline)).toEqual([]);
  });

  test('that stay alone are given up after 60 seconds; the source of the first is told', () => {
    const timeline = sending([part(0, 16, true)]);
    const [drop] = toy.ofKind(timeline, 'dropped');
    expect(drop).toMatchObject({ node: 'mn', why: 'reassembly', at: seconds(60) + 15_000 });
    expect(answers(timeline)).toMatchObject([{ message: { is: 'TimeExceeded', code: 1 } }]);
    const later = sending([part(16, 48, false)]);
    expect(dropped(later)).toHaveLength(1);
    expect(answers(later)).toEqual([]);
  });

  test('are in order when they are lengths of eight, and fit into a packet', () => {
    const odd = sending([part(0, 13, true)]);
    expect(dropped(odd)).toEqual(['malformed: a fragment of odd length (RFC 8200 §4.5)']);
    expect(answers(odd)).toMatchObject([
      { message: { is: 'ParameterProblem', code: 0, pointer: 4 } },
    ]);
    const late = part(0, 48, false);
    const far = { ...late, payload: { ...late.payload, fragmentOffset: 0x1fff } } as Packet;
    const long = sending([far]);
    expect(dropped(long)).toEqual(['malformed: the whole would be too long (RFC 8200 §4.5)']);
    expect(answers(long)).toMatchObject([{ message: { pointer: 42 } }]);
  });
});
