// The end of a registration whose prefix nobody needs any longer (decision X-18): its last flow is
// over, or the operator says so. The draft has no word about it.

import type { Command } from '#sim/command.ts';
import type { NodeId } from '#base/ids.ts';
import { bindingsOf, endBinding } from './bindings.ts';
import { reroute } from './forwarding.ts';
import { nodeOf } from './names.ts';
import { idleTimeout, isSet } from './readings.ts';
import { idleTimer, stepUpdate } from './registration.ts';
import { ask } from './rows.ts';
import type { Turn, UpdateRow } from './rows.ts';

/** No packet may have come by for a while: then the anchor gets a PBU of lifetime 0. */
export function onIdleTimer(turn: Turn, key: string): void {
  const { sight, tables } = turn;
  const row = tables.updates.get(key);
  const station = tables.stations.get(row?.mnId ?? '');
  if (row === undefined || station?.present !== true) return;
  if (row.state !== 'active' && row.state !== 'refreshing') return;
  const uses = row.prefixes.map((one) => sight.lastUse(one) ?? 0);
  const last = Math.max(station.since, ...uses);
  const left = last + idleTimeout(sight) - sight.now;
  if (left > 0) {
    return ask(turn, { do: 'arm', timer: idleTimer(key), after: left, say: 'last flow is over' });
  }
  const text = `no packet of ${row.prefixes.join(', ')} since its last flow: released`;
  ask(turn, { do: 'note', text, cite: 'DMM §4.2 step 8', level: 'info' });
  return reroute(turn, row.mnId, () => stepUpdate(turn, key, { type: 'RELEASE' }));
}

/** The operator lets go of anchored prefixes that nobody needs any longer. */
export function onForget(turn: Turn, command: Extract<Command, { do: 'operate' }>): void {
  // RFC 8885 has no message for that.
  if (turn.config.cmd !== undefined) return;
  for (const [key, row] of turn.tables.updates.entries()) {
    if (!isMeant(turn, command, row)) continue;
    reroute(turn, row.mnId, () => stepUpdate(turn, key, { type: 'RELEASE' }));
  }
  // What no lifetime ends is to be forgotten at the anchor too, once its node is gone.
  if (!isSet(turn.sight, 'anchorRelease', 'explicit')) return;
  const absent = [...turn.tables.stations.values()].filter(({ present }) => !present);
  for (const { mnId } of absent) {
    const own = bindingsOf(turn, mnId).filter(
      (row) =>
        row.proxyCareOfAddress === 'here' &&
        isMeant(turn, command, { mnId, prefixes: [row.prefix] }),
    );
    for (const row of own) {
      reroute(turn, mnId, () => endBinding(turn, row));
    }
  }
}

function isMeant(
  turn: Turn,
  command: Extract<Command, { do: 'operate' }>,
  { mnId, prefixes }: Pick<UpdateRow, 'mnId' | 'prefixes'>,
): boolean {
  const mn: NodeId = turn.tables.stations.get(mnId)?.mn ?? nodeOf(mnId);
  const isNode = command.mn === undefined || mn === command.mn;
  return isNode && (command.prefix === undefined || prefixes.some((one) => one === command.prefix));
}
