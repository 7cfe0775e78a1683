// One frame for the inspector: its octets and layers, its way before and after, and what it changed.

import type { DatagramId, FrameId, NodeId, Seq } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import type { FrameInfo } from '#sim/log.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { hopsOf, type PathHop } from '#view/path.ts';
import type { TraceReader } from '#view/trace-reader.ts';
import { timeWords } from '#view/words.ts';
import { macAt } from '#wire/address.ts';
import { dissectPacket, type Profile } from '#wire/packet.ts';
import { changesOfStep, type AccentSource } from './accent.ts';
import { shortName } from './cause.ts';
import type { Change, PacketView, Why } from './protocol.ts';
import { rowsOf } from './reader.ts';

/** What a packet view is made from. */
export interface PacketSource extends AccentSource {
  readonly trace: TraceReader & { readonly length: number; readonly frames: number };
  readonly profile: Profile;
}

/** The view of a frame; `undefined` when there is no such frame before the playhead. */
export function packetView(
  source: PacketSource,
  id: FrameId,
  profile: Profile = source.profile,
): PacketView | undefined {
  if (!Number.isInteger(id) || id < 0 || id >= source.trace.frames) return undefined;
  const frame = source.events.frame(id);
  const octets = frame.octets();
  const hops = hopsOf(source.trace, id, source.trace.length);
  const end = endOf(source, hops);
  const row = source.rows.rowOf(source.events.event(frame.sentSeq));
  const { ruled, repeats } = row?.row === 'message' ? row : {};
  return {
    frame: id,
    at: frame.sentAt,
    link: frame.link,
    from: frame.from,
    to: frame.to,
    title: titleOf(source, frame, octets.length),
    octets,
    layers: dissectPacket(octets, profile, { ethernet: true }),
    changed: changesBy(source, end.event),
    hops,
    end: end.words,
    ...(ruled === undefined ? {} : { ruled }),
    faults: hops.flatMap((hop) => faultsOf(source, hop)),
    ...(repeats === undefined ? {} : { repeats: whyOf(source, repeats) }),
  };
}

const DONE = {
  drop: 'dropped',
  delay: 'delayed',
  duplicate: 'duplicated',
  hold: 'held',
  corrupt: 'changed in one bit',
  copy: 'sent a second time',
  release: 'released',
} as const;

/** What commands did to one frame of the way, in words. */
function faultsOf(source: PacketSource, hop: PathHop): readonly string[] {
  const { touches } = source.events.frame(hop.frame);
  return touches.map(({ act, name, seq }) => {
    const by = act === 'release' ? '' : ` by ${name}`;
    return `${DONE[act]}${by} at ${timeWords(source.trace.at(seq))} s on ${hop.link}`;
  });
}

function whyOf(source: PacketSource, seq: Seq): Why {
  const event = source.events.event(seq);
  return { seq, rowSeq: source.rows.rowOf(event)?.seq, words: shortName(source.rows, event) };
}

const ETHERNET = 14;

function titleOf(source: PacketSource, frame: FrameInfo, octets: number): string {
  const name = shortName(source.rows, source.events.event(frame.sentSeq));
  const to = frame.to === undefined ? 'all' : source.cast.nameOf(frame.to);
  return `${name} ${source.cast.nameOf(frame.from)} → ${to}, ${octets - ETHERNET} B`;
}

/** ` by if2`, where the node has several interfaces of which one has taken the frame. */
function cameBy({ reader }: PacketSource, node: NodeId, frame: FrameInfo): string {
  const all = rowsOf<Interface>(reader, node, 'stack', 'interfaces');
  const radios = all.filter(({ kind }) => kind === 'radio');
  const own = radios.filter(({ mac: text }) => text === macAt(frame.octets(), 0));
  return radios.length < 2 || own.length !== 1 ? '' : ` by ${own[0]?.id ?? ''}`;
}

interface End {
  readonly event: TraceEvent | undefined;
  readonly words: PacketView['end'];
}

/** How the datagram's way ended before the playhead. */
function endOf(source: PacketSource, hops: readonly PathHop[]): End {
  const hop = hops.at(-1);
  const flying: End = { event: undefined, words: { how: 'flying', words: 'on its way' } };
  if (hop === undefined) return flying;
  const last = source.events.frame(hop.frame);
  const limit = source.trace.length;
  const from = last.endSeq >= 0 && last.endSeq < limit ? last.endSeq : last.sentSeq;
  const end = findEnd(source, last.datagram, from, Math.min(limit, from + 64));
  if (end === undefined) return flying;
  const where = source.cast.nameOf(end.node);
  const by = cameBy(source, end.node, last);
  return end.kind === 'delivered'
    ? { event: end, words: { how: 'delivered', words: `delivered at ${where}${by}` } }
    : { event: end, words: { how: 'dropped', words: `dropped at ${where}: ${wordsOfDrop(end)}` } };
}

type Ending = TraceEvent & { kind: 'delivered' | 'dropped' };

function findEnd(
  source: PacketSource,
  datagram: DatagramId,
  from: Seq,
  to: Seq,
): Ending | undefined {
  for (let seq = from; seq < to; seq += 1) {
    const event = source.events.event(seq);
    const ends = event.kind === 'delivered' || event.kind === 'dropped';
    if (ends && event.datagram === datagram) return event;
  }
  return undefined;
}

function wordsOfDrop(end: Ending): string {
  if (end.kind !== 'dropped') return '';
  return end.words === '' ? end.why : `${end.why}, ${end.words}`;
}

function changesBy(source: PacketSource, end: TraceEvent | undefined): readonly Change[] {
  if (end === undefined) return [];
  return changesOfStep(source, source.events.stepOf(end.seq), source.trace.length);
}
