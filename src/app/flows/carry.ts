// Moving a flow in three ways that end in one command: drag, click and click, keys.

import type { Still } from '#session/protocol.ts';
import { act } from '#app/stores/document.ts';
import type { CarriedFlow } from '#app/stores/flows.ts';
import { useCarriedFlow } from '#app/stores/flows.ts';
import { latestStill } from '#app/stores/run.ts';
import type { Selection } from '#app/stores/view.ts';
import { useView, view } from '#app/stores/view.ts';
import { movable, type Way } from './ways.ts';

const carry = (carried: CarriedFlow | undefined): void => useCarriedFlow.setState({ carried });

export const cancelFlow = (): void => carry(undefined);

/** Takes a flow up from where it goes now. */
export function pickUpFlow(flow: string, by: CarriedFlow['by']): void {
  const still = latestStill();
  const ways = still && movable(still, flow)?.ways;
  if (!ways || ways.length === 0 || useView.getState().readOnly) return;
  view.select({ kind: 'flow', flow });
  const now = ways.findIndex(({ isNow }) => isNow);
  carry({ flow, way: now < 0 ? 0 : now, by });
}

/** On to a point of the drawing, over this way or over none. */
export function carryFlowTo(at: { x: number; y: number }, way: number | undefined): void {
  const { carried } = useCarriedFlow.getState();
  if (carried) carry({ ...carried, at, way });
}

/** Over a way with the copy key held: what it would take to have that one too. */
export function withCopy(ways: readonly Way[], over: number): number {
  const wanted = ways[over]?.gateways ?? [];
  const now = ways.find(({ isNow }) => isNow)?.gateways ?? [];
  const both = ways.findIndex(
    ({ gateways }) =>
      gateways.length > 1 && [...now, ...wanted].every((one) => gateways.includes(one)),
  );
  return both < 0 ? over : both;
}

/** On to the next way, or the one before. */
function carryFlowNext(step: 1 | -1): void {
  const still = latestStill();
  const { carried } = useCarriedFlow.getState();
  const count = (carried && still && movable(still, carried.flow)?.ways.length) ?? 0;
  if (!carried || count === 0) return;
  carry({ ...carried, way: ((carried.way ?? 0) + step + count) % count });
}

/** Lets it go where it is: over a way that it does not take yet, the command is given. */
export function dropFlow(): void {
  const still = latestStill();
  const { carried } = useCarriedFlow.getState();
  carry(undefined);
  const way = carried && still && wayOf(still, carried);
  if (way && !way.isNow) act(way.command);
}

/** Click and click: the second one on a gateway, or on a tunnel to it. */
export function dropFlowOn(selection: Selection | undefined): void {
  const still = latestStill();
  const { carried } = useCarriedFlow.getState();
  if (!still || !carried) return;
  const ways = movable(still, carried.flow)?.ways ?? [];
  const ends =
    selection?.kind === 'tunnel'
      ? (still.scene.tunnels.find(({ id }) => id === selection.id)?.ends ?? [])
      : selection && 'node' in selection
        ? [selection.node]
        : [];
  const way = ways.findIndex(({ gateways }) => gateways.some((one) => ends.includes(one)));
  carry({ ...carried, way: way < 0 ? undefined : way });
  dropFlow();
}

/** The way that a carried flow would take. */
function wayOf(still: Still, { flow, way }: CarriedFlow): Way | undefined {
  return way === undefined ? undefined : movable(still, flow)?.ways[way];
}

/** What a drop would do: `F1 to MAG2, by if2, WiMAX`. */
export function flowForecast(still: Still, carried: CarriedFlow): string {
  const found = movable(still, carried.flow);
  const way = wayOf(still, carried);
  if (!found) return '';
  if (!way) {
    const single = found.ways.filter(({ gateways }) => gateways.length < 2);
    const isMore = single.length < found.ways.length;
    const hint = isMore ? ' Shift: a copy there too' : '';
    return `${found.name}: ${single.map(({ words }) => words).join(' or ')}?${hint}`;
  }
  if (way.isNow) return `${found.name} stays on ${way.words}`;
  return `${found.name} to ${way.words}${way.note === '' ? '' : ` (${way.note})`}`;
}

/** Keys of a flow's row while it is in the hand. */
export function onFlowKey(
  event: Pick<KeyboardEvent, 'key' | 'preventDefault' | 'stopPropagation'>,
  flow: string,
): void {
  if (useCarriedFlow.getState().carried?.flow !== flow) return;
  if (event.key === 'ArrowRight' || event.key === 'ArrowDown') carryFlowNext(1);
  else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') carryFlowNext(-1);
  else if (event.key === 'Escape') cancelFlow();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Enter, Space or a click: takes it up, and lets it go. */
export function onFlowClick(flow: string): void {
  const { carried } = useCarriedFlow.getState();
  if (carried?.flow === flow) dropFlow();
  else pickUpFlow(flow, 'pick');
}
