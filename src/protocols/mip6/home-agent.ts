// Role `ha`: a home agent (MIP6 §10) that serves mobile nodes and mobile routers (RFC 3963 §6). Leaves
// out: dynamic home agent discovery, prefix discovery, several home agents, IPsec; see README.md.

import type { TimerKey } from '#base/ids.ts';
import { fromTimer } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Stimulus } from '#sim/role.ts';
import { cut } from '#protocols/pmipv6/asks.ts';
import { fireBinding, stepBinding } from './home-bindings.ts';
import { baseRules } from './home-forwarding.ts';
import { answerSolicitation } from './home-link.ts';
import {
  homeAgentTables,
  type HomeAgentConfig,
  type HomeAgentRows,
  type Turn,
} from './home-rows.ts';
import { onUpdate } from './home-updates.ts';
import { isUnspecified } from '#wire/address.ts';

const BINDING_UPDATE = 5;
/** ICMPv6 types of solicitations and advertisements of neighbours. */
const TAKES: readonly number[] = [135, 136];

function onStimulus(turn: Turn, stimulus: Stimulus): void {
  switch (stimulus.on) {
    case 'packet':
      return onPacket(turn, stimulus);
    case 'timer':
      return onTimer(turn, stimulus.timer);
    case 'link':
    case 'news':
    case 'command':
    case 'boot':
      return undefined;
  }
}

function onPacket(turn: Turn, stimulus: Extract<Stimulus, { on: 'packet' }>): void {
  const { packet, via, fromMac } = stimulus;
  if (packet.payload.is === 'mobility') return onUpdate(turn, packet);
  if (packet.payload.is !== 'icmpv6' || via !== turn.config.iface) return undefined;
  const { message } = packet.payload;
  if (message.is !== 'NeighborSolicitation' && message.is !== 'NeighborAdvertisement')
    return undefined;
  const row = turn.tables.bindings.get(message.target);
  // RFC 4862 §5.4.3, §5.4.4: another node has the address, or tests it.
  if (row?.state === 'testing') {
    const isOther = message.is === 'NeighborAdvertisement' || isUnspecified(packet.src);
    if (isOther) stepBinding(turn, message.target, { type: 'DUPLICATE' });
  } else if (row?.state === 'active' && message.is === 'NeighborSolicitation') {
    if (fromMac !== undefined) answerSolicitation(turn, packet, message.target, fromMac);
  }
}

/** Timers are those of entries: `binding 2001:db8:f0:1::5/LIFETIME.active`. */
function onTimer(turn: Turn, key: TimerKey): void {
  const [, rest] = cut(key);
  const { owner, timer } = fromTimer(rest);
  fireBinding(turn, owner, timer);
}

/** The role. */
export const homeAgent: AnyRole = defineRole<HomeAgentRows, HomeAgentConfig>({
  name: 'ha',
  takes: { mobility: [BINDING_UPDATE], icmpv6: TAKES },
  tables: homeAgentTables,
  begin: (tables, config, sight) => {
    const turn: Turn = { tables, config, sight, effects: [] };
    baseRules(turn);
    return turn.effects;
  },
  handle: (tables, stimulus, sight, config) => {
    const turn: Turn = { tables, config, sight, effects: [] };
    onStimulus(turn, stimulus);
    return turn.effects;
  },
});
