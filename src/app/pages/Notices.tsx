// Lines that come up over the screen: what was refused, what differs, what can be restored, progress.

import { useEffect } from 'react';
import { Icon } from '#app/parts/Icon.tsx';
import { run, useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';

/** A refusal goes by itself. */
const REFUSAL_STAYS = 6000;

function Refused() {
  const refused = useRun((state) => state.refused);
  useEffect(() => {
    if (refused === undefined) return undefined;
    const timer = window.setTimeout(run.forgetRefusal, REFUSAL_STAYS);
    return () => window.clearTimeout(timer);
  }, [refused]);
  if (refused === undefined) return null;
  return (
    <div className="notice" role="alert">
      <Icon name="warn" />
      <span>{refused}</span>
      <button
        type="button"
        className="btn quiet icon"
        aria-label="Dismiss"
        onClick={run.forgetRefusal}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}

function Standing() {
  const notice = useView((state) => state.notice);
  if (!notice) return null;
  const { words, act } = notice;
  return (
    <output className="notice">
      <span>{words}</span>
      {act && (
        <button
          type="button"
          className="btn"
          onClick={() => {
            view.setNotice(undefined);
            act.run();
          }}
        >
          {act.words}
        </button>
      )}
      <button
        type="button"
        className="btn quiet icon"
        aria-label="Dismiss"
        onClick={() => view.setNotice(undefined)}
      >
        <Icon name="close" size={16} />
      </button>
    </output>
  );
}

function Progress() {
  const progress = useRun((state) => state.progress);
  if (!progress) return null;
  return (
    <div className="notice">
      <label>
        Running… <progress value={progress.done} max={progress.of} />
      </label>
    </div>
  );
}

export function Notices() {
  return (
    <div className="notices">
      <Standing />
      <Refused />
      <Progress />
    </div>
  );
}
