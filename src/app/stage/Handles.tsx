// Transparent buttons over the mobile nodes: what pointer and keys take hold of, named for those who
// do not see the drawing.

import type { KeyboardEvent, MouseEvent } from 'react';
import type { MobileShape } from '#view/draw/layout-mobiles.ts';
import { openAct } from '#app/faults/open-act.ts';
import { useView, view } from '#app/stores/view.ts';
import { cancelCarry, carryNext, drop, pickUp } from './moving.ts';

function onKeyDown(event: KeyboardEvent, node: string): void {
  const { carried } = useView.getState();
  if (carried?.node !== node) return;
  if (event.key === 'ArrowRight') carryNext(1);
  else if (event.key === 'ArrowLeft') carryNext(-1);
  else if (event.key === 'Escape') cancelCarry();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Enter, Space or a click: takes it up, and puts it down again. */
function onClick(node: string): void {
  const { carried } = useView.getState();
  if (carried?.node === node) drop();
  else pickUp(node, 'pick');
}

/** By pointer at the pointer, by key beside the handle. */
function onMenu(event: MouseEvent<HTMLElement>, node: string): void {
  event.preventDefault();
  if (useView.getState().carried) cancelCarry();
  else {
    view.select({ kind: 'node', node });
    const byKey = event.clientX === 0 && event.clientY === 0;
    const spot = byKey ? event.currentTarget : { x: event.clientX, y: event.clientY };
    openAct({ kind: 'node', node }, spot);
  }
}

/** Least width of what a finger or a pointer takes hold of. */
const LEAST = 24;

export function Handles({ mobiles }: { readonly mobiles: readonly MobileShape[] }) {
  const carried = useView((state) => state.carried);
  const readOnly = useView((state) => state.readOnly);
  return mobiles.map(({ node, box }) => {
    const held = carried?.node === node.id;
    const w = Math.max(LEAST, box.w + 8);
    const middle = box.x + box.w / 2;
    const how = held
      ? 'Picked up. Left and right arrow choose an access point, Enter drops, Escape cancels.'
      : 'Enter picks it up.';
    return (
      <button
        key={node.id}
        type="button"
        className="stage-handle"
        data-handle={node.id}
        aria-pressed={held}
        aria-label={`${node.name}, ${node.role}. ${readOnly ? '' : how}`}
        style={{ left: middle - w / 2, top: box.y - 10, width: w, height: box.h + 14 }}
        onClick={() => onClick(node.id)}
        onKeyDown={(event) => onKeyDown(event, node.id)}
        onContextMenu={(event) => onMenu(event, node.id)}
      />
    );
  });
}
