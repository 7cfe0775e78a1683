// The way of folded data in stretches that one line of text can show.

import type { NodeId } from '#base/ids.ts';
import type { LadderRow } from '#view/ladder.ts';

/** Places of lifelines from one end to the other, all in one direction, all plain or all tunnelled. */
export interface Segment {
  readonly places: readonly number[];
  readonly tunnelled: boolean;
}

type DataRow = Extract<LadderRow, { row: 'data' }>;

/** The stretches of a row's path, in order of travel. Nodes without a lifeline are passed over. */
export function segmentsOf(
  row: DataRow,
  placeOf: (node: NodeId) => number | undefined,
): readonly Segment[] {
  const segments: { places: number[]; tunnelled: boolean }[] = [];
  let from: number | undefined;
  let inside: NodeId | undefined;
  for (const node of row.path) {
    const place = placeOf(node);
    const wasInside = inside !== undefined;
    if (inside === node) inside = undefined;
    if (place !== undefined && from !== undefined && place !== from) {
      addStep(segments, from, place, wasInside);
    }
    if (place !== undefined) from = place;
    const entered = row.tunnelled.find(([entry]) => entry === node);
    if (entered !== undefined && inside === undefined) inside = entered[1];
  }
  return segments;
}

function addStep(
  segments: { places: number[]; tunnelled: boolean }[],
  from: number,
  to: number,
  tunnelled: boolean,
): void {
  const last = segments.at(-1);
  const [a, b] = last?.places.slice(-2) ?? [];
  const goesOn = a !== undefined && b !== undefined && Math.sign(b - a) === Math.sign(to - from);
  if (last !== undefined && goesOn && last.tunnelled === tunnelled && !tunnelled)
    last.places.push(to);
  else segments.push({ places: [from, to], tunnelled });
}
