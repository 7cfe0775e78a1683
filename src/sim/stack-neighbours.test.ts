import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import { ipv6 } from '#wire/address.ts';
import type { Effect } from './effect.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import type { LinkSpec, NodeSpec } from './world.ts';

freezeRows();

const A = ipv6('2001:db8::a');
const B = ipv6('2001:db8::b');
const send = (dst = B): Effect => ({
  do: 'send',
  packet: toy.datagram(A, dst, Uint8Array.of(1)),
});

/** Sends at the given times. */
const sendsAt = (times: readonly number[], dst = B): NodeSpec['roles'] => {
  const begin = times.map((after, i): Effect => ({ do: 'arm', timer: `t${i}`, after }));
  const role = toy.puppet((stimulus) => (stimulus.on === 'timer' ? [send(dst)] : []), begin);
  return [{ role, config: undefined }];
};

/** a and b on one link, without permanent neighbours. */
function pair(roles: NodeSpec['roles'], link: Partial<LinkSpec> = {}): Timeline {
  const part = (n: number, text: string): toy.NodePart => ({
    interfaces: [toy.wired('eth0', toy.macOf(n), 'ab')],
    addresses: [toy.address(text, 'eth0'), toy.address(`fe80::${n}`, 'eth0')],
    routes: [toy.route('2001:db8::/64', 'eth0')],
  });
  const a = toy.node('a', { ...part(1, A), roles });
  const b = toy.node('b', { ...part(2, B), roles: [{ role: toy.sink, config: undefined }] });
  const ends = [
    ['a', 'eth0'],
    ['b', 'eth0'],
  ] as const;
  return new Timeline(toy.world([a, b], [toy.wire('ab', ends, link)]), []);
}

const entryOf = (timeline: Timeline, node: string, address: string) =>
  timeline.world.nodeById.get(node)?.neighbours.get(`eth0 ${address}`);

const messages = (timeline: Timeline): readonly string[] =>
  toy.ofKind(timeline, 'sent').map((event) => {
    const { payload, dst } = toy.packetIn(timeline, event.frame);
    return `${event.node} ${payload.is === 'icmpv6' ? payload.message.is : payload.is} ${dst}`;
  });

describe('resolution (RFC 4861 §7.2)', () => {
  test('the packet waits for the answer; the other end learns from the question', () => {
    const timeline = pair(sendsAt([0]));
    timeline.runTo(ms(30));
    expect(messages(timeline)).toEqual([
      'a NeighborSolicitation ff02::1:ff00:b',
      'b NeighborAdvertisement 2001:db8::a',
      `a udp ${B}`,
    ]);
    expect(entryOf(timeline, 'a', B)).toMatchObject({ state: 'reachable', mac: toy.macOf(2) });
    expect(entryOf(timeline, 'b', A)).toMatchObject({ state: 'delay', mac: toy.macOf(1) });
    expect(toy.ofKind(timeline, 'delivered').map((event) => event.role)).toEqual([
      'stack',
      'stack',
      'sink',
    ]);
  });

  test('the solicitation comes from the address of the packet that waits', () => {
    const timeline = pair(sendsAt([0]));
    timeline.runTo(ms(1));
    expect(toy.packetIn(timeline, 0)).toMatchObject({
      src: A,
      hopLimit: 255,
      payload: { message: { target: B, options: [{ address: toy.macOf(1) }] } },
    });
  });

  test('a later packet takes the place of the one that waits', () => {
    const timeline = pair(sendsAt([0, ms(1), ms(2)]));
    timeline.runTo(ms(30));
    expect(toy.dropsOf(timeline)).toEqual(['a noNeighbour', 'a noNeighbour']);
    expect(messages(timeline).filter((line) => line.includes('udp'))).toHaveLength(1);
  });

  test('nobody answers: three questions a second apart, then the packet is dropped', () => {
    const timeline = pair(sendsAt([0], ipv6('2001:db8::c')));
    timeline.runTo(seconds(10));
    expect(toy.ofKind(timeline, 'sent').map((event) => event.at)).toEqual([0, 1e6, 2e6]);
    const drops = toy.ofKind(timeline, 'dropped').filter((event) => event.node === 'a');
    expect(drops).toMatchObject([{ at: seconds(3), why: 'noNeighbour' }]);
    expect(entryOf(timeline, 'a', '2001:db8::c')).toBeUndefined();
  });

  test('after failure the next packet begins anew', () => {
    const timeline = pair(sendsAt([0, seconds(5)], ipv6('2001:db8::c')));
    timeline.runTo(seconds(20));
    expect(toy.ofKind(timeline, 'sent')).toHaveLength(6);
  });
});

describe('unreachability detection (RFC 4861 §7.3)', () => {
  test('reachable for 30 s, then stale; a packet starts delay, then a probe confirms', () => {
    const timeline = pair(sendsAt([0, seconds(40)]));
    const states = (): unknown => entryOf(timeline, 'a', B)?.state;
    const seen = [29, 31, 41, 46].map((at) => {
      timeline.runTo(seconds(at));
      return states();
    });
    expect(seen).toEqual(['reachable', 'stale', 'delay', 'reachable']);
    const probe = toy
      .ofKind(timeline, 'sent')
      .filter((event) => event.node === 'a' && event.at === seconds(45));
    expect(probe.map((event) => toy.packetIn(timeline, event.frame).dst)).toEqual([B]);
  });

  test('a neighbour that falls silent is given up after three probes', () => {
    const timeline = pair(sendsAt([0, seconds(40)]));
    timeline.command({ do: 'node', node: 'b', up: false }, seconds(39));
    timeline.runTo(seconds(60));
    expect(entryOf(timeline, 'a', B)).toBeUndefined();
    const probes = toy.ofKind(timeline, 'sent').filter((event) => event.at > seconds(41));
    expect(probes.map((event) => event.at)).toEqual([45, 46, 47].map(seconds));
  });

  test('answers to probes may be probed once more; then there is rest', () => {
    const timeline = pair(sendsAt([0]));
    timeline.runTo(seconds(300));
    expect(toy.ofKind(timeline, 'sent').filter((event) => event.at > seconds(16))).toEqual([]);
    expect(entryOf(timeline, 'a', B)?.state).toBe('stale');
    expect(timeline.next()).toBeUndefined();
  });
});

test('duplicate address detection is asked of the role, not answered by the stack', () => {
  const heard: string[] = [];
  const role = toy.puppet(
    (stimulus) => {
      if (stimulus.on === 'packet') heard.push(stimulus.packet.payload.is);
      return [];
    },
    [],
    { icmpv6: [135] },
  );
  const begin: Effect = {
    do: 'send',
    out: 'eth0',
    packet: {
      ...toy.packetOf(ipv6('::'), ipv6('ff02::1:ff00:b'), {
        is: 'icmpv6',
        message: { is: 'NeighborSolicitation', target: B, options: [] },
      }),
      hopLimit: 255,
    },
  };
  const solicitor = toy.puppet(() => [], [begin]);
  const interfaces = (n: number) => [toy.wired('eth0', toy.macOf(n), 'ab')];
  const nodeB = (state: 'tentative' | 'preferred') =>
    toy.node('b', {
      roles: [{ role, config: undefined }],
      interfaces: interfaces(2),
      addresses: [{ ...toy.address(B, 'eth0'), state }],
    });
  const a = toy.node('a', {
    roles: [{ role: solicitor, config: undefined }],
    interfaces: interfaces(1),
  });
  const ends = [
    ['a', 'eth0'],
    ['b', 'eth0'],
  ] as const;
  const run = (state: 'tentative' | 'preferred'): Timeline => {
    const timeline = new Timeline(toy.world([a, nodeB(state)], [toy.wire('ab', ends)]), []);
    timeline.runTo(seconds(1));
    return timeline;
  };
  expect(messages(run('tentative'))).toHaveLength(1);
  expect(heard).toEqual(['icmpv6']);
  const defended = run('preferred');
  expect(messages(defended)[1]).toBe('b NeighborAdvertisement ff02::1');
  expect(toy.packetIn(defended, 1)).toMatchObject({ payload: { message: { solicited: false } } });
  expect(heard).toHaveLength(1);
});
