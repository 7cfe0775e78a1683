// Buttons over the flows of the stage, in an anchor's table and in the boxes of mobile nodes: what
// pointer and keys take hold of. While one is carried, the places where it may go are marked.

import type { MouseEvent, PointerEvent } from 'react';
import { useRef } from 'react';
import type { Box, Line, Point } from '#view/draw/geometry.ts';
import { at, centre } from '#view/draw/geometry.ts';
import type { StageLayout } from '#view/draw/layout.ts';
import { CARD_HEAD, CARD_ROW } from '#view/draw/layout-cards.ts';
import { openAct } from '#app/faults/open-act.ts';
import { useCarriedFlow } from '#app/stores/flows.ts';
import { useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';
import {
  cancelFlow,
  carryFlowTo,
  dropFlow,
  flowForecast,
  onFlowClick,
  onFlowKey,
  pickUpFlow,
  withCopy,
} from './carry.ts';
import { movable, type Way } from './ways.ts';

/** A flow where it can be taken hold of. */
interface Grip {
  readonly key: string;
  readonly flow: string;
  readonly box: Box;
}

function gripsOf({ lmas, mobiles }: StageLayout): readonly Grip[] {
  const rows = lmas.flatMap(({ node, flows }) =>
    (flows?.rows ?? []).map(({ flow, key }, i) => ({
      key: `${node.id} ${key}`,
      flow: flow ?? key,
      box: {
        x: (flows?.box.x ?? 0) + 2,
        y: (flows?.box.y ?? 0) + CARD_HEAD + 2 + i * CARD_ROW,
        w: (flows?.box.w ?? 0) - 4,
        h: CARD_ROW,
      },
    })),
  );
  const chips = mobiles.flatMap(({ node, stack }) =>
    (stack?.sessions ?? []).map(({ mark, box }) => ({
      key: `${node.id} ${mark.flow}`,
      flow: mark.flow,
      box,
    })),
  );
  return [...rows, ...chips];
}

/** Where a way is on the stage: its gateway, the tunnel to it, the radio. */
interface Mark {
  readonly boxes: readonly Box[];
  /** Middles of its gateways. */
  readonly ends: readonly Point[];
  readonly lines: readonly Line[];
}

function markOf(layout: StageLayout, { gateways, ifaces }: Way): Mark {
  const { pipes, mobiles } = layout;
  const isMeant = (node: string | undefined): boolean =>
    node !== undefined && gateways.includes(node);
  const ends = layout.gateways.filter(({ node }) => isMeant(node.id)).map(({ box }) => box);
  return {
    boxes: [
      ...ends,
      ...mobiles.flatMap(({ stack }) =>
        (stack?.radios ?? [])
          .filter(({ mark }) => ifaces.includes(mark.iface) && isMeant(mark.attachedTo))
          .map(({ box }) => box),
      ),
    ],
    ends: ends.map(centre),
    lines: pipes.filter(({ mark }) => mark.ends.some(isMeant)).map(({ line }) => line),
  };
}

const REACH = 14;

const isIn = ({ x, y, w, h }: Box, p: Point): boolean =>
  p.x >= x && p.x <= x + w && p.y >= y && p.y <= y + h;

/** Whether a point is on a piece of a line, or nearly. */
function isOn(line: Line, p: Point): boolean {
  return line.some((b, i) => {
    const a = line[i - 1];
    if (!a) return false;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const share = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.max(0, Math.min(1, share));
    const [ox, oy] = [p.x - a.x - dx * t, p.y - a.y - dy * t];
    return ox * ox + oy * oy <= REACH * REACH;
  });
}

const hits = ({ boxes, lines }: Mark, p: Point): boolean =>
  boxes.some((box) => isIn(box, p)) || lines.some((line) => isOn(line, p));

/** A point of the window in pixels of the drawing; the layer stands at its origin, scaled. */
function pointOf(layer: HTMLElement, { clientX, clientY }: PointerEvent): Point {
  const { left, top } = layer.getBoundingClientRect();
  const k = new DOMMatrix(getComputedStyle(layer.parentElement ?? layer).transform).a || 1;
  return at((clientX - left) / k, (clientY - top) / k);
}

/** Pixels that a press may wander and still be a click. */
const CLICK = 4;

export function FlowLayer({ layout }: { readonly layout: StageLayout }) {
  const still = useRun((state) => state.still);
  const carried = useCarriedFlow((state) => state.carried);
  const readOnly = useView((state) => state.readOnly);
  const layer = useRef<HTMLDivElement>(null);
  const press = useRef<{ x: number; y: number; moved: boolean } | undefined>(undefined);
  if (!still) return null;
  const grips = gripsOf(layout);
  const ways = (carried && movable(still, carried.flow)?.ways) ?? [];
  const marks = ways.map((way) => markOf(layout, way));

  function onMove(event: PointerEvent<HTMLElement>, flow: string): void {
    if (!press.current || !layer.current || readOnly) return;
    const { x, y, moved } = press.current;
    if (!moved && Math.abs(event.clientX - x) + Math.abs(event.clientY - y) <= CLICK) return;
    if (!moved) pickUpFlow(flow, 'hold');
    press.current.moved = true;
    const p = pointOf(layer.current, event);
    const found = marks.findIndex((mark) => hits(mark, p));
    const way = found >= 0 && event.shiftKey ? withCopy(ways, found) : found;
    carryFlowTo(p, way < 0 ? undefined : way);
  }

  function onUp(flow: string): void {
    const { moved } = press.current ?? { moved: false };
    if (moved) dropFlow();
    else if (press.current) onFlowClick(flow);
    press.current = undefined;
  }

  return (
    <div className="flow-layer" ref={layer}>
      {carried && (
        <Targets
          marks={marks}
          way={carried.way}
          from={grips.find(({ flow }) => flow === carried.flow)?.box}
          to={carried.at}
        />
      )}
      {grips.map(({ key, flow, box }) => {
        const held = carried?.flow === flow;
        const found = movable(still, flow);
        const mayMove = !readOnly && (found?.ways.length ?? 0) > 0;
        const how = held
          ? 'Picked up. Arrows choose where it goes, Enter drops, Escape cancels.'
          : 'Enter picks it up.';
        return (
          <button
            key={key}
            type="button"
            className="stage-handle"
            data-flow={flow}
            aria-pressed={held}
            aria-label={`Flow ${found?.name ?? flow}, ${found?.words ?? ''}. ${mayMove ? how : ''}`}
            style={{ left: box.x, top: box.y, width: box.w, height: Math.max(24, box.h) }}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              press.current = { x: event.clientX, y: event.clientY, moved: false };
            }}
            onPointerMove={(event) => onMove(event, flow)}
            onPointerUp={() => onUp(flow)}
            onPointerCancel={() => {
              press.current = undefined;
              cancelFlow();
            }}
            onClick={(event) => {
              // By pointer it was done when the pointer went up.
              if (event.detail === 0) onFlowClick(flow);
            }}
            onKeyDown={(event) => onFlowKey(event, flow)}
            onContextMenu={(event) => onMenu(event, flow)}
          />
        );
      })}
    </div>
  );
}

/** By pointer at the pointer, by key beside the row. */
function onMenu(event: MouseEvent<HTMLElement>, flow: string): void {
  event.preventDefault();
  event.stopPropagation();
  if (useCarriedFlow.getState().carried) return cancelFlow();
  view.select({ kind: 'flow', flow });
  const byKey = event.clientX === 0 && event.clientY === 0;
  const spot = byKey ? event.currentTarget : { x: event.clientX, y: event.clientY };
  return openAct({ kind: 'flow', flow }, spot);
}

/** The places where the flow may go, the one that it would take, and the line to it. */
function Targets(props: {
  marks: readonly Mark[];
  way: number | undefined;
  from: Box | undefined;
  to: Point | undefined;
}) {
  const { marks, way, from, to } = props;
  const start = from && centre(from);
  const now = way === undefined ? undefined : marks[way];
  // A hand holds one line; a way to several gateways has one to each.
  const ends = to && (now?.ends.length ?? 0) < 2 ? [to] : (now?.ends ?? []);
  return (
    <svg className="flow-targets" aria-hidden="true">
      {[...boxesOf(marks)].map((box) => (
        <rect
          key={`${box.x} ${box.y}`}
          className={now?.boxes.includes(box) ? 'flow-target is-now' : 'flow-target'}
          x={box.x - 5}
          y={box.y - 5}
          width={box.w + 10}
          height={box.h + 10}
          rx={8}
        />
      ))}
      {ends.map((end) => (
        <g key={`${end.x} ${end.y}`}>
          {start && <path className="flow-line" d={`M${start.x} ${start.y}L${end.x} ${end.y}`} />}
          <circle className="st-flow" cx={end.x} cy={end.y} r={9} />
        </g>
      ))}
    </svg>
  );
}

/** Each box once, though it belongs to several ways. */
const boxesOf = (marks: readonly Mark[]): ReadonlySet<Box> =>
  new Set(marks.flatMap(({ boxes }) => boxes));

/** One line: what letting go here would do. */
export function FlowForecast() {
  const carried = useCarriedFlow((state) => state.carried);
  const still = useRun((state) => state.still);
  if (!carried || !still) return null;
  return (
    <output className="stage-forecast is-flow" data-testid="flow-forecast">
      {flowForecast(still, carried)}
      {carried.by === 'pick' && (
        <span className="dim">
          {' '}
          · <kbd>←</kbd> <kbd>→</kbd> choose, <kbd>Enter</kbd> drop, <kbd>Esc</kbd> cancel
        </span>
      )}
    </output>
  );
}
