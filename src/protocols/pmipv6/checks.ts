// What a receiver thinks of a PBU and of a PBA: RFC 5213 §5.3.1, §5.5 and §6.9.1.2, in the order of
// the RFC, as pure functions. Which binding is meant, and what follows, is the gateway's business.

import type { Cite, Micros } from '#base/ids.ts';
import type { ProxyAcknowledgement, ProxyUpdate } from './messages.ts';
import { toTicks } from './options.ts';
import type { Ticks } from './options.ts';

/** Status codes that gateways give here, MIP6 §6.1.8 and PMIP §8.9. From 128 on: refused. */
export const STATUS = {
  accepted: 0,
  unspecified: 128,
  insufficientResources: 130,
  sequenceOutOfWindow: 135,
  notAuthorizedGateway: 154,
  notAuthorizedPrefix: 155,
  timestampMismatch: 156,
  timestampLower: 157,
  missingPrefix: 158,
  prefixSetDiffers: 159,
  missingMnId: 160,
  missingHandoff: 161,
  missingAccessTechnology: 162,
} as const;

/**
 * PMIP §9.1: how far a timestamp may be from the receiver's clock: 300 ms, in ticks, rounded up.
 */
const TIMESTAMP_VALIDITY_WINDOW: Ticks = 19_661;

/** What a binding remembers of the last PBU that it accepted. */
export interface LastAccepted {
  /** Undefined when that PBU had no Timestamp option. */
  readonly timestamp: Ticks | undefined;
  readonly sequence: number;
  /** The PBU as `requestText` gives it. */
  readonly request: string;
}

/** What becomes of a PBU. `repeat`: the same PBU again, so the same PBA again (decision R-2). */
export type Verdict =
  | { readonly is: 'accept' }
  | { readonly is: 'repeat' }
  | { readonly is: 'refuse'; readonly status: number; readonly cite: Cite };

const ACCEPT: Verdict = { is: 'accept' };
const refuse = (status: number, cite: Cite): Verdict => ({ is: 'refuse', status, cite });

/** A PBU as one text: two are the same message when their texts are equal. */
export function requestText(request: ProxyUpdate): string {
  const { source, sequence, lifetime, distributed, options } = request;
  return JSON.stringify(
    [source, sequence, lifetime, distributed, options],
    (_key, value: unknown) => (value instanceof Uint8Array ? [...value] : value),
  );
}

/** What a receiver knows that bears on a PBU. */
export interface Facts {
  /** The sender is a gateway of the domain: stands for the IPsec association of PMIP §4. */
  readonly trusted: boolean;
  /** Of the binding that the PBU is about, if there is one (decision R-17). */
  readonly last: LastAccepted | undefined;
  readonly now: Micros;
}

/** PMIP §5.3.1 rules 4 to 12: the first rule that fails decides. */
export function checkUpdate(request: ProxyUpdate, facts: Facts): Verdict {
  if (request.mnId === undefined) return refuse(STATUS.missingMnId, 'PMIP §5.3.1 rule 4');
  if (!facts.trusted) return refuse(STATUS.notAuthorizedGateway, 'PMIP §5.3.1 rule 6');
  const order = checkOrder(request, facts);
  if (order.is !== 'accept') return order;
  if (request.prefixes.length === 0) return refuse(STATUS.missingPrefix, 'PMIP §5.3.1 rule 10');
  if (request.handoff === undefined) return refuse(STATUS.missingHandoff, 'PMIP §5.3.1 rule 11');
  if (request.accessTechnology === undefined) {
    return refuse(STATUS.missingAccessTechnology, 'PMIP §5.3.1 rule 12');
  }
  return ACCEPT;
}

/** PMIP §5.5: by timestamp when there is one, else by sequence number. */
function checkOrder(request: ProxyUpdate, { last, now }: Facts): Verdict {
  const { timestamp } = request;
  if (timestamp === undefined) {
    // MIP6 §9.5.1: the sequence number is newer, modulo 2^16. Without a binding any value will do.
    const ahead = last === undefined ? 1 : (request.sequence - last.sequence) & 0xffff;
    if (ahead >= 1 && ahead <= 32_767) return ACCEPT;
    if (last?.request === requestText(request)) return { is: 'repeat' };
    return refuse(STATUS.sequenceOutOfWindow, 'MIP6 §9.5.1');
  }
  if (last?.timestamp !== undefined) {
    // Choice: "lower" is tested before the window, so an old message never resets a clock.
    if (timestamp < last.timestamp) return refuse(STATUS.timestampLower, 'PMIP §5.5 rule 8');
    if (timestamp === last.timestamp) {
      // Choice: §5.5 leaves equality open.
      const same = last.request === requestText(request);
      return same ? { is: 'repeat' } : refuse(STATUS.timestampLower, 'PMIP §5.5 rule 8');
    }
  }
  const skew = Math.abs(timestamp - toTicks(now));
  return skew > TIMESTAMP_VALIDITY_WINDOW
    ? refuse(STATUS.timestampMismatch, 'PMIP §5.5 rule 9')
    : ACCEPT;
}

/** What is remembered of a PBU that waits for its PBA. */
export interface SentUpdate {
  readonly sequence: number;
  readonly mnId: string;
  readonly handoff: number;
  readonly accessTechnology: number;
  readonly linkLayerId: string | undefined;
}

/**
 * PMIP §6.9.1.2 rule 6: a PBA answers with what was asked; the name of the first option that
 * differs. Only options of the request are compared, and 160 to 162 answer for those that it
 * lacked.
 */
export function differingEcho(answer: ProxyAcknowledgement, sent: SentUpdate): string | undefined {
  if (answer.mnId !== sent.mnId) return 'Mobile Node Identifier';
  if (answer.handoff !== sent.handoff) return 'Handoff Indicator';
  if (answer.accessTechnology !== sent.accessTechnology) return 'Access Technology Type';
  if (sent.linkLayerId !== undefined && answer.linkLayerId !== sent.linkLayerId) {
    return 'Mobile Node Link-layer Identifier';
  }
  return undefined;
}
