// Role `mobile`: a mobile node of Mobile IPv6 (MIP6 §11), or a mobile router (RFC 3963 §5). Addresses
// are role `host`'s; this role registers them, and keeps the home address usable. Leaves out: see
// README.md.

import { unreachable } from '#base/assert.ts';
import type { TimerKey } from '#base/ids.ts';
import type { Effect, News } from '#sim/effect.ts';
import { fromTimer } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Stimulus } from '#sim/role.ts';
import { ipv6At, type Ipv6 } from '#wire/address.ts';
import type { Icmpv6Message, Packet } from '#wire/packet.ts';
import { cut } from '#protocols/pmipv6/asks.ts';
import { isHomeUsable } from './home-address.ts';
import { fireRegistration, follow, onHomeAnswer, renewHome } from './home-registration.ts';
import { ask, note } from './home-rows.ts';
import { readAcknowledgement } from './messages.ts';
import { mobileTables, type MobileConfig, type MobileRows, type Turn } from './mobile-rows.ts';
import { fireMovement, onAdvertisement, onLink, whereabouts } from './movement.ts';
import { firePeer, followPeers, meet, onPeerAnswer, onTest, stepPeer } from './peers.ts';

/** Refresh Request, Home Test, Care-of Test, Acknowledgement, Error. */
const MOBILITY: readonly number[] = [0, 3, 4, 6, 7];
/** Parameter Problem, Router Advertisement. */
const ICMPV6: readonly number[] = [4, 134];

/** What role `source` asks and is told (`traffic/source.ts`), and the stack tells. */
const CHOOSE_SOURCE = 'chooseSource';
const FORGET_SOURCE = 'forgetSource';
const SOURCES_CHOSEN = 'sourcesChosen';
const TUNNEL_SOURCE = 'tunnelSource';

function onStimulus(turn: Turn, stimulus: Stimulus): void {
  switch (stimulus.on) {
    case 'packet':
      return onPacket(turn, stimulus);
    case 'link':
      return onLink(turn, stimulus.iface, stimulus.change);
    case 'timer':
      return onTimer(turn, stimulus.timer);
    case 'news':
      return onNews(turn, stimulus.news);
    case 'command':
    case 'boot':
      return undefined;
    default:
      return unreachable(stimulus);
  }
}

function onPacket(turn: Turn, { packet, via, over }: Extract<Stimulus, { on: 'packet' }>): void {
  const { payload } = packet;
  if (payload.is === 'icmpv6') {
    if (payload.message.is === 'ParameterProblem') return onProblem(turn, packet, payload.message);
    return onAdvertisement(turn, packet, over ?? via);
  }
  if (payload.is !== 'mobility') return;
  const { homeAgent } = turn.config;
  const isOfHome = packet.src === homeAgent;
  switch (payload.message.is) {
    case 'BindingAcknowledgement': {
      const answer = readAcknowledgement(packet);
      if (answer === undefined) return;
      return isOfHome ? onHomeAnswer(turn, answer) : onPeerAnswer(turn, packet, answer);
    }
    case 'BindingRefreshRequest':
      return isOfHome ? renewHome(turn) : stepPeer(turn, packet.src, { type: 'RENEW' });
    case 'BindingError':
      return onError(turn, packet.src, payload.message.status);
    default:
      return onTest(turn, packet);
  }
}

/** MIP6 §11.3.6: a correspondent has no binding, or knows no such message. */
function onError(turn: Turn, peer: Ipv6, status: number): void {
  const isUnbound = status === 1;
  note(turn, 'warning', `Binding Error ${status} of ${peer}`, 'MIP6 §11.3.6');
  stepPeer(turn, peer, { type: isUnbound ? 'UNBOUND' : 'UNABLE' });
}

type Problem = Extract<Icmpv6Message, { is: 'ParameterProblem' }>;

/** MIP6 §11.3.5: who does not know mobility is not asked again. Codes: next header, option. */
function onProblem(turn: Turn, packet: Packet, { code, invoking }: Problem): void {
  if (code !== 1 && code !== 2) return;
  const peer = ipv6At(invoking, DESTINATION_AT);
  if (peer !== packet.src || !turn.tables.peers.has(peer)) return;
  note(turn, 'info', `${peer} knows no route optimisation`, 'MIP6 §11.3.5');
  stepPeer(turn, peer, { type: 'UNABLE' });
}

const DESTINATION_AT = 24;

/** Timers are named by what they are of: `movement if1/…`, `home/…`, `peer 2001:db8:c1::10/…`. */
function onTimer(turn: Turn, key: TimerKey): void {
  const { owner, timer } = fromTimer(key);
  const [kind, rest] = cut(owner);
  if (kind === 'movement') return fireMovement(turn, rest, timer);
  return kind === 'peer' ? firePeer(turn, rest, timer) : fireRegistration(turn, timer);
}

function onNews(turn: Turn, news: News): void {
  // Who tells it declares its shape.
  const { say, flow, source, destination } = news as News & {
    readonly flow: string;
    readonly source: Ipv6;
    readonly destination: Ipv6;
  };
  if (say === CHOOSE_SOURCE) turn.tables.questions.set(flow, { flow });
  if (say === FORGET_SOURCE) turn.tables.questions.delete(flow);
  if (say === TUNNEL_SOURCE) meet(turn, source, destination);
}

/** Sockets get the home address as soon as it can be used: it stays wherever the node goes. */
function answerQuestions(turn: Turn): void {
  const flows = [...turn.tables.questions.keys()];
  if (flows.length === 0 || !isHomeUsable(turn)) return;
  const address = turn.config.homeAddress;
  for (const flow of flows) {
    turn.tables.questions.delete(flow);
    note(turn, 'info', `${flow}: source ${address}, rule 4`, 'RFC 6724 §5');
  }
  const chosen = flows.map((flow) => ({ flow, address }));
  ask(turn, { do: 'tell', role: 'source', news: { say: SOURCES_CHOSEN, chosen } });
}

function react(turn: Turn, stimulus: Stimulus): readonly Effect[] {
  onStimulus(turn, stimulus);
  const where = whereabouts(turn);
  if (where !== undefined) follow(turn, where);
  followPeers(turn);
  answerQuestions(turn);
  return turn.effects;
}

/** The role. */
export const mobile: AnyRole = defineRole<MobileRows, MobileConfig>({
  name: 'mobile',
  takes: { mobility: MOBILITY, icmpv6: ICMPV6 },
  tables: mobileTables,
  begin: () => [],
  handle: (tables, stimulus, sight, config) =>
    react({ tables, config, sight, effects: [] }, stimulus),
});
