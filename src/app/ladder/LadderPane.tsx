// The ladder: who said what to whom, time downwards. Chips choose the rows; the same rows can be read
// as a table (key L).

import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { LadderFilter } from '#session/protocol.ts';
import { useView, view } from '#app/stores/view.ts';
import { LadderList } from './LadderList.tsx';
import { useLadder } from './use-ladder.tsx';
import { useWidth } from './use-width.tsx';
import './ladder.css';

const LadderTable = lazy(async () => {
  const { LadderTable: part } = await import('./LadderTable.tsx');
  return { default: part };
});

const CHIPS: readonly {
  readonly key: keyof LadderFilter;
  readonly words: string;
  /** Where there is less room, and where there is little. */
  readonly shorter: string;
  readonly short: string;
}[] = [
  { key: 'signalling', words: 'Signalling', shorter: 'Signalling', short: 'Signalling' },
  { key: 'data', words: 'Data, folded', shorter: 'Data, folded', short: 'Data' },
  {
    key: 'neighbourDiscovery',
    words: 'Neighbour discovery',
    shorter: 'Neighbour discovery',
    short: 'ND',
  },
  {
    key: 'onlyChanges',
    words: 'Only what changed state',
    shorter: 'Only changes',
    short: 'Changes',
  },
];

export function LadderPane() {
  const filter = useView((state) => state.filter);
  const { data, want } = useLadder(filter);
  const [asTable, setAsTable] = useState(false);
  const [hops, setHops] = useState(false);
  const pane = useRef<HTMLDivElement>(null);
  const width = useWidth(pane);

  useEffect(() => {
    const element = pane.current;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'l' && event.key !== 'L') return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      setAsTable((is) => !is);
      // The focus stays in the ladder, on the form that is shown now.
      requestAnimationFrame(() => element?.querySelector<HTMLElement>('[data-body]')?.focus());
    };
    element?.addEventListener('keydown', onKey);
    return () => element?.removeEventListener('keydown', onKey);
  }, []);

  return (
    <div className="ladder" id="ladder" ref={pane} data-dense={width < 600 || undefined}>
      <header className="bar ladder-bar">
        <h2>Ladder</h2>
        {CHIPS.map(({ key, words, shorter, short }) => (
          <button
            key={key}
            type="button"
            className={filter[key] ? 'chip on' : 'chip'}
            aria-pressed={filter[key]}
            aria-label={words}
            onClick={() => view.setFilter({ [key]: !filter[key] })}
          >
            {filter[key] && <Tick />}
            {width < 640 ? short : width < 760 ? shorter : words}
          </button>
        ))}
        <span className="sp" />
        <button
          type="button"
          className="ladder-tool"
          aria-pressed={hops}
          title="Mark the nodes on the way"
          aria-label="Mark the nodes on the way"
          onClick={() => setHops(!hops)}
        >
          <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <path d="M2 9h14" />
            <circle cx="9" cy="9" r="2.6" />
          </svg>
        </button>
        <button
          type="button"
          className="ladder-tool"
          aria-pressed={asTable}
          title="As a table (L)"
          aria-label="As a table"
          aria-keyshortcuts="L"
          onClick={() => setAsTable(!asTable)}
        >
          <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <path d="M2.5 3.5h13v11h-13zM2.5 7.5h13M2.5 11h13M7 3.5v11" />
          </svg>
        </button>
      </header>
      {data.why !== undefined && (
        <p className="ladder-why">The rows could not be read: {data.why}</p>
      )}
      {asTable ? (
        <Suspense>
          <LadderTable data={data} want={want} />
        </Suspense>
      ) : (
        <LadderList data={data} want={want} hops={hops} />
      )}
    </div>
  );
}

function Tick() {
  return (
    <svg className="chip-tick" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d="M2 6.5L4.8 9.2L10 3" />
    </svg>
  );
}
