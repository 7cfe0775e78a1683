// The Binding Cache as rows with indexes, so that no message looks at more than a handful of
// entries: by prefix (table `prefixes`), IPv4 address, interface and node.

import type { Table } from '#base/table.ts';
import { multihoming } from './group.ts';
import type { Cache, Entry } from './lookup.ts';
import type { BindingRow, IndexRow, Turn } from './rows.ts';
import { sharersOf } from './shares.ts';

/** The cache as a lookup sees it. */
export function cacheOf(turn: Turn): Cache {
  const { bindings, prefixes, ipv4, indexByLink, indexByNode } = turn.tables;
  const entryOf = (key: string | undefined): Entry | undefined => {
    const row = key === undefined ? undefined : bindings.get(key);
    return key === undefined || row === undefined ? undefined : [key, row];
  };
  return {
    byPrefix: (prefix) => entryOf(prefixes.get(prefix)?.binding),
    sharersOf: (prefix) =>
      sharersOf(turn, prefix).flatMap((key) => {
        const entry = entryOf(key);
        return entry === undefined ? [] : [entry];
      }),
    get isSharing() {
      return multihoming(turn) !== 'off';
    },
    byIpv4: (address) => entryOf(ipv4.get(address)?.bindings[0]),
    byLink: (mnId, accessTechnology, linkLayerId) =>
      entryOf(indexByLink.get(linkKey(mnId, accessTechnology, linkLayerId))?.bindings[0]),
    ofNode: (mnId) =>
      (indexByNode.get(mnId)?.bindings ?? []).flatMap((key) => {
        const entry = entryOf(key);
        return entry === undefined ? [] : [entry];
      }),
  };
}

const linkKey = (mnId: string, accessTechnology: number, linkLayerId: string): string =>
  `${mnId} ${accessTechnology} ${linkLayerId}`;

const linkOf = (row: BindingRow): string | undefined =>
  row.linkLayerId === undefined
    ? undefined
    : linkKey(row.mnId, row.accessTechnology, row.linkLayerId);

/** Writes an entry and what is found by it; prefixes are prefixes.ts's. */
export function putEntry(turn: Turn, key: string, row: BindingRow): void {
  const { bindings, indexByLink, indexByNode, ipv4 } = turn.tables;
  const before = bindings.get(key);
  bindings.set(key, row);
  if (before === undefined) addTo(indexByNode, row.mnId, key);
  move(indexByLink, before && linkOf(before), linkOf(row), key);
  move(ipv4, before?.ipv4Home, row.ipv4Home, key);
}

/** Takes an entry out. */
export function removeEntry(turn: Turn, key: string): void {
  const { bindings, indexByLink, indexByNode, ipv4 } = turn.tables;
  const row = bindings.get(key);
  if (row === undefined) return;
  bindings.delete(key);
  removeFrom(indexByNode, row.mnId, key);
  move(indexByLink, linkOf(row), undefined, key);
  move(ipv4, row.ipv4Home, undefined, key);
}

function move(
  index: Table<IndexRow>,
  from: string | undefined,
  to: string | undefined,
  key: string,
): void {
  if (from === to) return;
  if (from !== undefined) removeFrom(index, from, key);
  if (to !== undefined) addTo(index, to, key);
}

function addTo(index: Table<IndexRow>, at: string, key: string): void {
  index.set(at, { bindings: [...(index.get(at)?.bindings ?? []), key] });
}

function removeFrom(index: Table<IndexRow>, at: string, key: string): void {
  const bindings = (index.get(at)?.bindings ?? []).filter((one) => one !== key);
  if (bindings.length === 0) index.delete(at);
  else index.set(at, { bindings });
}
