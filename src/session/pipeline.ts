// One packet in one node, hook by hook as in MIF Figure 5: what the node found out about it, which
// mark it got, by which table it was routed, and how it left.

import type { FrameId, NodeId, Seq } from '#base/ids.ts';
import type { FlowRow, FlowRule, FlowUse } from '#net/flow.ts';
import { factsOf, newKey, readFlowKey } from '#net/flow-key.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { hopsOf } from '#view/path.ts';
import type { TraceReader } from '#view/trace-reader.ts';
import { ipv6At } from '#wire/address.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import type { AccentSource } from './accent.ts';
import type { Landmarks } from './landmarks.ts';
import type { FlowCount, Pipeline, PipelineStep } from './protocol.ts';
import type { Reader } from './reader.ts';

/** What a pipeline is made from. */
export interface PipelineSource {
  readonly reader: Reader;
  readonly events: AccentSource['events'];
  readonly trace: TraceReader & { readonly length: number; readonly frames: number };
  readonly landmarks: Landmarks;
  readonly nameOf: (node: NodeId) => string;
  /** What has passed of the flows of a node, by mark. */
  readonly useOf: (node: NodeId) => ReadonlyMap<string, FlowUse>;
}

const IPV6_OCTETS = 40;
const IPV6 = 41;
const GRE = 47;
const GRE_KEY = 0x20;

/** The hooks that a frame's packet passes in a node; undefined: it was never there. */
export function pipelineOf(
  source: PipelineSource,
  { frame, node }: { readonly frame: FrameId; readonly node: NodeId },
): Pipeline | undefined {
  const { trace, events } = source;
  if (!Number.isInteger(frame) || frame < 0 || frame >= trace.frames) return undefined;
  const hops = hopsOf(trace, frame, trace.length);
  const came = hops.find((hop) => hop.to === node && endOf(source, hop.frame) !== undefined);
  const left = hops.filter((hop) => hop.from === node);
  if (came === undefined && left.length === 0) return undefined;
  const any = came ?? left[0];
  const octets = any && events.frame(any.frame).octets();
  if (octets === undefined) return undefined;
  const lastLeft = left.at(-1);
  const until = lastLeft === undefined ? trace.length : events.frame(lastLeft.frame).sentSeq;
  const flow = flowAt(source, node, factsIn(octets), until);
  const end = came === undefined ? undefined : localEnd(source, node, came.frame);
  const steps = came === undefined ? ownSteps() : passedSteps(source, { came, flow, end, node });
  const ways = left.map((hop) => wayOf(source, hop));
  const routed = routing(flow, left.length > 1);
  const last: readonly PipelineStep[] =
    ways.length === 0
      ? []
      : [
          ...(came === undefined ? [] : [step('FORWARD', 'not for this node: it is sent on')]),
          step('POSTROUTING', `the mark ends here; leaves ${ways.join(' and ')}`),
        ];
  const routes = ways.length === 0 && end !== undefined ? [] : [step('routing', routed)];
  const dropped = ways.length === 0 && end === undefined ? dropWords(source, node, any) : undefined;
  return {
    node,
    frame,
    mark: flow?.row.mark,
    rule: flow?.rule?.id,
    steps: [
      ...steps,
      ...routes,
      ...last,
      ...(dropped === undefined ? [] : [step('dropped', dropped)]),
    ],
  };
}

const step = (hook: PipelineStep['hook'], words: string): PipelineStep => ({ hook, words });

/** A packet that the node makes itself is not matched: RFC 6089 §5.1. */
const ownSteps = (): readonly PipelineStep[] => [
  step('local process', 'this node made it'),
  step('OUTPUT', 'what the node makes itself has no mark'),
];

interface Passed {
  readonly came: { readonly frame: FrameId; readonly tunnelled: boolean };
  readonly flow: FlowAt | undefined;
  readonly end: string | undefined;
  readonly node: NodeId;
}

function passedSteps(source: PipelineSource, { came, flow, end }: Passed): readonly PipelineStep[] {
  const { octets } = source.events.frame(came.frame);
  const inner = factsIn(octets());
  const ends = `${inner.src} port ${inner.sourcePort} to ${inner.dst} port ${inner.destinationPort}`;
  const facts = `${ends}, label ${inner.flowLabel}, protocol ${inner.protocol}`;
  const tunnel: readonly PipelineStep[] = came.tunnelled
    ? [
        step('PREROUTING', 'a tunnel packet'),
        step('routing', 'to this node'),
        step('INPUT', 'the tunnel ends; the packet inside starts again'),
      ]
    : [];
  const marked =
    flow === undefined ? 'no flow is looked for' : `flow ${flow.row.mark}: mark ${flow.row.mark}`;
  const first = step('PREROUTING', `${facts}; ${marked}`);
  if (end === undefined) return [...tunnel, first];
  return [...tunnel, first, step('routing', 'to this node'), step('INPUT', end)];
}

function routing(flow: FlowAt | undefined, isSeveral: boolean): string {
  const { rule } = flow ?? {};
  if (flow === undefined || rule === undefined) return 'no rule for it: the table main';
  if (rule.action === 'discard') return `rule ${rule.id}: it is discarded`;
  const tables = rule.out.map((each) => `table ${each}`).join(' and ');
  return `mark ${flow.row.mark}, rule ${rule.id}: ${tables}${isSeveral ? ', duplicated' : ''}`;
}

interface FlowAt {
  readonly row: FlowRow;
  readonly rule: FlowRule | undefined;
}

/** The flow of a packet as it stood at a moment. */
function flowAt(
  source: PipelineSource,
  node: NodeId,
  facts: ReturnType<typeof factsIn>,
  until: Seq,
): FlowAt | undefined {
  const flows = source.reader.table(node, 'stack', 'flows');
  if (flows === undefined) return undefined;
  for (const [key, plain] of flows.entries()) {
    const now = plain as FlowRow; // the stack's own table
    const isSame =
      now.src === facts.src &&
      now.dst === facts.dst &&
      now.sourcePort === facts.sourcePort &&
      now.destinationPort === facts.destinationPort &&
      now.protocol === facts.protocol &&
      now.flowLabel === facts.flowLabel;
    if (!isSame) continue;
    const row = rowAt<FlowRow>(source, `${node}/stack/flows/${key}`, until);
    if (row === undefined) continue;
    const rule =
      row.rule === undefined
        ? undefined
        : rowAt<FlowRule>(source, `${node}/stack/flowRules/${row.rule}`, until);
    return { row, rule };
  }
  return undefined;
}

function rowAt<R>({ landmarks, events }: PipelineSource, name: string, until: Seq): R | undefined {
  const seq = landmarks.lastWrite(name, until);
  const event = seq === undefined ? undefined : events.event(seq);
  // Whoever names the row knows its type.
  return event?.kind === 'row' ? (event.after as R | undefined) : undefined;
}

/** The facts of the innermost packet of a frame. */
function factsIn(octets: Uint8Array) {
  let at = ETHERNET_OCTETS;
  for (let depth = 0; depth < 2; depth += 1) {
    const next = octets[at + 6];
    if (next === IPV6) at += IPV6_OCTETS;
    else if (next === GRE) {
      at += IPV6_OCTETS + (((octets[at + IPV6_OCTETS] ?? 0) & GRE_KEY) === 0 ? 4 : 8);
    } else break;
  }
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const key = newKey();
  const upperAt = at + IPV6_OCTETS;
  const upperLength = octets.length - upperAt;
  readFlowKey(key, { head: view, at, upper: view, upperAt, upperLength });
  return factsOf(key, { src: ipv6At(octets, at + 8), dst: ipv6At(octets, at + 24) });
}

function endOf({ trace, events }: PipelineSource, frame: FrameId): TraceEvent | undefined {
  const { endSeq } = events.frame(frame);
  return endSeq < 0 || endSeq >= trace.length ? undefined : events.event(endSeq);
}

/** Events behind an arrival that tell what became of the packet in the node. */
const REACH = 64;

function localEnd(source: PipelineSource, node: NodeId, frame: FrameId): string | undefined {
  const found = afterArrival(source, node, frame, 'delivered');
  return found?.kind === 'delivered' ? `role ${found.role} takes it` : undefined;
}

function dropWords(
  source: PipelineSource,
  node: NodeId,
  hop: { readonly frame: FrameId } | undefined,
): string | undefined {
  const found = hop && afterArrival(source, node, hop.frame, 'dropped');
  return found?.kind === 'dropped' ? found.words : undefined;
}

function afterArrival(
  source: PipelineSource,
  node: NodeId,
  frame: FrameId,
  kind: 'delivered' | 'dropped',
): TraceEvent | undefined {
  const { endSeq, datagram } = source.events.frame(frame);
  if (endSeq < 0) return undefined;
  const until = Math.min(source.trace.length, endSeq + REACH);
  for (let seq = endSeq; seq < until; seq += 1) {
    const event = source.events.event(seq);
    if (event.kind === kind && event.node === node && event.datagram === datagram) return event;
  }
  return undefined;
}

function wayOf(
  source: PipelineSource,
  hop: { readonly frame: FrameId; readonly tunnelled: boolean },
): string {
  const { octets, to, link } = source.events.frame(hop.frame);
  if (!hop.tunnelled) return to === undefined ? `by ${link}` : `to ${source.nameOf(to)}`;
  return `in the tunnel to ${ipv6At(octets(), ETHERNET_OCTETS + 24)}`;
}

/** Packets and octets of each flow of a node. */
export const flowCounts = (source: PipelineSource, node: NodeId): readonly FlowCount[] =>
  [...source.useOf(node).entries()].map(([mark, use]) => ({ mark: Number(mark), ...use }));
