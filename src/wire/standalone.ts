// Octets that stand alone: a packet, a message without its packet, options without their message.
// For showing what came: it reads on behind a wrong checksum, which a stack would not.

import { fail, ok, type Result } from '#base/result.ts';
import { codecOf } from './codec.ts';
import {
  endOfMobility,
  icmpv6Directory,
  mobilityDirectory,
  readIcmpv6Message,
  readMobilityMessage,
  readPacket,
} from './decode-packet.ts';
import { dissectPacket, withFault } from './dissect.ts';
import { encodePacket, writeMessage } from './encode-packet.ts';
import { destinationOptionFamily } from './ipv6.ts';
import type { FieldSpan, Layer } from './layer.ts';
import type { Family } from './layout.ts';
import { readingOf, type Malformed, type Profile, type Reading } from './malformed.ts';
import { mobilityOptions } from './mobility-option-family.ts';
import { ndOptions } from './nd-options.ts';
import { compileFamily } from './options.ts';
import type { Packet, Payload } from './packet-types.ts';

/** What octets may be said to be. */
export type Kind =
  | 'ipv6-packet'
  | 'mobility-header'
  | 'icmpv6'
  | 'mobility-option'
  | 'nd-option'
  | 'destination-option';

/** What octets say. */
export interface Decoded {
  readonly layers: readonly Layer[];
  /**
   * The octets that the decoded record is written as, with what a record does not carry laid back:
   * reserved bits, checksums, and lengths that are marked as faulty.
   */
  readonly reencoded: Uint8Array;
  /** Whether the checksums are right, when there are any whose pseudo-header is known. */
  readonly checksumValid?: boolean;
}

/** Decodes octets of a kind; options may stand several in a row. */
export function decodeKind(
  kind: Kind,
  octets: Uint8Array,
  profile: Profile,
): Result<Decoded, Malformed> {
  const reading = readingOf(profile, 0, { lenient: true });
  const decoded = decodeAs(kind, octets, reading);
  if (decoded === undefined) return fail(reading.fault ?? EMPTY);
  return ok({ ...decoded, reencoded: laidBack(decoded, octets) });
}

const EMPTY: Malformed = {
  layer: 'Ipv6',
  field: 'version',
  offset: 0,
  rule: 'truncated',
  words: 'there are no octets',
  cite: 'RFC 8200 §3',
};

function decodeAs(kind: Kind, octets: Uint8Array, reading: Reading): Decoded | undefined {
  switch (kind) {
    case 'ipv6-packet':
      return decodeWhole(octets, reading);
    case 'mobility-header':
      return decodeMobility(octets, reading);
    case 'icmpv6':
      return decodeIcmpv6(octets, reading);
    case 'mobility-option':
      return decodeOptions(mobilityOptions, octets, reading);
    case 'nd-option':
      return decodeOptions(ndOptions, octets, reading);
    case 'destination-option':
      return decodeDestinationOption(octets, reading);
  }
}

function decodeWhole(octets: Uint8Array, reading: Reading): Decoded | undefined {
  const packet = readPacket(octets, { at: 0, end: octets.length, depth: 0 }, reading);
  if (packet === undefined) return undefined;
  return {
    layers: dissectPacket(octets, reading.profile),
    reencoded: encodePacket(packet, reading.profile),
    ...(hasChecksum(packet) ? { checksumValid: !reading.badChecksum } : {}),
  };
}

function hasChecksum({ payload }: Packet): boolean {
  const tunnels: readonly Payload['is'][] = ['ipv6', 'gre'];
  return tunnels.includes(payload.is) && 'packet' in payload
    ? hasChecksum(payload.packet)
    : payload.is !== 'raw';
}

function decodeMobility(octets: Uint8Array, reading: Reading): Decoded | undefined {
  const end = endOfMobility(octets, { at: 0, end: octets.length }, reading);
  if (end === undefined) return undefined;
  const message = readMobilityMessage(octets, { at: 0, end, packetAt: 0 }, reading);
  if (message === undefined) return undefined;
  const directory = mobilityDirectory[reading.profile];
  const codec = directory.pick(octets[2] ?? 0, octets, 0, end);
  const into = new Uint8Array(octets.length + MOST_PADDING);
  return {
    layers: [codec.layer(octets, 0, end)],
    reencoded: into.slice(0, writeMessage(into, 0, directory, message)),
  };
}

function decodeIcmpv6(octets: Uint8Array, reading: Reading): Decoded | undefined {
  const end = octets.length;
  const message = readIcmpv6Message(octets, { at: 0, end }, reading);
  if (message === undefined) return undefined;
  const codec = icmpv6Directory.pick(octets[0] ?? 0, octets, 0, end);
  const into = new Uint8Array(end + MOST_PADDING);
  return {
    layers: [codec.layer(octets, 0, end)],
    reencoded: into.slice(0, writeMessage(into, 0, icmpv6Directory, message)),
  };
}

// what a message may grow by when it is written again: padding of its end
const MOST_PADDING = 8;

/** Options without the message around them, so that no end is padded. */
function decodeOptions(
  family: Family<unknown>,
  octets: Uint8Array,
  reading: Reading,
): Decoded | undefined {
  const area = compileFamily({ ...family, multiple: 1 }, codecOf);
  const list = area.read(octets, 0, octets.length, reading);
  if (list === undefined) return undefined;
  const into = new Uint8Array(octets.length + MOST_PADDING);
  return {
    layers: area.layers(octets, 0, octets.length),
    reencoded: into.slice(0, area.write(into, 0, list, 0)),
  };
}

/**
 * Choice: a destination option that stands alone ends where the octets do. When its length says
 * otherwise it is shown with that fault, since nothing behind it can be misread.
 */
function decodeDestinationOption(octets: Uint8Array, reading: Reading): Decoded | undefined {
  const decoded = decodeOptions(destinationOptionFamily, octets, reading);
  if (decoded !== undefined || octets.length < 2) return decoded;
  const { fault } = reading;
  const mended = Uint8Array.from(octets);
  mended[1] = octets.length - 2;
  reading.fault = undefined;
  const whole = decodeOptions(destinationOptionFamily, mended, reading);
  if (whole === undefined || fault === undefined) {
    reading.fault = fault;
    return undefined;
  }
  const layers = withFault(whole.layers, fault).map((layer) => ({
    ...layer,
    fields: layer.fields.map((span) => (span.name === 'length' ? asGiven(span, octets) : span)),
  }));
  return { ...whole, layers };
}

const asGiven = (span: FieldSpan, octets: Uint8Array): FieldSpan => {
  const value = octets[span.offset] ?? 0;
  return { ...span, value, text: `${value} octets` };
};

/** Lays back the bits that a record does not carry, when the octets are otherwise as many. */
function laidBack({ layers, reencoded }: Decoded, octets: Uint8Array): Uint8Array {
  const whole = Uint8Array.from(reencoded);
  if (whole.length !== octets.length) return whole;
  const visit = (layer: Layer): void => {
    for (const { name, fault, offset, bitOffset, bits } of layer.fields) {
      if (name !== 'reserved' && name !== 'checksum' && fault === undefined) continue;
      for (let bit = bitOffset; bit < bitOffset + bits; bit += 1) {
        const mask = 0x80 >>> (bit & 7);
        const i = offset + (bit >>> 3);
        whole[i] = ((whole[i] ?? 0) & ~mask) | ((octets[i] ?? 0) & mask);
      }
    }
    layer.children.forEach(visit);
  };
  layers.forEach(visit);
  return whole;
}
