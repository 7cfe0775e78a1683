// What a message says in a few words: its name and the two fields that matter.

import { decodePacket } from '#wire/packet.ts';
import type { Icmpv6Message, NdOption, Packet } from '#wire/packet.ts';
import type { Cast } from './cast.ts';
import { mobilityWords } from './labels-mobility.ts';
import { optionWords } from './labels-options.ts';
import { threadOf } from './labels-thread.ts';
import type { Thread } from './ladder-repeats.ts';
import { innerOf } from './packet-peek.ts';

/** A message in words. `type` is the head of the label; `thread` tells it from others of its type. */
export interface MessageLabel {
  readonly type: string;
  readonly label: string;
  readonly thread?: Thread | undefined;
}

/** The label of the message in an Ethernet frame. `said` are the sender's own words for it. */
export function labelOf(frame: Uint8Array, said: string | undefined, cast: Cast): MessageLabel {
  const inner = innerOf(frame);
  const decoded = inner && decodePacket(frame, cast.profile, inner.offset);
  if (!decoded?.ok) return { type: 'malformed', label: said ?? 'malformed' };
  const words = packetWords(decoded.value, cast);
  const [type = ''] = words;
  const head = said?.startsWith(type) === true ? said : words.slice(0, 1).join('');
  const rest = words.slice(1).filter((word) => word !== '');
  const glue = head === type ? ' ' : ', ';
  const label = [head, rest.join(' ')].filter((part) => part !== '').join(glue);
  return { type, label, thread: threadOf(decoded.value) };
}

/**
 * The options of the binding message in an Ethernet frame, each in a word or two, in order: `HI 3`,
 * `ATT 4`, `LL 02:00:5e:00:01:01`, `HNP1`, `TS 1.002`. None of other messages.
 */
export function optionWordsOf(frame: Uint8Array, cast: Cast): readonly string[] {
  const inner = innerOf(frame);
  const decoded = inner && decodePacket(frame, cast.profile, inner.offset);
  if (!decoded?.ok || decoded.value.payload.is !== 'mobility') return [];
  return optionWords(decoded.value.payload.message, cast);
}

/** The type, then its fields. */
function packetWords(packet: Packet, cast: Cast): readonly string[] {
  const { payload } = packet;
  switch (payload.is) {
    case 'icmpv6':
      return icmpv6Words(payload.message, packet, cast);
    case 'mobility':
      return mobilityWords(payload.message, cast);
    case 'udp':
      return ['UDP', `port ${payload.destinationPort}`];
    case 'ipv6':
    case 'gre':
      return packetWords(payload.packet, cast);
    case 'fragment':
      return ['Fragment', `at ${8 * payload.fragmentOffset}`];
    case 'raw':
      return ['IPv6', `next header ${payload.nextHeader}`];
  }
}

function icmpv6Words(message: Icmpv6Message, packet: Packet, cast: Cast): readonly string[] {
  switch (message.is) {
    case 'RouterSolicitation':
      return ['RS'];
    case 'RouterAdvertisement':
      return [
        'RA',
        [...advertisedWords(message.options, cast), ...routeWords(message.options, cast)].join(
          ', ',
        ),
      ];
    case 'NeighborSolicitation': {
      const target = cast.prefixes.shortOf(message.target);
      return ['NS', target, packet.src === '::' ? '(DAD)' : ''];
    }
    case 'NeighborAdvertisement':
      return ['NA', cast.prefixes.shortOf(message.target)];
    case 'EchoRequest':
      return ['echo', 'request', String(message.sequence)];
    case 'EchoReply':
      return ['echo', 'reply', String(message.sequence)];
    case 'DestinationUnreachable':
      return ['unreachable', `code ${message.code}`];
    case 'PacketTooBig':
      return ['too big', `MTU ${message.mtu}`];
    case 'TimeExceeded':
      return ['time exceeded', `code ${message.code}`];
    case 'ParameterProblem':
      return ['parameter problem', `octet ${message.pointer}`];
    default:
      return ['ICMPv6', message.is];
  }
}

/** `prefA lft 0`, `prefB 7 d`. */
const advertisedWords = (options: readonly NdOption[], cast: Cast): readonly string[] =>
  options.flatMap((option) => {
    if (option.is !== 'PrefixInformation') return [];
    const name = cast.prefixes.nameOf(option.prefix);
    if (option.validLifetime === 0) return [`${name} withdrawn`];
    return option.preferredLifetime === 0
      ? [`${name} lft 0`]
      : [`${name} ${lifetimeWords(option.preferredLifetime)}`];
  });

/** Routes to single hosts, RTR §2.3: `route CN1 299 s`, `route CN1 withdrawn`. */
const routeWords = (options: readonly NdOption[], cast: Cast): readonly string[] =>
  options.flatMap((option) => {
    if (option.is !== 'RouteInformation' || option.prefixLength !== 128) return [];
    const name = cast.prefixes.shortOf(option.prefix);
    const ends = option.routeLifetime === 0 ? 'withdrawn' : lifetimeWords(option.routeLifetime);
    return [`route ${name} ${ends}`];
  });

const INFINITE = 0xffff_ffff;

/** A lifetime of so many seconds in its largest unit. */
function lifetimeWords(seconds: number): string {
  if (seconds === INFINITE) return 'for ever';
  if (seconds >= 86_400) return `${Math.floor(seconds / 86_400)} d`;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${seconds} s`;
}
