// The options of DMM §4.3 in a PBA: what the anchoring gateway says of its DLIF, and what the
// serving gateway reads of it. PBU and PBA themselves are those of ../pmipv6, with the D flag set.

import {
  isLinkLocal,
  isUnspecified,
  prefixAddress,
  prefixLength,
  toPrefix,
} from '#wire/address.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';
import type { MobilityOption } from '#wire/packet.ts';
import type { ProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO, macOctets, macOf, optionOf, optionsOf } from '#protocols/pmipv6/options.ts';

/** What a serving gateway needs to portray an anchoring one, DMM §4.2 step 7. */
export interface DlifParameters {
  readonly linkLocal: Ipv6;
  /** Absent where the access link has no link-layer addresses, DMM §4.3.6. */
  readonly mac: Mac | undefined;
}

/** What a PBA says beyond RFC 5213. */
export interface AnchorReport {
  /** The prefixes that the anchor keeps for the node: Anchored Prefix options, else HNP. */
  readonly prefixes: readonly Prefix[];
  readonly localPrefixes: readonly Prefix[];
  readonly dlif: DlifParameters | undefined;
  /** The Anchored Prefix options name other prefixes than the HNP options do. */
  readonly differs: boolean;
}

/** DMM §4.3.3 to §4.3.6, in the order of their numbers. */
export function dlifOptions(report: Omit<AnchorReport, 'differs'>): readonly MobilityOption[] {
  const { prefixes, localPrefixes, dlif } = report;
  const list: MobilityOption[] = [
    ...prefixes.map((one): MobilityOption => ({ is: 'AnchoredPrefix', ...parts(one) })),
    ...localPrefixes.map((one): MobilityOption => ({ is: 'LocalPrefix', ...parts(one) })),
  ];
  if (dlif === undefined) return list;
  list.push({ is: 'DlifLinkLocalAddress', address: dlif.linkLocal });
  if (dlif.mac !== undefined) {
    list.push({ is: 'DlifLinkLayerAddress', address: macOctets(dlif.mac) });
  }
  return list;
}

const parts = (one: Prefix): { prefixLength: number; prefix: Ipv6 } => ({
  prefixLength: prefixLength(one),
  prefix: prefixAddress(one),
});

/**
 * Reads them. Without the D flag they are ignored. Unknown options are skipped, DMM §4.3.2.
 */
export function readAnchorReport(answer: ProxyAcknowledgement): AnchorReport {
  const homes = answer.prefixes.filter((one) => one !== ALL_ZERO);
  if (!answer.distributed) {
    return { prefixes: homes, localPrefixes: [], dlif: undefined, differs: false };
  }
  const { options } = answer;
  const anchored = optionsOf(options, 'AnchoredPrefix').map(prefixOf);
  const prefixes = anchored.length === 0 ? homes : unique(anchored);
  return {
    prefixes,
    localPrefixes: unique(optionsOf(options, 'LocalPrefix').map(prefixOf)),
    dlif: readDlif(options),
    differs: homes.length > 0 && !sameSet(homes, prefixes),
  };
}

/** Bits beyond the prefix length and the reserved octet are ignored, DMM §4.3.3 and §4.3.4. */
const prefixOf = (option: { readonly prefixLength: number; readonly prefix: Ipv6 }): Prefix =>
  toPrefix(option.prefix, Math.min(option.prefixLength, 128));

function readDlif(options: readonly MobilityOption[]): DlifParameters | undefined {
  const linkLocal = optionOf(options, 'DlifLinkLocalAddress')?.address;
  const octets = optionOf(options, 'DlifLinkLayerAddress')?.address;
  // Choice: without a link-local address there is no router to portray, whatever else is said.
  if (linkLocal === undefined || isUnspecified(linkLocal) || !isLinkLocal(linkLocal)) {
    return undefined;
  }
  return { linkLocal, mac: octets && macOf(octets) };
}

/** Types of the options that this gateway does not understand: it skips them (DMM §4.3.1, §4.3.2). */
export const skippedTypes = (options: readonly MobilityOption[]): readonly number[] =>
  optionsOf(options, 'UnknownMobilityOption').map((option) => option.type);

const unique = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];

/** Whether two lists hold the same prefixes, in any order. */
export const sameSet = (a: readonly Prefix[], b: readonly Prefix[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((one) => b.includes(one));
