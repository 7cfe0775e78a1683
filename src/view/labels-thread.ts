// What makes a message the repetition, or the answer, of another one.

import type { MobilityMessage, MobilityOption, Packet } from '#wire/packet.ts';
import type { Thread } from './ladder-repeats.ts';

/** The thread of a packet's message; `undefined` when it neither asks nor answers. */
export function threadOf({ payload }: Packet): Thread | undefined {
  if (payload.is === 'mobility') return mobilityThread(payload.message);
  if (payload.is !== 'icmpv6') return undefined;
  const { is } = payload.message;
  const isAnswer = is === 'RouterAdvertisement';
  if (!isAnswer && is !== 'RouterSolicitation') return undefined;
  return { of: 'RS', isAnswer, key: '', sequence: 0, manner: '' };
}

function mobilityThread(message: MobilityMessage): Thread | undefined {
  switch (message.is) {
    case 'BindingUpdate':
    case 'BindingAcknowledgement': {
      const isAnswer = message.is === 'BindingAcknowledgement';
      const manner = isAnswer || message.lifetime > 0 ? '' : 'ends';
      return { of: 'PBU', isAnswer, ...numbered(message), key: sessionOf(message.options), manner };
    }
    case 'BindingRevocationIndication':
    case 'BindingRevocationAcknowledgement':
      return { of: 'BRI', isAnswer: message.is.endsWith('Acknowledgement'), ...numbered(message) };
    case 'UpdateNotification':
    case 'UpdateNotificationAcknowledgement':
      return { of: 'UPN', isAnswer: message.is.endsWith('Acknowledgement'), ...numbered(message) };
    case 'FlowBindingIndication':
    case 'FlowBindingAcknowledgement':
      return { of: 'FBI', isAnswer: message.is.endsWith('Acknowledgement'), ...numbered(message) };
    default:
      return undefined;
  }
}

const numbered = ({ sequence }: { readonly sequence: number }) => ({
  key: String(sequence),
  sequence,
  manner: '',
});

/** Whose session: the mobile node and its interface. */
function sessionOf(options: readonly MobilityOption[]): string {
  const node = options.find((option) => option.is === 'MobileNodeIdentifier')?.identifier ?? '';
  const link = options.find((option) => option.is === 'MobileNodeLinkLayerIdentifier')?.identifier;
  return `${node} ${link?.join('.') ?? ''}`;
}
