// Which flow a datagram belongs to, and why one was lost, in words.

import type { NodeId } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from './cast.ts';
import { innerOf } from './packet-peek.ts';

/** What a datagram of a flow is. */
export interface Carried {
  readonly flow: string;
  /** The prefix of the mobile node's address. */
  readonly prefix: string;
  /** The node that it is meant for. */
  readonly to: NodeId | undefined;
}

/** Names of flows by the number that their datagrams carry. */
export class FlowNames {
  readonly #names = new Map<number, string>();

  constructor(private readonly cast: Cast) {}

  /** A flow that was defined on the way has a number, too. */
  name(number: number, flow: string): void {
    this.#names.set(number, flow);
  }

  keep(): readonly (readonly [number, string])[] {
    return [...this.#names];
  }
  restore(kept: readonly (readonly [number, string])[]): void {
    refill(this.#names, kept);
  }

  /** What an Ethernet frame carries, if that is a datagram of a flow. */
  carriedBy(frame: Uint8Array): Carried | undefined {
    const inner = innerOf(frame);
    const number = inner?.isData === true ? this.cast.flowNumber(frame) : undefined;
    if (inner === undefined || number === undefined) return undefined;
    const { prefixes } = this.cast;
    const flow = this.#names.get(number) ?? this.cast.flowOf(number) ?? `flow ${number}`;
    const own = [inner.src, inner.dst].find((one) => prefixes.anchorOf(one) !== undefined);
    const prefix = own === undefined ? '' : prefixes.nameOf(own);
    return { flow, prefix, to: this.cast.nodeAt(inner.dst) ?? this.cast.mobileOf(inner.dst) };
  }
}

/** Puts other entries into a map. */
export function refill<K, V>(map: Map<K, V>, entries: Iterable<readonly [K, V]>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

type Dropped = TraceEvent & { readonly kind: 'dropped' };

/** Why a packet was lost, in a few words. `mobile` is the mobile node that it came from or went to. */
export function lossWords(event: Dropped, mobile: NodeId | undefined, cast: Cast): string {
  if (event.why === 'loss') return 'lost on the link';
  if (event.why === 'nodeDown') return `${cast.nameOf(event.node)} is down`;
  if (event.why !== 'notAttached') return event.words;
  return mobile === undefined ? 'not attached' : `${cast.nameOf(mobile)} not attached`;
}
