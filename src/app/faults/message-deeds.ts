// What can be done to a message: on its way now, or as it was sent, which forks the run just before.

import type { FrameAct, FrameId, Still } from '#session/protocol.ts';
import { openMessage } from '#app/ladder/open-message.ts';
import { act } from '#app/stores/document.ts';
import { ask, run } from '#app/stores/run.ts';
import { view } from '#app/stores/view.ts';
import { messageBreakDeeds } from './break-deeds.ts';
import { MOST_LATER } from './catch-question.ts';
import type { Deed, DeedGroup } from './deed.ts';
import { toMicros } from './question.ts';
import type { MessageTarget } from './target.ts';
import { flightOf } from './target.ts';

/** Asks the worker for the command, and gives it. */
async function tamper(
  frame: FrameId,
  fault: { act: FrameAct; by?: number; bit?: number },
): Promise<void> {
  try {
    const { at, command } = await ask('faultOf', { frame, ...fault });
    act(command, at);
  } catch (error) {
    run.refuse(error instanceof Error ? error.message : String(error));
  }
}

function inspect({ frame, seq }: MessageTarget): void {
  if (seq !== undefined) void openMessage(seq);
  else {
    view.select({ kind: 'message', seq, frame });
    view.showDetail('packet');
  }
}

function faults({ frame }: MessageTarget): readonly Deed[] {
  return [
    { words: 'Drop', does: () => void tamper(frame, { act: 'drop' }) },
    {
      words: 'Delay…',
      does: {
        title: 'Delay this message',
        fields: [
          {
            kind: 'number',
            id: 'by',
            label: 'Later by',
            unit: 'ms',
            value: 50,
            min: 0.001,
            max: MOST_LATER,
          },
        ],
        confirm: 'Delay',
        run: ({ by }) => void tamper(frame, { act: 'delay', by: toMicros(by) }),
      },
    },
    { words: 'Duplicate', does: () => void tamper(frame, { act: 'duplicate', by: 1000 }) },
    {
      words: 'Hold',
      note: 'It stands still until it is released; newer ones overtake it.',
      does: () => void tamper(frame, { act: 'hold' }),
    },
    {
      words: 'Corrupt a bit…',
      does: {
        title: 'Flip a bit of this message',
        note: 'Counted over the Ethernet frame, from 0; octet 14 (bit 112) begins the IPv6 header.',
        fields: [
          {
            kind: 'number',
            id: 'bit',
            label: 'Bit',
            unit: '',
            value: 480,
            min: 0,
            max: 65_535,
            whole: true,
          },
        ],
        confirm: 'Flip it',
        run: ({ bit }) => void tamper(frame, { act: 'corrupt', bit: Number(bit) }),
      },
    },
  ];
}

/** All deeds for a message. */
export function messageDeeds(still: Still, target: MessageTarget): readonly DeedGroup[] {
  const held = still.held.find(({ frame }) => frame === target.frame);
  const known = { ...flightOf(still, target.frame), ...target };
  const groups: readonly DeedGroup[] = [
    [{ words: 'Inspect', looks: true, does: () => inspect(target) }],
    held
      ? [{ words: `Release (${held.name})`, does: () => act({ do: 'release', name: held.name }) }]
      : faults(target),
    messageBreakDeeds(still, known),
  ];
  return groups.filter((group) => group.length > 0);
}
