// Messages of a run in the shorthand of the acceptance scenarios, read from their octets:
// `MAG1 -> LMA PBU{1,L75,HI1,ATT4,LL M1,HNP ::/0,TS 0.020}`. Sequence first, lifetimes in units of
// 4 s, timestamps in seconds from the epoch of the run. A fate follows where one was not taken.

import type { DatagramId, Micros, NodeId } from '#base/ids.ts';
import { EPOCH_SECONDS } from '#wire/packet.ts';
import type { MobilityMessage, MobilityOption, NdOption, Packet } from '#wire/packet.ts';
import type { Lab } from './lab.ts';
import { HNP1, HNP2, HNP3, M1, M2 } from './pmip-cast.ts';
import { packetIn } from './watched.ts';

const names: Readonly<Record<string, string>> = {
  [HNP1]: 'HNP1',
  [HNP2]: 'HNP2',
  [HNP3]: 'HNP3',
  [M1]: 'M1',
  [M2]: 'M2',
};
const nameOf = (text: string): string => names[text] ?? text;

/** Messages that a run has sent since a time, in order, each datagram once; those that match. */
export const told = (run: Lab, since: Micros = 0, which = /./): readonly string[] =>
  messagesOf(run, since, which).map(({ line }) => line);

/** The same, each with the millisecond at which it was sent: `1030 MAG1 -> LMA PBU{...}`. */
export const toldAt = (run: Lab, since: Micros = 0, which = /./): readonly string[] =>
  messagesOf(run, since, which).map(({ at, line }) => `${at / 1000} ${line}`);

interface Told {
  readonly at: Micros;
  readonly line: string;
}

function messagesOf(run: Lab, since: Micros, which: RegExp): readonly Told[] {
  const { log } = run.timeline;
  const seen = new Set<DatagramId>();
  const fates = fatesOf(run);
  const all: Told[] = [];
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.kind !== 'sent' || seen.has(event.datagram)) continue;
    seen.add(event.datagram);
    if (event.at < since) continue;
    const packet = packetIn(log.frame(event.frame).octets(), run.scenario.profile);
    const words = packet && wordsOf(packet);
    if (packet === undefined || words === undefined || !which.test(words)) continue;
    const owner = run.scenario.nodes.find(({ address }) => address === packet.dst)?.id ?? event.to;
    const to = owner === undefined ? packet.dst : run.cast.nameOf(owner);
    const fate = fates.get(event.datagram) ?? '';
    all.push({ at: event.at, line: `${run.cast.nameOf(event.node)} -> ${to} ${words}${fate}` });
  }
  return all;
}

/** Messages that reached a role of a node since a time, in the order in which they came. */
export function heard(run: Lab, node: NodeId, since: Micros, which = /./): readonly string[] {
  const { log } = run.timeline;
  const all: string[] = [];
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.kind !== 'delivered' || event.node !== node || event.at < since) continue;
    const packet = packetIn(log.frame(event.frame).octets(), run.scenario.profile);
    const words = packet && wordsOf(packet);
    if (words !== undefined && which.test(words)) all.push(words);
  }
  return all;
}

/** How a datagram by hand (port 4711) went since a time: `MN1 -> MAG1 => LMA ->`. */
export function wayOf(run: Lab, since: Micros = 0): string {
  const { log } = run.timeline;
  let words = '';
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.kind !== 'sent' || event.at < since) continue;
    const { octets, tunnelled } = log.frame(event.frame);
    const packet = packetIn(octets(), run.scenario.profile);
    const inner = packet && innermost(packet);
    if (inner?.payload.is !== 'udp' || inner.payload.sourcePort !== 4711) continue;
    if (run.cast.kindOf(event.node) === 'core') continue;
    words += `${run.cast.nameOf(event.node)} ${tunnelled ? '=>' : '->'} `;
  }
  return words.trimEnd();
}

const innermost = (packet: Packet): Packet =>
  packet.payload.is === 'ipv6' || packet.payload.is === 'gre'
    ? innermost(packet.payload.packet)
    : packet;

/** Why datagrams were not taken. */
function fatesOf(run: Lab): ReadonlyMap<DatagramId, string> {
  const fates = new Map<DatagramId, string>();
  for (let seq = 0; seq < run.timeline.log.length; seq += 1) {
    const event = run.timeline.log.event(seq);
    if (event.kind === 'dropped') fates.set(event.datagram, ` (${event.why})`);
  }
  return fates;
}

/** One message; undefined for data and neighbour discovery other than of routers. */
function wordsOf(packet: Packet): string | undefined {
  const { payload } = packet;
  if (payload.is === 'mobility') return mobilityWords(payload.message);
  if (payload.is !== 'icmpv6') return undefined;
  const { message } = payload;
  switch (message.is) {
    case 'RouterSolicitation':
      return 'RS';
    case 'RouterAdvertisement':
      return braced('RA', [
        packet.src,
        `lft ${message.routerLifetime}`,
        ...message.options.map(ndWords),
      ]);
    case 'PacketTooBig':
      return `Packet Too Big{${message.mtu}}`;
    case 'ParameterProblem':
      return `Parameter Problem{code ${message.code},pointer ${message.pointer}}`;
    case 'DestinationUnreachable':
      return `Unreachable{code ${message.code}}`;
    default:
      return undefined;
  }
}

const braced = (name: string, parts: readonly (string | false)[]): string =>
  `${name}{${parts.filter((part) => part !== false && part !== '').join(',')}}`;

function mobilityWords(message: MobilityMessage): string | undefined {
  switch (message.is) {
    case 'BindingUpdate':
      return braced(message.proxyRegistration ? 'PBU' : 'BU', [
        message.distributed && 'D',
        String(message.sequence),
        `L${message.lifetime}`,
        ...message.options.map(optionWords),
      ]);
    case 'BindingAcknowledgement':
      return braced(message.proxyRegistration ? 'PBA' : 'BA', [
        message.distributed && 'D',
        String(message.status),
        String(message.sequence),
        `L${message.lifetime}`,
        ...message.options.map(optionWords),
      ]);
    case 'BindingError':
      return `BE{${message.status}}`;
    case 'Heartbeat':
      return braced('HB', [
        message.unsolicited && 'U',
        message.response && 'R',
        String(message.sequence),
        ...message.options.map(optionWords),
      ]);
    case 'BindingRevocationIndication':
      return braced('BRI', [`trigger ${message.trigger}`, ...revocation(message)]);
    case 'BindingRevocationAcknowledgement':
      return braced('BRA', [String(message.status), ...revocation(message)]);
    case 'UpdateNotification':
      return braced('UPN', [
        `reason ${message.reason}`,
        `seq ${message.sequence}`,
        message.acknowledge && 'A',
        message.retransmission && 'D',
        ...message.options.map(optionWords),
      ]);
    case 'UpdateNotificationAcknowledgement':
      return braced('UPA', [
        String(message.status),
        `seq ${message.sequence}`,
        ...message.options.map(optionWords),
      ]);
    default:
      return message.is;
  }
}

const revocation = (
  message: Extract<
    MobilityMessage,
    { is: 'BindingRevocationIndication' | 'BindingRevocationAcknowledgement' }
  >,
): readonly (string | false)[] => [
  `seq ${message.sequence}`,
  message.proxy && 'P',
  message.ipv4Only && 'V',
  message.global && 'G',
  ...message.options.map(optionWords),
];

/** What an option adds; MN1's identifier goes without saying. */
function optionWords(option: MobilityOption): string {
  switch (option.is) {
    case 'MobileNodeIdentifier':
      return option.identifier === 'mn1@example.net' ? '' : `MN '${option.identifier}'`;
    case 'HomeNetworkPrefix':
      return `HNP ${nameOf(`${option.prefix}/${option.prefixLength}`)}`;
    case 'HandoffIndicator':
      return `HI${option.value}`;
    case 'AccessTechnologyType':
      return `ATT${option.value}`;
    case 'MobileNodeLinkLayerIdentifier':
      return `LL ${nameOf(macText(option.identifier))}`;
    case 'Timestamp':
      return `TS ${clockText(option.seconds, option.fraction)}`;
    case 'LinkLocalAddress':
      return `LLA ${option.address}`;
    case 'AlternateCareOfAddress':
      return `CoA ${option.address}`;
    case 'RestartCounter':
      return `RC ${option.counter}`;
    case 'GreKey':
      return option.key === undefined ? 'GRE' : 'GRE key';
    case 'Ipv4HomeAddressRequest':
      return `IPv4? ${option.address}/${option.prefixLength}`;
    case 'Ipv4HomeAddressReply':
      return `IPv4! ${option.status} ${option.address}/${option.prefixLength}`;
    case 'Ipv4DefaultRouterAddress':
      return `router ${option.address}`;
    default:
      return option.is;
  }
}

const macText = (octets: Uint8Array): string =>
  [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join(':');

/** Seconds since the run began, to the millisecond. */
const clockText = (whole: number, fraction: number): string =>
  (whole - EPOCH_SECONDS + fraction / 65_536).toFixed(3);

function ndWords(option: NdOption): string {
  switch (option.is) {
    case 'SourceLinkLayerAddress':
      return `SLLAO ${option.address}`;
    case 'PrefixInformation': {
      const flags = `${option.onLink ? ' L' : ''}${option.autonomous ? ' A' : ''}`;
      const lifetimes = `${option.validLifetime}/${option.preferredLifetime}`;
      return `PIO ${nameOf(`${option.prefix}/${option.prefixLength}`)}${flags} ${lifetimes}`;
    }
    case 'Mtu':
      return `MTU ${option.mtu}`;
    default:
      return option.is;
  }
}
