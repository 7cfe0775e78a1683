// The options of RFC 5213 in PBUs and PBAs: from the list of a message to the facts that gateways
// compare, and back in the order of the RFC's figure (decision C-2). Formats are the wire's
// business.

import type { Micros } from '#base/ids.ts';
import {
  isUnspecified,
  macAt,
  prefixAddress,
  prefixLength,
  toPrefix,
  writeMac,
} from '#wire/address.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';
import { EPOCH_SECONDS } from '#wire/packet.ts';
import type { MobilityOption } from '#wire/packet.ts';

/** The empty Home Network Prefix: "assign one", PMIP §8.3 (decision C-1). */
export const ALL_ZERO = '::/0' as Prefix; // canonical

/** A moment as the Timestamp option has it: units of 1/65536 s since 1970, PMIP §8.8. */
export type Ticks = number;

const TICKS_PER_SECOND = 65_536;

/** The moment of a virtual time, rounded down to a tick. */
export const toTicks = (now: Micros): Ticks =>
  EPOCH_SECONDS * TICKS_PER_SECOND + Math.floor((now * TICKS_PER_SECOND) / 1_000_000);

/** The virtual time of a moment, rounded up to a microsecond; may be negative. */
export const fromTicks = (ticks: Ticks): Micros =>
  Math.ceil(((ticks - EPOCH_SECONDS * TICKS_PER_SECOND) * 1_000_000) / TICKS_PER_SECOND);

/** What a message says in the options of RFC 5213; absent options are undefined. */
export interface ProxyOptions {
  /** As a key of tables: the NAI itself, other subtypes as `subtype:identifier` (RFC 8371). */
  readonly mnId: string | undefined;
  /** Home network prefixes; ALL_ZERO stands for any length with zero bits (C-1). */
  readonly prefixes: readonly Prefix[];
  readonly handoff: number | undefined;
  readonly accessTechnology: number | undefined;
  readonly timestamp: Ticks | undefined;
  /** Octets as text: `02:00:5e:00:01:01`. */
  readonly linkLayerId: string | undefined;
  readonly linkLocal: Ipv6 | undefined;
  readonly alternateCareOf: Ipv6 | undefined;
}

type OptionOf<Is extends MobilityOption['is']> = Extract<MobilityOption, { readonly is: Is }>;

/** The first option of a kind; a repeated one counts once (decision C-5). */
export function optionOf<Is extends MobilityOption['is']>(
  options: readonly MobilityOption[],
  is: Is,
): OptionOf<Is> | undefined {
  return options.find((option): option is OptionOf<Is> => option.is === is);
}

/** All options of a kind, in order. */
export function optionsOf<Is extends MobilityOption['is']>(
  options: readonly MobilityOption[],
  is: Is,
): readonly OptionOf<Is>[] {
  return options.filter((option): option is OptionOf<Is> => option.is === is);
}

/**
 * Reads them; options of other documents and unknown ones are skipped (DMM §4.3.1, MIP6 §6.2.1).
 */
export function readProxyOptions(options: readonly MobilityOption[]): ProxyOptions {
  const id = optionOf(options, 'MobileNodeIdentifier');
  const timestamp = optionOf(options, 'Timestamp');
  const linkLayerId = optionOf(options, 'MobileNodeLinkLayerIdentifier')?.identifier;
  return {
    mnId: id === undefined ? undefined : mnIdOf(id),
    prefixes: optionsOf(options, 'HomeNetworkPrefix').map(homeNetworkPrefixOf),
    handoff: optionOf(options, 'HandoffIndicator')?.value,
    accessTechnology: optionOf(options, 'AccessTechnologyType')?.value,
    timestamp: timestamp && timestamp.seconds * TICKS_PER_SECOND + timestamp.fraction,
    linkLayerId: linkLayerId && octetsText(linkLayerId),
    linkLocal: optionOf(options, 'LinkLocalAddress')?.address,
    alternateCareOf: optionOf(options, 'AlternateCareOfAddress')?.address,
  };
}

const mnIdOf = (id: OptionOf<'MobileNodeIdentifier'>): string =>
  id.subtype === 1 ? id.identifier : `${id.subtype}:${id.identifier}`;

/** C-1: zero bits of any length are the empty prefix. Bits beyond the length are ignored. */
const homeNetworkPrefixOf = (option: OptionOf<'HomeNetworkPrefix'>): Prefix =>
  isUnspecified(option.prefix)
    ? ALL_ZERO
    : toPrefix(option.prefix, Math.min(option.prefixLength, 128));

/**
 * The options of a message, in the order of PMIP §8.1: MN-ID, HNP, HI, ATT, Timestamp, LL-ID,
 * Link-local; then the Alternate Care-of Address.
 */
export function writeProxyOptions(options: ProxyOptions): readonly MobilityOption[] {
  const { mnId, handoff, accessTechnology, timestamp, linkLayerId } = options;
  const { linkLocal, alternateCareOf } = options;
  const list: MobilityOption[] = [];
  if (mnId !== undefined) list.push(mnIdOption(mnId));
  for (const one of options.prefixes) {
    list.push({
      is: 'HomeNetworkPrefix',
      offLink: false,
      prefixLength: prefixLength(one),
      prefix: prefixAddress(one),
    });
  }
  if (handoff !== undefined) list.push({ is: 'HandoffIndicator', value: handoff });
  if (accessTechnology !== undefined) {
    list.push({ is: 'AccessTechnologyType', value: accessTechnology });
  }
  if (timestamp !== undefined) {
    list.push({
      is: 'Timestamp',
      seconds: Math.floor(timestamp / TICKS_PER_SECOND),
      fraction: timestamp % TICKS_PER_SECOND,
    });
  }
  if (linkLayerId !== undefined) {
    list.push({ is: 'MobileNodeLinkLayerIdentifier', identifier: textOctets(linkLayerId) });
  }
  if (linkLocal !== undefined) list.push({ is: 'LinkLocalAddress', address: linkLocal });
  if (alternateCareOf !== undefined) {
    list.push({ is: 'AlternateCareOfAddress', address: alternateCareOf });
  }
  return list;
}

function mnIdOption(mnId: string): MobilityOption {
  const other = /^(\d+):(.*)$/s.exec(mnId);
  if (other === null) return { is: 'MobileNodeIdentifier', subtype: 1, identifier: mnId };
  return {
    is: 'MobileNodeIdentifier',
    subtype: Number(other[1]),
    identifier: other[2] ?? '',
  };
}

/** Octets as text: two hexadecimal digits each, between colons. */
const octetsText = (octets: Uint8Array): string =>
  [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join(':');

/** The octets of such a text. */
export const textOctets = (text: string): Uint8Array =>
  Uint8Array.from(text === '' ? [] : text.split(':'), (pair) => Number.parseInt(pair, 16));

/** The octets of a link-layer address, and the address of six octets. */
export function macOctets(address: Mac): Uint8Array {
  const octets = new Uint8Array(6);
  writeMac(octets, 0, address);
  return octets;
}
export const macOf = (octets: Uint8Array): Mac | undefined =>
  octets.length === 6 ? macAt(octets, 0) : undefined;
