// Reads a world's tables: the roles' as they declare them, the stack's as this floor shows them.

import type { NodeId } from '#base/ids.ts';
import { must } from '#base/assert.ts';
import type { ReadonlyTable } from '#base/table.ts';
import type { TableSpec } from '#sim/role.ts';
import type { Timeline } from '#sim/timeline.ts';
import type { Node, Steering } from '#sim/world.ts';
import type { OwnedTable, Reader } from './reader.ts';
import { flowTables, stackTables } from './stack-tables.ts';

/** Tables that only help a role to remember: not shown. A role may declare such by an empty title. */
const isShown = (spec: TableSpec<object>): boolean => spec.title !== '' && spec.columns.length > 0;

/** A reader of the world at the playhead. */
export function readerOf(timeline: Timeline): Reader {
  const { world } = timeline;
  const owned = new Map<NodeId, readonly OwnedTable[]>(
    world.nodes.map((node) => [node.id, [...tablesOfRoles(node), ...tablesOfStack(node)]]),
  );
  return {
    table: (node, role, table) => world.tables.get(`${node}/${role}/${table}`),
    tablesOf: (node) => owned.get(node) ?? [],
  };
}

function tablesOfRoles(node: Node): readonly OwnedTable[] {
  return node.actors.flatMap((actor) =>
    Object.values(actor.role.tables)
      .filter((spec) => isShown(spec as TableSpec<object>))
      .map((spec) => ({
        role: actor.name,
        spec: spec as TableSpec<object>,
        rows: must(actor.tables[spec.id], `${actor.name} has a table ${spec.id}`),
      })),
  );
}

function tablesOfStack(node: Node): readonly OwnedTable[] {
  const { routes, interfaces, neighbours, buffers, steering } = node;
  const rows = { routes, interfaces, neighbours, buffers };
  const flows = steering === undefined ? [] : flowTablesOf(steering);
  const ids = Object.keys(stackTables) as (keyof typeof stackTables)[];
  const shown = ids.filter((id) => id !== 'buffers' || mayBuffer(node));
  const plain = shown.map((id) => ({
    role: 'stack',
    // The specs and the tables have the same row types by name.
    spec: stackTables[id] as unknown as TableSpec<object>,
    rows: rows[id] as ReadonlyTable<object>,
  }));
  return [...flows, ...plain];
}

/** gateways keep packets only where the scenario gives them room. */
const mayBuffer = ({ actors, sight }: Node): boolean =>
  Number(sight.knob('handoverBuffer')) > 0 && actors.some(({ name }) => name === 'dgw');

const flowTablesOf = ({ flows, rules }: Steering): readonly OwnedTable[] => [
  { role: 'stack', spec: flowTables.flows as unknown as TableSpec<object>, rows: flows },
  { role: 'stack', spec: flowTables.flowRules as unknown as TableSpec<object>, rows: rules },
];
