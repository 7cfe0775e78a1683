// Class of a message to its glyph.

import type { MessageClassName } from '#wire/classify.ts';
import { messageClassNames } from '#wire/classify.ts';
import type { Glyph } from './glyphs.ts';

const GLYPHS: Readonly<Partial<Record<MessageClassName, Glyph>>> = {
  PBU: 'pbu',
  PBA: 'pba',
  BU: 'pbu',
  BA: 'pba',
  RS: 'rs',
  RA: 'ra',
  NS: 'ns',
  NA: 'na',
  BRI: 'bri',
  BRA: 'bri',
  heartbeat: 'heartbeat',
  UPN: 'upn',
  UPA: 'upn',
  icmpError: 'icmp',
  echo: 'echo',
  udp: 'data',
};

/** `type` is the `MessageClass` of wire/classify.ts; `deprecates`: an RA with lifetime 0. */
export function glyphOf(type: number, deprecates: boolean): Glyph {
  const glyph = GLYPHS[messageClassNames[type] ?? 'other'] ?? 'other';
  return glyph === 'ra' && deprecates ? 'ra0' : glyph;
}
