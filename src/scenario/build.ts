// A scenario to what the engine runs: the world before its first event, and the script. Pure: no
// clock, no random numbers, no promises.

import { must } from '#base/assert.ts';
import type { Interface } from '#net/interface.ts';
import { accessPoint } from '#protocols/l2/access-point.ts';
import { station, type StationConfig } from '#protocols/l2/station.ts';
import { dgw } from '#protocols/dmm/dgw.ts';
import { hss, type HssConfig } from '#protocols/dmm/hss.ts';
import type { DgwConfig } from '#protocols/dmm/rows.ts';
import { host } from '#protocols/nd/host.ts';
import type { HostConfig } from '#protocols/nd/rows.ts';
import type { SourceConfig } from '#protocols/traffic/rows.ts';
import { sink } from '#protocols/traffic/sink.ts';
import { source } from '#protocols/traffic/source.ts';
import type { Stamped } from '#sim/command.ts';
import type { LinkSpec, NodeSpec, WorldSpec } from '#sim/world.ts';
import { ipv6, mac, prefix, type Ipv6, type Prefix } from '#wire/address.ts';
import { ATTACH_DELAY, defaultName, HSS_DELAY, LINK_MTU, RADIO_DELAY } from './defaults.ts';
import { knobValues } from './knobs.ts';
import { nodesOf, radioOf } from './names.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';
import { addressOf, hardwareMac, ifaceOf, plugsOf, wiringOf, type Plug } from './wiring.ts';

/** What a timeline is made from. */
export interface Built {
  readonly spec: WorldSpec;
  readonly script: readonly Stamped[];
}

const RADIO = 'if1';
const PHY = 'phy';

/** A checked scenario, ready to run. */
export function build(scenario: Scenario): Built {
  const plugs = plugsOf(scenario);
  return {
    spec: {
      seed: scenario.seed,
      profile: scenario.profile,
      knobs: knobValues(scenario.knobs),
      nodes: scenario.nodes.map((node) => nodeSpec(scenario, node, plugs)),
      links: [...wiredLinks(scenario, plugs), ...radioLinks(scenario)],
    },
    // By time; commands of one instant stay in the order in which they are written.
    script: scenario.script.toSorted((a, b) => a.at - b.at),
  };
}

function nodeSpec(scenario: Scenario, node: ScenarioNode, plugs: readonly Plug[]): NodeSpec {
  const { interfaces, ...rest } = wiringOf(plugs, node);
  return {
    id: node.id,
    kind: node.kind,
    name: node.name ?? defaultName(node),
    roles: rolesOf(scenario, node),
    x: node.x,
    y: node.y,
    forwarding: node.kind === 'core' || node.kind === 'dgw',
    interfaces: [...radioInterfaces(scenario, node), ...interfaces],
    ...rest,
    ...(node.mnId === undefined ? {} : { mnId: node.mnId }),
  };
}

function radioInterfaces(scenario: Scenario, node: ScenarioNode): readonly Interface[] {
  const mtu = LINK_MTU;
  if (node.kind === 'mn') {
    return [{ id: RADIO, kind: 'radio', mac: mac(must(node.mac, `${node.id} has a MAC`)), mtu }];
  }
  if (node.kind !== 'dgw') return [];
  const hardware = hardwareMac(scenario, node.id, 0);
  return [{ id: PHY, kind: 'radio', mac: hardware, link: radioOf(node.id), mtu }];
}

function rolesOf(scenario: Scenario, node: ScenarioNode): NodeSpec['roles'] {
  switch (node.kind) {
    case 'mn':
      return [
        { role: station, config: stationConfig(scenario) },
        { role: host, config: hostConfig(node) },
        { role: source, config: sourceConfig(scenario) },
        { role: sink, config: undefined },
      ];
    case 'dgw':
      return [
        { role: accessPoint, config: undefined },
        { role: dgw, config: dgwConfig(scenario, node) },
      ];
    case 'hss':
      return [{ role: hss, config: hssConfig(scenario) }];
    case 'cn':
    case 'localnet':
      return [{ role: sink, config: undefined }];
    case 'core':
      return [];
  }
}

const stationConfig = ({ attachDelay = ATTACH_DELAY }: Scenario): StationConfig => ({
  iface: RADIO,
  attachDelay,
});

const hssConfig = ({ hssDelay = HSS_DELAY }: Scenario): HssConfig => ({ delay: hssDelay });

const hostConfig = (node: ScenarioNode): HostConfig => ({
  iface: RADIO,
  hostType: node.hostType ?? 'C',
  rule55: node.rule55 ?? false,
  sourceRouter: node.sourceRouter ?? true,
});

function sourceConfig(scenario: Scenario): SourceConfig {
  const addresses = scenario.nodes.flatMap((node): [string, Ipv6][] => {
    const address = addressOf(node);
    return address === undefined ? [] : [[node.id, address]];
  });
  const anchored = nodesOf(scenario, 'dgw').map((node): [string, readonly Prefix[]] => [
    node.id,
    (node.pool ?? []).map(prefix),
  ]);
  return {
    flows: scenario.flows,
    addressOf: Object.fromEntries(addresses),
    anchorPrefixes: Object.fromEntries(anchored),
  };
}

function dgwConfig(scenario: Scenario, node: ScenarioNode): DgwConfig {
  const gateways = nodesOf(scenario, 'dgw');
  const networks = nodesOf(scenario, 'localnet').filter((one) => one.behind === node.id);
  const address = (one: ScenarioNode) => ipv6(must(one.address, `${one.id} has an address`));
  const macs = Object.entries(node.dlifMacs ?? {});
  return {
    address: address(node),
    index: gateways.indexOf(node) + 1,
    pool: (node.pool ?? []).map(prefix),
    dlifMacs: Object.fromEntries(macs.map(([name, text]) => [name, mac(text)])),
    phy: PHY,
    localPrefixes: networks.map((one) => prefix(must(one.address, `${one.id} has a prefix`))),
    hss: must(nodesOf(scenario, 'hss')[0]?.id, 'there is an HSS'),
    hssDelay: scenario.hssDelay ?? HSS_DELAY,
    // The digits of a peer's name are the digits of its DLIFs' names.
    peers: Object.fromEntries(
      gateways.flatMap((one, i) => (one.id === node.id ? [] : [[address(one), `D-GW${i + 1}`]])),
    ),
  };
}

function wiredLinks(scenario: Scenario, plugs: readonly Plug[]): readonly LinkSpec[] {
  return scenario.links.map((link) => ({
    id: link.id,
    kind: 'wired',
    ends: plugs
      .filter((plug) => plug.link.id === link.id)
      .map((plug) => ({ node: plug.node.id, iface: ifaceOf(plug.node, plug.far) })),
    delay: link.delay,
    ...(link.rate === undefined ? {} : { rate: link.rate }),
    ...(link.loss === undefined ? {} : { loss: link.loss }),
    mtu: link.mtu ?? LINK_MTU,
  }));
}

function radioLinks(scenario: Scenario): readonly LinkSpec[] {
  return nodesOf(scenario, 'dgw').map((node) => {
    const { dx, dy, rx, ry } = must(node.cell, `${node.id} has a cell`);
    return {
      id: radioOf(node.id),
      kind: 'radio',
      ends: [{ node: node.id, iface: PHY }],
      delay: scenario.radioDelay ?? RADIO_DELAY,
      mtu: LINK_MTU,
      cell: { x: node.x + dx, y: node.y + dy, rx, ry },
    };
  });
}
