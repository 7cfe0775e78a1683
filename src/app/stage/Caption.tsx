// One line under the stage: what just happened, and why.

import { useDocument } from '../stores/document.ts';
import { useRun } from '../stores/run.ts';
import { view } from '../stores/view.ts';

/** `#11 PBA: mn1dgw1 added, tunnel added.` in its two parts. */
export function splitWords(short: string, words: string): { head: string; rest: string } {
  const rest = words.startsWith(short) ? words.slice(short.length).replace(/^[:.]\s*/, '') : words;
  // An identifier (`mn1dgw1`) keeps its letters.
  const first = /^[a-z]+ /.test(rest) ? rest.charAt(0).toUpperCase() : rest.charAt(0);
  return { head: short, rest: first + rest.slice(1) };
}

export function Caption() {
  const accent = useRun((state) => state.still?.accent);
  const look = useDocument((state) => state.scenario?.look);
  if (!accent) {
    return (
      <p className="stage-what">
        <span>{look}</span>
      </p>
    );
  }
  const { head, rest } = splitWords(accent.short, accent.words);
  const explain = (): void => {
    view.select({ kind: 'message', seq: accent.rowSeq ?? accent.cause, frame: accent.frame });
    view.showDetail('explain');
  };
  return (
    <p className="stage-what">
      <span>
        <b>{head}.</b> {rest}{' '}
        <button type="button" className="why" onClick={explain}>
          Why?
        </button>
      </span>
    </p>
  );
}
