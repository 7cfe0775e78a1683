// Every PBU of a gateway, whatever it is for, PMIP §6.9.1.5: flags, addresses and options.
import { describe, expect, test } from 'vitest';
import { ofKind, packetIn } from '#sim/toy.ts';
import type { MobilityMessage, Packet } from '#wire/packet.ts';
import { Access } from './toy.ts';
import { HNP1, LMA, MAGS } from './toy-cast.ts';

type BindingUpdate = Extract<MobilityMessage, { readonly is: 'BindingUpdate' }>;

/** The PBUs of a whole life: first, repeated, refresh, last. */
function lifeOf(knobs: Readonly<Record<string, string>> = {}): readonly Packet[] {
  let count = 0;
  const access = new Access({ knobs, say: () => ((count += 1) === 1 ? undefined : {}) });
  access.attach(1, 1).run(242_000).attach(1, undefined).run(50);
  return ofKind(access.timeline, 'sent')
    .filter((event) => event.node === 'mag1')
    .map((event) => packetIn(access.timeline, event.frame))
    .filter(({ payload }) => payload.is === 'mobility' && payload.message.is === 'BindingUpdate');
}
const messageOf = ({ payload }: Packet): BindingUpdate | undefined =>
  payload.is === 'mobility' && payload.message.is === 'BindingUpdate' ? payload.message : undefined;

describe('every PBU', () => {
  const all = lifeOf();

  test('PMIP-198, PMIP-236, PMIP-240, PMIP-241: A and P, and the options of the figure', () => {
    expect(all).toHaveLength(4);
    for (const packet of all) {
      const message = messageOf(packet);
      expect(message).toMatchObject({
        acknowledge: true,
        proxyRegistration: true,
        homeRegistration: false,
        distributed: false,
      });
      expect(message?.options.map((option) => option.is)).toEqual([
        'MobileNodeIdentifier',
        'HomeNetworkPrefix',
        'HandoffIndicator',
        'AccessTechnologyType',
        'Timestamp',
        'MobileNodeLinkLayerIdentifier',
      ]);
    }
  });

  test('PMIP-237, PMIP-239, PMIP-243: from the Proxy-CoA to the LMA, without a home address', () => {
    for (const packet of all) {
      expect(packet).toMatchObject({ src: MAGS[1], dst: LMA });
      expect(packet.homeAddress).toBeUndefined();
    }
  });

  test('PMIP-191, PMIP-256: numbers and timestamps that only go up', () => {
    const sequences = all.map((packet) => messageOf(packet)?.sequence);
    expect(sequences).toEqual([1, 2, 3, 4]);
    const stamps = all.map((packet) => {
      const option = messageOf(packet)?.options.find((each) => each.is === 'Timestamp');
      return option === undefined ? 0 : option.seconds * 65_536 + option.fraction;
    });
    expect(stamps.toSorted((a, b) => a - b)).toEqual(stamps);
    expect(new Set(stamps).size).toBe(4);
  });

  test('PMIP-190, PMIP-257, PMIP-324: with sequence numbers no timestamp, and each is higher', () => {
    const messages = lifeOf({ timestamps: 'off' }).map(messageOf);
    const first = messages[0]?.sequence ?? 0;
    expect(messages.map((message) => message?.sequence)).toEqual(
      [0, 1, 2, 3].map((n) => (first + n) & 0xffff),
    );
    for (const message of messages) {
      expect(message?.options.some((option) => option.is === 'Timestamp')).toBe(false);
    }
  });

  test('PMIP-182: the empty prefix stands alone; later the prefix itself does', () => {
    const prefixes = all.map((packet) =>
      messageOf(packet)?.options.flatMap((option) =>
        option.is === 'HomeNetworkPrefix' ? [`${option.prefix}/${option.prefixLength}`] : [],
      ),
    );
    expect(prefixes).toEqual([['::/0'], ['::/0'], [HNP1], [HNP1]]);
  });
});

test('PMIP-325, PMIP-326: the timestamps of the node do not follow the clock of the gateway', () => {
  const stamps: (number | undefined)[] = [];
  for (const offset of [0, 5_000_000]) {
    const access = new Access({
      knobs: { mnTimestamps: 'on' },
      say: (update) => {
        stamps.push(update.timestamp);
        return {};
      },
    });
    access.command({ do: 'clock', node: 'mag1', offset }).attach(1, 1).run(50);
  }
  expect(stamps[0]).toBe(stamps[1]);
  const both = { mnTimestamps: 'on', timestamps: 'off' };
  let seen: number | undefined = 1;
  const access = new Access({
    knobs: both,
    say: (update) => {
      seen = update.timestamp;
      return {};
    },
  });
  access.attach(1, 1).run(50);
  expect(seen).toBeUndefined();
});
