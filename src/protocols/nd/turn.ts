// What every part of role `host` works with in one turn, and small effects that several parts need.

import type { Cite, IfaceId, Micros } from '#base/ids.ts';
import type { Effect } from '#sim/effect.ts';
import type { Sight } from '#sim/role.ts';
import { FOREVER } from './lifetimes.ts';
import { keyOn, type HostConfig, type HostTables } from './rows.ts';

/** What the role has in one turn. */
export interface Desk {
  readonly tables: HostTables;
  readonly config: HostConfig;
  readonly sight: Sight;
}

/** One turn of the role that is about one interface. */
export interface Turn extends Desk {
  readonly iface: IfaceId;
}

/** The key of something that the interface of this turn has. */
export const keyHere = ({ config, iface }: Turn, text: string): string =>
  keyOn(config, iface, text);

/** Something ends at a time: the timer of it, or no timer when it never ends. */
export function armUntil(
  turn: Turn,
  timer: string,
  { until, say }: { readonly until: Micros; readonly say: string },
): Effect {
  if (until === FOREVER) return { do: 'disarm', timer };
  return { do: 'arm', timer, after: Math.max(0, until - turn.sight.now), say };
}

/** A message, or a part of it, was ignored by a rule. */
export const ignored = (text: string, cite: Cite): Effect => ({
  do: 'note',
  text,
  cite,
  level: 'silent',
});

/** Something that a person should know. */
export const warning = (text: string, cite: Cite): Effect => ({
  do: 'note',
  text,
  cite,
  level: 'warning',
});
