// The run as a line: where we are, what happened when, what was skipped, and branches that were left.

import type { KeyboardEvent } from 'react';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { Still } from '#session/protocol.ts';
import { useSize } from '#app/stage/use-size.tsx';
import { step, toEnd, toStart } from '#app/actions.ts';
import { latestStill, run, useRun } from '#app/stores/run.ts';
import { clockText, spanText } from '#app/time-text.ts';
import type { Bend } from './bend.ts';
import { bend } from './bend.ts';
import { Mark } from './Mark.tsx';

const Branches = lazy(async () => {
  const { Branches: part } = await import('./Branches.tsx');
  return { default: part };
});

/** Room at both ends for the knob, and the height of the line. */
const EDGE = 10;
const LINE = 22;
/** Closer than this to its middle the knob would stand on the words of a skip. */
const COVERED = 40;
/** Least pixels between two marks. */
const MARK_GAP = 11;
/** Least milliseconds between two seeks of one drag. */
const SEEK_GAP = 60;

function useAxis(still: Still | undefined, width: number): Bend {
  const marks = still?.marks;
  const script = still?.script;
  const endAt = still?.endAt ?? 0;
  return useMemo(() => {
    const known = (marks ?? []).map(({ at }) => at);
    const planned = (script ?? []).map(({ at }) => at);
    return bend([0, ...known, ...planned, endAt], width);
  }, [marks, script, endAt, width]);
}

/** Marks far enough apart to be told from each other. */
function spaced(marks: Still['marks'], axis: Bend): Still['marks'] {
  let last = -Infinity;
  return marks.filter(({ at }) => {
    const x = axis.x(at);
    if (x - last < MARK_GAP) return false;
    last = x;
    return true;
  });
}

function onKeyDown(event: KeyboardEvent, marks: Still['marks']): void {
  const now = latestStill()?.now ?? 0;
  const acts: Readonly<Record<string, () => void>> = {
    ArrowRight: () => step('event'),
    ArrowUp: () => step('event'),
    ArrowLeft: () => step('event', true),
    ArrowDown: () => step('event', true),
    Home: toStart,
    End: toEnd,
    PageDown: () => {
      const next = marks.find(({ at }) => at > now);
      if (next) run.seek({ at: next.at });
    },
    PageUp: () => {
      const before = marks.findLast(({ at }) => at < now);
      if (before) run.seek({ at: before.at });
    },
  };
  const act = acts[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
}

/** The range's own scale: thousandths of the axis. */
const PARTS = 1000;

export function Scrubber() {
  const ref = useRef<HTMLDivElement>(null);
  const width = useSize(ref)?.w ?? 600;
  const inner = Math.max(1, width - 2 * EDGE);
  const still = useRun((state) => state.still);
  const axis = useAxis(still, inner);
  /** While a drag lasts: the axis that it began on, and where it is. */
  const [drag, setDrag] = useState<{ axis: Bend; at: number }>();
  const lastSeek = useRef(0);
  /** A pointer holds the knob; a change without one (assistive technology) is a seek of its own. */
  const held = useRef(false);
  const marks = useMemo(() => spaced(still?.marks ?? [], axis), [still?.marks, axis]);
  const now = drag?.at ?? still?.now ?? 0;
  const cause = still?.accent?.rowSeq ?? still?.accent?.cause;
  const shown = drag?.axis ?? axis;
  const x = shown.x(now);

  const follow = (value: number): void => {
    const at = Math.round(shown.at((value / PARTS) * inner));
    if (!held.current) {
      run.seek({ at });
      return;
    }
    setDrag({ axis: shown, at });
    const wall = performance.now();
    if (wall - lastSeek.current < SEEK_GAP) return;
    lastSeek.current = wall;
    run.seek({ at });
  };
  const end = (): void => {
    held.current = false;
    if (!drag) return;
    run.seek({ at: drag.at });
    setDrag(undefined);
  };

  return (
    <div className="scrubber" ref={ref}>
      <svg width={width} height={48} viewBox={`0 0 ${width} 48`} aria-hidden="true">
        <g transform={`translate(${EDGE} 0)`}>
          <path className="scrub-rest" d={`M0 ${LINE}H${inner}`} />
          <path className="scrub-done" d={`M0 ${LINE}H${x}`} />
          {shown.skips.map(({ from, to, span }) => {
            const middle = (shown.x(from) + shown.x(to)) / 2;
            return (
              <g key={from}>
                <rect className="scrub-gap" x={middle - 42} y={LINE - 9} width={84} height={18} />
                {Math.abs(middle - x) > COVERED && (
                  <text x={middle} y={LINE + 4.5} textAnchor="middle">
                    skips {spanText(span)}
                  </text>
                )}
              </g>
            );
          })}
          {marks.map((mark) => (
            <Mark key={mark.seq} mark={mark} x={shown.x(mark.at)} hot={mark.seq === cause} />
          ))}
          <circle className="scrub-knob" cx={x} cy={LINE} r={8.5} />
        </g>
      </svg>
      <input
        className="scrubber-input"
        type="range"
        aria-label="Time"
        min={0}
        max={PARTS}
        step="any"
        value={(x / inner) * PARTS}
        aria-valuetext={clockText(now)}
        onKeyDown={(event) => onKeyDown(event, still?.marks ?? [])}
        onChange={(event) => follow(event.target.valueAsNumber)}
        onPointerDown={() => {
          held.current = true;
        }}
        onPointerUp={end}
        onBlur={end}
        onPointerCancel={end}
      />
      {(still?.branches.length ?? 0) > 1 && (
        <Suspense>
          <Branches axis={shown} edge={EDGE} line={LINE} width={width} />
        </Suspense>
      )}
    </div>
  );
}
