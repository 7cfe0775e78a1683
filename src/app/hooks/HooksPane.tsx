// A packet in the anchor hook by hook: the boxes of MIF Figure 5 with its way lit, and the same in words.

import { useEffect, useState } from 'react';
import type { NodeId, Pipeline } from '#session/protocol.ts';
import { useShownFrame } from '#app/inspector/use-packet.tsx';
import { ask, nameOf, useRun } from '#app/stores/run.ts';
import {
  BOX_H,
  FIGURE,
  LINES,
  passedBy,
  PLACES,
  type HookBox,
  type HookLine,
  type Passed,
} from './hook-figure.ts';
import './hooks.css';

/** Anchors that tell flows apart, as one text, so that it stays the same while they do. */
const useAnchors = (): readonly NodeId[] => {
  const ids = useRun(({ still }) =>
    (still?.scene.nodes ?? []).flatMap(({ id, lma }) => (lma?.flows ? [id] : [])).join(' '),
  );
  return ids === '' ? [] : ids.split(' ');
};

/** The first anchor that the packet has been in; undefined while none is known. */
function usePipeline(): Pipeline | undefined {
  const { frame } = useShownFrame();
  const anchors = useAnchors().join(' ');
  const seq = useRun(({ still }) => (still?.status === 'playing' ? -1 : (still?.seq ?? 0)));
  const [found, setFound] = useState<Pipeline>();
  useEffect(() => {
    let current = true;
    const first = async (): Promise<Pipeline | undefined> => {
      for (const node of anchors.split(' ')) {
        if (frame === undefined || node === '') return undefined;
        try {
          return await ask('pipeline', { frame, node });
        } catch {
          // It was not in this one: the next may know it.
          continue;
        }
      }
      return undefined;
    };
    void first().then((pipeline) => {
      if (current) setFound(pipeline);
    });
    return () => {
      current = false;
    };
  }, [frame, anchors, seq]);
  return found;
}

export function HooksPane() {
  const pipeline = usePipeline();
  const still = useRun((state) => state.still);
  if (!pipeline) {
    return (
      <p className="detail-empty">
        Choose a packet that has been in an anchor: in the ladder, or on the stage.
      </p>
    );
  }
  const passed = passedBy(pipeline.steps);
  const name = nameOf(still, pipeline.node);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls: keys must reach it
    <section className="hooks" data-body tabIndex={0} aria-label="Hooks">
      <Figure passed={passed} />
      <div>
        <h3>
          In {name}: {markWords(pipeline)}
        </h3>
        <ol className="hook-steps">
          {pipeline.steps.map(({ hook, words }, i) => (
            // Steps have no names of their own: a hook may come twice.
            <li key={`${i} ${hook}`} className={hook === 'dropped' ? 'is-dropped' : ''}>
              <b>{hook}</b> {words}
            </li>
          ))}
        </ol>
        <p className="ref">draft-bernardos-mif-pmip-02, Figure 5</p>
      </div>
    </section>
  );
}

const markWords = ({ mark, rule }: Pipeline): string =>
  mark === undefined
    ? 'no mark'
    : `mark ${mark}, ${rule === undefined ? 'no rule' : `rule ${rule}`}`;

function Figure({ passed }: { passed: Passed }) {
  return (
    <svg className="hook-figure" viewBox={`0 0 ${FIGURE.w} ${FIGURE.h}`} aria-hidden="true">
      {(Object.keys(LINES) as HookLine[]).map((name) => (
        <path
          key={name}
          className={passed.lines.has(name) ? 'hook-line is-lit' : 'hook-line'}
          d={LINES[name]}
        />
      ))}
      {(Object.keys(PLACES) as HookBox[]).map((name) => (
        <Hook key={name} name={name} numbers={passed.boxes.get(name)} />
      ))}
    </svg>
  );
}

function Hook({ name, numbers }: { name: HookBox; numbers: readonly number[] | undefined }) {
  const { x, y, w } = PLACES[name];
  const words = name === 'routing out' ? 'routing' : name;
  return (
    <g className={numbers ? 'hook is-lit' : 'hook'}>
      <rect x={x - w / 2} y={y - BOX_H / 2} width={w} height={BOX_H} rx={3} />
      <text x={x} y={y + 4.5} textAnchor="middle" fontSize={13}>
        {words}
      </text>
      {numbers && (
        <text className="hook-number" x={x + w / 2 + 4} y={y - 5} fontSize={13}>
          {numbers.join(', ')}
        </text>
      )}
    </g>
  );
}
