// Names that follow from a scenario: links of radio cells, radios, DLIFs, anchors.

import type { IfaceId, LinkId, NodeId } from '#base/ids.ts';
import {
  fromPrefixAndIid,
  ipv6,
  parseIpv6,
  parsePrefix,
  prefixContains,
  type Ipv6,
} from '#wire/address.ts';
import type { HostModel, NodeKind, Scenario, ScenarioNode, ScenarioRadio } from './scenario.ts';

/** The radio cell of a gateway. */
export const radioOf = (gateway: NodeId): LinkId => `radio-${gateway}`;

/** The nodes of a kind, in scenario order. */
export const nodesOf = (scenario: Scenario, kind: NodeKind): readonly ScenarioNode[] =>
  scenario.nodes.filter((node) => node.kind === kind);

/** The nodes with a radio cell: gateways, access routers and home agents, in scenario order. */
export const accessNodes = ({ nodes }: Scenario): readonly ScenarioNode[] =>
  nodes.filter(({ kind }) => ACCESS.has(kind));
const ACCESS: ReadonlySet<string> = new Set(['dgw', 'mag', 'ar', 'ha']);

/** Whether a node has radios and can be carried about. */
export const isMobile = ({ kind }: Pick<ScenarioNode, 'kind'>): boolean =>
  kind === 'mn' || kind === 'mr';

/** The home agent of a node: the one whose home link has its home address. */
export function homeAgentOf(scenario: Scenario, node: ScenarioNode): ScenarioNode | undefined {
  const home = parseIpv6(node.home ?? '');
  if (home === undefined) return undefined;
  return nodesOf(scenario, 'ha').find((agent) => {
    const prefix = parsePrefix(agent.prefix ?? '');
    return prefix !== undefined && prefixContains(prefix, home);
  });
}

/** An LMA beside distributed gateways is one between operators. */
export const isBetweenOperators = (scenario: Scenario): boolean =>
  nodesOf(scenario, 'dgw').length > 0;

/** The first radio of a mobile node. */
const FIRST_RADIO = 'if1';

/** The radios of a mobile node. */
export const radiosOf = ({ interfaces, mac }: ScenarioNode): readonly ScenarioRadio[] =>
  interfaces ?? [{ id: FIRST_RADIO, ...(mac === undefined ? {} : { mac }) }];

/** The interfaces of a mobile node that IP runs on. */
export function ifacesOf(node: ScenarioNode): readonly [IfaceId, ...(readonly IfaceId[])] {
  const subs = subsOf(node);
  const radios = radiosOf(node).map(({ id }) => id);
  const above = node.virtual === undefined ? [] : [VIRTUAL];
  const [first = FIRST_RADIO, ...others] = [...above, ...radios.filter((id) => !subs.includes(id))];
  return [first, ...others];
}

/** The virtual interface of a mobile node. */
export const VIRTUAL = 'vif';

/** The radios below it, in the order in which they are liked. */
export const subsOf = (node: ScenarioNode): readonly IfaceId[] =>
  node.virtual === undefined ? [] : (node.virtual.over ?? radiosOf(node).map(({ id }) => id));

/** What a host does (RFC 1122 §3.3.4.2), and whether it can be told otherwise: MIF §4.1. */
export const MODELS: Readonly<
  Record<HostModel, { readonly strong: boolean; readonly fixed: boolean }>
> = {
  weak: { strong: false, fixed: false },
  strong: { strong: true, fixed: false },
  linux: { strong: false, fixed: true },
  leopard: { strong: false, fixed: true },
  xp: { strong: true, fixed: true },
  vista: { strong: true, fixed: false },
};

/** The anchor of a mobile node: the one it names, else the first. */
export function anchorOf(scenario: Scenario, mn: ScenarioNode): ScenarioNode | undefined {
  const anchors = nodesOf(scenario, 'lma');
  return mn.lma === undefined ? anchors[0] : anchors.find(({ id }) => id === mn.lma);
}

/** The prefixes that an anchor may give: its pool, then the static ones of its mobile nodes. */
export function homePrefixes(scenario: Scenario, lma: ScenarioNode): readonly string[] {
  const own = nodesOf(scenario, 'mn').filter((mn) => anchorOf(scenario, mn)?.id === lma.id);
  return [...(lma.pool ?? []), ...own.flatMap((mn) => mn.prefixes ?? [])];
}

/** The names that DLIFs may have: MN, then gateway. */
export function dlifNames(scenario: Scenario): readonly string[] {
  return nodesOf(scenario, 'mn').flatMap((mn) =>
    nodesOf(scenario, 'dgw').map((gateway) => `${mn.id}${gateway.id}`),
  );
}

/** The server of a local network: `::80` in its prefix. */
export function serverOf(network: ScenarioNode): Ipv6 | undefined {
  const prefix = parsePrefix(network.address ?? '');
  return prefix && fromPrefixAndIid(prefix, ipv6('::80'));
}
