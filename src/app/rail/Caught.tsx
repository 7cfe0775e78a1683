// Messages that are held and catches that wait, each with its way out; breakpoints, each with its.

import { breakWords } from '#app/faults/break-deeds.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { breaks, useBreaks } from '#app/stores/breaks.ts';
import { act } from '#app/stores/document.ts';
import { useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';

/** Held first: they are what one waits for. */
export function CaughtList() {
  const held = useRun((state) => state.still?.held);
  const catches = useRun((state) => state.still?.catches);
  const readOnly = useView((state) => state.readOnly);
  const release = (name: string): void => act({ do: 'release', name });
  if (!held || !catches || held.length + catches.length === 0) return null;
  return (
    <ul className="caught" aria-label="Caught messages">
      {held.map(({ name, frame, words }) => (
        <li key={name}>
          <button
            type="button"
            className="caught-words"
            onClick={() => view.select({ kind: 'message', seq: undefined, frame })}
          >
            <b>
              <Icon name="pause" size={14} /> {name}
            </b>{' '}
            {words}
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
    </ul>
  );
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
