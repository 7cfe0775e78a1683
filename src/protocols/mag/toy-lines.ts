// What a gateway has sent, in one line each. Tests of this folder only.

import type { Micros } from '#base/ids.ts';
import type { Packet } from '#wire/packet.ts';
import { toPrefix } from '#wire/address.ts';
import { readProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { readIndication, readRevocationAnswer } from '#protocols/pmipv6/revocation-messages.ts';
import { readNotificationAnswer } from '#protocols/pmipv6/notification-messages.ts';

/** `20 PBU 1 L75 HI1 ::/0`, `40 RA 2001:db8:a1:1:: 2592000`; other packets by their kind. */
export const lineOf = (at: Micros, packet: Packet): string =>
  `${Math.round(at / 1000)} ${wordsOf(packet)}`;

function wordsOf(packet: Packet): string {
  const { payload } = packet;
  if (payload.is === 'icmpv6') return icmpWords(payload.message);
  if (payload.is !== 'mobility') return payload.is;
  const pbu = readProxyUpdate(packet);
  if (pbu !== undefined) {
    const { sequence, lifetime, handoff, prefixes } = pbu;
    return `PBU ${sequence} L${lifetime} HI${handoff ?? '-'} ${prefixes.join(' ')}`;
  }
  const answer = readRevocationAnswer(packet);
  if (answer !== undefined) {
    const { status, sequence, prefixes } = answer;
    return ['BRA', status, `seq${sequence}`, ...prefixes].join(' ');
  }
  const indication = readIndication(packet);
  if (indication !== undefined) {
    return `BRI ${indication.trigger} seq${indication.sequence} ${indication.mnId ?? ''}`;
  }
  const acknowledgement = readNotificationAnswer(packet);
  if (acknowledgement !== undefined) {
    return `UPA ${acknowledgement.status} seq${acknowledgement.sequence}`;
  }
  const { message } = payload;
  if (message.is === 'Heartbeat') {
    const counter = message.options.find((option) => option.is === 'RestartCounter')?.counter;
    const kind = `${message.unsolicited ? 'U' : ''}${message.response ? 'R' : ''}`;
    return ['HB', kind, message.sequence, counter].filter((word) => word !== undefined).join(' ');
  }
  return message.is === 'BindingError' ? `BE ${message.status}` : message.is;
}

function icmpWords(message: Extract<Packet['payload'], { is: 'icmpv6' }>['message']): string {
  if (message.is !== 'RouterAdvertisement') return message.is;
  const prefixes = message.options.flatMap((option) =>
    option.is === 'PrefixInformation'
      ? [`${toPrefix(option.prefix, option.prefixLength)} ${option.validLifetime}`]
      : [],
  );
  return ['RA', message.routerLifetime, ...prefixes].join(' ');
}
