// How large phones are: a crowd is drawn smaller than a few.

import type { Box, Point } from './geometry.ts';
import { overlaps } from './geometry.ts';
import type { Size } from './layout-frame.ts';
import { toPane } from './layout-frame.ts';
import type { NodeMark } from './scene.ts';

/** Sizes of a phone: whole, with its name only, with its number only, with nothing on it. */
const PHONES = [
  { roomy: [60, 88], desk: [54, 80] },
  { roomy: [44, 60], desk: [38, 52] },
  { roomy: [26, 38], desk: [24, 34] },
  { roomy: [16, 24], desk: [14, 20] },
] as const;

function phoneAt(p: Point, size: Size, phone: (typeof PHONES)[number]): Box {
  const [w, h] = size.w >= 900 ? phone.roomy : phone.desk;
  const { x, y } = toPane(size, p);
  return { x: x - w / 2, y: y - h / 2, w, h };
}

/** Each phone as large as it may be without touching another; two in one place are drawn with names. */
export function phonesOf(nodes: readonly NodeMark[], size: Size): readonly Phone[] {
  const bySize = PHONES.map((phone) => nodes.map((node) => phoneAt(node, size, phone)));
  return nodes.map((node, i) => {
    const n = bySize.findIndex((boxes) => {
      const own = boxes[i] as Box;
      return boxes.every((other, j) => i === j || !overlaps(own, other));
    });
    const phone = PHONES[n] ?? (nodes.length > 6 ? PHONES[2] : PHONES[1]);
    const boxOf = (p: Point): Box => phoneAt(p, size, phone);
    const from = node.mn?.cameFrom;
    const hasLeft = from && (from.x !== node.x || from.y !== node.y);
    return { node, box: boxOf(node), ghost: hasLeft ? boxOf(from) : undefined };
  });
}

interface Phone {
  readonly node: NodeMark;
  readonly box: Box;
  /** Where it left. */
  readonly ghost: Box | undefined;
}
