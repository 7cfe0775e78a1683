// Why a frame is sent: because one of the same datagram came in, because a timer fired, or otherwise.

import type { TraceEvent } from '#sim/trace.ts';
import type { TraceReader } from './trace-reader.ts';

type Sent = TraceEvent & { readonly kind: 'sent' };

const causeOf = (trace: TraceReader, { cause }: Sent): TraceEvent | undefined =>
  cause === undefined ? undefined : trace.event(cause);

/** The node only passes the datagram on. */
export function isForwarded(trace: TraceReader, event: Sent): boolean {
  const cause = causeOf(trace, event);
  return cause !== undefined && 'datagram' in cause && cause.datagram === event.datagram;
}

/** Nothing but time brought it about. */
export const isByTimer = (trace: TraceReader, event: Sent): boolean =>
  causeOf(trace, event)?.kind === 'timer';
