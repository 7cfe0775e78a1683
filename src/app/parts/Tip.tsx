// Tooltips: a control names its own in `data-tip` (and the key that does the same in `data-keys`); one
// layer for the whole page shows it. The layer is loaded when it is first needed.

import { lazy, Suspense, useEffect, useState } from 'react';

const TipLayer = lazy(async () => {
  const { TipLayer: part } = await import('./TipLayer.tsx');
  return { default: part };
});

/** Hover this long before it shows, milliseconds. */
const DELAY = 450;

const hostOf = (target: EventTarget | null): HTMLElement | undefined =>
  (target instanceof Element && target.closest<HTMLElement>('[data-tip]')) || undefined;

/** Attributes of a control with a tooltip. */
export const tip = (text: string, keys?: string): Record<string, string> => ({
  'data-tip': text,
  ...(keys !== undefined && { 'data-keys': keys }),
});

export function Tips() {
  const [host, setHost] = useState<HTMLElement>();
  useEffect(() => {
    let timer: number | undefined;
    const show = (next: HTMLElement | undefined, wait: number): void => {
      window.clearTimeout(timer);
      if (!next) setHost(undefined);
      else timer = window.setTimeout(() => setHost(next), wait);
    };
    const onOver = (event: PointerEvent): void => {
      if (event.pointerType === 'mouse') show(hostOf(event.target), DELAY);
    };
    const onFocus = (event: FocusEvent): void => {
      const next = hostOf(event.target);
      show(next?.matches(':focus-visible') ? next : undefined, 0);
    };
    const hide = (): void => show(undefined, 0);
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    document.addEventListener('pointerover', onOver);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', hide);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('keydown', onKey);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  return (
    host && (
      <Suspense>
        <TipLayer host={host} />
      </Suspense>
    )
  );
}
