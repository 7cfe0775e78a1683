// Messages and octets of the control plane: in all, by kind, and for each attachment.

import type { NodeId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { ipv6At } from '#wire/address.ts';
import { MESSAGE_CLASS, messageClassNames, type MessageClass } from '#wire/classify.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import type { Attachment, Attachments } from './attachments.ts';
import { figure, type Figure, type Gauge } from './figure.ts';
import { BETWEEN, type Bench, type EventOf, type Segment } from './played.ts';

const USER = new Set<MessageClass>([
  MESSAGE_CLASS.other,
  MESSAGE_CLASS.icmpError,
  MESSAGE_CLASS.echo,
  MESSAGE_CLASS.udp,
]);

interface Count {
  messages: number;
  octets: number;
  /** The last that counts. */
  seq: Seq | undefined;
}

const SEGMENTS: readonly Segment[] = ['access', 'core', 'interOperator'];

/** What one attachment costs. */
interface Cost {
  readonly bySegment: Map<string, Count>;
  readonly anchors: Set<NodeId>;
  database: number;
}

export class Signalling implements Gauge<TraceEvent> {
  readonly #bySegment = new Map<string, Count>();
  readonly #byKind = new Map<string, Count>();
  readonly #costs = new Map<Attachment, Cost>();
  /** Transmissions to a group: one per datagram and link. */
  readonly #groups = new Set<string>();
  #database = 0;

  constructor(
    private readonly bench: Bench,
    private readonly attachments: Attachments,
  ) {}

  take(event: TraceEvent): void {
    if (event.kind === 'sent') this.#sent(event);
    if (event.kind === 'delivered') this.#delivered(event);
    if (event.kind === 'signal' && !event.arrived) {
      this.#database += 1;
      const cost = this.#costOf(event);
      if (cost !== undefined) cost.database += 1;
    }
  }

  #sent(event: EventOf<'sent'>): void {
    const { type, octets, touches } = this.bench.trace.frame(event.frame);
    if (USER.has(type)) return;
    const frame = octets();
    const isCopy = touches.some(({ act }) => act === 'copy');
    if (isGroup(frame) && !isCopy && !this.#isNew(event)) return;
    const [src, dst] = [ipv6At(frame, ETHERNET_OCTETS + 8), ipv6At(frame, ETHERNET_OCTETS + 24)];
    const segment = this.bench.segmentOf({ link: event.link, src, dst });
    const long = frame.length - ETHERNET_OCTETS;
    const { seq } = event;
    add(this.#bySegment, segment, { octets: long, seq });
    add(this.#byKind, messageClassNames[type] ?? '', { octets: long, seq });
    const cost = this.#costOf(event);
    if (cost !== undefined) add(cost.bySegment, segment, { octets: long, seq });
  }

  #isNew({ datagram, link, node }: EventOf<'sent'>): boolean {
    const key = `${datagram} ${link} ${node}`;
    if (this.#groups.has(key)) return false;
    this.#groups.add(key);
    return true;
  }

  #delivered(event: EventOf<'delivered'>): void {
    const { type } = this.bench.trace.frame(event.frame);
    if (type !== MESSAGE_CLASS.PBU || this.bench.operatorOf(event.node) === BETWEEN) return;
    this.#costOf(event)?.anchors.add(event.node);
  }

  #costOf({ seq }: TraceEvent): Cost | undefined {
    const attachment = this.attachments.originOf(seq)?.attachment;
    if (attachment === undefined) return undefined;
    const known = this.#costs.get(attachment);
    if (known !== undefined) return known;
    const made: Cost = { bySegment: new Map(), anchors: new Set(), database: 0 };
    this.#costs.set(attachment, made);
    return made;
  }

  figures(): readonly Figure[] {
    const kinds = [...this.#byKind].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const counted = [...segments(this.#bySegment), ...kinds];
    return [
      ...counted.map(([scope, { messages, seq }]) =>
        figure('signallingMessages', scope, messages, seq),
      ),
      ...counted.map(([scope, { octets, seq }]) => figure('signallingOctets', scope, octets, seq)),
      figure('databaseMessages', 'all', this.#database),
      ...this.#attached(),
    ];
  }

  #attached(): readonly Figure[] {
    const { all } = this.attachments;
    const mobiles = [...new Set(all.map(({ mn }) => mn))];
    return [
      ...mobiles.map((mn) => figure('attachments', mn, all.filter((one) => one.mn === mn).length)),
      ...all.flatMap((attachment): readonly Figure[] => {
        const cost = this.#costs.get(attachment);
        if (cost === undefined) return [];
        const { scope } = attachment;
        const counts = segments(cost.bySegment);
        return [
          figure('activeAnchors', scope, cost.anchors.size, attachment.upSeq),
          ...counts.map(([part, { messages, seq }]) =>
            figure('attachmentMessages', `${scope} ${part}`, messages, seq),
          ),
          ...counts.map(([part, { octets, seq }]) =>
            figure('attachmentOctets', `${scope} ${part}`, octets, seq),
          ),
          figure('attachmentDatabaseMessages', scope, cost.database),
        ];
      }),
    ];
  }
}

/** Whether a frame goes to a group: the first bit of its destination that is sent, IEEE 802. */
const isGroup = (frame: Uint8Array): boolean => ((frame[0] ?? 0) & 1) === 1;

function add(
  counts: Map<string, Count>,
  key: string,
  { octets, seq }: { readonly octets: number; readonly seq: Seq },
): void {
  const count = counts.get(key) ?? { ...NONE };
  counts.set(key, count);
  count.seq = seq;
  count.messages += 1;
  count.octets += octets;
}

const NONE: Count = { messages: 0, octets: 0, seq: undefined };

/** The sum, then every segment, also those without a message. */
function segments(counts: ReadonlyMap<string, Count>): readonly (readonly [string, Count])[] {
  const each = SEGMENTS.map((segment) => [segment, counts.get(segment) ?? NONE] as const);
  const all = each.reduce(
    (sum, [, { messages, octets, seq }]) => ({
      messages: sum.messages + messages,
      octets: sum.octets + octets,
      seq: seq === undefined ? sum.seq : Math.max(seq, sum.seq ?? 0),
    }),
    NONE,
  );
  return [['all', all], ...each];
}
