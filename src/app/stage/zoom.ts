// Zoom and pan of the stage (d3-zoom). The transform is written straight to the elements; React does
// not see it. A drag that begins on a handle or on a shape is not a pan.

import type { ZoomTransform } from 'd3';
import { select, zoom, zoomIdentity, zoomTransform } from 'd3';

export interface StageZoom {
  by(factor: number): void;
  fit(): void;
  destroy(): void;
}

/** `onZoom` is told the transform of the pane at once, and whenever it changes. */
export function attachZoom(
  field: HTMLElement,
  calls: { onZoom: (transform: ZoomTransform) => void },
): StageZoom {
  const behaviour = zoom<HTMLElement, unknown>()
    .scaleExtent([0.5, 4])
    .filter((event: Event) => {
      const target = event.target as Element;
      if (target.closest('[data-mobile], .stage-handle')) return false;
      return !(event instanceof MouseEvent && event.button !== 0);
    })
    .on('zoom', (event: { transform: ZoomTransform }) => calls.onZoom(event.transform));
  const root = select(field);
  root.call(behaviour).on('dblclick.zoom', null);
  calls.onZoom(zoomTransform(field));
  return {
    by: (factor) => {
      behaviour.scaleBy(root, factor);
    },
    fit: () => {
      behaviour.transform(root, zoomIdentity);
    },
    destroy: () => {
      root.on('.zoom', null);
    },
  };
}
