// What commands hold or wait for: frames that stand still on their link, and catches that have not
// found their frame yet. Read from the world's own tables.

import type { Cast } from '#view/cast.ts';
import { caughtWords } from '#view/command-words.ts';
import { frameWords, type FrameSource } from '#view/words.ts';
import type { Armed, Held } from './protocol.ts';
import { rowsOf, type Reader } from './reader.ts';
import type { CatchRow, HeldRow } from './rows.ts';

/** What both lists are read from. */
export interface HeldSource {
  readonly reader: Reader;
  readonly cast: Cast;
  readonly frames: FrameSource;
}

/** Frames that are held, oldest first. */
export function heldOf({ reader, cast, frames }: HeldSource): readonly Held[] {
  return rowsOf<HeldRow>(reader, 'world', 'world', 'held').map((row) => {
    const { name, frame, link, from, to, kind, since } = row;
    const ends = `${cast.nameOf(from)} → ${cast.nameOf(to)}`;
    const words = `${frameWords(frame, cast, frames)}, ${ends}`;
    return { name, frame, link, from, to, kind, since, words };
  });
}

/** Catches that wait, oldest first. */
export function armedOf({ reader, cast }: HeldSource): readonly Armed[] {
  return rowsOf<CatchRow>(reader, 'world', 'world', 'catches').map((row) => {
    const { name, link, kind, act, nth, seen } = row;
    const words = `${act} ${caughtWords({ ...row, nth: nth - seen }, cast)}`;
    return { name, link, kind, act, words };
  });
}
