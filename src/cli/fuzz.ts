// `fuzz`: random moves, losses, failures and flows on the bundled scenarios. After every engine event the
// invariants must hold, and what comes of running, seeking and forking must be one. What fails is made
// smaller and given as a link.

import { nextBits, nextNumber, splitStream, type Random } from '#base/random.ts';
import { ms, seconds, type Micros } from '#base/ids.ts';
import { build } from '#scenario/build.ts';
import { figures } from '#scenario/figures.ts';
import { nodesOf, radioOf } from '#scenario/names.ts';
import type { Scenario } from '#scenario/schema.ts';
import { writeLink } from '#scenario/url.ts';
import type { Command, FlowSpec, Stamped } from '#sim/command.ts';
import { Timeline } from '#sim/timeline.ts';
import { orphansOf, watchInvariants } from '#testing/invariants.ts';
import { once, sortArguments, wholeNumber } from './options.ts';
import { Failure } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** Random commands happen before this time; then the faults are mended, and the run may come to rest. */
const STORM_ENDS: Micros = seconds(6);
/** Binding updates are repeated after 1, 2, 4 … seconds. */
const RUN_ENDS: Micros = seconds(12);
const MOST_COMMANDS = 12;

/** The scenario of one number: everything in it follows from the seed. */
export function stormy(seed: number): Scenario {
  const random = splitStream(seed, 'fuzz');
  const figure = pick(random, figures);
  const flows = figure.flows.slice(0, 3).map((flow): FlowSpec => ({ ...flow, every: ms(250) }));
  const calm = { ...figure, flows };
  const count = 1 + (nextBits(random) % MOST_COMMANDS);
  const storm = Array.from({ length: count }, () => at(random, randomCommand(random, calm)));
  const starts = flows.map((flow) => start(flow.id, ms(1500)));
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
    script: [...starts, ...storm, ...mended(storm)].toSorted((a, b) => a.at - b.at),
    end: RUN_ENDS,
  };
}

const pick = <T>(random: Random, list: readonly T[]): T =>
  // A list that is picked from has something in it.
  list[nextBits(random) % list.length] as T;

const start = (flow: string, when: Micros): Stamped => ({
  do: 'flow',
  flow,
  change: 'start',
  at: when,
});

/** At any microsecond, or in the same instant as others. */
function at(random: Random, command: Command): Stamped {
  const exact = nextBits(random) % STORM_ENDS;
  const isRound = nextNumber(random) < 0.3;
  return { ...command, at: isRound ? Math.floor(exact / seconds(1)) * seconds(1) : exact };
}

function randomCommand(random: Random, scenario: Scenario): Command {
  const dice = nextNumber(random);
  if (dice < 0.6) return move(random, scenario);
  if (dice < 0.75) return fault(random, scenario);
  if (dice < 0.85) {
    const node = pick(random, ['hss', ...nodesOf(scenario, 'dgw').map(({ id }) => id)]);
    return { do: 'node', node, up: nextNumber(random) < 0.4 };
  }
  const change = pick(random, ['start', 'stop'] as const);
  return { do: 'flow', flow: pick(random, scenario.flows).id, change };
}

/** Into a cell, or anywhere. */
function move(random: Random, scenario: Scenario): Command {
  const node = pick(random, nodesOf(scenario, 'mn')).id;
  const { x, y, cell } = pick(random, nodesOf(scenario, 'dgw'));
  const isAstray = nextNumber(random) < 0.15 || cell === undefined;
  return isAstray
    ? { do: 'place', node, x: 8 * (nextBits(random) % 126), y: 8 * (nextBits(random) % 81) }
    : { do: 'place', node, x: x + cell.dx, y: y + cell.dy };
}

function fault(random: Random, scenario: Scenario): Command {
  const cells = nodesOf(scenario, 'dgw').map(({ id }) => radioOf(id));
  const link = pick(random, [...scenario.links.map(({ id }) => id), ...cells]);
  const dice = nextNumber(random);
  if (dice < 0.5) return { do: 'link', link, loss: Math.round(nextNumber(random) * 100) / 100 };
  if (dice < 0.8) return { do: 'link', link, up: nextNumber(random) < 0.4 };
  return { do: 'link', link, delay: nextBits(random) % ms(400) };
}

/** What ends the faults of a storm. */
function mended(storm: readonly Stamped[]): readonly Stamped[] {
  return storm.flatMap((one): Stamped[] => {
    if (one.do === 'node') return [{ do: 'node', node: one.node, up: true, at: STORM_ENDS }];
    if (one.do !== 'link') return [];
    return [{ do: 'link', link: one.link, up: true, loss: 0, delay: ms(5), at: STORM_ENDS }];
  });
}

/** What is wrong with a run; `undefined` when nothing is. */
export function faultOf(scenario: Scenario): string | undefined {
  try {
    return brokenIn(scenario);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function brokenIn(scenario: Scenario): string | undefined {
  const { spec, script } = build(scenario);
  const timeline = new Timeline(spec, script);
  const watch = watchInvariants(timeline);
  while ((timeline.next()?.at ?? Infinity) <= scenario.end && timeline.forward()) {
    const [broken] = watch();
    if (broken !== undefined) return `at ${timeline.now}: ${broken}`;
  }
  timeline.runTo(scenario.end);
  // A gateway that was down, or was not told because the HSS was, knows no better until lifetimes end.
  const isCalm = script.every((one) => one.do === 'place' || one.do === 'flow');
  const [orphan] = isCalm ? orphansOf(timeline) : [];
  if (orphan !== undefined) return `left over: ${orphan}`;
  return scenario.seed % REPLAY_EVERY === 0 ? replayed(timeline, scenario) : undefined;
}

/** Every so many seeds, the run is also taken back and run again. */
const REPLAY_EVERY = 4;

/** Seeking back and running again must give the same; so must a fork that does nothing new. */
function replayed(timeline: Timeline, scenario: Scenario): string | undefined {
  const played = timeline.fingerprint();
  timeline.seek(scenario.seed % scenario.end);
  timeline.seek(scenario.end);
  if (timeline.fingerprint() !== played) return 'seeking back and on gives another fingerprint';
  const { spec, script } = build(scenario);
  // Nobody can act before the first event.
  const other = new Timeline(
    spec,
    script.filter((one) => one.at === 0),
  );
  for (const { at: when, ...command } of script) {
    if (when === 0) continue;
    other.runTo(when - 1);
    other.command(command, when);
  }
  other.runTo(scenario.end);
  return other.fingerprint() === played ? undefined : 'acting by hand gives another fingerprint';
}

/** Attempts at making a script smaller. */
const MOST_TRIES = 200;

/** The shortest script found by leaving commands out that still fails. */
export function smallest(scenario: Scenario): Scenario {
  let best = scenario;
  let tries = 0;
  for (let i = best.script.length - 1; i >= 0 && tries < MOST_TRIES; i -= 1) {
    const script = best.script.filter((_, n) => n !== i);
    tries += 1;
    if (faultOf({ ...best, script }) !== undefined) best = { ...best, script };
  }
  return best;
}

/** Runs the scenarios of a range of seeds; stops at the first that fails. */
export async function fuzz(args: readonly string[], terminal: Terminal): Promise<void> {
  const given = sortArguments(args, ['runs', 'seed']);
  if (given.plain[0] !== undefined) throw new Failure(`'${given.plain[0]}' is too much`);
  const runs = wholeNumber(once(given, 'runs') ?? '100', 'runs', [1, 1_000_000]);
  const first = wholeNumber(once(given, 'seed') ?? '1', 'seed', [0, 0x7fff_ffff]);
  for (let n = 0; n < runs; n += 1) {
    const scenario = stormy(first + n);
    if (faultOf(scenario) === undefined) continue;
    const small = smallest(scenario);
    const link = await writeLink({ scenario: small });
    throw new Failure(`seed ${first + n} fails, ${faultOf(small) ?? ''}; play it: #${link}`);
  }
  await terminal.out(`${runs} runs from seed ${first}: nothing found\n`);
}
