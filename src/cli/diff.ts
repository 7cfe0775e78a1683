// `diff`: two readings of one script held against each other: the first message that differs, and
// the tables that end differently.

import type { ReadonlyTable } from '#base/table.ts';
import { sameRow } from '#base/table.ts';
import { endOf } from '#scenario/ending.ts';
import type { Scenario } from '#scenario/schema.ts';
import { Run } from '#session/run.ts';
import { plain } from '#view/export/trace.ts';
import { Ladder } from '#view/ladder-builder.ts';
import { withCommands } from './do-words.ts';
import { Failure } from './failure.ts';
import { once, secondsOf, sortArguments } from './options.ts';
import { changed, scenarioOf } from './scenario-argument.ts';
import type { Terminal } from './terminal.ts';

/** Signalling alone. */
const MESSAGES = {
  signalling: true,
  data: false,
  neighbourDiscovery: false,
  onlyChanges: false,
} as const;
/** Lines about tables beyond these are counted only. */
const MOST_LINES = 200;

interface Message {
  readonly at: number;
  /** `D-GW2 -> D-GW1 PBU D seq 1 prefA` */
  readonly words: string;
}

interface Side {
  readonly messages: readonly Message[];
  readonly tables: ReadonlyMap<string, ReadonlyTable<object>>;
}

export async function diff(args: readonly string[], terminal: Terminal): Promise<void> {
  const given = sortArguments(args, ['until', 'set', 'do']);
  const [first, second, extra] = given.plain;
  if (first === undefined || second === undefined) {
    throw new Failure("'diff' needs two scenarios, like dmm-f4 dmm-f4+legacy=firstAnchor");
  }
  if (extra !== undefined) throw new Failure(`'diff' takes two scenarios; '${extra}' is too much`);
  const until = once(given, 'until');
  const end = until === undefined ? undefined : secondsOf(until, 'until');
  const settings = given.options.get('set') ?? [];
  const commands = given.options.get('do') ?? [];
  const sides: Side[] = [];
  for (const argument of [first, second]) {
    const read = withCommands(await readingOf(argument, settings), commands);
    sides.push(played(read, end ?? endOf(read)));
  }
  const [a, b] = sides;
  if (a !== undefined && b !== undefined) await terminal.out(report(a, b));
}

/** `SCENARIO`, or `SCENARIO+KNOB=VALUE,KNOB=VALUE`. */
async function readingOf(argument: string, settings: readonly string[]): Promise<Scenario> {
  const split = /^(.*?)\+([A-Za-z0-9]+=.*)$/s.exec(argument);
  const [name, own] =
    split === null ? [argument, []] : [split[1] ?? '', split[2]?.split(',') ?? []];
  return changed(await scenarioOf(name), undefined, [...settings, ...own]);
}

function played(scenario: Scenario, end: number): Side {
  const run = new Run(scenario);
  run.playTo(end, undefined);
  const { timeline, cast } = run;
  const ladder = new Ladder(timeline.log, cast);
  ladder.update();
  const messages = ladder.rows(MESSAGES).flatMap((row): readonly Message[] => {
    if (row.row !== 'message' && row.row !== 'signal') return [];
    const lost = row.row === 'message' && row.end === 'lost' ? ' (lost)' : '';
    const words = `${cast.nameOf(row.from)} -> ${cast.nameOf(row.to)} ${row.label}${lost}`;
    return [{ at: row.at, words }];
  });
  return { messages, tables: timeline.world.tables };
}

const report = (a: Side, b: Side): string =>
  `${[...messageLines(a.messages, b.messages), ...tableLines(a, b)].join('\n')}\n`;

function messageLines(a: readonly Message[], b: readonly Message[]): readonly string[] {
  const counts = `${a.length} messages, ${b.length} messages`;
  const most = Math.max(a.length, b.length);
  const unlike = (same: (one: Message, other: Message) => boolean): number => {
    for (let i = 0; i < most; i += 1) {
      const [one, other] = [a[i], b[i]];
      if (one === undefined || other === undefined || !same(one, other)) return i;
    }
    return -1;
  };
  const other = unlike((one, two) => one.words === two.words);
  if (other >= 0) {
    return [`${counts}; the first that differs is number ${other + 1}:`, ...pair(a, b, other)];
  }
  const late = unlike((one, two) => one.at === two.at);
  if (late < 0) return [`${counts}: the same, at the same times`];
  const words = `the same; the first at another time is number ${late + 1}:`;
  return [`${counts}: ${words}`, ...pair(a, b, late)];
}

const pair = (a: readonly Message[], b: readonly Message[], i: number): readonly string[] =>
  [a[i], b[i]].map((one, side) => `  ${'AB'.charAt(side)} ${lineOf(one)}`);

const lineOf = (one: Message | undefined): string =>
  one === undefined ? 'nothing more' : `${(one.at / 1_000_000).toFixed(6)} ${one.words}`;

function tableLines(a: Side, b: Side): readonly string[] {
  const names = [...new Set([...a.tables.keys(), ...b.tables.keys()])];
  const lines = names.flatMap((name) => {
    const rows = rowLines(a.tables.get(name), b.tables.get(name));
    return rows.length === 0 ? [] : [`  ${name}`, ...rows];
  });
  if (lines.length === 0) return ['all tables end the same'];
  const rest = lines.length - MOST_LINES;
  const shown = rest > 0 ? [...lines.slice(0, MOST_LINES), `  and ${rest} lines more`] : lines;
  return ['tables that end differently (- only A, + only B, ~ A -> B):', ...shown];
}

type Rows = ReadonlyTable<object> | undefined;

function rowLines(a: Rows, b: Rows): readonly string[] {
  const keys = [...new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])];
  return keys.flatMap((key): readonly string[] => {
    const [one, other] = [a?.get(key), b?.get(key)];
    if (one === undefined) return [`    + ${key}`];
    if (other === undefined) return [`    - ${key}`];
    if (sameRow(one, other)) return [];
    return [`    ~ ${key}: ${changesOf(one, other).join(', ')}`];
  });
}

/** The fields that differ. */
function changesOf(a: object, b: object): readonly string[] {
  const [one, other] = [a, b] as readonly Readonly<Record<string, unknown>>[]; // rows are plain data
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return fields
    .filter((field) => !sameRow(one?.[field], other?.[field]))
    .map((field) => `${field} ${text(one?.[field])} -> ${text(other?.[field])}`);
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, plain) ?? 'nothing');
