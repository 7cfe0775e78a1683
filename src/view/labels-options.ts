// Options of mobility messages, each in a word or two, for captures and for comparing messages: what a
// short label leaves out.

import { toPrefix } from '#wire/address.ts';
import { EPOCH_SECONDS } from '#wire/packet.ts';
import type { MobilityMessage, MobilityOption } from '#wire/packet.ts';
import type { Cast } from './cast.ts';

/** The options of a message that say something about a session, in order. */
export function optionWords(message: MobilityMessage, cast: Cast): readonly string[] {
  if (!('options' in message)) return [];
  const options: readonly MobilityOption[] = message.options;
  return options.map((option) => wordsOf(option, cast)).filter((words) => words !== '');
}

function wordsOf(option: MobilityOption, cast: Cast): string {
  switch (option.is) {
    case 'MobileNodeIdentifier':
      return `MN-ID ${option.identifier === '' ? 'empty' : readable(option.identifier)}`;
    case 'HomeNetworkPrefix':
      return option.prefix === '::' && option.prefixLength === 0
        ? 'HNP ::/0'
        : cast.prefixes.nameOf(toPrefix(option.prefix, option.prefixLength));
    case 'HandoffIndicator':
      return `HI ${option.value}`;
    case 'AccessTechnologyType':
      return `ATT ${option.value}`;
    case 'MobileNodeLinkLayerIdentifier':
      return `LL ${hexOf(option.identifier, ':')}`;
    case 'LinkLocalAddress':
      return `LLA ${option.address}`;
    case 'AlternateCareOfAddress':
      return `CoA ${option.address}`;
    case 'MobileNetworkPrefix':
      return `MNP ${cast.prefixes.nameOf(toPrefix(option.prefix, option.prefixLength))}`;
    case 'NonceIndices':
      return `nonces ${option.homeNonceIndex} ${option.careOfNonceIndex}`;
    case 'BindingAuthorizationData':
      return `auth ${hexOf(option.authenticator, '')}`;
    case 'ServingMaar':
    case 'PreviousMaar':
      return maarOf(option, cast);
    case 'Timestamp':
      return `TS ${secondsOf(option.seconds, option.fraction)}`;
    case 'RestartCounter':
      return `RC ${option.counter}`;
    case 'GreKey':
      return option.key === undefined ? 'GRE' : `GRE 0x${option.key.toString(16)}`;
    case 'Ipv4HomeAddressRequest':
      return `IPv4 ${option.address}/${option.prefixLength}`;
    case 'Ipv4HomeAddressReply':
      return `IPv4 ${option.status} ${option.address}/${option.prefixLength}`;
    case 'Ipv4DefaultRouterAddress':
      return `IPv4 router ${option.address}`;
    default:
      return '';
  }
}

/** The options of RFC 8885 §4.5 and §4.6: `S-MAAR MAAR2`, `P-MAAR MAAR1 prefA`. */
export const maarWords = (options: readonly MobilityOption[], cast: Cast): readonly string[] =>
  options.flatMap((option) =>
    option.is === 'ServingMaar' || option.is === 'PreviousMaar' ? [maarOf(option, cast)] : [],
  );

function maarOf(
  option: Extract<MobilityOption, { readonly is: 'ServingMaar' | 'PreviousMaar' }>,
  cast: Cast,
): string {
  if (option.is === 'ServingMaar') return `S-MAAR ${nodeName(option.address, cast)}`;
  const prefix = cast.prefixes.nameOf(toPrefix(option.prefix, option.prefixLength));
  return `P-MAAR ${nodeName(option.maar, cast)} ${prefix}`;
}

function nodeName(address: string, cast: Cast): string {
  const node = cast.nodeAt(address);
  return node === undefined ? address : cast.nameOf(node);
}

/** An identifier as it is when it is plain text, else its octets. */
export function readable(identifier: string): string {
  if (/^[\x20-\x7e]*$/.test(identifier)) return identifier;
  const octets = Array.from(identifier, (letter) => letter.charCodeAt(0));
  return `0x${hexOf(Uint8Array.from(octets), '')}`;
}

const hexOf = (octets: Uint8Array, glue: string): string =>
  Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(glue);

/** The sender's clock as seconds of the scenario with three decimals (PMIP §8.8: 16 bits of fraction). */
function secondsOf(seconds: number, fraction: number): string {
  const milliseconds = (seconds - EPOCH_SECONDS) * 1000 + Math.round((fraction * 1000) / 65_536);
  return (milliseconds / 1000).toFixed(3);
}
