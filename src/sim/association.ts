// Layer 2 of a radio cell: a station joins or leaves an access point, and both ends come to know.

import { must } from '#base/assert.ts';
import type { IfaceId, LinkId, Seq } from '#base/ids.ts';
import type { Mac } from '#wire/address.ts';
import { isUp } from './condition.ts';
import type { Effect } from './effect.ts';
import type { Stimulus } from './role.ts';
import { call, flushRows } from './turn.ts';
import type { Link, LinkEnd, Missed, Node, Run } from './world.ts';

/** Access Technology Type of WLAN, RFC 5213 §8.5. */
export const USUAL_ATT = 4;

/** Where an interface goes, and the radio that it replaces on purpose. */
type Joining = Omit<Extract<Effect, { do: 'associate' }>, 'do'>;

/** Moves an interface into a cell, or out of all cells. */
export function associate(run: Run, node: Node, joining: Joining, cause: Seq): void {
  const { iface, cell } = joining;
  const { associations, lastCells, linkById } = run.world;
  const key = `${node.id} ${iface}`;
  const before = associations.get(key)?.cell;
  const linkOf = (id: LinkId) => must(linkById.get(id), () => `there is a cell ${id}`);
  if (before === cell) {
    if (cell === undefined || joining.instead === undefined) return;
    tellAccessPoint(run, node, { joining, link: linkOf(cell), change: 'up' }, cause);
    return;
  }
  if (before !== undefined) {
    associations.delete(key);
    lastCells.set(key, { cell: before });
    flushRows(run, cause);
    tellBoth(run, node, { joining: { iface, cell }, link: linkOf(before), change: 'down' }, cause);
  }
  if (cell === undefined) return;
  const link = linkOf(cell);
  const accessPoint = must(link.spec.ends[0]?.node, () => `${cell} has an access point`);
  associations.set(key, { node: node.id, iface, cell, accessPoint, since: run.world.now });
  flushRows(run, cause);
  tellBoth(run, node, { joining, link, change: 'up' }, cause);
}

/** A change of a station's link, to be told. */
interface News {
  readonly joining: Joining;
  readonly link: Link;
  readonly change: 'up' | 'down';
}

/** Two `link` events, and a stimulus for every role at either end. */
function tellBoth(run: Run, station: Node, news: News, cause: Seq): void {
  const end = endOf(news.link);
  const accessPoint = must(run.world.nodeById.get(end.node), () => `there is a node ${end.node}`);
  inform(run, station, accessPoint, cause, {
    ...commonOf(run, station, news),
    iface: news.joining.iface,
    peer: accessPoint.id,
    peerMac: macOf(accessPoint, end.iface),
    peerIface: end.iface,
  });
  tellAccessPoint(run, station, news, cause);
}

function tellAccessPoint(run: Run, station: Node, news: News, cause: Seq): void {
  const end = endOf(news.link);
  const accessPoint = must(run.world.nodeById.get(end.node), () => `there is a node ${end.node}`);
  const { iface, instead } = news.joining;
  const { mnId } = station.spec;
  inform(run, accessPoint, station, cause, {
    ...commonOf(run, station, news),
    iface: end.iface,
    peer: station.id,
    peerMac: macOf(station, iface),
    peerIface: iface,
    ...(mnId !== undefined && { mnId }),
    ...(instead !== undefined && { instead }),
  });
}

const endOf = (link: Link): LinkEnd =>
  must(link.spec.ends[0], () => `${link.id} has an access point`);

const macOf = (node: Node, id: IfaceId): Mac =>
  must(node.interfaces.get(id)?.mac, () => `${node.id} ${id} has a link-layer address`);

/** What both ends hear. */
function commonOf(run: Run, station: Node, { joining: { iface }, link, change }: News) {
  const previous = run.world.lastCells.get(`${station.id} ${iface}`)?.cell;
  return {
    on: 'link',
    change,
    cell: link.id,
    att: link.spec.att ?? USUAL_ATT,
    ...(change === 'up' && previous !== undefined && { previous }),
  } as const;
}

/** A node that is down hears nothing; one that keeps its state hears of it when it is up again. */
function miss(run: Run, node: Node, one: Missed['stimuli'][number]): void {
  const { missed, nodeRows } = run.world;
  if (nodeRows.get(node.id)?.state === 'lost') return;
  const before = missed.get(node.id)?.stimuli ?? [];
  missed.set(node.id, { stimuli: [...before, one] });
}

/** A node's radios go silent: its own, and those of its stations. */
export function leaveAll(run: Run, node: Node, cause: Seq): void {
  const { associations, nodeById } = run.world;
  const rows = [...associations.values()];
  for (const row of rows) {
    if (row.node !== node.id && row.accessPoint !== node.id) continue;
    const station = must(nodeById.get(row.node), () => `there is a node ${row.node}`);
    associate(run, station, { iface: row.iface, cell: undefined }, cause);
  }
}

function inform(
  run: Run,
  node: Node,
  peer: Node,
  cause: Seq,
  stimulus: Extract<Stimulus, { on: 'link' }>,
): void {
  const by = { node: node.index, cause };
  const seq = run.log.link(by, stimulus.iface, stimulus.change, stimulus.cell, peer.index);
  if (isUp(run.world, node)) {
    for (const actor of node.actors) call(run, node, actor, stimulus, seq);
  } else miss(run, node, { stimulus, cause: seq });
}
