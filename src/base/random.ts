// Seeded random numbers. A stream's whole state is one integer, so a world keeps it as a value;
// streams of one seed are split by name, so that a draw from one never shifts another. Not for
// secrets.

/** One stream: the mulberry32 generator, 2^32 numbers long. */
export interface Random {
  /** 32 bits. */
  state: number;
}

/** The stream of a name under a seed. */
export function splitStream(seed: number, name: string): Random {
  let state = mix(seed | 0) ^ Math.imul(Math.floor(seed / 0x1_0000_0000) | 0, 0x9e3779b1);
  for (let i = 0; i < name.length; i += 1) state = mix(state ^ name.charCodeAt(i));
  return { state };
}

/** 32 random bits, as an unsigned number. */
export function nextBits(random: Random): number {
  random.state = (random.state + 0x6d2b79f5) | 0;
  let bits = random.state;
  bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
  return (bits ^ (bits >>> 14)) >>> 0;
}

/** A number in [0, 1). */
export const nextNumber = (random: Random): number => nextBits(random) / 0x1_0000_0000;

/** The finaliser of MurmurHash3: every bit of the input changes half the bits of the answer. */
function mix(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
