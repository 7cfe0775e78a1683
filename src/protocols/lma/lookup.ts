// Which Binding Cache entry a PBU is about, PMIP §5.4.1 with all its branches, and RFC 5844
// §3.1.2.7 for IPv4 home addresses: a pure function over the indexes of the cache. What becomes of
// the answer is the caller's business.

import type { Cite } from '#base/ids.ts';
import type { Prefix } from '#wire/address.ts';
import { STATUS } from '#protocols/pmipv6/checks.ts';
import { ANY_IPV4, readExtensions } from '#protocols/pmipv6/extensions.ts';
import { HANDOFF } from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO } from '#protocols/pmipv6/options.ts';
import type { BindingRow } from './rows.ts';

/** An entry with its key. */
export type Entry = readonly [key: string, row: BindingRow];

/** The Binding Cache by what a PBU may know of an entry. */
export interface Cache {
  readonly byPrefix: (prefix: Prefix) => Entry | undefined;
  /** All that have a prefix, which one of them holds (RFC 7864 §3.2.1). */
  readonly sharersOf: (prefix: Prefix) => readonly Entry[];
  /** Sessions may share prefixes: Handoff Indicator 6 is understood. */
  readonly isSharing: boolean;
  readonly byIpv4: (address: string) => Entry | undefined;
  /** MN-ID, Access Technology Type and link-layer identifier. */
  readonly byLink: (
    mnId: string,
    accessTechnology: number,
    linkLayerId: string,
  ) => Entry | undefined;
  readonly ofNode: (mnId: string) => readonly Entry[];
}

/** What a PBU is about. */
export type Found =
  | { readonly is: 'update'; readonly key: string; readonly row: BindingRow }
  /** About this one once it is de-registered; else it is a new session. */
  | { readonly is: 'wait'; readonly key: string; readonly row: BindingRow; readonly cite: Cite }
  | { readonly is: 'new'; readonly cite: Cite }
  /** RFC 7864 §3.2.1: a new session that shares the prefixes of this one. */
  | { readonly is: 'share'; readonly row: BindingRow; readonly cite: Cite }
  | { readonly is: 'refused'; readonly status: number; readonly cite: Cite };

const update = ([key, row]: Entry): Found => ({ is: 'update', key, row });
const fresh = (cite: Cite): Found => ({ is: 'new', cite });
const refused = (status: number, cite: Cite): Found => ({ is: 'refused', status, cite });

/** Data for the node will go to this address: PMIP §5.3.1 rule 13. */
export const careOfAddressOf = (request: ProxyUpdate): ProxyUpdate['source'] =>
  request.alternateCareOf ?? request.source;

/** The link-layer identifier; one of zeros says as little as none (PMIP §5.4.1.2). */
export const linkLayerIdOf = ({ linkLayerId }: ProxyUpdate): string | undefined =>
  linkLayerId === undefined || /^[0:]*$/.test(linkLayerId) ? undefined : linkLayerId;

/** The existence test; it changes nothing. */
export function lookUp(cache: Cache, request: ProxyUpdate): Found {
  const asked = request.prefixes.filter((one) => one !== ALL_ZERO);
  if (asked.length > 0) return byPrefixes(cache, request, asked);
  const ipv4 = readExtensions(request.options).ipv4[0];
  if (ipv4 !== undefined && ipv4.address !== ANY_IPV4) return byIpv4(cache, request, ipv4.address);
  return linkLayerIdOf(request) === undefined ? byNode(cache, request) : byLink(cache, request);
}

/** PMIP §5.4.1.1: a prefix is named. */
function byPrefixes(cache: Cache, request: ProxyUpdate, asked: readonly Prefix[]): Found {
  const held = asked.flatMap((one) => {
    const entry = cache.byPrefix(one);
    return entry === undefined ? [] : [entry];
  });
  const [first] = held;
  if (first === undefined) {
    // Choice: prefixes and a wish for one do not go together.
    const isMixed = asked.length < request.prefixes.length;
    return isMixed
      ? refused(STATUS.unspecified, 'PMIP §5.4.1.1 rule 2')
      : fresh('PMIP §5.4.1.1 rule 2');
  }
  if (held.some(([, row]) => row.mnId !== request.mnId)) {
    return refused(STATUS.notAuthorizedPrefix, 'PMIP §5.4.1.1 rule 3');
  }
  if (!isSameSet(request.prefixes, first[1].prefixes)) {
    return refused(STATUS.prefixSetDiffers, 'PMIP §5.4.1.1 rule 4');
  }
  const sharers = cache.sharersOf(asked[0] ?? ALL_ZERO);
  if (isShared(cache, request)) return byShare(sharers, request, first);
  const found = sharers.find(([, row]) => mayUpdate(row, request));
  return found === undefined ? fresh('PMIP §5.4.1.1 rule 6') : update(found);
}

const isShared = (cache: Cache, request: ProxyUpdate): boolean =>
  request.handoff === HANDOFF.sharedPrefixes && cache.isSharing;

/** RFC 7864 §3.2.1: the same interface is updated, any other shares. */
function byShare(sharers: readonly Entry[], request: ProxyUpdate, first: Entry): Found {
  const same = sharers.find(([, row]) => isSameInterface(row, request));
  if (same !== undefined) return update(same);
  return { is: 'share', row: first[1], cite: 'RFC 7864 §3.2.1' };
}

const isSameInterface = (row: BindingRow, request: ProxyUpdate): boolean =>
  linkLayerIdOf(request) !== undefined &&
  linkLayerIdOf(request) === row.linkLayerId &&
  row.accessTechnology === request.accessTechnology;

/** RFC 5844 §3.1.2.7: as with a prefix; there is only one address to match. */
function byIpv4(cache: Cache, request: ProxyUpdate, address: string): Found {
  const entry = cache.byIpv4(address);
  if (entry === undefined) return fresh('RFC 5844 §3.1.2.7');
  if (entry[1].mnId !== request.mnId) {
    return refused(STATUS.notAuthorizedIpv4Address, 'RFC 5844 §3.1.2.7');
  }
  return mayUpdate(entry[1], request) ? update(entry) : fresh('RFC 5844 §3.1.2.7');
}

/** PMIP §5.4.1.1 rule 5: the same interface, or a handover that the gateway vouches for. */
function mayUpdate(row: BindingRow, request: ProxyUpdate): boolean {
  const isSameAccess = row.accessTechnology === request.accessTechnology;
  const linkLayerId = linkLayerIdOf(request);
  return (
    isSameInterface(row, request) ||
    request.handoff === HANDOFF.betweenInterfaces ||
    (linkLayerId === undefined &&
      row.linkLayerId === undefined &&
      isSameAccess &&
      request.handoff === HANDOFF.betweenGateways) ||
    (careOfAddressOf(request) === row.proxyCareOfAddress && isSameAccess)
  );
}

/** PMIP §5.4.1.2: no prefix is named, but the interface is. */
function byLink(cache: Cache, request: ProxyUpdate): Found {
  const { mnId = '', accessTechnology, handoff } = request;
  const linkLayerId = linkLayerIdOf(request) ?? '';
  const entry =
    accessTechnology === undefined ? undefined : cache.byLink(mnId, accessTechnology, linkLayerId);
  if (entry !== undefined) return update(entry);
  const [first] = isShared(cache, request) ? cache.ofNode(mnId) : [];
  // Choice: without a prefix the first session's are meant; RFC 7864 §3.2.1 speaks of named ones.
  if (first !== undefined) return { is: 'share', row: first[1], cite: 'RFC 7864 §3.2.1' };
  const only = onlyOne(cache, mnId);
  if (only !== undefined && handoff === HANDOFF.betweenInterfaces) return update(only);
  if (only !== undefined && handoff === HANDOFF.unknown) {
    return waitFor(only, 'PMIP §5.4.1.2 rule 4');
  }
  return fresh('PMIP §5.4.1.2 rule 5');
}

/** PMIP §5.4.1.3: only the node is named. */
function byNode(cache: Cache, request: ProxyUpdate): Found {
  const only = onlyOne(cache, request.mnId ?? '');
  const { handoff } = request;
  if (only === undefined) return fresh('PMIP §5.4.1.3 rule 4');
  if (handoff === HANDOFF.betweenInterfaces || handoff === HANDOFF.betweenGateways) {
    return update(only);
  }
  if (handoff === HANDOFF.unknown) return waitFor(only, 'PMIP §5.4.1.3 rule 3');
  return fresh('PMIP §5.4.1.3 rule 4');
}

/** The node's entry, when it has one and only one. */
function onlyOne(cache: Cache, mnId: string): Entry | undefined {
  const entries = cache.ofNode(mnId);
  return entries.length === 1 ? entries[0] : undefined;
}

/** An entry that is de-registered already need not be waited for. */
const waitFor = (entry: Entry, cite: Cite): Found =>
  entry[1].state === 'waitDelete'
    ? update(entry)
    : { is: 'wait', key: entry[0], row: entry[1], cite };

/** The same prefixes and as many, in any order. */
const isSameSet = (a: readonly Prefix[], b: readonly Prefix[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one)) && b.every((one) => a.includes(one));
