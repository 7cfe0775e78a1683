// Where a number or a bit of the drafts means something else to others: the words of the banner.

import type { Profile } from '#session/protocol.ts';
import type { PacketModel } from './packet-model.ts';

export interface CodePointNote {
  readonly words: string;
  /** The other reading of the same octets. */
  readonly other: Profile;
}

interface Message {
  readonly flagsAt: number;
  readonly flagBits: number;
  readonly masks: Readonly<Record<Profile, number>>;
  /** Who names the draft's bit otherwise. */
  readonly foreign: string;
}

const MESSAGES: Readonly<Record<string, Message>> = {
  BindingUpdate: {
    flagsAt: 8,
    flagBits: 16,
    masks: { 'draft-05': 0x0100, rfc8885: 0x0010 },
    foreign: 'RFC 5555 names F',
  },
  BindingAcknowledgement: {
    flagsAt: 7,
    flagBits: 8,
    masks: { 'draft-05': 0x10, rfc8885: 0x02 },
    foreign: 'RFC 5845 names T',
  },
};

/** The note of a message that has a D flag; `undefined`: nothing to say. */
export function codePointNote(model: PacketModel): CodePointNote | undefined {
  const layer = model.message?.layer;
  const message = MESSAGES[layer?.name ?? ''];
  const d = layer?.fields.find(({ name, bits }) => name === 'distributed' && bits === 1);
  const proxy = layer?.fields.find(({ name }) => name === 'proxyRegistration');
  if (!layer || !message || !d || proxy?.value !== true) return undefined;
  const bit = (d.offset - layer.offset - message.flagsAt) * 8 + d.bitOffset;
  const mask = 1 << (message.flagBits - 1 - bit);
  const shown: Profile = mask === message.masks['draft-05'] ? 'draft-05' : 'rfc8885';
  const other: Profile = shown === 'draft-05' ? 'rfc8885' : 'draft-05';
  const hex = (number: number): string =>
    `0x${number.toString(16).padStart(message.flagBits / 4, '0')}`;
  const drawn = hex(message.masks['draft-05']);
  const set = d.value === true ? '' : ', and clear';
  const words =
    shown === 'draft-05'
      ? `D is ${hex(mask)} here${set}, which ${message.foreign}. RFC 8885 put it at ${hex(message.masks.rfc8885)}.`
      : `D is ${hex(mask)} here${set}. draft-05 drew it at ${drawn}, which ${message.foreign}.`;
  return { words, other };
}
