// The distributed gateway of DMM §3: per mobile node and prefix an access router, an anchor, or the
// one that serves for another anchor. This file is the role: which stimulus goes where.

import type { NodeId, TimerKey } from '#base/ids.ts';
import { fromTimer } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { Sight, Stimulus, TablesOf } from '#sim/role.ts';
import type { News } from '#sim/effect.ts';
import type { Prefix } from '#wire/address.ts';
import { onUpdate } from './anchoring.ts';
import { onAcknowledgement } from './answers.ts';
import { fireDlif } from './dlif.ts';
import { baseRules, reroute } from './forwarding.ts';
import { endReleased, expireBinding } from './maar.ts';
import type { HssAnswer, HssQuery } from './hss.ts';
import { cut } from '#protocols/pmipv6/asks.ts';
import { PACE_TIMER } from '#protocols/pmipv6/pacing.ts';
import { fillPool } from './pool.ts';
import { onForget, onIdleTimer } from './release.ts';
import { fireUpdate, sendWaiting, stepUpdate } from './registration.ts';
import type { DgwConfig, DgwTables, Turn } from './rows.ts';
import { onAttached, onDetached, onSolicitation, serveAfterAll } from './serving.ts';
import type { StationNews } from './serving.ts';
import { onAnchors, onContextQuery, onQueryTimeout, storeWhenSettled } from './subscriber.ts';
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
      return onNews(turn, stimulus.from, stimulus.news);
    case 'command':
      return stimulus.command.do === 'operate' && stimulus.command.order === 'forget'
        ? onForget(turn, stimulus.command)
        : undefined;
    case 'boot':
    case 'link':
      // Layer 2 is the access point's business; it tells.
      return undefined;
  }
}

function onNews(turn: Turn, from: NodeId, news: News): void {
  // Shapes are those that the access point, the HSS and the stack declare.
  switch (news.say) {
    case 'attached':
      return onAttached(turn, news as unknown as StationNews);
    case 'detached':
      return onDetached(turn, (news as unknown as StationNews).mnId);
    case 'anchors': {
      const answer = news as unknown as HssAnswer;
      reroute(turn, answer.mnId, () => onAnchors(turn, answer));
      serveAfterAll(turn, answer.mnId);
      return storeWhenSettled(turn, answer.mnId);
    }
    case 'query':
      return onContextQuery(turn, from, news as unknown as HssQuery);
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
      if (row !== undefined) reroute(turn, row.mnId, () => expireBinding(turn, row));
      return undefined;
    }
    case 'hss':
      reroute(turn, rest, () => onQueryTimeout(turn, rest));
      serveAfterAll(turn, rest);
      return storeWhenSettled(turn, rest);
    case 'expiry':
      return onUpdateTimer(turn, rest, () => stepUpdate(turn, rest, { type: 'EXPIRE' }));
    case 'idle':
      return onIdleTimer(turn, rest);
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
  reroute(turn, row.mnId, () => {
    step();
    endReleased(turn, row.mnId);
  });
  serveAfterAll(turn, row.mnId);
  storeWhenSettled(turn, row.mnId);
}
