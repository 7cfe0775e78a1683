// Where the storms of distributed anchoring rage: the figures of the draft, the scenarios of RFC 8885,
// and three gateways beside a CMD, or of two operators.

import { must } from '#base/assert.ts';
import type { Random } from '#base/random.ts';
import { CORE_DELAY, completed } from '#scenario/defaults.ts';
import { figures } from '#scenario/figures.ts';
import { databases } from '#scenario/rfc8885.ts';
import type { Scenario, ScenarioNode } from '#scenario/schema.ts';
import { below, chance, pick } from './storm.ts';

const three = must(
  figures.find(({ id }) => id === 'dmm-three'),
  'there are three gateways',
);
const nodeOf = (kind: ScenarioNode['kind'], all: readonly Scenario[]): ScenarioNode =>
  must(
    all.flatMap(({ nodes }) => nodes).find((one) => one.kind === kind),
    `there is a ${kind}`,
  );

/** Three gateways with a node beside them, on a link to the core. */
function threeAnd(node: ScenarioNode, turn: (one: ScenarioNode) => readonly ScenarioNode[]) {
  const link = { id: `core-${node.id}`, ends: ['core', node.id], delay: CORE_DELAY } as const;
  return { ...three, nodes: [...three.nodes.flatMap(turn), node], links: [...three.links, link] };
}

const isStore = ({ kind }: ScenarioNode): boolean => kind === 'hss';
const isGateway = ({ kind }: ScenarioNode): boolean => kind === 'dgw';

/** D-GW1 and D-GW2 are of operator A, D-GW3 of B. */
const roaming: Scenario = threeAnd(nodeOf('lma', figures), (one) => [
  isGateway(one) ? { ...one, operator: one.id === 'dgw3' ? 'B' : 'A' } : one,
]);
const maars: Scenario = {
  ...threeAnd(nodeOf('cmd', databases), (one) => (isStore(one) ? [] : [one])),
  profile: 'rfc8885',
};

const grounds: readonly Scenario[] = [...figures, three, roaming, ...databases, maars, maars];

/** One of them, its mobile nodes of some kind, with up to three of them. */
export function groundOf(random: Random): Scenario {
  const { ready: _ready, id: _id, cite: _cite, look: _look, ...ground } = pick(random, grounds);
  const mobiles = ground.nodes.filter(({ kind }) => kind === 'mn');
  const more = Array.from({ length: chance(random, 0.4) ? 1 + below(random, 2) : 0 }, (_, n) => {
    const { x, y } = pick(random, ground.nodes.filter(isGateway));
    return { id: `mn${mobiles.length + n + 1}`, kind: 'mn', x, y: y + 192 } as const;
  });
  const nodes = [...mobiles, ...more].map((one): ScenarioNode => ({
    ...one,
    ...(chance(random, 0.3) && { hostType: pick(random, ['A', 'B', 'C'] as const) }),
    ...(chance(random, 0.3) && { rule55: true }),
  }));
  return completed({
    ...ground,
    nodes: [...nodes, ...ground.nodes.filter((one) => one.kind !== 'mn')],
  });
}
