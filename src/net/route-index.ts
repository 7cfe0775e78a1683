// Routes for a fast lookup: one class for each order and pair of prefix lengths, and in it the
// routes by the leading bits of destination and source. A lookup tries the classes one after the
// other, whatever the number of routes.

import { must } from '#base/assert.ts';
import type { IfaceId } from '#base/ids.ts';
import type { Table, Watcher } from '#base/table.ts';
import { prefixLength, toPrefix, type Prefix } from '#wire/address.ts';
import { cameBy, type Route, type RouteAnswer, type RouteQuery } from './route.ts';

/** A route, and its place in the order of insertion. */
interface Place {
  readonly route: Route;
  readonly ordinal: number;
}

type ByIngress = Map<string, readonly Place[]>;
/** Without a source: any. */
type BySource = Map<Prefix | undefined, ByIngress>;

/** Routes of one order and of the same lengths. */
interface RouteClass {
  readonly order: number;
  readonly toLength: number;
  /** -1: any source. */
  readonly fromLength: number;
  /** By destination, source and ingress; each list in the order of insertion. */
  readonly places: Map<Prefix, BySource>;
}

const NOWHERE: readonly Place[] = [];

/** The routes of a node, found by packet. */
export class RouteIndex implements Watcher<Route> {
  /** In the order of lookup; absent: to be made anew at the next look. */
  #classes: RouteClass[] | undefined;
  readonly #ordinals = new Map<string, number>();
  #nextOrdinal = 0;

  constructor(readonly table: Table<Route>) {
    table.watch(this);
  }

  /** What the routes say of a packet; of those to one outgoing interface only, when given. */
  lookUp(query: RouteQuery, out?: IfaceId): RouteAnswer {
    this.#classes ??= this.#make();
    let isPassed = false;
    for (const each of this.#classes) {
      if (isPassed && each.order < 0) continue;
      for (const { route } of placesFor(each, query)) {
        if (route.rule === 'pass') {
          isPassed = true;
          if (each.order < 0) break;
        } else if (route.rule === 'reject') return { is: 'reject', route };
        else if (route.rule === 'discard') return { is: 'discard', route };
        else if (route.rule === 'hold') return { is: 'hold', route };
        else if (route.out !== undefined && (out === undefined || out === route.out)) {
          return { is: 'forward', route, out: route.out };
        }
      }
    }
    return { is: 'none' };
  }

  wrote(key: string, before: Route | undefined, after: Route | undefined): void {
    if (this.#classes === undefined) return;
    if (before !== undefined) this.#remove(this.#classes, before, this.#ordinalOf(key));
    if (after === undefined) this.#ordinals.delete(key);
    else this.#add(this.#classes, after, this.#ordinalOf(key));
  }

  restored(): void {
    this.#classes = undefined;
  }

  #make(): RouteClass[] {
    const classes: RouteClass[] = [];
    this.#ordinals.clear();
    for (const [key, route] of this.table.entries()) {
      this.#add(classes, route, this.#ordinalOf(key));
    }
    return classes;
  }

  /** A row that is set again keeps its place among the others. */
  #ordinalOf(key: string): number {
    const known = this.#ordinals.get(key);
    if (known !== undefined) return known;
    const ordinal = this.#nextOrdinal;
    this.#nextOrdinal += 1;
    this.#ordinals.set(key, ordinal);
    return ordinal;
  }

  #add(classes: RouteClass[], route: Route, ordinal: number): void {
    const { places } = classFor(classes, route);
    const sources = madeIn(places, route.to, (): BySource => new Map());
    const ingresses = madeIn(sources, route.from, (): ByIngress => new Map());
    const way = textOf(route.ingress);
    const others = ingresses.get(way) ?? NOWHERE;
    const before = others.filter((place) => place.ordinal < ordinal);
    const after = others.filter((place) => place.ordinal > ordinal);
    ingresses.set(way, [...before, { route, ordinal }, ...after]);
  }

  #remove(classes: RouteClass[], route: Route, ordinal: number): void {
    const found = classFor(classes, route);
    const { places } = found;
    const words = 'the route stands where it was put';
    const sources = must(places.get(route.to), words);
    const ingresses = must(sources.get(route.from), words);
    const way = textOf(route.ingress);
    const left = must(ingresses.get(way), words).filter((place) => place.ordinal !== ordinal);
    if (left.length > 0) ingresses.set(way, left);
    else ingresses.delete(way);
    if (ingresses.size === 0) sources.delete(route.from);
    if (sources.size === 0) places.delete(route.to);
    if (places.size === 0) classes.splice(classes.indexOf(found), 1);
  }
}

const fromLengthOf = ({ from }: Route): number => (from === undefined ? -1 : prefixLength(from));

/** The class of a route, made where it belongs when it is not there yet. */
function classFor(classes: RouteClass[], route: Route): RouteClass {
  const order = route.order ?? 0;
  const toLength = prefixLength(route.to);
  const fromLength = fromLengthOf(route);
  const at = classes.findIndex(
    (each) => (each.order - order || toLength - each.toLength || fromLength - each.fromLength) >= 0,
  );
  const found = classes[at];
  const isSame =
    found?.order === order && found.toLength === toLength && found.fromLength === fromLength;
  if (isSame) return found;
  const made = { order, toLength, fromLength, places: new Map() };
  classes.splice(at < 0 ? classes.length : at, 0, made);
  return made;
}

const textOf = (ingress: Route['ingress']): string =>
  typeof ingress === 'object' ? `at ${ingress.iface}` : (ingress ?? '');

/** The value of a key, made when there is none. */
function madeIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The routes of a class that cover a packet, in the order of insertion. */
function placesFor(each: RouteClass, { src, dst, via }: RouteQuery): readonly Place[] {
  const { places, toLength, fromLength } = each;
  const sources = places.get(toPrefix(dst, toLength));
  const from = fromLength < 0 ? undefined : toPrefix(src, fromLength);
  const ingresses = sources?.get(from);
  if (ingresses === undefined) return NOWHERE;
  let found = ingresses.get('') ?? NOWHERE;
  if (via === undefined) return found;
  for (const [way, more] of ingresses) {
    const ingress = more[0]?.route.ingress;
    if (way === '' || ingress === undefined || !cameBy(ingress, via)) continue;
    found = found.length === 0 ? more : [...found, ...more].sort((a, b) => a.ordinal - b.ordinal);
  }
  return found;
}
