// What the drafts leave open, as this gateway reads it: one place for the names of the knobs. An
// unknown knob stands at its default.

import type { Sight } from '#sim/role.ts';

/** The knobs that a gateway looks at, with their values; the first is the default. */
interface Readings {
  /** Step 8: keep new sessions off an anchored prefix by its lifetime, or by the router. */
  readonly anchoredPrefixMode: 'deprecate' | 'lowPreference';
  /** step 8 says through which DLIF the anchored prefix is advertised in two ways. */
  readonly deprecatingRa: 'anchorDlif' | 'servingDlif';
  /** the valid lifetime beside a preferred lifetime of zero. */
  readonly validLifetime: 'twoHours' | 'zero' | 'full';
  /** Step 7: how a serving gateway learns where a node is anchored. */
  readonly anchorDiscovery: 'hss' | 'l2';
  /** Step 7: where the parameters of a DLIF come from. */
  readonly dlifParameters: 'pba' | 'hss';
  /** */
  readonly localNetwork: 'on' | 'off';
  /** what a serving gateway does when layer 2 loses the node. */
  readonly deregistration: 'silent' | 'onDetach';
  /** step 6 advertises before step 7 signals, which the text does not demand. */
  readonly raTiming: 'before' | 'after';
  /** X-23, DMM §A.5: tunnel to the first anchor for ever. */
  readonly legacy: 'off' | 'firstAnchor';
  /** RFC 8885 §3.2 to §3.4: a locator's previous MAARs answer the serving one themselves. */
  readonly cmdMode: 'relay' | 'locator' | 'proxy';
}

/** Whether a knob stands at a value other than its default. */
export const isSet = <Name extends keyof Readings>(
  sight: Sight,
  name: Name,
  value: Readings[Name],
): boolean => sight.knob(name) === value;
