// One slot of the ladder: a row, the playhead's line, or the forecast.

import { memo, type ReactNode } from 'react';
import type { LadderRow as Row } from '#view/ladder.ts';
import { Lives } from '#view/draw/LadderLives.tsx';
import { LadderRow } from '#view/draw/LadderRow.tsx';
import { LadderForecast } from '#view/draw/LadderForecast.tsx';
import type { LadderGeometry, Stay } from '#view/draw/ladder-layout.ts';
import { breakOfRow, fitsSome } from '#app/faults/break-chosen.ts';
import { useBreaks } from '#app/stores/breaks.ts';
import { useRun } from '#app/stores/run.ts';
import { useView } from '#app/stores/view.ts';
import { rowAt, type LadderData } from './ladder-feed.ts';
import { rowSentence, type NameOf } from './row-words.ts';
import type { Slot } from './slots.ts';
import { clockText } from './time-text.ts';

interface SlotProps {
  readonly slot: Slot;
  readonly y: number;
  readonly data: LadderData;
  readonly geometry: LadderGeometry;
  readonly stays: readonly Stay[];
  readonly hops: boolean;
  readonly isActive: boolean;
  readonly name: NameOf;
}

export function LadderSlot({ slot, y, data, geometry, ...rest }: SlotProps) {
  switch (slot.is) {
    case 'now':
      return <NowLine y={y} geometry={geometry} stays={rest.stays} />;
    case 'next':
      return <NextSlot y={y} geometry={geometry} stays={rest.stays} />;
    case 'row': {
      const row = rowAt(data, slot.index);
      if (!row) return <div className="ladder-row" aria-hidden="true" style={place(y, geometry)} />;
      const future = slot.index >= data.now;
      return (
        <Option {...{ row, y, geometry, future, ...rest }} index={slot.index} total={data.total} />
      );
    }
  }
}

function place(y: number, geometry: LadderGeometry) {
  return { transform: `translateY(${y}px)`, height: geometry.row };
}

interface SheetProps {
  readonly geometry: LadderGeometry;
  /** Of a drawing that stands by itself. */
  readonly left?: number;
  readonly children: ReactNode;
}

/** The drawing of one row: as much of it as is in sight. */
function Sheet({ geometry, left, children }: SheetProps) {
  const { from, until, row, width } = geometry;
  const isCut = from > 0 || until < width;
  return (
    <svg
      width={until - from}
      height={row}
      viewBox={`${from} 0 ${until - from} ${row}`}
      style={{ left, marginLeft: from, overflow: isCut ? 'hidden' : undefined }}
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

interface OptionProps extends Omit<SlotProps, 'slot' | 'data'> {
  readonly row: Row;
  readonly index: number;
  readonly total: number;
  readonly future: boolean;
}

const Option = memo(function Option(props: OptionProps) {
  const { row, index, total, y, geometry, stays, hops, isActive, future, name } = props;
  const accent = useRun((state) => state.still?.accent?.rowSeq === row.seq) && !future;
  const chosen = useView(({ selection }) => isChosen(row, selection));
  const wanted = breakOfRow(row);
  const breakSet = useBreaks(({ list }) => wanted !== undefined && fitsSome(list, wanted));
  const stopped = useRun(({ still }) => still?.stop?.rowSeq === row.seq && !future);
  // Only signalling is numbered.
  const number = 'number' in row && row.number > 0 ? row.number : undefined;
  return (
    <div
      className="ladder-row"
      id={`ladder-row-${index}`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a drawing cannot be an <option>
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-setsize={total}
      aria-posinset={index + 1}
      aria-label={`${rowSentence(row, name)}${breakSet ? ', breakpoint' : ''}`}
      data-index={index}
      data-active={isActive || undefined}
      data-accent={accent || undefined}
      data-future={future || undefined}
      data-stopped={stopped || undefined}
      data-breakable={wanted !== undefined || undefined}
      style={place(y, geometry)}
    >
      <div className="ladder-gutter" style={{ width: geometry.gutter }}>
        <span className="ladder-break" data-set={breakSet || undefined} />
        {!geometry.dense && <span className="ladder-number">{number}</span>}
        <span className="ladder-time mono">{clockText(row.at)}</span>
      </div>
      <Sheet geometry={geometry}>
        <LadderRow {...{ row, geometry, stays, accent, hops }} />
      </Sheet>
    </div>
  );
});

type Selection = ReturnType<typeof useView.getState>['selection'];

function isChosen(row: Row, selection: Selection): boolean {
  if (selection?.kind === 'field') return 'frame' in row && row.frame === selection.frame;
  if (selection?.kind !== 'message') return false;
  if (selection.seq !== undefined) return selection.seq === row.seq;
  return 'frame' in row && row.frame === selection.frame;
}

function NowLine({ y, geometry, stays }: Pick<SlotProps, 'y' | 'geometry' | 'stays'>) {
  const now = useRun((state) => state.still?.now ?? 0);
  const row = { row: 'note', at: now, until: now } as const;
  return (
    <div className="ladder-now" aria-hidden="true" style={place(y, geometry)}>
      <Sheet geometry={geometry} left={geometry.gutter}>
        <Lives row={row} geometry={geometry} stays={stays} />
      </Sheet>
      <span className="ladder-now-pill">
        now <span className="nb">{clockText(now)} s</span>
      </span>
    </div>
  );
}

function NextSlot({ y, geometry, stays }: Pick<SlotProps, 'y' | 'geometry' | 'stays'>) {
  const next = useRun(({ still }) => still?.next.find((one) => one.message) ?? still?.next[0]);
  if (!next) return null;
  return (
    <div className="ladder-row is-next" aria-hidden="true" style={place(y, geometry)}>
      <div className="ladder-gutter" style={{ width: geometry.gutter }}>
        <span className="ladder-time mono">{clockText(next.at)}</span>
      </div>
      <Sheet geometry={geometry}>
        <LadderForecast next={next} geometry={geometry} stays={stays} />
      </Sheet>
    </div>
  );
}
