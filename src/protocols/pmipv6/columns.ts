// Columns of tables as the screen shows them: what gateways and anchors of every kind have in common.

import type { Micros } from '#base/ids.ts';
import type { FlowSelector, Range } from '#net/flow.ts';
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

/** Which packets a selector of RFC 6088 means: `UDP, 2001:db8:c1::10 port 5001 to port 40000`. */
export function selectorText(selector: FlowSelector | undefined): string {
  if (selector === undefined) return '';
  const { src, dst, sourcePort, destinationPort, flowLabel, protocol, trafficClass, spi } =
    selector;
  const end = (address: Range<string> | undefined, port: Range<number> | undefined): string =>
    [address && span(address, String), port && `port ${span(port, String)}`].join(' ').trim();
  const ends = [end(src, sourcePort) || 'anywhere', end(dst, destinationPort) || 'anywhere'];
  const rest = [
    flowLabel && `label ${span(flowLabel, (one) => `0x${one.toString(16)}`)}`,
    trafficClass && `class ${span(trafficClass, String)}`,
    spi && `SPI ${span(spi, (one) => `0x${one.toString(16)}`)}`,
  ];
  const head = protocol === undefined ? [] : [span(protocol, protocolText)];
  return list([...head, ends.join(' to '), ...rest.filter((one) => one !== undefined)]);
}

const span = <T>([first, last]: Range<T>, text: (one: T) => string): string =>
  first === last ? text(first) : `${text(first)} to ${text(last)}`;

const protocolText = (protocol: number): string =>
  ({ 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' })[protocol] ?? `protocol ${protocol}`;

/** A lifetime in units of 4 s (MIP6 §6.1.7), in seconds. */
export const units = (lifetime: number): string => `${lifetime * 4} s`;

/** A GRE key. */
export const hex = (key: number | undefined): string =>
  key === undefined ? '' : `0x${key.toString(16)}`;
