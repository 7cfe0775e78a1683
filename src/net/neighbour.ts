// The neighbour cache of RFC 4861 §5.1 and §7.3.2, as pure functions from entry to entry. Timers
// and packets are the caller's business.

import { joined } from '#base/joined.ts';
import { seconds } from '#base/ids.ts';
import type { IfaceId } from '#base/ids.ts';
import type { Ipv6, Mac } from '#wire/address.ts';

/** A neighbour cache entry, RFC 4861 §5.1; the key of its row is `iface address`. */
export interface Neighbour {
  readonly address: Ipv6;
  readonly iface: IfaceId;
  readonly mac?: Mac;
  /**
   * permanent: configured, never probed (Choice: wired links of the core, and a DLIF's one
   * station).
   */
  readonly state: 'incomplete' | 'reachable' | 'stale' | 'delay' | 'probe' | 'permanent';
  readonly isRouter?: boolean;
}

// ND §10: node constants; the times are not randomised (Choice: a run is easier to read).
const MAX_MULTICAST_SOLICIT = 3;
const MAX_UNICAST_SOLICIT = 3;
export const RETRANS_TIMER = seconds(1);
export const REACHABLE_TIME = seconds(30);
export const DELAY_FIRST_PROBE_TIME = seconds(5);

/** The key of an entry's row. */
export const neighbourKey = (iface: IfaceId, address: Ipv6): string => joined(iface, address);

/** A link-layer address learnt from a solicitation, RFC 4861 §7.2.3. */
export function learnt(
  known: Neighbour | undefined,
  from: { readonly iface: IfaceId; readonly address: Ipv6; readonly mac: Mac },
): Neighbour {
  if (known?.state === 'permanent' || known?.mac === from.mac) return known;
  return { ...known, ...from, state: 'stale' };
}

/** What an advertisement says of its target. */
export interface Advertised {
  /** Target Link-Layer Address option. */
  readonly mac?: Mac;
  readonly router: boolean;
  readonly solicited: boolean;
  readonly override: boolean;
}

/** The entry after an advertisement, RFC 4861 §7.2.5. The same object: nothing changed. */
export function advertised(known: Neighbour, said: Advertised): Neighbour {
  if (known.state === 'permanent') return known;
  if (known.state === 'incomplete') {
    if (said.mac === undefined) return known;
    const state = said.solicited ? 'reachable' : 'stale';
    return { ...known, mac: said.mac, state, isRouter: said.router };
  }
  const isOther = said.mac !== undefined && said.mac !== known.mac;
  if (!said.override && isOther) {
    // ND §7.2.5 I: another address without Override only raises doubt.
    return known.state === 'reachable' ? { ...known, state: 'stale' } : known;
  }
  const state = said.solicited ? 'reachable' : isOther ? 'stale' : known.state;
  const mac = said.mac ?? known.mac;
  return { ...known, ...(mac !== undefined && { mac }), state, isRouter: said.router };
}

/** What the node does when an entry's timer fires. `tries` counts the solicitations sent so far. */
export type Expiry =
  | { readonly is: 'rest'; readonly entry: Neighbour }
  | { readonly is: 'solicit'; readonly entry: Neighbour; readonly unicast: boolean }
  | { readonly is: 'gone' };

/**
 * The step of RFC 4861 §7.3.3 (and §7.2.2 for an entry without an address) when time has run out.
 */
export function expired(entry: Neighbour, tries: number): Expiry {
  switch (entry.state) {
    case 'reachable':
      return { is: 'rest', entry: { ...entry, state: 'stale' } };
    case 'delay':
      return { is: 'solicit', entry: { ...entry, state: 'probe' }, unicast: true };
    case 'probe':
      return tries < MAX_UNICAST_SOLICIT ? { is: 'solicit', entry, unicast: true } : { is: 'gone' };
    case 'incomplete':
      return tries < MAX_MULTICAST_SOLICIT
        ? { is: 'solicit', entry, unicast: false }
        : { is: 'gone' };
    case 'stale':
    case 'permanent':
      return { is: 'rest', entry };
  }
}
