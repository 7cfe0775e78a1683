// The menu of deeds for a node, a link or a message, beside it or where the pointer was.

import { Menu } from '@base-ui/react/menu';
import { Fragment } from 'react';
import type { Deed } from '#app/faults/deed.ts';
import { deedsOf } from '#app/faults/deeds-of.ts';
import { targetName } from '#app/faults/target.ts';
import type { Spot } from '#app/stores/deeds.ts';
import { deeds, focusBefore, useDeeds } from '#app/stores/deeds.ts';
import { useRun } from '#app/stores/run.ts';
import { useView } from '#app/stores/view.ts';

/** An element, or a point as one. */
function anchorAt(spot: Spot): Element | { getBoundingClientRect: () => DOMRect } {
  if (spot instanceof Element) return spot;
  return { getBoundingClientRect: () => new DOMRect(spot.x, spot.y, 0, 0) };
}

function perform({ does }: Deed): void {
  if (typeof does === 'function') does();
  else deeds.ask(does);
}

export function ActMenu() {
  const menu = useDeeds((state) => state.menu);
  const still = useRun((state) => state.still);
  const readOnly = useView((state) => state.readOnly);
  if (!menu || !still) return null;
  const { target, spot } = menu;
  const name = targetName(still, target);
  const groups = deedsOf(still, target)
    .map((group) => group.filter(({ looks }) => looks === true || !readOnly))
    .filter((group) => group.length > 0);
  return (
    <Menu.Root open onOpenChange={(open) => !open && deeds.closeMenu()}>
      <Menu.Portal>
        <Menu.Positioner
          className="positioner"
          anchor={anchorAt(spot)}
          side={spot instanceof Element ? 'bottom' : 'right'}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <Menu.Popup className="popup act" aria-label={name} finalFocus={focusBefore}>
            <div className="menu-label">{name}</div>
            {groups.map((group, i) => (
              <Fragment key={group[0]?.words}>
                {i > 0 && <div className="menu-rule" />}
                {group.map((deed) => (
                  <Menu.Item key={deed.words} className="menu-item" onClick={() => perform(deed)}>
                    <span className="two">
                      {deed.words}
                      {deed.note !== undefined && <small>{deed.note}</small>}
                    </span>
                  </Menu.Item>
                ))}
              </Fragment>
            ))}
            {groups.length === 0 && <p className="menu-label">Nothing can be done here.</p>}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
