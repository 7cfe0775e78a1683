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

/** Messages that registrations turn on, and that end or change them. */
const BINDING_MESSAGES = ['PBU', 'PBA', 'BRI', 'BRA', 'UPN', 'UPA'] as const;
export type BindingMessage = (typeof BINDING_MESSAGES)[number];

/** The name of such a message; `undefined` of all others. */
export function bindingMessage(type: MessageClass): BindingMessage | undefined {
  return BINDING_MESSAGES.find((name) => MESSAGE_CLASS[name] === type);
}
