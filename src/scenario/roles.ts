// The roles of each node, and what the scenario says to them. Those of Proxy Mobile IPv6 are set up in
// roles-proxy.ts.

import { must } from '#base/assert.ts';
import { accessPoint, type AccessPointConfig } from '#protocols/l2/access-point.ts';
import { station, type StationConfig } from '#protocols/l2/station.ts';
import { cmd } from '#protocols/dmm/cmd.ts';
import { dgw } from '#protocols/dmm/dgw.ts';
import { homeLma } from '#protocols/dmm/home-lma.ts';
import { hss, type HssConfig } from '#protocols/dmm/hss.ts';
import type { DgwConfig } from '#protocols/dmm/rows.ts';
import { lma } from '#protocols/lma/lma.ts';
import { mag } from '#protocols/mag/mag.ts';
import { host } from '#protocols/nd/host.ts';
import type { HostConfig } from '#protocols/nd/rows.ts';
import type { SourceConfig } from '#protocols/traffic/rows.ts';
import { sink } from '#protocols/traffic/sink.ts';
import { source } from '#protocols/traffic/source.ts';
import type { VifConfig } from '#protocols/virtual/rows.ts';
import { vif } from '#protocols/virtual/vif.ts';
import type { NodeSpec } from '#sim/world.ts';
import { ipv6, mac, prefix, type Ipv6, type Prefix } from '#wire/address.ts';
import { ATTACH_DELAY, HSS_DELAY, WLAN } from './defaults.ts';
import {
  homeAgentOf,
  homePrefixes,
  ifacesOf,
  isBetweenOperators,
  MODELS,
  nodesOf,
  radiosOf,
  subsOf,
  VIRTUAL,
} from './names.ts';
import { cmdConfig, homeLmaConfig, peersOfGateway } from './roles-operators.ts';
import { accessRoles, behindRoles, clientRoles, correspondentRoles } from './roles-clients.ts';
import { lmaConfig, magConfig } from './roles-proxy.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';
import { addressOf, PHY } from './wiring.ts';

/** The roles of a node, with what the scenario says to each. */
export function rolesOf(scenario: Scenario, node: ScenarioNode): NodeSpec['roles'] {
  switch (node.kind) {
    case 'mn':
    case 'mr':
      return mobileRoles(scenario, node);
    case 'lfn': {
      const own = { ...hostConfig(scenario, node), ifaces: [WIRE] as const };
      return behindRoles({ host: own, source: sourceConfig(scenario) });
    }
    case 'mag':
      return [
        { role: accessPoint, config: { gateway: 'mag' } satisfies AccessPointConfig },
        { role: mag, config: magConfig(scenario, node, PHY) },
      ];
    case 'lma':
      return [
        isBetweenOperators(scenario)
          ? { role: homeLma, config: homeLmaConfig(scenario, node) }
          : { role: lma, config: lmaConfig(scenario, node) },
      ];
    case 'dgw':
      return [
        { role: accessPoint, config: undefined },
        { role: dgw, config: dgwConfig(scenario, node) },
      ];
    case 'cmd':
      return [{ role: cmd, config: cmdConfig(scenario, node) }];
    case 'ar':
    case 'ha':
      return accessRoles(scenario, node);
    case 'hss':
      return [{ role: hss, config: hssConfig(scenario) }];
    case 'cn':
      return correspondentRoles(scenario, node);
    case 'localnet':
      return [{ role: sink, config: undefined }];
    case 'core':
      return [];
  }
}

/** The one interface of a node behind a mobile router. */
const WIRE = 'eth0';

/** A node with radios: one of client Mobile IPv6 when it has a home address. */
function mobileRoles(scenario: Scenario, node: ScenarioNode): NodeSpec['roles'] {
  const parts = {
    radios: [{ role: station, config: stationConfig(scenario, node) }, ...vifRoles(node)],
    host: hostConfig(scenario, node),
    source: sourceConfig(scenario),
  };
  if (homeAgentOf(scenario, node) !== undefined) return clientRoles(scenario, node, parts);
  return [
    ...parts.radios,
    { role: host, config: parts.host },
    { role: source, config: parts.source },
    { role: sink, config: undefined },
  ];
}

const stationConfig = (
  { attachDelay = ATTACH_DELAY }: Scenario,
  node: ScenarioNode,
): StationConfig => ({
  attachDelay,
  radios: radiosOf(node).map(({ id, att = WLAN, joins, off }) => ({
    iface: id,
    att,
    ...(joins !== undefined && { joins }),
    ...(off === true && { off }),
  })),
});

const hssConfig = ({ hssDelay = HSS_DELAY }: Scenario): HssConfig => ({ delay: hssDelay });

/** What is between radios and IP, where there is something. */
function vifRoles(node: ScenarioNode): NodeSpec['roles'] {
  if (node.virtual === undefined) return [];
  const { path = 'prefix', strict = false, preferred } = node.virtual;
  const liked = preferred === undefined ? {} : { preferred };
  const more = { ...liked, ...(node.home !== undefined && { tells: 'mobile' }) };
  const config: VifConfig = { iface: VIRTUAL, subs: subsOf(node), mode: path, strict, ...more };
  return [{ role: vif, config }];
}

const hostConfig = (scenario: Scenario, node: ScenarioNode): HostConfig => ({
  ifaces: ifacesOf(node),
  hostType: node.hostType ?? 'C',
  rule55: node.rule55 ?? false,
  sourceRouter: node.sourceRouter ?? true,
  isVirtual: node.virtual !== undefined,
  fixedModel: MODELS[node.hostModel ?? 'weak'].fixed,
  weakHostBit: node.weakHostBit ?? false,
  addressOf: addressBook(scenario),
});

/** Where the nodes are reached; every host knows it. */
const addressBook = ofScenario((scenario): Readonly<Record<string, Ipv6>> =>
  Object.fromEntries(
    scenario.nodes.flatMap((node): [string, Ipv6][] => {
      const address = addressOf(node);
      return address === undefined ? [] : [[node.id, address]];
    }),
  ),
);

/** What a scenario says to all nodes alike, made for the first of them. */
function ofScenario<T extends object>(make: (scenario: Scenario) => T): (scenario: Scenario) => T {
  const made = new WeakMap<Scenario, T>();
  return (scenario) => {
    const known = made.get(scenario) ?? make(scenario);
    made.set(scenario, known);
    return known;
  };
}

const sourceConfig = ofScenario((scenario): SourceConfig => {
  const anchored = [
    ...nodesOf(scenario, 'dgw').map(({ id, pool = [] }) => ({ id, pool })),
    ...nodesOf(scenario, 'lma').map((node) => ({
      id: node.id,
      pool: homePrefixes(scenario, node),
    })),
  ].map(({ id, pool }): [string, readonly Prefix[]] => [id, pool.map(prefix)]);
  return {
    flows: scenario.flows,
    addressOf: addressBook(scenario),
    anchorPrefixes: Object.fromEntries(anchored),
  };
});

function dgwConfig(scenario: Scenario, node: ScenarioNode): DgwConfig {
  const gateways = nodesOf(scenario, 'dgw');
  const networks = nodesOf(scenario, 'localnet').filter((one) => one.behind === node.id);
  const address = (one: ScenarioNode) => ipv6(must(one.address, `${one.id} has an address`));
  const macs = Object.entries(node.dlifMacs ?? {});
  const hssId = nodesOf(scenario, 'hss')[0]?.id;
  return {
    address: address(node),
    index: gateways.indexOf(node) + 1,
    pool: (node.pool ?? []).map(prefix),
    dlifMacs: Object.fromEntries(macs.map(([name, text]) => [name, mac(text)])),
    phy: PHY,
    localPrefixes: networks.map((one) => prefix(must(one.address, `${one.id} has a prefix`))),
    ...(hssId !== undefined && { hss: hssId }),
    hssDelay: scenario.hssDelay ?? HSS_DELAY,
    ...peersOfGateway(scenario, node),
  };
}
