// What the specifications demand: every MUST, SHOULD and MAY in our words, with its place, whether a test
// holds it, and a scenario that shows it. Loaded when it is first opened.

import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useMemo, useRef, useState } from 'react';
import { openIds } from '#specs/open.ts';
import type { Requirement } from '#specs/demands.ts';
import { requirements } from '#specs/requirements.ts';
import { library } from '#scenario/library.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { openBundled } from '#app/start.ts';
import { useView, view } from '#app/stores/view.ts';
import type { State, Wish } from './reference-model.ts';
import { ANY, documentsIn, fitting, LEVELS, stateOf } from './reference-model.ts';
import './reference.css';

const STATES: Readonly<Record<State, string>> = {
  tested: 'tested',
  open: 'no test yet',
  out: 'not modelled',
};

const DOCUMENTS = documentsIn(requirements);

function Choice(props: {
  label: string;
  value: string;
  options: readonly { readonly value: string; readonly words: string }[];
  set: (value: string) => void;
}) {
  return (
    <label className="ref-choice">
      <span className="sr-only">{props.label}</span>
      <select
        className="field"
        value={props.value}
        onChange={(event) => props.set(event.target.value)}
      >
        <option value="">{props.label}: all</option>
        {props.options.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function Filters({ wish, set }: { readonly wish: Wish; readonly set: (wish: Wish) => void }) {
  const put = (change: Partial<Record<keyof Wish, string>>): void =>
    set({ ...wish, ...change } as Wish);
  return (
    <div className="ref-filters">
      <input
        className="field ref-text"
        type="search"
        aria-label="Search"
        placeholder="Search words, sections, ids"
        value={wish.text}
        onChange={(event) => put({ text: event.target.value })}
      />
      <Choice
        label="Document"
        value={wish.document}
        options={DOCUMENTS.map(({ code, name }) => ({ value: code, words: `${code}: ${name}` }))}
        set={(document) => put({ document })}
      />
      <Choice
        label="Level"
        value={wish.level}
        options={LEVELS.map((level) => ({ value: level, words: level }))}
        set={(level) => put({ level })}
      />
      <Choice
        label="State"
        value={wish.state}
        options={Object.entries(STATES).map(([value, words]) => ({ value, words }))}
        set={(state) => put({ state })}
      />
    </div>
  );
}

/** Opens the scenario that shows a demand. */
function Shown({ scenario }: { readonly scenario: string }) {
  const title = library.find(({ id }) => id === scenario)?.title;
  if (title === undefined) return null;
  const open = (): void => {
    view.open(undefined);
    openBundled(scenario);
  };
  return (
    <button type="button" className="why" onClick={open}>
      See it: {title}
    </button>
  );
}

function Demand({ one, isAsked }: { readonly one: Requirement; readonly isAsked: boolean }) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isAsked) item.current?.scrollIntoView({ block: 'center' });
  }, [isAsked]);
  const { id, cite, also, level, words, scenario, outOfScope } = one;
  const state = stateOf(one, openIds);
  return (
    <li ref={item} className="ref-demand" data-asked={isAsked || undefined} id={`demand-${id}`}>
      <span className="ref-id mono">{id}</span>
      <span className={`ref-level is-${level.toLowerCase().replace(' ', '-')}`}>{level}</span>
      <p className="ref-words">
        {words}
        {outOfScope !== undefined && <span className="dim"> {outOfScope}</span>}
      </p>
      <span className="ref-foot">
        <span className="ref">
          {cite}
          {also !== undefined && `, ${also}`}
        </span>
        <span className={`ref-state is-${state}`}>{STATES[state]}</span>
        {scenario !== undefined && <Shown scenario={scenario} />}
      </span>
    </li>
  );
}

export function ReferencePage() {
  const asked = useView((state) => state.demand);
  const [wish, setWish] = useState<Wish>(ANY);
  const found = useMemo(() => fitting(requirements, wish, openIds), [wish]);
  const list = useRef<HTMLUListElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wish !== ANY) list.current?.scrollTo({ top: 0 });
  }, [wish]);
  const tested = found.filter((one) => stateOf(one, openIds) === 'tested').length;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && view.open(undefined)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup
          className="dialog reference"
          ref={popup}
          initialFocus={() => popup.current?.querySelector<HTMLElement>('input') ?? true}
        >
          <div className="dialog-head">
            <Dialog.Title>What the specifications demand</Dialog.Title>
            <Dialog.Close className="btn quiet icon" aria-label="Close">
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <Filters wish={wish} set={setWish} />
          <p className="ref-count" aria-live="polite">
            {found.length} of {requirements.length}; {tested} of them held by a test
          </p>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keys */}
          <ul className="ref-list" ref={list} tabIndex={0} aria-label="Demands">
            {found.map((one) => (
              <Demand key={one.id} one={one} isAsked={one.id === asked} />
            ))}
          </ul>
          {found.length === 0 && <p className="dim">Nothing fits. Take a filter away.</p>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
