// `run`: plays a scenario without a screen, and writes what it gave.

import { endOf } from '#scenario/ending.ts';
import type { Scenario } from '#scenario/schema.ts';
import { writeLink } from '#scenario/url.ts';
import { explain } from '#session/explain.ts';
import type { Break } from '#session/protocol.ts';
import { explainSource } from '#session/run-sources.ts';
import { Run } from '#session/run.ts';
import type { Timeline } from '#sim/timeline.ts';
import type { Cast } from '#view/cast.ts';
import { asciiLadder } from '#view/export/ascii.ts';
import { captureBlocks } from '#view/export/pcapng.ts';
import { tablesText } from '#view/export/tables.ts';
import { traceLines } from '#view/export/trace.ts';
import { Ladder } from '#view/ladder-builder.ts';
import { Failure } from './failure.ts';
import { once, secondsOf, sortArguments, wholeNumber } from './options.ts';
import { breakOf } from './break-words.ts';
import { withCommands } from './do-words.ts';
import { changed, scenarioOf } from './scenario-argument.ts';
import { writeAll, type Terminal } from './terminal.ts';

const OUTPUTS = ['ladder', 'pcapng', 'trace', 'tables'] as const;
type Output = (typeof OUTPUTS)[number];

interface Played {
  readonly scenario: Scenario;
  readonly timeline: Timeline;
  readonly cast: Cast;
  /** Where a breakpoint fitted, and why, line by line. */
  readonly stop: readonly string[];
}

/** Signalling and data; neighbour discovery is left out, as in the drafts' figures. */
const FIGURE_ROWS = {
  signalling: true,
  data: true,
  neighbourDiscovery: false,
  onlyChanges: false,
} as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<void> {
  const given = sortArguments(args, ['until', 'seed', 'set', 'do', 'break', ...OUTPUTS]);
  const [argument, extra] = given.plain;
  if (argument === undefined) throw new Failure("'run' needs an id, a file or a link; see 'list'");
  if (extra !== undefined) throw new Failure(`'run' takes one scenario; '${extra}' is too much`);
  const until = once(given, 'until');
  const seed = once(given, 'seed');
  const end = until === undefined ? undefined : secondsOf(until, 'until');
  const number = seed === undefined ? undefined : wholeNumber(seed, 'seed', [0, 0xffff_ffff]);
  const outputs = OUTPUTS.flatMap((output): (readonly [Output, string])[] => {
    const path = once(given, output);
    return path === undefined ? [] : [[output, path]];
  });
  checkOutputs(outputs);
  const turned = changed(await scenarioOf(argument), number, given.options.get('set') ?? []);
  const scenario = withCommands(turned, given.options.get('do') ?? []);
  const breaks = (given.options.get('break') ?? []).map((text) => breakOf(text, scenario));
  const played = play(scenario, breaks, end ?? endOf(scenario));
  for (const [output, path] of outputs) await writeAll(terminal, path, piecesOf(output, played));
  if (outputs.length === 0) await terminal.out(`${await summary(played)}\n${ladderText(played)}`);
  if (outputs.length > 0 && played.stop[0] !== undefined) {
    terminal.err(`roamscope: ${played.stop[0]}`);
  }
  if (played.timeline.status === 'full') {
    terminal.err(`roamscope: the run stopped at ${timeText(played.timeline.now)} s: it is full`);
  }
}

function checkOutputs(outputs: readonly (readonly [Output, string])[]): void {
  const paths = outputs.map(([, path]) => path);
  const twice = paths.find((path, i) => paths.indexOf(path) < i);
  if (twice === '-') throw new Failure("only one output can go to standard output ('-')");
  if (twice !== undefined) throw new Failure(`two outputs cannot go to one file, '${twice}'`);
  if (paths.includes('')) throw new Failure('the name of an output is empty');
}

function play(scenario: Scenario, breaks: readonly Break[], end: number): Played {
  const run = new Run(scenario);
  const watch = run.watch(breaks);
  run.playTo(end, watch);
  const { timeline, cast } = run;
  return {
    scenario,
    timeline,
    cast,
    stop: watch?.stop === undefined ? [] : stopWords(run, watch.stop.seq ?? 0),
  };
}

/** What stopped a run, and the chain of what brought it about, last first. */
function stopWords(run: Run, seq: number): readonly string[] {
  const chain = explain(explainSource(run), seq)?.chain ?? [];
  return chain
    .toReversed()
    .map(
      ({ at, words }, i) => `${i === 0 ? 'stopped at' : '  because'} ${timeText(at)} s: ${words}`,
    );
}

function piecesOf(output: Output, played: Played): Iterable<string | Uint8Array> {
  const { log, world } = played.timeline;
  switch (output) {
    case 'ladder':
      return [ladderText(played)];
    case 'pcapng':
      return captureBlocks(log, played.cast);
    case 'trace':
      return traceLines(log);
    case 'tables':
      return [tablesText(world.tables)];
  }
}

function ladderText({ timeline, cast }: Played): string {
  const ladder = new Ladder(timeline.log, cast);
  ladder.update();
  return asciiLadder(ladder.rows(FIGURE_ROWS), cast);
}

const timeText = (micros: number): string => (micros / 1_000_000).toFixed(6);

async function summary({ scenario, timeline, stop }: Played): Promise<string> {
  const { log, now } = timeline;
  const cite = scenario.cite === undefined ? '' : ` (${scenario.cite})`;
  return [
    `${scenario.title}${cite}`,
    `${timeText(now)} s, ${log.known} events, ${log.frames} frames, seed ${scenario.seed}, ${scenario.profile}`,
    `fingerprint ${timeline.fingerprint()}`,
    `link #${await writeLink({ scenario })}`,
    ...stop,
    '',
  ].join('\n');
}
