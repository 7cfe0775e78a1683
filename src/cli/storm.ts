// What the storms of `fuzz` are made of: random choices, and what ends their faults.

import { nextBits, nextNumber, type Random } from '#base/random.ts';
import { ms, seconds, type Micros } from '#base/ids.ts';
import type { Knob } from '#scenario/knob.ts';
import type { Scenario } from '#scenario/scenario.ts';
import type { Command, FrameAct, Stamped } from '#sim/command.ts';
import type { MessageClassName } from '#wire/classify.ts';

/** Random commands happen before this time; then the faults are mended, and the run may rest. */
export const STORM_ENDS: Micros = seconds(6);
const MOST_COMMANDS = 12;

/** Anything of a list. */
export const pick = <T>(random: Random, list: readonly T[]): T =>
  // A list that is picked from has something in it.
  list[below(random, list.length)] as T;

/** A whole number from 0 on. */
export const below = (random: Random, limit: number): number => nextBits(random) % limit;
/** True so often. */
export const chance = (random: Random, share: number): boolean => nextNumber(random) < share;

/** What a storm does in a domain. */
interface Raging {
  /** All flows begin then. */
  readonly flowsAt: Micros;
  /** The n-th random command. */
  readonly command: (random: Random, domain: Scenario, n: number) => Command;
}

/** Flows begin, things happen at random, and faults are mended when the storm ends. */
export function stormScript(random: Random, domain: Scenario, how: Raging): readonly Stamped[] {
  const count = 1 + below(random, chance(random, 0.1) ? 4 * MOST_COMMANDS : MOST_COMMANDS);
  const storm = Array.from({ length: count }, (_, n) => at(random, how.command(random, domain, n)));
  const flows = domain.flows.map(({ id }): Stamped => ({
    do: 'flow',
    flow: id,
    change: 'start',
    at: how.flowsAt,
  }));
  return inOrder([...flows, ...storm, ...releases(random, storm), ...mended(storm)]);
}

/** Of some knobs each at its default, more often than not (`defaults`). */
export const turned = (
  random: Random,
  knobs: readonly Knob[],
  defaults: (name: string) => number = () => 0.6,
): Record<string, string> =>
  Object.fromEntries(
    knobs.map(({ name, values }) => {
      const value = chance(random, defaults(name)) ? values[0] : pick(random, values);
      return [name, value.value];
    }),
  );

/** At any microsecond, or in the same instant as others. */
function at(random: Random, command: Command): Stamped {
  const exact = below(random, STORM_ENDS);
  const isRound = chance(random, 0.3);
  return { ...command, at: isRound ? Math.floor(exact / seconds(1)) * seconds(1) : exact };
}

/** Links and radio cells, and what may travel there. */
export interface Ways {
  readonly links: readonly string[];
  readonly kinds: readonly (MessageClassName | 'any')[];
}

const acts: readonly FrameAct[] = ['drop', 'delay', 'duplicate', 'hold', 'corrupt'];

/** Something happens to one frame. */
export function caught(random: Random, { links, kinds }: Ways, n: number): Command {
  const act = pick(random, acts);
  return {
    do: 'catch',
    name: `c${n}`,
    link: pick(random, links),
    kind: pick(random, kinds),
    nth: 1 + below(random, 3),
    act,
    ...((act === 'delay' || act === 'duplicate') && { by: 1 + below(random, seconds(1)) }),
    ...(act === 'corrupt' && { bit: below(random, 900) }),
  };
}

/** A link loses frames, is cut or mended, or becomes slow. */
export function linkFault(random: Random, { links }: Ways): Command {
  const link = pick(random, links);
  const dice = nextNumber(random);
  if (dice < 0.5) return { do: 'link', link, loss: Math.round(nextNumber(random) * 100) / 100 };
  if (dice < 0.8) return { do: 'link', link, up: chance(random, 0.4) };
  return { do: 'link', link, delay: below(random, ms(400)) };
}

/** What ends the faults of a storm. */
function mended(storm: readonly Stamped[]): readonly Stamped[] {
  return storm.flatMap((one): Stamped[] => {
    switch (one.do) {
      case 'node':
        return [{ do: 'node', node: one.node, up: true, at: STORM_ENDS }];
      case 'link':
        return [{ do: 'link', link: one.link, up: true, loss: 0, delay: ms(5), at: STORM_ENDS }];
      case 'catch':
        return [{ do: 'release', name: one.name, at: STORM_ENDS }];
      default:
        return [];
    }
  });
}

/** What is held is let go while the storm lasts, so that it overtakes and is overtaken. */
const releases = (random: Random, storm: readonly Stamped[]): readonly Stamped[] =>
  storm.flatMap((one): Stamped[] =>
    one.do === 'catch' && one.act === 'hold' && chance(random, 0.8)
      ? [{ do: 'release', name: one.name, at: one.at + below(random, STORM_ENDS - one.at) }]
      : [],
  );

/** A script whose faults, whichever are left of them, are mended when the storm ends. */
export function remended(script: readonly Stamped[]): readonly Stamped[] {
  const isMending = (one: Stamped): boolean =>
    one.at === STORM_ENDS && (one.do === 'node' || one.do === 'link' || one.do === 'release');
  const storm = script.filter((one) => !isMending(one));
  return inOrder([...storm, ...mended(storm)]);
}

/** In the order of their times. */
const inOrder = (script: readonly Stamped[]): readonly Stamped[] =>
  script.toSorted((a, b) => a.at - b.at);
