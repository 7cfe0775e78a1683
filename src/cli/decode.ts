// `decode`: messages in hexadecimal, one JSON object per line, to their fields.

import type { Profile } from '#wire/packet.ts';
import { decodeKind, type Kind } from '#wire/standalone.ts';
import { linesOf, type InputLine, type Terminal } from './terminal.ts';

const KINDS: readonly Kind[] = [
  'ipv6-packet',
  'mobility-header',
  'mobility-option',
  'nd-option',
  'icmpv6',
  'destination-option',
];
/** What may be asked for. The multihoming draft (seed 002) has no D flag: its messages read in either. */
const PROFILES: Readonly<Record<string, Profile>> = {
  'draft-05': 'draft-05',
  rfc8885: 'rfc8885',
  'seed-002': 'rfc8885',
};

/** Reads lines until the input ends; each gives one line. */
export async function decodeLines(terminal: Terminal): Promise<void> {
  for await (const line of linesOf(terminal.input())) {
    await terminal.out(`${JSON.stringify(answer(line))}\n`);
  }
}

const refuse = (why: string) => ({ ok: false, why });

function answer(line: InputLine): object {
  if (line.isTooLong) return refuse('the line is too long');
  let asked: unknown;
  try {
    asked = JSON.parse(line.text);
  } catch {
    return refuse('the line is not JSON');
  }
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) {
    return refuse('the line is not a JSON object');
  }
  const { kind, hex, profile = 'draft-05' } = asked as Readonly<Record<string, unknown>>;
  const asKind = KINDS.find((one) => one === kind);
  const asProfile =
    typeof profile === 'string' && Object.hasOwn(PROFILES, profile) ? PROFILES[profile] : undefined;
  if (asKind === undefined) return refuse(`kind is not one of ${KINDS.join(', ')}`);
  if (asProfile === undefined) return refuse('profile is not one of draft-05, rfc8885');
  if (typeof hex !== 'string' || !/^([0-9a-f]{2})*$/i.test(hex)) {
    return refuse('hex is not a text of pairs of hexadecimal digits');
  }
  return decoded(asKind, hex, asProfile);
}

function decoded(kind: Kind, hex: string, profile: Profile): object {
  const result = decodeKind(kind, Uint8Array.from(Buffer.from(hex, 'hex')), profile);
  if (!result.ok) {
    const { layer, field, offset, words, cite } = result.why;
    return refuse(`${layer}, ${field}, octet ${offset}: ${words} (${cite})`);
  }
  const { layers, reencoded, checksumValid } = result.value;
  return {
    ok: true,
    layers,
    reencoded: Buffer.from(reencoded).toString('hex'),
    ...(checksumValid === undefined ? {} : { checksumValid }),
  };
}
