// The node key and the nonces of a correspondent (MIP6 §5.2.1, §5.2.2). They are drawn when they are
// first needed, so that a node that is never asked draws nothing.

import { seconds } from '#base/ids.ts';
import type { NonceRow, Turn } from './correspondent-rows.ts';
import { drawHex } from './keys.ts';

/** MIP6 §12. */
const MAX_NONCE_LIFETIME = seconds(240);
/** MIP6 §5.2.7: tokens are of use for MAX_TOKEN_LIFETIME (210 s), so a nonce is handed out this long. */
const HANDED_OUT = seconds(30);
const KEY_OCTETS = 20;
const NONCE_OCTETS = 8;
const INDICES = 0x1_0000;

/** The node key. */
export function secretOf({ tables, sight }: Turn): string {
  const known = tables.secret.get('self');
  if (known !== undefined) return known.key;
  const key = drawHex(sight, KEY_OCTETS);
  tables.secret.set('self', { key });
  return key;
}

/** The nonce that new tokens are made from. Those that count no more are forgotten. */
export function freshNonce({ tables, sight }: Turn): NonceRow {
  const { nonces } = tables;
  const { now } = sight;
  const all = [...nonces.values()];
  for (const row of all) if (row.until <= now) nonces.delete(keyOf(row.index));
  const last = all.at(-1);
  if (last !== undefined && now < last.madeAt + HANDED_OUT) return last;
  const index = ((last?.index ?? 0) + 1) % INDICES;
  const nonce = drawHex(sight, NONCE_OCTETS);
  const row = { index, nonce, madeAt: now, until: now + MAX_NONCE_LIFETIME };
  nonces.set(keyOf(index), row);
  return row;
}

/** The nonce of an index, while tokens made from it count. */
export function nonceAt({ tables, sight }: Turn, index: number): string | undefined {
  const row = tables.nonces.get(keyOf(index));
  return row === undefined || row.until <= sight.now ? undefined : row.nonce;
}

/** A key that does not look like a number, so that rows stay in order. */
const keyOf = (index: number): string => `#${index}`;
