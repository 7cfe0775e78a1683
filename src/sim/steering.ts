// Flows of a node that steers them, MIF §5.3: a packet is known by its facts, gets the mark of its
// flow, and the mark's rule says which tunnels it takes. The mark stands beside the packet and
// changes no octet of it.

import { must } from '#base/assert.ts';
import { exactTuple, type FlowRow, type FlowRule, type FlowTuple } from '#net/flow.ts';
import type { PacketPlace } from '#net/flow-key.ts';
import type { FlowWay } from '#net/flow-table.ts';
import type { Interface } from '#net/interface.ts';
import { destinationOf, IPV6_OCTETS, lengthOf, nextOf, sourceOf, type Parcel } from './parcel.ts';
import { call, flushRows, STACK } from './turn.ts';
import type { Node, Run, Steering } from './world.ts';

/** Flows that no rule names are forgotten beyond so many: the one that was idle longest. */
const MOST_UNLISTED = 256;

const steeringOf = (node: Node): Steering => must(node.steering, () => `${node.id} steers flows`);

/** A rule is set; a flow that it names alone is listed from now on. */
export function setFlowRule(node: Node, rule: FlowRule): void {
  const steering = steeringOf(node);
  const before = steering.rules.get(rule.id);
  steering.rules.set(rule.id, rule);
  if (before !== undefined) relist(steering, before);
  relist(steering, rule);
}

export function removeFlowRule(node: Node, id: string): void {
  const steering = steeringOf(node);
  const rule = steering.rules.get(id);
  if (rule === undefined) return;
  steering.rules.delete(id);
  relist(steering, rule);
}

function relist({ flows, table }: Steering, rule: FlowRule): void {
  const tuple = exactTuple(rule.selector);
  const row = tuple && table.rowOf({ ...tuple, trafficClass: 0 });
  if (row === undefined) return;
  flows.set(`${row.mark}`, { ...row, listed: table.rules.isListed(row) });
}

/** Where a packet goes on its way to a mobile node; none: the routes decide. */
export function flowWay(run: Run, node: Node, parcel: Parcel): FlowWay | undefined {
  const steering = steeringOf(node);
  const { table, flows } = steering;
  const found = table.find(placeOf(run, parcel));
  if (found < 0) {
    const facts = table.factsOfLast({ src: sourceOf(parcel), dst: destinationOf(parcel) });
    const rule = table.rules.find(facts);
    const row = begin(run, node, { ...facts, rule: rule?.id, uplink: undefined }, parcel);
    count(run, steering, row, parcel);
    return rule;
  }
  count(run, steering, table.rowAt(found), parcel);
  if (table.isDecided(found)) return table.wayAt(found);
  const rule = table.decideAt(found);
  const row = table.rowAt(found);
  if (rule?.id !== row.rule) {
    flows.set(`${row.mark}`, { ...row, rule: rule?.id });
    flushRows(run, parcel.cause);
  }
  return rule;
}

/** A packet of a steered flow in the other direction came out of a tunnel. */
export function noteUplink(run: Run, node: Node, parcel: Parcel, via: Interface): void {
  const steering = steeringOf(node);
  const { table, flows, spec } = steering;
  const known = table.findReverse(placeOf(run, parcel));
  if (known?.uplink === via.id) return;
  const [src, dst] = [destinationOf(parcel), sourceOf(parcel)];
  let row = known;
  if (row === undefined) {
    const facts = table.factsOfLast({ src, dst });
    row = begin(run, node, { ...facts, rule: undefined, uplink: via.id }, parcel);
  } else {
    row = { ...row, uplink: via.id };
    flows.set(`${row.mark}`, row);
    flushRows(run, parcel.cause);
  }
  const actor = node.actors.find((each) => each.name === spec.tells);
  if (actor === undefined) return;
  const { sourcePort, destinationPort, protocol } = row;
  const tuple = { src, dst, sourcePort, destinationPort, protocol };
  const news = { say: 'uplink', iface: via.id, mark: row.mark, ...tuple };
  call(run, node, actor, { on: 'news', from: STACK, news }, parcel.cause);
}

/** A flow that was not known. */
function begin(
  run: Run,
  node: Node,
  seen: FlowTuple & Pick<FlowRow, 'trafficClass' | 'rule' | 'uplink'>,
  { cause }: Parcel,
): FlowRow {
  const steering = steeringOf(node);
  const { flows, marks, table } = steering;
  const mark = marks.get('next')?.next ?? 1;
  marks.set('next', { next: mark + 1 });
  const listed = table.rules.isListed(seen);
  if (!listed) makeRoom(steering);
  const row: FlowRow = {
    mark,
    src: seen.src,
    dst: seen.dst,
    sourcePort: seen.sourcePort,
    destinationPort: seen.destinationPort,
    flowLabel: seen.flowLabel,
    protocol: seen.protocol,
    trafficClass: seen.trafficClass,
    rule: seen.rule,
    listed,
    since: run.world.now,
    uplink: seen.uplink,
  };
  flows.set(`${mark}`, row);
  flushRows(run, cause);
  return row;
}

function makeRoom({ flows, table, use }: Steering): void {
  if (table.unlisted.size < MOST_UNLISTED) return;
  let oldest: FlowRow | undefined;
  let idleSince = Number.MAX_SAFE_INTEGER;
  for (const key of table.unlisted) {
    const row = must(flows.get(key), 'the flow stands');
    const last = use.get(key)?.last ?? row.since;
    if (last > idleSince || (last === idleSince && row.mark > (oldest?.mark ?? 0))) continue;
    oldest = row;
    idleSince = last;
  }
  if (oldest === undefined) return;
  flows.delete(`${oldest.mark}`);
  use.delete(`${oldest.mark}`);
}

function count(run: Run, { use }: Steering, { mark }: FlowRow, parcel: Parcel): void {
  const key = `${mark}`;
  const before = use.get(key);
  use.set(key, {
    packets: (before?.packets ?? 0) + 1,
    octets: (before?.octets ?? 0) + lengthOf(parcel),
    last: run.world.now,
  });
}

/** Where a packet's facts lie. */
function placeOf(run: Run, parcel: Parcel): PacketPlace {
  const { arena } = run.log;
  const { view, next } = nextOf(arena, parcel);
  const inHead = parcel.headLength - IPV6_OCTETS;
  return {
    head: parcel.chunk.view,
    at: parcel.at,
    upper: view,
    upperAt: next,
    upperLength: inHead > 0 ? inHead : parcel.tailLength,
  };
}
