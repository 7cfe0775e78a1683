// The stage at the playhead: everything but what flies. Read from the tables of the roles; the screen
// decides nothing about protocols, so what it needs is said here in its own terms.

import type { NodeId } from '#base/ids.ts';
import type { ScenarioNode } from '#scenario/schema.ts';
import { freshNotes } from './fresh-notes.ts';
import { rowOf, rowsOf } from './reader.ts';
import type {
  BindingRow,
  ClockRow,
  DlifRow,
  FlowRow,
  HssRecord,
  LinkRow,
  NodeRow,
  PositionRow,
  UpdateRow,
} from './rows.ts';
import { carriedPlace, directScene, homeAgentScene } from './scene-mip6.ts';
import { lossesByNode } from './scene-losses.ts';
import { cmdRecords } from './scene-cmd.ts';
import { mnRole, mnScene } from './scene-mobile.ts';
import { accessGatewayScene, anchorScene } from './scene-pmip.ts';
import { anchorOf, listOf, type SceneSource } from './scene-source.ts';
import { tunnelScenes } from './scene-tunnels.ts';
import type { DlifScene, NodeScene, Scene } from './scene-types.ts';

/** The scene of one instant. */
export function sceneOf(source: SceneSource): Scene {
  const losses = lossesByNode(source);
  const notes = freshNotes(source);
  return {
    nodes: source.scenario.nodes.map((node) => {
      const note = notes.get(node.id);
      const scene = nodeScene(source, node, losses.get(node.id) ?? []);
      return note === undefined ? scene : { ...scene, note };
    }),
    links: linkScenes(source),
    tunnels: tunnelScenes(source),
    flows: flowScenes(source),
  };
}

function nodeScene(source: SceneSource, node: ScenarioNode, lost: NodeScene['lost']): NodeScene {
  const { reader } = source;
  const at = { node: 'world', role: 'world' };
  const position = rowOf<PositionRow>(reader, { ...at, table: 'positions', key: node.id });
  const up = rowOf<NodeRow>(reader, { ...at, table: 'nodes', key: node.id })?.up ?? true;
  const offset = rowOf<ClockRow>(reader, { ...at, table: 'clocks', key: node.id })?.offset ?? 0;
  const base = {
    id: node.id,
    kind: node.kind,
    name: source.cast.nameOf(node.id),
    x: position?.x ?? node.x,
    y: position?.y ?? node.y,
    up,
    lost,
    ...(node.address === undefined ? {} : { address: node.address }),
    ...(offset === 0 ? {} : { clock: offset }),
  };
  switch (node.kind) {
    case 'mn':
    case 'mr':
      return { ...base, role: mnRole(source, node.id), mn: mnScene(source, node) };
    case 'ar':
      return { ...base, role: up ? '' : 'down', ...prefixScene(node), ...cellScene(node) };
    case 'ha':
      return {
        ...base,
        ...homeAgentScene(source, node.id),
        ...prefixScene(node),
        ...cellScene(node),
      };
    case 'dgw':
      return { ...base, ...gatewayScene(source, node), ...cellScene(node) };
    case 'mag':
      return { ...base, ...accessGatewayScene(source, node.id), ...cellScene(node) };
    case 'lma':
      return { ...base, ...anchorScene(source, node.id) };
    case 'cmd':
      return { ...base, role: up ? '' : 'down', records: cmdRecords(source, node.id) };
    case 'hss':
      return { ...base, role: up ? '' : 'down', records: hssRecords(source, node.id) };
    case 'lfn':
      return { ...base, ...carriedPlace(source, node), role: flowsAt(source, node.id) };
    case 'cn':
      return { ...base, role: flowsAt(source, node.id), ...directScene(source, node.id) };
    case 'localnet':
      return { ...base, role: flowsAt(source, node.id) };
    case 'core':
      return { ...base, role: '' };
  }
}

function gatewayScene(
  source: SceneSource,
  node: ScenarioNode,
): Pick<NodeScene, 'role' | 'dlifs' | 'timer'> {
  const { reader } = source;
  const dlifs = byMobileNode(
    rowsOf<DlifRow>(reader, node.id, 'dgw', 'dlifs').map((row) => dlifScene(source, row)),
  );
  const timer = nextRefresh(rowsOf<UpdateRow>(reader, node.id, 'dgw', 'updates'));
  return {
    role: gatewayRole(source, node.id),
    dlifs,
    ...(timer === undefined ? {} : { timer }),
  };
}

/** The prefix of a plain cell. */
const prefixScene = ({ prefix }: ScenarioNode): Pick<NodeScene, 'prefix'> =>
  prefix === undefined ? {} : { prefix };

function cellScene({ id, x, y, cell }: ScenarioNode): Pick<NodeScene, 'cell'> {
  if (cell === undefined) return {};
  const { dx, dy, rx, ry } = cell;
  return { cell: { link: `radio-${id}`, x: x + dx, y: y + dy, rx, ry } };
}

/** DLIFs in use first, those of one mobile node side by side (DMM Figure 3); what is only kept comes last. */
function byMobileNode(dlifs: readonly DlifScene[]): readonly DlifScene[] {
  const order = [...new Set(dlifs.map((dlif) => dlif.mn))];
  const rank = ({ mn, state }: DlifScene): number =>
    order.indexOf(mn) + (state === 'kept' ? order.length : 0);
  return dlifs.toSorted((a, b) => rank(a) - rank(b));
}

function dlifScene(source: SceneSource, row: DlifRow): DlifScene {
  const prefix = row.prefixes[0] ?? '';
  return {
    name: row.name,
    mn: row.mn,
    anchor: anchorOf(source, prefix, source.cast.nodeAt(row.anchor)),
    mac: row.mac ?? '',
    linkLocal: row.linkLocal,
    prefix,
    state: row.state,
    deprecated: row.deprecated,
  };
}

function gatewayRole(source: SceneSource, node: NodeId): string {
  const bindings = rowsOf<BindingRow>(source.reader, node, 'dgw', 'bindings');
  const serving = rowsOf<DlifRow>(source.reader, node, 'dgw', 'dlifs')
    .filter((row) => row.state === 'serving')
    .map((row) => source.cast.nameOf(row.mn));
  const kept = bindings
    .filter((row) => row.state === 'away')
    .map((row) => source.cast.prefixes.nameOf(row.prefix));
  const words: string[] = [];
  if (serving.length > 0) words.push(`serving ${listOf(serving)}`);
  if (kept.length > 0) words.push(`anchor of ${listOf(kept)}`);
  return words.join(', ');
}

function nextRefresh(updates: readonly UpdateRow[]): NodeScene['timer'] {
  let next: NodeScene['timer'];
  for (const row of updates) {
    if (row.refreshAt === undefined || row.acceptedAt === undefined) continue;
    if (next !== undefined && next.due <= row.refreshAt) continue;
    next = { label: 'refresh', armedAt: row.acceptedAt, due: row.refreshAt };
  }
  return next;
}

function hssRecords(source: SceneSource, node: NodeId): readonly string[] {
  return rowsOf<HssRecord>(source.reader, node, 'hss', 'records').map((record) => {
    const anchors = record.anchors.map((one) => {
      const gateway = source.cast.nodeAt(one.anchor);
      const where = gateway === undefined ? one.anchor : source.cast.nameOf(gateway);
      return `${where}, ${source.cast.prefixes.nameOf(one.prefix)}`;
    });
    return `${record.mnId.split('@')[0]}: ${anchors.join('; ')}`;
  });
}

function flowsAt(source: SceneSource, node: NodeId): string {
  const running = flowRows(source)
    .filter((row) => row.running && (row.from === node || row.to === node))
    .map((row) => row.id);
  return running.length === 0 ? '' : `${listOf(running)} running`;
}

function flowRows(source: SceneSource): readonly FlowRow[] {
  return source.scenario.nodes.flatMap((node) =>
    rowsOf<FlowRow>(source.reader, node.id, 'source', 'flows'),
  );
}

function flowScenes(source: SceneSource): Scene['flows'] {
  return flowRows(source).map((row) => ({
    id: row.id,
    running: row.running,
    from: row.from,
    to: row.to,
    source: row.source,
    anchor: row.source === undefined ? undefined : source.cast.prefixes.anchorOf(row.source),
    sent: row.sent,
    received: row.received,
    lost: row.lost ?? 0,
  }));
}

function linkScenes(source: SceneSource): Scene['links'] {
  return source.scenario.links.map((link) => {
    const row = rowOf<LinkRow>(source.reader, {
      node: 'world',
      role: 'world',
      table: 'links',
      key: link.id,
    });
    return {
      id: link.id,
      ends: link.ends,
      up: row?.up ?? true,
      delay: row?.delay ?? link.delay,
      loss: row?.loss ?? link.loss ?? 0,
    };
  });
}
