// A run as a capture (pcapng, draft-ietf-opsawg-pcapng): one interface per link, each frame as it left
// its sender, with a comment in words. Frames that were lost on the link are there and say so.

import type { FrameId, LinkId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from '#view/cast.ts';
import { optionWordsOf } from '#view/labels.ts';
import { touchWords } from '#view/touch-words.ts';
import { frameWords, type FrameSource } from '#view/words.ts';
import { EPOCH_SECONDS } from '#wire/packet.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 6;
const LINKTYPE_ETHERNET = 1;
/** Options: end, comment, of a section the application, of an interface its name and time resolution. */
const OPTION = { end: 0, comment: 1, application: 4, name: 2, resolution: 9 } as const;
const MICROSECONDS = 6;

/** What a capture is made from. */
export interface CaptureSource extends FrameSource {
  /** Number of frames. */
  readonly frames: number;
  /** The event that sent a frame knows the sender's own words for it. */
  event(seq: Seq): TraceEvent;
}

/** The capture, block by block. */
export function* captureBlocks(source: CaptureSource, cast: Cast): Generator<Uint8Array> {
  yield section(cast);
  const index = new Map<LinkId, number>(cast.links.map((link, i) => [link, i]));
  for (const link of cast.links) yield interfaceOf(link);
  for (let id = 0; id < source.frames; id += 1) {
    yield packet(id, index.get(source.frame(id).link) ?? 0, cast, source);
  }
}

/** The capture as one piece. */
export function capture(source: CaptureSource, cast: Cast): Uint8Array {
  const blocks = [...captureBlocks(source, cast)];
  const whole = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}

function section(cast: Cast): Uint8Array {
  const body = new Uint8Array(16);
  const view = new DataView(body.buffer);
  view.setUint32(0, 0x1a2b3c4d, true);
  view.setUint16(4, 1, true);
  view.setBigInt64(8, -1n, true);
  const title = `${cast.title}, wire profile ${cast.profile}`;
  return block(SECTION, [
    body,
    option(OPTION.comment, text(title)),
    option(OPTION.application, text('Roamscope')),
    endOfOptions,
  ]);
}

function interfaceOf(link: LinkId): Uint8Array {
  const body = new Uint8Array(8);
  new DataView(body.buffer).setUint16(0, LINKTYPE_ETHERNET, true);
  return block(INTERFACE, [
    body,
    option(OPTION.name, text(link)),
    option(OPTION.resolution, Uint8Array.of(MICROSECONDS)),
    endOfOptions,
  ]);
}

function packet(id: FrameId, link: number, cast: Cast, source: CaptureSource): Uint8Array {
  const frame = source.frame(id);
  const octets = frame.octets();
  const body = new Uint8Array(20);
  const view = new DataView(body.buffer);
  const micros = BigInt(EPOCH_SECONDS) * 1_000_000n + BigInt(frame.sentAt);
  view.setUint32(0, link, true);
  view.setUint32(4, Number(micros >> 32n), true);
  view.setUint32(8, Number(micros & 0xffff_ffffn), true);
  view.setUint32(12, octets.length, true);
  view.setUint32(16, octets.length, true);
  const comment = option(OPTION.comment, text(commentOn(id, cast, source)));
  return block(PACKET, [body, padded(octets), comment, endOfOptions]);
}

/**
 * `PBU D seq 1 prefA, D-GW2 to core. Other tools read the D bit as F (RFC 5555).` Mobility options that
 * the label leaves out follow in brackets.
 */
function commentOn(id: FrameId, cast: Cast, source: CaptureSource): string {
  const frame = source.frame(id);
  const sent = source.event(frame.sentSeq);
  const words = frameWords(id, cast, source, sent.kind === 'sent' ? sent.label : undefined);
  const to = frame.to === undefined ? '' : ` to ${cast.nameOf(frame.to)}`;
  const how = frame.tunnelled ? ', in a tunnel' : '';
  const touched = touchWords(frame.touches, { at: (seq) => source.event(seq).at });
  const isDropped = frame.touches.some(({ act }) => act === 'drop');
  const fate = frame.fate === 'loss' && !isDropped ? ', lost on this link' : '';
  const fault = touched === '' ? '' : `, ${touched} by hand`;
  const options = optionWordsOf(frame.octets(), cast).join(', ');
  const more = options === '' ? '' : ` [${options}]`;
  const way = `${cast.nameOf(frame.from)}${to}${how}${fate}${fault}`;
  return `${words}, ${way}.${more}${flagWords(words, cast)}`;
}

/** In draft-05 the D flag takes bits that RFC 5555 (F) and RFC 5845 (T) had named before. */
function flagWords(words: string, cast: Cast): string {
  const type = /^(PBU|PBA) D /.exec(words)?.[1];
  if (type === undefined || cast.profile !== 'draft-05') return '';
  const other = type === 'PBU' ? 'F (RFC 5555)' : 'T (RFC 5845)';
  return ` Other tools read the D bit of draft-05 as ${other}.`;
}

function block(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
  const octets = new Uint8Array(length);
  const view = new DataView(octets.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  let at = 8;
  for (const part of parts) {
    octets.set(part, at);
    at += part.length;
  }
  view.setUint32(at, length, true);
  return octets;
}

function option(code: number, value: Uint8Array): Uint8Array {
  const octets = new Uint8Array(4 + padded(value).length);
  const view = new DataView(octets.buffer);
  view.setUint16(0, code, true);
  view.setUint16(2, value.length, true);
  octets.set(value, 4);
  return octets;
}

const endOfOptions = new Uint8Array(4);
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Fills up to a multiple of four octets. */
function padded(octets: Uint8Array): Uint8Array {
  const filled = new Uint8Array(Math.ceil(octets.length / 4) * 4);
  filled.set(octets);
  return filled;
}
