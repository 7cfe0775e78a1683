// The entries of a home agent's Binding Cache: each lives by home-binding.machine.ts; here its row
// follows, and with it tunnel, routes, the proxied address and what is said.

import { fireMachine, startMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { fromUnits, mobility } from '#protocols/pmipv6/messages.ts';
import { settleForwarding } from './home-forwarding.ts';
import { announceProxy, probeHomeLink, settleProxy } from './home-link.ts';
import { homeBinding, type HomeBindingEvent } from './home-binding.machine.ts';
import { ask, note, type HomeBindingRow, type Turn } from './home-rows.ts';
import { buildAcknowledgement, STATUS, type Update } from './messages.ts';

/** What an update brings about. */
interface Granted {
  readonly networks: readonly Prefix[];
  readonly lifetime: number;
}

/** MIP6 §10.3.1: a new entry; first its address is tested on the home link. */
export function addBinding(turn: Turn, update: Update, { networks, lifetime }: Granted): void {
  const row: HomeBindingRow = {
    homeAddress: update.homeAddress,
    careOfAddress: update.careOfAddress,
    state: 'planned',
    sequence: update.sequence,
    lifetime,
    expiresAt: undefined,
    mobileRouter: isRouter(turn, update),
    networks,
    tunnel: undefined,
    request: update,
  };
  const first = startMachine(homeBinding, { lifetime: fromUnits(lifetime) }).row;
  settle(turn, row, stepMachine(homeBinding, first, { type: 'REGISTER' }));
}

/** A home agent that does not know NEMO passes over the R flag (RFC 3963 §5.3). */
const isRouter = ({ config }: Turn, { mobileRouter }: Update): boolean =>
  mobileRouter && config.networkService !== 'unaware';

/** One event in the life of an entry; `update` when it brings one with it. */
export function stepBinding(
  turn: Turn,
  homeAddress: Ipv6,
  event: HomeBindingEvent,
  update?: Update,
  row: HomeBindingRow | undefined = turn.tables.bindings.get(homeAddress),
): void {
  if (row === undefined) return;
  const changed =
    update === undefined
      ? row
      : {
          ...row,
          sequence: update.sequence,
          request: update,
          mobileRouter: update.lifetime === 0 ? row.mobileRouter : isRouter(turn, update),
        };
  settle(turn, changed, stepMachine(homeBinding, lifeOf(row), event));
}

/** One of its timers fired. */
export function fireBinding(turn: Turn, homeAddress: string, timer: string): void {
  const row = turn.tables.bindings.get(homeAddress);
  if (row !== undefined) settle(turn, row, fireMachine(homeBinding, lifeOf(row), timer));
}

const lifeOf = ({ state, lifetime }: HomeBindingRow) => ({
  value: state,
  context: { lifetime: fromUnits(lifetime) },
});

const timersOf = (homeAddress: string): string => `binding ${homeAddress}`;

function settle(turn: Turn, row: HomeBindingRow, next: Stepped<typeof homeBinding>): void {
  const { bindings } = turn.tables;
  const before = bindings.get(row.homeAddress);
  const { value: state, context } = next.row;
  const isNew = next.asks.some(({ ask: kind }) => kind === 'arm') && state === 'active';
  const expiresAt = isNew ? turn.sight.now + context.lifetime : row.expiresAt;
  const isServed = state === 'active';
  const planned = { ...row, state, expiresAt: isServed ? expiresAt : undefined };
  const after = settleForwarding(turn, before, state === 'gone' ? undefined : planned);
  if (after === undefined) bindings.delete(row.homeAddress);
  else bindings.set(row.homeAddress, after);
  settleProxy(turn, row.homeAddress, state);
  for (const each of next.asks) {
    if (each.ask === 'act') act(turn, planned, each.type, before);
    else ask(turn, ...toEffects([each], timersOf(row.homeAddress), {}));
  }
}

function act(
  turn: Turn,
  row: HomeBindingRow,
  action: string,
  before: HomeBindingRow | undefined,
): void {
  switch (action) {
    case 'probe':
      return probeHomeLink(turn, row.homeAddress);
    case 'announce':
      return before?.state === 'active' ? undefined : announceProxy(turn, row.homeAddress);
    case 'accept':
      return answer(turn, row, STATUS.accepted);
    case 'refuse':
      note(turn, 'warning', `${row.homeAddress} is in use on the home link`, 'MIP6 §10.3.1');
      return answer(turn, row, STATUS.duplicateAddress);
    case 'remind': {
      const message = { is: 'BindingRefreshRequest', options: [] } as const;
      const packet = mobility(turn.config.address, row.careOfAddress, message);
      return ask(turn, { do: 'send', packet: { ...packet, routeTo: row.homeAddress } });
    }
    default:
      return undefined;
  }
}

/** MIP6 §10.3.1, §10.3.2; RFC 3963 §6.2: R tells that the network is served. */
function answer(
  turn: Turn,
  { request, lifetime, mobileRouter, sequence }: HomeBindingRow,
  status: number,
): void {
  const isAccepted = status === STATUS.accepted;
  const packet = buildAcknowledgement(request, {
    status,
    sequence,
    lifetime: isAccepted && request.lifetime > 0 ? lifetime : 0,
    mobileRouter: isAccepted && request.lifetime > 0 && mobileRouter,
  });
  ask(turn, { do: 'send', packet });
}
