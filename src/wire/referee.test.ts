import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordOf } from '#testing/wire-records.ts';
import { ipv6 } from './address.ts';
import { bindingAcknowledgementRfc8885, bindingUpdateRfc8885 } from './binding-messages.ts';
import { routerAdvertisement, type Icmpv6Message } from './icmpv6.ts';
import type { MobilityMessage } from './mobility-header.ts';
import { hexText } from './octets.ts';
import { encodePacket, type Packet, type Payload } from './packet.ts';

// An independent implementation computes the checksums of our packets again: scapy, which knows the
// pseudo-header of any next header, also when home addresses stand in for those of the packet.

const PYTHON = '/usr/bin/python3';
const SCRIPT = `
import sys, json, struct
from scapy.layers.inet6 import IPv6, in6_chksum
answers = []
for line in sys.stdin:
    one = json.loads(line)
    octets = bytearray.fromhex(one['upper'])
    at = one['at']
    given = struct.unpack('!H', octets[at:at + 2])[0]
    octets[at:at + 2] = bytes(2)
    header = IPv6(src=one['source'], dst=one['destination'])
    computed = in6_chksum(one['next'], header, bytes(octets))
    answers.append([given, computed])
print(json.dumps(answers))
`;

interface Question {
  readonly upper: string;
  readonly at: number;
  readonly next: number;
  readonly source: string;
  readonly destination: string;
}

function ask(questions: readonly Question[]): readonly (readonly [number, number])[] {
  const input = questions.map((question) => JSON.stringify(question)).join('\n');
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', SCRIPT], { input, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(
      `scapy is needed (apt-get install python3-scapy), but ${PYTHON} said: ${stderr}`,
    );
  }
  return JSON.parse(stdout) as (readonly [number, number])[]; // what the script prints
}

/** Scapy puts fragments together and gives the whole packet. */
const DEFRAGMENT = `
import sys, json
from scapy.layers.inet6 import IPv6, defragment6
parts = [IPv6(bytes.fromhex(one)) for one in json.load(sys.stdin)]
print(bytes(defragment6(parts)).hex())
`;

function defragmented(parts: readonly string[]): string {
  const input = JSON.stringify(parts);
  const { stdout } = spawnSync(PYTHON, ['-c', DEFRAGMENT], { input, encoding: 'utf8' });
  return stdout.trim();
}

const source = ipv6('2001:db8:d2::1');
const destination = ipv6('2001:db8:d1::1');
const home = ipv6('2001:db8:f0:1::5');

const packetOf = (payload: Payload): Packet => ({
  src: source,
  dst: destination,
  hopLimit: 64,
  trafficClass: 0,
  flowLabel: 0,
  payload,
});
const upperOf = (packet: Packet, from: number): string =>
  hexText(encodePacket(packet, 'rfc8885').subarray(from));

describe('scapy', () => {
  it('computes the checksums of our binding messages and advertisements', () => {
    const sample = { numRuns: 60, seed: 5213 };
    const mobility = [bindingUpdateRfc8885, bindingAcknowledgementRfc8885].flatMap((layout) =>
      fc.sample(recordOf(layout), sample).map((record): Payload => {
        const message = record as unknown as MobilityMessage; // made of one of its layouts
        return { is: 'mobility', message };
      }),
    );
    const advertisements = fc
      .sample(recordOf(routerAdvertisement), sample)
      .map((record): Payload => {
        const message = record as unknown as Icmpv6Message; // made of one of its layouts
        return { is: 'icmpv6', message };
      });
    const ends = { source, destination };
    const questions = [
      ...mobility.map((one) => ({ ...ends, upper: upperOf(packetOf(one), 40), at: 4, next: 135 })),
      ...mobility.map((one) => {
        const packet = { ...packetOf(one), homeAddress: home };
        return { ...ends, source: home, upper: upperOf(packet, 64), at: 4, next: 135 };
      }),
      ...mobility.map((one) => {
        const packet = { ...packetOf(one), routeTo: home };
        return { ...ends, destination: home, upper: upperOf(packet, 64), at: 4, next: 135 };
      }),
      ...advertisements.map((one) => ({
        ...ends,
        upper: upperOf(packetOf(one), 40),
        at: 2,
        next: 58,
      })),
    ];
    const answers = ask(questions);
    expect(answers.length).toBe(questions.length);
    expect(answers.filter(([given, computed]) => given !== computed)).toEqual([]);
  });

  it('puts our fragments together', () => {
    const inner = packetOf({
      is: 'udp',
      sourcePort: 40000,
      destinationPort: 5001,
      data: Uint8Array.from({ length: 1200 }, (_, i) => i),
    });
    const whole = encodePacket(packetOf({ is: 'ipv6', packet: inner }), 'rfc8885');
    const parts = [0, 512, 1024].map((at) => {
      const part: Payload = {
        is: 'fragment',
        nextHeader: 41,
        fragmentOffset: at / 8,
        moreFragments: at < 1024,
        identification: 77,
        data: whole.slice(40 + at, 40 + at + 512),
      };
      return hexText(encodePacket(packetOf(part), 'rfc8885'));
    });
    expect(defragmented(parts)).toBe(hexText(whole));
  });
});
