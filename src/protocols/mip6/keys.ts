// Tokens, keys and authenticators of the return routability procedure (MIP6 §5.2, §6.2.7). Octets in
// tables are hexadecimal text.

import { must } from '#base/assert.ts';
import { hmacSha1, joined, sha1 } from '#base/sha1.ts';
import type { Sight } from '#sim/role.ts';
import { ipv6Octets, type Ipv6 } from '#wire/address.ts';
import { hexText, parseHex } from '#wire/octets.ts';
import {
  encodePacket,
  type MobilityMessage,
  type MobilityOption,
  type Packet,
  type Profile,
} from '#wire/packet.ts';

const TOKEN_OCTETS = 8;
const AUTHENTICATOR_OCTETS = 12;
const WORD_DIGITS = 8;
const WORDS = 0x1_0000_0000;
/** The octet behind the nonce: which token it is, MIP6 §5.2.5. */
const HOME = 0;
const CARE_OF = 1;

/** So many octets from the seeded stream, as text; `octets` is a multiple of four. */
export function drawHex(sight: Sight, octets: number): string {
  let text = '';
  while (text.length < 2 * octets) {
    const word = Math.floor(sight.random('ids') * WORDS);
    text += word.toString(16).padStart(WORD_DIGITS, '0');
  }
  return text;
}

/** The octets of a text that `drawHex` or `hexText` made. */
export const octetsOf = (hex: string): Uint8Array =>
  must(parseHex(hex), () => `${hex} is hexadecimal`);

/** MIP6 §5.2.5: the token that proves that the sender hears at its home address. */
export const homeToken = (secret: string, address: Ipv6, nonce: string): string =>
  token(secret, address, nonce, HOME);

/** The same for a care-of address. */
export const careOfToken = (secret: string, address: Ipv6, nonce: string): string =>
  token(secret, address, nonce, CARE_OF);

function token(secret: string, address: Ipv6, nonce: string, which: number): string {
  const text = joined(ipv6Octets(address), octetsOf(nonce), Uint8Array.of(which));
  return hexText(hmacSha1(octetsOf(secret), text).subarray(0, TOKEN_OCTETS));
}

/** MIP6 §5.2.5: the binding management key; without a care-of token, of an update that ends. */
export const bindingKey = (home: string, careOf?: string): Uint8Array =>
  sha1(joined(octetsOf(home), careOf === undefined ? new Uint8Array(0) : octetsOf(careOf)));

/** What an authenticator covers besides the message, MIP6 §6.2.7. */
export interface Authenticated {
  readonly key: Uint8Array;
  readonly careOfAddress: Ipv6;
  readonly correspondent: Ipv6;
}

const EMPTY: MobilityOption = {
  is: 'BindingAuthorizationData',
  authenticator: new Uint8Array(AUTHENTICATOR_OCTETS),
};

/** The packet with a Binding Authorization Data option, its last one. */
export function sealed(packet: Packet, by: Authenticated, profile: Profile): Packet {
  const open = withLast(packet, EMPTY);
  const authenticator = authenticatorOf(open, by, profile);
  return withLast(packet, { is: 'BindingAuthorizationData', authenticator });
}

/** The authenticator that a packet should have whose last option is one. */
export function authenticatorOf(
  packet: Packet,
  { key, careOfAddress, correspondent }: Authenticated,
  profile: Profile,
): Uint8Array {
  // The mobility header is encoded by itself, so that no extension header stands before it.
  const { homeAddress: _home, routeTo: _route, extensions: _extensions, ...bare } = packet;
  const header = encodePacket(bare, profile).slice(IPV6_OCTETS);
  header.fill(0, CHECKSUM_AT, CHECKSUM_AT + 2);
  const covered = header.subarray(0, header.length - AUTHENTICATOR_OCTETS);
  const text = joined(ipv6Octets(careOfAddress), ipv6Octets(correspondent), covered);
  return hmacSha1(key, text).slice(0, AUTHENTICATOR_OCTETS);
}

const IPV6_OCTETS = 40;
const CHECKSUM_AT = 4;

/** Whether two authenticators are one. */
export const isSame = (a: Uint8Array, b: Uint8Array): boolean => hexText(a) === hexText(b);

/** The message of a packet with one more option. */
function withLast(packet: Packet, option: MobilityOption): Packet {
  const { payload } = packet;
  if (payload.is !== 'mobility' || !('options' in payload.message)) return packet;
  const options: readonly MobilityOption[] = [...payload.message.options, option];
  // The same message, with a list of the same kind.
  const message = { ...payload.message, options } as MobilityMessage;
  return { ...packet, payload: { is: 'mobility', message } };
}
