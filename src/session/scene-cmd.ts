// The central mobility database as the stage shows it (RFC 8885 §3.2): one line per mobile node.

import type { NodeId } from '#base/ids.ts';
import { rowsOf } from './reader.ts';
import type { CmdBindingRow } from './rows.ts';
import type { SceneSource } from './scene-source.ts';

/** Who serves a node with which prefix, then its P-MAAR list. */
export function cmdRecords({ reader, cast }: SceneSource, node: NodeId): readonly string[] {
  const at = (address: string, prefixes: readonly string[]): string => {
    const gateway = cast.nodeAt(address);
    const where = gateway === undefined ? address : cast.nameOf(gateway);
    return [where, ...prefixes.map((one) => cast.prefixes.nameOf(one))].join(', ');
  };
  return rowsOf<CmdBindingRow>(reader, node, 'cmd', 'bindings').map((row) => {
    const previous = row.previous.map(({ maar, prefixes }) => at(maar, prefixes));
    const all = [at(row.proxyCareOfAddress, row.prefixes), ...previous];
    return `${row.mnId.split('@')[0]}: ${all.join('; ')}`;
  });
}
