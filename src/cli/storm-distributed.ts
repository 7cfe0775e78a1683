// Storms of `fuzz` in domains of distributed anchoring, with an HSS, a CMD or several operators: moves,
// messages that are lost, late, doubled, held or bent, crashes, wrong clocks, flows, all readings.

import { nextNumber, type Random } from '#base/random.ts';
import { ms, seconds, type NodeId } from '#base/ids.ts';
import { distributedKnobs } from '#scenario/knobs-distributed.ts';
import { nodesOf, radioOf } from '#scenario/names.ts';
import type { NodeKind, Scenario } from '#scenario/scenario.ts';
import type { Command, FlowSpec } from '#sim/command.ts';
import type { MessageClassName } from '#wire/classify.ts';
import { groundOf } from './storm-grounds.ts';
import {
  below,
  caught,
  chance,
  linkFault,
  pick,
  STORM_ENDS,
  stormScript,
  turned,
  type Ways,
} from './storm.ts';

/** Lifetimes of 300 s end, and those of bindings that a CMD has renewed once. */
const RUN_ENDS = STORM_ENDS + seconds(700);
/** Of each flow, so that it ends with the storm. */
const MOST_DATAGRAMS = 24;

/** A scenario of one number's random choices. */
export function distributedStorm(seed: number, random: Random): Scenario {
  const ground = groundOf(random);
  const flows = ground.flows.slice(0, 3).map(brief);
  const domain = { ...ground, flows };
  const script = stormScript(random, domain, { flowsAt: ms(1500), command: randomCommand });
  const isStored = nodesOf(domain, 'cmd').length === 0;
  const profile = isStored ? pick(random, ['draft-05', 'rfc8885'] as const) : 'rfc8885';
  return {
    ...domain,
    seed,
    profile,
    knobs: turned(random, distributedKnobs),
    script,
    end: RUN_ENDS,
  };
}

function brief({ afterMove: _afterMove, ...flow }: FlowSpec): FlowSpec {
  return { ...flow, every: ms(250), count: MOST_DATAGRAMS };
}

function randomCommand(random: Random, domain: Scenario, n: number): Command {
  const dice = nextNumber(random);
  if (dice < 0.5) return move(random, domain);
  if (dice < 0.68) return caught(random, waysOf(domain), n);
  if (dice < 0.78) return linkFault(random, waysOf(domain));
  if (dice < 0.88) {
    const node = pick(random, idsOf(domain, 'hss', 'cmd', 'lma', 'dgw', 'dgw'));
    const up = chance(random, 0.4);
    return { do: 'node', node, up, ...(!up && { state: pick(random, ['kept', 'lost'] as const) }) };
  }
  if (dice < 0.92) {
    // Less than the window, with the way of a PBU.
    const offset = below(random, ms(200)) - ms(100);
    return { do: 'clock', node: pick(random, idsOf(domain, 'dgw', 'cmd', 'lma')), offset };
  }
  if (dice < 0.94) {
    // at the serving gateway it releases, at the anchor it ends a binding.
    const mn = pick(random, idsOf(domain, 'mn'));
    return { do: 'operate', node: pick(random, idsOf(domain, 'dgw')), order: 'forget', mn };
  }
  const change = pick(random, ['start', 'stop'] as const);
  return { do: 'flow', flow: pick(random, domain.flows).id, change };
}

const idsOf = (domain: Scenario, ...kinds: readonly NodeKind[]): readonly NodeId[] =>
  kinds.flatMap((kind) => nodesOf(domain, kind).map(({ id }) => id));

/** Into a cell, or anywhere. */
function move(random: Random, domain: Scenario): Command {
  const node = pick(random, idsOf(domain, 'mn'));
  const { x, y, cell } = pick(random, nodesOf(domain, 'dgw'));
  const isAstray = chance(random, 0.15) || cell === undefined;
  return isAstray
    ? { do: 'place', node, x: 8 * below(random, 126), y: 8 * below(random, 81) }
    : { do: 'place', node, x: x + cell.dx, y: y + cell.dy };
}

const kinds: readonly (MessageClassName | 'any')[] = [
  'PBU',
  'PBU',
  'PBA',
  'PBA',
  'RA',
  'RS',
  'udp',
  'any',
];
const waysOf = (domain: Scenario): Ways => ({
  links: [...domain.links.map(({ id }) => id), ...idsOf(domain, 'dgw').map(radioOf)],
  kinds,
});
