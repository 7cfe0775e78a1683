// Futures that were left by acting in the past: a thin line under the scrubber; its name goes there.

import { Menu } from '@base-ui/react/menu';
import { Icon } from '../parts/Icon.tsx';
import { run, useRun } from '../stores/run.ts';
import { clockText } from '../time-text.ts';
import type { Bend } from './bend.ts';

/** Room for a branch's name. */
const NAME = 168;

export function Branches(props: { axis: Bend; edge: number; line: number; width: number }) {
  const { axis, edge, line, width } = props;
  const branches = useRun((state) => state.still?.branches);
  const left = (branches ?? []).filter(({ current }) => !current);
  const newest = left[0];
  if (!newest) return null;
  const x1 = axis.x(newest.forkedAt) + edge;
  const room = width - x1 - 36 >= NAME;
  const end = Math.min(axis.x(newest.until) + edge, width - NAME - 8, x1 + 140);
  const x2 = room ? Math.max(x1 + 32, end) : x1 + 32;
  const low = line + 16;
  return (
    <>
      <svg className="scrub-branch" aria-hidden="true">
        <path d={`M${x1} ${line}c10 0 8 ${low - line} 20 ${low - line}H${x2}`} />
      </svg>
      <Menu.Root>
        <Menu.Trigger
          className="scrub-branch-name"
          style={{ left: room ? x2 + 4 : x1 - NAME, top: low - 10 }}
        >
          branch: {newest.words}
          {left.length > 1 && ` + ${left.length - 1}`}
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
    </>
  );
}
