// The boxes of MIF Figure 5 and the lines between them, and which of them a packet passed.

import type { PipelineStep } from '#session/protocol.ts';

/** The figure has two boxes of the name routing: before a packet is sorted, and after. */
export type HookBox =
  | 'PREROUTING'
  | 'routing'
  | 'INPUT'
  | 'local process'
  | 'OUTPUT'
  | 'routing out'
  | 'FORWARD'
  | 'POSTROUTING';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

/** Middles of the boxes, as the figure has them. */
export const PLACES: Readonly<Record<HookBox, Place>> = {
  PREROUTING: { x: 140, y: 32, w: 108 },
  routing: { x: 140, y: 72, w: 68 },
  INPUT: { x: 46, y: 72, w: 60 },
  'local process': { x: 46, y: 112, w: 90 },
  FORWARD: { x: 220, y: 112, w: 80 },
  OUTPUT: { x: 46, y: 152, w: 68 },
  'routing out': { x: 140, y: 152, w: 68 },
  POSTROUTING: { x: 140, y: 192, w: 116 },
};
export const BOX_H = 24;
export const FIGURE = { w: 278, h: 222 };

/** Lines between boxes, with their paths. */
export const LINES = {
  in: 'M140 4V20',
  'PREROUTING routing': 'M140 44V60',
  'routing INPUT': 'M106 72H76',
  'INPUT local process': 'M46 84V100',
  'local process OUTPUT': 'M46 124V140',
  'OUTPUT routing out': 'M80 152H106',
  'routing FORWARD': 'M174 72H220V100',
  'FORWARD routing out': 'M220 124V152H174',
  'routing out POSTROUTING': 'M140 164V180',
  out: 'M140 204V218',
} as const;
export type HookLine = keyof typeof LINES;

/** What a packet passed: boxes with the numbers of their steps, and lines. */
export interface Passed {
  readonly boxes: ReadonlyMap<HookBox, readonly number[]>;
  readonly lines: ReadonlySet<HookLine>;
  /** The step at which it ended here. */
  readonly dropped: boolean;
}

/** Lines from one step to the next. */
function linesTo(before: HookBox | undefined, box: HookBox): readonly HookLine[] {
  if (box === 'PREROUTING') return ['in'];
  if (before === undefined) return [];
  if (before === 'FORWARD') return ['FORWARD routing out', 'routing out POSTROUTING'];
  const name = `${before} ${box}`;
  return Object.hasOwn(LINES, name) ? [name as HookLine] : []; // a key of the record
}

export function passedBy(steps: readonly PipelineStep[]): Passed {
  const boxes = new Map<HookBox, number[]>();
  const lines = new Set<HookLine>();
  let before: HookBox | undefined;
  for (const [i, { hook }] of steps.entries()) {
    if (hook === 'dropped') continue;
    const box = hook === 'routing' && before !== 'PREROUTING' ? 'routing out' : hook;
    boxes.set(box, [...(boxes.get(box) ?? []), i + 1]);
    for (const line of linesTo(before, box)) lines.add(line);
    if (box === 'POSTROUTING') lines.add('out');
    before = box;
  }
  return { boxes, lines, dropped: steps.at(-1)?.hook === 'dropped' };
}
