// What a person may do to the world. Each button opens a menu; the same menus have keys.

import { KEYS } from '#app/keys.ts';
import { openMenu } from '#app/menus/open-menu.ts';
import type { IconName } from '#app/parts/Icon.tsx';
import { Icon } from '#app/parts/Icon.tsx';
import { currentMobile, waitWords } from '#app/stage/moving.ts';
import { undo, useDocument } from '#app/stores/document.ts';
import { nameOf, useRun } from '#app/stores/run.ts';
import { useView } from '#app/stores/view.ts';

function DoButton(props: {
  opens: 'move' | 'flow' | 'fail';
  icon: IconName;
  text: string;
  keys?: string;
  disabled: boolean;
}) {
  const open = useView((state) => state.open === props.opens);
  return (
    <button
      type="button"
      className="btn do-button"
      data-opens={props.opens}
      aria-haspopup="menu"
      aria-expanded={open}
      disabled={props.disabled}
      onClick={() => openMenu(props.opens)}
    >
      <Icon name={props.icon} size={16} />
      <span className="do-text">{props.text}</span>
      {props.keys !== undefined && <kbd>{props.keys}</kbd>}
    </button>
  );
}

export function DoPanel() {
  const still = useRun((state) => state.still);
  const readOnly = useView((state) => state.readOnly);
  useView((state) => state.selection);
  const scenario = useDocument((state) => state.scenario);
  const canUndo = useRun((state) => state.still?.undoable === true);
  const mobile = currentMobile(still);
  const wait = still ? waitWords(scenario, still.now) : '';
  return (
    <div className="do">
      <DoButton
        opens="move"
        icon="move"
        text={`Move ${mobile ? nameOf(still, mobile) : 'node'} to…`}
        keys={KEYS.move.print}
        disabled={readOnly || !mobile}
      />
      <DoButton opens="flow" icon="flow" text="Flow…" keys={KEYS.flow.print} disabled={readOnly} />
      <DoButton opens="fail" icon="cut" text="Fail link…" disabled={readOnly} />
      <button
        type="button"
        className="btn do-button"
        disabled={readOnly || !canUndo}
        onClick={undo}
      >
        <Icon name="undo" size={16} />
        <span className="do-text">Undo</span>
        <kbd>{KEYS.undo.print}</kbd>
      </button>
      {wait !== '' && <p className="dim">A command by hand is carried out {wait}.</p>}
    </div>
  );
}
