// The ladder as a table: one row per message, for screen readers and for those who like to read.

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { run, useRun } from '#app/stores/run.ts';
import { view } from '#app/stores/view.ts';
import { rowAt, type LadderData } from './ladder-feed.ts';
import { namesOf, rowWords } from './row-words.ts';

const ROW = 32;
const MARGIN = 24;

interface TableProps {
  readonly data: LadderData;
  readonly want: (from: number, count: number) => void;
}

export function LadderTable({ data, want }: TableProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const name = useMemo(() => namesOf(data.lifelines), [data.lifelines]);
  const accent = useRun((state) => state.still?.accent?.rowSeq);
  // oxlint-disable-next-line react/incompatible-library -- no compiler here, and nothing is memoised
  const virtual = useVirtualizer({
    count: data.total,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
    initialOffset: Math.max(0, (data.now - 6) * ROW),
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    want(Math.max(0, first - MARGIN), last - first + 1 + 2 * MARGIN);
  }, [want, first, last]);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

  return (
    <div className="ladder-scroll" ref={scroll} data-body tabIndex={-1}>
      <table className="ladder-table" aria-rowcount={data.total + 1}>
        <caption className="sr-only">Messages in the order of time</caption>
        <colgroup>
          <col width="52" />
          <col width="96" />
          <col width="72" />
          <col width="72" />
          <col width="84" />
          <col />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">#</th>
            <th scope="col">Time, s</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Type</th>
            <th scope="col">Summary</th>
          </tr>
        </thead>
        <tbody>
          <Filler height={above} />
          {items.map(({ index }) => {
            const row = rowAt(data, index);
            if (!row) return <Filler key={index} height={ROW} />;
            const words = rowWords(row, name);
            return (
              <tr
                key={index}
                ref={virtual.measureElement}
                data-index={index}
                aria-rowindex={index + 2}
                data-accent={accent === row.seq || undefined}
                data-future={index >= data.now || undefined}
              >
                <td>{words.number}</td>
                <td>
                  <button
                    type="button"
                    className="why mono"
                    aria-label={`Go to ${words.time} s`}
                    onClick={() => {
                      const frame = 'frame' in row ? row.frame : undefined;
                      view.select({ kind: 'message', seq: row.seq, frame });
                      run.seek({ seq: row.lastSeq });
                    }}
                  >
                    {words.time}
                  </button>
                </td>
                <td>{words.from}</td>
                <td>{words.to}</td>
                <td>{words.type}</td>
                <td>{words.summary}</td>
              </tr>
            );
          })}
          <Filler height={below} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the rows that are not there. */
function Filler({ height }: { height: number }) {
  return height <= 0 ? null : <tr aria-hidden="true" style={{ height }} />;
}
