// Links and stores that fail, and come back.

import { Menu } from '@base-ui/react/menu';
import { act } from '#app/stores/document.ts';
import { nameOf, useRun } from '#app/stores/run.ts';
import { DeedMenu } from './DeedMenu.tsx';

export function FailMenu() {
  const still = useRun((state) => state.still);
  if (!still) return null;
  const stores = still.scene.nodes.filter(({ kind }) => kind === 'hss');
  return (
    <DeedMenu what="fail" name="Failures">
      {still.scene.links.map(({ id, ends, up, loss }) => {
        const between = ends.map((end) => nameOf(still, end)).join(' to ');
        return (
          <Menu.Item
            key={id}
            className="menu-item"
            onClick={() => act({ do: 'link', link: id, up: !up })}
          >
            <span className="two">
              {up ? 'Fail' : 'Mend'} {between}
              {loss > 0 && <small>loses {Math.round(loss * 100)} % now</small>}
            </span>
          </Menu.Item>
        );
      })}
      {stores.length > 0 && <div className="menu-rule" />}
      {stores.map(({ id, name, up }) => (
        <Menu.Item
          key={id}
          className="menu-item"
          onClick={() => act({ do: 'node', node: id, up: !up })}
        >
          {up ? `${name} stops answering` : `${name} answers again`}
        </Menu.Item>
      ))}
    </DeedMenu>
  );
}
