// What flies, on one canvas over the drawing: one frame loop, positions from the typed arrays of the
// last still and the screen's own clock. React puts the canvas there and never looks inside.

import { quadtree } from 'd3';
import { MARK, type Flights, type Still } from '#session/protocol.ts';
import type { Line } from '#view/draw/geometry.ts';
import { along } from '#view/draw/geometry.ts';
import type { StageLayout } from '#view/draw/layout.ts';
import { hopLine } from '#view/draw/layout.ts';
import type { Size } from '#view/draw/layout-frame.ts';
import type { Inks } from './glyphs.ts';
import { drawCross, readInks } from './glyphs.ts';
import { drawHeld, heldSpots } from './held-glyphs.ts';
import type { Loss } from './losses.ts';
import { LOSS_STAYS, newLosses } from './losses.ts';
import { glyphOf } from './message-glyph.ts';
import { createPlayhead } from './playhead.ts';
import type { Sprites } from './sprites.ts';
import { createSprites } from './sprites.ts';
import { createTrails, drawTrail, strokeLine } from './trails.ts';

export interface Zoom {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export interface Packets {
  update(change: {
    still?: Still;
    layout?: StageLayout;
    pane?: Size;
    zoom?: Zoom;
    theme?: true;
  }): void;
  /** The frame nearest to a point of the pane, within reach of a finger. */
  pick(x: number, y: number): number | undefined;
  destroy(): void;
}

interface HopOnStage {
  readonly key: string;
  readonly line: Line;
}

interface Drawn {
  readonly frame: number;
  readonly x: number;
  readonly y: number;
}

export function attachPackets(element: HTMLCanvasElement): Packets {
  const canvas = element.getContext('2d') as CanvasRenderingContext2D;
  const playhead = createPlayhead();
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
  const trails = createTrails();
  const hops = new Map<string, HopOnStage>();
  const ofFrame = new Map<number, HopOnStage>();
  let still: Still | undefined;
  let layout: StageLayout | undefined;
  /** The pane, in pixels of the page: a small one shows the layout smaller than it is. */
  let pane: Size = { w: 0, h: 0 };
  let zoom: Zoom = { k: 1, x: 0, y: 0 };
  let inks: Inks = readInks(element);
  let sprites: Sprites = createSprites(inks, 1);
  let scale = 1;
  let losses: readonly Loss[] = [];
  let drawn: Drawn[] = [];
  let loop = 0;

  /** The hop of flight `i` and its line, kept until the layout changes. */
  function hopOf(flights: Flights, i: number, data: boolean): HopOnStage {
    const frame = flights.frame[i] ?? -1;
    const known = ofFrame.get(frame);
    if (known) return known;
    const from = flights.from[i] ?? 0;
    const to = flights.to[i] ?? 0;
    const tunnel = flights.tunnel[i] ?? -1;
    const key = `${flights.link[i]} ${from} ${to} ${tunnel} ${data ? flights.flow[i] : 'c'}`;
    let hop = hops.get(key);
    if (!hop) {
      const link = still?.linkIds[flights.link[i] ?? 0] ?? '';
      const ends = { from: still?.nodeIds[from] ?? '', to: still?.nodeIds[to] ?? '' };
      hop = { key, line: layout ? hopLine(layout, { link, ...ends, tunnel, data }) : [] };
      hops.set(key, hop);
    }
    ofFrame.set(frame, hop);
    return hop;
  }

  function forgetLines(): void {
    hops.clear();
    ofFrame.clear();
  }

  function begin(): void {
    const { w, h } = pane;
    const ratio = window.devicePixelRatio || 1;
    if (element.width !== Math.round(w * ratio) || element.height !== Math.round(h * ratio)) {
      element.width = Math.round(w * ratio);
      element.height = Math.round(h * ratio);
    }
    canvas.setTransform(1, 0, 0, 1, 0, 0);
    canvas.clearRect(0, 0, element.width, element.height);
    const k = ratio * zoom.k;
    canvas.setTransform(k, 0, 0, k, ratio * zoom.x, ratio * zoom.y);
    // Pictures of glyphs are as large as on the screen: copied, not resampled.
    canvas.imageSmoothingEnabled = false;
    if (k !== scale) {
      scale = k;
      sprites = createSprites(inks, scale);
    }
  }

  /** Marks the hops that carry user data now; paused, the part behind each packet is drawn instead. */
  function followFlights(flights: Flights, now: number, wall: number): void {
    const playing = still?.status === 'playing';
    for (let i = 0; i < flights.frame.length; i += 1) {
      if ((flights.flow[i] ?? -1) < 0 || !isUnderWay(flights, i, now)) continue;
      const { key, line } = hopOf(flights, i, true);
      if (line.length === 0) continue;
      if (playing) trails.mark(key, line, wall);
      else if (!trails.has(key)) {
        drawTrail(canvas, line, { ink: inks.data, alpha: 1, until: shareOf(flights, i, now) });
      }
    }
  }

  function drawFlights(flights: Flights, now: number): void {
    const spots = still && layout ? heldSpots(still.held, layout) : [];
    const standing = new Set(spots.map(({ held }) => held.frame));
    drawn = spots.map(({ held, x, y }) => ({ frame: held.frame, x, y }));
    drawHeld(canvas, spots, { inks, sprites });
    for (let i = 0; i < flights.frame.length; i += 1) {
      if (!isUnderWay(flights, i, now) || standing.has(flights.frame[i] ?? -1)) continue;
      const flow = flights.flow[i] ?? -1;
      const { line } = hopOf(flights, i, flow >= 0);
      if (line.length === 0) continue;
      const marks = flights.marks[i] ?? 0;
      const glyph = glyphOf(flights.type[i] ?? 0, (marks & MARK.deprecates) !== 0);
      const share = shareOf(flights, i, now);
      const quiet = calm.matches && flow < 0;
      const spot = along(line, quiet ? 0.5 : share);
      if (quiet) highlightInTurn(line, share);
      const tunnelled = (marks & MARK.tunnelled) !== 0;
      sprites.draw(canvas, { glyph, flow, tunnelled, angle: spot.angle }, spot.x, spot.y);
      drawn.push({ frame: flights.frame[i] ?? 0, x: spot.x, y: spot.y });
    }
  }

  /** Reduced motion: sender, link and receiver in turn instead of travel. */
  function highlightInTurn(line: Line, share: number): void {
    const end = line.at(-1);
    const start = line[0];
    canvas.strokeStyle = inks.ink;
    canvas.lineWidth = 3;
    if (share >= 1 / 3 && share < 2 / 3) return strokeLine(canvas, line, 1);
    const spot = share < 1 / 3 ? start : end;
    if (!spot) return;
    canvas.beginPath();
    canvas.arc(spot.x, spot.y, 18, 0, 2 * Math.PI);
    canvas.stroke();
  }

  function drawLosses(wall: number): void {
    losses = losses.filter(({ since }) => wall - since < LOSS_STAYS);
    for (const [i, loss] of losses.entries()) {
      const spot = layout && placeOfLoss(layout, loss.node);
      if (!spot) continue;
      const share = (wall - loss.since) / LOSS_STAYS;
      canvas.save();
      canvas.globalAlpha = Math.min(1, 2 - 2 * share);
      const rise = calm.matches ? 14 : 14 + 16 * share;
      canvas.translate(spot.x, spot.y - rise - (i % 4) * 20);
      drawCross(canvas, inks);
      canvas.font = `600 13px ${inks.font}`;
      canvas.textAlign = 'left';
      canvas.lineWidth = 5;
      canvas.strokeStyle = inks.paper;
      canvas.strokeText(loss.why, 14, 4.7);
      canvas.fillStyle = inks.ink;
      canvas.fillText(loss.why, 14, 4.7);
      canvas.restore();
    }
  }

  function draw(): void {
    const wall = performance.now();
    begin();
    if (still && layout) {
      const now = playhead.at(wall);
      const moving = still.status === 'playing';
      followFlights(still.flights, now, wall);
      trails.draw(canvas, inks.data, moving ? wall : Math.min(wall, pausedAt));
      drawFlights(still.flights, now);
      drawLosses(wall);
    }
    const busy = still?.status === 'playing' || losses.length > 0;
    loop = busy ? requestAnimationFrame(draw) : 0;
  }

  let pausedAt = 0;

  function redraw(): void {
    if (loop === 0) loop = requestAnimationFrame(draw);
  }

  function hear(next: Still): void {
    const wall = performance.now();
    if (next.epoch !== still?.epoch) {
      trails.clear();
      losses = [];
    } else {
      losses = [...losses, ...newLosses(still, next, wall)].slice(-12);
    }
    const sameNames = next.nodeIds === still?.nodeIds && next.linkIds === still.linkIds;
    if (!sameNames || next.scene.tunnels !== still?.scene.tunnels) forgetLines();
    if (ofFrame.size > 20_000) ofFrame.clear();
    pausedAt = wall;
    playhead.hear(next, wall);
    still = next;
  }

  return {
    update(change) {
      if (change.still) hear(change.still);
      if (change.layout && change.layout !== layout) {
        const { size } = change.layout;
        if (size.w !== layout?.size.w || size.h !== layout.size.h) trails.clear();
        layout = change.layout;
        forgetLines();
      }
      if (change.pane) pane = change.pane;
      if (change.zoom) zoom = change.zoom;
      if (change.theme) {
        inks = readInks(element);
        sprites = createSprites(inks, scale);
      }
      redraw();
    },
    pick(x, y) {
      const tree = quadtree<Drawn>(
        drawn,
        (one) => one.x,
        (one) => one.y,
      );
      return tree.find((x - zoom.x) / zoom.k, (y - zoom.y) / zoom.k, 16)?.frame;
    },
    destroy() {
      cancelAnimationFrame(loop);
    },
  };
}

const isUnderWay = (flights: Flights, i: number, now: number): boolean =>
  (flights.sentAt[i] ?? 0) <= now && now < (flights.arriveAt[i] ?? 0);

function shareOf(flights: Flights, i: number, now: number): number {
  const sent = flights.sentAt[i] ?? 0;
  const span = (flights.arriveAt[i] ?? 0) - sent;
  return span <= 0 ? 1 : (now - sent) / span;
}

/** Where a cross appears: at the corner of the node's shape. */
function placeOfLoss(layout: StageLayout, node: string): { x: number; y: number } | undefined {
  const gateway = layout.gateways.find((shape) => shape.node.id === node);
  if (gateway) return { x: gateway.mast.x + 26, y: gateway.mast.bottom };
  const shapes = [...layout.lmas, ...layout.correspondents, ...layout.stores, ...layout.mobiles];
  const box = shapes.find((shape) => shape.node.id === node)?.box ?? layout.core?.box;
  return box && { x: box.x + box.w, y: box.y };
}
