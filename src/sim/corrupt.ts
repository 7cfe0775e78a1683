// One bit of a frame is flipped: a copy of its octets, for its other hops and frames share them.

import type { Result } from '#base/result.ts';
import type { FrameSpec } from './log-frames.ts';
import type { Run } from './world.ts';

type Pieces = Pick<FrameSpec, 'head' | 'headLength' | 'tail' | 'tailLength'>;

/** Where the frame lies with that bit flipped; absent: its last bit. */
export function corrupted(
  run: Run,
  { head, headLength, tail, tailLength }: Pieces,
  bit: number = (headLength + tailLength) * 8 - 1,
): Result<Pick<Pieces, 'head' | 'tail'>, string> {
  const { arena, hash } = run.log;
  const length = headLength + tailLength;
  if (!Number.isInteger(bit) || bit < 0 || bit >= length * 8) {
    return { ok: false, why: `the frame has ${length * 8} bits, there is no bit ${bit}` };
  }
  const place = arena.reserve(length);
  const octets = arena.piece(place, length);
  octets.set(arena.piece(head, headLength));
  octets.set(arena.piece(tail, tailLength), headLength);
  octets[bit >>> 3] = (octets[bit >>> 3] ?? 0) ^ (0x80 >>> (bit & 7));
  hash.word(bit);
  return { ok: true, value: { head: place, tail: place + headLength } };
}
