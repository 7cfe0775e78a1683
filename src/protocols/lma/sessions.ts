// What an accepted PBU does to a mobility session: PMIP §5.3.2 to §5.3.5, with the IPv4 home
// address of RFC 5844 and the keys of RFC 5845.

import { must } from '#base/assert.ts';
import type { Cite } from '#base/ids.ts';
import { linkLocalOf, mac, UNSPECIFIED } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { requestMark, STATUS } from '#protocols/pmipv6/checks.ts';
import { ANY_IPV4, readExtensions } from '#protocols/pmipv6/extensions.ts';
import { fromUnits } from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO } from '#protocols/pmipv6/options.ts';
import { addBinding, put, stepBinding } from './bindings.ts';
import { agreeGre } from './gre.ts';
import { chooseIpv4 } from './ipv4.ts';
import { careOfAddressOf, linkLayerIdOf } from './lookup.ts';
import { choosePrefixes, mayHave } from './prefixes.ts';
import { accept, refuse } from './replies.ts';
import { dropPending } from './pending.ts';
import { forgetRevocation } from './revocation-list.ts';
import { selfOf } from './rows.ts';
import type { BindingRow, LmaProfile, Turn } from './rows.ts';

/** PMIP §5.3.2: a session that is not known here; RFC 7864 §3.2.1: with prefixes of another one. */
export function createSession(
  turn: Turn,
  request: ProxyUpdate,
  profile: LmaProfile,
  shared?: readonly Prefix[],
): void {
  const mnId = must(request.mnId, 'rule 4 demands an MN-ID');
  const linkLayerId = linkLayerIdOf(request);
  const chosen: Chosen =
    shared === undefined
      ? prefixesFor(turn, request, profile, { mnId, linkLayerId })
      : { is: 'prefixes', prefixes: shared };
  if (chosen.is === 'refused') return refuse(turn, request, chosen);
  const ipv4 = ipv4For(turn, request, profile, undefined);
  if (ipv4.is === 'refused') return refuse(turn, request, ipv4.why);
  const key = addBinding(turn, {
    mnId,
    prefixes: chosen.prefixes,
    ipv4Home: ipv4.address,
    tunnel: undefined,
    ...accepted(turn, request, undefined),
  });
  accept(turn, request, must(turn.tables.bindings.get(key), 'the entry stands'));
}

type Chosen =
  | { readonly is: 'prefixes'; readonly prefixes: readonly Prefix[] }
  | { readonly is: 'refused'; readonly status: number; readonly cite: Cite };

/** PMIP §5.3.2 rules 1 to 3. */
function prefixesFor(
  turn: Turn,
  request: ProxyUpdate,
  profile: LmaProfile,
  owner: { readonly mnId: string; readonly linkLayerId: string | undefined },
): Chosen {
  const asked = request.prefixes.filter((one) => one !== ALL_ZERO);
  if (asked.length > 0) {
    if (asked.every((one) => mayHave(turn, owner.mnId, profile, one))) {
      return { is: 'prefixes', prefixes: [...new Set(asked)] };
    }
    const status = STATUS.notAuthorizedPrefix;
    return { is: 'refused', status, cite: 'PMIP §5.3.2 rule 3' };
  }
  // RFC 5844 §3.1.2.1: an IPv4 home address alone.
  if (request.prefixes.length === 0) return { is: 'prefixes', prefixes: [] };
  const prefixes = choosePrefixes(turn, owner, profile);
  if (prefixes !== undefined) return { is: 'prefixes', prefixes };
  return { is: 'refused', status: STATUS.insufficientResources, cite: 'PMIP §5.3.2 rule 2' };
}

type Ipv4Part =
  | { readonly is: 'address'; readonly address: string | undefined }
  | {
      readonly is: 'refused';
      readonly why: { readonly status: number; readonly ipv4: number; readonly cite: Cite };
    };

/** RFC 5844 §3.1.2.2: the IPv4 home address that a PBU asks for. */
function ipv4For(
  turn: Turn,
  request: ProxyUpdate,
  profile: LmaProfile,
  own: string | undefined,
): Ipv4Part {
  const wish = readExtensions(request.options).ipv4[0];
  if (wish === undefined) return { is: 'address', address: undefined };
  const choice = chooseIpv4(turn, profile, wish, own);
  if (choice.is === 'address') return choice;
  const { status, reply } = choice;
  return { is: 'refused', why: { status, ipv4: reply, cite: 'RFC 5844 §3.1.2.2' } };
}

type Accepted = Omit<BindingRow, 'mnId' | 'prefixes' | 'ipv4Home' | 'tunnel' | 'state' | 'until'>;

/** PMIP §5.1: what an accepted PBU says, as an entry has it. */
function accepted(turn: Turn, request: ProxyUpdate, before: BindingRow | undefined): Accepted {
  const { config, sight } = turn;
  // at most what the anchor grants.
  const lifetime = Math.min(request.lifetime, config.lifetime);
  return {
    linkLayerId: linkLayerIdOf(request),
    accessTechnology: must(request.accessTechnology, 'rule 12 demands an access technology'),
    handoff: must(request.handoff, 'rule 11 demands a handoff indicator'),
    magLinkLocal: linkLocalFor(turn, request, before),
    proxyCareOfAddress: careOfAddressOf(request),
    gateway: request.source,
    lifetime,
    expiresAt: sight.now + fromUnits(lifetime),
    revocation: undefined,
    ...ordered(request, before),
    ...agreeGre(turn, request, before),
  };
}

/**
 * what ordering compares with never goes back (I-9). Choice: it is kept through PBUs
 * without a timestamp, where PMIP §5.1 has zero, so that no older one comes after them.
 */
function ordered(
  request: ProxyUpdate,
  before: BindingRow | undefined,
): Pick<BindingRow, 'lastTimestamp' | 'lastSequence' | 'lastRequest'> {
  const own = request.timestamp;
  const last = before?.lastTimestamp;
  return {
    lastTimestamp: own === undefined || last === undefined ? (own ?? last) : Math.max(own, last),
    lastSequence: request.sequence,
    lastRequest: requestMark(request),
  };
}

/** PMIP §5.3.6: the gateway's link-local address towards the node; `::` asks for one. */
function linkLocalFor(
  turn: Turn,
  request: ProxyUpdate,
  before: BindingRow | undefined,
): Ipv6 | undefined {
  const { linkLocal } = request;
  if (linkLocal !== UNSPECIFIED) return linkLocal ?? before?.magLinkLocal;
  return before?.magLinkLocal ?? makeLinkLocal(selfOf(turn).nextBinding);
}

/** Choice: 02:52:13:… as a link-layer address would give it, and a number of its own. */
function makeLinkLocal(n: number): Ipv6 {
  const octets = [0x02, 0x52, 0x13, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
  return linkLocalOf(mac(octets.map((one) => one.toString(16).padStart(2, '0')).join(':')));
}

/** PMIP §5.3.3: the same gateway has it. */
export function extendSession(
  turn: Turn,
  request: ProxyUpdate,
  profile: LmaProfile,
  key: string,
): void {
  const before = must(turn.tables.bindings.get(key), 'the entry that was found');
  const ipv4 = ipv4For(turn, request, profile, before.ipv4Home);
  if (ipv4.is === 'refused') return refuse(turn, request, ipv4.why);
  forgetRevocation(turn, key);
  const ipv4Home = ipv4.address ?? before.ipv4Home;
  const row: BindingRow = { ...before, ipv4Home, ...accepted(turn, request, before) };
  stepBinding(turn, key, { type: 'EXTEND' }, row);
  accept(turn, request, row);
}

/** PMIP §5.3.4: another gateway, or another interface, has it now. */
export function handOff(turn: Turn, request: ProxyUpdate, profile: LmaProfile, key: string): void {
  const before = must(turn.tables.bindings.get(key), 'the entry that was found');
  const ipv4 = ipv4For(turn, request, profile, before.ipv4Home);
  if (ipv4.is === 'refused') return refuse(turn, request, ipv4.why);
  dropPending(turn, key);
  forgetRevocation(turn, key);
  // RFC 5844 §3.1.2.4: what the new gateway does not ask for is given back.
  const prefixes = request.prefixes.length === 0 ? [] : before.prefixes;
  const next = { ...before, prefixes, ipv4Home: ipv4.address };
  const row: BindingRow = { ...next, ...accepted(turn, request, before) };
  stepBinding(turn, key, { type: 'HANDOFF' }, row);
  accept(turn, request, row);
}

/** PMIP §5.3.5: it ends, unless somebody takes it over in time. */
export function deregister(turn: Turn, request: ProxyUpdate, key: string): void {
  const before = must(turn.tables.bindings.get(key), 'the entry that was found');
  if (endsIpv4Only(request, before)) {
    // RFC 5844 §3.1.2.5: the session goes on without it.
    put(turn, key, { ...before, ipv4Home: undefined, ...ordered(request, before) });
    return accept(turn, request, before);
  }
  const none = { lifetime: 0, expiresAt: undefined } as const;
  const row: BindingRow = { ...before, ...none, ...ordered(request, before) };
  stepBinding(turn, key, { type: 'DEREGISTER' }, row);
  accept(turn, request, row);
}

/** Only an IPv4 home address is named, and the session has prefixes too. */
function endsIpv4Only(request: ProxyUpdate, row: BindingRow): boolean {
  const wish = readExtensions(request.options).ipv4[0];
  const isNamed = wish !== undefined && wish.address !== ANY_IPV4;
  return isNamed && request.prefixes.length === 0 && row.prefixes.length > 0;
}
