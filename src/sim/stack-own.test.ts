import { expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Packet } from '#wire/packet.ts';
import type { Stimulus } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';

// What a node sends to an address of its own never comes to a link.

freezeRows();

function talkingToItself(packet: Packet, takes: { icmpv6?: number[]; udp?: boolean }): Timeline {
  const heard: Stimulus[] = [];
  const role = toy.puppet(
    (stimulus) => {
      heard.push(stimulus);
      const text = stimulus.on === 'packet' ? `heard by ${stimulus.via}` : stimulus.on;
      return [{ do: 'note', text, cite: '', level: 'info' }];
    },
    [{ do: 'send', packet }],
    takes,
  );
  const timeline = new Timeline(toy.chain({ cn: [{ role, config: undefined }] }), []);
  timeline.runTo(seconds(1));
  expect(timeline.log.frames).toBe(0);
  return timeline;
}
const notes = (timeline: Timeline): readonly string[] =>
  toy.ofKind(timeline, 'note').map(({ text }) => text);

test('a datagram to itself reaches its own role, in the same instant', () => {
  const timeline = talkingToItself(toy.datagram(toy.CN, toy.CN, Uint8Array.of(1)), { udp: true });
  expect(notes(timeline)).toEqual(['heard by eth0']);
  expect(toy.ofKind(timeline, 'note')[0]?.at).toBe(0);
});

test('an echo request to itself is answered to itself', () => {
  const message = {
    is: 'EchoRequest',
    identifier: 1,
    sequence: 1,
    data: new Uint8Array(4),
  } as const;
  const ping = toy.packetOf(toy.CN, toy.CN, { is: 'icmpv6', message });
  expect(notes(talkingToItself(ping, { icmpv6: [129] }))).toEqual(['heard by eth0']);
});

test('a datagram that nobody hears is dropped, and told to itself', () => {
  const packet = toy.datagram(toy.CN, toy.CN, Uint8Array.of(1));
  const timeline = talkingToItself(packet, { icmpv6: [1] });
  expect(toy.dropsOf(timeline)).toEqual(['cn noListener']);
  expect(notes(timeline)).toEqual(['heard by eth0']);
});
