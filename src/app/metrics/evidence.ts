// From a figure to the message that shows it: its ladder row is chosen and scrolled to; the playhead stays.

import type { LadderFilter, Seq } from '#session/protocol.ts';
import { ask } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';

/** A pointer that only passes by chooses nothing, milliseconds. */
const PASSING = 180;

let timer: number | undefined;

async function choose(seq: Seq): Promise<void> {
  const { filter } = useView.getState();
  const whole: LadderFilter = { ...filter, signalling: true, data: true, neighbourDiscovery: true };
  const { index } = await ask('ladderIndex', { seq, filter: whole });
  const { rows } = await ask('ladder', { from: index, count: 1, filter: whole });
  const row = rows[0];
  if (!row) return;
  view.select({ kind: 'message', seq: row.seq, frame: 'frame' in row ? row.frame : undefined });
}

/** What an element does that stands for a figure: pointer or focus on it shows the evidence. */
export function showing(seq: Seq | undefined): {
  readonly onPointerEnter?: () => void;
  readonly onPointerLeave?: () => void;
  readonly onFocus?: () => void;
  readonly onClick?: () => void;
} {
  if (seq === undefined) return {};
  const soon = (wait: number) => (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void choose(seq), wait);
  };
  const cancel = (): void => window.clearTimeout(timer);
  return {
    onPointerEnter: soon(PASSING),
    onPointerLeave: cancel,
    onFocus: soon(0),
    onClick: soon(0),
  };
}
