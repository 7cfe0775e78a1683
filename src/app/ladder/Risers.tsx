// From a message that is sent again up to its first sending: a dotted line beside the sender's lifeline.

import type { LadderGeometry } from '#view/draw/ladder-layout.ts';
import { columnX } from '#view/draw/ladder-layout.ts';
import { rowAt, type LadderData } from './ladder-feed.ts';
import { slotOf } from './slots.ts';

interface RisersProps {
  readonly data: LadderData;
  readonly geometry: LadderGeometry;
  readonly top: number;
}

interface Riser {
  readonly key: string;
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

/** Room between a lifeline and the riser beside it. */
const ASIDE = 8;

/** Pairs of which the window holds both; the line of a pair stands on the side away from the arrows. */
export function risersOf({ data, geometry, top }: RisersProps): readonly Riser[] {
  const last = new Map<number, number>();
  const found: Riser[] = [];
  for (let index = data.from; index < data.from + data.rows.length; index += 1) {
    const row = rowAt(data, index);
    if (row?.row !== 'message') continue;
    const first = row.repeats ?? row.seq;
    const before = last.get(first);
    last.set(first, index);
    if (row.repeats === undefined || before === undefined) continue;
    const a = columnX(geometry, row.from);
    const b = columnX(geometry, row.to);
    if (a === undefined || b === undefined) continue;
    const y = (of: number): number => top + slotOf(of, data) * geometry.row + geometry.lineY;
    const x = geometry.gutter + a + (b > a ? -ASIDE : ASIDE);
    found.push({ key: `${row.seq}`, x, from: y(before), to: y(index) });
  }
  return found;
}

export function Risers(props: RisersProps) {
  return risersOf(props).map(({ key, x, from, to }) => (
    <div
      key={key}
      className="ladder-riser"
      aria-hidden="true"
      style={{ left: x, top: from, height: to - from }}
    />
  ));
}
