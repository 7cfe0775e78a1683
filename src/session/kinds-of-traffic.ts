// What belongs to the control plane: messages that set something up. User data, its errors and the
// probing of neighbours follow from that and are left out where a person steps or looks ahead.

import { MESSAGE_CLASS, type MessageClass } from '#wire/classify.ts';

const DATA = new Set<MessageClass>([
  MESSAGE_CLASS.other,
  MESSAGE_CLASS.NS,
  MESSAGE_CLASS.NA,
  MESSAGE_CLASS.icmpError,
  MESSAGE_CLASS.echo,
  MESSAGE_CLASS.udp,
]);

/** A frame of this class carries a message of the control plane. */
export const isControl = (type: MessageClass): boolean => !DATA.has(type);

/** The two messages that every handover turns on. */
export function bindingMessage(type: MessageClass): 'PBU' | 'PBA' | undefined {
  if (type === MESSAGE_CLASS.PBU) return 'PBU';
  return type === MESSAGE_CLASS.PBA ? 'PBA' : undefined;
}
