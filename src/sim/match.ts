// One pattern over trace events: filters, breakpoints, goals of lessons, and what a test waits for.
// A pattern is plain data, so it can be kept and sent; all that it says must hold.

import type { FlowId, FrameId, LinkId, NodeId } from '#base/ids.ts';
import { messageClassNames, type MessageClass, type MessageClassName } from '#wire/classify.ts';
import type { DropReason, EventKind, TraceEvent } from './trace.ts';

export interface Match {
  readonly kind?: EventKind | readonly EventKind[];
  readonly node?: NodeId;
  /** The message of a frame: `PBA`. */
  readonly packet?: MessageClassName | readonly MessageClassName[];
  readonly link?: LinkId;
  /** Of a frame that is sent: the node at the other end. */
  readonly to?: NodeId;
  /** The role of a row, or the role that a datagram was delivered to. */
  readonly role?: string;
  readonly table?: string;
  readonly key?: string;
  /** A row that is made, changed or removed. */
  readonly row?: 'made' | 'changed' | 'removed';
  /** Fields of the row after the event. */
  readonly after?: Readonly<Record<string, string | number | boolean>>;
  /** Why a datagram was dropped. */
  readonly why?: DropReason;
  /** Of a link, up or down; of a timer, armed, fired or disarmed. */
  readonly change?: 'up' | 'down' | 'armed' | 'fired' | 'disarmed';
  readonly timer?: string;
  /** Words in a label, a note or the words of a drop. */
  readonly words?: string;
  /** What a person did. */
  readonly command?: 'place' | 'flow' | 'link' | 'node';
  readonly flow?: FlowId;
}

/** The class of a frame's message; a log knows it. */
export type TypeOf = (frame: FrameId) => MessageClass;

/** Whether an event fits the pattern. */
export function matches(match: Match, event: TraceEvent, typeOf: TypeOf): boolean {
  const { kind, node } = match;
  if (kind !== undefined && !isOneOf(kind, event.kind)) return false;
  if (node !== undefined && node !== event.node) return false;
  return (
    matchesFrame(match, event, typeOf) && matchesRow(match, event) && matchesRest(match, event)
  );
}

const isOneOf = <T>(wanted: T | readonly T[], value: T): boolean =>
  Array.isArray(wanted) ? wanted.includes(value) : wanted === value;

function matchesFrame(match: Match, event: TraceEvent, typeOf: TypeOf): boolean {
  const { packet, link, to, why } = match;
  if (packet !== undefined) {
    const frame = 'frame' in event ? event.frame : undefined;
    const name = frame === undefined ? undefined : messageClassNames[typeOf(frame)];
    if (name === undefined || !isOneOf(packet, name)) return false;
  }
  if (link !== undefined && !('link' in event && event.link === link)) return false;
  if (to !== undefined && !('to' in event && event.to === to)) return false;
  return why === undefined || (event.kind === 'dropped' && event.why === why);
}

function matchesRow(match: Match, event: TraceEvent): boolean {
  const { role, table, key, row, after } = match;
  if (role !== undefined && !('role' in event && event.role === role)) return false;
  if (table === undefined && key === undefined && row === undefined && after === undefined) {
    return true;
  }
  if (event.kind !== 'row') return false;
  if (table !== undefined && event.table !== table) return false;
  if (key !== undefined && event.key !== key) return false;
  if (row !== undefined && row !== changeOf(event)) return false;
  const now = event.after;
  return Object.entries(after ?? {}).every(([field, value]) => now?.[field] === value);
}

function changeOf(event: TraceEvent & { kind: 'row' }): NonNullable<Match['row']> {
  if (event.before === undefined) return 'made';
  return event.after === undefined ? 'removed' : 'changed';
}

function matchesRest(match: Match, event: TraceEvent): boolean {
  const { change, timer, words, command, flow } = match;
  if (change !== undefined && !('change' in event && event.change === change)) return false;
  if (timer !== undefined && !('timer' in event && event.timer === timer)) return false;
  if (words !== undefined && !wordsOf(event).includes(words)) return false;
  if (command === undefined && flow === undefined) return true;
  if (event.kind !== 'command') return false;
  if (command !== undefined && event.command.do !== command) return false;
  return flow === undefined || (event.command.do === 'flow' && event.command.flow === flow);
}

function wordsOf(event: TraceEvent): string {
  if (event.kind === 'note') return event.text;
  if (event.kind === 'dropped') return event.words;
  return 'label' in event ? (event.label ?? '') : '';
}
