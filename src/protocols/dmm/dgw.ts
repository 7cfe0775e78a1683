// The distributed gateway of DMM §3: per mobile node and prefix an access router, an anchor, or the
// one that serves for another anchor. This file is the role: which stimulus goes where.

import type { TimerKey } from '#base/ids.ts';
import { fromTimer } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { Sight, Stimulus, TablesOf } from '#sim/role.ts';
import type { News } from '#sim/effect.ts';
import type { Prefix } from '#wire/address.ts';
import { onUpdate } from './anchoring.ts';
import { onAcknowledgement } from './answers.ts';
import { endBinding } from './bindings.ts';
import { fireDlif } from './dlif.ts';
import { baseRules, reroute } from './forwarding.ts';
import type { HssAnswer } from './hss.ts';
import { cut } from '#protocols/pmipv6/asks.ts';
import { PACE_TIMER } from '#protocols/pmipv6/pacing.ts';
import { fillPool } from './pool.ts';
import { fireUpdate, sendWaiting, stepUpdate } from './registration.ts';
import type { DgwConfig, DgwTables, Turn } from './rows.ts';
import { onAttached, onDetached, onSolicitation } from './serving.ts';
import type { StationNews } from './serving.ts';
import { onAnchors, onQueryTimeout, storeWhenSettled } from './subscriber.ts';
import { tables } from './tables.ts';
import { learnReturn } from './tunnels.ts';

const ROUTER_SOLICITATION = 133;
const BINDING_UPDATE = 5;
const BINDING_ACKNOWLEDGEMENT = 6;

export const dgw = defineRole<DgwTables, DgwConfig>({
  name: 'dgw',
  takes: {
    icmpv6: [ROUTER_SOLICITATION],
    mobility: [BINDING_UPDATE, BINDING_ACKNOWLEDGEMENT],
  },
  tables,
  begin: (rows, config, sight) => {
    const turn = turnOf(rows, sight, config);
    rows.self.set('self', { sequence: 0, lastPbuAt: undefined });
    fillPool(turn);
    baseRules(turn);
    return turn.effects;
  },
  handle: (rows, stimulus, sight, config) => {
    const turn = turnOf(rows, sight, config);
    onStimulus(turn, stimulus);
    return turn.effects;
  },
});

const turnOf = (rows: TablesOf<DgwTables>, sight: Sight, config: DgwConfig): Turn => ({
  tables: rows,
  sight,
  config,
  effects: [],
});

function onStimulus(turn: Turn, stimulus: Stimulus): void {
  switch (stimulus.on) {
    case 'packet': {
      const { packet, via, fromMac } = stimulus;
      if (packet.payload.is === 'icmpv6') return onSolicitation(turn, via, fromMac);
      if (packet.payload.is !== 'mobility') return undefined;
      return packet.payload.message.is === 'BindingUpdate'
        ? onUpdate(turn, packet)
        : onAcknowledgement(turn, packet);
    }
    case 'timer':
      return onTimer(turn, stimulus.timer);
    case 'news':
      return onNews(turn, stimulus.news);
    case 'link':
    case 'command':
      // Layer 2 is the access point's business; it tells.
      return undefined;
  }
}

function onNews(turn: Turn, news: News): void {
  // Shapes are those that the access point, the HSS and the stack declare.
  switch (news.say) {
    case 'attached':
      return onAttached(turn, news as unknown as StationNews);
    case 'detached':
      return onDetached(turn, (news as unknown as StationNews).mnId);
    case 'anchors': {
      const answer = news as unknown as HssAnswer;
      reroute(turn, answer.mnId, () => onAnchors(turn, answer));
      return storeWhenSettled(turn, answer.mnId);
    }
    case 'tunnelSource':
      return learnReturn(turn, news as unknown as Parameters<typeof learnReturn>[1]);
    default:
      return undefined;
  }
}

/**
 * Timers are named by what they end: `binding 2001:db8:aa:1::/64`, `update mn1 … /REFRESH.active`.
 */
function onTimer(turn: Turn, timer: TimerKey): void {
  if (timer === PACE_TIMER) return sendWaiting(turn);
  const [kind, rest] = cut(timer);
  switch (kind) {
    case 'binding': {
      const row = turn.tables.bindings.get(rest as Prefix);
      if (row !== undefined) reroute(turn, row.mnId, () => endBinding(turn, row));
      return undefined;
    }
    case 'hss':
      return onQueryTimeout(turn, rest);
    case 'expiry':
      return onUpdateTimer(turn, rest, () => stepUpdate(turn, rest, { type: 'EXPIRE' }));
    case 'update': {
      const { owner, timer: name } = fromTimer(rest);
      return onUpdateTimer(turn, owner, () => fireUpdate(turn, owner, name));
    }
    case 'dlif': {
      const { owner, timer: name } = fromTimer(rest);
      return fireDlif(turn, owner, name);
    }
    default:
      return undefined;
  }
}

function onUpdateTimer(turn: Turn, key: string, step: () => void): void {
  const row = turn.tables.updates.get(key);
  if (row === undefined) return;
  reroute(turn, row.mnId, step);
  storeWhenSettled(turn, row.mnId);
}
