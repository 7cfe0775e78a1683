// A packed event back to the `TraceEvent` that it stands for.

import { must, unreachable } from '#base/assert.ts';
import type { LinkId, NodeId } from '#base/ids.ts';
import type { Row } from '#base/table.ts';
import type { Command } from './command.ts';
import type { News } from './effect.ts';
import { DROP_REASONS, LEVELS, LINK_CHANGES, TIMER_CHANGES } from './log-codes.ts';
import type { Frames } from './log-frames.ts';
import type { EventKind, Stamp, TraceEvent } from './trace.ts';

/** The words of a record, taken apart. */
export interface EventWords extends Stamp {
  readonly kind: EventKind;
  readonly detail: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Numbers back to what they stand for; a log is one. */
export interface Lookup {
  readonly flights: Frames;
  text(id: number): string | undefined;
  ref(index: number): unknown;
  nodeId(index: number): NodeId;
  linkId(index: number): LinkId;
}

/** The event of a record. */
export function readEvent(log: Lookup, words: EventWords): TraceEvent {
  const { seq, at, node, cause, kind } = words;
  const stamp: Stamp = { seq, at, node, cause };
  switch (kind) {
    case 'sent':
    case 'arrived':
    case 'delivered':
    case 'dropped':
      return readPacketEvent(log, stamp, kind, words);
    case 'row':
      return readRow(log, stamp, words);
    case 'link': {
      const change = must(LINK_CHANGES[words.detail], 'a change of a link');
      const [iface, link] = [textOf(log, words.a), textOf(log, words.b)];
      return { ...stamp, kind, iface, change, link, peer: log.nodeId(words.c) };
    }
    case 'timer': {
      const change = must(TIMER_CHANGES[words.detail], 'a change of a timer');
      const due = words.b * 0x1_0000_0000 + (words.c >>> 0);
      return { ...stamp, kind, timer: textOf(log, words.a), change, due };
    }
    case 'signal': {
      const [from, to] = [log.nodeId(words.a >>> 16), log.nodeId(words.a & 0xffff)];
      const news = log.ref(words.c) as News; // what `signal` put there
      const arrived = words.detail === 1;
      return { ...stamp, kind, from, to, label: textOf(log, words.b), news, arrived };
    }
    case 'note': {
      const level = must(LEVELS[words.detail], 'a level of a note');
      return { ...stamp, kind, text: textOf(log, words.a), cite: textOf(log, words.b), level };
    }
    case 'command':
      return { ...stamp, kind, command: log.ref(words.a) as Command }; // what `command` put there
    default:
      return unreachable(kind);
  }
}

const textOf = (log: Lookup, id: number): string => log.text(id) ?? '';

function readPacketEvent(
  log: Lookup,
  stamp: Stamp,
  kind: 'sent' | 'arrived' | 'delivered' | 'dropped',
  words: EventWords,
): TraceEvent {
  const frame = words.a;
  if (kind === 'dropped') {
    const why = must(DROP_REASONS[words.detail], 'a reason of a drop');
    const known = frame < 0 ? undefined : frame;
    return { ...stamp, kind, frame: known, datagram: words.b, why, words: textOf(log, words.c) };
  }
  const datagram = log.flights.datagram(frame);
  if (kind === 'delivered') return { ...stamp, kind, frame, datagram, role: textOf(log, words.b) };
  const link = log.linkId(log.flights.link(frame));
  const iface = textOf(log, words.b);
  if (kind === 'arrived') return { ...stamp, kind, frame, datagram, link, iface };
  const to = log.flights.to(frame);
  return {
    ...stamp,
    kind,
    frame,
    datagram,
    link,
    iface,
    to: to < 0 ? undefined : log.nodeId(to),
    label: log.text(words.c),
  };
}

/** The table's name is `node/role/table`. */
function readRow(log: Lookup, stamp: Stamp, words: EventWords): TraceEvent {
  const [, role = '', table = ''] = textOf(log, words.a).split('/');
  return {
    ...stamp,
    kind: 'row',
    role,
    table,
    key: textOf(log, words.b),
    before: log.ref(words.c) as Row | undefined, // what `row` put there
    after: log.ref(words.d) as Row | undefined,
  };
}
