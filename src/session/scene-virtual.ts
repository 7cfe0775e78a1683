// The paths of a virtual interface as the stack's own row has them: prefixes, flows, and the active
// one (VIP §3, VMN §4.2, RFC 7847 §5.2).

import type { IfaceId, NodeId } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import { INITIATOR_PORT } from '#protocols/traffic/payload.ts';
import { prefixContains, type Ipv6 } from '#wire/address.ts';
import { rowsOf } from './reader.ts';
import type { SceneSource } from './scene-source.ts';

/** Where a virtual interface sends what. */
export interface VirtualPaths {
  readonly iface: IfaceId;
  /** The radio of an address. */
  overOf(address: string): IfaceId | undefined;
  /** The radio of a flow that has a path of its own, by its address and its number. */
  overOfFlow(address: string, number: number): IfaceId | undefined;
}

/** Undefined: the node has no virtual interface. */
export function pathsOfVirtual({ reader }: SceneSource, node: NodeId): VirtualPaths | undefined {
  const rows = rowsOf<Interface>(reader, node, 'stack', 'interfaces');
  const row = rows.find(({ kind }) => kind === 'virtual');
  if (row === undefined) return undefined;
  const { mode = 'prefix', active, prefixes = [], flows = [] } = row.paths ?? {};
  return {
    iface: row.id,
    overOf: (address) => {
      if (mode === 'active') return active;
      const found = prefixes.find(({ prefix }) => prefixContains(prefix, address as Ipv6)); // a row's own
      return found?.over ?? active;
    },
    overOfFlow: (address, number) =>
      flows.find((one) => one.local === address && one.localPort === INITIATOR_PORT + number)?.over,
  };
}
