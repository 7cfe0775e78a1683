// A menu of deeds, opened from a button or by a key; it stands beside what opened it.

import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { currentMobile } from '#app/stage/moving.ts';
import { latestStill } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';
import { focusAfterMenu } from './open-menu.ts';

/** The button that opens this menu where it can be seen, else the handle of the mobile node. */
function anchorOf(what: string): Element | null {
  const button = document.querySelector(`[data-opens="${what}"]`);
  const panel = button?.closest('.rail-panel');
  const seen = panel && !panel.matches('.is-over:not([data-open], :focus-within)');
  if (button && seen) return button;
  const handle = document.querySelector(`[data-handle="${currentMobile(latestStill()) ?? ''}"]`);
  return handle ?? document.querySelector('.stage');
}

export function DeedMenu(props: {
  what: 'move' | 'flow' | 'fail';
  name: string;
  children: ReactNode;
}) {
  const { what, name } = props;
  const open = useView((state) => state.open === what);
  return (
    <Menu.Root open={open} onOpenChange={(next) => view.open(next ? what : undefined)}>
      <Menu.Portal>
        <Menu.Positioner
          className="positioner"
          anchor={() => anchorOf(what)}
          side="right"
          align="start"
          sideOffset={8}
        >
          <Menu.Popup className="popup" aria-label={name} finalFocus={focusAfterMenu}>
            {props.children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
