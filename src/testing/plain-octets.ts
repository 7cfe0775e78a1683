// Mobility messages pushed octet by octet, as the boxes of DMM §4.3, RFC 8885 §4 and MIF §5.2.1 have
// them: the second opinion on what `wire/` writes. It shares no code with it, on purpose.

/** An option of a mobility message: where it may begin (8n+4: [8, 4]), and its octets. */
export interface PlainOption {
  readonly align: readonly [number, number];
  readonly octets: readonly number[];
}

/** The 16 octets of an IPv6 address, written in hexadecimal with at most one `::`. */
export function plainIpv6(text: string): readonly number[] {
  const [left = '', right] = text.split('::');
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const head = groups(left);
  const tail = right === undefined ? [] : groups(right);
  const middle = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return [...head, ...middle, ...tail].flatMap((group) => [group >> 8, group & 0xff]);
}

const plainMac = (text: string): readonly number[] =>
  text.split(':').map((octet) => Number.parseInt(octet, 16));

/** `2001:db8:aa:1::/64`: the length and the address. */
function plainPrefix(text: string): readonly number[] {
  const [address = '', bits = ''] = text.split('/');
  return [Number(bits), ...plainIpv6(address)];
}

/** Type, length 18, a reserved octet, the prefix length, the prefix. */
const prefixOption = (type: number, text: string): PlainOption => ({
  align: [8, 4],
  octets: [type, 18, 0, ...plainPrefix(text)],
});

/** DMM §4.3.3. */
export const plainAnchoredPrefix = (text: string): PlainOption => prefixOption(65, text);
/** DMM §4.3.4. */
export const plainLocalPrefix = (text: string): PlainOption => prefixOption(66, text);
/** MIF §5.2.1, by the number that this project took. */
export const plainMuHo = (text: string): PlainOption => prefixOption(240, text);

/** RFC 8885 §4.5: the address of the MAAR stands between the prefix length and the prefix. */
export function plainPreviousMaar(maar: string, text: string): PlainOption {
  const [bits = 0, ...address] = plainPrefix(text);
  return { align: [8, 4], octets: [67, 34, 0, bits, ...plainIpv6(maar), ...address] };
}

/** RFC 8885 §4.6. */
export const plainServingMaar = (maar: string): PlainOption => ({
  align: [8, 6],
  octets: [68, 16, ...plainIpv6(maar)],
});

/** DMM §4.3.5. */
export const plainLinkLocal = (address: string): PlainOption => ({
  align: [8, 6],
  octets: [69, 16, ...plainIpv6(address)],
});

/** DMM §4.3.6: two reserved octets, then the address; one of eight octets begins at a multiple of 8. */
export function plainLinkLayer(address: string): PlainOption {
  const mac = plainMac(address);
  const align = mac.length === 8 ? ([8, 4] as const) : ([2, 0] as const);
  return { align, octets: [70, 2 + mac.length, 0, 0, ...mac] };
}

/** MIP6 §6.2.3: Pad1 is one octet of zero, PadN has a type of 1, a length, and zeros. */
function padding(count: number): readonly number[] {
  if (count === 0) return [];
  if (count === 1) return [0];
  return [1, count - 2, ...Array.from({ length: count - 2 }, () => 0)];
}

/** Options behind the first 12 octets of a message, each where it may begin, up to a multiple of 8. */
function plainOptions(options: readonly PlainOption[]): readonly number[] {
  const octets: number[] = [];
  for (const { align, octets: own } of options) {
    const [unit, offset] = align;
    const gap = (unit + offset - ((12 + octets.length) % unit)) % unit;
    octets.push(...padding(gap), ...own);
  }
  octets.push(...padding((8 - ((12 + octets.length) % 8)) % 8));
  return octets;
}

/** What a Binding Update says before its options. */
export interface PlainUpdate {
  readonly source: string;
  readonly destination: string;
  readonly sequence: number;
  /** Sixteen bits: A, H, L, K, M, R, P and so on. */
  readonly flags: number;
  readonly lifetime: number;
  readonly options: readonly PlainOption[];
}

/** A Mobility Header of type 5, its checksum over the pseudo-header of IPv6 (RFC 8200 §8.1). */
export function plainUpdate(update: PlainUpdate): readonly number[] {
  const { source, destination, sequence, flags, lifetime, options } = update;
  const body = [sequence, flags, lifetime].flatMap((word) => [word >> 8, word & 0xff]);
  const rest = plainOptions(options);
  const octets = [59, (12 + rest.length) / 8 - 1, 5, 0, 0, 0, ...body, ...rest];
  const pseudo = [
    ...plainIpv6(source),
    ...plainIpv6(destination),
    0,
    0,
    octets.length >> 8,
    octets.length & 0xff,
    0,
    0,
    0,
    135,
  ];
  const sum = onesComplementSum([...pseudo, ...octets]);
  octets[4] = sum >> 8;
  octets[5] = sum & 0xff;
  return octets;
}

function onesComplementSum(octets: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < octets.length; at += 2) {
    sum += ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return sum ^ 0xffff;
}

/** The options of a Mobility Header message as they stand: type, and all octets with where they begin. */
export function walkedOptions(
  message: Uint8Array,
  first = 12,
): readonly { readonly at: number; readonly octets: readonly number[] }[] {
  const found: { at: number; octets: readonly number[] }[] = [];
  for (let at = first; at < message.length;) {
    const isPad1 = message[at] === 0;
    const size = isPad1 ? 1 : 2 + (message[at + 1] ?? 0);
    if (!isPad1 && message[at] !== 1)
      found.push({ at, octets: [...message.subarray(at, at + size)] });
    at += size;
  }
  return found;
}
