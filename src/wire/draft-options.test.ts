// The options that other tools do not know, 65 to 70 and 240, octet by octet against a second encoder,
// which is written from the boxes of the drafts and shares no code with this folder.
import { describe, expect, test } from 'vitest';
import {
  plainAnchoredPrefix,
  plainIpv6,
  plainLinkLayer,
  plainLinkLocal,
  plainLocalPrefix,
  plainMuHo,
  plainPreviousMaar,
  plainServingMaar,
  plainUpdate,
  walkedOptions,
  type PlainOption,
} from '#testing/plain-octets.ts';
import { ipv6 } from './address.ts';
import { decodePacket, encodePacket, type MobilityOption, type Packet } from './packet.ts';

const [SOURCE, DESTINATION] = ['2001:db8:d2::1', '2001:db8:d1::1'];
const HEADER = 40;
const octetsOf = (text: string): Uint8Array =>
  Uint8Array.from(text.split(':').map((octet) => Number.parseInt(octet, 16)));

const prefixed = (is: 'AnchoredPrefix' | 'LocalPrefix' | 'MultihomingPrefix', text: string) => {
  const [address = '', bits = ''] = text.split('/');
  return { is, prefixLength: Number(bits), prefix: ipv6(address) } as const;
};

/** What each option says, as `wire/` has it, and as the boxes draw it. */
const options: readonly (readonly [string, MobilityOption, PlainOption])[] = [
  [
    'DMM-23, MAAR-32: 65, Anchored Prefix',
    prefixed('AnchoredPrefix', '2001:db8:aa:1::/64'),
    plainAnchoredPrefix('2001:db8:aa:1::/64'),
  ],
  [
    'DMM-26, MAAR-33: 66, Local Prefix',
    prefixed('LocalPrefix', '2001:db8:1c::/48'),
    plainLocalPrefix('2001:db8:1c::/48'),
  ],
  [
    'MAAR-34: 67, Previous MAAR',
    {
      is: 'PreviousMaar',
      prefixLength: 64,
      maar: ipv6('2001:db8:d1::1'),
      prefix: ipv6('2001:db8:aa:1::'),
    },
    plainPreviousMaar('2001:db8:d1::1', '2001:db8:aa:1::/64'),
  ],
  [
    'MAAR-37: 68, Serving MAAR',
    { is: 'ServingMaar', address: ipv6('2001:db8:d2::1') },
    plainServingMaar('2001:db8:d2::1'),
  ],
  [
    'DMM-29, MAAR-38: 69, DLIF Link-local Address',
    { is: 'DlifLinkLocalAddress', address: ipv6('fe80::211:22ff:fe33:101') },
    plainLinkLocal('fe80::211:22ff:fe33:101'),
  ],
  [
    'DMM-30, MAAR-39: 70, DLIF Link-layer Address, of 6 octets',
    { is: 'DlifLinkLayerAddress', address: octetsOf('00:11:22:33:01:01') },
    plainLinkLayer('00:11:22:33:01:01'),
  ],
  [
    '70, DLIF Link-layer Address, of 8 octets',
    { is: 'DlifLinkLayerAddress', address: octetsOf('02:11:22:33:44:55:01:01') },
    plainLinkLayer('02:11:22:33:44:55:01:01'),
  ],
  ['240, MuHo, empty', prefixed('MultihomingPrefix', '::/0'), plainMuHo('::/0')],
  [
    '240, MuHo, of a prefix',
    prefixed('MultihomingPrefix', '2001:db8:a2:2::/64'),
    plainMuHo('2001:db8:a2:2::/64'),
  ],
];

const packetWith = (distributed: boolean, all: readonly MobilityOption[]): Packet => ({
  src: ipv6(SOURCE),
  dst: ipv6(DESTINATION),
  hopLimit: 64,
  trafficClass: 0,
  flowLabel: 0,
  payload: {
    is: 'mobility',
    message: {
      is: 'BindingUpdate',
      sequence: 0x1234,
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
      distributed,
      lifetime: 75,
      options: all,
    },
  },
});

const plainWith = (flags: number, all: readonly PlainOption[]): readonly number[] =>
  plainUpdate({
    source: SOURCE,
    destination: DESTINATION,
    sequence: 0x1234,
    flags,
    lifetime: 75,
    options: all,
  });

describe.each(options)('%s', (_, option, plain) => {
  test('has the octets of the box, alone in a message', () => {
    const octets = encodePacket(packetWith(false, [option]), 'rfc8885').subarray(HEADER);
    expect([...octets]).toEqual(plainWith(0x8200, [plain]));
    expect(walkedOptions(octets)).toEqual([{ at: firstAt(plain), octets: plain.octets }]);
  });

  test('is read back from the octets of the box', () => {
    const body = Uint8Array.from(plainWith(0x8200, [plain]));
    const whole = encodePacket(packetWith(false, [option]), 'rfc8885').slice();
    whole.set(body, HEADER);
    const read = decodePacket(whole, 'rfc8885');
    expect(read.ok && read.value.payload).toMatchObject({ message: { options: [option] } });
  });
});

/** The first place at or after 12 where an option may begin. */
const firstAt = ({ align: [unit, offset] }: PlainOption): number =>
  12 + ((unit + offset - (12 % unit)) % unit);

test('each stands where it may, whatever stands before it', () => {
  for (const [, first, plainFirst] of options) {
    for (const [, second, plainSecond] of options) {
      const octets = encodePacket(packetWith(false, [first, second]), 'rfc8885');
      expect([...octets.subarray(HEADER)]).toEqual(plainWith(0x8200, [plainFirst, plainSecond]));
    }
  }
});

test('DMM-19, MAAR-25: the D flag is 0x0100 in the draft, 0x0010 in the RFC', () => {
  const octets = (profile: 'draft-05' | 'rfc8885') =>
    encodePacket(packetWith(true, []), profile).subarray(HEADER);
  expect([...octets('draft-05')]).toEqual(plainWith(0x8200 | 0x0100, []));
  expect([...octets('rfc8885')]).toEqual(plainWith(0x8200 | 0x0010, []));
});

test('DMM-24, DMM-27, DMM-31, MAAR-35: reserved octets are ignored, and sent as zero', () => {
  for (const [title, option, plain] of options) {
    if (!['65', '66', '67', '70', '240'].some((type) => title.includes(`${type},`))) continue;
    expect(plain.octets[2], title).toBe(0);
    const marked = { ...plain, octets: plain.octets.with(2, 0xff) };
    const whole = encodePacket(packetWith(false, [option]), 'rfc8885').slice();
    whole.set(Uint8Array.from(plainWith(0x8200, [marked])), HEADER);
    const read = decodePacket(whole, 'rfc8885');
    expect(read.ok && read.value.payload, title).toMatchObject({ message: { options: [option] } });
  }
});

test('the second encoder writes addresses as the first reads them', () => {
  for (const text of ['::', '::1', '2001:db8::', 'fe80::211:22ff:fe33:101', '1:2:3:4:5:6:7:8']) {
    const packet = encodePacket({ ...packetWith(false, []), src: ipv6(text) }, 'rfc8885');
    expect([...packet.subarray(8, 24)]).toEqual(plainIpv6(text));
  }
});
