// The one hint of a first visit, and where a command by hand will go while the opening is not over.

import { Icon } from '#app/parts/Icon.tsx';
import { useDocument } from '#app/stores/document.ts';
import { nameOf, useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';
import { coveringGateway, gatewaysOf, mobilesOf } from './coverage.ts';

export function Hint() {
  const dismissed = useView((state) => state.hintDismissed || state.readOnly);
  const carried = useView((state) => state.carried !== undefined);
  const edited = useDocument((state) => state.edited);
  const still = useRun((state) => state.still);
  if (dismissed || carried || edited || !still || still.step > 0) return null;
  const mobile = mobilesOf(still.scene)[0];
  if (!mobile) return null;
  const here = coveringGateway(still.scene, mobile);
  const other = gatewaysOf(still.scene).find(({ id }) => id !== here);
  if (!other) return null;
  // The layers of a node of client Mobile IPv6 reach down to where the hint would stand.
  const isLow = still.scene.nodes.some(({ kind }) => kind === 'ha');
  return (
    <div className={isLow ? 'stage-hint is-top' : 'stage-hint'} role="note">
      <span>
        Drag {mobile.name} to {nameOf(still, other.id)}
        <span className="by-key">
          , or press <kbd>H</kbd>
        </span>
        .
      </span>
      <button
        type="button"
        className="btn icon"
        aria-label="Dismiss the hint"
        onClick={view.dismissHint}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
