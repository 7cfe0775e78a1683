// The tables of role `correspondent`: rows, one turn, and how the screen shows them.

import type { Micros } from '#base/ids.ts';
import type { Effect } from '#sim/effect.ts';
import type { Sight, TableSpec, TablesOf } from '#sim/role.ts';
import type { Ipv6 } from '#wire/address.ts';
import { column, expiring, units } from '#protocols/pmipv6/columns.ts';
import type { CachedBindingState } from './cached-binding.machine.ts';

/** An entry of the Binding Cache, MIP6 §9.1. Key: home address. */
export interface CachedBindingRow {
  readonly homeAddress: Ipv6;
  readonly careOfAddress: Ipv6;
  /** The address that the mobile node speaks to. */
  readonly own: Ipv6;
  readonly state: CachedBindingState;
  readonly sequence: number;
  readonly lifetime: number;
  readonly expiresAt: Micros | undefined;
}

/** A nonce, MIP6 §5.2.2. Key: its index. */
export interface NonceRow {
  readonly index: number;
  /** Hexadecimal. */
  readonly nonce: string;
  readonly madeAt: Micros;
  /** Until when tokens made from it count. */
  readonly until: Micros;
}

/** The node key, MIP6 §5.2.1. Key: `self`. */
export interface SecretRow {
  /** Hexadecimal. */
  readonly key: string;
}

// A type, not an interface: it must have the index signature of `Tables`.
export type CorrespondentRows = {
  readonly bindings: CachedBindingRow;
  readonly nonces: NonceRow;
  readonly secret: SecretRow;
};

/** One turn of a correspondent. */
export interface Turn {
  readonly tables: TablesOf<CorrespondentRows>;
  readonly sight: Sight;
  /** In order; handed to the engine when the turn ends. */
  readonly effects: Effect[];
}

/** How the tables are shown. */
export const correspondentTables: {
  readonly [K in keyof CorrespondentRows]: TableSpec<CorrespondentRows[K]>;
} = {
  bindings: {
    id: 'bindings',
    title: 'Binding cache',
    cite: 'MIP6 §9.1',
    columns: [
      column('homeAddress', 'Home address', (row) => row.homeAddress),
      column('careOfAddress', 'Care-of address', (row) => row.careOfAddress),
      column('state', 'State', (row) => row.state),
      column('sequence', 'Sequence', (row) => `${row.sequence}`),
      column('lifetime', 'Lifetime', (row) => units(row.lifetime)),
      expiring('expiresAt', 'Ends', (row) => row.expiresAt),
    ],
  },
  nonces: {
    id: 'nonces',
    title: 'Nonces',
    cite: 'MIP6 §5.2.2',
    columns: [
      column('index', 'Index', (row) => `${row.index}`),
      column('nonce', 'Nonce', (row) => row.nonce),
      expiring('until', 'Counts until', (row) => row.until),
    ],
  },
  secret: {
    id: 'secret',
    title: 'Node key',
    cite: 'MIP6 §5.2.1',
    columns: [column('key', 'Kcn', (row) => row.key)],
  },
};
