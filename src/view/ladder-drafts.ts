// Rows of the ladder as the events that made them, and how such a row is told as of an event: what has
// not happened before it, the row does not say.

import type { DatagramId, FrameId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { LadderRow, Leg, Ruling } from './ladder.ts';
import { effectTags, type EffectFact } from './ladder-effects.ts';
import {
  countBefore,
  cutFold,
  foldCount,
  foldPath,
  foldTunnels,
  type Fold,
  type Hop,
} from './ladder-fold.ts';
import { touchWords } from './touch-words.ts';
import type { FrameFacts } from './trace-reader.ts';

interface DraftBase {
  readonly seq: Seq;
  /** Its facts, in order. */
  readonly facts: EffectFact[];
}

export interface MessageDraft extends DraftBase {
  readonly row: 'message';
  readonly number: number;
  readonly from: NodeId;
  readonly to: NodeId | undefined;
  readonly type: string;
  readonly label: string;
  readonly frame: FrameId;
  readonly datagram: DatagramId;
  readonly hops: Hop[];
  readonly isMulticast: boolean;
  /** How its frames ended: mostly one; a duplicate ends too. */
  readonly ends: End[];
  /** The event of the first sending that it repeats. */
  readonly repeats: Seq | undefined;
  /** What nodes said of it without an answer. */
  readonly rulings: (Ruling & { readonly seq: Seq })[];
}

interface End {
  readonly seq: Seq;
  readonly node: NodeId;
  /** Absent: it was delivered. */
  readonly why: string | undefined;
}

export interface SignalDraft extends DraftBase {
  readonly row: 'signal';
  readonly number: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly label: string;
  arrivedSeq: Seq;
}

export interface LinkDraft extends DraftBase {
  readonly row: 'attach' | 'detach';
  readonly number: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly label: string;
  lastSeq: Seq;
}

export interface NoteDraft extends DraftBase {
  readonly row: 'note';
  readonly level: 'info' | 'silent' | 'warning' | 'command';
  readonly node: NodeId;
  readonly text: string;
  readonly cite: string;
}

export interface DataDraft extends DraftBase {
  readonly row: 'data';
  readonly fold: Fold;
}

export type Draft = MessageDraft | SignalDraft | LinkDraft | NoteDraft | DataDraft;

/** The time of an event. */
export type Clock = (seq: Seq) => Micros;

/** What a row is told from beside its draft. */
export interface Past {
  at(seq: Seq): Micros;
  frame(id: FrameId): Pick<FrameFacts, 'touches'>;
}

/** Facts of a row before an event. */
const factsBefore = (draft: Draft, before: Seq) => draft.facts.filter((fact) => fact.seq < before);

/** The row as of an event; it has begun before it. */
export function rowAsOf(draft: Draft, before: Seq, past: Past): LadderRow {
  const clock: Clock = (seq) => past.at(seq);
  const at = clock(draft.seq);
  const effects = effectTags(factsBefore(draft, before));
  const span = (lastSeq: Seq) => ({ seq: draft.seq, lastSeq, at, until: clock(lastSeq) });
  switch (draft.row) {
    case 'message':
      return messageAsOf(draft, before, past);
    case 'signal': {
      const { row, number, from, to, label, arrivedSeq } = draft;
      const last = arrivedSeq >= 0 && arrivedSeq < before ? arrivedSeq : draft.seq;
      return { row, number, from, to, label, effects, ...span(last) };
    }
    case 'attach':
    case 'detach': {
      const { row, number, from, to, label, lastSeq } = draft;
      return { row, number, from, to, label, effects, ...span(Math.min(lastSeq, before - 1)) };
    }
    case 'note': {
      const { row, level, node, text, cite } = draft;
      return { row, level, node, text, cite, ...span(draft.seq) };
    }
    case 'data':
      return dataAsOf(draft.fold, before, clock);
  }
}

function messageAsOf(draft: MessageDraft, before: Seq, past: Past): LadderRow {
  const { row, number, from, type, label, frame, datagram, seq, repeats } = draft;
  const clock: Clock = (one) => past.at(one);
  const hops = draft.hops.filter((hop) => hop.sentSeq < before);
  const end = endBefore(draft.ends, before);
  const arrivals = hops.map((hop) => hop.arrivedSeq).filter((one) => one >= 0 && one < before);
  const lastSeq = Math.max(seq, end?.seq ?? -1, ...hops.map((hop) => hop.sentSeq), ...arrivals);
  const isDelivered = end !== undefined && end.why === undefined;
  const touches = hops.flatMap((hop) => past.frame(hop.frame).touches);
  const fault = touchWords(
    touches.filter((touch) => touch.seq < before),
    past,
  );
  const ruled = draft.rulings.findLast((ruling) => ruling.seq < before);
  return {
    row,
    number,
    from,
    to: (isDelivered ? end.node : draft.to) ?? hops.at(-1)?.to ?? from,
    type,
    label,
    legs: hops.map((hop) => legOf(hop, before, clock)),
    end: end === undefined ? 'flying' : isDelivered ? 'delivered' : 'lost',
    ...(end?.why === undefined ? {} : { lostAt: end.node, why: end.why }),
    frame,
    datagram,
    effects: effectTags(factsBefore(draft, before)),
    ...(repeats === undefined ? {} : { repeats }),
    ...(fault === '' ? {} : { fault }),
    ...(ruled === undefined ? {} : { ruled: plainRuling(ruled) }),
    seq,
    lastSeq,
    at: clock(seq),
    until: clock(lastSeq),
  };
}

/** One frame that was delivered is enough. */
function endBefore(ends: readonly End[], before: Seq): End | undefined {
  const past = ends.filter((end) => end.seq < before);
  return past.find((end) => end.why === undefined) ?? past[0];
}

const plainRuling = ({ level, node, words, cite }: Ruling): Ruling => ({
  level,
  node,
  words,
  cite,
});

function legOf(hop: Hop, before: Seq, clock: Clock): Leg {
  const hasArrived = hop.arrivedSeq >= 0 && hop.arrivedSeq < before;
  return {
    from: hop.from,
    to: hop.to ?? hop.from,
    link: hop.link,
    tunnelled: hop.tunnelled,
    sentAt: clock(hop.sentSeq),
    arrivedAt: hasArrived ? clock(hop.arrivedSeq) : undefined,
  };
}

function dataAsOf(fold: Fold, before: Seq, clock: Clock): LadderRow {
  const path = foldPath(fold, before);
  const losses = fold.lost.filter((one) => one.seq < before);
  const death = fold.death !== undefined && fold.death.seq < before ? fold.death : undefined;
  const last = losses.at(-1);
  const lastSeq = lastActivity(fold, before);
  const loss = death ?? last;
  return {
    row: 'data',
    flow: fold.flow,
    from: fold.from,
    to: fold.to ?? path.at(-1) ?? fold.from,
    path,
    tunnelled: foldTunnels(fold, before),
    count: foldCount(fold, before),
    lost: losses.length,
    ...(loss === undefined ? {} : { lostAt: loss.node, why: loss.why }),
    prefix: fold.prefix,
    frame: fold.frame ?? -1,
    seq: fold.seq,
    lastSeq,
    at: clock(fold.seq),
    until: clock(lastSeq),
  };
}

/** The last event before `before` in which the fold had a part. */
function lastActivity(fold: Fold, before: Seq): Seq {
  const joined = fold.joined[countBefore(fold.joined, before) - 1] ?? fold.seq;
  const ended = fold.ended[countBefore(fold.ended, before) - 1] ?? fold.seq;
  return Math.max(joined, ended);
}

function cutFrom(list: { readonly seq: Seq }[], from: Seq): void {
  const at = list.findIndex((one) => one.seq >= from);
  if (at >= 0) list.length = at;
}

/** Forgets what happened to a row from an event on. */
export function cutDraft(draft: Draft, from: Seq): void {
  cutFrom(draft.facts, from);
  switch (draft.row) {
    case 'message': {
      const hops = draft.hops.findIndex((hop) => hop.sentSeq >= from);
      if (hops >= 0) draft.hops.length = hops;
      for (const hop of draft.hops) if (hop.arrivedSeq >= from) hop.arrivedSeq = -1;
      cutFrom(draft.ends, from);
      cutFrom(draft.rulings, from);
      return;
    }
    case 'signal':
      if (draft.arrivedSeq >= from) draft.arrivedSeq = -1;
      return;
    case 'attach':
    case 'detach':
      if (draft.lastSeq >= from) draft.lastSeq = draft.seq;
      return;
    case 'data':
      cutFold(draft.fold, from);
      return;
    case 'note':
  }
}
