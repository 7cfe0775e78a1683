// A QR code as SVG path data.

import { generate } from 'lean-qr';

export interface Qr {
  readonly size: number;
  readonly d: string;
}

/** One square per dark module, on a grid of `size`. */
export function qrOf(text: string): Qr {
  const code = generate(text);
  let d = '';
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (code.get(x, y)) d += `M${x} ${y}h1v1h-1z`;
    }
  }
  return { size: code.size, d };
}
