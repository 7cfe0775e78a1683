// Breakpoints as deeds of a menu, and in words for their list.

import type { Break, NodeScene, Still } from '#session/protocol.ts';
import type { MessageClassName } from '#wire/classify.ts';
import { breakLike, breaks, useBreaks, type Wanted } from '#app/stores/breaks.ts';
import { nameOf } from '#app/stores/run.ts';
import { clockText } from '#app/time-text.ts';
import type { Deed } from './deed.ts';

function deed(one: Wanted, words: string): Deed {
  const known = breakLike(useBreaks.getState().list, one);
  return {
    words: known ? `Do not break ${words}` : `Break ${words}`,
    looks: true,
    does: () => breaks.toggle(one),
  };
}

/** Kinds of node whose rules ignore or refuse messages. */
const NOTING: ReadonlySet<string> = new Set(['lma', 'mag', 'dgw', 'ha', 'cn', 'mn', 'mr']);

/** For a node: what it ignores or refuses, and data lost at it. */
export const breakDeeds = ({ id, kind }: NodeScene): readonly Deed[] => [
  ...(NOTING.has(kind)
    ? [deed({ on: 'note', node: id }, 'when it ignores or refuses something')]
    : []),
  deed({ on: 'loss', node: id }, 'when data is lost here'),
];

/** For a message: when one like it arrives there, and when one is lost. */
export function messageBreakDeeds(
  still: Still,
  { type, to }: { readonly type?: MessageClassName; readonly to?: string },
): readonly Deed[] {
  if (type === undefined) return [];
  const kind = kindWords(type);
  const here: readonly Deed[] =
    to === undefined
      ? []
      : [
          deed(
            { on: 'message', type, when: 'received', node: to },
            `when a ${kind} reaches ${nameOf(still, to)}`,
          ),
        ];
  return [...here, deed({ on: 'message', type, when: 'lost' }, `when a ${kind} is lost`)];
}

/** A class of messages in a list. */
const kindWords = (type: MessageClassName | 'any'): string =>
  type === 'any' ? 'message' : type === 'udp' ? 'data packet' : type;

const WHEN = { sent: 'is sent', received: 'is received', lost: 'is lost' } as const;

/** A breakpoint in words: `PBA received at MAG1`. */
export function breakWords(still: Still | undefined, one: Break): string {
  const at = (node: string | undefined, word = 'at'): string =>
    node === undefined ? '' : ` ${word} ${nameOf(still, node)}`;
  switch (one.on) {
    case 'message':
      return `${kindWords(one.type)} ${WHEN[one.when]}${at(one.node, one.when === 'sent' ? 'by' : 'at')}`;
    case 'loss':
      return `data is lost${at(one.node)}`;
    case 'row':
      return `${one.table}${one.key === undefined ? '' : ` ${one.key}`} changes${at(one.node)}`;
    case 'note':
      return `something is ignored or refused${at(one.node)}`;
    case 'time':
      return `at ${clockText(one.at)} s`;
  }
}
