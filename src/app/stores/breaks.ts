// Breakpoints: how one looks at the run, never part of it. Kept on this machine for each scenario, told
// to the worker whenever they change.

import { create } from 'zustand';
import type { Break } from '#session/protocol.ts';
import { useDocument } from './document.ts';
import { run, useRun } from './run.ts';

/** A breakpoint that has no name yet. */
export type Wanted = Break extends infer One
  ? One extends Break
    ? Omit<One, 'id'>
    : never
  : never;

const KEEP = 'roamscope.breaks';
const MOST = 50;

interface BreaksState {
  readonly list: readonly Break[];
}

export const useBreaks = create<BreaksState>()(() => ({ list: [] }));

/** What a breakpoint says, whatever its name and the order of its fields. */
const textOf = (one: Wanted): string =>
  JSON.stringify(
    Object.entries(one)
      .filter(([field]) => field !== 'id')
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/** The breakpoint that says the same, if there is one. */
export const breakLike = (list: readonly Break[], one: Wanted): Break | undefined =>
  list.find((known) => textOf(known) === textOf(one));

function freeId(list: readonly Break[]): string {
  let n = list.length + 1;
  while (list.some(({ id }) => id === `b${n}`)) n += 1;
  return `b${n}`;
}

function change(list: readonly Break[]): void {
  useBreaks.setState({ list });
  run.breaks(list);
  keep(list);
}

export const breaks = {
  /** Sets it, or takes it away when it is there. */
  toggle: (one: Wanted): void => {
    const { list } = useBreaks.getState();
    const known = breakLike(list, one);
    if (known) breaks.remove(known.id);
    else if (list.length < MOST) change([...list, { ...one, id: freeId(list) } as Break]);
  },
  remove: (id: string): void => {
    change(useBreaks.getState().list.filter((one) => one.id !== id));
  },
  clear: (): void => change([]),
};

/** Under which name the breakpoints of the open scenario are kept. */
const place = (): string => useDocument.getState().scenario?.id ?? 'own';

function kept(): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEEP) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function keep(list: readonly Break[]): void {
  try {
    localStorage.setItem(KEEP, JSON.stringify({ ...kept(), [place()]: list }));
  } catch {
    // No storage: they last as long as the page.
  }
}

const KINDS: ReadonlySet<unknown> = new Set<Break['on']>([
  'message',
  'loss',
  'row',
  'note',
  'time',
]);

function isBreak(value: unknown): value is Break {
  if (typeof value !== 'object' || value === null) return false;
  const { id, on } = value as Partial<Record<'id' | 'on', unknown>>;
  return typeof id === 'string' && KINDS.has(on);
}

/** Follows the scenario: each has its own. A new worker is told again. */
export function followBreaks(): void {
  let of: string | undefined;
  const load = (): void => {
    if (of === place()) return;
    of = place();
    const value = kept()[of];
    const list = Array.isArray(value) ? value.filter(isBreak).slice(0, MOST) : [];
    useBreaks.setState({ list });
    run.breaks(list);
  };
  load();
  useDocument.subscribe(load);
  useRun.subscribe((now, last) => {
    if (now.still && !last.still) run.breaks(useBreaks.getState().list);
  });
}
