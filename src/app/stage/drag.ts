// Dragging a mobile node (d3-drag) by the handle over it. Reports points of the field; knows no store.

import { drag, select } from 'd3';

interface Calls {
  readonly onStart: (node: string) => void;
  /** A point of the field, in its pixels, zoom not taken out. */
  readonly onMove: (x: number, y: number) => void;
  readonly onEnd: (moved: boolean) => void;
}

interface Subject {
  readonly node: string;
  readonly x: number;
  readonly y: number;
}

/** Pixels that a press may wander and still be a click. */
const CLICK = 4;

export function attachDrag(
  handles: HTMLElement,
  field: HTMLElement,
  calls: Calls,
): { destroy(): void } {
  let travelled = 0;
  let started = false;
  const behaviour = drag<HTMLElement, unknown, Subject | undefined>()
    .container(field)
    .clickDistance(CLICK)
    .subject((event: { x: number; y: number; sourceEvent: Event }) => {
      const handle = (event.sourceEvent.target as Element).closest<HTMLElement>('[data-handle]');
      const node = handle?.dataset['handle'];
      return node === undefined ? undefined : { node, x: event.x, y: event.y };
    })
    .on('start', () => {
      travelled = 0;
      started = false;
    })
    .on('drag', (event: { x: number; y: number; dx: number; dy: number; subject: Subject }) => {
      travelled += Math.abs(event.dx) + Math.abs(event.dy);
      if (!started && travelled <= CLICK) return;
      if (!started) calls.onStart(event.subject.node);
      started = true;
      calls.onMove(event.x, event.y);
    })
    .on('end', () => calls.onEnd(started));
  select(handles).call(behaviour);
  return {
    destroy: () => {
      select(handles).on('.drag', null);
    },
  };
}
