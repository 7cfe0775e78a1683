// Where radio links end at a mobile node: its ports, one for each radio.

import type { Box, Point } from './geometry.ts';
import { at } from './geometry.ts';
import type { StackShape } from './layout-stack.ts';
import type { NodeMark } from './scene.ts';

/** A radio on the top edge of the phone. */
export interface PortShape extends Point {
  readonly iface: string;
  /** Access technology as the phone's label says it; '' when it has but one radio. */
  readonly technology: string;
  readonly attachedTo: string | undefined;
  readonly joining: string | undefined;
}

/** Ports on the top edge; of a box of layers over its sub-interfaces. */
export function portsOf(node: NodeMark, box: Box, stack?: StackShape): readonly PortShape[] {
  const { radios = [], attachedTo, joining } = node.mn ?? {};
  const y = box.y - 8;
  if (stack) {
    return stack.radios.map(({ mark, box: cell }) => ({
      ...at(cell.x + cell.w / 2, y),
      iface: mark.iface,
      technology: '',
      attachedTo: mark.attachedTo,
      joining: mark.joining,
    }));
  }
  const only = { iface: 'if1', technology: '', attachedTo, joining };
  if (radios.length < 2)
    return [{ ...only, ...radios[0], technology: '', ...at(box.x + box.w / 2, y) }];
  const step = box.w / radios.length;
  return radios.map((radio, i) => ({
    ...at(box.x + (i + 0.5) * step, y),
    iface: radio.iface,
    technology: radio.technology,
    attachedTo: radio.attachedTo,
    joining: radio.joining,
  }));
}

/** The port whose radio a gateway has, else the first. */
export function portTo(
  { ports, box }: { readonly ports: readonly PortShape[]; readonly box: Box },
  gateway: string,
): Point {
  const found = ports.find(({ attachedTo }) => attachedTo === gateway);
  return found ?? ports.find(({ joining }) => joining === gateway) ?? ports[0] ?? at(box.x, box.y);
}
