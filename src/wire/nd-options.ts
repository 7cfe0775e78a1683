// Options of Neighbor Discovery: RFC 4861, RFC 4191 and RFC 8106.

import { addresses, flag, ipv6, length, mac, reserved, rest, shortPrefix, uint } from './fields.ts';
import type { Family, RecordOf } from './layout.ts';
import { routerPreferences } from './numbers-status.ts';
import { namesOf, ndOptionTypes } from './numbers.ts';
import { ndOption } from './option-layout.ts';

export const sourceLinkLayerAddress = ndOption({
  is: 'SourceLinkLayerAddress',
  type: 1,
  title: 'Source Link-Layer Address',
  cite: 'ND §4.6.1',
  doc: 'The link-layer address of the sender.',
  fields: [mac('address', 'The address.')],
});

const targetLinkLayerAddress = ndOption({
  is: 'TargetLinkLayerAddress',
  type: 2,
  title: 'Target Link-Layer Address',
  cite: 'ND §4.6.1',
  doc: 'The link-layer address of the target.',
  fields: [mac('address', 'The address.')],
});

const prefixInformation = ndOption({
  is: 'PrefixInformation',
  type: 3,
  title: 'Prefix Information',
  cite: 'ND §4.6.2',
  doc: 'A prefix of the link; hosts may form addresses from it.',
  fields: [
    uint('prefixLength', 8, 'Bits of the prefix.'),
    flag('onLink', 'L', 'Addresses with this prefix are on the link.'),
    flag('autonomous', 'A', 'Hosts may form addresses from it (RFC 4862 §5.5.3).'),
    flag('routerAddress', 'R', 'MIP6 §7.2: the prefix holds an address of the router.'),
    reserved(5),
    uint('validLifetime', 32, 'How long an address from it may be used.', { unit: 's' }),
    uint('preferredLifetime', 32, 'Until when it is preferred; 0 deprecates.', { unit: 's' }),
    reserved(32),
    ipv6('prefix', 'The prefix.'),
  ],
});

const mtu = ndOption({
  is: 'Mtu',
  type: 5,
  title: 'MTU',
  cite: 'ND §4.6.4',
  doc: 'The MTU that all nodes of the link shall use.',
  fields: [reserved(16), uint('mtu', 32, 'The MTU.', { label: 'MTU', unit: 'octets' })],
});

export const routeInformation = ndOption({
  is: 'RouteInformation',
  type: 24,
  title: 'Route Information',
  cite: 'RTR §2.3',
  doc: 'A prefix that is reached through the sender.',
  fields: [
    uint('prefixLength', 8, 'Bits of the prefix.'),
    reserved(3),
    uint('preference', 2, 'How good the route is.', {
      label: 'Prf',
      names: namesOf(routerPreferences),
    }),
    reserved(3),
    uint('routeLifetime', 32, 'How long the route is valid; 0 withdraws it.', { unit: 's' }),
    shortPrefix('prefix', 'As much of the prefix as its length needs.'),
  ],
});

const recursiveDnsServer = ndOption({
  is: 'RecursiveDnsServer',
  type: 25,
  title: 'Recursive DNS Server',
  cite: 'RFC 8106 §5.1',
  doc: 'Name servers for the hosts of the link.',
  fields: [
    reserved(16),
    uint('lifetime', 32, 'How long they may be used.', { unit: 's' }),
    addresses('addresses', 'Address of a name server.'),
  ],
});

/** Choice: the first free bit is the one that draft MIF §4.1 asks for. It is assigned nowhere. */
const flagsExtension = ndOption({
  is: 'FlagsExtension',
  type: 26,
  title: 'RA Flags Extension',
  cite: 'RFC 5175 §4',
  doc: 'Flags for which the header of an advertisement has no room.',
  fields: [
    flag('weakHost', 'W', 'MIF §4.1: be a weak host on this interface. Not assigned.'),
    reserved(15),
    reserved(32),
  ],
});

const names = namesOf(ndOptionTypes);
const unknownNdOption = {
  is: 'UnknownNdOption',
  type: -1,
  title: 'Unknown option',
  cite: 'ND §4.6',
  doc: 'Skipped by a receiver, kept as octets.',
  fields: [
    uint('type', 8, 'Type of the option.', { names }),
    length({ doc: 'Units of 8 octets of the whole option.' }, 8, 8, 0),
    rest('data', 'What it holds.'),
  ],
} as const;

const layouts = [
  sourceLinkLayerAddress,
  targetLinkLayerAddress,
  prefixInformation,
  mtu,
  routeInformation,
  recursiveDnsServer,
  flagsExtension,
] as const;
export type NdOption = RecordOf<(typeof layouts)[number]> | RecordOf<typeof unknownNdOption>;

/** The options of Neighbor Discovery messages. */
export const ndOptions: Family<NdOption> = {
  title: 'Neighbor Discovery options',
  layouts,
  unknown: unknownNdOption,
  names,
  shape: 'nd',
  multiple: 1,
};
