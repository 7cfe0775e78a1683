import { expect, test } from 'vitest';
import { freezeRows } from '#base/table.ts';
import { encodePacket, type Packet } from '#wire/packet.ts';
import { R1, R2, tunnelled, udp } from './toy-tunnel.ts';
import * as toy from './toy.ts';

freezeRows();

const NO_PLACE = 'r2 policy: congestion that the packet cannot show (RFC 6040 §4.2)';
const [NOT, ECT1, ECT0, CE] = [0, 1, 2, 3];

/** The traffic class of the inner packet behind the tunnel, or why it does not come out. */
function outOfTunnel(inner: number, outer: number): number | string {
  const packet = {
    ...toy.packetOf(R1, R2, { is: 'ipv6', packet: { ...udp(100), trafficClass: inner } }),
    trafficClass: outer,
  };
  const timeline = tunnelled({ packet });
  const [drop] = toy.ofKind(timeline, 'dropped');
  if (drop !== undefined) return `${drop.node} ${drop.why}: ${drop.words}`;
  return toy.packetIn(timeline, timeline.log.frames - 1).trafficClass;
}

// RFC 6040 §4.2, figure 4: a row for what is inside, a column for each mark outside.
test.each([
  [NOT, [NOT, NOT, NOT, NO_PLACE]],
  [ECT0, [ECT0, ECT1, ECT0, CE]],
  [ECT1, [ECT1, ECT1, ECT1, CE]],
  [CE, [CE, CE, CE, CE]],
])('a packet marked %i comes out of a tunnel as its tunnel says', (inner, expected) => {
  expect([NOT, ECT1, ECT0, CE].map((outer) => outOfTunnel(inner, outer))).toEqual(expected);
});

test('a mark changes nothing but the two bits, and no frame that was sent before', () => {
  expect(outOfTunnel(0xba, 0x03)).toBe(0xbb);
  const packet = {
    ...toy.packetOf(R1, R2, { is: 'ipv6', packet: { ...udp(100), trafficClass: 0x02 } }),
    trafficClass: 0x03,
  };
  const timeline = tunnelled({ packet });
  expect(toy.packetIn(timeline, 1)).toMatchObject({ payload: { packet: { trafficClass: 0x02 } } });
});

test("congestion that one fragment met is the whole's (RFC 3168 §5.3)", () => {
  const inner = { ...udp(100), trafficClass: ECT0 };
  const data = encodePacket(inner, 'draft-05');
  const part = (from: number, to: number, trafficClass: number): Packet => ({
    ...toy.packetOf(R1, R2, {
      is: 'fragment',
      nextHeader: 41,
      fragmentOffset: from / 8,
      moreFragments: to < data.length,
      identification: 1,
      data: data.slice(from, to),
    }),
    trafficClass,
  });
  const outcome = (marks: readonly [number, number]): number => {
    const [first, second] = [part(0, 56, marks[0]), part(56, 100, marks[1])];
    const send = toy.puppet(() => [], [{ do: 'send', packet: second }]);
    const more = { cn: { roles: [{ role: { ...send, name: 'second' }, config: undefined }] } };
    const timeline = tunnelled({ packet: first, more });
    return toy.packetIn(timeline, timeline.log.frames - 1).trafficClass;
  };
  expect([outcome([ECT0, ECT0]), outcome([ECT0, CE]), outcome([CE, ECT0])]).toEqual([ECT0, CE, CE]);
});
