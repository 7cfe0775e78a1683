// Figures as CSV, RFC 4180: a header, then a line for each; texts with a comma or a quote are quoted.

import type { Figure } from './figure.ts';

const HEADER = 'name,scope,value,unit,definition\n';

export function csvOf(figures: readonly Figure[]): string {
  return `${HEADER}${figures.map(lineOf).join('')}`;
}

const lineOf = ({ name, scope, value, unit, definition }: Figure): string =>
  `${[name, field(scope), numberText(value), field(unit), quoted(definition)].join(',')}\n`;

const DECIMALS = 6;

/** At most six decimals, without zeros at the end. */
const numberText = (value: number): string => String(Number(value.toFixed(DECIMALS)));

const field = (text: string): string => (/[",\n\r]/.test(text) ? quoted(text) : text);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
