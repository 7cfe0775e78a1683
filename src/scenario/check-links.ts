// Wired links: that their ends exist, may be joined, and that everybody has a way out.

import type { NodeId } from '#base/ids.ts';
import { faultAt, repeatedIds, type Fault } from './fault.ts';
import { accessNodes, radioOf } from './names.ts';
import type { NodeKind, Scenario, ScenarioNode } from './scenario.ts';

/** Pairs of kinds that a link may join; a local network besides with the one it is behind. */
const PAIRS = [
  'core-dgw',
  'core-mag',
  'core-lma',
  'core-cmd',
  'core-ar',
  'core-ha',
  'cn-core',
  'cn-lma',
  'mr-lfn',
];

/** Links join the core with gateways, anchors and correspondents, and what is behind one with it. */
export function checkLinks(scenario: Scenario): Fault[] {
  const { links, nodes } = scenario;
  const faults = repeatedIds(
    'links',
    links.map((link) => link.id),
  );
  const kindOf = new Map(nodes.map((node) => [node.id, node.kind]));
  const cells = new Set(accessNodes(scenario).map((node) => radioOf(node.id)));
  const wired = new Map<string, number>();
  links.forEach((link, i) => {
    if (cells.has(link.id))
      faults.push(faultAt(`links[${i}].id`, link.id, 'another id: a radio cell has it'));
    link.ends.forEach((end, n) => {
      if (!kindOf.has(end)) faults.push(faultAt(`links[${i}].ends[${n}]`, end, 'the id of a node'));
    });
    const kinds = link.ends.map((end) => kindOf.get(end));
    if (kinds.includes(undefined)) return;
    const pair = [...kinds].sort(byCoreFirst).join('-');
    const isLocal = pair.includes('localnet') && isBehind(scenario, link.ends);
    if (!PAIRS.includes(pair) && !isLocal) {
      faults.push({
        path: `links[${i}].ends`,
        what: `join ${kinds.join(' and ')}`,
        expected: WORDS,
      });
    }
    for (const end of outerEnds(link.ends, kindOf)) wired.set(end, (wired.get(end) ?? 0) + 1);
  });
  return [...faults, ...checkCounts(nodes, wired)];
}

const WORDS =
  'core with gateway, anchor, home agent, CMD or correspondent, anchor with correspondent, mobile router with a node behind it, or a local network with what it is behind';

const RANK = ['cn', 'core', 'dgw', 'mag', 'lma', 'cmd', 'ar', 'ha', 'localnet', 'mr', 'lfn'];
const byCoreFirst = (a: NodeKind | undefined, b: NodeKind | undefined): number =>
  RANK.indexOf(a ?? '') - RANK.indexOf(b ?? '');

/** The ends of a link for which it is the one way out. */
function outerEnds(
  ends: readonly NodeId[],
  kindOf: ReadonlyMap<NodeId, NodeKind>,
): readonly NodeId[] {
  const isTo = (kinds: readonly NodeKind[]) =>
    ends.some((end) => kinds.includes(kindOf.get(end) ?? 'mn'));
  return ends.filter((end) => {
    const kind = kindOf.get(end);
    if (ONE_WAY.has(kind ?? '')) return true;
    return kind !== undefined && FAR[kind] === 'the core' && isTo(['core']);
  });
}

/** Gateways, anchors, correspondents and local networks have one way out each. */
function checkCounts(
  nodes: readonly ScenarioNode[],
  wired: ReadonlyMap<NodeId, number>,
): readonly Fault[] {
  return nodes.flatMap((node, i): Fault[] => {
    const far = FAR[node.kind];
    const count = wired.get(node.id) ?? 0;
    if (far === undefined || count === 1) return [];
    return [{ path: `nodes[${i}]`, what: `has ${count} links with ${far}`, expected: 'one' }];
  });
}

const ONE_WAY: ReadonlySet<string> = new Set(['cn', 'cmd', 'localnet', 'mr', 'lfn']);

const FAR: Readonly<Partial<Record<NodeKind, string>>> = {
  dgw: 'the core',
  mag: 'the core',
  lma: 'the core',
  ar: 'the core',
  ha: 'the core',
  mr: 'a node behind it',
  lfn: 'a mobile router',
  cn: 'the core or an anchor',
  localnet: 'what it is behind',
};

const isBehind = ({ nodes }: Scenario, ends: readonly NodeId[]): boolean =>
  nodes.some(
    ({ id, behind }) => behind !== undefined && ends.includes(id) && ends.includes(behind),
  );
