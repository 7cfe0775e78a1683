// DLIFs in the row of their gateway: those of one mobile node side by side under a thin bracket, as the
// draft's Figure 3 draws them. Where there is little room they wrap, and what does not fit is counted.

import type { Box } from './geometry.ts';
import type { DlifMark } from './scene.ts';
import { textWidth } from './text-width.ts';

export interface DlifShape {
  readonly mark: DlifMark;
  readonly box: Box;
}

export interface BracketShape {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  /** Whose DLIFs it spans; '' where their own names say so. */
  readonly label: string;
}

/** Sizes of one DLIF in pixels, and of what stands around it. */
export interface Cells {
  readonly w: number;
  readonly h: number;
  readonly gap: number;
  /** Between two mobile nodes. */
  readonly apart: number;
  /** Words over the brackets take this much; 0: there are none. */
  readonly words: number;
}

export interface Packed {
  readonly dlifs: readonly DlifShape[];
  readonly brackets: readonly BracketShape[];
  /** DLIFs that found no room. */
  readonly folded: number;
  /** Height of all of it. */
  readonly h: number;
}

/** A bracket and the room to what it spans. */
export const BRACKET = 8;

/** DLIFs by mobile node, those of each in the order of their names. */
export function groupsOf(dlifs: readonly DlifMark[]): readonly (readonly DlifMark[])[] {
  const order = [...new Set(dlifs.map(({ mn }) => mn))];
  return order.map((mn) =>
    dlifs.filter((dlif) => dlif.mn === mn).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

/** Between two shelves. */
export const SHELF = 4;

/** A shelf that holds groups side by side. */
interface Shelf {
  readonly y: number;
  x: number;
  h: number;
}

/** Puts groups on shelves in their order; when some find no room, the largest first, if that shows more. */
export function packDlifs(
  groups: readonly (readonly DlifMark[])[],
  room: Box,
  how: { readonly cells: Cells; readonly nameOf: (mn: string) => string },
): Packed {
  const inOrder = shelved(groups, room, how);
  if (inOrder.folded === 0) return inOrder;
  const largest = groups.toSorted((a, b) => b.length - a.length);
  const other = shelved(largest, room, how);
  return other.folded < inOrder.folded ? other : inOrder;
}

/**
 * Puts groups on shelves from the left, each on the first that has room for it. A group that is wider
 * than all of the room wraps; one that is too high for what is left loses its last lines.
 */
function shelved(
  groups: readonly (readonly DlifMark[])[],
  room: Box,
  { cells, nameOf }: { readonly cells: Cells; readonly nameOf: (mn: string) => string },
): Packed {
  const top = BRACKET + cells.words;
  const columns = Math.max(1, Math.floor((room.w + cells.gap) / (cells.w + cells.gap)));
  const linesHigh = (lines: number): number => top + lines * (cells.h + cells.gap) - cells.gap;
  const shelves: Shelf[] = [];
  const dlifs: DlifShape[] = [];
  const brackets: BracketShape[] = [];
  for (const group of groups) {
    const across = Math.min(columns, group.length);
    const label = cells.words === 0 ? '' : nameOf(group[0]?.mn ?? '');
    const w = Math.min(
      room.w,
      Math.max(across * (cells.w + cells.gap) - cells.gap, textWidth(label, 13)),
    );
    const wanted = Math.ceil(group.length / across);
    const shelf = shelfFor(shelves, { room, w, h: linesHigh(wanted), least: linesHigh(1) });
    if (!shelf) continue;
    const { x, y } = shelf;
    const left = room.y + room.h - y;
    const fitting = Math.floor((left - top + cells.gap) / (cells.h + cells.gap));
    const lines = Math.min(wanted, fitting);
    shelf.x += w + cells.apart;
    shelf.h = Math.max(shelf.h, linesHigh(lines));
    brackets.push({ x, y: y + cells.words, w, label });
    dlifs.push(
      ...group.slice(0, lines * across).map((mark, i) => ({
        mark,
        box: {
          x: x + (i % across) * (cells.w + cells.gap),
          y: y + top + Math.floor(i / across) * (cells.h + cells.gap),
          w: cells.w,
          h: cells.h,
        },
      })),
    );
  }
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  const bottom = Math.max(room.y, ...shelves.map(({ y, h }) => y + h));
  return { dlifs, brackets, folded: count - dlifs.length, h: bottom - room.y };
}

function shelfFor(
  shelves: Shelf[],
  want: { readonly room: Box; readonly w: number; readonly h: number; readonly least: number },
): Shelf | undefined {
  const { room, w, h, least } = want;
  const last = shelves.at(-1);
  const fits = (shelf: Shelf): boolean => {
    const grows = shelf === last && shelf.y + h <= room.y + room.h;
    return shelf.x + w <= room.x + room.w && (h <= shelf.h || grows);
  };
  const found = shelves.find(fits);
  if (found) return found;
  const y = last ? last.y + last.h + SHELF : room.y;
  if (y + least > room.y + room.h) return undefined;
  const made = { x: room.x, y, h: 0 };
  shelves.push(made);
  return made;
}

/** DLIFs in one row, stretched over the width of the box. */
export function inOneRow(marks: readonly DlifMark[], room: Box, gap: number): Packed {
  const count = Math.max(1, marks.length);
  const w = (room.w - (count - 1) * gap) / count;
  const groups = groupsOf(marks);
  const top = groups.length > 1 ? BRACKET : 0;
  const dlifs = groups.flat().map((mark, i): DlifShape => {
    const x = room.x + i * (w + gap);
    return { mark, box: { x, y: room.y + top, w, h: room.h } };
  });
  const brackets = groups.length > 1 ? bracketsOf(dlifs) : [];
  return { dlifs, brackets, folded: 0, h: room.h + top };
}

function bracketsOf(dlifs: readonly DlifShape[]): readonly BracketShape[] {
  return [...new Set(dlifs.map(({ mark }) => mark.mn))].map((mn) => {
    const own = dlifs.filter(({ mark }) => mark.mn === mn).map(({ box }) => box);
    const first = own[0] as Box;
    const last = own.at(-1) as Box;
    return { x: first.x, y: first.y - BRACKET, w: last.x + last.w - first.x, label: '' };
  });
}
