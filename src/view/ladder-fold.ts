// Folds of data: consecutive datagrams of one flow that take one path, in either direction, are one row
// of the ladder. A row is kept as the events that made it, so that it can be told as of any event.

import type { FrameId, LinkId, NodeId, Seq } from '#base/ids.ts';

/** One hop of a datagram. */
export interface Hop {
  readonly frame: FrameId;
  readonly from: NodeId;
  readonly to: NodeId | undefined;
  readonly link: LinkId;
  readonly tunnelled: boolean;
  readonly sentSeq: Seq;
  /** The event of its arrival, or -1. */
  arrivedSeq: Seq;
}

/** A datagram of a flow on its way. */
export interface Flight {
  readonly flow: string;
  readonly hops: Hop[];
  /** Names of its ends; the prefix of the mobile node's address. */
  readonly prefix: string;
  readonly to: NodeId | undefined;
  readonly beganSeq: Seq;
  fold: Fold;
}

/** How a fold's datagrams end when they are lost on the way for good. */
export interface Death {
  readonly node: NodeId;
  readonly why: string;
  readonly seq: Seq;
}

/** A fold: one row of data. */
export interface Fold {
  /** Place among the rows of the ladder. */
  readonly index: number;
  readonly flow: string;
  readonly seq: Seq;
  readonly from: NodeId;
  readonly to: NodeId | undefined;
  readonly prefix: string;
  readonly frame: FrameId | undefined;
  readonly hops: Hop[];
  /** Sequence numbers of events, ascending: datagrams that joined, left for another fold, ended, died. */
  readonly joined: Seq[];
  readonly left: Seq[];
  readonly ended: Seq[];
  readonly lost: { readonly seq: Seq; readonly node: NodeId; readonly why: string }[];
  /** The event that delivered a datagram by this path, so that it is whole; or -1. */
  wholeSeq: Seq;
  death: Death | undefined;
}

/** The whole path is known. */
export const isWhole = (fold: Fold): boolean => fold.wholeSeq >= 0;

/** Whether a flight's hops so far lie on a fold's path, from its beginning or from its end. */
export function fits(fold: Fold, hops: readonly Hop[]): boolean {
  return liesAlong(fold, hops) || (isWhole(fold) && liesAlongBack(fold, hops));
}

function liesAlong(fold: Fold, hops: readonly Hop[]): boolean {
  if (fold.death !== undefined && fold.hops.length < hops.length) return false;
  return hops.every((hop, i) => {
    const known = fold.hops[i];
    if (known === undefined) return !isWhole(fold);
    return hop.from === known.from && hop.to === known.to && hop.tunnelled === known.tunnelled;
  });
}

function liesAlongBack(fold: Fold, hops: readonly Hop[]): boolean {
  return hops.every((hop, i) => {
    const known = fold.hops[fold.hops.length - 1 - i];
    if (known === undefined) return false;
    return hop.from === known.to && hop.to === known.from && hop.tunnelled === known.tunnelled;
  });
}

/** The number of sequence numbers in an ascending list that are below `before`. */
export function countBefore(list: readonly Seq[], before: Seq): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < before) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Datagrams of a fold as of an event. */
export function foldCount(fold: Fold, before: Seq): number {
  return countBefore(fold.joined, before) - countBefore(fold.left, before);
}

/** Nodes of the path as far as it is known before an event. */
export function foldPath(fold: Fold, before: Seq): readonly NodeId[] {
  const path = [fold.from];
  for (const hop of fold.hops) {
    if (hop.sentSeq >= before || hop.to === undefined) break;
    path.push(hop.to);
  }
  return path;
}

/** Ends of the tunnels on the path. */
export function foldTunnels(fold: Fold, before: Seq): readonly (readonly [NodeId, NodeId])[] {
  const pairs: [NodeId, NodeId][] = [];
  let open: [NodeId, NodeId] | undefined;
  for (const hop of fold.hops) {
    if (hop.sentSeq >= before) break;
    if (!hop.tunnelled || hop.to === undefined) {
      open = undefined;
      continue;
    }
    if (open !== undefined) open[1] = hop.to;
    else {
      open = [hop.from, hop.to];
      pairs.push(open);
    }
  }
  return pairs;
}

/** Forgets what happened to a fold from an event on. */
export function cutFold(fold: Fold, from: Seq): void {
  for (const list of [fold.joined, fold.left, fold.ended]) list.length = countBefore(list, from);
  const lost = fold.lost.findIndex((one) => one.seq >= from);
  if (lost >= 0) fold.lost.length = lost;
  const hops = fold.hops.findIndex((hop) => hop.sentSeq >= from);
  if (hops >= 0) fold.hops.length = hops;
  if (fold.wholeSeq >= from) fold.wholeSeq = -1;
  if (fold.death !== undefined && fold.death.seq >= from) fold.death = undefined;
}
