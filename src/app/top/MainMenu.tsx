// The menu: bundled scenarios, files, the last session, theme and narration.

import { Popover } from '@base-ui/react/popover';
import { useRef, useState } from 'react';
import { openFile, saveScenario } from '#app/files.ts';
import type { PopupProps } from '#app/parts/OnDemand.tsx';
import { openBundled } from '#app/start.ts';
import type { Narration, Theme } from '#app/stores/view.ts';
import { useView, view } from '#app/stores/view.ts';
import { ScenarioList } from './ScenarioList.tsx';

const THEMES: readonly { id: Theme; name: string }[] = [
  { id: 'light', name: 'Light' },
  { id: 'dark', name: 'Dark' },
  { id: 'projector', name: 'Projector' },
];

const NARRATIONS: readonly { id: Narration; name: string }[] = [
  { id: 'off', name: 'Off' },
  { id: 'summaries', name: 'Summaries' },
  { id: 'all', name: 'Every message' },
];

function Choices<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { id: T; name: string }[];
  set: (value: T) => void;
}) {
  const { label, value, options, set } = props;
  return (
    <fieldset className="menu-choices">
      <legend className="menu-label">{label}</legend>
      {options.map(({ id, name }) => (
        <label key={id} className="menu-item">
          <input type="radio" name={label} checked={id === value} onChange={() => set(id)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

function Side({ close }: { close: () => void }) {
  const theme = useView((state) => state.theme);
  const narration = useView((state) => state.narration);
  const deeds = [
    { name: 'What the specifications demand', run: () => view.openReference() },
    { name: 'Open file…', run: () => void openFile() },
    { name: 'Save as file', run: saveScenario },
  ];
  return (
    <div className="main-menu-side">
      {deeds.map(({ name, run }) => (
        <button
          key={name}
          type="button"
          className="menu-item"
          onClick={() => {
            close();
            run();
          }}
        >
          {name}
        </button>
      ))}
      <div className="menu-rule" />
      <Choices label="Theme" value={theme} options={THEMES} set={view.setTheme} />
      <div className="menu-rule" />
      <Choices
        label="Narration for screen readers"
        value={narration}
        options={NARRATIONS}
        set={view.setNarration}
      />
    </div>
  );
}

export function MainMenu({ className, label, children }: PopupProps) {
  const [isOpen, setOpen] = useState(true);
  const field = useRef<HTMLInputElement>(null);
  const close = (): void => setOpen(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className={className} aria-label={label}>
        {children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="positioner" side="bottom" align="start" sideOffset={6}>
          <Popover.Popup className="popup main-menu" initialFocus={field}>
            <Popover.Title className="sr-only">Menu</Popover.Title>
            <ScenarioList
              field={field}
              open={(id) => {
                close();
                openBundled(id);
              }}
            />
            <Side close={close} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
