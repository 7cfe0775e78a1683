import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordOf } from '#testing/wire-records.ts';
import { ipv6 } from './address.ts';
import type { BindingUpdate } from './binding-messages.ts';
import { icmpv6Messages, type Icmpv6Message } from './icmpv6.ts';
import { mobilityMessages, type MobilityMessage } from './mobility-header.ts';
import { D_FLAG } from './numbers.ts';
import { hexText, uint16At } from './octets.ts';
import {
  decodePacket,
  dissectPacket,
  encodePacket,
  type MobilityOption,
  type Packet,
  type Payload,
  type Profile,
} from './packet.ts';

const gateway = ipv6('2001:db8:d2::1');
const anchor = ipv6('2001:db8:d1::1');
const home = ipv6('2001:db8:f0:1::5');
const profiles: readonly Profile[] = ['draft-05', 'rfc8885'];

const packetOf = (payload: Payload, more: Partial<Packet> = {}): Packet => ({
  src: gateway,
  dst: anchor,
  hopLimit: 64,
  trafficClass: 0,
  flowLabel: 0,
  ...more,
  payload,
});
const bindingUpdate: BindingUpdate = {
  is: 'BindingUpdate',
  sequence: 1,
  acknowledge: true,
  homeRegistration: false,
  linkLocalCompatibility: false,
  keyManagement: false,
  mapRegistration: false,
  mobileRouter: false,
  proxyRegistration: true,
  forceUdp: false,
  tlvHeader: false,
  bulk: false,
  multicast: false,
  distributed: false,
  lifetime: 75,
  options: [],
};
const update = (options: readonly MobilityOption[], more: Partial<BindingUpdate> = {}): Packet =>
  packetOf({ is: 'mobility', message: { ...bindingUpdate, ...more, options } });
const udp = (data: readonly number[]): Payload => ({
  is: 'udp',
  sourcePort: 5001,
  destinationPort: 40_000,
  data: Uint8Array.from(data),
});

function trip(packet: Packet, profile: Profile = 'rfc8885'): Packet | string {
  const result = decodePacket(encodePacket(packet, profile), profile);
  return result.ok ? result.value : `${result.why.field}: ${result.why.words}`;
}
const optionsOf = (packet: Packet | string): readonly unknown[] =>
  typeof packet === 'object' &&
  packet.payload.is === 'mobility' &&
  'options' in packet.payload.message
    ? packet.payload.message.options
    : [];

describe('a packet', () => {
  const messages = profiles.flatMap((profile) =>
    mobilityMessages[profile].map((layout) => [layout.is, profile, layout] as const),
  );
  it.each(messages)('with a %s of %s comes back', (_, profile, layout) => {
    fc.assert(
      fc.property(recordOf(layout), (record) => {
        const message = record as unknown as MobilityMessage; // made of one of its layouts
        const packet = packetOf({ is: 'mobility', message });
        expect(trip(packet, profile)).toEqual(packet);
      }),
      { numRuns: 20, seed: 6275 },
    );
  });

  it.each(icmpv6Messages.map((layout) => [layout.is, layout] as const))(
    'with a %s comes back',
    (_, layout) => {
      fc.assert(
        fc.property(recordOf(layout), (record) => {
          const message = record as unknown as Icmpv6Message; // made of one of its layouts
          const packet = packetOf({ is: 'icmpv6', message });
          expect(trip(packet)).toEqual(packet);
        }),
        { numRuns: 20, seed: 4861 },
      );
    },
  );

  it('comes back with tunnels, keys, home addresses, classes and labels', () => {
    const inner = packetOf(udp([1, 2, 3]), { flowLabel: 0xfffff, trafficClass: 0xb8 });
    const packets: readonly Packet[] = [
      inner,
      packetOf({ is: 'ipv6', packet: inner }),
      packetOf({ is: 'gre', key: 0xffffffff, protocol: 0x86dd, packet: inner }),
      packetOf({ is: 'gre', protocol: 0x86dd, packet: inner }),
      { ...update([]), homeAddress: home },
      { ...update([]), routeTo: home },
      { ...update([]), homeAddress: home, routeTo: anchor },
      packetOf({ is: 'raw', nextHeader: 59, data: new Uint8Array(0) }),
      packetOf({
        is: 'fragment',
        nextHeader: 41,
        fragmentOffset: 0x1fff,
        moreFragments: true,
        identification: 0xffffffff,
        data: Uint8Array.from([1, 2, 3]),
      }),
    ];
    for (const packet of packets) expect(trip(packet)).toEqual(packet);
  });

  it('of a fragment has its fields where RFC 8200 §4.5 draws them', () => {
    const packet = packetOf({
      is: 'fragment',
      nextHeader: 41,
      fragmentOffset: 154,
      moreFragments: true,
      identification: 7,
      data: Uint8Array.from([0xab]),
    });
    const octets = encodePacket(packet, 'rfc8885');
    // 154 × 8 = 1232 = 0x4d0; the lowest bit is M.
    expect(hexText(octets.subarray(40))).toBe('290004d100000007ab');
    expect(octets[6]).toBe(44);
    const names = dissectPacket(octets, 'rfc8885').map(({ name }) => name);
    expect(names).toEqual(['Ipv6', 'Fragment', 'Data']);
  });

  it('ends where its payload length says: padding of a frame is not read', () => {
    const octets = encodePacket(packetOf(udp([1])), 'rfc8885');
    const padded = new Uint8Array(octets.length + 20);
    padded.set(octets, 14);
    const result = decodePacket(padded, 'rfc8885', 14);
    expect(result.ok && result.value).toEqual(packetOf(udp([1])));
  });

  it('holds at most four tunnels in each other', () => {
    let packet = packetOf(udp([1]));
    for (let i = 0; i < 4; i += 1) packet = packetOf({ is: 'ipv6', packet });
    expect(trip(packet)).toEqual(packet);
    const octets = encodePacket(packet, 'rfc8885');
    const deeper = new Uint8Array(octets.length + 40);
    deeper.set(octets.subarray(0, 40));
    deeper.set(octets, 40);
    deeper[5] = (deeper[5] ?? 0) + 40;
    const result = decodePacket(deeper, 'rfc8885');
    expect(result.ok === false && [result.why.rule, result.why.offset]).toEqual(['depth', 200]);
    expect(() => encodePacket(packetOf({ is: 'ipv6', packet }), 'rfc8885')).toThrow('4 tunnels');
  });

  it('keeps extension headers that it would write otherwise', () => {
    const plain = encodePacket(update([]), 'rfc8885');
    const hops = Uint8Array.from([plain[6] ?? 0, 0, 5, 2, 0, 0, 1, 0]); // router alert
    const octets = Uint8Array.from([...plain.subarray(0, 40), ...hops, ...plain.subarray(40)]);
    octets[5] = (octets[5] ?? 0) + 8;
    octets[6] = 0;
    const result = decodePacket(octets, 'rfc8885');
    const back = result.ok ? hexText(encodePacket(result.value, 'rfc8885')) : result.why.words;
    expect(back).toBe(hexText(octets));
  });
});

describe('options', () => {
  it('of unknown types are kept, and so are unknown messages', () => {
    const unknown: MobilityOption = {
      is: 'UnknownMobilityOption',
      type: 222,
      data: Uint8Array.from([0xde, 0xad]),
    };
    expect(optionsOf(trip(update([unknown])))).toEqual([unknown]);
    const message: MobilityMessage = { is: 'UnknownMobility', type: 99, data: new Uint8Array(10) };
    const packet = packetOf({ is: 'mobility', message });
    expect(trip(packet)).toEqual(packet);
  });

  it('keep padding that is not ours, and only that', () => {
    const hnp: MobilityOption = {
      is: 'HomeNetworkPrefix',
      offLink: false,
      prefixLength: 64,
      prefix: ipv6('2001:db8:aa:1::'),
    };
    const hi: MobilityOption = { is: 'HandoffIndicator', value: 1 };
    const lists: readonly (readonly MobilityOption[])[] = [
      [hi, hnp, hi],
      [{ is: 'Pad1' }, { is: 'Pad1' }, { is: 'PadN', data: new Uint8Array(0) }, hi],
      [{ is: 'PadN', data: Uint8Array.from([1, 2]) }, hnp],
      [hi, { is: 'Unaligned' }, hnp],
    ];
    for (const list of lists) expect(optionsOf(trip(update(list)))).toEqual(list);
  });

  it('are padded to the places of RFC 8885 and RFC 5213', () => {
    const packet = update([
      { is: 'MobileNodeIdentifier', subtype: 1, identifier: 'mn1@example.net' },
      { is: 'AnchoredPrefix', prefixLength: 64, prefix: ipv6('2001:db8:aa:1::') },
      { is: 'DlifLinkLocalAddress', address: ipv6('fe80::211:22ff:fe33:101') },
      { is: 'DlifLinkLayerAddress', address: Uint8Array.from([0, 0x11, 0x22, 0x33, 1, 1]) },
    ]);
    const [, message] = dissectPacket(encodePacket(packet, 'draft-05'), 'draft-05');
    const places = message?.children.map(({ name, offset }) => `${name} ${offset - 40}`);
    expect(places).toEqual([
      'MobileNodeIdentifier 12',
      'PadN 30',
      'AnchoredPrefix 36',
      'PadN 56',
      'DlifLinkLocalAddress 62',
      'DlifLinkLayerAddress 80',
      'PadN 90',
    ]);
  });
});

describe('the D flag', () => {
  it('has the bit that its profile gives it, and never two', () => {
    for (const profile of profiles) {
      const flags = (distributed: boolean): number =>
        uint16At(encodePacket(update([], { distributed }), profile), 48);
      expect(flags(true) ^ flags(false)).toBe(D_FLAG[profile].bindingUpdate);
    }
    const asDraft = encodePacket(update([], { distributed: true }), 'draft-05');
    const read = decodePacket(asDraft, 'rfc8885');
    expect(read.ok && read.value.payload).toMatchObject({
      message: { distributed: false, forceUdp: true },
    });
  });
});

describe('a Parameter Problem', () => {
  it('points at Payload Proto and Header Len, counted from the packet (MIP6 §9.2)', () => {
    const octets = encodePacket({ ...update([]), homeAddress: home }, 'rfc8885');
    expect(octets[64]).toBe(59);
    octets[64] = 6;
    octets[74] = (octets[74] ?? 0) + 53; // high half of the lifetime: the checksum is right again
    const result = decodePacket(octets, 'rfc8885');
    expect(result.ok === false && result.why.icmp).toEqual({ code: 0, pointer: 64 });
  });

  it('is asked for by unknown destination options that say so (RFC 8200 §4.2)', () => {
    const octets = encodePacket({ ...update([]), homeAddress: home }, 'rfc8885');
    octets[46] = 0xca;
    const result = decodePacket(octets, 'rfc8885');
    expect(result.ok === false && result.why).toMatchObject({
      field: 'type',
      offset: 46,
      icmp: { code: 2, pointer: 46 },
    });
    // in a tunnel the place counts from the inner packet, which is what the answer quotes
    const outer = Uint8Array.from([...octets.subarray(0, 40), ...octets]);
    outer.set([octets.length, 41], 5);
    const inner = decodePacket(outer, 'rfc8885');
    expect(inner.ok === false && inner.why).toMatchObject({
      offset: 86,
      icmp: { code: 2, pointer: 46 },
    });
  });
});

describe('checksums', () => {
  it('have the home addresses in their pseudo-header (MIP6 §6.1.1)', () => {
    const sum = (packet: Packet): number => {
      const octets = encodePacket(packet, 'rfc8885');
      return uint16At(octets, octets.length - 12);
    };
    const direct = update([], { sequence: 7 });
    const { src, dst } = direct;
    expect(sum({ ...direct, src: anchor, homeAddress: src })).toBe(sum(direct));
    expect(sum({ ...direct, dst: src, routeTo: dst })).toBe(sum(direct));
  });

  it('of UDP are never zero, and a zero is refused (RFC 8200 §8.1)', () => {
    for (let i = 0; i < 0x10000; i += 1) {
      const octets = encodePacket(packetOf(udp([i >> 8, i & 255])), 'rfc8885');
      if (uint16At(octets, 46) !== 0xffff) continue;
      const result = decodePacket(octets, 'rfc8885');
      expect(result.ok).toBe(true);
      octets.fill(0, 46, 48);
      const zero = decodePacket(octets, 'rfc8885');
      expect(zero.ok === false && zero.why.field).toBe('checksum');
      return;
    }
    expect.unreachable('one of 65,536 sums is zero');
  });
});

describe('a record', () => {
  it('that does not fit its fields is a fault of the caller', () => {
    expect(() => encodePacket(update([], { sequence: 65_536 }), 'rfc8885')).toThrow('sequence');
    const wide = { is: 'HandoffIndicator', value: 1.5 } as const;
    expect(() => encodePacket(update([wide]), 'rfc8885')).toThrow('value has 8 bits');
    const long = { is: 'MobileNodeIdentifier', subtype: 1, identifier: 'x'.repeat(255) } as const;
    expect(() => encodePacket(update([long]), 'rfc8885')).toThrow('length has 8 bits');
  });
});
