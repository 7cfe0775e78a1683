// Layouts by code point and by name, compiled: how a reader finds the format of a message or
// option, and a writer that of a record.

import type { Layout } from './layout.ts';
import type { Codec } from './record.ts';

/** Compiled layouts of one kind. */
export interface Directory {
  /** The codec of code point `type` whose constants fit the octets; else the one for unknown. */
  readonly pick: (type: number, octets: Uint8Array, at: number, end: number) => Codec;
  readonly unknown: Codec;
  readonly byName: ReadonlyMap<string, Codec>;
}

/** Compiles layouts whose code points are below 256. */
export function directoryOf(
  layouts: readonly Layout[],
  unknownLayout: Layout,
  codecOf: (layout: Layout) => Codec,
): Directory {
  const byType: Codec[][] = Array.from({ length: 256 }, () => []);
  const unknown = codecOf(unknownLayout);
  const byName = new Map([[unknownLayout.is, unknown]]);
  for (const layout of layouts) {
    const codec = codecOf(layout);
    byName.set(layout.is, codec);
    byType[layout.type]?.push(codec);
  }
  const single = byType.map((codecs) => {
    if (codecs.length === 0) return unknown;
    return codecs.length === 1 && codecs[0]?.chosen === false ? codecs[0] : undefined;
  });
  return {
    pick(type, octets, at, end) {
      const alone = single[type];
      if (alone !== undefined) return alone;
      return byType[type]?.find((codec) => codec.matches(octets, at, end)) ?? unknown;
    },
    unknown,
    byName,
  };
}
