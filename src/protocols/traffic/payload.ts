// What the laboratory's own datagrams say, and how to find the flow of a packet from its octets.
// No draft: UDP (RFC 768) from port 40000 + flow to port 5001 + flow (28000 + flow from the thirtieth on),
// with a payload of
//   'R' 'S' | flow 16 | sequence 32 | kind 8 | run 8 | zero 16 | filler
// An ask has before the filler: gap 32 | octets 32 | count 32.

import { assert } from '#base/assert.ts';
import type { Micros } from '#base/ids.ts';
import { uint16At, wordAt, writeUint16, writeWord } from '#wire/octets.ts';

/** The port of a flow's initiator is this plus its number. */
export const INITIATOR_PORT = 40_000;
/** Flow numbers stay below this, so that ports of different kinds never meet. */
export const MAX_FLOWS = 10_000;

/** From the thirtieth on, ports from 5001 up would be those of SBus, SIP, CAPWAP and multicast DNS. */
export const responderPort = (number: number): number => number + (number < 30 ? 5001 : 28_000);

/** data: counted; echo: to be answered by a reply; ask: begin to stream; stop: end the stream. */
export type PayloadKind = 'data' | 'echo' | 'reply' | 'ask' | 'stop';
const kinds: readonly PayloadKind[] = ['data', 'echo', 'reply', 'ask', 'stop'];

/** What one datagram says. */
export interface Payload {
  readonly flow: number;
  readonly sequence: number;
  readonly kind: PayloadKind;
  /** Number of the socket (modulo 256): a flow that is started again counts from 0 again. */
  readonly run: number;
  /** ask: the stream that is wanted. */
  readonly stream?: StreamRequest;
}

/**
 * The stream that an `ask` wants: gap between datagrams, octets of each, how many (0: until
 * stopped).
 */
export interface StreamRequest {
  readonly every: Micros;
  readonly octets: number;
  readonly count: number;
}

const HEADER_OCTETS = 12;
const ASK_OCTETS = 24;

// Data of many datagrams lie in one buffer, one behind the other, and are written once: a buffer for
// each would take longer to get and to give back than all else that is done for a datagram.
const BUFFER = 1 << 16;
let buffer = new Uint8Array(BUFFER);
let used = 0;

/** So many octets that no one else has. */
function room(length: number): Uint8Array {
  if (length > BUFFER) return new Uint8Array(length);
  if (used + length > BUFFER) {
    buffer = new Uint8Array(BUFFER);
    used = 0;
  }
  const from = used;
  used += length;
  return buffer.subarray(from, used);
}

/** The payload in `octets` octets, or in as many as its fields need when that is more. */
export function encodePayload(payload: Payload, octets: number): Uint8Array {
  assert(payload.flow >= 0 && payload.flow < MAX_FLOWS, () => `flow number ${payload.flow}`);
  const { stream } = payload;
  assert(
    (payload.kind === 'ask') === (stream !== undefined),
    'an ask and only an ask has a stream',
  );
  const least = stream === undefined ? HEADER_OCTETS : ASK_OCTETS;
  const data = room(Math.max(least, octets));
  data[0] = 0x52;
  data[1] = 0x53;
  writeUint16(data, 2, payload.flow);
  writeWord(data, 4, payload.sequence);
  data[8] = kinds.indexOf(payload.kind);
  data[9] = payload.run;
  if (stream !== undefined) {
    writeWord(data, 12, stream.every);
    writeWord(data, 16, stream.octets);
    writeWord(data, 20, stream.count);
  }
  for (let i = least; i < data.length; i += 1) data[i] = i;
  return data;
}

/** What a datagram says, or undefined when it is not one of the laboratory's. */
export function decodePayload(data: Uint8Array): Payload | undefined {
  if (data.length < HEADER_OCTETS || data[0] !== 0x52 || data[1] !== 0x53) return undefined;
  const kind = kinds[data[8] ?? kinds.length];
  if (kind === undefined || (kind === 'ask' && data.length < ASK_OCTETS)) return undefined;
  const said = {
    flow: uint16At(data, 2),
    sequence: wordAt(data, 4) >>> 0,
    kind,
    run: data[9] ?? 0,
  };
  if (kind !== 'ask') return said;
  const stream = {
    every: wordAt(data, 12) >>> 0,
    octets: wordAt(data, 16) >>> 0,
    count: wordAt(data, 20) >>> 0,
  };
  return { ...said, stream };
}

/** The flow number in a UDP payload. */
export function flowOfPayload(data: Uint8Array): number | undefined {
  return decodePayload(data)?.flow;
}

const UDP = 17;
const IPV6 = 41;
const GRE = 47;
/** Hop-by-hop options, routing, destination options: next header and length stand first. */
const extensions: readonly number[] = [0, 43, 60];
const MOST_HEADERS = 16;

/** The flow number of an IPv6 packet, also inside tunnels; `offset` is where its header begins. */
export function flowOf(octets: Uint8Array, offset = 0): number | undefined {
  let at = offset;
  let header = IPV6;
  for (let i = 0; i < MOST_HEADERS; i += 1) {
    if (at >= octets.length) return undefined;
    if (header === UDP) return flowOfPayload(octets.subarray(at + 8));
    if (header === IPV6) {
      if ((octets[at] ?? 0) >> 4 !== 6) return undefined;
      header = octets[at + 6] ?? 59;
      at += 40;
    } else if (header === GRE) {
      const flags = octets[at] ?? 0;
      if (octets[at + 2] !== 0x86 || octets[at + 3] !== 0xdd) return undefined;
      header = IPV6;
      // RFC 2784 §2.1, RFC 2890 §2: checksum, key and sequence take four octets each.
      for (const bit of [0x80, 0x20, 0x10]) at += (flags & bit) === 0 ? 0 : 4;
      at += 4;
    } else if (extensions.includes(header)) {
      header = octets[at] ?? 59;
      at += 8 * ((octets[at + 1] ?? 0) + 1);
    } else {
      return undefined;
    }
  }
  return undefined;
}
