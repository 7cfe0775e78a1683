// Where everything of the stage stands, in pixels of the pane. Positions follow the scenario's
// 1000 by 640 pixels; shapes and letters keep their size, so that no label falls below its floor.

import type { Box, Line, Point } from './geometry.ts';
import { at, inset } from './geometry.ts';
import type { BoxShape, LocalShape, Size } from './layout-frame.ts';
import { toPane } from './layout-frame.ts';
import { EDGE } from './layout-cards.ts';
import type { GatewayShape, Density } from './layout-gateways.ts';
import { layGateways } from './layout-gateways.ts';
import type { LinkShape, SameShape } from './layout-links.ts';
import { layLinks, laySames } from './layout-links.ts';
import type { MobileShape } from './layout-mobiles.ts';
import { layMobiles } from './layout-mobiles.ts';
import type { PipeShape } from './layout-pipes.ts';
import { halves, layPipes } from './layout-pipes.ts';
import { portTo } from './layout-ports.ts';
import type { LmaShape } from './layout-proxies.ts';
import { layLmas, layMags, withCard } from './layout-proxies.ts';
import { layAnchorTallies, layTallies } from './layout-tallies.ts';
import type { ZoneShape } from './layout-zones.ts';
import { layZones, zoneLeft } from './layout-zones.ts';
import type { NodeMark, SceneMarks } from './scene.ts';
import { textWidth } from './text-width.ts';

export interface StageLayout {
  readonly size: Size;
  /** Room for addresses and long words. */
  readonly roomy: boolean;
  readonly density: Density;
  readonly nodes: ReadonlyMap<string, NodeMark>;
  readonly zones: readonly ZoneShape[];
  readonly core: BoxShape | undefined;
  readonly stores: readonly BoxShape[];
  readonly correspondents: readonly BoxShape[];
  readonly locals: readonly LocalShape[];
  /** D-GWs and MAGs: whatever has a mast. */
  readonly gateways: readonly GatewayShape[];
  readonly lmas: readonly LmaShape[];
  readonly mobiles: readonly MobileShape[];
  readonly links: readonly LinkShape[];
  readonly pipes: readonly PipeShape[];
  readonly sames: readonly SameShape[];
}

/** What the layout needs besides the scene. */
export interface LayoutWish {
  readonly size: Size;
  /** The mobile node whose beliefs are shown. */
  readonly believer: string | undefined;
  /** Keys of table rows that just changed. */
  readonly hot?: ReadonlySet<string>;
  /** Operators of the gateways, where there are several. */
  readonly operators?: ReadonlyMap<string, string>;
}

const NOTHING: ReadonlySet<string> = new Set();

function boxAt(centre: Point, w: number, h: number, size: Size): Box {
  const x = Math.max(4, Math.min(size.w - w - 4, centre.x - w / 2));
  return { x, y: Math.max(4, centre.y - h / 2), w, h };
}

/** Top left of a local network's words: over its bus, clear of the gateway beside it. */
function labelOf(
  node: NodeMark,
  spot: { x: number; y: number; mirrored: boolean; edge: number; roomy: boolean },
): Point {
  const { x, y, mirrored, edge, roomy } = spot;
  if (roomy) return at(mirrored ? x : Math.max(8, x - 76), y - 80);
  const w = textWidth(node.name, 14, true);
  const middle = x - w / 2;
  return at(Math.max(6, mirrored ? middle : Math.min(middle, edge - w - 8)), y - 66);
}

function layLocal(node: NodeMark, size: Size, gateways: readonly GatewayShape[]): LocalShape {
  const wish = toPane(size, node);
  const { y } = wish;
  const nearest = gateways.toSorted(
    (a, b) => Math.abs(a.mast.x - wish.x) - Math.abs(b.mast.x - wish.x),
  )[0];
  const mirrored = nearest !== undefined && nearest.mast.x < wish.x;
  const box = nearest?.box;
  const clear = !box ? wish.x : mirrored ? box.x + box.w + 14 : box.x - 14;
  const x = Math.max(10, mirrored ? Math.max(wish.x, clear) : Math.min(wish.x, clear));
  const bus = { x, top: y - 48, bottom: y + 48 };
  const beside = { x: mirrored ? x + 16 : x - 58, y: y + 18, w: 42, h: 26 };
  const fits = beside.x >= 4 && beside.x + beside.w <= size.w - 4;
  // Over the bus, and not behind the gateway.
  const over = mirrored ? Math.max(x - 21, clear - 10) : Math.min(x - 21, clear + 10 - beside.w);
  const server = fits ? beside : { ...beside, x: Math.max(4, over), y: bus.top - 30 };
  const spot = { x, y: fits ? y : y - 26, mirrored, edge: box?.x ?? size.w };
  return { node, bus, server, label: labelOf(node, { ...spot, roomy: size.w >= 900 }) };
}

/** What tunnels over the heads of gateways stay under: the core's wire, and correspondents beside it. */
function ceilingOf(core: BoxShape | undefined, correspondents: readonly BoxShape[]): number {
  if (!core) return 0;
  const wire = core.box.y + core.box.h / 2;
  const beside = correspondents.filter(({ box }) => box.y < wire).map(({ box }) => box.y + box.h);
  return Math.max(wire, ...beside);
}

/** Lays out a scene. Pure: the same scene and size give the same picture. */
export function layOut(scene: SceneMarks, wish: LayoutWish): StageLayout {
  const { size } = wish;
  const roomy = size.w >= 900;
  const of = (...kinds: readonly string[]): readonly NodeMark[] =>
    scene.nodes.filter(({ kind }) => kinds.includes(kind));
  const nodes = new Map(scene.nodes.map((node) => [node.id, node]));
  const nameOf = (id: string): string => nodes.get(id)?.name ?? id;
  const boxed =
    (w: number, h: number) =>
    (node: NodeMark): BoxShape => ({ node, box: boxAt(toPane(size, node), w, h, size) });
  const core = of('core').map(boxed(12, 12))[0];
  const correspondents = [
    ...of('cn').map(roomy ? boxed(146, 60) : boxed(80, 44)),
    ...of('lfn').map(boxed(80, 40)),
  ];
  const ceiling = ceilingOf(core, correspondents);
  const crossing = scene.tunnels.length - of('dgw').length + 2;
  const room = { size, lanes: Math.max(0, crossing), ceiling, nameOf };
  const { gateways: anchors, density } = layGateways(of('dgw'), room);
  const bare = [...anchors, ...layMags(of('mag', 'ar', 'ha'), size)];
  const obstacles = correspondents.map(({ box }) => box);
  const around = { size, left: EDGE, hot: wish.hot ?? NOTHING, nameOf, obstacles };
  const bareLmas = layLmas(of('lma'), around);
  const wire = core ? core.box.y + core.box.h / 2 : 0;
  // The card of a home agent stands in the zone, not on its edge.
  const within = core ? { ...around, left: zoneLeft(core, bare, size) + EDGE } : around;
  const gateways = layTallies(bare, of('mn', 'mr'), size).map((one) => withCard(one, wire, within));
  const pipes = layPipes(scene.tunnels, gateways, { lmas: bareLmas, ceiling });
  const taken = [...gateways.map(({ box }) => box), ...obstacles];
  const lmas = layAnchorTallies(bareLmas, { pipes, taken, size });
  const stores = [...of('hss'), ...of('cmd')].map(boxed(roomy ? 46 : 42, roomy ? 50 : 44));
  const locals = of('localnet').map((node) => layLocal(node, size, gateways));
  const placed = { size, roomy, gateways, lmas, core, stores, correspondents, locals };
  const mobiles = layMobiles(of('mn', 'mr'), { ...placed, believer: wish.believer });
  return {
    ...placed,
    density,
    nodes,
    zones: layZones(
      { ...placed, mobiles, pipes, crowded: density === 'chips' || density === 'mini' },
      wish.operators,
    ),
    mobiles,
    links: layLinks(scene.links, { ...placed, mobiles }),
    pipes,
    sames: density === 'chips' ? [] : laySames(gateways),
  };
}

/** The way of a frame over one hop. */
export interface Hop {
  readonly link: string;
  readonly from: string;
  readonly to: string;
  /** Index of the tunnel that carries it, or -1. */
  readonly tunnel: number;
  /** User data keeps a lane of its own beside the wire. */
  readonly data: boolean;
}

/** The polyline that a frame travels on one hop, in its direction; empty when it is not on stage. */
export function hopLine(layout: StageLayout, hop: Hop): Line {
  const pipe = layout.pipes[hop.tunnel];
  if (pipe) return pipeHalf(pipe, hop);
  const link = layout.links.find(({ id }) => id === hop.link);
  if (link) {
    const line = hop.data ? link.lane : link.line;
    return link.ends[0] === hop.from ? line : line.toReversed();
  }
  const mobile = layout.mobiles.find(({ node }) => node.id === hop.from || node.id === hop.to);
  const other = hop.from === mobile?.node.id ? hop.to : hop.from;
  const gateway =
    layout.gateways.find(({ node }) => node.id === other) ??
    layout.gateways.find(({ node }) => node.cell?.link === hop.link);
  if (mobile && gateway) {
    const down = [at(gateway.mast.x, gateway.mast.bottom), portTo(mobile, gateway.node.id)];
    return hop.from === mobile.node.id ? down.toReversed() : down;
  }
  return outOfBand(layout, hop);
}

/** Half of what a packet in a tunnel wears: it stays in the pipe, off the words of the gateways. */
const CAPSULE = 27;

/** A tunnel spans several links: the hop that leaves its end is the first half, the other the second. */
function pipeHalf(pipe: PipeShape, hop: Hop): Line {
  const [a, b] = pipe.mark.ends;
  const forward = hop.from === a || hop.to === b;
  const line = inset(pipe.line, CAPSULE);
  const [first, second] = halves(forward ? line : line.toReversed());
  return hop.from === a || hop.from === b ? first : second;
}

/** Questions to the store have no link: they go along the core's bar. */
function outOfBand(layout: StageLayout, hop: Hop): Line {
  const store = layout.stores.find(({ node }) => node.id === hop.from || node.id === hop.to);
  const gateway = layout.gateways.find(({ node }) => node.id === hop.from || node.id === hop.to);
  if (!store || !gateway || !layout.core) return [];
  const y = layout.core.box.y + layout.core.box.h / 2;
  const x = store.box.x + store.box.w / 2;
  const up = [
    at(gateway.mast.x, gateway.box.y),
    at(gateway.mast.x, y),
    at(x, y),
    at(x, store.box.y + store.box.h),
  ];
  return hop.from === gateway.node.id ? up : up.toReversed();
}
