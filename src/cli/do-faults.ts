// Faults of single messages in words: `PBA on core-mag1 from lma number 2`, `frame 31 bit 112`.

import type { Scenario } from '#scenario/schema.ts';
import type { Command, FrameAct, FrameFault } from '#sim/command.ts';
import { kindOf, linkOf, nodeOf } from './do-names.ts';
import { number, seconds, type Words } from './word-reader.ts';

/** What a verb reads. */
export interface Reading {
  readonly words: Words;
  readonly scenario: Scenario;
  /** Names of faults, of the scenario and of commands before this one. */
  readonly names: ReadonlySet<string>;
}

const ENDS = ['mn', 'mag', 'lma', 'dgw', 'cmd', 'cn', 'core', 'localnet'] as const;
/** Bits of the largest frame. */
const MOST_BITS = 524_392;

/** A fault of the n-th message of a kind on a link, or of a frame that is on its way. */
export function messageFault(reading: Reading, act: FrameAct): Command {
  const { words, scenario } = reading;
  if (words.option('frame') !== undefined) {
    const frame = number(words, 0xffff_ffff);
    return { do: 'frame', frame, ...faultOf(reading, act) };
  }
  const kind = kindOf(words);
  words.must('on');
  const link = linkOf(words, scenario);
  const from = words.option('from') === undefined ? {} : { from: nodeOf(words, scenario, ENDS).id };
  const nth = words.option('number') === undefined ? 1 : number(words, 1_000_000, 1);
  return { do: 'catch', link, ...from, kind, nth, ...faultOf(reading, act) };
}

/** What a fault says besides: how long, which bit, and its name. */
function faultOf({ words, names }: Reading, act: FrameAct): FrameFault {
  const name = (): string =>
    words.option('name') === undefined
      ? freeName(act, names)
      : words.read('a name of letters, digits and hyphens', nameIn);
  switch (act) {
    case 'delay':
      words.must('by');
      return { act, by: seconds(words), name: name() };
    case 'duplicate':
      return {
        act,
        ...(words.option('by') === undefined ? {} : { by: seconds(words) }),
        name: name(),
      };
    case 'corrupt':
      return {
        act,
        ...(words.option('bit') === undefined ? {} : { bit: number(words, MOST_BITS) }),
        name: name(),
      };
    case 'drop':
    case 'hold':
      return { act, name: name() };
  }
}

const nameIn = (word: string): string | undefined =>
  /^[A-Za-z][A-Za-z0-9-]{0,23}$/.test(word) ? word : undefined;

/** `hold1`, or the next that is free. */
function freeName(act: FrameAct, names: ReadonlySet<string>): string {
  let n = 1;
  while (names.has(`${act}${n}`)) n += 1;
  return `${act}${n}`;
}
