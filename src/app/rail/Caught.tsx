// Messages that are held and catches that wait, each with its way out; breakpoints, each with its.

import { breakWords } from '#app/faults/break-deeds.ts';
import { linkName } from '#app/faults/link-name.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { breaks, useBreaks } from '#app/stores/breaks.ts';
import { act, useDocument } from '#app/stores/document.ts';
import { useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';

/** Held first: they are what one waits for. */
export function CaughtList() {
  const held = useRun((state) => state.still?.held);
  const catches = useRun((state) => state.still?.catches);
  const readOnly = useView((state) => state.readOnly);
  const waiting = useWaiting();
  const release = (name: string): void => act({ do: 'release', name });
  if (!held || !catches || held.length + catches.length + waiting.length === 0) return null;
  return (
    <ul className="caught" aria-label="Caught messages">
      {held.map(({ name, frame, words }) => (
        <li key={name}>
          <button
            type="button"
            className="caught-words"
            onClick={() => view.select({ kind: 'message', seq: undefined, frame })}
          >
            <Icon name="pause" size={14} /> <b>{name}</b> {words}
          </button>
          <button
            type="button"
            className="btn small"
            aria-label={`Release ${name}`}
            disabled={readOnly}
            onClick={() => release(name)}
          >
            Release
          </button>
        </li>
      ))}
      {catches.map(({ name, words }) => (
        <li key={name}>
          <span className="caught-words">
            <b>{name}</b> waits to {words}
          </span>
          <button
            type="button"
            className="btn small"
            aria-label={`Take back ${name}`}
            disabled={readOnly}
            onClick={() => release(name)}
          >
            Take back
          </button>
        </li>
      ))}
      {waiting.map(({ name, words }) => (
        <li key={name}>
          <span className="caught-words dim">
            <b>{name}</b> {words}, as soon as time goes on
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Catches that were given by hand and begin with the next step. */
function useWaiting(): readonly { readonly name: string; readonly words: string }[] {
  const still = useRun((state) => state.still);
  const own = useDocument((state) => state.scenario?.script);
  if (!still || still.status === 'playing') return [];
  const known = new Set(own?.map((one) => JSON.stringify(one)));
  return still.script.flatMap((one) => {
    if (one.do !== 'catch' || one.at < still.now || known.has(JSON.stringify(one))) return [];
    const number = one.nth === 1 ? 'the next' : `number ${one.nth}, a`;
    return [
      {
        name: one.name,
        words: `${one.act}s ${number} ${one.kind} on ${linkName(still, one.link)}`,
      },
    ];
  });
}

export function BreakList() {
  const list = useBreaks((state) => state.list);
  const still = useRun((state) => state.still);
  const stopped = useRun((state) => state.still?.stop?.id);
  if (list.length === 0) return null;
  return (
    <ul className="caught" aria-label="Breakpoints">
      {list.map((one) => (
        <li key={one.id} data-stopped={one.id === stopped || undefined}>
          <span className="caught-words">
            <Icon name="stop" size={14} /> {breakWords(still, one)}
          </span>
          <button
            type="button"
            className="btn quiet icon small"
            aria-label={`Remove the breakpoint: ${breakWords(still, one)}`}
            onClick={() => breaks.remove(one.id)}
          >
            <Icon name="close" size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}
