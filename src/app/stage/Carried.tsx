// What is being carried: the phone in the hand, the radio link that it would get, and a line of words.

import type { Point } from '#view/draw/geometry.ts';
import { at } from '#view/draw/geometry.ts';
import type { StageLayout } from '#view/draw/layout.ts';
import type { MobileShape } from '#view/draw/layout-mobiles.ts';
import { toPane } from '#view/draw/layout-frame.ts';
import { portsOf } from '#view/draw/layout-ports.ts';
import { Phone, portsAt } from '#view/draw/TopologyMobile.tsx';
import { Poly } from '#view/draw/TopologyParts.tsx';
import { useDocument } from '#app/stores/document.ts';
import { useRun } from '#app/stores/run.ts';
import { useView } from '#app/stores/view.ts';
import { clockText } from '#app/time-text.ts';
import { pendingMoves, useForecast } from './moving.ts';

/** A box of layers would hide what is under it: in the hand it is a phone. */
const HELD = { w: 60, h: 80 };

function heldAt(shape: MobileShape, p: Point) {
  const { w, h } = shape.stack === undefined ? shape.box : HELD;
  const box = { x: p.x - w / 2, y: p.y - h / 2, w, h };
  return { box, ports: shape.stack === undefined ? portsAt(shape, box) : portsOf(shape.node, box) };
}

export function CarriedPhone({ layout }: { readonly layout: StageLayout }) {
  const carried = useView((state) => state.carried);
  const shape = layout.mobiles.find(({ node }) => node.id === carried?.node);
  if (!carried || !shape) return null;
  const { x, y } = toPane(layout.size, carried);
  const { box, ports } = heldAt(shape, { x, y });
  const gateway = layout.gateways.find(({ node }) => node.id === carried.target);
  const mast = gateway?.mast;
  return (
    <g className="stage-carried">
      {mast && (
        <Poly line={[at(mast.x, mast.bottom), at(x, box.y - 6)]} className="st-forecast-line" />
      )}
      <Phone name={shape.node.name} box={box} ports={ports} />
    </g>
  );
}

/** Where nodes will stand by commands that have not been carried out yet. */
export function PendingPhones({ layout }: { readonly layout: StageLayout }) {
  const still = useRun((state) => state.still);
  const scenario = useDocument((state) => (state.edited ? state.scenario : undefined));
  if (!still || !scenario || still.status === 'playing') return null;
  return pendingMoves(still, scenario).map(({ node, x, y, at: when }) => {
    const shape = layout.mobiles.find((one) => one.node.id === node);
    if (!shape) return null;
    const p = toPane(layout.size, { x, y });
    const { box, ports } = heldAt(shape, p);
    return (
      <g key={`${node} ${when}`} className="stage-carried">
        <Phone name={shape.node.name} box={box} ports={ports} />
        <text className="st-halo" x={p.x} y={box.y + box.h + 18} textAnchor="middle" fontSize={13}>
          {when > still.now + 1 ? `at ${clockText(when)}` : 'now'}
        </text>
      </g>
    );
  });
}

/** One line: what a drop here would do. */
export function Forecast() {
  const words = useForecast();
  const by = useView((state) => state.carried?.by);
  if (words === undefined) return null;
  return (
    <p className="stage-forecast" data-testid="forecast">
      {words}
      {by === 'pick' && (
        <span className="dim">
          {' '}
          · <kbd>←</kbd> <kbd>→</kbd> choose, <kbd>Enter</kbd> drop, <kbd>Esc</kbd> cancel
        </span>
      )}
    </p>
  );
}
