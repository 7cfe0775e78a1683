// Storms of `fuzz` on the figures of the distributed-anchoring draft: moves, losses, failures, flows.

import { nextNumber, type Random } from '#base/random.ts';
import { ms, seconds } from '#base/ids.ts';
import { figures } from '#scenario/figures.ts';
import { nodesOf, radioOf } from '#scenario/names.ts';
import type { Scenario } from '#scenario/schema.ts';
import type { Command, FlowSpec, Stamped } from '#sim/command.ts';
import { at, below, chance, inOrder, mended, MOST_COMMANDS, pick } from './storm.ts';

/** Binding updates are repeated after 1, 2, 4 … seconds. */
const RUN_ENDS = seconds(12);

/** A scenario of one number's random choices. */
export function distributedStorm(seed: number, random: Random): Scenario {
  const figure = pick(random, figures);
  const flows = figure.flows.slice(0, 3).map((flow): FlowSpec => ({ ...flow, every: ms(250) }));
  const calm = { ...figure, flows };
  const count = 1 + below(random, MOST_COMMANDS);
  const storm = Array.from({ length: count }, () => at(random, randomCommand(random, calm)));
  const starts = flows.map(({ id }): Stamped => ({
    do: 'flow',
    flow: id,
    change: 'start',
    at: ms(1500),
  }));
  const { ready: _ready, ...rest } = calm;
  return {
    ...rest,
    seed,
    profile: pick(random, ['draft-05', 'rfc8885'] as const),
    knobs: {
      anchoredPrefixMode: pick(random, ['deprecate', 'lowPreference']),
      localNetwork: pick(random, ['on', 'off']),
      dlifParameters: pick(random, ['pba', 'hss']),
    },
    script: inOrder([...starts, ...storm, ...mended(storm)]),
    end: RUN_ENDS,
  };
}

function randomCommand(random: Random, scenario: Scenario): Command {
  const dice = nextNumber(random);
  if (dice < 0.6) return move(random, scenario);
  if (dice < 0.75) return fault(random, scenario);
  if (dice < 0.85) {
    const node = pick(random, ['hss', ...nodesOf(scenario, 'dgw').map(({ id }) => id)]);
    return { do: 'node', node, up: chance(random, 0.4) };
  }
  const change = pick(random, ['start', 'stop'] as const);
  return { do: 'flow', flow: pick(random, scenario.flows).id, change };
}

/** Into a cell, or anywhere. */
function move(random: Random, scenario: Scenario): Command {
  const node = pick(random, nodesOf(scenario, 'mn')).id;
  const { x, y, cell } = pick(random, nodesOf(scenario, 'dgw'));
  const isAstray = chance(random, 0.15) || cell === undefined;
  return isAstray
    ? { do: 'place', node, x: 8 * below(random, 126), y: 8 * below(random, 81) }
    : { do: 'place', node, x: x + cell.dx, y: y + cell.dy };
}

function fault(random: Random, scenario: Scenario): Command {
  const cells = nodesOf(scenario, 'dgw').map(({ id }) => radioOf(id));
  const link = pick(random, [...scenario.links.map(({ id }) => id), ...cells]);
  const dice = nextNumber(random);
  if (dice < 0.5) return { do: 'link', link, loss: Math.round(nextNumber(random) * 100) / 100 };
  if (dice < 0.8) return { do: 'link', link, up: chance(random, 0.4) };
  return { do: 'link', link, delay: below(random, ms(400)) };
}
