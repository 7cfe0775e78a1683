// `metrics`: plays a scenario and writes figures of the run as CSV, each with its definition.

import { endOf } from '#scenario/ending.ts';
import { csvOf } from '#metrics/csv.ts';
import { measure } from '#metrics/measure.ts';
import { Run } from '#session/run.ts';
import { withCommands } from './do-words.ts';
import { Failure } from './failure.ts';
import { once, secondsOf, sortArguments, wholeNumber } from './options.ts';
import { changed, scenarioOf } from './scenario-argument.ts';
import { writeAll, type Terminal } from './terminal.ts';

export async function metrics(args: readonly string[], terminal: Terminal): Promise<void> {
  const given = sortArguments(args, ['until', 'seed', 'set', 'do', 'csv']);
  const [argument, extra] = given.plain;
  if (argument === undefined) {
    throw new Failure("'metrics' needs an id, a file or a link; see 'list'");
  }
  if (extra !== undefined) {
    throw new Failure(`'metrics' takes one scenario; '${extra}' is too much`);
  }
  const until = once(given, 'until');
  const end = until === undefined ? undefined : secondsOf(until, 'until');
  const seed = once(given, 'seed');
  const number = seed === undefined ? undefined : wholeNumber(seed, 'seed', [0, 0xffff_ffff]);
  const path = once(given, 'csv') ?? '-';
  if (path === '') throw new Failure('the name of an output is empty');
  const turned = changed(await scenarioOf(argument), number, given.options.get('set') ?? []);
  const scenario = withCommands(turned, given.options.get('do') ?? []);
  const run = new Run(scenario);
  run.playTo(end ?? endOf(scenario), undefined);
  const { timeline, cast } = run;
  await writeAll(terminal, path, [csvOf(measure({ scenario, cast, trace: timeline.log }))]);
  if (timeline.status === 'full') {
    terminal.err('roamscope: the run stopped before its end: it is full');
  }
}
