// Columns of tables as the screen shows them: what gateways and anchors of every kind have in common.

import type { Micros } from '#base/ids.ts';
import type { Column } from '#sim/role.ts';

/** A column of texts. */
export const column = <R>(id: string, title: string, text: (row: R) => string): Column<R> => ({
  id,
  title,
  text,
});

/** A column of instants, which the screen counts down to. */
export const expiring = <R>(
  id: string,
  title: string,
  at: (row: R) => Micros | undefined,
): Column<R> => ({ id, title, text: (row) => time(at(row)), expires: at });

/** Seconds with milliseconds, as the clock of the run. */
export const time = (at: Micros | undefined): string =>
  at === undefined ? '' : `${(Math.round(at / 1000) / 1000).toFixed(3)} s`;

export const list = (texts: readonly string[]): string => texts.join(', ');

/** A lifetime in units of 4 s (MIP6 §6.1.7), in seconds. */
export const units = (lifetime: number): string => `${lifetime * 4} s`;

/** A GRE key. */
export const hex = (key: number | undefined): string =>
  key === undefined ? '' : `0x${key.toString(16)}`;
