// A home agent on the stage: how many nodes it serves (RFC 6275).

import type { NodeId } from '#base/ids.ts';
import { rowsOf } from './reader.ts';
import type { HomeBindingRow } from './rows.ts';
import type { SceneSource } from './scene-source.ts';

/** What it does, in words. */
export function homeAgentRole(source: SceneSource, node: NodeId): string {
  const rows = rowsOf<HomeBindingRow>(source.reader, node, 'ha', 'bindings');
  const active = rows.filter(({ state }) => state === 'active').length;
  return active === 0 ? '' : `home agent of ${active}`;
}
