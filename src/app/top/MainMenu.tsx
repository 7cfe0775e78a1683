// The menu: bundled scenarios, files, the last session, theme and narration.

import { Menu } from '@base-ui/react/menu';
import { library } from '#scenario/library.ts';
import { openFile, saveScenario } from '#app/files.ts';
import { Icon } from '#app/parts/Icon.tsx';
import type { PopupProps } from '#app/parts/OnDemand.tsx';
import { openBundled } from '#app/start.ts';
import { useDocument } from '#app/stores/document.ts';
import type { Narration, Theme } from '#app/stores/view.ts';
import { useView, view } from '#app/stores/view.ts';

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

/** In the order of the library. */
const groups = [...new Set(library.map(({ group }) => group))];

function Choices<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { id: T; name: string }[];
  set: (value: T) => void;
}) {
  const { label, value, options, set } = props;
  return (
    <Menu.RadioGroup
      value={value}
      onValueChange={(next: string) => {
        const option = options.find(({ id }) => id === next);
        if (option) set(option.id);
      }}
    >
      <Menu.GroupLabel className="menu-label">{label}</Menu.GroupLabel>
      {options.map(({ id, name }) => (
        <Menu.RadioItem key={id} value={id} className="menu-item">
          <span className="menu-tick">
            <Menu.RadioItemIndicator>
              <Icon name="tick" size={16} />
            </Menu.RadioItemIndicator>
          </span>
          {name}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

export function MainMenu({ className, label, children }: PopupProps) {
  const current = useDocument((state) => state.scenario?.id);
  const theme = useView((state) => state.theme);
  const narration = useView((state) => state.narration);
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className={className} aria-label={label}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="positioner" side="bottom" align="start" sideOffset={6}>
          <Menu.Popup className="popup main-menu" aria-label="Menu">
            <div>
              {groups.map((group) => (
                <Menu.Group key={group}>
                  <Menu.GroupLabel className="menu-label">{group}</Menu.GroupLabel>
                  {library
                    .filter((entry) => entry.group === group)
                    .map(({ id, title, cite }) => (
                      <Menu.Item key={id} className="menu-item" onClick={() => openBundled(id)}>
                        <span className="menu-tick">
                          {id === current && <Icon name="tick" size={16} />}
                        </span>
                        {title}
                        <span className="end">{cite}</span>
                      </Menu.Item>
                    ))}
                </Menu.Group>
              ))}
            </div>
            <div className="main-menu-side">
              <Menu.Item className="menu-item" onClick={() => view.openReference()}>
                <span className="menu-tick" />
                What the specifications demand
              </Menu.Item>
              <Menu.Item className="menu-item" onClick={() => void openFile()}>
                <span className="menu-tick" />
                Open file…
              </Menu.Item>
              <Menu.Item className="menu-item" onClick={saveScenario}>
                <span className="menu-tick" />
                Save as file
              </Menu.Item>
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
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
