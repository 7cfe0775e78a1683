// The bundled scenarios: a line to type in, and below it those that fit, in their groups. The arrow keys
// choose while the focus stays in the line; what to look for in the chosen one stands at the foot.

import type { KeyboardEvent, RefObject } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { library } from '#scenario/library.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { useDocument } from '#app/stores/document.ts';
import { fitting, movedTo } from './scenario-search.ts';

interface Props {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly open: (id: string) => void;
}

export function ScenarioList({ field, open }: Props) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = useDocument((state) => state.scenario?.id);
  const [typed, setTyped] = useState('');
  const shown = fitting(library, typed);
  const [chosen, setChosen] = useState(current);
  const found = shown.findIndex(({ id }) => id === chosen);
  const active = found < 0 ? 0 : found;
  const entry = shown[active];
  const groups = [...new Set(shown.map(({ group }) => group))];
  const optionOf = (id: string): string => `${base}-${id}`;
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [entry]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      if (entry) open(entry.id);
    } else {
      const to = movedTo(event.key, active, shown.length);
      if (to === undefined) return;
      setChosen(shown[to]?.id);
    }
    event.preventDefault();
  };
  return (
    <div className="scenarios">
      <input
        ref={field}
        className="scenarios-field"
        type="text"
        role="combobox"
        aria-label="Scenario"
        aria-expanded="true"
        aria-controls={`${base}-list`}
        aria-autocomplete="list"
        aria-activedescendant={entry && optionOf(entry.id)}
        placeholder="Type to find a scenario"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {/* The focus stays in the line above, which names the chosen option. */}
      <div
        ref={list}
        id={`${base}-list`}
        className="scenarios-list"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a <select> holds no two columns
        role="listbox"
        aria-label="Scenarios"
        tabIndex={-1}
      >
        {groups.map((group) => (
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a group of options
          <div key={group} role="group" aria-label={group}>
            <div className="menu-label" aria-hidden="true">
              {group}
            </div>
            {shown
              .filter((one) => one.group === group)
              .map(({ id, title, cite }) => (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the line has the keys
                <div
                  key={id}
                  id={optionOf(id)}
                  className="menu-item"
                  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as the list
                  role="option"
                  aria-selected={id === entry?.id}
                  data-highlighted={id === entry?.id || undefined}
                  tabIndex={-1}
                  onPointerMove={() => setChosen(id)}
                  onClick={() => open(id)}
                >
                  <span className="menu-tick">
                    {id === current && <Icon name="tick" size={16} />}
                  </span>
                  <span>
                    {title}
                    {id === current && <span className="sr-only">, open now</span>}
                  </span>
                  <span className="end">{cite}</span>
                </div>
              ))}
          </div>
        ))}
      </div>
      <output className="scenarios-look">{entry ? entry.look : `Nothing fits “${typed}”.`}</output>
    </div>
  );
}
