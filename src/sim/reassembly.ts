// Fragments put together by their destination (RFC 8200 §4.5), before anything is made of what is in
// them: of tunnel packets by the tunnel's exit (RFC 2473 §7).

import { must } from '#base/assert.ts';
import { seconds, type Seq } from '#base/ids.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import type { Failure } from './failure.ts';
import { FRAGMENT_OCTETS, FRAGMENT_UNIT, MORE_FRAGMENTS } from './fragments.ts';
import {
  destinationOf,
  ECN_BITS,
  IPV6_OCTETS,
  lengthOf,
  nextOf,
  sourceOf,
  type Parcel,
} from './parcel.ts';
import { refuse } from './stack-errors.ts';
import { arm, disarm, drop, type TimerOf } from './turn.ts';
import type { Node, Piece, Run } from './world.ts';

const LONGEST_PAYLOAD = 0xffff;
/** RFC 8200 §4.5: what is not complete after this time is given up. */
const REASSEMBLY_TIMEOUT = seconds(60);
/** Packets that a node puts together at a time. */
const MOST_REASSEMBLIES = 256;

/** The fields of a fragment. */
interface Cut extends Piece {
  readonly key: string;
}

function cutOf(run: Run, parcel: Parcel): Cut {
  const { view, next } = nextOf(run.log.arena, parcel);
  const field = view.getUint16(next + 2);
  const length = lengthOf(parcel) - IPV6_OCTETS - FRAGMENT_OCTETS;
  const key = `${sourceOf(parcel)} ${destinationOf(parcel)} ${view.getUint32(next + 4)}`;
  return { key, offset: field & ~7, length, isLast: (field & MORE_FRAGMENTS) === 0, parcel };
}

const REASSEMBLY = 'reassembly';
const timerOf = (node: Node, key: string): TimerOf => ({
  node,
  actor: undefined,
  timer: `${REASSEMBLY} ${key}`,
});

/** Whether a timer of the stack is one of a reassembly. */
export const isReassemblyTimer = (timer: string): boolean => timer.startsWith(REASSEMBLY);

const missing = (words: string): Failure => ({ why: 'reassembly', words });

/** Takes a fragment; the whole packet, when it was the last that was missing. */
export function reassembled(run: Run, node: Node, parcel: Parcel): Parcel | undefined {
  if (lengthOf(parcel) < IPV6_OCTETS + FRAGMENT_OCTETS) {
    drop(run, node, parcel, { why: 'malformed', words: 'half a fragment header' });
    return undefined;
  }
  const { key, ...piece } = cutOf(run, parcel);
  const fault = faultOf(piece);
  if (fault !== undefined) {
    refuse(run, node, parcel, fault, undefined);
    return undefined;
  }
  // RFC 6946 §4: a fragment that is the whole has nothing to do with others.
  if (piece.offset === 0 && piece.isLast) return joined(run, parcel, [piece], piece.length);
  const others = node.fragments.get(key)?.pieces ?? [];
  if (others.some(({ offset, length }) => offset === piece.offset && length === piece.length)) {
    drop(run, node, parcel, missing('a fragment came twice (RFC 8200 §4.5)'));
    return undefined;
  }
  const pieces = [...others, piece];
  if (overlap(pieces)) {
    giveUp(run, node, key, pieces, missing('fragments overlap (RFC 8200 §4.5)'));
    return undefined;
  }
  if (others.length === 0 && !piece.isLast && node.fragments.size >= MOST_REASSEMBLIES) {
    drop(run, node, parcel, missing('too many packets are being put together'));
    return undefined;
  }
  const total = totalOf(pieces);
  if (total !== undefined) {
    forget(run, node, key, parcel.cause);
    return joined(run, parcel, pieces, total);
  }
  node.fragments.set(key, { pieces });
  if (others.length === 0) {
    const when = { after: REASSEMBLY_TIMEOUT, say: 'gives up a packet in fragments' };
    arm(run, timerOf(node, key), when, parcel.cause);
  }
  return undefined;
}

/** RFC 8200 §4.5: what a fragment alone shows to be wrong; the pointers are into its packet. */
function faultOf({ offset, length, isLast }: Piece): Failure | undefined {
  const problem = (words: string, pointer: number): Failure => ({
    why: 'malformed',
    words: `${words} (RFC 8200 §4.5)`,
    answer: { is: 'ParameterProblem', code: 0, pointer },
  });
  if (!isLast && length % FRAGMENT_UNIT !== 0) return problem('a fragment of odd length', 4);
  if (offset + length <= LONGEST_PAYLOAD) return undefined;
  return problem('the whole would be too long', IPV6_OCTETS + 2);
}

const sorted = (pieces: readonly Piece[]): readonly Piece[] =>
  [...pieces].sort((a, b) => a.offset - b.offset);

const overlap = (pieces: readonly Piece[]): boolean =>
  sorted(pieces).some(({ offset }, i, all) => {
    const before = all[i - 1];
    return before !== undefined && (before.offset + before.length > offset || before.isLast);
  });

/** Octets of the whole behind its first header, when no piece is missing. */
function totalOf(pieces: readonly Piece[]): number | undefined {
  let end = 0;
  for (const { offset, length, isLast } of sorted(pieces)) {
    if (offset !== end) return undefined;
    end = offset + length;
    if (isLast) return end;
  }
  return undefined;
}

/** The whole packet, in a place of its own. */
function joined(run: Run, last: Parcel, pieces: readonly Piece[], total: number): Parcel {
  const { arena } = run.log;
  const first = must(pieces.find(({ offset }) => offset === 0)?.parcel, 'it has a beginning');
  const place = arena.reserve(ETHERNET_OCTETS + IPV6_OCTETS + total);
  const chunk = arena.chunkOf(place);
  const { octets, view } = chunk;
  const at = arena.offsetOf(place) + ETHERNET_OCTETS;
  octets.set(first.chunk.octets.subarray(first.at, first.at + IPV6_OCTETS), at);
  const header = nextOf(run.log.arena, first);
  view.setUint16(at + 4, total);
  octets[at + 6] = header.octets[header.next] ?? 0;
  // RFC 3168 §5.3: congestion that one fragment met is the whole's.
  const marks = pieces.map(({ parcel }) => parcel.chunk.view.getUint32(parcel.at) & ECN_BITS);
  if (marks.includes(ECN_BITS)) view.setUint32(at, view.getUint32(at) | ECN_BITS);
  for (const { offset, parcel } of pieces) {
    copyData(run, parcel, octets, at + IPV6_OCTETS + offset);
  }
  return {
    ...last,
    type: first.type,
    chunk,
    at,
    headLength: IPV6_OCTETS,
    tail: place + ETHERNET_OCTETS + IPV6_OCTETS,
    tailLength: total,
    hopLimit: first.hopLimit,
    label: undefined,
  };
}

/** Copies what stands behind the fragment header, from the head and from the tail. */
function copyData(run: Run, parcel: Parcel, to: Uint8Array, at: number): void {
  const skip = IPV6_OCTETS + FRAGMENT_OCTETS;
  const inHead = Math.max(0, parcel.headLength - skip);
  const from = parcel.at + skip;
  to.set(parcel.chunk.octets.subarray(from, from + inHead), at);
  const skipped = Math.max(0, skip - parcel.headLength);
  const tail = run.log.arena.piece(parcel.tail + skipped, parcel.tailLength - skipped);
  to.set(tail, at + inHead);
}

function forget(run: Run, node: Node, key: string, cause: Seq): void {
  node.fragments.delete(key);
  disarm(run, timerOf(node, key), cause);
}

/** All pieces are dropped; the source hears of it when it may. */
function giveUp(
  run: Run,
  node: Node,
  key: string,
  pieces: readonly Piece[],
  failure: Failure,
): void {
  const cause = pieces.at(-1)?.parcel.cause ?? -1;
  forget(run, node, key, cause);
  for (const { offset, parcel } of pieces) {
    // RFC 8200 §4.5: about the first fragment only.
    const { answer: _, ...silent } = failure;
    refuse(run, node, parcel, offset === 0 ? failure : silent, undefined);
  }
}

/** The time for a packet is over. */
export function onReassemblyTimer(run: Run, node: Node, timer: string, fired: Seq): void {
  const key = timer.slice(REASSEMBLY.length + 1);
  const kept = must(node.fragments.get(key), 'a packet is being put together');
  const pieces = kept.pieces.map((piece) => ({
    ...piece,
    parcel: { ...piece.parcel, cause: fired },
  }));
  giveUp(run, node, key, pieces, {
    ...missing('fragments are missing after 60 seconds (RFC 8200 §4.5)'),
    answer: { is: 'TimeExceeded', code: 1 },
  });
}
