// What will happen next, before it happens.

import { nameOf, useRun } from '#app/stores/run.ts';
import { aheadText } from '#app/time-text.ts';

/** Commands are nobody's. */
const WORLD = 'world';

export function NextStrip() {
  const next = useRun((state) => state.still?.next);
  const still = useRun((state) => state.still);
  if (!still || !next || next.length === 0) return null;
  return (
    <div className="next">
      <h3 className="next-title">Next</h3>
      <ol className="next-list">
        {next.slice(0, 3).map(({ at, node, words }) => {
          const name = nameOf(still, node);
          return (
            <li key={`${at} ${node} ${words}`}>
              <span className="mono dim">{aheadText(at - still.now)}</span>
              <span className="next-words">
                {node === WORLD || words.startsWith(name) ? words : `${name}: ${words}`}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
