// The trace as JSON Lines: one event per line, in order, and last the fingerprint.

import type { FrameFacts, TraceReader } from '#view/trace-reader.ts';

/** What is written out. */
export interface TraceSource extends TraceReader {
  fingerprint(): string;
}

/**
 * The lines, each with its line break. An event has the fields of `TraceEvent` (sim/trace.ts); `sent` also
 * `octets` (length of the frame) and `tunnelled`. Octets in rows are hexadecimal text.
 */
export function* traceLines(source: TraceSource): Generator<string> {
  for (let seq = 0; seq < source.known; seq += 1) {
    const event = source.event(seq);
    const more = event.kind === 'sent' ? frameFields(source.frame(event.frame)) : {};
    yield `${JSON.stringify({ ...event, ...more }, plain)}\n`;
  }
  yield `${JSON.stringify({ fingerprint: source.fingerprint() })}\n`;
}

const frameFields = (frame: FrameFacts) => ({
  octets: frame.octets().length,
  tunnelled: frame.tunnelled,
});

/** For JSON.stringify: octets as hexadecimal text. */
export function plain(_key: string, value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  return Array.from(value, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
