// For those who listen: a summary to read at any time, and one polite live region, at most once a second.

import { useEffect, useState } from 'react';
import type { Still } from '#session/protocol.ts';
import { onEachStill, useRun } from '#app/stores/run.ts';
import { useView } from '#app/stores/view.ts';
import { handoverWords, summaryOf } from './narration-words.ts';

/** Least milliseconds between two announcements. */
const GAP = 1000;
/** Sentences of one announcement; older ones are left out. */
const MOST = 6;

export function Summary() {
  const [lines, setLines] = useState<readonly string[]>([]);
  useEffect(
    () =>
      useRun.subscribe(({ still }) => {
        if (still && still.status !== 'playing') setLines(summaryOf(still));
      }),
    [],
  );
  return (
    <section className="sr-only" aria-label="Summary">
      <h2>Summary</h2>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p>Press H to move the mobile node, Q to run until quiet, question mark for all keys.</p>
    </section>
  );
}

/** The later picture is of the same run, and not one that was gone back to. */
const goesOn = (before: Still, after: Still): boolean =>
  after.step > before.step &&
  after.nodeIds.length === before.nodeIds.length &&
  after.nodeIds.every((id, n) => id === before.nodeIds[n]);

/** What nodes and flows did; these words are loaded when something moves. */
async function movesIn(before: Still, after: Still): Promise<readonly string[]> {
  const { moveWords } = await import('./move-words.ts');
  return moveWords(before.scene, after.scene);
}

/** What a new still is worth saying. */
async function newsOf(
  before: Still | undefined,
  after: Still,
  all: boolean,
): Promise<readonly string[]> {
  const handovers = before ? handoverWords(before, after) : [];
  const moves = before && goesOn(before, after) ? await movesIn(before, after) : [];
  const changed = after.accent?.cause !== before?.accent?.cause;
  const rests = after.status !== 'playing' && before?.status === 'playing';
  const stepped = after.status !== 'playing' && changed;
  const words = (all && changed) || stepped || rests ? after.accent?.words : undefined;
  const end = after.status === 'ended' && before?.status !== 'ended' ? ['The run has ended.'] : [];
  return [...handovers, ...moves, ...(words === undefined ? [] : [words]), ...end];
}

export function LiveRegion() {
  const [said, setSaid] = useState('');
  useEffect(() => {
    let before: Still | undefined;
    let waiting: string[] = [];
    let timer: number | undefined;
    const say = (): void => {
      timer = undefined;
      if (waiting.length === 0) return;
      setSaid([...new Set(waiting)].slice(-MOST).join(' '));
      waiting = [];
      timer = window.setTimeout(say, GAP);
    };
    let ended = false;
    const hear = (news: readonly string[]): void => {
      waiting.push(...news);
      if (ended || waiting.length === 0) return;
      timer ??= window.setTimeout(say, 120);
    };
    const end = onEachStill((still) => {
      const { narration } = useView.getState();
      if (narration !== 'off') void newsOf(before, still, narration === 'all').then(hear);
      before = still;
    });
    return () => {
      ended = true;
      end();
      window.clearTimeout(timer);
    };
  }, []);
  return (
    <div className="sr-only" aria-live="polite" data-testid="live">
      {said}
    </div>
  );
}
