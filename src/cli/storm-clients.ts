// Storms of `fuzz` of client Mobile IPv6: mobile nodes and routers that register at a home agent and
// at correspondents, with one radio or two below a virtual interface; moves, lost messages, crashes.

import { nextNumber, type Random } from '#base/random.ts';
import { ms, seconds, type NodeId } from '#base/ids.ts';
import { completed } from '#scenario/defaults.ts';
import { clients, GROUND } from '#scenario/mip6.ts';
import { accessNodes, isMobile, radioOf, radiosOf } from '#scenario/names.ts';
import type { Scenario, ScenarioNode } from '#scenario/scenario.ts';
import type { Command, FlowSpec } from '#sim/command.ts';
import type { MessageClassName } from '#wire/classify.ts';
import { caught, chance, linkFault, pick, STORM_ENDS, stormScript, type Ways } from './storm.ts';

/** Lifetimes of 24 s end, and are renewed after updates that nobody has answered for 32 s. */
const LIFETIME = 24;
const RUN_ENDS = STORM_ENDS + seconds(90);
/** Below the home agent, below the two routers, and where nobody hears. */
const PLACES = [176, 176, 456, 456, 736, 736, 968];

/** A scenario of one number's random choices. */
export function clientStorm(seed: number, random: Random): Scenario {
  const domain = domainOf(random);
  const script = stormScript(random, domain, { flowsAt: ms(2500), command: randomCommand });
  return completed({ ...domain, seed, script, end: RUN_ENDS });
}

const SERVICES = ['none', 'unauthorized', 'noForwarding', 'unaware'] as const;

/** One of the scenarios, its mobile node changed, sometimes with a second one. */
function domainOf(random: Random): Scenario {
  const { ready: _ready, id: _id, cite: _cite, look: _look, ...ground } = pick(random, clients);
  const isDouble = chance(random, 0.35);
  const more: readonly ScenarioNode[] = isDouble
    ? [{ id: 'mn2', kind: 'mn', x: pick(random, PLACES), y: GROUND, home: '2001:db8:f0:1::6' }]
    : [];
  const nodes = [...ground.nodes, ...more].map((node): ScenarioNode => {
    if (node.kind === 'ha') {
      const service = chance(random, 0.2) ? { networkService: pick(random, SERVICES) } : {};
      return { ...node, lifetime: LIFETIME, ...service };
    }
    return isMobile(node) ? mobile(random, node) : node;
  });
  const flows = [...ground.flows, ...more.map(({ id }) => talk(id))].map((flow) => ({
    ...flow,
    every: ms(200),
    count: 24,
    mode: pick(random, ['echo', 'down', 'up'] as const),
  }));
  return { ...ground, nodes, flows };
}

const talk = (from: NodeId): FlowSpec => ({
  id: `F-${from}`,
  from,
  to: 'cn1',
  every: ms(200),
  octets: 64,
  mode: 'echo',
});

function mobile(random: Random, node: ScenarioNode): ScenarioNode {
  const { virtual } = node;
  return {
    ...node,
    x: pick(random, PLACES),
    lifetime: LIFETIME,
    ...(node.kind === 'mn' && chance(random, 0.3) && { optimise: chance(random, 0.5) }),
    ...(node.kind === 'mr' && chance(random, 0.4) && { networkMode: 'implicit' as const }),
    ...(virtual !== undefined && {
      virtual: {
        ...virtual,
        ...(chance(random, 0.3) && { strict: true }),
        ...(chance(random, 0.2) && { ownMacs: true }),
      },
    }),
  };
}

function randomCommand(random: Random, domain: Scenario, n: number): Command {
  const mn = pick(random, domain.nodes.filter(isMobile));
  const dice = nextNumber(random);
  if (dice < 0.4) return { do: 'place', node: mn.id, x: pick(random, PLACES), y: GROUND };
  if (dice < 0.5) {
    const iface = pick(random, radiosOf(mn)).id;
    return { do: 'radio', node: mn.id, iface, up: chance(random, 0.6) };
  }
  if (dice < 0.75) return caught(random, waysOf(domain), n);
  if (dice < 0.85) return linkFault(random, waysOf(domain));
  if (dice < 0.93) {
    const node = pick(random, ['ha', 'ha', 'ar1', 'ar2', 'cn1']);
    const up = chance(random, 0.5);
    return { do: 'node', node, up, ...(!up && { state: pick(random, ['kept', 'lost'] as const) }) };
  }
  const change = pick(random, ['start', 'stop'] as const);
  return { do: 'flow', flow: pick(random, domain.flows).id, change };
}

const kinds: readonly (MessageClassName | 'any')[] = [
  'BU',
  'BU',
  'BA',
  'BA',
  'RA',
  'RS',
  'NS',
  'NA',
  'udp',
  'any',
  'any',
];
const waysOf = (domain: Scenario): Ways => ({
  links: [...domain.links.map(({ id }) => id), ...accessNodes(domain).map(({ id }) => radioOf(id))],
  kinds,
});
