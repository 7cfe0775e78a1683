// SHA-1 (RFC 3174) and HMAC-SHA1 (RFC 2104): what return routability makes its keys from (MIP6
// §5.2). For nothing else: SHA-1 keeps no secrets today.

const BLOCK = 64;
const DIGEST = 20;
const ROUNDS = 80;
const START = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0] as const;
const INNER = 0x36;
const OUTER = 0x5c;

const turned = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** The function and the constant of a round, RFC 3174 §5. */
function mixed(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

/** The message with its padding, RFC 3174 §4. */
function padded(message: Uint8Array): DataView {
  const blocks = Math.floor((message.length + 8) / BLOCK) + 1;
  const octets = new Uint8Array(blocks * BLOCK);
  octets.set(message);
  octets[message.length] = 0x80;
  const view = new DataView(octets.buffer);
  view.setUint32(octets.length - 8, Math.floor(message.length / 0x2000_0000));
  view.setUint32(octets.length - 4, message.length << 3);
  return view;
}

/** The 20 octets of the digest. */
export function sha1(message: Uint8Array): Uint8Array {
  const view = padded(message);
  const state = Int32Array.from(START);
  const words = new Int32Array(ROUNDS);
  for (let at = 0; at < view.byteLength; at += BLOCK) {
    for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < ROUNDS; i += 1) words[i] = turned(wordBehind(words, i), 1);
    addBlock(state, words);
  }
  const digest = new DataView(new ArrayBuffer(DIGEST));
  state.forEach((word, i) => digest.setInt32(4 * i, word));
  return new Uint8Array(digest.buffer);
}

const wordBehind = (words: Int32Array, i: number): number =>
  (words[i - 3] ?? 0) ^ (words[i - 8] ?? 0) ^ (words[i - 14] ?? 0) ^ (words[i - 16] ?? 0);

function addBlock(state: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let i = 0; i < ROUNDS; i += 1) {
    const next = (turned(a, 5) + mixed(i, b, c, d) + e + (words[i] ?? 0)) | 0;
    [e, d, c, b, a] = [d, c, turned(b, 30), a, next];
  }
  [a, b, c, d, e].forEach((word, i) => {
    state[i] = ((state[i] ?? 0) + word) | 0;
  });
}

/** The 20 octets of HMAC-SHA1, RFC 2104 §2. */
export function hmacSha1(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK);
  block.set(key.length > BLOCK ? sha1(key) : key);
  const inner = sha1(
    joined(
      block.map((octet) => octet ^ INNER),
      message,
    ),
  );
  return sha1(
    joined(
      block.map((octet) => octet ^ OUTER),
      inner,
    ),
  );
}

/** Octets one behind the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
