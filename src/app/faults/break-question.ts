// A new breakpoint by hand: on a message, on lost data, on a silent rule, on a table, at a time.

import type { Break, Still } from '#session/protocol.ts';
import { breaks } from '#app/stores/breaks.ts';
import { nameOf } from '#app/stores/run.ts';
import { KINDS } from './catch-question.ts';
import type { Question } from './question.ts';

type On = 'received' | 'sent' | 'lost' | 'loss' | 'note' | 'bindings' | 'updates' | 'time';

const ONS: readonly { readonly value: On; readonly words: string }[] = [
  { value: 'received', words: 'a message is received' },
  { value: 'sent', words: 'a message is sent' },
  { value: 'lost', words: 'a message is lost' },
  { value: 'loss', words: 'a data packet is lost' },
  { value: 'note', words: 'something is ignored or refused' },
  { value: 'bindings', words: 'a binding cache changes' },
  { value: 'updates', words: 'a binding update list changes' },
  { value: 'time', words: 'the time is reached' },
];

type Message = Extract<Break, { readonly on: 'message' }>;

export function breakQuestion(still: Still): Question {
  const nodes = still.scene.nodes.filter(({ kind }) => kind !== 'core');
  return {
    title: 'New breakpoint',
    note: 'The run stops right after what fits. Breakpoints are kept on this machine, not in the link.',
    fields: [
      { kind: 'choice', id: 'on', label: 'Stop when', value: 'received', options: ONS },
      {
        kind: 'choice',
        id: 'kind',
        label: 'Message',
        value: 'PBA',
        options: KINDS,
        when: { id: 'on', among: ['received', 'sent', 'lost'] },
      },
      {
        kind: 'choice',
        id: 'node',
        label: 'At',
        value: '',
        options: [
          { value: '', words: 'any node' },
          ...nodes.map(({ id }) => ({ value: id, words: nameOf(still, id) })),
        ],
        when: { id: 'on', among: ONS.map(({ value }) => value).filter((on) => on !== 'time') },
      },
      {
        kind: 'number',
        id: 'time',
        label: 'Time',
        unit: 's',
        value: Math.ceil(still.now / 1e6) + 1,
        min: 0,
        max: 1e6,
        when: { id: 'on', among: ['time'] },
      },
    ],
    confirm: 'Set it',
    run: ({ on, kind, node = '', time }) => {
      const at = node === '' ? {} : { node };
      const type = KINDS.find(({ value }) => value === kind)?.value ?? 'PBA';
      const what = ONS.find(({ value }) => value === on)?.value ?? 'received';
      if (what === 'time') breaks.toggle({ on: 'time', at: Math.round(Number(time) * 1e6) });
      else if (what === 'loss' || what === 'note') breaks.toggle({ on: what, ...at });
      else if (what === 'bindings' || what === 'updates') breakOnTable(still, what, node);
      else {
        const when: Message['when'] = what;
        breaks.toggle({ on: 'message', type, when, ...at });
      }
    },
  };
}

/** The binding caches of LMAs and D-GWs, or the lists of MAGs and D-GWs; of one node, or of all. */
function breakOnTable(still: Still, what: 'bindings' | 'updates', node: string): void {
  const role = what === 'bindings' ? 'lma' : 'mag';
  for (const { id, kind } of still.scene.nodes) {
    if (node !== '' && node !== id) continue;
    if (kind === role) breaks.toggle({ on: 'row', node: id, role, table: what });
    else if (kind === 'dgw') breaks.toggle({ on: 'row', node: id, role: 'dgw', table: what });
  }
}
