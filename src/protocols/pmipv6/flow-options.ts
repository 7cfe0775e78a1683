// Flows in messages: the Flow Identification option of RFC 6089 with its sub-options, traffic
// selectors of RFC 6088, the Flow Summary, and the messages of RFC 7109.

import type { FlowSelector, Range } from '#net/flow.ts';
import type { Ipv6 } from '#wire/address.ts';
import type { MobilityMessage, MobilityOption, Packet } from '#wire/packet.ts';
import { mobility } from './messages.ts';
import { optionOf, optionsOf, readProxyOptions, writeProxyOptions } from './options.ts';

/** Mobility Header type of both messages of RFC 7109. */
export const FLOW_BINDING = 21;

/** RFC 7109 §6.2.1. */
export const FLOW_ACTION = {
  add: 11,
  delete: 12,
  modify: 13,
  refresh: 14,
  move: 15,
  revoke: 16,
} as const;

/** A flow as an option says it. */
export interface FlowOption {
  readonly fid: number;
  readonly priority: number;
  readonly status: number;
  readonly selector: FlowSelector | undefined;
  readonly bids: readonly number[];
  /** RFC 7109 §6.2.1. */
  readonly action: number | undefined;
  readonly target: Ipv6 | undefined;
}

type Option = Extract<MobilityOption, { readonly is: 'FlowIdentification' }>;
type SubOption = Option['subOptions'][number];
type Selector6 = Extract<SubOption, { readonly is: 'TrafficSelectorIpv6' }>;

/** Start and end by their names; an end only where it differs. */
function ends<T, Start extends string, End extends string>(
  [start, end]: readonly [Start, End],
  range: Range<T> | undefined,
): Partial<Record<Start | End, T>> {
  if (range === undefined) return {};
  const [first, last] = range;
  const named = first === last ? { [start]: first } : { [start]: first, [end]: last };
  return named as Partial<Record<Start | End, T>>; // computed names have no types
}

const classOctet = (six: number): number => six << 2;

/** RFC 6088 §3.2: the selector as a sub-option; a traffic class stands in the upper six bits. */
function selectorOption(selector: FlowSelector): Selector6 {
  const { trafficClass } = selector;
  const octets =
    trafficClass && ([classOctet(trafficClass[0]), classOctet(trafficClass[1])] as const);
  return {
    is: 'TrafficSelectorIpv6',
    ...ends(['sourceStart', 'sourceEnd'], selector.src),
    ...ends(['destinationStart', 'destinationEnd'], selector.dst),
    ...ends(['spiStart', 'spiEnd'], selector.spi),
    ...ends(['flowLabelStart', 'flowLabelEnd'], selector.flowLabel),
    ...ends(['sourcePortStart', 'sourcePortEnd'], selector.sourcePort),
    ...ends(['destinationPortStart', 'destinationPortEnd'], selector.destinationPort),
    ...ends(['trafficClassStart', 'trafficClassEnd'], octets),
    ...ends(['nextHeaderStart', 'nextHeaderEnd'], selector.protocol),
  };
}

function range<T>(start: T | undefined, end: T | undefined): Range<T> | undefined {
  return start === undefined ? undefined : [start, end ?? start];
}

/** The selector in a sub-option. */
function readSelector(option: Selector6): FlowSelector {
  const src = range(option.sourceStart, option.sourceEnd);
  const dst = range(option.destinationStart, option.destinationEnd);
  const spi = range(option.spiStart, option.spiEnd);
  const flowLabel = range(option.flowLabelStart, option.flowLabelEnd);
  const sourcePort = range(option.sourcePortStart, option.sourcePortEnd);
  const destinationPort = range(option.destinationPortStart, option.destinationPortEnd);
  const octets = range(option.trafficClassStart, option.trafficClassEnd);
  const protocol = range(option.nextHeaderStart, option.nextHeaderEnd);
  return {
    ...(src !== undefined && { src }),
    ...(dst !== undefined && { dst }),
    ...(spi !== undefined && { spi }),
    ...(flowLabel !== undefined && { flowLabel }),
    ...(sourcePort !== undefined && { sourcePort }),
    ...(destinationPort !== undefined && { destinationPort }),
    ...(octets !== undefined && { trafficClass: [octets[0] >> 2, octets[1] >> 2] as const }),
    ...(protocol !== undefined && { protocol }),
  };
}

/** RFC 6089 §4.2: selector and bindings as sub-options, and RFC 7109 §6.2: action and target. */
export function flowOption(flow: FlowOption): MobilityOption {
  const { selector, bids, action, target } = flow;
  const subOptions: SubOption[] = [];
  if (bids.length > 0) subOptions.push({ is: 'BindingReference', bids });
  if (selector !== undefined) subOptions.push(selectorOption(selector));
  if (action !== undefined) subOptions.push({ is: 'FlowBindingAction', action });
  if (target !== undefined) subOptions.push({ is: 'TargetCareOfAddress', address: target });
  const { fid, priority, status } = flow;
  return { is: 'FlowIdentification', fid, priority, status, subOptions };
}

/** The flows of a message. RFC 6089 §4.2: the first selector counts, unknown parts are skipped. */
export const readFlows = (options: readonly MobilityOption[]): readonly FlowOption[] =>
  optionsOf(options, 'FlowIdentification').map(({ fid, priority, status, subOptions }) => {
    const part = <Is extends SubOption['is']>(is: Is) =>
      subOptions.find((one): one is Extract<SubOption, { readonly is: Is }> => one.is === is);
    const selector = part('TrafficSelectorIpv6');
    return {
      fid,
      priority,
      status,
      selector: selector && readSelector(selector),
      bids: part('BindingReference')?.bids ?? [],
      action: part('FlowBindingAction')?.action,
      target: part('TargetCareOfAddress')?.address,
    };
  });

/** RFC 6089 §4.2.2: flows that are kept as they are. */
export const summaryOption = (fids: readonly number[]): MobilityOption => ({
  is: 'FlowSummary',
  fids,
});
/** The flows that a message keeps; undefined: it does not say. */
export const readSummary = (options: readonly MobilityOption[]): readonly number[] | undefined =>
  optionOf(options, 'FlowSummary')?.fids;

/** What a message of RFC 7109 says. */
export interface FlowBindingParts {
  readonly source: Ipv6;
  readonly destination: Ipv6;
  readonly sequence: number;
  readonly mnId: string | undefined;
  readonly flows: readonly FlowOption[];
}

const identity = (mnId: string | undefined) =>
  writeProxyOptions({
    mnId,
    prefixes: [],
    handoff: undefined,
    accessTechnology: undefined,
    timestamp: undefined,
    linkLayerId: undefined,
    linkLocal: undefined,
    alternateCareOf: undefined,
  });

/** RFC 7109 §5.1. Choice: between anchor and gateway, with the identity of the node. */
export function buildFlowIndication(parts: FlowBindingParts, trigger: number): Packet {
  const message: MobilityMessage = {
    is: 'FlowBindingIndication',
    trigger,
    sequence: parts.sequence,
    acknowledge: true,
    options: [...identity(parts.mnId), ...parts.flows.map(flowOption)],
  };
  return mobility(parts.source, parts.destination, message);
}

/** The indication in a packet, or undefined when it has none. */
export function readFlowIndication(packet: Packet): FlowBindingParts | undefined {
  if (packet.payload.is !== 'mobility') return undefined;
  const { message } = packet.payload;
  if (message.is !== 'FlowBindingIndication') return undefined;
  return partsOf(packet, message.sequence, message.options);
}

/** RFC 7109 §5.2: each flow with its status. */
export function buildFlowAcknowledgement(
  request: FlowBindingParts,
  status: number,
  flows: readonly FlowOption[],
): Packet {
  const message: MobilityMessage = {
    is: 'FlowBindingAcknowledgement',
    status,
    sequence: request.sequence,
    options: [...identity(request.mnId), ...flows.map(flowOption)],
  };
  return mobility(request.destination, request.source, message);
}

/** The acknowledgement in a packet, or undefined when it has none. */
export function readFlowAcknowledgement(
  packet: Packet,
): (FlowBindingParts & { readonly status: number }) | undefined {
  if (packet.payload.is !== 'mobility') return undefined;
  const { message } = packet.payload;
  if (message.is !== 'FlowBindingAcknowledgement') return undefined;
  return { ...partsOf(packet, message.sequence, message.options), status: message.status };
}

const partsOf = (
  { src: source, dst: destination }: Packet,
  sequence: number,
  options: readonly MobilityOption[],
): FlowBindingParts => ({
  source,
  destination,
  sequence,
  mnId: readProxyOptions(options).mnId,
  flows: readFlows(options),
});
