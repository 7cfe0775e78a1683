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
// All fields are written out: objects that are spread together are several times slower to make.
export function readEvent(
  log: Lookup,
  { seq, at, node, cause }: Stamp,
  kind: EventKind,
  words: EventWords,
): TraceEvent {
  const { a, b, c, d, detail } = words;
  switch (kind) {
    case 'sent': {
      const { flights } = log;
      const receiver = flights.to(a);
      const to = receiver < 0 ? undefined : log.nodeId(receiver);
      const datagram = flights.datagram(a);
      const link = log.linkId(flights.link(a));
      const [iface, label] = [textOf(log, b), log.text(c)];
      return { seq, at, node, cause, kind, frame: a, datagram, link, iface, to, label };
    }
    case 'arrived': {
      const { flights } = log;
      const datagram = flights.datagram(a);
      const link = log.linkId(flights.link(a));
      return { seq, at, node, cause, kind, frame: a, datagram, link, iface: textOf(log, b) };
    }
    case 'delivered': {
      const datagram = log.flights.datagram(a);
      return { seq, at, node, cause, kind, frame: a, datagram, role: textOf(log, b) };
    }
    case 'dropped': {
      const why = must(DROP_REASONS[detail], 'a reason of a drop');
      const frame = a < 0 ? undefined : a;
      return { seq, at, node, cause, kind, frame, datagram: b, why, words: textOf(log, c) };
    }
    case 'row': {
      // The table's name is `node/role/table`.
      const [, role = '', table = ''] = textOf(log, a).split('/');
      const before = log.ref(c) as Row | undefined; // what `row` put there
      const after = log.ref(d) as Row | undefined;
      return { seq, at, node, cause, kind, role, table, key: textOf(log, b), before, after };
    }
    case 'link': {
      const change = must(LINK_CHANGES[detail], 'a change of a link');
      const [iface, link] = [textOf(log, a), textOf(log, b)];
      return { seq, at, node, cause, kind, iface, change, link, peer: log.nodeId(c) };
    }
    case 'timer': {
      const change = must(TIMER_CHANGES[detail], 'a change of a timer');
      const due = b * 0x1_0000_0000 + (c >>> 0);
      return { seq, at, node, cause, kind, timer: textOf(log, a), change, due };
    }
    case 'signal': {
      const [from, to] = [log.nodeId(a >>> 16), log.nodeId(a & 0xffff)];
      const news = log.ref(c) as News; // what `signal` put there
      const [label, arrived] = [textOf(log, b), detail === 1];
      return { seq, at, node, cause, kind, from, to, label, news, arrived };
    }
    case 'note': {
      const level = must(LEVELS[detail], 'a level of a note');
      return { seq, at, node, cause, kind, text: textOf(log, a), cite: textOf(log, b), level };
    }
    case 'command': {
      const command = log.ref(a) as Command; // what `command` put there
      return { seq, at, node, cause, kind, command };
    }
    default:
      return unreachable(kind);
  }
}

const textOf = (log: Lookup, id: number): string => log.text(id) ?? '';
