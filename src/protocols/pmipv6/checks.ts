// What a receiver thinks of a PBU and of a PBA: RFC 5213 §5.3.1, §5.5 and §6.9.1.2, in the order of
// the RFC, as pure functions. Which binding is meant, and what follows, is the gateway's business.

import { Hash } from '#base/hash.ts';
import type { Cite, Micros } from '#base/ids.ts';
import type { ProxyAcknowledgement, ProxyUpdate } from './messages.ts';
import { toTicks } from './options.ts';
import type { Ticks } from './options.ts';

/**
 * Status codes that gateways and anchors give here: MIP6 §6.1.8, PMIP §8.9, RFC 5844 §3.3.3,
 * RFC 5845 §6.2. From 128 on: refused.
 */
export const STATUS = {
  accepted: 0,
  greKeyNotRequired: 2,
  unspecified: 128,
  administrativelyProhibited: 129,
  insufficientResources: 130,
  sequenceOutOfWindow: 135,
  notEnabled: 152,
  notAnchorOfNode: 153,
  notAuthorizedGateway: 154,
  notAuthorizedPrefix: 155,
  timestampMismatch: 156,
  timestampLower: 157,
  missingPrefix: 158,
  prefixSetDiffers: 159,
  missingMnId: 160,
  missingHandoff: 161,
  missingAccessTechnology: 162,
  greKeyRequired: 163,
  notAuthorizedIpv4: 170,
  notAuthorizedIpv4Address: 171,
  notAuthorizedIpv6: 172,
  multipleIpv4Addresses: 173,
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
  /** The PBU as `requestMark` gives it. */
  readonly request: number;
}

/** What becomes of a PBU. `repeat`: the same PBU again, so the same PBA again (decision R-2). */
export type Verdict =
  | { readonly is: 'accept' }
  | { readonly is: 'repeat' }
  | { readonly is: 'refuse'; readonly status: number; readonly cite: Cite };

const ACCEPT: Verdict = { is: 'accept' };
const refuse = (status: number, cite: Cite): Verdict => ({ is: 'refuse', status, cite });

/** A PBU in a number of 53 bits: two are the same message when theirs are equal. */
export function requestMark(request: ProxyUpdate): number {
  const { source, sequence, lifetime, distributed, options } = request;
  const hash = new Hash();
  hash.value([source, sequence, lifetime, distributed, options]);
  const { a, b } = hash.keep();
  return (a >>> 0) * 0x20_0000 + (b & 0x1f_ffff);
}

/** What an anchor's policy says of a mobile node and of clocks. */
export interface Policy {
  /** The mobile node has a profile here, PMIP §5.3.1 rule 7. */
  readonly isKnown: boolean;
  /** It may have proxy mobility, rule 8. */
  readonly isEnabled: boolean;
  /** TimestampValidityWindow, PMIP §9.1. */
  readonly window: Ticks;
  /** MobileNodeGeneratedTimestampInUse, PMIP §9.3: no clock to compare with. */
  readonly nodeTimestamps: boolean;
  /** RFC 5844 §3.1.2.1: an IPv4 home address is asked for, so no prefix needs to be. */
  readonly asksIpv4: boolean;
}

/** Of an anchor without profiles: every node is served. */
export const EVERY_NODE: Policy = {
  isKnown: true,
  isEnabled: true,
  window: TIMESTAMP_VALIDITY_WINDOW,
  nodeTimestamps: false,
  asksIpv4: false,
};

/** What a receiver knows that bears on a PBU. */
export interface Facts {
  /** The sender is a gateway of the domain: stands for the IPsec association of PMIP §4. */
  readonly trusted: boolean;
  /** Of the binding that the PBU is about, if there is one (decision R-17). */
  readonly last: LastAccepted | undefined;
  /** The receiver's clock. */
  readonly now: Micros;
  readonly policy: Policy;
}

/** PMIP §5.3.1 rules 4 to 12: the first rule that fails decides. */
export function checkUpdate(request: ProxyUpdate, facts: Facts): Verdict {
  const { policy } = facts;
  if (request.mnId === undefined) return refuse(STATUS.missingMnId, 'PMIP §5.3.1 rule 4');
  if (!facts.trusted) return refuse(STATUS.notAuthorizedGateway, 'PMIP §5.3.1 rule 6');
  if (!policy.isKnown) return refuse(STATUS.notAnchorOfNode, 'PMIP §5.3.1 rule 7');
  if (!policy.isEnabled) return refuse(STATUS.notEnabled, 'PMIP §5.3.1 rule 8');
  const order = checkOrder(request, facts);
  if (order.is !== 'accept') return order;
  if (request.prefixes.length === 0 && !policy.asksIpv4) {
    return refuse(STATUS.missingPrefix, 'PMIP §5.3.1 rule 10');
  }
  if (request.handoff === undefined) return refuse(STATUS.missingHandoff, 'PMIP §5.3.1 rule 11');
  if (request.accessTechnology === undefined) {
    return refuse(STATUS.missingAccessTechnology, 'PMIP §5.3.1 rule 12');
  }
  return ACCEPT;
}

/** PMIP §5.5: by timestamp when there is one, else by sequence number. */
function checkOrder(request: ProxyUpdate, { last, now, policy }: Facts): Verdict {
  const { timestamp } = request;
  if (timestamp === undefined) return checkSequence(request, last);
  if (last?.timestamp !== undefined) {
    // Choice: "lower" is tested before the window, so an old message never resets a clock.
    if (timestamp < last.timestamp) return refuse(STATUS.timestampLower, 'PMIP §5.5 rule 8');
    if (timestamp === last.timestamp) {
      // Choice: §5.5 leaves equality open.
      const same = last.request === requestMark(request);
      return same ? { is: 'repeat' } : refuse(STATUS.timestampLower, 'PMIP §5.5 rule 8');
    }
  }
  const skew = Math.abs(timestamp - toTicks(now));
  return skew > policy.window && !policy.nodeTimestamps
    ? refuse(STATUS.timestampMismatch, 'PMIP §5.5 rule 9')
    : ACCEPT;
}

/** MIP6 §9.5.1: the number is newer, modulo 2^16. Without a binding any number will do. */
function checkSequence(request: ProxyUpdate, last: LastAccepted | undefined): Verdict {
  const ahead = last === undefined ? 1 : (request.sequence - last.sequence) & 0xffff;
  if (ahead >= 1 && ahead <= 32_767) return ACCEPT;
  if (last?.request === requestMark(request)) return { is: 'repeat' };
  return refuse(STATUS.sequenceOutOfWindow, 'MIP6 §9.5.1');
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
