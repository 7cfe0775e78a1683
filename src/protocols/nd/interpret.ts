// What a host takes from a Router Advertisement, before it touches any table: the rules of ND
// §6.1.2 and §6.3.4, RFC 4862 §5.5.3 and RFC 4191 §2 and §3 that need the message alone.

import type { Cite } from '#base/ids.ts';
import { isLinkLocal, prefixAddress, toPrefix } from '#wire/address.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';
import type { Icmpv6Message, NdOption, Packet } from '#wire/packet.ts';
import type { AdvertisedPrefix, AdvertisedRoute, Preference } from './advertise.ts';

/**
 * How much of RFC 4191 a host knows (§3): A nothing, B preferences of routers, C routes as well.
 */
export type HostType = 'A' | 'B' | 'C';

/** A prefix option that passed the rules. */
export interface TakenPrefix extends AdvertisedPrefix {
  readonly onLink: boolean;
  readonly autonomous: boolean;
}

/** A rule that made the host ignore something. */
export interface Ignored {
  readonly text: string;
  readonly cite: Cite;
}

/** An advertisement as a host of some type reads it. Lifetimes in seconds. */
export interface Interpretation {
  readonly router: Ipv6;
  readonly mac?: Mac;
  /** The router as a default router; lifetime 0: it is none. */
  readonly asDefault: { readonly lifetime: number; readonly preference: Preference };
  readonly prefixes: readonly TakenPrefix[];
  /** Routes other than ::/0. */
  readonly routes: readonly AdvertisedRoute[];
  readonly mtu?: number;
  readonly ignored: readonly Ignored[];
}

export type RouterAdvertisement = Extract<Icmpv6Message, { is: 'RouterAdvertisement' }>;
type PrefixOption = Extract<NdOption, { is: 'PrefixInformation' }>;
type RouteOption = Extract<NdOption, { is: 'RouteInformation' }>;

/** Interface identifiers of this link type have 64 bits (RFC 4291 §2.5.1). */
const IID_BITS = 64;

/**
 * Why a host must drop the advertisement, if it must (ND §6.1.2; octets are checked by the codec).
 */
export function faultOf(packet: Packet): Ignored | undefined {
  if (!isLinkLocal(packet.src)) {
    return { text: `RA from ${packet.src}, which is not link-local: ignored`, cite: 'ND §6.1.2' };
  }
  if (packet.hopLimit !== 255) {
    return { text: `RA with hop limit ${packet.hopLimit}: ignored`, cite: 'ND §6.1.2' };
  }
  return undefined;
}

/** Reads an advertisement as a host of that type does. */
export function interpret(
  router: Ipv6,
  message: RouterAdvertisement,
  hostType: HostType,
): Interpretation {
  const ignored: Ignored[] = [];
  const prefixes: TakenPrefix[] = [];
  const routes: AdvertisedRoute[] = [];
  let asDefault = {
    lifetime: message.routerLifetime,
    // RTR §2.2: the reserved value is medium. §3.1: type A knows no preference.
    preference: hostType === 'A' ? 'medium' : (preferenceOf(message.preference) ?? 'medium'),
  } satisfies Interpretation['asDefault'];
  for (const option of message.options) {
    if (option.is === 'PrefixInformation') {
      const taken = takePrefix(option, ignored);
      if (taken !== undefined) prefixes.push(taken);
    } else if (option.is === 'RouteInformation' && hostType === 'C') {
      const taken = takeRoute(option, ignored);
      // RTR §3.1: a ::/0 route overrides lifetime and preference of the header.
      if (taken?.prefix === EVERYWHERE) asDefault = taken;
      else if (taken !== undefined) routes.push(taken);
    }
  }
  const mac = message.options.find((option) => option.is === 'SourceLinkLayerAddress')?.address;
  const mtu = message.options.find((option) => option.is === 'Mtu')?.mtu;
  return {
    router,
    asDefault,
    prefixes,
    routes,
    ignored,
    ...(mac !== undefined && { mac }),
    ...(mtu !== undefined && { mtu }),
  };
}

const EVERYWHERE = '::/0';

/** RTR §2.1: the two bits as a preference; undefined for the reserved value. */
function preferenceOf(bits: number): Preference | undefined {
  return (['medium', 'high', undefined, 'low'] as const)[bits];
}

function takePrefix(option: PrefixOption, ignored: Ignored[]): TakenPrefix | undefined {
  const prefix = toPrefix(option.prefix, Math.min(128, option.prefixLength));
  const refuse = (why: string, cite: Cite): undefined => {
    ignored.push({ text: `prefix ${prefix} ignored: ${why}`, cite });
    return undefined;
  };
  if (isLinkLocal(prefixAddress(prefix))) {
    return refuse('it is the link-local prefix', 'RFC 4862 §5.5.3 b');
  }
  // Choice: the option is ignored as a whole, also for on-link determination.
  if (option.preferredLifetime > option.validLifetime) {
    return refuse('preferred lifetime above the valid one', 'RFC 4862 §5.5.3 c');
  }
  const fits = option.prefixLength + IID_BITS === 128;
  if (option.autonomous && !fits) {
    refuse(`no address from ${option.prefixLength} bits`, 'RFC 4862 §5.5.3 d');
  }
  return {
    prefix,
    valid: option.validLifetime,
    preferred: option.preferredLifetime,
    onLink: option.onLink,
    autonomous: option.autonomous && fits,
  };
}

function takeRoute(option: RouteOption, ignored: Ignored[]): AdvertisedRoute | undefined {
  const prefix: Prefix = toPrefix(option.prefix, Math.min(128, option.prefixLength));
  const preference = preferenceOf(option.preference);
  if (preference === undefined) {
    ignored.push({ text: `route ${prefix} ignored: reserved preference`, cite: 'RTR §2.3' });
    return undefined;
  }
  return { prefix, lifetime: option.routeLifetime, preference };
}
