// The ladder as a drawing: heads that stay, rows of one height of which only the visible ones exist,
// the line of the playhead, and what comes next.

import { useVirtualizer } from '@tanstack/react-virtual';
import {
  lazy,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';
import { ladderGeometry } from '#view/draw/ladder-layout.ts';
import { breakOfRow } from '#app/faults/break-chosen.ts';
import { messageTarget } from '#app/faults/target.ts';
import { openAct } from '#app/faults/open-act.ts';
import { breaks } from '#app/stores/breaks.ts';
import { ask, run, useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';
import { rowAt, type LadderData } from './ladder-feed.ts';
import { LadderHeads } from './LadderHeads.tsx';
import { LadderSlot } from './LadderSlot.tsx';
import { Risers } from './Risers.tsx';
import { namesOf } from './row-words.ts';
import { slotAt, slotCount, slotOf, staysOf } from './slots.ts';
import { useSeen } from './use-seen.tsx';
import { useWidth } from './use-width.tsx';

const StripLabels = lazy(async () => {
  const { StripLabels: part } = await import('./StripLabels.tsx');
  return { default: part };
});

/** Rows asked for above and below what is seen. */
const MARGIN = 24;
const HEAD = { wide: 50, dense: 44 };

interface ListProps {
  readonly data: LadderData;
  readonly want: (from: number, count: number) => void;
  readonly hops: boolean;
}

export function LadderList({ data, want, hops }: ListProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const width = useWidth(scroll);
  const whole = useMemo(() => ladderGeometry(data.lifelines, width), [data.lifelines, width]);
  const geometry = useSeen(scroll, whole, width);
  const stays = useMemo(
    () => staysOf(data.attachment, data.lifelines),
    [data.attachment, data.lifelines],
  );
  const name = useMemo(() => namesOf(data.lifelines), [data.lifelines]);
  const hasNext = useRun(
    (state) => state.still?.status !== 'ended' && state.still?.next[0] !== undefined,
  );
  const count = slotCount(data, hasNext);
  const head = geometry.dense ? HEAD.dense : HEAD.wide;
  // oxlint-disable-next-line react/incompatible-library -- no compiler here, and nothing is memoised
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => geometry.row,
    overscan: 8,
    paddingStart: head + 4,
    paddingEnd: 8,
    scrollPaddingStart: head + 8,
  });
  useEffect(() => virtual.measure(), [virtual, geometry.row]);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    want(Math.max(0, first - MARGIN), last - first + 1 + 2 * MARGIN);
  }, [want, first, last]);

  const toNow = useFollow(scroll, { data, head, row: geometry.row });
  const [chosen, setChosen] = useState<number>();
  // Until one is chosen, the last that has begun.
  const active = Math.min(chosen ?? data.now - 1, data.total - 1);
  const isThere = items.some(({ index }) => index === slotOf(active, data)) && rowAt(data, active);
  const reveal = (index: number): void => virtual.scrollToIndex(slotOf(index, data));
  useSelectedRow(data, (index) => {
    setChosen(index);
    reveal(index);
  });

  const choose = (index: number, goThere: boolean): void => {
    const row = rowAt(data, index);
    setChosen(index);
    if (!row) return;
    view.select({ kind: 'message', seq: row.seq, frame: 'frame' in row ? row.frame : undefined });
    if (goThere) run.seek({ seq: row.lastSeq });
  };
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    const index = indexOf(event.target);
    if (index === undefined) return;
    const row = rowAt(data, index);
    if (row && (event.target as Element).closest('.ladder-break')) {
      const wanted = breakOfRow(row);
      if (wanted) breaks.toggle(wanted);
      return;
    }
    choose(index, true);
  };
  /** By pointer at the row under it, by key at the active one. */
  const onMenu = (event: MouseEvent<HTMLElement>): void => {
    const under = indexOf(event.target);
    const index = under ?? active;
    const row = rowAt(data, index);
    if (!row || !('frame' in row)) return;
    event.preventDefault();
    choose(index, false);
    const element = document.querySelector(`#ladder-row-${index}`) ?? event.currentTarget;
    const spot = under === undefined ? element : { x: event.clientX, y: event.clientY };
    openAct(messageTarget(row), spot);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / geometry.row) - 2);
    const index = movedBy(event.key, { active, page, total: data.total });
    if (index === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choose(index, event.key === 'Enter');
    reveal(index);
  };

  return (
    <div className="ladder-scroll" ref={scroll} data-dense={geometry.dense || undefined}>
      <LadderHeads geometry={whole} height={head} />
      <div
        className="ladder-list"
        data-body
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a drawing cannot be a <select>
        role="listbox"
        aria-label="Messages, in the order of time. Enter goes to one."
        tabIndex={0}
        aria-activedescendant={isThere ? `ladder-row-${active}` : undefined}
        onClick={onClick}
        onContextMenu={onMenu}
        onKeyDown={onKeyDown}
        style={{ height: virtual.getTotalSize(), width: geometry.gutter + geometry.width }}
      >
        <Hatch />
        <Suspense>
          {!geometry.dense && <StripLabels {...{ data, stays, geometry, name }} top={head + 4} />}
        </Suspense>
        <Risers data={data} geometry={geometry} top={head + 4} />
        {items.map((item) => (
          <LadderSlot
            key={item.key}
            slot={slotAt(item.index, data)}
            y={item.start}
            isActive={slotOf(active, data) === item.index}
            {...{ data, geometry, stays, hops, name }}
          />
        ))}
      </div>
      {toNow && (
        <button type="button" className="chip on ladder-to-now" onClick={toNow}>
          Back to now
        </button>
      )}
    </div>
  );
}

/** The row under the pointer, by its number. */
function indexOf(target: EventTarget): number | undefined {
  const index = (target as Element).closest<HTMLElement>('[data-index]')?.dataset['index'];
  return index === undefined ? undefined : Number(index);
}

/** The pattern of a strip whose node is nowhere. */
function Hatch() {
  return (
    <svg width="0" height="0" aria-hidden="true">
      <pattern
        id="ladder-hatch"
        width="7"
        height="7"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path className="ladder-hatch" d="M0 0V7" />
      </pattern>
    </svg>
  );
}

/** Where a key leads from the active row; `undefined`: nowhere. */
function movedBy(
  key: string,
  { active, page, total }: { active: number; page: number; total: number },
): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -total,
    End: total,
    Enter: 0,
  };
  const step = steps[key];
  if (step === undefined || total === 0) return undefined;
  return Math.min(total - 1, Math.max(0, active + step));
}

interface FollowSight {
  readonly data: LadderData;
  readonly head: number;
  readonly row: number;
}

/** Keeps the playhead in sight until the reader scrolls away; then gives the way back. */
function useFollow(
  scroll: RefObject<HTMLDivElement | null>,
  { data, head, row }: FollowSight,
): (() => void) | undefined {
  const [away, setAway] = useState(false);
  const sight = useRef({ now: data.now, head, row });
  const toNow = (): void => {
    const element = scroll.current;
    if (!element) return;
    const { now, head: top, row: height } = sight.current;
    const y = top + 4 + now * height;
    const high = element.scrollTop + top;
    const low = element.scrollTop + element.clientHeight - 2 * height - 8;
    if (y < high) element.scrollTop = Math.max(0, y - top - height);
    else if (y > low) element.scrollTop = y - element.clientHeight + 2 * height + 8;
  };
  useEffect(() => {
    sight.current = { now: data.now, head, row };
    if (!away) toNow();
    // oxlint-disable-next-line react/exhaustive-deps -- only a new playhead scrolls, not a re-render
  }, [data.now, data.total, head, row]);
  useEffect(() => {
    const element = scroll.current;
    if (!element) return undefined;
    const onScroll = (): void => {
      const { now, head: top, row: height } = sight.current;
      const y = top + 4 + now * height;
      setAway(y < element.scrollTop + top - height || y > element.scrollTop + element.clientHeight);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scroll]);
  if (!away) return undefined;
  return () => {
    setAway(false);
    toNow();
  };
}

/** Shows the row that another pane has chosen. */
function useSelectedRow(data: LadderData, show: (index: number) => void): void {
  const seq = useView(({ selection }) =>
    selection?.kind === 'message' ? selection.seq : undefined,
  );
  const filter = useView((state) => state.filter);
  const shown = useRef(show);
  useEffect(() => {
    shown.current = show;
  });
  useEffect(() => {
    if (seq === undefined) return undefined;
    let current = true;
    ask('ladderIndex', { seq, filter }).then(
      ({ index }) => {
        if (current && index >= 0 && data.total > 0) shown.current(index);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- a choice scrolls once, not with each answer
  }, [seq, filter]);
}
