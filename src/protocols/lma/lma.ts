// The local mobility anchor of PMIP §5: home of the prefixes of mobile nodes, wherever they are
// attached. This file is the role: which stimulus goes where.

import type { TimerKey } from '#base/ids.ts';
import { fromTimer } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { Sight, Stimulus, TablesOf } from '#sim/role.ts';
import type { Ipv6 } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import {
  beginRestarts,
  bootHeartbeat,
  fireHeartbeat,
  newPeer,
  onHeartbeat,
  onHeartbeatError,
} from '#protocols/pmipv6/heartbeat.ts';
import { FLOW_BINDING } from '#protocols/pmipv6/flow-options.ts';
import { UPDATE_NOTIFICATION_ACKNOWLEDGEMENT } from '#protocols/pmipv6/notification-messages.ts';
import { BINDING_REVOCATION } from '#protocols/pmipv6/revocation-messages.ts';
import { refuseType } from '#protocols/pmipv6/support.ts';
import { onUpdate } from './acceptance.ts';
import { fireBinding, stepBinding } from './bindings.ts';
import { fireFlowSignal, onFlowAcknowledgement, signalFlows } from './flow-signals.ts';
import { settleFlows } from './flows.ts';
import { baseRules } from './forwarding.ts';
import { multihoming, settleGroup } from './group.ts';
import { onUplink } from './moving.ts';
import { fireNotification, onNotificationAnswer, onNotificationError } from './notifying.ts';
import { onOrder } from './orders.ts';
import { fillPrefixes } from './prefixes.ts';
import { resumeAsNew } from './resume.ts';
import { forgetRevocation } from './revocation-list.ts';
import { onIndication } from './revoked-by-gateway.ts';
import { fireRevocation, onRevocationAnswer, onRevocationError } from './revoked.ts';
import { ask, nameOf, note, setSelf } from './rows.ts';
import type { LmaConfig, LmaTables, Turn } from './rows.ts';
import { tables } from './tables.ts';
import { onTold, tellGateways } from './telling.ts';

const BINDING_UPDATE = 5;
const BINDING_ERROR = 7;
const HEARTBEAT = 13;

export const lma = defineRole<LmaTables, LmaConfig>({
  name: 'lma',
  takes: {
    mobility: [
      BINDING_UPDATE,
      BINDING_ERROR,
      HEARTBEAT,
      BINDING_REVOCATION,
      UPDATE_NOTIFICATION_ACKNOWLEDGEMENT,
      FLOW_BINDING,
    ],
  },
  tables,
  durable: ['restarts'],
  begin: (rows, config, sight) => {
    const turn = turnOf(rows, sight, config);
    setSelf(turn, {});
    for (const [address, name] of Object.entries(config.peers)) {
      // Addresses of a checked scenario.
      const peer = newPeer(address as Ipv6, name);
      const none = { sessions: 0, noRevocation: false, noNotification: false } as const;
      rows.peers.set(address, { ...peer, ...none });
    }
    fillPrefixes(turn);
    baseRules(turn);
    beginRestarts(turn);
    return turn.effects;
  },
  handle: (rows, stimulus, sight, config) => {
    const turn = turnOf(rows, sight, config);
    onStimulus(turn, stimulus);
    if (turn.touched.size > 0 && multihoming(turn) !== 'off') settleNodes(turn);
    return turn.effects;
  },
});

const turnOf = (rows: TablesOf<LmaTables>, sight: Sight, config: LmaConfig): Turn => ({
  tables: rows,
  sight,
  config,
  effects: [],
  touched: new Set(),
});

/** What follows from changed bindings and flows, once per turn. */
function settleNodes(turn: Turn): void {
  for (const mnId of turn.touched) {
    settleGroup(turn, mnId);
    settleFlows(turn, mnId);
    tellGateways(turn, mnId);
    signalFlows(turn, mnId);
  }
}

function onStimulus(turn: Turn, stimulus: Stimulus): void {
  switch (stimulus.on) {
    case 'packet':
      return onPacket(turn, stimulus.packet);
    case 'timer':
      return onTimer(turn, stimulus.timer);
    case 'command':
      if (stimulus.command.do === 'operate') onOrder(turn, stimulus.command);
      return undefined;
    case 'boot':
      return bootHeartbeat(turn, stimulus.state);
    case 'news':
      if (stimulus.news.say === 'uplink') onUplink(turn, stimulus.news);
      return undefined;
    case 'link':
      return undefined;
  }
}

function onPacket(turn: Turn, packet: Packet): void {
  if (packet.payload.is !== 'mobility') return;
  const { supports } = turn.config;
  switch (packet.payload.message.is) {
    case 'BindingUpdate':
      return onUpdate(turn, packet);
    case 'Heartbeat': {
      const restarted = onHeartbeat(turn, packet);
      if (restarted !== undefined) onRestart(turn, restarted);
      return undefined;
    }
    case 'BindingRevocationIndication':
      if (!supports.includes('revocation')) return ask(turn, ...refuseType(packet));
      return onIndication(turn, packet);
    case 'BindingRevocationAcknowledgement':
      return onRevocationAnswer(turn, packet);
    case 'UpdateNotificationAcknowledgement':
      return onNotificationAnswer(turn, packet, onTold);
    case 'FlowBindingAcknowledgement':
      return onFlowAcknowledgement(turn, packet);
    case 'BindingError':
      return onError(turn, packet);
    default:
      return undefined;
  }
}

/** A Binding Error does not say what it is about: whatever waits for an answer of that gateway. */
function onError(turn: Turn, packet: Packet): void {
  const about = [
    onRevocationError(turn, packet),
    onNotificationError(turn, packet, onTold),
    onHeartbeatError(turn, packet),
  ];
  if (about.includes(true)) return;
  const text = `a Binding Error of ${nameOf(turn, packet.src)} is about nothing that waits`;
  note(turn, 'silent', text, 'MIP6 §9.3.3');
}

/**
 * RFC 5847 §3.2: the gateway has lost its sessions. Choice: they stay here until they expire or are
 * registered anew, since the nodes are still attached to it.
 */
function onRestart(turn: Turn, peer: Ipv6): void {
  const sessions = turn.tables.peers.get(peer)?.sessions ?? 0;
  const text = `${nameOf(turn, peer)} has to register ${sessions} sessions anew`;
  note(turn, 'info', text, 'RFC 5847 §3.2');
}

/** Timers are named by what they end: `expiry mn1@example.net #1`, `revocation 5`. */
function onTimer(turn: Turn, timer: TimerKey): void {
  const [kind, rest] = cut(timer);
  switch (kind) {
    case 'expiry':
      return onExpiry(turn, rest);
    case 'binding': {
      const { owner, timer: name } = fromTimer(rest);
      if (fireBinding(turn, owner, name)) resumeAsNew(turn, owner);
      return undefined;
    }
    case 'revocation':
      return fireRevocation(turn, rest);
    case 'notification':
      return fireNotification(turn, rest, onTold);
    case 'flow':
      return fireFlowSignal(turn, rest);
    case 'heartbeat':
      fireHeartbeat(turn, fromTimer(rest));
      return undefined;
    default:
      return undefined;
  }
}

/** The granted lifetime is over: the entry goes, and nobody is told. */
function onExpiry(turn: Turn, key: string): void {
  const row = turn.tables.bindings.get(key);
  const isEarly = row?.expiresAt !== undefined && row.expiresAt > turn.sight.now;
  if (row === undefined || isEarly) return;
  forgetRevocation(turn, key);
  stepBinding(turn, key, { type: 'EXPIRE' });
  resumeAsNew(turn, key);
}

/** The first word, and the rest. */
function cut(text: string): readonly [string, string] {
  const space = text.indexOf(' ');
  return space < 0 ? [text, ''] : [text.slice(0, space), text.slice(space + 1)];
}
