// Futures that were left by acting in the past: a thin line under the scrubber; its name goes there.

import { lazy } from 'react';
import { OnDemand } from '#app/parts/OnDemand.tsx';
import { useRun } from '#app/stores/run.ts';
import type { Bend } from './bend.ts';

const BranchMenu = lazy(async () => {
  const { BranchMenu: part } = await import('./BranchMenu.tsx');
  return { default: part };
});

/** Room for a branch's name. */
const NAME = 168;

export function Branches(props: { axis: Bend; edge: number; line: number; width: number }) {
  const { axis, edge, line, width } = props;
  const branches = useRun((state) => state.still?.branches);
  const left = (branches ?? []).filter(({ current }) => !current);
  const newest = left[0];
  if (!newest) return null;
  const x1 = axis.x(newest.forkedAt) + edge;
  const room = width - x1 - 36 >= NAME;
  const end = Math.min(axis.x(newest.until) + edge, width - NAME - 8, x1 + 140);
  const x2 = room ? Math.max(x1 + 32, end) : x1 + 32;
  const low = line + 16;
  return (
    <>
      <svg className="scrub-branch" aria-hidden="true">
        <path d={`M${x1} ${line}c10 0 8 ${low - line} 20 ${low - line}H${x2}`} />
      </svg>
      <span
        className="scrub-branch-place"
        style={{ left: room ? x2 + 4 : x1 - NAME, top: low - 10 }}
      >
        <OnDemand className="scrub-branch-name" part={BranchMenu}>
          branch: {newest.words}
          {left.length > 1 && ` + ${left.length - 1}`}
        </OnDemand>
      </span>
    </>
  );
}
