// base64url (RFC 4648 §5) without padding. Strict: one text per octets.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map(Array.from(ALPHABET, (letter, value): [string, number] => [letter, value]));

export function toBase64url(octets: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < octets.length; i += 3) {
    const left = octets.length - i;
    const bits = (at(octets, i) << 16) | (at(octets, i + 1) << 8) | at(octets, i + 2);
    for (let n = 0; n <= Math.min(left, 3); n += 1)
      parts.push(ALPHABET[(bits >> (18 - 6 * n)) & 63] ?? '');
  }
  return parts.join('');
}

const at = (octets: Uint8Array, i: number): number => octets[i] ?? 0;

/** The octets; `undefined` when the text is not what `toBase64url` gives for any octets. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined;
  const octets = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let used = 0;
  for (const letter of text) {
    const value = VALUES.get(letter);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    octets[used] = (bits >> held) & 0xff;
    used += 1;
  }
  const rest = bits & ((1 << held) - 1);
  return rest === 0 && used === octets.length ? octets : undefined;
}
