// What a scenario says to access gateways and anchors of Proxy Mobile IPv6: addresses, peers, and the
// policy profiles of the mobile nodes (PMIP §6.2).

import { must } from '#base/assert.ts';
import type { FlowSelector } from '#net/flow.ts';
import type { FlowPolicy, LmaConfig, LmaProfile } from '#protocols/lma/rows.ts';
import type { MagConfig, MagProfile } from '#protocols/mag/rows.ts';
import type { Support } from '#protocols/pmipv6/config.ts';
import { INITIATOR_PORT, responderPort } from '#protocols/traffic/payload.ts';
import type { SteeringSpec } from '#sim/world.ts';
import { fromPrefixAndIid, ipv6, prefix, prefixAddress, type Ipv6 } from '#wire/address.ts';
import { defaultName, LIFETIME } from './defaults.ts';
import { anchorOf, nodesOf } from './names.ts';
import type { Scenario, ScenarioFlowPolicy, ScenarioNode } from './scenario.ts';

/** What all nodes understand, but for what they lack. */
const SUPPORTS: readonly Support[] = [
  'revocation',
  'proxyRevocation',
  'heartbeat',
  'notification',
  'gre',
  'multihoming',
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
    ...flowsOf(scenario, node),
  };
}

/** The policy table of MIF §4.2, and the flows that an operator may name. */
function flowsOf(
  scenario: Scenario,
  { flowPolicy = [] }: ScenarioNode,
): Pick<LmaConfig, 'flows' | 'flowNames'> {
  const byId = new Map(scenario.nodes.map((node) => [node.id, node] as const));
  const nodeOf = (id: string): ScenarioNode => must(byId.get(id), `there is a node ${id}`);
  const flows = flowPolicy.map((one): FlowPolicy => ({
    name: one.id,
    mnId: identityOf(nodeOf(one.mn)),
    selector: policySelector(one, one.from === undefined ? undefined : nodeOf(one.from)),
    gateways: one.to.map((id) => addressOf(nodeOf(id))),
    action: one.to.length === 0 ? 'drop' : 'forward',
  }));
  const names = scenario.flows.flatMap((flow, number) => {
    const peer = byId.get(flow.to);
    if (peer?.kind !== 'cn') return [];
    return [
      [flow.id, { mnId: identityOf(nodeOf(flow.from)), selector: flowSelector(peer, number) }],
    ];
  });
  return {
    ...(flows.length > 0 && { flows }),
    ...(names.length > 0 && { flowNames: Object.fromEntries(names) }),
  };
}

const UDP = 17;

/** What comes from the correspondent: `protocols/traffic/payload.ts` says by which ports. */
function flowSelector(peer: ScenarioNode, number: number): FlowSelector {
  const src = addressOf(peer);
  const [from, to] = [responderPort(number), INITIATOR_PORT + number];
  return {
    src: [src, src],
    sourcePort: [from, from],
    destinationPort: [to, to],
    protocol: [UDP, UDP],
  };
}

function policySelector(one: ScenarioFlowPolicy, from: ScenarioNode | undefined): FlowSelector {
  const { dst, sourcePort, destinationPort, label, protocol, trafficClass } = one;
  const src = from && addressOf(from);
  return {
    ...(src !== undefined && { src: [src, src] }),
    ...(dst !== undefined && { dst: placeOf(dst) }),
    ...(label !== undefined && { flowLabel: [label, label] }),
    ...(sourcePort !== undefined && { sourcePort }),
    ...(destinationPort !== undefined && { destinationPort }),
    ...(trafficClass !== undefined && { trafficClass: [trafficClass, trafficClass] }),
    ...(protocol !== undefined && { protocol: [protocol, protocol] }),
  };
}

/** An address, or all of a /64 prefix. */
function placeOf(text: string): readonly [Ipv6, Ipv6] {
  if (!text.includes('/')) return [ipv6(text), ipv6(text)];
  const one = prefix(text);
  return [prefixAddress(one), fromPrefixAndIid(one, ipv6('::ffff:ffff:ffff:ffff'))];
}

/** How the anchor tells flows apart, where gateways and anchor know several interfaces of a node. */
export function steeringOf({ knobs = {} }: Scenario, node: ScenarioNode): SteeringSpec | undefined {
  const isUsed = (knobs['multihoming'] ?? 'off') !== 'off';
  if (node.kind !== 'lma' || !isUsed) return undefined;
  const tells = (knobs['flowDecider'] ?? 'lma') === 'lma' ? {} : { tells: 'lma' };
  return { labels: knobs['flowLabel'] === 'ignored' ? 'ignored' : 'exact', ...tells };
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
