// One line under the stage: what just happened, and why.

import { openingOf } from '#scenario/library.ts';
import type { Still } from '#session/protocol.ts';
import { toStart } from '#app/actions.ts';
import { openMessage } from '#app/ladder/open-message.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { editScenario, useDocument } from '#app/stores/document.ts';
import { nameOf, useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';
import { clockText } from '#app/time-text.ts';
import { pendingMoves } from './moving.ts';

const TEN_SECONDS = 10_000_000;

/**
 * `#11 PBA accepted: mn1dgw1 added, tunnel added.` in its two parts; a cause may have a colon of its
 * own, `LMA: move a flow`, or none behind it: `D-GW1 crashes, its state is kept.`
 */
function splitWords(short: string, words: string): { head: string; rest: string } {
  if (!words.startsWith(short)) return { head: '', rest: words };
  const colon = words.indexOf(': ', short.length);
  const end = colon < 0 ? short.length : colon + 1;
  return { head: words.slice(0, end), rest: words.slice(end) };
}

/** `MN1 moves at 3.000 000 s. Play or step to see it.` */
function usePending(): string | undefined {
  const still = useRun((state) => state.still);
  const scenario = useDocument((state) => (state.edited ? state.scenario : undefined));
  if (!still || !scenario || still.status === 'playing') return undefined;
  const [first] = pendingMoves(still, scenario);
  if (!first) return undefined;
  const name = nameOf(still, first.node);
  // A command is stamped at the earliest one microsecond ahead.
  const when = first.at > still.now + 1 ? `at ${clockText(first.at)}` : 'now';
  return `${name} moves ${when}. Play, or run until quiet, to see it.`;
}

/** Why the run stands: the breakpoint's cause, to go to. */
function Stopped({ stop }: { readonly stop: NonNullable<Still['stop']> }) {
  const { seq, rowSeq, words } = stop;
  const explain = (): void => {
    if (seq === undefined) return;
    view.select({ kind: 'message', seq: rowSeq ?? seq, frame: undefined });
    void openMessage(rowSeq ?? seq);
  };
  return (
    <p className="stage-what is-stop">
      <button type="button" className="chip stop" onClick={explain} disabled={seq === undefined}>
        <Icon name="stop" size={14} /> Why it stands
      </button>
      <span title={words}>{words}</span>
    </p>
  );
}

/** At the end of the scenario: it can go on. */
function GoOn({ until }: { readonly until: number }) {
  return (
    <button
      type="button"
      className="btn small"
      onClick={() => editScenario({ end: until + TEN_SECONDS })}
    >
      Go on for 10 s
    </button>
  );
}

/** The figure stands as it opened: what to look for is said, not what happened last. */
function useOpening(): boolean {
  const opensAt = useDocument((state) =>
    state.edited ? undefined : openingOf(state.scenario?.id),
  );
  return useRun(({ still }) => still?.status === 'paused' && still.now === opensAt);
}

export function Caption() {
  const end = useRun(({ still }) => (still?.status === 'ended' ? still.endAt : undefined));
  const readOnly = useView((state) => state.readOnly);
  const goOn = end !== undefined && !readOnly && <GoOn until={end} />;
  const stop = useRun((state) => state.still?.stop);
  const pending = usePending();
  const accent = useRun((state) => state.still?.accent);
  const look = useDocument((state) => state.scenario?.look);
  const isOpening = useOpening();
  if (stop) return <Stopped stop={stop} />;
  if (pending !== undefined) {
    return (
      <p className="stage-what">
        <span>{pending}</span>
      </p>
    );
  }
  if (!accent || isOpening) {
    return (
      <p className={isOpening ? 'stage-what is-opening' : 'stage-what'}>
        <span>{look}</span>
        {isOpening && (
          <button type="button" className="why" onClick={toStart}>
            From the start
          </button>
        )}
        {goOn}
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
      <span title={rest.trim()}>
        <b>{head}</b>
        {rest}
      </span>
      <button type="button" className="why" onClick={explain}>
        Why?
      </button>
      {goOn}
    </p>
  );
}
