// Move a mobile node to the cell of a gateway.

import { Menu } from '@base-ui/react/menu';
import { mobileActions } from '#app/rail/mobile-actions.ts';
import { coveringGateway, gatewaysOf, mobilesOf } from '#app/stage/coverage.ts';
import { forecast } from '#app/stage/moving.ts';
import { useRun } from '#app/stores/run.ts';
import { DeedMenu } from './DeedMenu.tsx';

export function MoveMenu() {
  const still = useRun((state) => state.still);
  if (!still) return null;
  const gateways = gatewaysOf(still.scene);
  return (
    <DeedMenu what="move" name="Move a mobile node">
      {mobilesOf(still.scene).map((mobile) => {
        const here = coveringGateway(still.scene, mobile);
        const deeds = mobileActions(still, mobile.id);
        const targets = gateways.filter(({ id }) => id !== here);
        return (
          <Menu.Group key={mobile.id}>
            <Menu.GroupLabel className="menu-label">
              {mobile.name}, {mobile.role}
            </Menu.GroupLabel>
            {deeds.map(({ words, run }, i) => (
              <Menu.Item key={words} className="menu-item" onClick={run}>
                <span className="two">
                  {words}
                  <small>{forecast(still, mobile.id, targets[i]?.id)}</small>
                </span>
              </Menu.Item>
            ))}
          </Menu.Group>
        );
      })}
    </DeedMenu>
  );
}
