// Moving a mobile node in three ways that end in one command: drag, click and click, keys.

import type { NodeId, Scenario, Still } from '#session/protocol.ts';
import { snap } from '#view/draw/layout-frame.ts';
import type { Point } from '#view/draw/geometry.ts';
import { act, useDocument } from '#app/stores/document.ts';
import { latestStill, nameOf, useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';
import { coveringGateway, gatewaysOf, mobilesOf, spotIn } from './coverage.ts';

/** Layer 2 attachment of a scenario that does not say. */
const ATTACH_DELAY = 20_000;

/** The mobile node that a key moves: the chosen one, else the first. */
export function currentMobile(still: Still | undefined): NodeId | undefined {
  if (!still) return undefined;
  const mobiles = mobilesOf(still.scene).map(({ id }) => id);
  const { selection } = useView.getState();
  const chosen = selection?.kind === 'node' ? selection.node : undefined;
  return mobiles.find((id) => id === chosen) ?? mobiles[0];
}

const mobileOf = (still: Still, node: NodeId): Still['scene']['nodes'][number] | undefined =>
  still.scene.nodes.find(({ id }) => id === node);

/** Begins to carry a mobile node from where it stands. */
export function pickUp(node: NodeId, by: 'hold' | 'pick'): void {
  const still = latestStill();
  const mobile = still && mobileOf(still, node);
  if (!mobile || useView.getState().readOnly) return;
  view.dismissHint();
  view.select({ kind: 'node', node });
  const { x, y } = mobile;
  view.carry({ node, x, y, target: coveringGateway(still.scene, { x, y }), by });
}

/** Carries on to a point of the stage. */
export function carryTo(p: Point): void {
  const still = latestStill();
  const { carried } = useView.getState();
  if (!still || !carried) return;
  const { x, y } = snap(p);
  if (x === carried.x && y === carried.y) return;
  view.carry({ ...carried, x, y, target: coveringGateway(still.scene, { x, y }) });
}

/** Carries on to the next access point, to the left or to the right. */
export function carryNext(step: 1 | -1): void {
  const still = latestStill();
  const { carried } = useView.getState();
  if (!still || !carried) return;
  const gateways = gatewaysOf(still.scene).map(({ id }) => id);
  const from = gateways.indexOf(carried.target ?? '');
  const next = gateways[(from + step + gateways.length) % gateways.length];
  const mobile = mobileOf(still, carried.node);
  if (next === undefined || !mobile) return;
  // Back in its own cell it stands where it stood.
  const home = coveringGateway(still.scene, mobile) === next;
  const spot = home ? mobile : spotIn(still.scene, next, carried.node);
  if (spot) view.carry({ ...carried, x: spot.x, y: spot.y, target: next });
}

/** Puts the carried node down where it is. */
export function drop(): void {
  const { carried } = useView.getState();
  view.carry(undefined);
  if (carried) place(carried.node, carried);
}

export function cancelCarry(): void {
  view.carry(undefined);
}

/** Gives the command, unless the node stands there already. */
function place(node: NodeId, p: Point): void {
  const still = latestStill();
  const mobile = still && mobileOf(still, node);
  const { x, y } = snap(p);
  if (!mobile || (mobile.x === x && mobile.y === y)) return;
  view.dismissHint();
  act({ do: 'place', node, x, y });
}

/** While playing, crossing into another cell is told at once; the rest waits for the drop. */
export function crossed(): void {
  const still = latestStill();
  const { carried } = useView.getState();
  if (!still || !carried || still.status !== 'playing') return;
  const mobile = mobileOf(still, carried.node);
  const here = mobile && coveringGateway(still.scene, mobile);
  if (mobile && here !== carried.target) place(carried.node, carried);
}

/** Moves a node straight to a gateway's cell. */
export function moveTo(node: NodeId, gateway: NodeId): void {
  const still = latestStill();
  if (!still || useView.getState().readOnly) return;
  const mobile = mobileOf(still, node);
  if (!mobile || coveringGateway(still.scene, mobile) === gateway) return;
  const spot = spotIn(still.scene, gateway, node);
  if (spot) place(node, spot);
}

/** H: the next access point, round robin. */
export function moveOn(): void {
  const still = latestStill();
  const node = currentMobile(still);
  const mobile = still && node ? mobileOf(still, node) : undefined;
  if (!still || !node || !mobile) return;
  const gateways = gatewaysOf(still.scene).map(({ id }) => id);
  const from = gateways.indexOf(coveringGateway(still.scene, mobile) ?? '');
  const next = gateways[(from + 1) % gateways.length];
  if (next) moveTo(node, next);
}

/** 1 to 9: the access point of that number, from the left. */
export function moveToNumber(number: number): void {
  const still = latestStill();
  const node = currentMobile(still);
  const gateway = still && gatewaysOf(still.scene)[number - 1];
  if (node && gateway) moveTo(node, gateway.id);
}

/** `at 3.000 s, after the figure's opening`, while a command by hand would wait for it. */
export function waitWords(scenario: Scenario | undefined, now: number): string {
  const ready = scenario?.ready ?? 0;
  return ready > now ? `at ${(ready / 1e6).toFixed(3)} s, after the figure's opening` : '';
}

/** What a drop here would do: `detach D-GW1, attach D-GW2, L2 delay 20 ms`. */
export function forecast(still: Still, node: NodeId, target: NodeId | undefined): string {
  const { scenario } = useDocument.getState();
  const attached = mobileOf(still, node)?.mn?.attachedTo;
  const name = (id: NodeId): string => nameOf(still, id);
  if (target === attached) return target ? `stays on ${name(target)}` : 'out of coverage';
  const parts: string[] = [];
  if (attached) parts.push(`detach ${name(attached)}`);
  if (target) {
    parts.push(`attach ${name(target)}`);
    parts.push(`L2 delay ${(scenario?.attachDelay ?? ATTACH_DELAY) / 1000} ms`);
  } else {
    parts.push('out of coverage');
  }
  const wait = waitWords(scenario, still.now);
  return [...parts, ...(wait ? [wait] : [])].join(', ');
}

/** A move that was given by hand and has not happened yet. */
export interface PendingMove {
  readonly node: NodeId;
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/** Moves of this branch that are still to come and that the scenario itself does not hold. */
export function pendingMoves(still: Still, scenario: Scenario): readonly PendingMove[] {
  const own = new Set(scenario.script.map((one) => JSON.stringify(one)));
  return still.script.flatMap((one) => {
    if (one.do !== 'place' || one.at < still.now || own.has(JSON.stringify(one))) return [];
    // What is carried out at this very instant is pending no longer.
    const at = still.scene.nodes.find(({ id }) => id === one.node);
    const isThere = one.at === still.now && at?.x === one.x && at.y === one.y;
    return isThere ? [] : [one];
  });
}

/** The forecast of what is being carried. */
export function useForecast(): string | undefined {
  const carried = useView((state) => state.carried);
  const still = useRun((state) => state.still);
  return carried && still ? forecast(still, carried.node, carried.target) : undefined;
}
