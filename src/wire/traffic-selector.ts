// Binary traffic selectors (RFC 6088): which packets belong to a flow. Each field is there when its
// letter is set among the flags; an end without a start means nothing.

import type { Alignment } from './layout.ts';
import { constant, ipv4, ipv6, presence, reserved, uint, when } from './fields.ts';
import { uint16At } from './octets.ts';
import { flowSubOption } from './option-layout.ts';

const TRAFFIC_SELECTOR = 3;

/** The largest alignment that a present field needs; the letters begin at octet 4. */
function alignedByFields(groups: readonly (readonly [mask: number, every: number])[]) {
  return (octets: Uint8Array, at: number): Alignment => {
    const flags = uint16At(octets, at + 4);
    const group = groups.find(([mask]) => (flags & mask) !== 0);
    return [group?.[1] ?? 1, 0];
  };
}

const formats = new Map([
  [1, 'IPv4 binary traffic selector'],
  [2, 'IPv6 binary traffic selector'],
]);
const format = (value: number) =>
  constant('format', 8, value, {
    doc: 'Which traffic selector follows.',
    names: formats,
    role: 'chooses',
  });

export const trafficSelectorIpv4 = flowSubOption({
  is: 'TrafficSelectorIpv4',
  type: TRAFFIC_SELECTOR,
  title: 'IPv4 Traffic Selector',
  cite: 'RFC 6088 §3.1',
  doc: 'The IPv4 packets of a flow, as they come from the correspondent node.',
  align: alignedByFields([
    [0xfc00, 4],
    [0x03c0, 2],
  ]),
  fields: [
    format(1),
    reserved(8),
    presence('ABCDEFGHIJKLMN  ', 'Which fields follow.'),
    reserved(16),
    when(0, ipv4('sourceStart', 'Source address, or the first of a range.')),
    when(1, ipv4('sourceEnd', 'Last source address.')),
    when(2, ipv4('destinationStart', 'Destination address, or the first of a range.')),
    when(3, ipv4('destinationEnd', 'Last destination address.')),
    when(4, uint('spiStart', 32, 'IPsec SPI, or the first of a range.', { label: 'SPI Start' })),
    when(5, uint('spiEnd', 32, 'Last IPsec SPI.', { label: 'SPI End' })),
    when(6, uint('sourcePortStart', 16, 'Source port, or the first of a range.')),
    when(7, uint('sourcePortEnd', 16, 'Last source port.')),
    when(8, uint('destinationPortStart', 16, 'Destination port, or the first of a range.')),
    when(9, uint('destinationPortEnd', 16, 'Last destination port.')),
    when(
      10,
      uint('trafficClassStart', 8, 'DS field, or the first of a range.', { label: 'DS Start' }),
    ),
    when(11, uint('trafficClassEnd', 8, 'Last DS field.', { label: 'DS End' })),
    when(
      12,
      uint('nextHeaderStart', 8, 'Protocol, or the first of a range.', { label: 'Proto Start' }),
    ),
    when(13, uint('nextHeaderEnd', 8, 'Last protocol.', { label: 'Proto End' })),
  ],
});

export const trafficSelectorIpv6 = flowSubOption({
  is: 'TrafficSelectorIpv6',
  type: TRAFFIC_SELECTOR,
  title: 'IPv6 Traffic Selector',
  cite: 'RFC 6088 §3.2',
  doc: 'The IPv6 packets of a flow, as they come from the correspondent node.',
  align: alignedByFields([
    [0xf000, 8],
    [0x0f00, 4],
    [0x00f0, 2],
  ]),
  fields: [
    format(2),
    reserved(8),
    presence('ABCDEFGHIJKLMNOP', 'Which fields follow.'),
    reserved(16),
    when(0, ipv6('sourceStart', 'Source address, or the first of a range.')),
    when(1, ipv6('sourceEnd', 'Last source address.')),
    when(2, ipv6('destinationStart', 'Destination address, or the first of a range.')),
    when(3, ipv6('destinationEnd', 'Last destination address.')),
    when(4, uint('spiStart', 32, 'IPsec SPI, or the first of a range.', { label: 'SPI Start' })),
    when(5, uint('spiEnd', 32, 'Last IPsec SPI.', { label: 'SPI End' })),
    // RFC 6088 speaks of 24 bits; a flow label has 20 (decision C-11), behind 12 zeros.
    when(
      6,
      uint('flowLabelStart', 20, 'Flow label, or the first of a range.', { unit: 'hex' }),
      12,
    ),
    when(7, uint('flowLabelEnd', 20, 'Last flow label.', { unit: 'hex' }), 12),
    when(8, uint('sourcePortStart', 16, 'Source port, or the first of a range.')),
    when(9, uint('sourcePortEnd', 16, 'Last source port.')),
    when(10, uint('destinationPortStart', 16, 'Destination port, or the first of a range.')),
    when(11, uint('destinationPortEnd', 16, 'Last destination port.')),
    when(
      12,
      uint('trafficClassStart', 8, 'Traffic class, or the first of a range.', {
        label: 'DS Start',
      }),
    ),
    when(13, uint('trafficClassEnd', 8, 'Last traffic class.', { label: 'DS End' })),
    when(
      14,
      uint('nextHeaderStart', 8, 'Next header, or the first of a range.', { label: 'Proto Start' }),
    ),
    when(15, uint('nextHeaderEnd', 8, 'Last next header.', { label: 'Proto End' })),
  ],
});
