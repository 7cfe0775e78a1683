// The table of a local mobility anchor that says which flow goes into which tunnel (MIF §4.2, RFC
// 7864 §5.2), as the stage shows it: entries first, then running flows that have none.

import type { NodeId } from '#base/ids.ts';
import { selects } from '#net/flow.ts';
import type { FlowRow as SeenFlow, FlowSelector, FlowUse, Range } from '#net/flow.ts';
import { INITIATOR_PORT, responderPort } from '#protocols/traffic/payload.ts';
import { prefixContains, toPrefix, type Ipv6 } from '#wire/address.ts';
import { entriesOf, rowOf, rowsOf } from './reader.ts';
import type { FlowEntryRow, FlowRow, GroupRow, LmaBindingRow } from './rows.ts';
import type { SceneSource } from './scene-source.ts';
import type { FlowEntryScene } from './scene-types.ts';

/** An anchor's tables. */
interface Anchor {
  readonly source: SceneSource;
  readonly node: NodeId;
  readonly entries: readonly (readonly [key: string, row: FlowEntryRow])[];
  readonly bindings: readonly LmaBindingRow[];
  /** Flows that the stack has seen, and what has passed of them. */
  readonly seen: readonly (readonly [mark: string, row: SeenFlow])[];
  readonly use: ReadonlyMap<string, FlowUse>;
}

/** Undefined: the anchor does not tell flows apart. */
function anchorAt(source: SceneSource, node: NodeId): Anchor | undefined {
  const { reader } = source;
  if (reader.table(node, 'stack', 'flows') === undefined) return undefined;
  const entries = entriesOf<FlowEntryRow>(reader, node, 'lma', 'flows');
  return {
    source,
    node,
    entries: entries.toSorted(([, a], [, b]) => a.priority - b.priority),
    bindings: rowsOf<LmaBindingRow>(reader, node, 'lma', 'bindings'),
    seen: entriesOf<SeenFlow>(reader, node, 'stack', 'flows'),
    use: source.useOf(node),
  };
}

/** The table; undefined where the anchor does not tell flows apart. */
export function flowEntries(
  source: SceneSource,
  node: NodeId,
): readonly FlowEntryScene[] | undefined {
  const anchor = anchorAt(source, node);
  if (anchor === undefined) return undefined;
  const running = runningFlows(source);
  const others = running.filter((flow) => !anchor.entries.some(([, row]) => isOf(row, flow)));
  return [
    ...anchor.entries.map(([key, row]) => entryScene(anchor, key, row)),
    ...others.flatMap((row) => plainScene(anchor, row)),
  ];
}

/**
 * The gateways that what comes to a socket is sent to; undefined where no anchor has the prefix of
 * its address.
 */
export function gatewaysOfFlow(source: SceneSource, flow: FlowRow): readonly NodeId[] | undefined {
  if (flow.source === undefined) return undefined;
  for (const { id, kind } of source.scenario.nodes) {
    if (kind !== 'lma') continue;
    const bindings = rowsOf<LmaBindingRow>(source.reader, id, 'lma', 'bindings');
    const own = bindingOf(bindings, flow.source);
    if (own === undefined) continue;
    const anchor = anchorAt(source, id);
    const entry = anchor?.entries.find(([, row]) => row.active && isOf(row, flow))?.[1];
    if (anchor !== undefined && entry !== undefined) return gatewaysOf(anchor, entry);
    return own.state === 'active' ? nodesAt(source, [own]) : [];
  }
  return undefined;
}

const UDP = 17;

/** Whether an entry is about what comes to a socket. Its label is the peer's, and not known here. */
function isOf({ name, selector }: FlowEntryRow, flow: FlowRow): boolean {
  if (name === flow.id) return true;
  const { source: dst, destination: src, number } = flow;
  if (dst === undefined || src === undefined) return false;
  const { flowLabel: _label, ...rest } = selector;
  return selects(rest, {
    src,
    dst,
    sourcePort: responderPort(number),
    destinationPort: INITIATOR_PORT + number,
    protocol: UDP,
    flowLabel: 0,
    trafficClass: 0,
    spi: undefined,
  });
}

const runningFlows = ({ scenario, reader }: SceneSource): readonly FlowRow[] =>
  scenario.nodes
    .flatMap(({ id }) => rowsOf<FlowRow>(reader, id, 'source', 'flows'))
    .filter(({ running }) => running);

const bindingOf = (bindings: readonly LmaBindingRow[], address: Ipv6): LmaBindingRow | undefined =>
  bindings.find(({ prefixes }) => prefixes.some((prefix) => prefixContains(prefix, address)));

const nodesAt = ({ cast }: SceneSource, bindings: readonly LmaBindingRow[]): readonly NodeId[] => [
  ...new Set(bindings.flatMap(({ proxyCareOfAddress }) => cast.nodeAt(proxyCareOfAddress) ?? [])),
];

/** The gateways at the ends of the tunnels that an entry leads into. */
function gatewaysOf(
  { source, bindings }: Anchor,
  { action, out }: FlowEntryRow,
): readonly NodeId[] {
  if (action === 'drop') return [];
  return nodesAt(
    source,
    bindings.filter(({ tunnel }) => tunnel !== undefined && out.includes(tunnel)),
  );
}

function entryScene(anchor: Anchor, key: string, row: FlowEntryRow): FlowEntryScene {
  const { source } = anchor;
  const flow = runningFlows(source).find((one) => isOf(row, one));
  const mn = source.cast.mobileOf(row.mnId);
  const state = row.action === 'drop' ? 'drop' : row.active ? 'active' : 'fallback';
  return {
    key,
    name: row.name === undefined ? `flow ${row.fid}` : nameOfEntry(source, row.name),
    ...(flow === undefined ? {} : { flow: flow.id, number: flow.number }),
    ...(mn === undefined ? {} : { mn }),
    fid: row.fid,
    short: shortWords(source, row.selector, row.mnId),
    facts: factWords(source, row.selector),
    state,
    to: state === 'fallback' ? fallbackOf(anchor, row, flow) : gatewaysOf(anchor, row),
    bids: state === 'active' ? standingOf(anchor, row) : [],
    by: row.by,
    packets: packetsOf(anchor, (seen) => seen.rule === key),
  };
}

/** RFC 6089 §5.3.6: bindings of an entry that do not stand have no effect. */
function standingOf({ source, node }: Anchor, row: FlowEntryRow): readonly number[] {
  const members = membersOf(source, node, row.mnId).filter(({ bid }) => row.bids.includes(bid));
  return members.flatMap(({ bid, binding: key }) => {
    const at = { node, role: 'lma', table: 'bindings', key };
    const tunnel = rowOf<LmaBindingRow>(source.reader, at)?.tunnel;
    return tunnel !== undefined && row.out.includes(tunnel) ? bid : [];
  });
}

/** The bindings of a node at an anchor, with their identifiers (RFC 7864 §5.1). */
export const membersOf = (
  { reader }: SceneSource,
  node: NodeId,
  key: string,
): GroupRow['members'] =>
  rowOf<GroupRow>(reader, { node, role: 'lma', table: 'groups', key })?.members ?? [];

/** A prefix that was moved as one is called by its name. */
const nameOfEntry = ({ cast }: SceneSource, name: string): string =>
  name.includes(':') ? cast.prefixes.nameOf(name) : name;

/** M-8: without its tunnels a flow goes where its prefix goes. */
function fallbackOf(
  { source, bindings }: Anchor,
  { selector }: FlowEntryRow,
  flow: FlowRow | undefined,
): readonly NodeId[] {
  const address = selector.dst?.[0] ?? flow?.source;
  const own = address && bindingOf(bindings, address);
  return own?.state === 'active' ? nodesAt(source, [own]) : [];
}

/** A running flow that has no entry. */
function plainScene(anchor: Anchor, row: FlowRow): readonly FlowEntryScene[] {
  const { source, bindings } = anchor;
  const own = row.source && bindingOf(bindings, row.source);
  if (own === undefined || row.source === undefined) return [];
  const port = INITIATOR_PORT + row.number;
  const peer = source.cast.nameOf(row.to);
  return [
    {
      key: row.id,
      name: row.id,
      flow: row.id,
      number: row.number,
      mn: row.from,
      short: `${peer} → ${prefixOf(source, row.source)}`,
      facts: `from ${peer} to ${row.source} port ${port}, no entry`,
      state: 'prefix',
      to: own.state === 'active' ? nodesAt(source, [own]) : [],
      bids: [],
      packets: packetsOf(
        anchor,
        (seen) =>
          seen.rule === undefined && seen.dst === row.source && seen.destinationPort === port,
      ),
    },
  ];
}

const prefixOf = ({ cast }: SceneSource, address: Ipv6): string =>
  cast.prefixes.nameOf(toPrefix(address, 64));

function packetsOf({ seen, use }: Anchor, isMeant: (row: SeenFlow) => boolean): number {
  return seen
    .filter(([, row]) => isMeant(row))
    .reduce((sum, [mark]) => sum + (use.get(mark)?.packets ?? 0), 0);
}

/** `CN1 → HNP1`: where packets come from, and whose or which prefix they are for. */
function shortWords(source: SceneSource, { src, dst }: FlowSelector, mnId: string): string {
  const { cast } = source;
  const peer = src === undefined ? 'any' : (nodeName(source, src[0]) ?? src[0]);
  const mn = cast.mobileOf(mnId);
  const owner = mn === undefined ? mnId : cast.nameOf(mn);
  return `${peer} → ${dst === undefined ? owner : prefixOf(source, dst[0])}`;
}

function nodeName({ cast }: SceneSource, address: Ipv6): string | undefined {
  const node = cast.nodeAt(address);
  return node && cast.nameOf(node);
}

const PROTOCOLS: Readonly<Record<number, string>> = { 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' };

/** All that a selector asks for, in the order of MIF §5.3.1. */
function factWords(source: SceneSource, selector: FlowSelector): string {
  const { src, dst, flowLabel, sourcePort, destinationPort, protocol } = selector;
  const place = (range: Range<Ipv6>): string =>
    range[0] === range[1] ? (nodeName(source, range[0]) ?? range[0]) : toPrefix(range[0], 64);
  const words = [
    ...(src === undefined ? [] : [`from ${place(src)}`]),
    ...(dst === undefined ? [] : [`to ${place(dst)}`]),
    ...(flowLabel === undefined ? [] : [`label ${rangeWords(flowLabel)}`]),
    ...(sourcePort === undefined ? [] : [`source port ${rangeWords(sourcePort)}`]),
    ...(destinationPort === undefined ? [] : [`destination port ${rangeWords(destinationPort)}`]),
    ...(protocol === undefined ? [] : [PROTOCOLS[protocol[0]] ?? `protocol ${protocol[0]}`]),
  ];
  return words.length === 0 ? 'all packets' : words.join(', ');
}

const rangeWords = ([first, last]: Range<number>): string =>
  first === last ? String(first) : `${first} to ${last}`;
