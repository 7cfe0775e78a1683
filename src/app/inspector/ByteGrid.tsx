// The octets of a frame: arrows move by octet, Tab by field, Escape goes back to the tree.

import { useEffect, useRef, type KeyboardEvent } from 'react';
import { FRAME_HEADER, isPadding, isWithin, type PacketModel } from './packet-model.ts';

interface GridProps {
  readonly octets: Uint8Array;
  readonly perRow: number;
  readonly model: PacketModel;
  readonly selected: string | undefined;
  readonly news: ReadonlySet<string>;
  readonly select: (path: string) => void;
}

export function ByteGrid({ octets, perRow, model, selected, news, select }: GridProps) {
  const grid = useRef<HTMLTableElement>(null);
  const cells = cellsOf(model, octets.length, selected, news);
  const first = Math.max(
    0,
    cells.findIndex(({ look }) => look.includes('is-selected')),
  );
  useEffect(() => {
    const cell = grid.current?.querySelector(`[data-octet="${first}"]`);
    if (first > 0) cell?.scrollIntoView({ block: 'nearest' });
  }, [first]);

  const go = (octet: number): void => {
    const cell = grid.current?.querySelector<HTMLElement>(`[data-octet="${octet}"]`);
    const path = model.owners[octet];
    if (path !== undefined) select(path);
    cell?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = Number((event.target as HTMLElement).dataset['octet'] ?? first);
    const to =
      event.key === 'Tab' ? nextField(model, at, event.shiftKey) : movedFrom(at, event.key, perRow);
    if (event.key === 'Escape') {
      grid.current?.closest('.inspector')?.querySelector<HTMLElement>('[role="tree"]')?.focus();
    } else if (to !== undefined && to >= 0 && to < octets.length) go(to);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a grid of keys
    <table className="bytes" ref={grid} onKeyDown={onKeyDown} role="grid" aria-label="Octets">
      <tbody>
        {rowsOf(octets.length, perRow).map(({ from, to }) => (
          <tr key={from}>
            <th scope="row">
              {from < FRAME_HEADER ? 'eth' : (from - FRAME_HEADER).toString(16).padStart(4, '0')}
            </th>
            {cells.slice(from, to).map(({ path, look }, i) => (
              <td
                key={from + i}
                className={look}
                data-octet={from + i}
                data-path={path}
                data-gap={i === 7 || undefined}
                tabIndex={from + i === first ? 0 : -1}
                aria-selected={look.includes('is-selected')}
              >
                {(octets[from + i] ?? 0).toString(16).padStart(2, '0')}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Cell {
  readonly path: string | undefined;
  readonly look: string;
}

function cellsOf(
  model: PacketModel,
  count: number,
  selected: string | undefined,
  news: ReadonlySet<string>,
): Cell[] {
  const item = selected === undefined ? undefined : model.items.get(selected);
  // Flags share an octet: of a chosen bit the octet is marked.
  const range = item?.field ? item : undefined;
  return Array.from({ length: count }, (_, octet) => {
    const path = model.owners[octet];
    const owner = path === undefined ? undefined : model.items.get(path);
    const isIn = range
      ? octet >= range.from && octet < range.to
      : item !== undefined && isWithin(path, item.path) && owner?.layerPath === item.path;
    const isNew = [...news].some((option) => isWithin(path, option));
    const looks = [
      isIn && 'is-selected',
      isNew && 'is-new',
      owner && isPadding(owner.layer) && 'is-padding',
    ];
    return { path, look: looks.filter(Boolean).join(' ') };
  });
}

/** The frame's header has a row of its own; from then on the packet counts from 0. */
function rowsOf(count: number, perRow: number): { from: number; to: number }[] {
  const rows: { from: number; to: number }[] = [];
  const cut = (from: number, end: number): void => {
    for (let at = from; at < end; at += perRow)
      rows.push({ from: at, to: Math.min(end, at + perRow) });
  };
  cut(0, Math.min(FRAME_HEADER, count));
  cut(FRAME_HEADER, count);
  return rows;
}

function movedFrom(at: number, key: string, perRow: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return at + 1;
    case 'ArrowLeft':
      return at - 1;
    case 'ArrowDown':
      // From the header's row to the packet's first.
      return at < FRAME_HEADER && at + perRow >= FRAME_HEADER
        ? FRAME_HEADER + (at % perRow)
        : at + perRow;
    case 'ArrowUp':
      return at - FRAME_HEADER < perRow && at >= FRAME_HEADER
        ? Math.min(
            FRAME_HEADER - 1,
            Math.floor((FRAME_HEADER - 1) / perRow) * perRow + at - FRAME_HEADER,
          )
        : at - perRow;
    case 'Home':
      return 0;
    default:
      return undefined;
  }
}

/** First octet of the next field, or of the one before; `undefined` at the ends, where Tab leaves. */
function nextField(model: PacketModel, at: number, back: boolean): number | undefined {
  const own = model.owners[at];
  const starts = model.fields.filter(({ from }) => from !== undefined).map(({ from }) => from);
  const from = model.items.get(own ?? '')?.from ?? at;
  return back ? starts.findLast((start) => start < from) : starts.find((start) => start > at);
}
