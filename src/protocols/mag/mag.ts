// The mobile access gateway of RFC 5213 §6: attaches nodes, registers them at their anchors,
// advertises their prefixes, and carries their packets. This file is the role: which stimulus goes
// where.

import type { IfaceId, TimerKey } from '#base/ids.ts';
import { fromTimer } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { Sight, Stimulus, TablesOf } from '#sim/role.ts';
import type { News } from '#sim/effect.ts';
import { isLinkLocal } from '#wire/address.ts';
import type { Ipv6, Mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { StationNews } from '#protocols/l2/access-point.ts';
import { cut } from '#protocols/pmipv6/asks.ts';
import {
  beginRestarts,
  bootHeartbeat,
  fireHeartbeat,
  newPeer,
  onHeartbeat,
  onHeartbeatError,
} from '#protocols/pmipv6/heartbeat.ts';
import { FLOW_BINDING } from '#protocols/pmipv6/flow-options.ts';
import { UPDATE_NOTIFICATION } from '#protocols/pmipv6/notification-messages.ts';
import { PACE_TIMER } from '#protocols/pmipv6/pacing.ts';
import { BINDING_REVOCATION } from '#protocols/pmipv6/revocation-messages.ts';
import { avoidCollision, onAcknowledgement } from './answers.ts';
import { depart, onAttached, onDetached } from './attach.ts';
import { baseRules } from './forwarding.ts';
import { onFlowIndication } from './flows.ts';
import { fireLink, solicitLink } from './link.ts';
import { onNotification } from './notification.ts';
import { onOrder, onOtherError, onRevocationAnswer, onRevocationTimeout } from './operate.ts';
import { selfOf, sendWaiting } from './requests.ts';
import { onIndication } from './revocation.ts';
import { ignore, listOf } from './rows.ts';
import type { MagConfig, MagTables, Turn } from './rows.ts';
import { tables } from './tables.ts';
import { onPathMtu } from './service.ts';
import { fireUpdate, stepUpdate, updateKey } from './updates.ts';

const ROUTER_SOLICITATION = 133;
const BINDING_ACKNOWLEDGEMENT = 6;
const BINDING_ERROR = 7;
const HEARTBEAT = 13;

export const mag = defineRole<MagTables, MagConfig>({
  name: 'mag',
  takes: {
    icmpv6: [ROUTER_SOLICITATION],
    mobility: [
      BINDING_ACKNOWLEDGEMENT,
      BINDING_ERROR,
      HEARTBEAT,
      BINDING_REVOCATION,
      UPDATE_NOTIFICATION,
      FLOW_BINDING,
    ],
  },
  tables,
  // RFC 5847 §3.2: the counter of restarts is kept.
  durable: ['restarts'],
  begin: (rows, config, sight) => {
    const turn = turnOf(rows, sight, config);
    begin(turn);
    return turn.effects;
  },
  handle: (rows, stimulus, sight, config) => {
    const turn = turnOf(rows, sight, config);
    onStimulus(turn, stimulus);
    return turn.effects;
  },
});

const turnOf = (rows: TablesOf<MagTables>, sight: Sight, config: MagConfig): Turn => ({
  tables: rows,
  sight,
  config,
  effects: [],
});

function begin(turn: Turn): void {
  const { config, tables: own } = turn;
  own.self.set('self', selfOf(turn));
  for (const [address, name] of Object.entries(config.peers)) {
    const peer = newPeer(address as Ipv6, name); // keys are addresses
    own.peers.set(address, {
      ...peer,
      sends: [],
      sessions: 0,
      refusesGlobal: false,
      pathMtu: undefined,
    });
  }
  beginRestarts(turn);
  baseRules(turn);
}

function onStimulus(turn: Turn, stimulus: Stimulus): void {
  switch (stimulus.on) {
    case 'packet':
      return onPacket(turn, stimulus);
    case 'timer':
      return onTimer(turn, stimulus.timer);
    case 'news':
      return onNews(turn, stimulus.news);
    case 'boot':
      return bootHeartbeat(turn, stimulus.state);
    case 'command':
      return stimulus.command.do === 'operate' ? onOrder(turn, stimulus.command) : undefined;
    case 'link':
      // Layer 2 is the access point's business; it tells.
      return undefined;
  }
}

function onPacket(turn: Turn, { packet, via, fromMac }: Extract<Stimulus, { on: 'packet' }>): void {
  const { payload } = packet;
  if (payload.is === 'icmpv6') return onSolicitation(turn, packet, via, fromMac);
  if (payload.is !== 'mobility') return undefined;
  switch (payload.message.is) {
    case 'BindingAcknowledgement':
      return onAcknowledgement(turn, packet);
    case 'BindingRevocationIndication':
      return onIndication(turn, packet);
    case 'BindingRevocationAcknowledgement':
      return onRevocationAnswer(turn, packet);
    case 'UpdateNotification':
      return onNotification(turn, packet);
    case 'FlowBindingIndication':
      return onFlowIndication(turn, packet);
    case 'Heartbeat':
      return invalidate(turn, onHeartbeat(turn, packet));
    case 'BindingError':
      return onHeartbeatError(turn, packet) ? undefined : onOtherError(turn, packet);
    default:
      return undefined;
  }
}

/** RFC 5847 §3: the sessions at an anchor that has failed or lost them are registered anew. */
function invalidate(turn: Turn, lma: Ipv6 | undefined): void {
  if (lma === undefined) return;
  for (const [key, row] of listOf(turn.tables.updates)) {
    if (row.lma === lma) stepUpdate(turn, key, { type: 'INVALIDATE' });
  }
}

/** PMIP §6.9.2: a Router Solicitation. It also shows the address that the node has on the link. */
function onSolicitation(turn: Turn, { src }: Packet, via: IfaceId, fromMac: Mac | undefined): void {
  const row = turn.tables.links.get(via);
  if (row === undefined) {
    const text = `a Router Solicitation from ${fromMac ?? 'nobody'}, which has no link here`;
    return ignore(turn, text, 'PMIP §6.9.2');
  }
  const stationLinkLocal = isLinkLocal(src) ? src : row.stationLinkLocal;
  const known = { ...row, stationLinkLocal };
  turn.tables.links.set(via, known);
  solicitLink(turn, known);
  return avoidCollision(turn, updateKey(row.mnId, via));
}

function onNews(turn: Turn, news: News): void {
  // Shapes are those that the access point and the stack declare.
  switch (news.say) {
    case 'attached':
      return onAttached(turn, news as unknown as StationNews);
    case 'detached':
      return onDetached(turn, news as unknown as StationNews);
    case 'pathMtu': {
      const { destination, mtu } = news as unknown as { destination: Ipv6; mtu: number };
      return onPathMtu(turn, destination, mtu);
    }
    default:
      return undefined;
  }
}

/**
 * Timers are named by what they end: `expiry mn1@… mn1-if1`, `update mn1@… mn1-if1/REFRESH.active`.
 */
function onTimer(turn: Turn, timer: TimerKey): void {
  if (timer === PACE_TIMER)
    return sendWaiting(turn, (key) => stepUpdate(turn, key, { type: 'TURN' }));
  const [kind, rest] = cut(timer);
  switch (kind) {
    case 'expiry':
      return stepUpdate(turn, rest, { type: 'EXPIRE' });
    case 'departure':
      return depart(turn, rest);
    case 'revocation':
      return onRevocationTimeout(turn, rest);
    case 'update': {
      const { owner, timer: name } = fromTimer(rest);
      return fireUpdate(turn, owner, name);
    }
    case 'link': {
      const { owner, timer: name } = fromTimer(rest);
      return fireLink(turn, owner, name);
    }
    case 'heartbeat':
      return invalidate(turn, fireHeartbeat(turn, fromTimer(rest)));
    default:
      return undefined;
  }
}
