// Which options of a packet brought what has just changed: those whose value stands in a changed row.

import type { Layer, TableView } from '#session/protocol.ts';
import { isPadding, type PacketModel } from './packet-model.ts';

/** Paths of the options. When two have one value, the later is the one that says it in particular. */
export function newsOf(model: PacketModel, tables: readonly TableView[]): ReadonlySet<string> {
  const texts = tables.flatMap(({ rows }) =>
    rows
      .filter(({ sign }) => sign === '+' || sign === '~')
      .flatMap(({ sign, cells }) =>
        cells.filter((cell) => sign === '+' || cell.was !== undefined).map(({ text }) => text),
      ),
  );
  const byValue = new Map<string, string>();
  for (const { path, layer, field, parentPath } of model.items.values()) {
    if (field || parentPath !== model.message?.path || isPadding(layer)) continue;
    const value = valueOf(layer);
    if (value !== undefined && texts.some((text) => text.includes(value))) byValue.set(value, path);
  }
  return new Set(byValue.values());
}

/** An address, prefix or link-layer address; what is shorter says too little to be told apart. */
function valueOf(layer: Layer): string | undefined {
  const values = layer.fields.map(({ text }) => text).filter((text) => text.includes(':'));
  return values.findLast((text) => text.length > 4 && !text.includes(' '));
}
