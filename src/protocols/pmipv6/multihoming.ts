// What the multihoming draft and RFC 7864 add to the messages: the MuHo option (MIF §5.2), home
// network prefixes that are not on the link (RFC 7864 §4.1).

import { prefixAddress, prefixLength, toPrefix } from '#wire/address.ts';
import type { Prefix } from '#wire/address.ts';
import type { MobilityOption } from '#wire/packet.ts';
import type { Sight } from '#sim/role.ts';
import { ALL_ZERO, optionsOf } from './options.ts';

/** How several attachments of one node are handled: knob `multihoming`. */
export type Multihoming = 'off' | 'muho' | 'literal' | 'rfc7864';

/** The value of the knob; what is not a value is `off`. */
export function multihomingOf(value: string): Multihoming {
  return value === 'muho' || value === 'literal' || value === 'rfc7864' ? value : 'off';
}

/**
 * MIF §4.4: where the anchor has a say in flows, the routing table of the node follows it, by a
 * route that the gateway of the flow advertises (knob `flowRoute`).
 */
export const tellsRoutes = (sight: Pick<Sight, 'knob'>): boolean =>
  sight.knob('flowRoute') === 'told' && sight.knob('flowDecider') !== 'mn';

const muho = (one: Prefix): MobilityOption => ({
  is: 'MultihomingPrefix',
  prefixLength: prefixLength(one),
  prefix: prefixAddress(one),
});

/** MIF §5.2.1: one for each prefix; without any an empty one (M-2). */
export const muhoOptions = (prefixes: readonly Prefix[]): readonly MobilityOption[] =>
  (prefixes.length === 0 ? [ALL_ZERO] : prefixes).map(muho);

/** The prefixes in the MuHo options of a message; undefined: it has none, so nothing is said. */
export function readMuho(options: readonly MobilityOption[]): readonly Prefix[] | undefined {
  const found = optionsOf(options, 'MultihomingPrefix');
  if (found.length === 0) return undefined;
  return found.flatMap(({ prefix, prefixLength: length }) => {
    const one = toPrefix(prefix, Math.min(length, 128));
    return one === ALL_ZERO || prefix === '::' ? [] : [one];
  });
}

/** RFC 7864 §4.1: a prefix that is not to be hosted on the link. */
export const offLinkOption = (one: Prefix): MobilityOption => ({
  is: 'HomeNetworkPrefix',
  offLink: true,
  prefixLength: prefixLength(one),
  prefix: prefixAddress(one),
});

/** The prefixes of a message with the L flag. */
export const readOffLink = (options: readonly MobilityOption[]): readonly Prefix[] =>
  optionsOf(options, 'HomeNetworkPrefix').flatMap((option) =>
    option.offLink ? [toPrefix(option.prefix, Math.min(option.prefixLength, 128))] : [],
  );
