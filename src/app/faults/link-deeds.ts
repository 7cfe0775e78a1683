// What can be done to a wire or a radio cell: down and up, loss, delay, and catching a message on it.

import type { LinkId, NodeScene, Still } from '#session/protocol.ts';
import { act } from '#app/stores/document.ts';
import { catchQuestion } from './catch-question.ts';
import type { Deed, DeedGroup } from './deed.ts';
import { linkName } from './link-name.ts';
import { toMicros } from './question.ts';

type Link = Still['scene']['links'][number];

/** Ten seconds one way. */
const MOST_DELAY = 10_000;

const lossDeed = (id: LinkId, name: string, loss: number | undefined): Deed => ({
  words: 'Loss…',
  ...(loss !== undefined && loss > 0 && { note: `loses ${Math.round(loss * 1000) / 10} % now` }),
  does: {
    title: `Loss on ${name}`,
    note: 'Each frame is lost with this chance, by the seed of the scenario.',
    fields: [
      {
        kind: 'number',
        id: 'loss',
        label: 'Lost',
        unit: '%',
        value: loss === undefined || loss === 0 ? 30 : Math.round(loss * 1000) / 10,
        min: 0,
        max: 100,
      },
    ],
    confirm: 'Set the loss',
    run: ({ loss: share }) => act({ do: 'link', link: id, loss: Number(share) / 100 }),
  },
});

const delayDeed = (id: LinkId, name: string, delay: number | undefined): Deed => ({
  words: 'Delay…',
  ...(delay !== undefined && { note: `${delay / 1000} ms one way now` }),
  does: {
    title: `Delay of ${name}`,
    fields: [
      {
        kind: 'number',
        id: 'delay',
        label: 'One way',
        unit: 'ms',
        value: delay === undefined ? 10 : delay / 1000,
        min: 0,
        max: MOST_DELAY,
      },
    ],
    confirm: 'Set the delay',
    run: ({ delay: by }) => act({ do: 'link', link: id, delay: toMicros(by) }),
  },
});

const catchDeed = (still: Still, id: LinkId): Deed => ({
  words: 'Catch a message on it…',
  does: catchQuestion(still, id),
});

function wireDeeds(still: Still, link: Link): readonly Deed[] {
  const { id, up, loss, delay } = link;
  const name = linkName(still, id);
  return [
    {
      words: up ? 'Goes down' : 'Comes up again',
      does: () => act({ do: 'link', link: id, up: !up }),
    },
    lossDeed(id, name, loss),
    delayDeed(id, name, delay),
  ];
}

/** All deeds for a wire or a radio cell. */
export function linkDeeds(still: Still, id: LinkId): readonly DeedGroup[] {
  const wire = still.scene.links.find((one) => one.id === id);
  const name = linkName(still, id);
  const own = wire
    ? wireDeeds(still, wire)
    : [lossDeed(id, name, undefined), delayDeed(id, name, undefined)];
  return [own, [catchDeed(still, id)]];
}

/** Deeds for the radio cell of a gateway, named as its. */
export function cellDeeds(still: Still, { cell }: NodeScene): readonly Deed[] {
  if (!cell) return [];
  const name = linkName(still, cell.link);
  const radio = (deed: Deed): Deed => ({
    ...deed,
    words: `Radio: ${deed.words.charAt(0).toLowerCase()}${deed.words.slice(1)}`,
  });
  return [
    radio(lossDeed(cell.link, name, undefined)),
    radio(delayDeed(cell.link, name, undefined)),
    radio(catchDeed(still, cell.link)),
  ];
}
