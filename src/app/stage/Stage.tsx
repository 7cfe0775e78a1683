// The topology pane: the drawing, the canvas of packets, the handles, tools and caption.

import type { MouseEvent } from 'react';
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import type { StageLayout } from '#view/draw/layout.ts';
import { toScenario } from '#view/draw/layout-frame.ts';
import { Topology, TopologyDefs } from '#view/draw/Topology.tsx';
import { dropFlowOn } from '#app/flows/carry.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { OnDemand } from '#app/parts/OnDemand.tsx';
import { tip } from '#app/parts/Tip.tsx';
import { onEachStill, latestStill, useRun } from '#app/stores/run.ts';
import { targetOf } from '#app/faults/target.ts';
import { openAct } from '#app/faults/open-act.ts';
import { useCarriedFlow } from '#app/stores/flows.ts';
import type { Selection } from '#app/stores/view.ts';
import { useView, view } from '#app/stores/view.ts';
import { Caption } from './Caption.tsx';
import { CarriedPhone, Forecast, PendingPhones } from './Carried.tsx';
import { pickOfSelection, selectionOf } from './choice.ts';
import { attachDrag } from './drag.ts';
import { drawings } from './drawings.tsx';
import { fitOf } from './fit.ts';
import { Handles } from './Handles.tsx';
import { Hint } from './Hint.tsx';
import { cancelCarry, carryTo, crossed, drop, moveTo, pickUp } from './moving.ts';
import type { Packets } from './packets.ts';
import { attachPackets } from './packets.ts';
import { useStageLayout } from './use-layout.tsx';
import { useSize } from './use-size.tsx';
import type { StageZoom } from './zoom.ts';
import { attachZoom } from './zoom.ts';

const flowParts = () => import('#app/flows/FlowLayer.tsx');
const FlowLayer = lazy(() => flowParts().then(({ FlowLayer: part }) => ({ default: part })));
const FlowForecast = lazy(() => flowParts().then(({ FlowForecast: part }) => ({ default: part })));
const Legend = lazy(() => import('./Legend.tsx').then(({ Legend: part }) => ({ default: part })));

/** A click on the drawing: a packet, else a shape; with a node in the hand, where it goes. */
function onPick(event: MouseEvent, packets: Packets | null): void {
  const field = event.currentTarget.getBoundingClientRect();
  const { carried } = useView.getState();
  const shape = (event.target as Element).closest<SVGElement>('[data-pick]');
  const selection = shape && selectionOf(shape.dataset['pick'] ?? '');
  if (useCarriedFlow.getState().carried) {
    dropFlowOn(selection ?? undefined);
    return;
  }
  if (carried) {
    view.carry(undefined);
    const node = selection && 'node' in selection ? selection.node : undefined;
    if (node !== undefined) moveTo(carried.node, node);
    return;
  }
  const frame = packets?.pick(event.clientX - field.left, event.clientY - field.top);
  if (frame !== undefined) {
    view.select({ kind: 'message', seq: undefined, frame });
    view.showDetail('packet');
  } else {
    view.select(selection ?? undefined);
  }
}

/** The menu of deeds for what is under the pointer; with a node in the hand, nothing but letting go. */
function onMenu(event: MouseEvent, packets: Packets | null): void {
  event.preventDefault();
  if (useView.getState().carried) {
    cancelCarry();
    return;
  }
  const field = event.currentTarget.getBoundingClientRect();
  const frame = packets?.pick(event.clientX - field.left, event.clientY - field.top);
  const shape = (event.target as Element).closest<SVGElement>('[data-pick]');
  const chosen: Selection | undefined =
    frame !== undefined
      ? { kind: 'message', seq: undefined, frame }
      : shape
        ? selectionOf(shape.dataset['pick'] ?? '')
        : undefined;
  const target = targetOf(chosen);
  if (!target) return;
  view.select(chosen);
  openAct(target, { x: event.clientX, y: event.clientY });
}

/** What would take hold of flows is loaded when there are some. */
const hasFlows = ({ lmas, mobiles }: StageLayout): boolean =>
  lmas.some(({ flows }) => flows) || mobiles.some(({ stack }) => stack);

export function Stage() {
  const field = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<SVGGElement>(null);
  const handles = useRef<HTMLDivElement>(null);
  const packets = useRef<Packets>(null);
  const zoom = useRef<StageZoom>(null);
  const scale = useRef({ k: 1, x: 0, y: 0 });
  const pane = useSize(field);
  const fit = useMemo(() => pane && fitOf(pane), [pane]);
  const size = fit?.size;
  const fitted = fit?.scale ?? 1;
  const stage = useStageLayout(size);
  const now = useRun((state) => state.still?.now ?? 0);
  const chosen = useView((state) => pickOfSelection(state.selection));
  const target = useView((state) => state.carried?.target);
  const theme = useView((state) => state.theme);

  useEffect(() => {
    if (!canvas.current) return undefined;
    const attached = attachPackets(canvas.current);
    packets.current = attached;
    const still = latestStill();
    if (still) attached.update({ still });
    const end = onEachStill((next) => attached.update({ still: next }));
    return () => {
      end();
      attached.destroy();
    };
  }, []);

  useEffect(() => {
    if (!field.current) return undefined;
    const attached = attachZoom(field.current, {
      onZoom: ({ k: zoomed, x, y }) => {
        const k = zoomed * fitted;
        scale.current = { k, x, y };
        drawing.current?.setAttribute('transform', `translate(${x} ${y}) scale(${k})`);
        if (handles.current) {
          handles.current.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
        }
        packets.current?.update({ zoom: { k, x, y } });
      },
    });
    zoom.current = attached;
    return () => attached.destroy();
  }, [fitted]);

  useEffect(() => {
    if (!field.current || !handles.current || !size) return undefined;
    const attached = attachDrag(handles.current, field.current, {
      onStart: (node) => pickUp(node, 'hold'),
      onMove: (x, y) => {
        const { k, x: left, y: top } = scale.current;
        carryTo(toScenario(size, { x: (x - left) / k, y: (y - top) / k }));
        crossed();
      },
      onEnd: (moved) => {
        if (moved) drop();
      },
    });
    return () => attached.destroy();
  }, [size]);

  useEffect(() => {
    if (stage && pane) packets.current?.update({ layout: stage.layout, pane });
  }, [stage, pane]);

  useEffect(() => {
    packets.current?.update({ theme: true });
  }, [theme]);

  return (
    <section className="stage" aria-label="Stage">
      <div className="stage-field" ref={field}>
        {/* The outline says all of this in words, and its buttons do what clicks here do. */}
        <svg
          className="stage-svg"
          aria-hidden="true"
          onClick={(event) => onPick(event, packets.current)}
          onContextMenu={(event) => onMenu(event, packets.current)}
        >
          <TopologyDefs />
          <g ref={drawing}>
            {stage && (
              <Topology {...stage} proxies={drawings} now={now} chosen={chosen} target={target} />
            )}
            {stage && <PendingPhones layout={stage.layout} />}
            {stage && <CarriedPhone layout={stage.layout} />}
          </g>
        </svg>
        <canvas className="stage-canvas" ref={canvas} aria-hidden="true" />
        <div className="stage-handles" ref={handles}>
          {stage && <Handles mobiles={stage.layout.mobiles} />}
          {stage && hasFlows(stage.layout) && (
            <Suspense>
              <FlowLayer layout={stage.layout} />
            </Suspense>
          )}
        </div>
        <Forecast />
        {stage && hasFlows(stage.layout) && (
          <Suspense>
            <FlowForecast />
          </Suspense>
        )}
        <Hint />
      </div>
      <div className="stage-foot">
        <div className="stage-tools">
          <Tool name="Zoom in" icon="plus" onClick={() => zoom.current?.by(1.25)} />
          <Tool name="Zoom out" icon="minus" onClick={() => zoom.current?.by(0.8)} />
          <Tool name="Fit" icon="fit" onClick={() => zoom.current?.fit()} />
        </div>
        <Caption />
        <OnDemand className="btn" part={Legend}>
          Legend
        </OnDemand>
      </div>
    </section>
  );
}

function Tool(props: { name: string; icon: 'plus' | 'minus' | 'fit'; onClick: () => void }) {
  return (
    <button
      type="button"
      className="btn icon"
      aria-label={props.name}
      {...tip(props.name)}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}
