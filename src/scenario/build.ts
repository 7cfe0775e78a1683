// A scenario to what the engine runs: the world before its first event, and the script. Pure: no
// clock, no random numbers, no promises.

import { must } from '#base/assert.ts';
import type { Interface } from '#net/interface.ts';
import { noPaths } from '#net/paths.ts';
import type { Stamped } from '#sim/command.ts';
import type { LinkSpec, NodeSpec, WorldSpec } from '#sim/world.ts';
import { mac } from '#wire/address.ts';
import { defaultName, LINK_MTU, RADIO_DELAY } from './defaults.ts';
import { knobValues } from './knobs.ts';
import { accessNodes, isMobile, MODELS, radioOf, radiosOf, subsOf, VIRTUAL } from './names.ts';
import { rolesOf } from './roles.ts';
import { steeringOf } from './roles-proxy.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';
import { hardwareMac, ifaceOf, isRouter, PHY, plugsOf, wiringOf, type Plug } from './wiring.ts';

/** What a timeline is made from. */
export interface Built {
  readonly spec: WorldSpec;
  readonly script: readonly Stamped[];
}

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
  const { interfaces, ...rest } = wiringOf(scenario, plugs, node);
  const steering = steeringOf(scenario, node);
  return {
    id: node.id,
    kind: node.kind,
    name: node.name ?? defaultName(node),
    roles: rolesOf(scenario, node),
    x: node.x,
    y: node.y,
    forwarding: isRouter(node),
    interfaces: [...radioInterfaces(scenario, node), ...interfaces],
    ...rest,
    ...(node.mnId === undefined ? {} : { mnId: node.mnId }),
    ...(steering === undefined ? {} : { steering }),
  };
}

function radioInterfaces(scenario: Scenario, node: ScenarioNode): readonly Interface[] {
  const mtu = LINK_MTU;
  if (isMobile(node)) return mobileInterfaces(node);
  if (!accessNodes(scenario).includes(node)) return [];
  const hardware = hardwareMac(scenario, node.id, 0);
  return [{ id: PHY, kind: 'radio', mac: hardware, link: radioOf(node.id), mtu }];
}

/** The radios of a mobile node, and the virtual interface above them. */
function mobileInterfaces(node: ScenarioNode): readonly Interface[] {
  const { virtual } = node;
  const subs = subsOf(node);
  const model = {
    ...(MODELS[node.hostModel ?? 'weak'].strong && { strong: true as const }),
    // RFC 3963 §5.6: until it is at home.
    ...(node.kind === 'mr' && { asHost: true as const }),
  };
  const radios = radiosOf(node).map((radio): Interface => {
    const { id } = radio;
    const own = mac(must(radio.mac, `${node.id} ${id} has a MAC`));
    if (virtual === undefined || !subs.includes(id)) {
      return { id, kind: 'radio', mac: own, mtu: LINK_MTU, ...model };
    }
    // VIP §3: frames have the identifier of the virtual interface.
    const shown = virtual.ownMacs === true ? own : mac(virtual.mac);
    return { id, kind: 'radio', mac: shown, mtu: LINK_MTU, under: VIRTUAL };
  });
  if (virtual === undefined) return radios;
  const paths = noPaths(virtual.path ?? 'prefix', virtual.strict ?? false);
  const above = { id: VIRTUAL, kind: 'virtual', mac: mac(virtual.mac), mtu: LINK_MTU } as const;
  return [{ ...above, paths, ...model }, ...radios];
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
  return accessNodes(scenario).map((node) => {
    const { dx, dy, rx, ry } = must(node.cell, `${node.id} has a cell`);
    return {
      id: radioOf(node.id),
      kind: 'radio',
      ends: [{ node: node.id, iface: PHY }],
      delay: scenario.radioDelay ?? RADIO_DELAY,
      mtu: LINK_MTU,
      cell: { x: node.x + dx, y: node.y + dy, rx, ry },
      ...(node.att === undefined ? {} : { att: node.att }),
    };
  });
}
