// Numbers in octets, most significant octet first, and octets as text. Reading past the end gives
// zeros and writing past it does nothing: whoever calls has checked the length.

/** 16 bits. */
export const uint16At = (octets: Uint8Array, at: number): number =>
  ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);

/** 32 bits as a signed number. */
export const wordAt = (octets: Uint8Array, at: number): number =>
  ((octets[at] ?? 0) << 24) |
  ((octets[at + 1] ?? 0) << 16) |
  ((octets[at + 2] ?? 0) << 8) |
  (octets[at + 3] ?? 0);

/** Writes 16 bits. */
export function writeUint16(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 8;
  octets[at + 1] = value;
}

/** Writes 32 bits. */
export function writeWord(octets: Uint8Array, at: number, word: number): void {
  octets[at] = word >>> 24;
  octets[at + 1] = word >>> 16;
  octets[at + 2] = word >>> 8;
  octets[at + 3] = word;
}

/** Two hexadecimal digits per octet, with `between` between them. */
export const hexText = (octets: Uint8Array, between = ''): string =>
  Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(between);

/** The octets of hexadecimal digits; blanks and colons are skipped. */
export function parseHex(text: string): Uint8Array | undefined {
  const digits = text.replaceAll(/[\s:]/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}
