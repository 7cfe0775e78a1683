// The home registration of a mobile node (MIP6 §11.7.1, §11.7.3, §11.5.5; RFC 3963 §5): its row
// follows home-update.machine.ts, and with it tunnel, address and messages.

import { must } from '#base/assert.ts';
import { fireMachine, startMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { ALL_NODES, type Prefix } from '#wire/address.ts';
import type { MobilityOption } from '#wire/packet.ts';
import { fromUnits } from '#protocols/pmipv6/messages.ts';
import { goAway, serveAtHome, serveAway, withdrawHome, withdrawNetwork } from './home-address.ts';
import { ask, note } from './home-rows.ts';
import { homeUpdate, type HomeUpdateEvent } from './home-update.machine.ts';
import {
  buildUpdate,
  FIRST_REFUSAL,
  networkOption,
  nextSequence,
  STATUS,
  type Acknowledgement,
} from './messages.ts';
import { HOME, type HomeUpdateRow, type Turn } from './mobile-rows.ts';
import type { Whereabouts } from './movement.ts';
import { buildNeighbourAdvertisement } from './neighbour.ts';
import { WITHDRAW } from './router.ts';

/** Choice: MIP6 §11.7.1 lets the first sequence number be anything. */
const FIRST_SEQUENCE = 100;
/** Choice: a registration is refreshed when a fifth of its lifetime is left. */
const REFRESH_SHARE = 5;

/** The timer of the granted lifetime, which goes on while updates are repeated. */
const EXPIRY = 'EXPIRY';

/** The registration; before the first one it is planned. */
export function registrationOf(turn: Turn): HomeUpdateRow {
  const { config, tables } = turn;
  return (
    tables.registration.get(HOME) ?? {
      peer: config.homeAgent,
      homeAddress: config.homeAddress,
      careOfAddress: config.homeAddress,
      iface: config.ifaces[0] ?? '',
      state: 'planned',
      sequence: FIRST_SEQUENCE - 1,
      lifetime: 0,
      sentAt: 0,
      expiresAt: undefined,
      retransmissions: 0,
      isKnown: false,
      refreshAfter: 0,
      endAfter: 0,
      status: undefined,
      asRouter: config.network !== undefined,
    }
  );
}

/** The node is somewhere: what follows when that is elsewhere than before. */
export function follow(turn: Turn, where: Whereabouts): void {
  const row = registrationOf(turn);
  const { iface } = where;
  if (where.at === 'home') {
    if (row.state === 'home' || row.state === 'returning') return;
    const isFirst = row.state === 'planned';
    const home = { ...row, careOfAddress: row.homeAddress, iface };
    step(turn, { type: 'RETURN' }, home);
    if (isFirst) serveAtHome(turn, iface);
    return;
  }
  const { careOfAddress } = where;
  const isSame = row.careOfAddress === careOfAddress && row.state !== 'home';
  if (isSame && row.state !== 'returning' && row.state !== 'planned') return;
  step(turn, { type: 'MOVE' }, { ...row, careOfAddress, iface });
}

/** One event in its life; `row` when it brings a change of the row with it. */
function step(turn: Turn, event: HomeUpdateEvent, row: HomeUpdateRow = registrationOf(turn)): void {
  settle(turn, row, stepMachine(homeUpdate, lifeOf(row), event));
}

/** One of its timers fired. */
export function fireRegistration(turn: Turn, timer: string): void {
  if (timer === EXPIRY) return step(turn, { type: 'EXPIRE' });
  const row = registrationOf(turn);
  settle(turn, row, fireMachine(homeUpdate, lifeOf(row), timer));
}

function lifeOf(row: HomeUpdateRow) {
  const { retransmissions, isKnown, refreshAfter, endAfter } = row;
  const context = { retransmissions, isKnown, refreshAfter, endAfter };
  return row.state === 'planned'
    ? startMachine(homeUpdate, context).row
    : { value: row.state, context };
}

function settle(turn: Turn, row: HomeUpdateRow, next: Stepped<typeof homeUpdate>): void {
  const { value: state, context } = next.row;
  turn.tables.registration.set(HOME, { ...row, ...context, state });
  for (const each of next.asks) {
    if (each.ask === 'act') act(turn, each.type);
    else ask(turn, ...toEffects([each], HOME, {}));
  }
}

function act(turn: Turn, action: string): void {
  const row = must(turn.tables.registration.get(HOME), 'there is a registration');
  switch (action) {
    case 'sendUpdate':
      goAway(turn, row.careOfAddress, networksOf(turn, row));
      return send(turn, row, turn.config.lifetime);
    case 'sendLast':
      // MIP6 §11.5.5: from now on the node answers for its home address itself.
      if (row.state === 'returning') serveAtHome(turn, row.iface);
      ask(turn, { do: 'disarm', timer: `${HOME}/${EXPIRY}` });
      return send(turn, row, 0);
    case 'armExpiry': {
      const timer = `${HOME}/${EXPIRY}`;
      return ask(turn, { do: 'arm', timer, after: row.endAfter, say: 'registration ends' });
    }
    case 'serve':
      return serveAway(turn);
    case 'withdraw':
      ask(turn, { do: 'disarm', timer: `${HOME}/${EXPIRY}` });
      return withdrawHome(turn);
    case 'arrive':
      return announce(turn, row);
    default:
      return undefined;
  }
}

/** RFC 3963 §5.1: what is routed through the tunnel besides the home address. */
const networksOf = ({ config }: Turn, { asRouter }: HomeUpdateRow): readonly Prefix[] =>
  asRouter && config.network !== undefined ? [config.network.prefix] : [];

function send(turn: Turn, before: HomeUpdateRow, lifetime: number): void {
  const { config, sight, tables } = turn;
  const row: HomeUpdateRow = {
    ...before,
    sequence: nextSequence(before.sequence),
    lifetime,
    sentAt: sight.now,
    ...(lifetime === 0 && { expiresAt: undefined }),
  };
  tables.registration.set(HOME, row);
  const { careOfAddress, homeAddress, sequence, asRouter } = row;
  const head = { homeAddress, careOfAddress, sequence, lifetime, mobileRouter: asRouter };
  const flags = { acknowledge: true, homeRegistration: true };
  const ends = { source: careOfAddress, destination: config.homeAgent };
  const packet = buildUpdate({ ...head, ...flags }, ends, optionsOf(turn, row));
  ask(turn, { do: 'send', packet, out: row.iface });
}

/** MIP6 §11.7.1; RFC 3963 §5.1: an update that ends a binding names no network. */
function optionsOf({ config }: Turn, row: HomeUpdateRow): readonly MobilityOption[] {
  if (row.careOfAddress === row.homeAddress) return [];
  const careOf = { is: 'AlternateCareOfAddress', address: row.careOfAddress } as const;
  const { network } = config;
  const isNamed = row.asRouter && row.lifetime > 0 && network?.mode === 'explicit';
  return isNamed ? [networkOption(network.prefix), careOf] : [careOf];
}

/** MIP6 §11.5.5: after the acknowledgement all neighbours are told. */
function announce(turn: Turn, { homeAddress, iface }: HomeUpdateRow): void {
  const mac = must(turn.sight.interfaces.get(iface)?.mac, `${iface} has a link-layer address`);
  // RFC 3963 §5.8: a mobile router is a router here; its home agent said the same of it (§6.2).
  const router = turn.config.network !== undefined;
  const ends = { src: homeAddress, dst: ALL_NODES };
  const told = { target: homeAddress, mac, router, solicited: false, ...ends };
  ask(turn, { do: 'send', packet: buildNeighbourAdvertisement(told), out: iface });
}

/** MIP6 §11.7.3: an acknowledgement of the home agent. */
export function onHomeAnswer(turn: Turn, answer: Acknowledgement): void {
  const row = registrationOf(turn);
  const isLate = answer.status !== STATUS.sequenceOutOfWindow && answer.sequence !== row.sequence;
  if (isLate) {
    const text = `BA ${answer.status} seq${answer.sequence} answers no update that waits`;
    return note(turn, 'silent', text, 'MIP6 §11.7.3');
  }
  const heard = { ...row, status: answer.status };
  if (answer.status < FIRST_REFUSAL) return onAccepted(turn, heard, answer);
  note(turn, 'warning', `the home agent refuses: ${answer.status}`, 'MIP6 §11.7.3');
  onRefused(turn, heard, answer);
}

function onAccepted(turn: Turn, row: HomeUpdateRow, answer: Acknowledgement): void {
  if (row.lifetime === 0) return step(turn, ended, row);
  if (row.asRouter && !answer.mobileRouter) {
    note(turn, 'warning', 'the home agent knows no mobile networks', 'RFC 3963 §5.3');
    return step(turn, { type: 'UNSERVED' }, giveUpNetwork(turn, row, false));
  }
  // MIP6 §11.7.3: the lifetime counts from when the update was sent.
  const granted = Math.min(answer.lifetime, row.lifetime);
  const expiresAt = row.sentAt + fromUnits(granted);
  const endAfter = Math.max(0, expiresAt - turn.sight.now);
  const refreshAfter = Math.max(0, endAfter - Math.floor(fromUnits(granted) / REFRESH_SHARE));
  step(turn, { type: 'ACCEPTED', refreshAfter, endAfter }, { ...row, expiresAt });
}

/** An accepted end has no ends of its own. */
const ended = { type: 'ACCEPTED', refreshAfter: 0, endAfter: 0 } as const;

const NETWORK_REFUSALS: readonly number[] = [
  STATUS.mobileRouterNotPermitted,
  STATUS.invalidPrefix,
  STATUS.notAuthorizedForPrefix,
  STATUS.forwardingSetupFailed,
];
const PREFIX_REFUSALS: readonly number[] = [STATUS.invalidPrefix, STATUS.notAuthorizedForPrefix];

function onRefused(turn: Turn, row: HomeUpdateRow, answer: Acknowledgement): void {
  if (answer.status === STATUS.sequenceOutOfWindow) {
    return step(turn, { type: 'RETRY' }, { ...row, sequence: answer.sequence });
  }
  if (row.asRouter && NETWORK_REFUSALS.includes(answer.status)) {
    // RFC 3963 §5.3: there is no other home agent, so it registers as a host.
    const isPrefix = PREFIX_REFUSALS.includes(answer.status);
    return step(turn, { type: 'RETRY' }, giveUpNetwork(turn, row, isPrefix));
  }
  step(turn, { type: 'REFUSED' }, row);
}

/** RFC 3963 §5.3: no mobile router any more; a prefix that is not its own is not advertised. */
function giveUpNetwork(turn: Turn, row: HomeUpdateRow, isPrefix: boolean): HomeUpdateRow {
  const { network } = turn.config;
  if (network !== undefined) withdrawNetwork(turn, network.prefix);
  if (isPrefix) ask(turn, { do: 'tell', role: 'router', news: { say: WITHDRAW } });
  return { ...row, asRouter: false };
}

/** MIP6 §11.7.4: the home agent asks for an update. */
export const renewHome = (turn: Turn): void => step(turn, { type: 'RENEW' });
