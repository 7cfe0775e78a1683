// The scenarios that come with Roamscope: by id, in the order in which they are listed.

import { seconds, type Micros } from '#base/ids.ts';
import { crowded } from './crowded.ts';
import { figures } from './figures.ts';
import { severalInterfaces } from './multihoming.ts';
import { clients } from './mip6.ts';
import { proxies } from './pmip.ts';
import { databases } from './rfc8885.ts';
import type { Scenario } from './scenario.ts';
import { virtualInterfaces } from './virtual.ts';

/** One row of the library. */
export interface LibraryEntry {
  readonly id: string;
  /** Heading in a menu. */
  readonly group: string;
  readonly title: string;
  readonly cite: string;
  /** What to look for, one sentence. */
  readonly look: string;
}

/**
 * A figure opens when all that its document draws has happened: after the moves, with every arrow on the
 * ladder. A crowd shows when it has gathered, a node of several interfaces when it is attached and talks,
 * and one of client Mobile IPv6 when its session runs.
 */
const OPENS_AT: Readonly<Record<string, Micros>> = {
  'dmm-f1': seconds(12.5),
  'dmm-f2': seconds(4.5),
  'dmm-f3': seconds(8),
  'dmm-f4': seconds(12.5),
  'dmm-f5': seconds(12),
  'rfc8885-relay': seconds(12.5),
  'rfc8885-locator': seconds(12.5),
  'rfc8885-proxy': seconds(12.5),
  'dmm-many': seconds(27),
  'mipv6-ro': seconds(4.5),
  'vmn-f1': seconds(5),
  'vmn-nemo': seconds(6),
  'vip-f1': seconds(3),
  'vip-f2': seconds(3),
  'vip-f3': seconds(3),
  'mif-f1': seconds(5),
  'mif-f2': seconds(5),
  'mif-f3': seconds(5),
  'mif-f4': seconds(5),
  'mif-f5': seconds(5),
};

/** When a scenario opens as a still; undefined: it opens at its beginning. */
export const openingOf = (id: string | undefined): Micros | undefined => OPENS_AT[id ?? ''];

/** What opens on a first visit, at its beginning: there one drag shows what it is all about. */
export const FIRST = 'dmm-f4';

/** Bundled scenarios by their headings. */
const GROUPS: readonly (readonly [string, readonly Scenario[]])[] = [
  ['Distributed anchoring', [...figures, crowded]],
  ['Distributed anchoring, RFC 8885', databases],
  ['Proxy Mobile IPv6', proxies],
  ['Client Mobile IPv6', clients],
  ['Virtual interface', virtualInterfaces],
  ['Several interfaces', severalInterfaces],
];

/** All bundled scenarios, whole. */
export const scenarios: readonly Scenario[] = GROUPS.flatMap(([, all]) => all);

/** All bundled scenarios, as a list shows them. */
export const library: readonly LibraryEntry[] = GROUPS.flatMap(([group, all]) =>
  all.map((scenario) => ({
    id: scenario.id ?? '',
    group,
    title: scenario.title,
    cite: scenario.cite ?? '',
    look: scenario.look ?? '',
  })),
);

/** The bundled scenario with this id. */
export function bundled(id: string): Scenario | undefined {
  return scenarios.find((scenario) => scenario.id === id);
}

/** The id that a mistyped one comes nearest to. */
export function nearestId(id: string): string {
  let best = FIRST;
  let least = Number.POSITIVE_INFINITY;
  for (const { id: known } of library) {
    const distance = editsBetween(id.slice(0, 40), known);
    if (distance < least) [best, least] = [known, distance];
  }
  return least <= 4 ? best : FIRST;
}

/** How many letters must change to turn one text into another (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
