// What each kind of node needs and may have, and which kinds must be there.

import { faultAt, repeatedIds, type Fault } from './fault.ts';
import { accessNodes, dlifNames, isBetweenOperators, nodesOf } from './names.ts';
import type { NodeKind, Scenario, ScenarioNode } from './scenario.ts';

const NEEDED: Readonly<Record<NodeKind, readonly (keyof ScenarioNode)[]>> = {
  mn: [],
  mr: ['home', 'prefix'],
  lfn: [],
  mag: ['address', 'cell'],
  lma: ['address', 'pool'],
  dgw: ['address', 'pool', 'cell'],
  hss: [],
  cmd: ['address'],
  ar: ['address', 'prefix', 'cell'],
  ha: ['address', 'prefix', 'cell'],
  cn: ['address'],
  core: [],
  localnet: ['address', 'behind'],
};

const OWN: Readonly<Partial<Record<keyof ScenarioNode, readonly NodeKind[]>>> = {
  address: ['dgw', 'mag', 'lma', 'cmd', 'ar', 'ha', 'cn', 'localnet'],
  pool: ['dgw', 'lma'],
  cell: ['dgw', 'mag', 'ar', 'ha'],
  dlifMacs: ['dgw'],
  behind: ['localnet'],
  mnId: ['mn', 'mr'],
  mac: ['mn', 'mr'],
  hostType: ['mn', 'mr'],
  rule55: ['mn', 'mr'],
  sourceRouter: ['mn', 'mr'],
  interfaces: ['mn', 'mr'],
  hostModel: ['mn', 'mr'],
  weakHostBit: ['mn', 'mr'],
  virtual: ['mn', 'mr'],
  lma: ['mn'],
  service: ['mn'],
  prefixes: ['mn'],
  prefixCount: ['mn'],
  ipv4: ['mn'],
  ipv6: ['mn'],
  att: ['mag', 'ar', 'ha'],
  lifetime: ['mag', 'lma', 'ha', 'mn', 'mr'],
  lacks: ['mag', 'lma'],
  omits: ['mag'],
  alternateCareOf: ['mag'],
  visitedPrefix: ['mag'],
  trusted: ['mag'],
  asks: ['mag'],
  operator: ['dgw'],
  roaming: ['lma'],
  ipv4Pool: ['lma'],
  prefix: ['ar', 'ha', 'mr'],
  home: ['mn', 'mr'],
  optimise: ['mn', 'cn'],
  networkMode: ['mr'],
  networkService: ['ha'],
};

/** Interfaces that a gateway has besides its DLIFs. */
const TAKEN = new Set(['phy', 'core', 'local']);

/** Faults of the nodes, each by itself and as a cast. */
export function checkNodes(scenario: Scenario): Fault[] {
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
      // DMM §5: between operators an LMA anchors nothing itself.
      const isSpared = key === 'pool' && node.kind === 'lma' && isBetweenOperators(scenario);
      if (node[key] === undefined && !isSpared) {
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

/** One core router, one HSS or CMD where there are distributed gateways, an anchor where there are MAGs. */
function checkCast(scenario: Scenario): Fault[] {
  const countOf = (kind: NodeKind) => nodesOf(scenario, kind).length;
  const faults: Fault[] = [];
  const expect = (what: string, expected: string) => faults.push({ path: 'nodes', what, expected });
  if (countOf('core') !== 1) expect(`has ${countOf('core')} of kind core`, 'exactly one');
  const [stores, databases] = [countOf('hss'), countOf('cmd')];
  if (databases > 1) expect(`has ${databases} of kind cmd`, 'at most one');
  else if (databases > 0 && stores + countOf('lma') > 0) {
    // RFC 8885 §3: the CMD is where anchors are learned; between operators it says nothing.
    expect(`has a cmd beside ${stores > 0 ? 'an hss' : 'an lma'}`, 'one of them');
  } else if (stores > 1 || (stores + databases === 0 && countOf('dgw') > 0)) {
    expect(`has ${stores} of kind hss`, stores > 1 ? 'at most one' : 'exactly one');
  }
  nodesOf(scenario, 'dgw').forEach((node, i) => {
    const place = scenario.nodes.indexOf(node);
    if (node.id === `dgw${i + 1}`) return;
    faults.push(
      faultAt(`nodes[${place}].id`, node.id, `dgw${i + 1}: gateways are numbered in order`),
    );
  });
  if (accessNodes(scenario).length === 0) {
    expect('has no gateway', 'at least one of kind dgw, mag, ar or ha');
  }
  if (countOf('mag') > 0 && countOf('lma') === 0) {
    expect('has a mag and no lma', 'at least one of kind lma');
  }
  return faults;
}

function checkLocalNetworks(scenario: Scenario): Fault[] {
  const faults: Fault[] = [];
  scenario.nodes.forEach((node, i) => {
    if (node.kind !== 'localnet' || node.behind === undefined) return;
    const gateway = scenario.nodes.find((other) => other.id === node.behind);
    if (gateway?.kind !== 'dgw' && gateway?.kind !== 'lma') {
      faults.push(faultAt(`nodes[${i}].behind`, node.behind, 'the id of a dgw or lma'));
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
