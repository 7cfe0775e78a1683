// The messages of vectors.jsonl, for tests: octets from public test suites and captures and octets
// made for this project, with what they say.

import { must } from '#base/assert.ts';
import type { Profile } from './malformed.ts';
import { parseHex } from './octets.ts';
import type { Kind } from './standalone.ts';
import text from './vectors.jsonl?raw';

export interface Vector {
  readonly name: string;
  readonly kind: Kind;
  /** Whether it obeys the RFCs; missing or null: acceptable to a lenient receiver. */
  readonly conformant?: boolean | null;
  readonly profile?: Profile;
  readonly expect?: Readonly<Record<string, string>>;
  readonly note?: string;
  readonly source: string;
  readonly hex: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** All of them. */
export const vectors: readonly Vector[] = text
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector); // the file is part of this folder

export const octetsOf = ({ hex }: Vector): Uint8Array =>
  must(parseHex(hex), 'a vector is of hexadecimal digits');
export const profileOf = ({ profile }: Vector): Profile => profile ?? 'rfc8885';
