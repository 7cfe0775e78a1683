// The chain of extension headers behind an IPv6 header: which there are, the home addresses in
// them, and where the upper layer begins. Decoding and dissection walk it with the same steps.

import type { Ipv6 } from './address.ts';
import { ipv6At } from './address.ts';
import { codecOf, decode } from './codec.ts';
import { destinationOptions, routingType2 } from './ipv6.ts';
import { refuse, type Malformed, type Reading } from './malformed.ts';
import { NEXT_HEADER } from './numbers.ts';
import type { Extension } from './packet-types.ts';

/** One extension header and its octets. */
export interface ExtensionPlace {
  readonly header: number;
  readonly at: number;
  readonly end: number;
  /** Where the packet around it begins. */
  readonly packetAt: number;
}

/** What stands behind an IPv6 header. */
export interface Chain {
  readonly extensions: readonly ExtensionPlace[];
  readonly homeAddress: Ipv6 | undefined;
  readonly routeTo: Ipv6 | undefined;
  /** Number and first octet of the upper layer. */
  readonly nextHeader: number;
  readonly at: number;
}

const { hopByHop, routing, destinationOptions: destination } = NEXT_HEADER;
const type2 = codecOf(routingType2);
const IPV6_OCTETS = 40;
const MOST_HEADERS = 16;
const NONE: readonly Extension[] = [];
const HOME_ADDRESS = 0xc9;

/** Whether the walk goes on behind a header of this number; a fragment's is inside the whole. */
export const isExtension = (nextHeader: number): boolean =>
  nextHeader === destination || nextHeader === routing || nextHeader === hopByHop;

/** Walks the chain whose first header has number `first` and begins at `at`. */
export function walkChain(
  octets: Uint8Array,
  { first, at, end }: { readonly first: number; readonly at: number; readonly end: number },
  reading: Reading,
): Chain | undefined {
  const extensions: ExtensionPlace[] = [];
  let homeAddress: Ipv6 | undefined;
  let routeTo: Ipv6 | undefined;
  let nextHeader = first;
  let p = at;
  while (isExtension(nextHeader)) {
    const next = endOfExtension(octets, p, end, reading);
    if (next === undefined) return undefined;
    const place = { header: nextHeader, at: p, end: next, packetAt: at - IPV6_OCTETS };
    if (extensions.push(place) > MOST_HEADERS) {
      const where = { layer: 'Ipv6', field: 'nextHeader', at: p, cite: 'RFC 8200 §4.1' };
      return refuse(reading, where, 'depth', `more than ${MOST_HEADERS} extension headers`);
    }
    if (!accepts(octets, place, reading)) {
      if (!reading.lenient) return undefined;
      reading.fault = undefined;
    } else if (nextHeader === destination) {
      homeAddress ??= homeAddressIn(octets, place);
    } else if (nextHeader === routing && type2.matches(octets, p, next)) {
      routeTo ??= ipv6At(octets, p + 8);
    }
    nextHeader = octets[p] ?? 0;
    p = next;
  }
  return { extensions, homeAddress, routeTo, nextHeader, at: p };
}

function endOfExtension(
  octets: Uint8Array,
  at: number,
  end: number,
  reading: Reading,
): number | undefined {
  const next = at + 8 + 8 * (octets[at + 1] ?? 0);
  if (at + 2 <= end && next <= end) return next;
  const field = at + 2 <= end ? 'headerLength' : 'nextHeader';
  const place = { layer: 'ExtensionHeader', field, at: at + 1, cite: 'RFC 8200 §4' };
  return refuse(reading, place, 'truncated', 'an extension header ends behind its packet');
}

/** Whether a receiver goes on behind this header; else a fault is noted. */
function accepts(octets: Uint8Array, place: ExtensionPlace, reading: Reading): boolean {
  const { header, at, end } = place;
  reading.base = at;
  if (header === destination) {
    const record = decode(destinationOptions, octets, { at, end, reading });
    return record !== undefined && knowsOptions(octets, place, reading);
  }
  if (header !== routing) return true;
  if (type2.matches(octets, at, end)) {
    return decode(routingType2, octets, { at, end, reading }) !== undefined;
  }
  if (octets[at + 3] === 0) return true;
  // RFC 8200 §4.4: an unknown routing header with segments left ends the trip.
  const where = problem('routingType', at + 2, { code: 0, pointer: at + 2 - place.packetAt });
  refuse(reading, where, 'value', 'unknown routing header');
  return false;
}

const problem = (field: string, at: number, icmp: Malformed['icmp']) => ({
  layer: 'ExtensionHeader',
  field,
  at,
  cite: 'RFC 8200 §4.2',
  ...(icmp === undefined ? {} : { icmp }),
});

/** RFC 8200 §4.2: the two highest bits of an unknown option say whether to go on. */
function knowsOptions(octets: Uint8Array, place: ExtensionPlace, reading: Reading): boolean {
  for (const { type, at } of optionPlaces(octets, place)) {
    if (type === HOME_ADDRESS || type < 0x40) continue;
    const icmp = type < 0x80 ? undefined : { code: 2, pointer: at - place.packetAt };
    refuse(reading, problem('type', at, icmp), 'value', `unknown option ${type}`);
    return false;
  }
  return true;
}

function homeAddressIn(octets: Uint8Array, place: ExtensionPlace): Ipv6 | undefined {
  const found = optionPlaces(octets, place).find(({ type }) => type === HOME_ADDRESS);
  return found && ipv6At(octets, found.at + 2);
}

/** The options of a header that was read without fault. */
function optionPlaces(octets: Uint8Array, { at, end }: ExtensionPlace) {
  const places: { readonly type: number; readonly at: number }[] = [];
  for (let p = at + 2; p < end;) {
    const type = octets[p] ?? 0;
    places.push({ type, at: p });
    p += type === 0 ? 1 : 2 + (octets[p + 1] ?? 0);
  }
  return places;
}

/** The extension headers that carry these home addresses (MIP6 §6.4.1: routing header first). */
export function extensionsOf(packet: {
  readonly homeAddress?: Ipv6 | undefined;
  readonly routeTo?: Ipv6 | undefined;
}): readonly Extension[] {
  const { homeAddress, routeTo } = packet;
  if (homeAddress === undefined && routeTo === undefined) return NONE;
  const made: Extension[] = [];
  if (routeTo !== undefined) {
    const record = { is: 'RoutingType2', nextHeader: 0, homeAddress: routeTo };
    made.push({ header: routing, data: written(type2, record) });
  }
  if (homeAddress !== undefined) {
    const options = [{ is: 'HomeAddress', homeAddress }];
    const record = { is: 'DestinationOptions', nextHeader: 0, options };
    made.push({ header: destination, data: written(codecOf(destinationOptions), record) });
  }
  return made;
}

function written(codec: ReturnType<typeof codecOf>, record: Readonly<Record<string, unknown>>) {
  const octets = new Uint8Array(64);
  return octets.slice(1, codec.write(octets, 0, record, 0));
}
