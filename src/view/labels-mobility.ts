// Mobility messages in a few words: the fields that a reader of the protocol looks for first. A label in
// the manner of the distributed drafts when the D flag is set (DMM §4.3), else in that of RFC 5213.

import { toPrefix } from '#wire/address.ts';
import type { MobilityMessage, MobilityOption } from '#wire/packet.ts';
import type { Cast } from './cast.ts';
import { maarWords, readable } from './labels-options.ts';

type Of<K extends MobilityMessage['is']> = Extract<MobilityMessage, { readonly is: K }>;
type Update = Of<'BindingUpdate'>;
type Acknowledgement = Of<'BindingAcknowledgement'>;

/** The type, then its fields; empty words are left out by the caller. */
export function mobilityWords(message: MobilityMessage, cast: Cast): readonly string[] {
  switch (message.is) {
    case 'BindingUpdate':
      return message.distributed ? distributedUpdate(message, cast) : updateWords(message, cast);
    case 'BindingAcknowledgement':
      return message.distributed ? distributedAnswer(message, cast) : answerWords(message, cast);
    case 'BindingError':
      return ['BE', String(message.status)];
    case 'BindingRevocationIndication':
      return [
        'BRI',
        ...revocationFlags(message),
        `trigger ${message.trigger}`,
        ...about(message, cast),
      ];
    case 'BindingRevocationAcknowledgement':
      return ['BRA', ...revocationFlags(message), String(message.status), ...about(message, cast)];
    case 'Heartbeat':
      return ['Heartbeat', ...heartbeatWords(message)];
    case 'UpdateNotification': {
      const flags = [message.acknowledge ? 'A' : '', message.retransmission ? 'D' : ''];
      return ['UPN', ...flags, `reason ${message.reason}`, ...about(message, cast)];
    }
    case 'UpdateNotificationAcknowledgement':
      return ['UPA', String(message.status), ...about(message, cast)];
    case 'FlowBindingIndication':
      return ['FBI', `seq${message.sequence}`, ...flowWords(message.options)];
    case 'FlowBindingAcknowledgement':
      return ['FBA', String(message.status), `seq${message.sequence}`];
    case 'BindingRefreshRequest':
      return ['BRR'];
    case 'HomeTestInit':
      return ['HoTI'];
    case 'CareOfTestInit':
      return ['CoTI'];
    case 'HomeTest':
      return ['HoT', `nonce ${message.nonceIndex}`];
    case 'CareOfTest':
      return ['CoT', `nonce ${message.nonceIndex}`];
    default:
      return [message.is];
  }
}

const nameOfUpdate = (message: Update): string => (message.proxyRegistration ? 'PBU' : 'BU');
const nameOfAnswer = (message: Acknowledgement): string =>
  message.proxyRegistration ? 'PBA' : 'BA';

function distributedUpdate(message: Update, cast: Cast): readonly string[] {
  const ends = message.lifetime === 0 ? 'lft 0' : '';
  const prefixes = prefixWords(message.options, cast);
  const seq = `seq ${message.sequence}`;
  return [nameOfUpdate(message), 'D', seq, prefixes, ends, ...maarWords(message.options, cast)];
}

function distributedAnswer(message: Acknowledgement, cast: Cast): readonly string[] {
  const ends = message.status < 128 && message.lifetime === 0 ? 'lft 0' : '';
  const prefixes = prefixWords(message.options, cast);
  const status = `st ${message.status}`;
  return [nameOfAnswer(message), 'D', status, prefixes, ends, ...maarWords(message.options, cast)];
}

/** `PBU seq2 L75 HI3 HNP1`. */
function updateWords(message: Update, cast: Cast): readonly string[] {
  const { sequence, lifetime, options } = message;
  return [
    nameOfUpdate(message),
    `seq${sequence}`,
    `L${lifetime}`,
    message.mobileRouter ? 'R' : '',
    handoffWords(options),
    networkWords(options, cast),
    prefixWords(options, cast),
    has(options, 'GreKey') ? '+GRE' : '',
    has(options, 'Ipv4HomeAddressRequest') ? '+IPv4' : '',
  ];
}

/** `PBA 0 seq2 L75 HNP1`; a refusal has no lifetime and no prefixes: `PBA 157 seq2`. */
function answerWords(message: Acknowledgement, cast: Cast): readonly string[] {
  const { status, sequence, lifetime, options } = message;
  const head = [nameOfAnswer(message), String(status), `seq${sequence}`];
  if (status >= 128) return head;
  const address = options.find((option) => option.is === 'Ipv4HomeAddressReply')?.address ?? '';
  return [
    ...head,
    `L${lifetime}`,
    message.mobileRouter ? 'R' : '',
    prefixWords(options, cast),
    has(options, 'GreKey') ? '+GRE' : '',
    address,
  ];
}

const has = (options: readonly MobilityOption[], is: MobilityOption['is']): boolean =>
  options.some((option) => option.is === is);

/** Networks that move with a mobile router, RFC 3963 §4.3. */
const networkWords = (options: readonly MobilityOption[], cast: Cast): string =>
  options
    .filter((option) => option.is === 'MobileNetworkPrefix')
    .map((option) => cast.prefixes.nameOf(toPrefix(option.prefix, option.prefixLength)))
    .join(' ');

function handoffWords(options: readonly MobilityOption[]): string {
  const found = options.find((option) => option.is === 'HandoffIndicator');
  return found === undefined ? '' : `HI${found.value}`;
}

/** Prefixes of the Home Network Prefix options; `any prefix` asks for one. */
function prefixWords(options: readonly MobilityOption[], cast: Cast): string {
  return options
    .filter((option) => option.is === 'HomeNetworkPrefix')
    .map((option) =>
      option.prefix === '::'
        ? 'any prefix'
        : cast.prefixes.nameOf(toPrefix(option.prefix, option.prefixLength)),
    )
    .join(' ');
}

function revocationFlags(
  message: Of<'BindingRevocationIndication' | 'BindingRevocationAcknowledgement'>,
): readonly string[] {
  return [message.global ? 'G' : '', message.ipv4Only ? 'V' : ''];
}

/** Whom a revocation or a notification is about: its prefixes, else the node or the realm. */
function about(
  { options }: { readonly options: readonly MobilityOption[] },
  cast: Cast,
): readonly string[] {
  const prefixes = prefixWords(options, cast);
  if (prefixes !== '') return [prefixes];
  const id = options.find((option) => option.is === 'MobileNodeIdentifier')?.identifier;
  if (id === undefined) return [];
  const node = cast.mobileOf(id);
  return [node === undefined ? readable(id) : cast.nameOf(node)];
}

const ACTIONS: Readonly<Record<number, string>> = {
  11: 'add',
  12: 'delete',
  13: 'modify',
  14: 'refresh',
  15: 'move',
  16: 'revoke',
};

/** `add FID 1` for each flow, RFC 7109 §6.2.1. */
const flowWords = (options: readonly MobilityOption[]): readonly string[] =>
  options.flatMap((option) => {
    if (option.is !== 'FlowIdentification') return [];
    const action = option.subOptions.find((one) => one.is === 'FlowBindingAction')?.action;
    return [`${ACTIONS[action ?? 0] ?? ''} FID ${option.fid}`.trim()];
  });

/** `U R RC 8`, `request`. */
function heartbeatWords(message: Of<'Heartbeat'>): readonly string[] {
  const counter = message.options.find((option) => option.is === 'RestartCounter')?.counter;
  return [
    message.response ? '' : 'request',
    message.unsolicited ? 'U' : '',
    message.response ? 'R' : '',
    `seq${message.sequence}`,
    counter === undefined ? '' : `RC ${counter}`,
  ];
}
