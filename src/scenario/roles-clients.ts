// What a scenario says to nodes of client Mobile IPv6 (RFC 6275) and of mobile networks (RFC 3963):
// access routers, home agents, mobile nodes and routers, nodes behind these, correspondents.

import { must } from '#base/assert.ts';
import { accessPoint, type AccessPointConfig } from '#protocols/l2/access-point.ts';
import { correspondent } from '#protocols/mip6/correspondent.ts';
import { homeAgent } from '#protocols/mip6/home-agent.ts';
import type { HomeAgentConfig, Subscriber } from '#protocols/mip6/home-rows.ts';
import type { MobileConfig } from '#protocols/mip6/mobile-rows.ts';
import { mobile } from '#protocols/mip6/mobile.ts';
import { router, type RouterConfig } from '#protocols/mip6/router.ts';
import { host } from '#protocols/nd/host.ts';
import type { HostConfig } from '#protocols/nd/rows.ts';
import type { SourceConfig } from '#protocols/traffic/rows.ts';
import { sink } from '#protocols/traffic/sink.ts';
import { source } from '#protocols/traffic/source.ts';
import type { NodeSpec } from '#sim/world.ts';
import { ipv6, prefix, type Prefix } from '#wire/address.ts';
import { HOME_LIFETIME, LIFETIME } from './defaults.ts';
import { homeAgentOf, isMobile, nodesOf, subsOf } from './names.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';
import { INGRESS, PHY } from './wiring.ts';

type Roles = NodeSpec['roles'];

/** Lifetimes are in units of 4 s, at least one (C-13). */
const units = (seconds: number): number => Math.max(1, Math.floor(seconds / 4));

const prefixOf = (node: ScenarioNode): Prefix =>
  prefix(must(node.prefix, () => `${node.id} has a prefix`));

const routerConfig = (node: ScenarioNode, iface: string): RouterConfig => ({
  iface,
  prefix: prefixOf(node),
  homeAgent: node.kind === 'ha',
});

/** An access router, or a home agent: its cell is a link that it advertises on. */
export function accessRoles(scenario: Scenario, node: ScenarioNode): Roles {
  const cell: Roles = [
    { role: accessPoint, config: { gateway: 'router' } satisfies AccessPointConfig },
    { role: router, config: routerConfig(node, PHY) },
  ];
  if (node.kind === 'ar') return cell;
  return [...cell, { role: homeAgent, config: homeAgentConfig(scenario, node) }];
}

function homeAgentConfig(scenario: Scenario, node: ScenarioNode): HomeAgentConfig {
  const own = scenario.nodes.filter(
    (one) => isMobile(one) && homeAgentOf(scenario, one)?.id === node.id,
  );
  const subscribers = own.map((one): [string, Subscriber] => [
    must(one.home, `${one.id} has a home address`),
    { networks: one.prefix === undefined ? [] : [prefix(one.prefix)] },
  ]);
  return {
    address: ipv6(must(node.address, `${node.id} has an address`)),
    homePrefix: prefixOf(node),
    iface: PHY,
    lifetime: units(node.lifetime ?? LIFETIME),
    subscribers: Object.fromEntries(subscribers),
    networkService: node.networkService ?? 'full',
  };
}

/** How a node with radios is set up, whatever it speaks. */
export interface HostParts {
  /** Its radios, and what is between them and IP. */
  readonly radios: Roles;
  readonly host: HostConfig;
  readonly source: SourceConfig;
}

/** A mobile node or router with a home agent. */
export function clientRoles(scenario: Scenario, node: ScenarioNode, parts: HostParts): Roles {
  const agent = must(homeAgentOf(scenario, node), () => `${node.id} has a home agent`);
  const homePrefix = prefixOf(agent);
  const config: MobileConfig = {
    homeAddress: ipv6(must(node.home, `${node.id} has a home address`)),
    homePrefix,
    homeAgent: ipv6(must(agent.address, `${agent.id} has an address`)),
    ...pathsOf(node, parts.host),
    lifetime: units(node.lifetime ?? HOME_LIFETIME),
    // RFC 3963 has no route optimisation.
    optimises: node.kind === 'mn' && (node.optimise ?? true),
    ...(node.kind === 'mr' && {
      network: { prefix: prefixOf(node), mode: node.networkMode ?? 'explicit' },
    }),
  };
  return [
    ...parts.radios,
    { role: host, config: { ...parts.host, home: homePrefix, tells: 'mobile' } },
    { role: mobile, config },
    ...(node.kind === 'mr' ? [{ role: router, config: routerConfig(node, INGRESS) }] : []),
    { role: source, config: { ...parts.source, asks: 'mobile' } satisfies SourceConfig },
    { role: sink, config: undefined },
  ];
}

/**
 * VMN §3.1: without a virtual interface Mobile IPv6 listens to the one interface that it was begun
 * with; over a virtual one to all that are below it.
 */
const pathsOf = (node: ScenarioNode, { ifaces }: HostConfig) =>
  node.virtual === undefined
    ? { ifaces: [ifaces[0]] }
    : { ifaces: subsOf(node), carrier: ifaces[0] };

/** A node behind a mobile router: a host that knows nothing of mobility. */
export function behindRoles(parts: Omit<HostParts, 'radios'>): Roles {
  return [
    { role: host, config: parts.host },
    { role: source, config: { ...parts.source, asks: 'host' } satisfies SourceConfig },
    { role: sink, config: undefined },
  ];
}

/** A correspondent; where there is a home agent it takes part in route optimisation. */
export function correspondentRoles(scenario: Scenario, node: ScenarioNode): Roles {
  const isOptimising = nodesOf(scenario, 'ha').length > 0 && (node.optimise ?? true);
  return [
    { role: sink, config: undefined },
    ...(isOptimising ? [{ role: correspondent, config: undefined }] : []),
  ];
}
