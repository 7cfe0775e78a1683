// Default source address selection, RFC 6724 §5. Rules 4 (home addresses) and 7 (temporary
// addresses) need kinds of addresses that no host here has. Which router comes next is role
// `host`'s to say.

import type { IfaceId } from '#base/ids.ts';
import {
  commonPrefixLength,
  isMulticast,
  isUnspecified,
  prefix,
  prefixContains,
  prefixLength,
  scopeOf,
  type Ipv6,
} from '#wire/address.ts';
import { isAssigned, type InterfaceAddress } from './interface.ts';

/** What a host knows of the way to the destination; each part may be unknown. */
export interface WayHints {
  /** Rule 5: the interface that the packet will leave by. */
  readonly outgoing?: IfaceId;
  /** Rule 5.5: whether the next hop advertised the prefix of an address. */
  readonly isAdvertisedByNextHop?: (address: Ipv6) => boolean;
}

/** The rule of RFC 6724 §5 that decided between two addresses. */
export type SelectionRule = '1' | '2' | '3' | '5' | '5.5' | '6' | '8' | 'order';

/** The address chosen, and the rule by which the second best lost. */
export interface Selection {
  readonly address: Ipv6;
  readonly rule: SelectionRule | undefined;
}

/** The source for a destination; undefined when no address will do. */
export function sourceFor(
  candidates: readonly InterfaceAddress[],
  destination: Ipv6,
  hints: WayHints = {},
): Ipv6 | undefined {
  return selectSource(candidates, destination, hints)?.address;
}

/** The same, with the rule that decided. Equal candidates: the first of the list (Choice). */
export function selectSource(
  candidates: readonly InterfaceAddress[],
  destination: Ipv6,
  hints: WayHints = {},
): Selection | undefined {
  const usable = candidates.filter(isUsable);
  const best = bestOf(usable, destination, hints);
  if (best === undefined) return undefined;
  const second = bestOf(
    usable.filter((row) => row !== best),
    destination,
    hints,
  );
  const rule = second && decide(best, second, destination, hints).rule;
  return { address: best.address, rule };
}

/** RFC 6724 §4: unicast addresses that are not tentative. */
const isUsable = (row: InterfaceAddress): boolean =>
  isAssigned(row) && !isMulticast(row.address) && !isUnspecified(row.address);

function bestOf(
  rows: readonly InterfaceAddress[],
  destination: Ipv6,
  hints: WayHints,
): InterfaceAddress | undefined {
  let best: InterfaceAddress | undefined;
  for (const row of rows) {
    if (best === undefined || decide(row, best, destination, hints).sign > 0) best = row;
  }
  return best;
}

/** Positive: the first is preferred; negative: the second. */
interface Verdict {
  readonly sign: number;
  readonly rule: SelectionRule;
}

/** The first rule, in order, that tells two addresses apart. */
function decide(
  a: InterfaceAddress,
  b: InterfaceAddress,
  destination: Ipv6,
  hints: WayHints,
): Verdict {
  const { outgoing, isAdvertisedByNextHop: advertised } = hints;
  const rules: readonly (readonly [
    rule: SelectionRule,
    merit: (row: InterfaceAddress) => number,
  ])[] = [
    ['1', (row) => Number(row.address === destination)],
    ['2', (row) => scopeMerit(scopeOf(row.address), scopeOf(destination))],
    ['3', (row) => Number(row.state !== 'deprecated')],
    ['5', (row) => Number(row.iface === outgoing)],
    ['5.5', (row) => Number(advertised?.(row.address) === true)],
    ['6', (row) => Number(labelOf(row.address) === labelOf(destination))],
    ['8', (row) => matchLength(row, destination)],
  ];
  for (const [rule, merit] of rules) {
    const sign = merit(a) - merit(b);
    if (sign !== 0) return { sign, rule };
  }
  return { sign: 0, rule: 'order' };
}

/** Rule 2: the smallest scope that reaches the destination; else the largest. */
const scopeMerit = (scope: number, wanted: number): number =>
  scope >= wanted ? 32 - scope : scope - 32;

/** Rule 8: RFC 6724 §2.2 counts no further than the prefix of the source. */
const matchLength = (row: InterfaceAddress, destination: Ipv6): number =>
  Math.min(commonPrefixLength(row.address, destination), row.prefixLength);

/** The default policy table, RFC 6724 §2.1: the label of the longest prefix. */
const LABELS = [
  ['::1/128', 0],
  ['::/0', 1],
  ['2002::/16', 2],
  ['::/96', 3],
  ['::ffff:0:0/96', 4],
  ['2001::/32', 5],
  ['fec0::/10', 11],
  ['3ffe::/16', 12],
  ['fc00::/7', 13],
] as const;
const labels = LABELS.map(([text, label]) => ({ prefix: prefix(text), label })).sort(
  (a, b) => prefixLength(b.prefix) - prefixLength(a.prefix),
);

const labelOf = (address: Ipv6): number | undefined =>
  labels.find((row) => prefixContains(row.prefix, address))?.label;
