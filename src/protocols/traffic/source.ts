// Role `source`: opens flows of datagrams and hears the answers. It asks once for its address (RFC
// 6724) and keeps it, as an application keeps its socket, though a better address may come (RFC
// 4862 §5.5.4). Leaves out: congestion control, retransmission, fragmentation.

import { unreachable } from '#base/assert.ts';
import { seconds } from '#base/ids.ts';
import { secondOf } from '#base/joined.ts';
import { sourceFor } from '#net/selection.ts';
import type { FlowSpec } from '#sim/command.ts';
import type { Effect, News } from '#sim/effect.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Sight, Stimulus } from '#sim/role.ts';
import { isLinkLocal, prefixContains } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import { hear } from './counters.ts';
import { complaintOf, endsOf, ERROR_TYPES, isUsable, type Endpoints } from './datagram.ts';
import {
  connected,
  failed,
  idleFlow,
  OPENS,
  openTimerOf,
  opened,
  sendNext,
  stopped,
  stopStream,
  type Step,
} from './flow.ts';
import { decodePayload, INITIATOR_PORT, MAX_FLOWS } from './payload.ts';
import { flowWith, sourceTables } from './rows.ts';
import type { FlowRow, SourceConfig, SourceRows, SourceTables } from './rows.ts';

/** What role `host` is asked and answers about the address of a flow (`nd/questions.ts`). */
const CHOOSE_SOURCE = 'chooseSource';
const FORGET_SOURCE = 'forgetSource';
const SOURCES_CHOSEN = 'sourcesChosen';

/** What one turn works with. */
interface Turn {
  readonly tables: SourceTables;
  readonly sight: Sight;
  readonly config: SourceConfig;
}

function begin(tables: SourceTables, config: SourceConfig, sight: Sight): readonly Effect[] {
  for (const [number, spec] of config.flows.entries()) {
    if (spec.from === sight.node) tables.flows.set(spec.id, idleFlow(spec, number));
  }
  return [];
}

function handle(
  tables: SourceTables,
  stimulus: Stimulus,
  sight: Sight,
  config: SourceConfig,
): readonly Effect[] {
  const turn = { tables, sight, config };
  switch (stimulus.on) {
    case 'command':
      return stimulus.command.do === 'flow' ? onCommand(turn, stimulus.command) : [];
    case 'news':
      return onNews(turn, stimulus.news);
    case 'timer':
      return onTimer(turn, stimulus.timer);
    case 'packet':
      return onPacket(turn, stimulus.packet);
    case 'link':
      return stimulus.change === 'up' ? onMove(turn) : [];
    case 'boot':
      return [];
    default:
      return unreachable(stimulus);
  }
}

/** Writes the row of a step and gives its effects. */
function take({ tables }: Turn, step: Step): readonly Effect[] {
  tables.flows.set(step.row.id, step.row);
  return step.effects;
}

// ── commands ────────────────────────────────────────────────────────────────────────────────────

function onCommand(
  turn: Turn,
  command: { readonly flow: string; readonly change: 'start' | 'stop'; readonly define?: FlowSpec },
): readonly Effect[] {
  const known = turn.tables.flows.get(command.flow);
  const isForeign = command.define !== undefined && command.define.from !== turn.sight.node;
  if (isForeign) return [];
  const row = command.define === undefined ? known : defined(turn, command.define);
  if (row === undefined) return [];
  if (command.change === 'stop') return stop(turn, row);
  if (row.running || row.awaiting) return [];
  return row.afterMove === undefined ? start(turn, row) : take(turn, awaiting(row));
}

/** A flow that is begun with the node's next move. */
const awaiting = (row: FlowRow): Step => ({ row: { ...row, awaiting: true }, effects: [] });

/** The node has joined a cell: what waited for that opens its socket a little later. */
function onMove({ tables }: Turn): readonly Effect[] {
  return [...tables.flows.values()].flatMap(({ id, awaiting: waits, afterMove }) =>
    waits === true && afterMove !== undefined
      ? [{ do: 'arm', timer: openTimerOf(id), after: afterMove, say: `opens ${id}` } as const]
      : [],
  );
}

/** The row of a flow that a person defines; numbers go on after those of the scenario. */
function defined({ tables, config }: Turn, spec: FlowSpec): FlowRow {
  const known = tables.flows.get(spec.id);
  if (known !== undefined) return { ...known, ...spec };
  const ownMade = [...tables.flows.values()].filter((row) => row.number >= config.flows.length);
  return idleFlow(spec, (config.flows.length + ownMade.length) % MAX_FLOWS);
}

function start(turn: Turn, row: FlowRow): readonly Effect[] {
  const destination = turn.config.addressOf[row.to];
  if (destination === undefined) {
    return take(turn, failed(row, `the address of ${row.to} is not known here`));
  }
  const within = row.bind === undefined ? undefined : turn.config.anchorPrefixes[row.bind];
  if (row.bind !== undefined && within === undefined) {
    return take(turn, failed(row, `${row.bind} anchors no prefix`));
  }
  const open = opened(row, destination, turn.sight.now);
  turn.tables.flows.set(open.id, open);
  const asked = askedBy(turn);
  if (asked !== undefined) {
    const { bindIface: iface } = row;
    const bound = {
      ...(within !== undefined && { within }),
      ...(iface !== undefined && { iface }),
    };
    const news: News = { say: CHOOSE_SOURCE, flow: row.id, destination, ...bound };
    return [{ do: 'tell', role: asked, news }];
  }
  const source = fixedSource(turn.sight, destination, within);
  if (source === undefined) return take(turn, failed(open, `no address to reach ${row.to} from`));
  return take(turn, sendNext({ ...open, source, destination }));
}

/** Who knows the node's addresses: by default role `host`, where there is a radio interface. */
function askedBy({ sight, config }: Turn): string | undefined {
  const hasRadio = [...sight.interfaces.values()].some((iface) => iface.kind === 'radio');
  return config.asks ?? (hasRadio ? 'host' : undefined);
}

function stop(turn: Turn, row: FlowRow): readonly Effect[] {
  if (row.awaiting) {
    const { awaiting: _awaiting, ...kept } = row;
    return take(turn, { row: kept, effects: [{ do: 'disarm', timer: openTimerOf(row.id) }] });
  }
  if (!row.running) return [];
  const effects = take(turn, stopped(row, turn.sight.now));
  if (row.source !== undefined) return effects;
  const news = { say: FORGET_SOURCE, flow: row.id };
  return [...effects, { do: 'tell', role: askedBy(turn) ?? 'host', news }];
}

// ── sending ─────────────────────────────────────────────────────────────────────────────────────

function onNews(turn: Turn, news: News): readonly Effect[] {
  if (news.say !== SOURCES_CHOSEN) return [];
  // Role `host` declares the shape of its answer.
  const { chosen } = news as News & {
    readonly chosen: readonly { readonly flow: string; readonly address: Ipv6 }[];
  };
  return chosen.flatMap(({ flow, address }) => {
    const row = turn.tables.flows.get(flow);
    if (row?.running !== true || row.source !== undefined) return [];
    const ready = connected({ ...row, source: address });
    return ready === undefined ? [] : take(turn, sendNext(ready));
  });
}

function onTimer(turn: Turn, timer: string): readonly Effect[] {
  const { flows } = turn.tables;
  if (timer.startsWith(OPENS)) {
    const waits = flows.get(timer.slice(OPENS.length));
    return waits?.awaiting === true ? start(turn, waits) : [];
  }
  const known = flows.get(secondOf(timer));
  const row = known && connected(known);
  if (row?.running !== true) return [];
  if (!isUsable(turn.sight, row.source)) {
    return take(turn, failed(row, `the socket's address ${row.source} is gone`));
  }
  return take(turn, sendNext(row, timer));
}

// ── hearing ─────────────────────────────────────────────────────────────────────────────────────

function onPacket(turn: Turn, packet: Packet): readonly Effect[] {
  if (packet.payload.is === 'icmpv6') {
    const complaint = complaintOf(packet.payload.message);
    if (complaint === undefined) return [];
    const row = flowByPort(turn, complaint.ends.sourcePort);
    if (row?.source !== complaint.ends.src) return [];
    turn.tables.flows.set(row.id, { ...row, lastError: `${complaint.words} (${packet.src})` });
    return [];
  }
  const ends = endsOf(packet);
  const said = ends && decodePayload(ends.data);
  const row = ends && flowByPort(turn, ends.destinationPort);
  if (ends === undefined || said === undefined || row?.number !== said.flow) return [];
  const isOurs = row.source === ends.dst && row.destination === ends.src && row.run === said.run;
  if (isOurs && (said.kind === 'data' || said.kind === 'reply')) {
    const { sent } = row;
    const heard = hear(row, { sequence: said.sequence, now: turn.sight.now });
    const running = row.running && !isComplete(row, heard.highest);
    turn.tables.flows.set(row.id, flowWith(row, heard, { sent, running }));
  }
  const isWanted = isOurs && (row.running || isComplete(row));
  return said.kind === 'data' && !isWanted ? stopAgain(turn, { ...row, run: said.run }, ends) : [];
}

/**
 * A stream that nobody wants: its stop was lost, or an older socket asked for it. Once a second.
 */
function stopAgain(
  turn: Turn,
  { id, run }: Pick<FlowRow, 'id' | 'run'>,
  ends: Endpoints,
): readonly Effect[] {
  const row = turn.tables.flows.get(id);
  const { now } = turn.sight;
  if (row === undefined || now < (row.stoppedAt ?? -STOP_INTERVAL) + STOP_INTERVAL) return [];
  turn.tables.flows.set(id, { ...row, stoppedAt: now });
  const { src, dst, sourcePort, destinationPort } = ends;
  const back = { src: dst, dst: src, sourcePort: destinationPort, destinationPort: sourcePort };
  return [stopStream({ number: row.number, run }, back)];
}

const STOP_INTERVAL = seconds(1);

/** All datagrams of a stream with an end have been sent. */
const isComplete = (row: FlowRow, highest = row.highest): boolean =>
  row.mode === 'down' && row.count !== undefined && highest + 1 >= row.count;

function flowByPort({ tables }: Turn, port: number): FlowRow | undefined {
  for (const row of tables.flows.values()) if (row.number === port - INITIATOR_PORT) return row;
  return undefined;
}

/** The source of a node with configured addresses, RFC 6724 §5. */
function fixedSource(
  sight: Sight,
  destination: Ipv6,
  within: readonly Prefix[] | undefined,
): Ipv6 | undefined {
  const candidates = [...sight.addresses.values()].filter(
    ({ address }) =>
      isLinkLocal(address) === isLinkLocal(destination) &&
      (within === undefined || within.some((prefix) => prefixContains(prefix, address))),
  );
  return sourceFor(candidates, destination);
}

/** The role. */
export const source: AnyRole = defineRole<SourceRows, SourceConfig>({
  name: 'source',
  takes: { udp: true, icmpv6: ERROR_TYPES },
  tables: sourceTables,
  begin,
  handle,
});
