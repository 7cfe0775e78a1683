// Why the chosen thing happened: the chain of causes in words, each with its place in the drafts.

import { useEffect, useRef, useState } from 'react';
import type { Explanation, Seq } from '#session/protocol.ts';
import { clockText } from '#app/ladder/time-text.ts';
import { ask, nameOf, run, useRun } from '#app/stores/run.ts';
import { useView } from '#app/stores/view.ts';
import './explain.css';

export function ExplainPane() {
  const chosen = useView(({ selection }) =>
    selection?.kind === 'message' ? selection.seq : undefined,
  );
  const latest = useRun((state) => state.still?.accent?.cause);
  const seq = chosen ?? latest;
  const { explanation, why } = useExplanation(seq);
  return (
    <div className="explain">
      {explanation ? (
        <Chain explanation={explanation} />
      ) : (
        <p className="explain-empty">
          {seq === undefined ? 'Select a message in the ladder or on the stage.' : why}
        </p>
      )}
    </div>
  );
}

function Chain({ explanation }: { explanation: Explanation }) {
  const still = useRun((state) => state.still);
  const last = explanation.chain.length - 1;
  const list = useRef<HTMLOListElement>(null);
  // What is asked about stands at the end.
  useEffect(() => {
    list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [explanation]);
  return (
    <ol className="explain-chain" ref={list}>
      {explanation.chain.map(({ seq, at, node, words, cite }, i) => (
        <li key={seq} data-last={i === last || undefined}>
          <button
            type="button"
            className="explain-step"
            aria-label={`Go to ${clockText(at)} s: ${words}`}
            onClick={() => run.seek({ seq })}
          >
            <span className="explain-time mono">{clockText(at)}</span>
            <span className="explain-node nb">{nameOf(still, node)}</span>
            <span className="explain-words">
              {words}
              {cite !== undefined && cite !== '' && <span className="ref"> {cite}</span>}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

interface Answer {
  readonly seq: Seq;
  readonly explanation: Explanation | undefined;
  readonly why: string;
}

function useExplanation(seq: Seq | undefined) {
  const [answer, setAnswer] = useState<Answer>();
  const epoch = useRun((state) => state.still?.epoch);
  useEffect(() => {
    if (seq === undefined || epoch === undefined) return undefined;
    let current = true;
    ask('explain', { seq }).then(
      (explanation) => {
        if (current) setAnswer({ seq, explanation, why: '' });
      },
      (error: Error) => {
        if (current) setAnswer({ seq, explanation: undefined, why: error.message });
      },
    );
    return () => {
      current = false;
    };
  }, [seq, epoch]);
  return answer?.seq === seq
    ? { explanation: answer?.explanation, why: answer?.why ?? '' }
    : { explanation: undefined, why: '' };
}
