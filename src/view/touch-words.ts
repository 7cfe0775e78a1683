// What commands did to a frame, in a few words.

import type { Micros, Seq } from '#base/ids.ts';
import { spanWords } from './command-words.ts';
import type { FrameTouch } from './trace-reader.ts';

const WORDS: Readonly<Record<FrameTouch['act'], string>> = {
  drop: 'dropped',
  delay: 'delayed',
  duplicate: 'duplicated',
  hold: 'held',
  corrupt: 'bit flipped',
  copy: 'a duplicate',
  release: 'released',
};

/** `held`, `held 2 s`, `bit flipped, delayed`; the empty text when nothing was done. */
export function touchWords(
  touches: readonly FrameTouch[],
  clock: { at(seq: Seq): Micros },
): string {
  const words: string[] = [];
  touches.forEach((touch, n) => {
    // The second frame of a duplicate says nothing that the first does not say.
    if (touch.act === 'release' || touch.act === 'copy') return;
    const released =
      touch.act === 'hold'
        ? touches.slice(n + 1).find((one) => one.act === 'release' && one.name === touch.name)
        : undefined;
    const span =
      released === undefined ? '' : ` ${spanWords(clock.at(released.seq) - clock.at(touch.seq))}`;
    words.push(`${WORDS[touch.act]}${span}`);
  });
  return [...new Set(words)].join(', ');
}
