// The figures of the run up to the playhead. Measured when the run stands; while it plays the last ones
// stay, because measuring holds up the worker.

import { useCallback, useEffect, useState } from 'react';
import type { Queries } from '#session/protocol.ts';
import { ask, useRun } from '#app/stores/run.ts';

export type Measured = Queries['metrics']['answer'];

/** Let a drag of the scrubber end before it is measured, milliseconds. */
const SETTLE = 250;

interface State {
  readonly measured: Measured | undefined;
  readonly measuring: boolean;
  readonly why: string;
}

export function useMetrics(): State & { readonly stale: boolean; readonly again: () => void } {
  const [state, setState] = useState<State>({ measured: undefined, measuring: true, why: '' });
  const isPlaying = useRun(({ still }) => still?.status === 'playing');
  const seq = useRun(({ still }) => still?.seq);
  const epoch = useRun(({ still }) => still?.epoch);
  const again = useCallback(() => {
    setState((old) => ({ ...old, measuring: true }));
    ask('metrics', {}).then(
      (measured) => setState({ measured, measuring: false, why: '' }),
      (error: Error) => setState({ measured: undefined, measuring: false, why: error.message }),
    );
  }, []);
  useEffect(() => {
    if (isPlaying || seq === undefined) return undefined;
    const timer = window.setTimeout(again, SETTLE);
    return () => window.clearTimeout(timer);
  }, [isPlaying, seq, epoch, again]);
  const stale = state.measured !== undefined && state.measured.events !== seq;
  return { ...state, stale, again };
}
