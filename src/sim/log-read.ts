// A packed event back to the `TraceEvent` that it stands for.

import { must, unreachable } from '#base/assert.ts';
import type { LinkId, NodeId } from '#base/ids.ts';
import type { Row } from '#base/table.ts';
import type { Command } from './command.ts';
import type { News } from './effect.ts';
import type { About } from './ledger.ts';
import { DROP_REASONS, LEVELS, LINK_CHANGES, TIMER_CHANGES } from './log-codes.ts';
import type { Frames } from './log-frames.ts';
import type { EventKind, Stamp, TraceEvent } from './trace.ts';

/** Numbers back to what they stand for; a log is one. */
export interface Lookup {
  readonly flights: Frames;
  text(id: number): string | undefined;
  ref(index: number): unknown;
  nodeId(index: number): NodeId;
  linkId(index: number): LinkId;
}

/** What an event is about, and the small number beside its kind. */
export interface EventWords extends About {
  readonly detail: number;
}

/** The event of a record. */
export function readEvent(
  log: Lookup,
  stamp: Stamp,
  kind: EventKind,
  words: EventWords,
): TraceEvent {
  const { a, b, c, detail } = words;
  switch (kind) {
    case 'sent':
      return { ...stamp, kind, ...readSent(log, words) };
    case 'arrived':
      return { ...stamp, kind, ...placeOf(log, a), iface: textOf(log, b) };
    case 'delivered':
      return { ...stamp, kind, frame: a, datagram: log.flights.datagram(a), role: textOf(log, b) };
    case 'dropped': {
      const why = must(DROP_REASONS[detail], 'a reason of a drop');
      const frame = a < 0 ? undefined : a;
      return { ...stamp, kind, frame, datagram: b, why, words: textOf(log, c) };
    }
    case 'row':
      return { ...stamp, kind, ...readRow(log, words) };
    case 'link': {
      const change = must(LINK_CHANGES[detail], 'a change of a link');
      const [iface, link] = [textOf(log, a), textOf(log, b)];
      return { ...stamp, kind, iface, change, link, peer: log.nodeId(c) };
    }
    case 'timer': {
      const change = must(TIMER_CHANGES[detail], 'a change of a timer');
      const due = b * 0x1_0000_0000 + (c >>> 0);
      return { ...stamp, kind, timer: textOf(log, a), change, due };
    }
    case 'signal': {
      const ends = { from: log.nodeId(a >>> 16), to: log.nodeId(a & 0xffff) };
      const news = log.ref(c) as News; // what `signal` put there
      return { ...stamp, kind, ...ends, label: textOf(log, b), news, arrived: detail === 1 };
    }
    case 'note': {
      const level = must(LEVELS[detail], 'a level of a note');
      return { ...stamp, kind, text: textOf(log, a), cite: textOf(log, b), level };
    }
    case 'command':
      return { ...stamp, kind, command: log.ref(a) as Command }; // what `command` put there
    default:
      return unreachable(kind);
  }
}

const textOf = (log: Lookup, id: number): string => log.text(id) ?? '';

/** What every event of a frame on a link says. */
function placeOf(log: Lookup, frame: number) {
  const link = log.linkId(log.flights.link(frame));
  return { frame, datagram: log.flights.datagram(frame), link };
}

function readSent(log: Lookup, { a: frame, b, c }: EventWords) {
  const to = log.flights.to(frame);
  return {
    ...placeOf(log, frame),
    iface: textOf(log, b),
    to: to < 0 ? undefined : log.nodeId(to),
    label: log.text(c),
  };
}

/** The table's name is `node/role/table`. */
function readRow(log: Lookup, { a, b, c, d }: EventWords) {
  const [, role = '', table = ''] = textOf(log, a).split('/');
  const before = log.ref(c) as Row | undefined; // what `row` put there
  const after = log.ref(d) as Row | undefined;
  return { role, table, key: textOf(log, b), before, after };
}
