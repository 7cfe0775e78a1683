// What a scenario says to access gateways and anchors of Proxy Mobile IPv6: addresses, peers, and the
// policy profiles of the mobile nodes (PMIP §6.2).

import { must } from '#base/assert.ts';
import type { LmaConfig, LmaProfile } from '#protocols/lma/rows.ts';
import type { MagConfig, MagProfile } from '#protocols/mag/rows.ts';
import type { Support } from '#protocols/pmipv6/config.ts';
import { ipv6, prefix, type Ipv6 } from '#wire/address.ts';
import { defaultName, LIFETIME } from './defaults.ts';
import { anchorOf, nodesOf } from './names.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';

/** What all nodes understand, but for what they lack. */
const SUPPORTS: readonly Support[] = [
  'revocation',
  'proxyRevocation',
  'heartbeat',
  'notification',
  'gre',
];

const addressOf = (node: ScenarioNode): Ipv6 =>
  ipv6(must(node.address, `${node.id} has an address`));
const nameOf = (node: ScenarioNode): string => node.name ?? defaultName(node);
const identityOf = (mn: ScenarioNode): string => must(mn.mnId, `${mn.id} has an identity`);

/** Address → name. */
const peersOf = (nodes: readonly ScenarioNode[]): Readonly<Record<string, string>> =>
  Object.fromEntries(nodes.map((node) => [addressOf(node), nameOf(node)]));

/** What both have. Lifetimes are in units of 4 s, at least one (C-13). */
const shared = (node: ScenarioNode) => ({
  address: addressOf(node),
  name: nameOf(node),
  lifetime: Math.max(1, Math.floor((node.lifetime ?? LIFETIME) / 4)),
  supports: SUPPORTS.filter((support) => node.lacks?.includes(support) !== true),
});

/** How an access gateway is set up; `phy` is its interface towards mobile nodes. */
export function magConfig(scenario: Scenario, node: ScenarioNode, phy: string): MagConfig {
  const { omits = [], alternateCareOf, visitedPrefix, asks = {} } = node;
  const profiles = nodesOf(scenario, 'mn').flatMap((mn): [string, MagProfile][] => {
    const anchor = anchorOf(scenario, mn);
    if (anchor === undefined) return [];
    const prefixes = (asks[mn.id] ?? []).map(prefix);
    const { service } = mn;
    const access = service === 'plain' || service === 'none' ? service : 'proxy';
    const lma = addressOf(anchor);
    return [[identityOf(mn), { lma, prefixes, access, ipv4: mn.ipv4 !== undefined }]];
  });
  return {
    ...shared(node),
    phy,
    peers: peersOf(nodesOf(scenario, 'lma')),
    profiles: Object.fromEntries(profiles),
    omits,
    ...(alternateCareOf === undefined ? {} : { alternateCareOf: ipv6(alternateCareOf) }),
    ...(visitedPrefix === undefined ? {} : { visitedPrefix: prefix(visitedPrefix) }),
  };
}

/** How an anchor is set up. */
export function lmaConfig(scenario: Scenario, node: ScenarioNode): LmaConfig {
  const { ipv4Pool, pool = [] } = node;
  const known = nodesOf(scenario, 'mn').filter(
    (mn) => anchorOf(scenario, mn)?.id === node.id && mn.service !== 'unknown',
  );
  return {
    ...shared(node),
    pool: pool.map(prefix),
    ...(ipv4Pool === undefined ? {} : { ipv4Pool }),
    peers: peersOf(nodesOf(scenario, 'mag').filter(({ trusted }) => trusted !== false)),
    profiles: Object.fromEntries(known.map((mn) => [identityOf(mn), lmaProfile(mn)])),
  };
}

function lmaProfile({
  service,
  prefixes = [],
  prefixCount,
  ipv4,
  ipv6: v6,
}: ScenarioNode): LmaProfile {
  return {
    proxy: service !== 'disabled',
    prefixes: prefixes.map(prefix),
    prefixCount: prefixCount ?? 1,
    ipv4: ipv4 === undefined || ipv4 === 'refused' ? 'none' : ipv4,
    ipv6: v6 ?? true,
  };
}
