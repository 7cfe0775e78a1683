// What the screen looks for in a trace, gathered once while the trace grows: which steps changed which
// rows, what was lost where, when stations moved. Follows the log when a fork cuts it.

import type { FrameId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { Row } from '#base/table.ts';
import type { Command } from '#sim/command.ts';
import type { DropReason, TraceEvent } from '#sim/trace.ts';
import { commandShort } from '#view/command-words.ts';
import type { BindingMessage } from './kinds-of-traffic.ts';

/** The log, as far as this file needs it. */
export interface Trace {
  /** Events known so far; a fork makes it smaller. */
  readonly known: number;
  event(seq: Seq): TraceEvent;
  kindOf(seq: Seq): TraceEvent['kind'];
  /** The frame carries a message of the control plane. */
  isControlFrame(frame: FrameId): boolean;
  /** The message, when the frame carries one that registers, revokes or notifies. */
  bindingMessage(frame: FrameId): BindingMessage | undefined;
  /** The name on the screen. */
  readonly nameOf: (node: NodeId) => string;
  /** A mobile node: of the two `link` events of a move, the station's is told. */
  isStation(node: NodeId): boolean;
}

/** One mark over the scrubber. */
export interface Mark {
  readonly at: Micros;
  readonly seq: Seq;
  readonly type: 'command' | 'attach' | 'detach' | 'lost' | 'note' | BindingMessage;
  readonly words: string;
}

/** A mobile node's home network prefix from an event on. */
interface Home {
  readonly seq: Seq;
  readonly mnId: string;
  readonly prefix: string;
}

interface Drop {
  readonly seq: Seq;
  readonly node: NodeId;
  readonly why: DropReason;
}

/** Roles that user traffic, or what it needs of its neighbours, is delivered to. */
const DATA_ROLES = new Set(['source', 'sink', 'stack']);
/** Rows that change with every data packet: never an effect that the eye should follow. */
const COUNTERS = new Set(['source', 'sink']);
/** Commands that change what a node or a link is: seen at once, though no row may change. */
const FAULTS: ReadonlySet<Command['do']> = new Set(['node', 'link', 'clock']);
/** Rows that repeat what another table says, or that a role keeps for itself. */
const QUIET_TABLES = new Set([
  'stack/neighbours',
  'stack/addresses',
  'stack/interfaces',
  'host/discovery',
  'host/onLink',
  'host/questions',
  'host/routers',
  'accessPoint/stations',
  'dgw/stations',
  'dgw/pool',
  'dgw/peers',
  'dgw/waiting',
  'dgw/self',
  'lma/pending',
  'lma/prefixes',
  'lma/peers',
  'lma/restarts',
  'lma/indexByNode',
  'lma/indexByLink',
  'lma/ipv4',
  'lma/remembered',
  'lma/freed',
  'lma/self',
  'homeLma/self',
  'mag/links',
  'mag/peers',
  'mag/waiting',
  'mag/byNode',
  'mag/restarts',
  'mag/self',
]);

/** Incremental index over one log. Call `follow()` after the run grew, `cut(seq)` after a fork. */
export class Landmarks {
  #seen = 0;
  readonly #trace: Trace;
  /** Events that an eye should follow, in order: rows, rules that act without an answer, and faults. */
  readonly effects: Seq[] = [];
  readonly marks: Mark[] = [];
  readonly drops: Drop[] = [];
  /** Link events at stations and gateways, in order; and those of stations that left. */
  readonly moves: Seq[] = [];
  readonly #leaves: Seq[] = [];
  /** Stations that joined a cell: handovers, and first attachments. */
  readonly arrivals: Seq[] = [];
  /** Deliveries and losses of the control plane, moves and signals: where a message step stops. */
  readonly milestones: Seq[] = [];
  /** First prefixes of sessions at local mobility anchors, each when it is known first. */
  readonly homes: Home[] = [];
  readonly #writes = new Map<string, Seq[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Reads what the trace has gained. */
  follow(): void {
    if (this.#trace.known < this.#seen) this.cut(this.#trace.known);
    for (; this.#seen < this.#trace.known; this.#seen += 1) this.#read(this.#seen);
  }

  /** Forgets everything from `seq` on. */
  cut(seq: Seq): void {
    if (seq >= this.#seen) return;
    this.#seen = seq;
    trim(this.effects, seq, (one) => one);
    trim(this.notes, seq, (one) => one);
    trim(this.moves, seq, (one) => one);
    trim(this.#leaves, seq, (one) => one);
    trim(this.arrivals, seq, (one) => one);
    trim(this.milestones, seq, (one) => one);
    trim(this.marks, seq, (one) => one.seq);
    trim(this.drops, seq, (one) => one.seq);
    trim(this.homes, seq, (one) => one.seq);
    for (const writes of this.#writes.values()) trim(writes, seq, (one) => one);
  }

  /** The last event before `limit` that wrote this row. */
  lastWrite(row: string, limit: Seq): Seq | undefined {
    const writes = this.#writes.get(row);
    if (writes === undefined) return undefined;
    const index = firstAtOrAfter(writes, limit, (one) => one) - 1;
    return index < 0 ? undefined : writes[index];
  }

  /** Rules that acted without an answer. */
  readonly notes: Seq[] = [];

  /** The last event before `limit` that an eye should follow. */
  lastEffect(limit: Seq): Seq | undefined {
    const index = firstAtOrAfter(this.effects, limit, (one) => one) - 1;
    return index < 0 ? undefined : this.effects[index];
  }

  /** How many of the notes lie before an event. */
  notesBefore(limit: Seq): number {
    return firstAtOrAfter(this.notes, limit, (one) => one);
  }

  /** The first move of an engine event, if it has one. */
  movesOfStep(step: number, events: { stepOf(seq: Seq): number }): Seq | undefined {
    const index = firstAtOrAfter(this.moves, step, (seq) => events.stepOf(seq));
    const seq = this.moves[index];
    return seq !== undefined && events.stepOf(seq) === step ? seq : undefined;
  }

  /** The last event before `limit` at which a station left its cell. */
  lastLeave(limit: Seq): Seq | undefined {
    const index = firstAtOrAfter(this.#leaves, limit, (one) => one) - 1;
    return index < 0 ? undefined : this.#leaves[index];
  }

  /**
   * Nothing is lost: a solicitation for a group without members, which is the good end of duplicate
   * address detection; what a router tells the hosts of a cell that has none.
   */
  #isUnheard({ why, words, frame }: TraceEvent & { kind: 'dropped' }): boolean {
    if (why === 'notMine') return words.startsWith('not a member');
    // A packet that came from elsewhere has the frame that brought it.
    return why === 'notAttached' && frame === undefined && words.startsWith('no such station');
  }

  #isMilestone(event: TraceEvent): boolean {
    switch (event.kind) {
      case 'delivered':
        return !DATA_ROLES.has(event.role);
      case 'dropped':
        return event.frame !== undefined && this.#trace.isControlFrame(event.frame);
      case 'link':
        return this.#trace.isStation(event.node);
      case 'signal':
        return event.arrived;
      default:
        return false;
    }
  }

  #read(seq: Seq): void {
    switch (this.#trace.kindOf(seq)) {
      case 'row':
      case 'dropped':
      case 'link':
      case 'command':
      case 'delivered':
      case 'signal':
      case 'note':
        this.#index(this.#trace.event(seq));
        return;
      default:
        return;
    }
  }

  #noteHome(seq: Seq, row: Row | undefined): void {
    const mnId = row?.['mnId'];
    const prefixes = row?.['prefixes'];
    const prefix: unknown = Array.isArray(prefixes) ? prefixes[0] : undefined;
    if (typeof mnId !== 'string' || typeof prefix !== 'string') return;
    const known = this.homes.findLast((home) => home.mnId === mnId);
    if (known?.prefix !== prefix) this.homes.push({ seq, mnId, prefix });
  }

  #index(event: TraceEvent): void {
    const { seq, at } = event;
    const { nameOf } = this.#trace;
    if (this.#isMilestone(event)) this.milestones.push(seq);
    if (event.kind === 'row') {
      const table = `${event.role}/${event.table}`;
      if (!COUNTERS.has(event.role)) {
        const row = `${event.node}/${table}/${event.key}`;
        const writes = this.#writes.get(row);
        if (writes === undefined) this.#writes.set(row, [seq]);
        else writes.push(seq);
        if (table === 'lma/bindings') this.#noteHome(seq, event.after);
        if (!QUIET_TABLES.has(table) && event.node !== 'world') this.effects.push(seq);
      }
    } else if (event.kind === 'dropped' && !this.#isUnheard(event)) {
      this.drops.push({ seq, node: event.node, why: event.why });
      const last = this.marks.at(-1);
      if (last?.type !== 'lost' || at - last.at > 500_000) {
        this.marks.push({
          at,
          seq,
          type: 'lost',
          words: `lost at ${nameOf(event.node)}: ${event.why}`,
        });
      }
    } else if (event.kind === 'delivered') {
      const type = this.#trace.bindingMessage(event.frame);
      if (type !== undefined)
        this.marks.push({ at, seq, type, words: `${type} at ${nameOf(event.node)}` });
    } else if (event.kind === 'link' && this.#trace.isStation(event.node)) {
      this.moves.push(seq);
      (event.change === 'down' ? this.#leaves : this.arrivals).push(seq);
      const type = event.change === 'up' ? 'attach' : 'detach';
      this.marks.push({
        at,
        seq,
        type,
        words: `${nameOf(event.node)} ${type} ${nameOf(event.peer)}`,
      });
    } else if (event.kind === 'note' && event.level !== 'info') {
      this.notes.push(seq);
      this.effects.push(seq);
      this.marks.push({ at, seq, type: 'note', words: `${nameOf(event.node)}: ${event.text}` });
    } else if (event.kind === 'command') {
      if (FAULTS.has(event.command.do)) this.effects.push(seq);
      this.marks.push({
        at,
        seq,
        type: 'command',
        words: commandShort(event.command, this.#trace),
      });
    }
  }
}

/** Index of the first element whose seq is at or after `seq`; the list is sorted. */
export function firstAtOrAfter<T>(list: readonly T[], seq: Seq, of: (one: T) => Seq): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(list[middle] as T) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function trim<T>(list: T[], seq: Seq, of: (one: T) => Seq): void {
  list.length = firstAtOrAfter(list, seq, of);
}
