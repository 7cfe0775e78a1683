// Left rail: outline, deeds, knobs. On a desk it is a strip of icons; its panel opens over the stage by
// a press, and whenever the focus is in it.

import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { IconName } from '#app/parts/Icon.tsx';
import { Icon } from '#app/parts/Icon.tsx';
import { tip } from '#app/parts/Tip.tsx';
import { DoPanel } from './DoPanel.tsx';
import { Outline } from './Outline.tsx';

const KnobsPanel = lazy(async () => {
  const { KnobsPanel: part } = await import('./KnobsPanel.tsx');
  return { default: part };
});

const SECTIONS = [
  { id: 'outline', title: 'Outline', icon: 'outline', part: Outline },
  { id: 'do', title: 'Do', icon: 'point', part: DoPanel },
  { id: 'knobs', title: 'Knobs', icon: 'knobs', part: KnobsPanel },
] as const satisfies readonly { id: string; title: string; icon: IconName; part: unknown }[];

/** The knobs are loaded when the rail is looked at for the first time. */
function Sections({ all }: { readonly all: boolean }) {
  return SECTIONS.map(({ id, title, part: Part }) => (
    <section key={id} className="rail-section" aria-labelledby={`rail-${id}`}>
      <h2 id={`rail-${id}`} tabIndex={-1}>
        {id === 'outline' && <span className="sr-only">Stage </span>}
        {title}
      </h2>
      <Suspense fallback={<div className="rail-later" />}>
        {(all || id !== 'knobs') && <Part />}
      </Suspense>
    </section>
  ));
}

export function Rail({ wide }: { readonly wide: boolean }) {
  const panel = useRef<HTMLDivElement>(null);
  const strip = useRef<HTMLDivElement>(null);
  const rail = useRef<HTMLElement>(null);
  const [open, setOpen] = useState(false);
  const [seen, setSeen] = useState(false);
  const show = (id: string): void => {
    setOpen(true);
    setSeen(true);
    requestAnimationFrame(() => {
      const heading = panel.current?.querySelector<HTMLElement>(`#rail-${id}`);
      heading?.scrollIntoView({ block: 'start' });
      heading?.focus();
    });
  };
  const close = (): void => {
    setOpen(false);
    strip.current?.querySelector('button')?.focus();
  };
  useEffect(() => {
    const element = rail.current;
    if (!element || wide) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      strip.current?.querySelector('button')?.focus();
    };
    const onLeave = ({ relatedTarget: to }: FocusEvent): void => {
      if (to instanceof Node && !element.contains(to)) setOpen(false);
    };
    element.addEventListener('keydown', onKey);
    element.addEventListener('focusout', onLeave);
    return () => {
      element.removeEventListener('keydown', onKey);
      element.removeEventListener('focusout', onLeave);
    };
  }, [wide]);
  return (
    <aside className="rail" aria-label="Outline and actions" ref={rail}>
      {!wide && (
        <div className="rail-strip" ref={strip}>
          {SECTIONS.map(({ id, title, icon }) => (
            <button
              key={id}
              type="button"
              className="btn quiet icon"
              aria-label={title}
              aria-expanded={open}
              data-side="right"
              {...tip(title)}
              onClick={() => (open ? close() : show(id))}
            >
              <Icon name={icon} />
            </button>
          ))}
        </div>
      )}
      <div
        ref={panel}
        className={wide ? 'rail-panel' : 'rail-panel is-over'}
        data-open={open || undefined}
        onFocus={() => setSeen(true)}
      >
        <Sections all={wide || seen} />
      </div>
    </aside>
  );
}
