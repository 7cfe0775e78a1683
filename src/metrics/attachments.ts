// Which attachment brought an event about. The causes of an event are followed back to layer 2 going up
// or down at a gateway or a mobile node. A detachment belongs to the attachment after it.

import type { LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { isMobileKind } from '#view/cast.ts';
import type { Bench } from './played.ts';

/** A timer that waited longer begins something of its own: a refresh, not a retransmission. */
const LONGEST_WAIT: Micros = seconds(60);

/** One attachment of a mobile node. */
export interface Attachment {
  readonly mn: NodeId;
  /** From 1. */
  readonly number: number;
  readonly scope: string;
  /** When the cell before was left. */
  leftAt: Micros | undefined;
  upAt: Micros | undefined;
  /** The event of that. */
  upSeq: Seq | undefined;
  link: LinkId | undefined;
  /** When this cell was left. */
  goneAt: Micros | undefined;
}

/** What an event goes back to. */
export interface Origin {
  readonly attachment: Attachment;
  readonly change: 'up' | 'down';
}

export class Attachments {
  readonly all: Attachment[] = [];
  readonly #last = new Map<NodeId, Attachment>();
  readonly #origins: (Origin | undefined)[] = [];
  readonly #at: Micros[] = [];

  constructor(private readonly bench: Bench) {}

  /** Takes an event in; gives what it goes back to. */
  take(event: TraceEvent): Origin | undefined {
    const origin = event.kind === 'link' ? this.#changed(event) : this.#inherited(event);
    this.#origins[event.seq] = origin;
    this.#at[event.seq] = event.at;
    return origin;
  }
  originOf(seq: Seq): Origin | undefined {
    return this.#origins[seq];
  }

  #inherited(event: TraceEvent): Origin | undefined {
    const { cause } = event;
    if (cause === undefined || event.kind === 'command') return undefined;
    if (event.kind === 'timer' && event.change === 'fired') {
      // What applications send is not signalling, nor what follows from it.
      if (this.bench.cast.flowOfTimer(event.timer) !== undefined) return undefined;
      if (event.at - (this.#at[cause] ?? event.at) > LONGEST_WAIT) return undefined;
    }
    return this.#origins[cause];
  }

  #changed(event: TraceEvent & { readonly kind: 'link' }): Origin | undefined {
    const { change, link, at, node, peer, seq } = event;
    if (this.bench.topology.gatewayOf(link) === undefined) return undefined;
    const mn = isMobileKind(this.bench.cast.kindOf(node)) ? node : peer;
    const last = this.#last.get(mn);
    if (change === 'down') {
      if (last?.link !== link) return undefined;
      last.goneAt ??= at;
      return { attachment: this.#next(mn, at), change };
    }
    const isKnown = last?.link === link && last.upAt === at;
    return { attachment: isKnown ? last : this.#joined(mn, { link, at, seq }), change };
  }

  readonly #awaited = new Map<NodeId, Attachment>();

  /** The attachment after the last one; it has not happened yet. */
  #next(mn: NodeId, leftAt: Micros | undefined): Attachment {
    const known = this.#awaited.get(mn);
    if (known !== undefined) return known;
    const number = (this.#last.get(mn)?.number ?? 0) + 1;
    const scope = `${mn} attachment ${number}`;
    const open = { upAt: undefined, upSeq: undefined, link: undefined, goneAt: undefined };
    const next: Attachment = { mn, number, scope, leftAt, ...open };
    this.#awaited.set(mn, next);
    return next;
  }

  #joined(mn: NodeId, { link, at, seq }: { link: LinkId; at: Micros; seq: Seq }): Attachment {
    const attachment = this.#next(mn, undefined);
    this.#awaited.delete(mn);
    attachment.upAt = at;
    attachment.upSeq = seq;
    attachment.link = link;
    this.#last.set(mn, attachment);
    this.all.push(attachment);
    return attachment;
  }
}
