// Arguments of the commands that take options: `--name value` and `--name=value`.

import { Failure } from './failure.ts';

/** What was given. An option may stand more than once. */
export interface Given {
  readonly plain: readonly string[];
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** Sorts arguments; `names` are the options that exist, all with a value. */
export function sortArguments(args: readonly string[], names: readonly string[]): Given {
  const plain: string[] = [];
  const options = new Map<string, string[]>();
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('--')) {
      if (arg.startsWith('-') && arg !== '-') throw new Failure(`unknown option '${arg}'`);
      plain.push(arg);
      continue;
    }
    const equals = arg.indexOf('=');
    const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
    if (!names.includes(name)) throw new Failure(`unknown option '--${name}'`);
    const value = equals < 0 ? args[(i += 1)] : arg.slice(equals + 1);
    if (value === undefined) throw new Failure(`option '--${name}' needs a value`);
    options.set(name, [...(options.get(name) ?? []), value]);
  }
  return { plain, options };
}

/** The value of an option that may stand once. */
export function once(given: Given, name: string): string | undefined {
  const values = given.options.get(name) ?? [];
  if (values.length > 1) throw new Failure(`option '--${name}' stands twice`);
  return values[0];
}

/** A whole number within bounds. */
export function wholeNumber(
  text: string,
  name: string,
  bounds: readonly [least: number, most: number],
): number {
  const [least, most] = bounds;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Failure(
    `option '--${name}' must be a whole number from ${least} to ${most}, not '${text}'`,
  );
}

const MOST_SECONDS = 86_400;

/** Seconds, with decimals, as microseconds. */
export function secondsOf(text: string, name: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value <= MOST_SECONDS) return Math.round(value * 1_000_000);
  throw new Failure(
    `option '--${name}' must be a number of seconds from 0 to ${MOST_SECONDS}, not '${text}'`,
  );
}
