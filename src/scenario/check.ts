// What ties the fields of a scenario together: names that must exist, addresses that must parse and
// differ, and what each kind of node needs.

import { checkAddresses, checkMacs } from './check-addresses.ts';
import { checkFlows, checkScript } from './check-script.ts';
import { faultAt, repeatedIds, type Fault } from './fault.ts';
import { knobNamed } from './knobs.ts';
import { dlifNames, nodesOf, radioOf } from './names.ts';
import type { NodeKind, Scenario, ScenarioNode } from './scenario.ts';

/** All faults of a scenario whose shape is right. */
export function crossChecks(scenario: Scenario): Fault[] {
  return [
    ...checkNodes(scenario),
    ...checkAddresses(scenario),
    ...checkMacs(scenario),
    ...checkLinks(scenario),
    ...checkFlows(scenario),
    ...checkScript(scenario),
    ...checkKnobs(scenario),
    ...checkTimes(scenario),
  ];
}

const NEEDED: Readonly<Record<NodeKind, readonly (keyof ScenarioNode)[]>> = {
  mn: [],
  dgw: ['address', 'pool', 'cell'],
  hss: [],
  cn: ['address'],
  core: [],
  localnet: ['address', 'behind'],
};

const OWN: Readonly<Partial<Record<keyof ScenarioNode, readonly NodeKind[]>>> = {
  address: ['dgw', 'cn', 'localnet'],
  pool: ['dgw'],
  cell: ['dgw'],
  dlifMacs: ['dgw'],
  behind: ['localnet'],
  mnId: ['mn'],
  mac: ['mn'],
  hostType: ['mn'],
  rule55: ['mn'],
  sourceRouter: ['mn'],
};

/** Interfaces that a gateway has besides its DLIFs. */
const TAKEN = new Set(['phy', 'core', 'local']);

function checkNodes(scenario: Scenario): Fault[] {
  const { nodes } = scenario;
  const faults = repeatedIds(
    'nodes',
    nodes.map((node) => node.id),
  );
  const dlifs = dlifNames(scenario).filter(
    (name, i, all) => all.indexOf(name) < i || TAKEN.has(name),
  );
  if (dlifs.length > 0) {
    faults.push({
      path: 'nodes',
      what: `give two interfaces the name ${dlifs[0]}`,
      expected: 'other ids',
    });
  }
  nodes.forEach((node, i) => {
    if (node.id === 'world') faults.push(faultAt(`nodes[${i}].id`, node.id, 'another id'));
    for (const key of NEEDED[node.kind]) {
      if (node[key] === undefined) {
        faults.push(faultAt(`nodes[${i}].${key}`, undefined, `a value: a ${node.kind} needs it`));
      }
    }
    for (const [key, kinds] of Object.entries(OWN)) {
      if (node[key as keyof ScenarioNode] === undefined || kinds.includes(node.kind)) continue;
      faults.push(
        faultAt(
          `nodes[${i}].${key}`,
          node[key as keyof ScenarioNode],
          `nothing: only ${kinds.join(', ')} has it`,
        ),
      );
    }
    // Layer 2 and the HSS know a node by its identity alone.
    if (node.mnId !== undefined && node.mnId.split('@')[0] !== node.id) {
      faults.push(faultAt(`nodes[${i}].mnId`, node.mnId, `an identity that begins ${node.id}@`));
    }
  });
  return [...faults, ...checkCast(scenario), ...checkLocalNetworks(scenario)];
}

/** One core router and one HSS, where there are gateways. */
function checkCast(scenario: Scenario): Fault[] {
  const countOf = (kind: NodeKind) => scenario.nodes.filter((node) => node.kind === kind).length;
  const faults: Fault[] = [];
  for (const kind of ['core', 'hss'] as const) {
    const count = countOf(kind);
    if (count !== 1) {
      faults.push({ path: 'nodes', what: `has ${count} of kind ${kind}`, expected: 'exactly one' });
    }
  }
  nodesOf(scenario, 'dgw').forEach((node, i) => {
    const place = scenario.nodes.indexOf(node);
    if (node.id === `dgw${i + 1}`) return;
    faults.push(
      faultAt(`nodes[${place}].id`, node.id, `dgw${i + 1}: gateways are numbered in order`),
    );
  });
  if (countOf('dgw') === 0) {
    faults.push({ path: 'nodes', what: 'has no gateway', expected: 'at least one of kind dgw' });
  }
  return faults;
}

function checkLocalNetworks(scenario: Scenario): Fault[] {
  const faults: Fault[] = [];
  scenario.nodes.forEach((node, i) => {
    if (node.kind !== 'localnet' || node.behind === undefined) return;
    const gateway = scenario.nodes.find((other) => other.id === node.behind);
    if (gateway?.kind !== 'dgw') {
      faults.push(faultAt(`nodes[${i}].behind`, node.behind, 'the id of a gateway'));
      return;
    }
    const linked = scenario.links.some(
      (link) => link.ends.includes(node.id) && link.ends.includes(gateway.id),
    );
    if (!linked)
      faults.push(faultAt(`nodes[${i}].behind`, node.behind, 'a gateway linked with it'));
  });
  return faults;
}

/** Links join the core with gateways and correspondents, and a local network with its gateway. */
function checkLinks(scenario: Scenario): Fault[] {
  const { links, nodes } = scenario;
  const faults = repeatedIds(
    'links',
    links.map((link) => link.id),
  );
  const kindOf = new Map(nodes.map((node) => [node.id, node.kind]));
  const cells = new Set(
    nodes.filter((node) => node.kind === 'dgw').map((node) => radioOf(node.id)),
  );
  const wired = new Map<string, number>();
  links.forEach((link, i) => {
    if (cells.has(link.id))
      faults.push(faultAt(`links[${i}].id`, link.id, 'another id: a radio cell has it'));
    link.ends.forEach((end, n) => {
      if (!kindOf.has(end)) faults.push(faultAt(`links[${i}].ends[${n}]`, end, 'the id of a node'));
    });
    const kinds = link.ends.map((end) => kindOf.get(end));
    if (kinds.includes(undefined)) return;
    const pair = [...kinds].sort((a, b) => (String(a) < String(b) ? -1 : 1)).join('-');
    const isLocal =
      pair === 'dgw-localnet' && link.ends.some((end) => isBehind(scenario, end, link.ends));
    if (!['core-dgw', 'cn-core'].includes(pair) && !isLocal) {
      const words = 'core with gateway or correspondent, or a local network with its gateway';
      faults.push({
        path: `links[${i}].ends`,
        what: `join ${kinds.join(' and ')}`,
        expected: words,
      });
    }
    const outer = link.ends.find((end) => kindOf.get(end) !== (isLocal ? 'dgw' : 'core')) ?? '';
    wired.set(outer, (wired.get(outer) ?? 0) + 1);
  });
  nodes.forEach((node, i) => {
    if (node.kind !== 'dgw' && node.kind !== 'cn' && node.kind !== 'localnet') return;
    const count = wired.get(node.id) ?? 0;
    if (count === 1) return;
    const far = node.kind === 'localnet' ? 'its gateway' : 'the core';
    faults.push({ path: `nodes[${i}]`, what: `has ${count} links with ${far}`, expected: 'one' });
  });
  return faults;
}

function isBehind(scenario: Scenario, id: string, ends: readonly string[]): boolean {
  const behind = scenario.nodes.find((node) => node.id === id)?.behind;
  return behind !== undefined && ends.includes(behind);
}

function checkKnobs(scenario: Scenario): Fault[] {
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(scenario.knobs ?? {})) {
    const knob = knobNamed(name);
    const path = `knobs.${name}`;
    if (knob === undefined) faults.push(faultAt(path, value, 'no such knob'));
    else if (!knob.values.some((one) => one.value === value)) {
      faults.push(faultAt(path, value, knob.values.map((one) => one.value).join(' or ')));
    }
  }
  return faults;
}

function checkTimes(scenario: Scenario): Fault[] {
  const { ready, end } = scenario;
  if (ready === undefined || ready <= end) return [];
  return [faultAt('ready', ready, `at most the end, ${end}`)];
}
