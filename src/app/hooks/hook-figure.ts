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
  PREROUTING: { x: 170, y: 38, w: 112 },
  routing: { x: 170, y: 84, w: 76 },
  INPUT: { x: 60, y: 84, w: 66 },
  'local process': { x: 60, y: 130, w: 108 },
  FORWARD: { x: 278, y: 130, w: 88 },
  OUTPUT: { x: 60, y: 176, w: 76 },
  'routing out': { x: 170, y: 176, w: 76 },
  POSTROUTING: { x: 170, y: 222, w: 122 },
};
export const BOX_H = 26;
export const FIGURE = { w: 330, h: 262 };

/** Lines between boxes, with their paths. */
export const LINES = {
  in: 'M170 8V25',
  'PREROUTING routing': 'M170 51V71',
  'routing INPUT': 'M132 84H93',
  'INPUT local process': 'M60 97V117',
  'local process OUTPUT': 'M60 143V163',
  'OUTPUT routing out': 'M98 176H132',
  'routing FORWARD': 'M208 84H278V117',
  'FORWARD routing out': 'M278 143V176H208',
  'routing out POSTROUTING': 'M170 189V209',
  out: 'M170 235V254',
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
