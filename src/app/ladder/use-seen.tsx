// Which lifelines are in sight: with a hundred nodes, a row has nine columns of a hundred on the screen.

import { useEffect, useMemo, useState, type RefObject } from 'react';
import { seenBetween, type LadderGeometry } from '#view/draw/ladder-layout.ts';

/** Pixels that are scrolled before other lifelines are drawn, and that are drawn beyond either end. */
const STEP = 480;

/** The geometry with the lifelines in sight, for an element that scrolls sideways. */
export function useSeen(
  element: RefObject<HTMLElement | null>,
  geometry: LadderGeometry,
  width: number,
): LadderGeometry {
  const [step, setStep] = useState(0);
  useEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const onScroll = (): void => setStep(Math.floor(target.scrollLeft / STEP));
    onScroll();
    target.addEventListener('scroll', onScroll, { passive: true });
    return () => target.removeEventListener('scroll', onScroll);
  }, [element, geometry]);
  const from = step * STEP;
  return useMemo(
    () => seenBetween(geometry, from - STEP, from + width + 2 * STEP),
    [geometry, from, width],
  );
}
