// The branches by name; choosing one goes there.

import { Menu } from '@base-ui/react/menu';
import { Icon } from '#app/parts/Icon.tsx';
import type { PopupProps } from '#app/parts/OnDemand.tsx';
import { run, useRun } from '#app/stores/run.ts';
import { clockText } from '#app/time-text.ts';

export function BranchMenu({ className, label, children }: PopupProps) {
  const branches = useRun((state) => state.still?.branches);
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className={className} aria-label={label}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="positioner" side="top" sideOffset={6}>
          <Menu.Popup className="popup" aria-label="Branches">
            {(branches ?? []).map(({ id, words, forkedAt, current }) => (
              <Menu.Item
                key={id}
                className="menu-item"
                disabled={current}
                onClick={() => run.branch(id)}
              >
                <span className="menu-tick">{current && <Icon name="tick" size={16} />}</span>
                <span className="two">
                  {words}
                  <small>{current ? 'shown now' : `left at ${clockText(forkedAt)}`}</small>
                </span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
