// A WorldSpec to the world before its first event.

import { assert } from '#base/assert.ts';
import { EventHeap } from '#base/heap.ts';
import type { Micros } from '#base/ids.ts';
import { splitStream } from '#base/random.ts';
import { shaped } from '#base/shaped.ts';
import { Table, type Row } from '#base/table.ts';
import type { DirectPath } from '#net/direct-path.ts';
import { addressKey, type Interface, type InterfaceAddress } from '#net/interface.ts';
import { neighbourKey, type Neighbour } from '#net/neighbour.ts';
import type { FlowRow, FlowRule, FlowUse } from '#net/flow.ts';
import { FlowTable } from '#net/flow-table.ts';
import type { Route } from '#net/route.ts';
import { cachesOver, emptyLinkCaches } from './caches.ts';
import { FlowCache } from './flow-cache.ts';
import type { Role, Tables } from './role.ts';
import { followStations } from './members.ts';
import { makeSight } from './sight.ts';
import { Timers } from './timers.ts';
import type {
  Actor,
  AssociationRow,
  CatchRow,
  ClockRow,
  HeldRow,
  LastCell,
  Link,
  LinkSpec,
  LinkRow,
  Missed,
  Node,
  NodeRow,
  NodeSpec,
  BufferRow,
  Buffered,
  PathRow,
  PositionRow,
  Reassembly,
  Signal,
  UseRow,
  Steering,
  SteeringSpec,
  Waiting,
  World,
  WorldSpec,
} from './world.ts';

/** Tokens of a full bucket for ICMPv6 errors. */
export const ERROR_TOKENS = 10;

/** The world before its first event: its roles have not begun. */
export function makeWorld(spec: WorldSpec): World {
  const links: Link[] = [];
  const linkById = new Map<string, Link>();
  const shelf = new Shelf();
  const nodes: Node[] = [];
  /** The owner of the world's own tables. */
  const everyone = spec.nodes.length;
  const nodeById = new Map<string, Node>();
  const world: World = {
    spec,
    now: 0,
    step: 0,
    scripted: 0,
    sequence: 0,
    queue: new EventHeap(),
    random: {
      loss: splitStream(spec.seed, 'loss'),
      jitter: splitStream(spec.seed, 'jitter'),
      ids: splitStream(spec.seed, 'ids'),
    },
    journal: shelf.journal,
    nodes,
    nodeById,
    links,
    linkById,
    tables: shelf.tables,
    keepsakes: shelf.keepsakes,
    positions: shelf.table<PositionRow>('world/world/positions', everyone),
    associations: shelf.table<AssociationRow>('world/world/associations', everyone),
    linkRows: shelf.table<LinkRow>('world/world/links', everyone),
    nodeRows: shelf.table<NodeRow>('world/world/nodes', everyone),
    catches: shelf.table<CatchRow>('world/world/catches', everyone),
    held: shelf.table<HeldRow>('world/world/held', everyone),
    clocks: shelf.table<ClockRow>('world/world/clocks', everyone),
    lastCells: shelf.silent<LastCell>('lastCells'),
    missed: shelf.silent<Missed>('missed'),
    signals: shelf.silent<Signal>('signals'),
    timers: new Timers(),
    inbox: [],
    looped: [],
  };
  for (const [index, node] of spec.nodes.entries()) {
    assert(!nodeById.has(node.id), `one node is called ${node.id}`);
    const made = makeNode(world, shelf, node, index);
    nodes.push(made);
    nodeById.set(node.id, made);
  }
  for (const [index, link] of spec.links.entries()) {
    const made = makeLink(link, index, nodeById);
    links.push(made);
    linkById.set(link.id, made);
  }
  followStations(world);
  fillRows(world);
  checkEnds(world);
  world.journal.length = 0; // what is there at the beginning is no change
  return world;
}

const makeLink = (spec: LinkSpec, index: number, nodes: World['nodeById']): Link => ({
  index,
  id: spec.id,
  spec,
  accessPoint: spec.kind === 'radio' ? nodes.get(spec.ends[0]?.node ?? '') : undefined,
  lanes: new Map(),
  caches: emptyLinkCaches(),
});

/** Makes tables and knows them by name. */
class Shelf {
  readonly journal = [];
  readonly tables = new Map<string, Table<Row>>();
  readonly keepsakes: Table<Row>[] = [];

  table<R extends object>(name: string, owner: number): Table<R> {
    assert(!this.tables.has(name), `one table is called ${name}`);
    const table = new Table<R>(name, this.journal, owner);
    const plain = table as unknown as Table<Row>; // by name, a row is just a row
    this.tables.set(name, plain);
    this.keepsakes.push(plain);
    return table;
  }

  /** A table that leaves no trace. */
  silent<R extends object>(name: string): Table<R> {
    const table = new Table<R>(name);
    this.keepsakes.push(table as unknown as Table<Row>); // to be kept, a row is just a row
    return table;
  }
}

function makeNode(world: World, shelf: Shelf, spec: NodeSpec, index: number): Node {
  const { id } = spec;
  const interfaces = shelf.table<Interface>(`${id}/stack/interfaces`, index);
  const addresses = shelf.table<InterfaceAddress>(`${id}/stack/addresses`, index);
  const routes = shelf.table<Route>(`${id}/stack/routes`, index);
  const neighbours = shelf.table<Neighbour>(`${id}/stack/neighbours`, index);
  const uses = shelf.silent<UseRow>('uses');
  fillStack({ interfaces, addresses, routes, neighbours }, spec);
  const steering = spec.steering && makeSteering(shelf, spec.steering, id, index);
  // Written out, not spread: nodes are read on every hop, and should be of one shape.
  return {
    index,
    id,
    spec,
    actors: spec.roles.map((entry) => makeActor(shelf, id, index, entry)),
    sight: makeSight(world, { id, interfaces, addresses, routes, neighbours, uses, steering }),
    interfaces,
    addresses,
    routes,
    neighbours,
    waiting: shelf.silent<Waiting>('waiting'),
    fragments: shelf.silent<Reassembly>('fragments'),
    buffered: shelf.silent<Buffered>('buffered'),
    buffers: shelf.table<BufferRow>(`${id}/stack/buffers`, index),
    uses,
    paths: shelf.table<PathRow>(`${id}/stack/paths`, index),
    directPaths: shelf.table<DirectPath>(`${id}/stack/directPaths`, index),
    errors: fullBucket(0),
    flows: new FlowCache(),
    caches: cachesOver({ interfaces, addresses, routes, neighbours }),
    steering,
    slots: new Map(),
  };
}

function makeSteering(shelf: Shelf, spec: SteeringSpec, id: string, index: number): Steering {
  const rules = shelf.table<FlowRule>(`${id}/stack/flowRules`, index);
  const flows = shelf.table<FlowRow>(`${id}/stack/flows`, index);
  return {
    spec,
    rules,
    flows,
    use: shelf.silent<FlowUse>('flowUse'),
    marks: shelf.silent<{ readonly next: number }>('marks'),
    table: new FlowTable(rules, flows, spec.labels),
  };
}

/** The stack's tables as they are at the beginning. */
export function fillStack(
  stack: Pick<Node, 'interfaces' | 'addresses' | 'routes' | 'neighbours'>,
  spec: NodeSpec,
): void {
  fill(stack.interfaces, spec.interfaces, (row) => row.id);
  fill(stack.addresses, spec.addresses, (row) =>
    addressKey(row, stack.interfaces.get(row.iface)?.kind),
  );
  fill(stack.routes, spec.routes, (row) => row.id);
  fill(stack.neighbours, spec.neighbours, (row) => neighbourKey(row.iface, row.address));
}

/** Makes a table hold these rows and no others. */
function fill<R extends object>(table: Table<R>, rows: readonly R[], keyOf: (row: R) => string) {
  const keys = new Set(rows.map(keyOf));
  const others = [...table.keys()].filter((key) => !keys.has(key));
  for (const key of others) table.delete(key);
  for (const row of rows) table.set(keyOf(row), shaped(row));
}

/** A full bucket of tokens for ICMPv6 errors. */
export const fullBucket = (at: Micros): Node['errors'] => ({ tokens: ERROR_TOKENS, at });

function makeActor(
  shelf: Shelf,
  node: string,
  index: number,
  entry: NodeSpec['roles'][number],
): Actor {
  const role = entry.role as unknown as Role<Tables, unknown>; // see `defineRole`
  assert(role.name !== 'stack', 'the name stack is taken');
  const tables = Object.keys(role.tables).map(
    (id) => [id, shelf.table<Row>(`${node}/${role.name}/${id}`, index)] as const,
  );
  const { name } = role;
  const { config } = entry;
  return { name, role, config, tables: Object.fromEntries(tables), slots: new Map() };
}

function fillRows(world: World): void {
  for (const { id, x, y } of world.spec.nodes) {
    world.positions.set(id, { x, y });
    world.nodeRows.set(id, { up: true });
  }
  for (const { id, loss = 0, delay } of world.spec.links) {
    world.linkRows.set(id, { up: true, loss, delay });
  }
}

/** The spec is made by code: what does not fit is a bug. */
function checkEnds(world: World): void {
  for (const { id, ends, cell } of world.spec.links) {
    assert(cell === undefined || ends.length === 1, `${id}: a cell has one access point`);
    for (const end of ends) {
      const iface = world.nodeById.get(end.node)?.interfaces.get(end.iface);
      assert(iface !== undefined, `${id} ends at an interface: ${end.node} ${end.iface}`);
      assert(iface.link === id, `${end.node} ${end.iface} is plugged into ${id}`);
    }
  }
}
