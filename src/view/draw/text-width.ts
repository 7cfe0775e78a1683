// Widths of text in the fonts of the screen, so that a drawing can place words without a DOM.
// Advances of Inter (weights 400 and 600, tabular figures) in thousandths, from space to tilde.

const REGULAR = [
  269, 288, 466, 633, 642, 982, 644, 300, 391, 391, 648, 648, 269, 648, 269, 360, 648, 648, 648,
  648, 648, 648, 648, 648, 648, 648, 269, 269, 648, 648, 648, 511, 966, 690, 654, 730, 722, 601,
  590, 746, 743, 269, 571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682,
  679, 629, 391, 360, 391, 471, 456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549,
  242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 391, 333, 391, 648,
];
/** The strong weight is wider by this much on average. */
const STRONG = 1.025;
/** Any other sign: as wide as a figure. */
const OTHER = 648;
const MONO = 600;

/** Width in pixels of a line of the interface font; `strong`: weight 600. */
export function textWidth(text: string, size: number, strong = false): number {
  let sum = 0;
  for (const sign of text) sum += REGULAR[(sign.codePointAt(0) ?? 0) - 32] ?? OTHER;
  return (sum * size * (strong ? STRONG : 1)) / 1000;
}

/** Width in pixels of a line of the monospaced font. */
export function monoWidth(text: string, size: number): number {
  return (text.length * MONO * size) / 1000;
}

/** The text, or its beginning and `…` when it is wider than `room`. */
export function fitText(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  let end = text.length;
  while (end > 1 && textWidth(`${text.slice(0, end).trimEnd()}…`, size) > room) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}
