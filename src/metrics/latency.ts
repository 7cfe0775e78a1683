// How long the control plane needs after each attachment, with the parts that this time is made of.

import type { Micros, NodeId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { parseIpv6, isLinkLocal } from '#wire/address.ts';
import { MESSAGE_CLASS } from '#wire/classify.ts';
import { innerOf } from '#view/packet-peek.ts';
import type { Attachment, Attachments } from './attachments.ts';
import { figure, type Figure, type FigureName, type Gauge } from './figure.ts';
import { toMs, type Bench, type EventOf } from './played.ts';

interface Span {
  from: Micros | undefined;
  to: Micros | undefined;
  /** The event that ends it. */
  seq: Seq | undefined;
}

function end(span: Span, { at, seq }: TraceEvent): void {
  span.to = at;
  span.seq = seq;
}

/** What is known of one attachment. */
interface Parts {
  readonly router: Span;
  readonly database: Span & { asker: NodeId | undefined };
  readonly registration: Span;
  readonly address: Span & { key: string | undefined };
}

const ACCEPTED_BELOW = 128;
/** Where the status of a PBA stands behind the IPv6 header, MIP6 §6.1.8. */
const STATUS_AT = 46;

export class Latency implements Gauge<TraceEvent> {
  readonly #parts = new Map<Attachment, Parts>();
  /** The attachment that each mobile node has now. */
  readonly #current = new Map<NodeId, Attachment>();

  constructor(
    private readonly bench: Bench,
    private readonly attachments: Attachments,
  ) {}

  take(event: TraceEvent): void {
    const origin = this.attachments.originOf(event.seq);
    if (event.kind === 'link' && origin?.change === 'up') {
      this.#current.set(origin.attachment.mn, origin.attachment);
    }
    if (event.kind === 'row') this.#address(event);
    if (event.kind === 'delivered') this.#advertised(event);
    const attachment = origin?.attachment;
    if (attachment === undefined || origin?.change !== 'up') return;
    // Nobody waits for it any more.
    if (attachment.goneAt !== undefined) return;
    if (event.kind === 'signal') this.#asked(event, this.#partsOf(attachment));
    if (event.kind === 'sent') this.#registering(event, this.#partsOf(attachment));
    if (event.kind === 'delivered') this.#registered(event, this.#partsOf(attachment));
  }

  #partsOf(attachment: Attachment): Parts {
    const known = this.#parts.get(attachment);
    if (known !== undefined) return known;
    const span = { from: undefined, to: undefined, seq: undefined };
    const made: Parts = {
      router: { ...span },
      database: { ...span, asker: undefined },
      registration: { ...span },
      address: { ...span, key: undefined },
    };
    this.#parts.set(attachment, made);
    return made;
  }

  /** An RA is one that came by radio, whatever brought it about. */
  #advertised(event: EventOf<'delivered'>): void {
    const { node, frame } = event;
    const current = this.#current.get(node);
    if (current === undefined) return;
    if (this.bench.trace.frame(frame).type !== MESSAGE_CLASS.RA) return;
    const { router } = this.#partsOf(current);
    if (router.to === undefined) end(router, event);
  }

  #asked(event: EventOf<'signal'>, { database }: Parts): void {
    const { from, to, at, arrived } = event;
    if (!arrived && database.asker === undefined) {
      database.asker = from;
      database.from = at;
    } else if (arrived && to === database.asker && database.to === undefined) end(database, event);
  }

  #registering({ frame, at }: EventOf<'sent'>, { registration }: Parts): void {
    if (this.bench.trace.frame(frame).type === MESSAGE_CLASS.PBU) registration.from ??= at;
  }

  #registered(event: EventOf<'delivered'>, { registration }: Parts): void {
    const { frame } = event;
    const { type, octets } = this.bench.trace.frame(frame);
    if (type !== MESSAGE_CLASS.PBA) return;
    const inner = octets();
    const status = inner[(innerOf(inner)?.offset ?? 0) + STATUS_AT] ?? ACCEPTED_BELOW;
    if (status < ACCEPTED_BELOW) end(registration, event);
  }

  /** RFC 4862 §5.4: tentative until nobody has answered. */
  #address(event: EventOf<'row'>): void {
    const { node, role, table, key, after, at } = event;
    if (role !== 'stack' || table !== 'addresses') return;
    const current = this.#current.get(node);
    const address = parseIpv6(key);
    if (current === undefined || address === undefined || isLinkLocal(address)) return;
    const parts = this.#partsOf(current).address;
    if (after?.['state'] === 'tentative' && parts.key === undefined) {
      parts.key = key;
      parts.from = at;
    } else if (after?.['state'] === 'preferred' && parts.key === key && parts.to === undefined) {
      end(parts, event);
    }
  }

  figures(): readonly Figure[] {
    return this.attachments.all.flatMap((attachment) => {
      const { scope, leftAt, upAt, upSeq } = attachment;
      const parts = this.#parts.get(attachment);
      const registered = parts?.registration;
      const spans: readonly (readonly [FigureName, Partial<Span> | undefined])[] = [
        ['controlLatency', { ...registered, from: upAt }],
        ['latencyLayer2', { from: leftAt, to: upAt, seq: upSeq }],
        ['latencyRouter', { ...parts?.router, from: upAt }],
        ['latencyDatabase', parts?.database],
        ['latencyRegistration', registered],
        ['latencyAddress', parts?.address],
      ];
      return spans.flatMap(([name, { from, to, seq } = {}]) =>
        from === undefined || to === undefined ? [] : [figure(name, scope, toMs(to - from), seq)],
      );
    });
  }
}
