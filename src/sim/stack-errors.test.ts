import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import { ipv6, prefix } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { Effect } from './effect.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import type { NodeSpec } from './world.ts';

freezeRows();

const udp = (more: Partial<Packet> = {}): Packet => ({
  ...toy.datagram(toy.CN, toy.MN, new Uint8Array(100)),
  ...more,
});

/** The chain, on which the correspondent sends these packets, one each millisecond. */
function sending(packets: readonly Packet[], change: (node: NodeSpec) => NodeSpec = (n) => n) {
  const begin = packets.map((_, i): Effect => ({ do: 'arm', timer: `t${i}`, after: ms(i) }));
  const role = toy.puppet((stimulus): readonly Effect[] => {
    if (stimulus.on !== 'timer') return [];
    const packet = packets[Number(stimulus.timer.slice(1))];
    return packet === undefined ? [] : [{ do: 'send', packet }];
  }, begin);
  const mn = [{ role: toy.sink, config: undefined }];
  const plain = toy.chain({ cn: [{ role, config: undefined }], mn });
  const timeline = new Timeline({ ...plain, nodes: plain.nodes.map(change) }, []);
  timeline.runTo(seconds(2));
  return timeline;
}

/** Messages that came back to the correspondent. */
const answers = (timeline: Timeline): readonly unknown[] =>
  toy
    .ofKind(timeline, 'delivered')
    .filter((event) => event.node === 'cn')
    .map((event) => {
      const { src, payload } = toy.packetIn(timeline, event.frame);
      if (payload.is !== 'icmpv6') return payload.is;
      const code = 'code' in payload.message ? payload.message.code : undefined;
      return [src, payload.message.is, code];
    });

describe('errors (RFC 4443 §3)', () => {
  test('the hop limit runs out', () => {
    const timeline = sending([udp({ hopLimit: 1 }), udp({ hopLimit: 2 })]);
    expect(toy.dropsOf(timeline)).toEqual(['r1 hopLimit', 'r2 hopLimit']);
    expect(answers(timeline)).toEqual([
      ['2001:db8:1::1', 'TimeExceeded', 0],
      ['2001:db8:1::2', 'TimeExceeded', 0],
    ]);
  });

  test('there is no route, or a rule refuses the source', () => {
    const refuse = {
      ...toy.route('2001:db8:aa:1::/64', 'none', undefined, { order: -1 }),
      rule: 'reject' as const,
      from: prefix('2001:db8:c1::/64'),
      why: 'no binding for the source',
    };
    const change = (node: NodeSpec): NodeSpec => {
      if (node.id === 'r1') return { ...node, routes: [refuse, ...node.routes] };
      return node;
    };
    const rejected = sending([udp()], change);
    expect(toy.ofKind(rejected, 'dropped')).toMatchObject([
      { node: 'r1', why: 'ingressFilter', words: 'no binding for the source' },
    ]);
    expect(answers(rejected)).toEqual([['2001:db8:1::1', 'DestinationUnreachable', 5]]);

    const noDefault = (node: NodeSpec): NodeSpec =>
      node.id === 'r2'
        ? { ...node, routes: [toy.route('2001:db8:c1::/64', 'left', 'fe80::3')] }
        : node;
    const lost = sending([udp()], noDefault);
    expect(toy.ofKind(lost, 'dropped')).toMatchObject([
      { node: 'r2', why: 'noRoute', words: `no route to ${toy.MN}` },
    ]);
    expect(answers(lost)).toEqual([['2001:db8:1::2', 'DestinationUnreachable', 0]]);
  });

  test('the next link is too narrow', () => {
    const change = (node: NodeSpec): NodeSpec => ({
      ...node,
      interfaces: node.interfaces.map((iface) =>
        node.id === 'r2' ? { ...iface, mtu: 1300 } : iface,
      ),
    });
    const timeline = sending([toy.datagram(toy.CN, toy.MN, new Uint8Array(1400))], change);
    expect(toy.dropsOf(timeline)).toEqual(['r2 tooBig']);
    expect(answers(timeline)).toEqual([['2001:db8:1::2', 'PacketTooBig', 0]]);
  });

  test('nobody listens at the port', () => {
    const deaf = (node: NodeSpec): NodeSpec => (node.id === 'mn' ? { ...node, roles: [] } : node);
    const timeline = sending([udp()], deaf);
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { node: 'mn', why: 'noListener', words: 'nobody listens at port 5001' },
    ]);
    expect(answers(timeline)).toEqual([[toy.MN, 'DestinationUnreachable', 4]]);
  });

  test('the last router finds no neighbour', () => {
    const forget = (node: NodeSpec): NodeSpec =>
      node.id === 'r2' ? { ...node, neighbours: node.neighbours.slice(1) } : node;
    const timeline = sending(
      [toy.datagram(toy.CN, ipv6('2001:db8:aa:1::99'), new Uint8Array(1))],
      forget,
    );
    timeline.runTo(seconds(5));
    expect(toy.ofKind(timeline, 'dropped').at(-1)).toMatchObject({
      node: 'r2',
      why: 'noNeighbour',
    });
    expect(answers(timeline)).toEqual([['2001:db8:1::2', 'DestinationUnreachable', 3]]);
  });

  test('a host does not forward', () => {
    const elsewhere = toy.datagram(toy.CN, ipv6('2001:db8:aa:1::99'), new Uint8Array(1));
    const lead = (node: NodeSpec): NodeSpec =>
      node.id === 'r2'
        ? {
            ...node,
            neighbours: [
              ...node.neighbours,
              toy.neighbour('right', '2001:db8:aa:1::99', toy.macOf(6)),
            ],
          }
        : node;
    const timeline = sending([elsewhere], lead);
    expect(toy.dropsOf(timeline)).toEqual(['mn notMine']);
    expect(answers(timeline)).toEqual([]);
  });
});

describe('what the node does not know', () => {
  const mobility = toy.packetOf(toy.CN, toy.MN, {
    is: 'mobility',
    message: { is: 'UnknownMobility', type: 99, data: new Uint8Array(2) },
  });
  const binder = (node: NodeSpec): NodeSpec =>
    node.id === 'mn'
      ? {
          ...node,
          roles: [{ role: toy.puppet(() => [], [], { mobility: [5] }), config: undefined }],
        }
      : node;
  const last = (timeline: Timeline): unknown => {
    const { frame } =
      toy
        .ofKind(timeline, 'arrived')
        .filter((e) => e.node === 'cn')
        .at(-1) ?? {};
    return frame === undefined ? undefined : toy.packetIn(timeline, frame).payload;
  };

  test('an unknown mobility message is answered with a Binding Error (RFC 6275 §9.2)', () => {
    const timeline = sending([mobility], binder);
    expect(toy.dropsOf(timeline)[0]).toBe('mn noListener');
    expect(last(timeline)).toMatchObject({
      message: { is: 'BindingError', status: 2, homeAddress: '::' },
    });
  });

  test('a Binding Error names the home address of the packet', () => {
    const homeAddress = ipv6('2001:db8:f0:1::5');
    const timeline = sending([{ ...mobility, homeAddress }], binder);
    expect(last(timeline)).toMatchObject({ message: { is: 'BindingError', homeAddress } });
  });

  test('a host without mobility knows no Mobility Header, and no other strange header', () => {
    const problem = { message: { is: 'ParameterProblem', code: 1, pointer: 6 } };
    expect(last(sending([mobility]))).toMatchObject(problem);
    const raw = toy.packetOf(toy.CN, toy.MN, {
      is: 'raw',
      nextHeader: 132,
      data: new Uint8Array(8),
    });
    expect(last(sending([raw]))).toMatchObject(problem);
  });

  test('what is malformed is dropped with the field at fault', () => {
    const raw = toy.packetOf(toy.CN, toy.MN, {
      is: 'raw',
      nextHeader: 17,
      data: new Uint8Array(8),
    });
    const timeline = sending([raw]);
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([{ node: 'mn', why: 'malformed' }]);
    expect(last(timeline)).toBeUndefined();
  });

  test('no next header is no mistake', () => {
    const raw = toy.packetOf(toy.CN, toy.MN, {
      is: 'raw',
      nextHeader: 59,
      data: new Uint8Array(0),
    });
    expect(last(sending([raw]))).toBeUndefined();
  });

  test('an error is caused by the drop that it reports', () => {
    const timeline = sending([mobility], binder);
    const error = toy.ofKind(timeline, 'sent').find((event) => event.node === 'mn');
    expect(timeline.log.event(error?.cause ?? -1)).toMatchObject({ kind: 'dropped', node: 'mn' });
  });
});

describe('when an error is not sent (RFC 4443 §2.4)', () => {
  test('about an error', () => {
    const error = toy.packetOf(toy.CN, toy.MN, {
      is: 'icmpv6',
      message: { is: 'TimeExceeded', code: 0, invoking: new Uint8Array(48) },
    });
    const timeline = sending([{ ...error, hopLimit: 1 }]);
    expect(toy.dropsOf(timeline)).toEqual(['r1 hopLimit']);
    expect(answers(timeline)).toEqual([]);
  });

  test('to a group', () => {
    const timeline = sending([udp({ src: ipv6('ff02::1'), hopLimit: 1 })]);
    expect(answers(timeline)).toEqual([]);
  });

  test('more often than the bucket allows: ten, and ten in a second', () => {
    const packets = Array.from({ length: 1000 }, () => udp({ hopLimit: 1 }));
    const timeline = sending(packets);
    expect(toy.dropsOf(timeline)).toHaveLength(1000);
    expect(answers(timeline)).toHaveLength(10 + 9);
  });
});

test('an echo is answered by the stack, from the address that was asked', () => {
  const message = {
    is: 'EchoRequest',
    identifier: 7,
    sequence: 1,
    data: Uint8Array.of(1, 2),
  } as const;
  const timeline = sending([toy.packetOf(toy.CN, toy.MN, { is: 'icmpv6', message })]);
  expect(toy.ofKind(timeline, 'delivered')).toMatchObject([{ node: 'mn', role: 'stack' }]);
  const reply = toy.ofKind(timeline, 'dropped');
  expect(reply).toMatchObject([{ node: 'cn', why: 'noListener' }]);
  expect(toy.packetIn(timeline, reply[0]?.frame ?? -1)).toMatchObject({
    src: toy.MN,
    dst: toy.CN,
    payload: { message: { ...message, is: 'EchoReply' } },
  });
});
