// How far the paths of flows are from the shortest ones, who they lead over, and what tunnels cost.

import type { Micros, NodeId, Seq } from '#base/ids.ts';
import { figure, type Figure, type FigureName } from './figure.ts';
import type { Delivery, Flight, Hop } from './flights.ts';
import { scopeOf } from './flows.ts';
import type { Bench } from './played.ts';
import type { Measure, Topology } from './topology.ts';

/** The stretch of a flow's path from one delivery on, until the next point. */
export interface StretchPoint {
  readonly flow: string;
  readonly at: Micros;
  readonly stretch: number;
  readonly seq: Seq;
}

/** Points of all flows at most; a flow gains one where its stretch changes. */
const MOST_POINTS = 4000;

/** Sums over deliveries of one scope. */
interface Sums {
  delivered: number;
  untunnelled: number;
  octets: number;
  outer: number;
  delayStretch: number;
  hopStretch: number;
  /** Deliveries that have a stretch. */
  stretched: number;
  /** The worst of them. */
  worst: { readonly stretch: number; readonly seq: Seq } | undefined;
}

export class Paths {
  readonly #sums = new Map<string, Sums>();
  readonly #anchored = new Map<NodeId, number>();
  #anchoredInAll = 0;
  readonly #points: StretchPoint[] = [];
  readonly #last = new Map<string, StretchPoint>();

  constructor(private readonly bench: Bench) {}

  take(delivery: Delivery): void {
    const { flight, path, at, seq } = delivery;
    if (flight.delivered) return;
    const flow = scopeOf(flight);
    const nodes = path.slice(1).map(({ from }) => from);
    const scopes = ['all', ...this.#anchoring(delivery), flow, `${flow} via ${nodes.join(' ')}`];
    const isBare = path.every(({ outer }) => outer === 0);
    const stretch = stretchOf(path, this.bench.topology);
    for (const scope of scopes) {
      const sums = this.#sumsOf(scope);
      sums.delivered += 1;
      sums.untunnelled += isBare ? 1 : 0;
      sums.octets += flight.octets;
      if (stretch === undefined) continue;
      sums.stretched += 1;
      sums.delayStretch += stretch.delay;
      sums.hopStretch += stretch.hops;
      if (stretch.delay > (sums.worst?.stretch ?? 0)) sums.worst = { stretch: stretch.delay, seq };
    }
    if (stretch !== undefined) this.#drawn({ flow, at, stretch: stretch.delay, seq });
    this.#crossed(flight, nodes);
  }

  #drawn(point: StretchPoint): void {
    const isNew = this.#last.get(point.flow)?.stretch !== point.stretch;
    if (isNew && this.#points.length < MOST_POINTS) this.#points.push(point);
    this.#last.set(point.flow, point);
  }

  /** Changes of each flow's stretch in the order of time, and where each flow was heard of last. */
  stretch(): readonly StretchPoint[] {
    const ends = [...this.#last.values()].filter((point) => !this.#points.includes(point));
    return [...this.#points, ...ends].toSorted((a, b) => a.seq - b.seq);
  }

  /** Whether the address belongs to the gateway whose cell the path uses, or to another node. */
  #anchoring({ flight: { anchor }, path }: Delivery): readonly string[] {
    const gateways = path.map(({ link }) => this.bench.topology.gatewayOf(link));
    const isMobile = gateways.some((one) => one !== undefined);
    if (anchor === undefined || !isMobile) return [];
    return [gateways.includes(anchor) ? 'anchored here' : 'anchored elsewhere'];
  }

  #crossed({ anchor, octets }: Flight, nodes: readonly NodeId[]): void {
    if (anchor === undefined) return;
    this.#anchoredInAll += octets;
    if (!nodes.includes(anchor)) return;
    this.#anchored.set(anchor, (this.#anchored.get(anchor) ?? 0) + octets);
  }

  #sumsOf(scope: string): Sums {
    const known = this.#sums.get(scope);
    if (known !== undefined) return known;
    const made = {
      delivered: 0,
      untunnelled: 0,
      octets: 0,
      outer: 0,
      delayStretch: 0,
      hopStretch: 0,
      stretched: 0,
      worst: undefined,
    };
    this.#sums.set(scope, made);
    return made;
  }

  figures(all: readonly Flight[]): readonly Figure[] {
    // Hops of what was lost on the way are overhead too.
    for (const flight of all) {
      const outer = flight.hops.reduce((sum, hop) => sum + hop.outer, 0);
      for (const scope of ['all', scopeOf(flight)]) this.#sumsOf(scope).outer += outer;
    }
    const scopes = [...this.#sums];
    const isWhole = (scope: string) => !scope.includes(' via ') && !scope.startsWith('anchored');
    const means = (name: FigureName, mean: (sums: Sums) => number): readonly Figure[] =>
      scopes.flatMap(([scope, sums]) =>
        sums.stretched === 0 ? [] : [figure(name, scope, mean(sums), sums.worst?.seq)],
      );
    const whole = (name: FigureName, ratio: (sums: Sums) => number): readonly Figure[] =>
      scopes.flatMap(([scope, sums]) =>
        isWhole(scope) && sums.delivered > 0 ? [figure(name, scope, ratio(sums))] : [],
      );
    return [
      ...means('pathStretch', ({ delayStretch, stretched }) => delayStretch / stretched),
      ...means('hopStretch', ({ hopStretch, stretched }) => hopStretch / stretched),
      ...whole('bypassShare', ({ untunnelled, delivered }) => untunnelled / delivered),
      ...whole('tunnelOverhead', ({ outer, octets }) => outer / octets),
      ...this.#shares(),
    ];
  }

  #shares(): readonly Figure[] {
    if (this.#anchoredInAll === 0) return [];
    const shares = [...this.#anchored].map(
      ([node, octets]) => [node, octets / this.#anchoredInAll] as const,
    );
    const most = Math.max(0, ...shares.map(([, share]) => share));
    return [
      ...shares.map(([node, share]) => figure('anchorShare', node, share)),
      figure('anchorConcentration', 'all', most),
    ];
  }
}

/** What a path costs over what the shortest one costs, through the same cells. */
function stretchOf(
  path: readonly Hop[],
  topology: Topology,
): Readonly<Record<Measure, number>> | undefined {
  const ratio = (measure: Measure): number | undefined => {
    const [first, last] = [path[0], path.at(-1)];
    if (first === undefined || last?.to === undefined) return undefined;
    const out = topology.gatewayOf(first.link);
    const home = path.length > 1 ? topology.gatewayOf(last.link) : undefined;
    const wired = topology.least(out ?? first.from, home ?? last.to, measure);
    if (wired === undefined) return undefined;
    const radio = (cell: NodeId | undefined, { link }: Hop) =>
      cell === undefined ? 0 : topology.cost(link, measure);
    const least = wired + radio(out, first) + radio(home, last);
    const used = path.reduce((sum, { link }) => sum + topology.cost(link, measure), 0);
    return least > 0 ? used / least : undefined;
  };
  const [delay, hops] = [ratio('delay'), ratio('hops')];
  return delay === undefined || hops === undefined ? undefined : { delay, hops };
}
