// What a person may do to the world. Each button opens a menu; the same menus have keys.

import { lazy, Suspense } from 'react';
import { askBreak, askCatch } from '#app/faults/ask.ts';
import { targetName } from '#app/faults/target.ts';
import { actTarget, openAct } from '#app/faults/open-act.ts';
import { KEYS } from '#app/keys.ts';
import { openMenu } from '#app/menus/open-menu.ts';
import type { IconName } from '#app/parts/Icon.tsx';
import { Icon } from '#app/parts/Icon.tsx';
import { currentMobile, waitWords } from '#app/stage/moving.ts';
import { useBreaks } from '#app/stores/breaks.ts';
import { undo, useDocument } from '#app/stores/document.ts';
import { nameOf, useRun } from '#app/stores/run.ts';
import { useView } from '#app/stores/view.ts';

const CaughtList = lazy(async () => {
  const { CaughtList: part } = await import('./Caught.tsx');
  return { default: part };
});
const BreakList = lazy(async () => {
  const { BreakList: part } = await import('./Caught.tsx');
  return { default: part };
});

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

/** What the menu of deeds would be about. */
function useActName(): string {
  const still = useRun((state) => state.still);
  useView((state) => state.selection);
  const target = actTarget();
  return target ? targetName(still, target) : '';
}

/** `Act on MAG1…`, `Catch a message…`, `Breakpoint…`. */
function FaultButtons({ readOnly }: { readonly readOnly: boolean }) {
  const name = useActName();
  const isEdited = useDocument((state) => state.edited);
  const isCaught = useRun(({ still }) =>
    still ? still.held.length + still.catches.length > 0 : false,
  );
  const mayWait = isEdited || isCaught;
  const mayStop = useBreaks((state) => state.list.length > 0);
  const open = (element: Element): void => {
    const target = actTarget();
    if (target) openAct(target, element);
  };
  return (
    <>
      <button
        type="button"
        className="btn do-button"
        aria-haspopup="menu"
        disabled={name === ''}
        onClick={(event) => open(event.currentTarget)}
      >
        <Icon name="act" size={16} />
        <span className="do-text">Act on {name}…</span>
        <kbd>{KEYS.act.print}</kbd>
      </button>
      <button
        type="button"
        className="btn do-button"
        disabled={readOnly}
        onClick={() => void askCatch()}
      >
        <Icon name="pause" size={16} />
        <span className="do-text">Hold next message…</span>
        <kbd>{KEYS.catch.print}</kbd>
      </button>
      {mayWait && (
        <Suspense>
          <CaughtList />
        </Suspense>
      )}
      <button type="button" className="btn do-button" onClick={() => void askBreak()}>
        <Icon name="stop" size={16} />
        <span className="do-text">Breakpoint…</span>
        <kbd>{KEYS.break.print}</kbd>
      </button>
      {mayStop && (
        <Suspense>
          <BreakList />
        </Suspense>
      )}
    </>
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
      <FaultButtons readOnly={readOnly} />
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
