// Role `homeLma`: the LMA of the home operator between gateways of different operators, DMM §5. To
// the serving gateway it is the anchor, to the anchoring one it is the serving gateway; no tunnel
// crosses from one operator to another. Decision X-21.

import type { Cite } from '#base/ids.ts';
import type { Effect } from '#sim/effect.ts';
import { fromTimer } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { Sight, Stimulus, TablesOf } from '#sim/role.ts';
import { prefixContains, prefixAddress } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import { checkUpdate, EVERY_NODE, requestMark, STATUS } from '#protocols/pmipv6/checks.ts';
import { buildProxyAcknowledgement, readProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { PACE_TIMER } from '#protocols/pmipv6/pacing.ts';
import { toTicks } from '#protocols/pmipv6/options.ts';
import { homeTables, partnerName, relayKey } from './home-rows.ts';
import type { HomeLmaConfig, HomeLmaTables, HomeTurn, RelayRow } from './home-rows.ts';
import { onRelayAnswer } from './relay-answers.ts';
import { acceptRelayed, fireRelay, sendWaiting, stepRelay } from './relays.ts';

const BINDING_UPDATE = 5;
const BINDING_ACKNOWLEDGEMENT = 6;

export const homeLma = defineRole<HomeLmaTables, HomeLmaConfig>({
  name: 'homeLma',
  takes: { mobility: [BINDING_UPDATE, BINDING_ACKNOWLEDGEMENT] },
  tables: homeTables,
  begin: (rows) => {
    rows.self.set('self', { sequence: 0 });
    return [];
  },
  handle: (rows, stimulus, sight, config) => {
    const turn = turnOf(rows, sight, config);
    onStimulus(turn, stimulus);
    return turn.effects;
  },
});

const turnOf = (
  tables: TablesOf<HomeLmaTables>,
  sight: Sight,
  config: HomeLmaConfig,
): HomeTurn => ({ tables, sight, config, effects: [] as Effect[] });

function onStimulus(turn: HomeTurn, stimulus: Stimulus): void {
  if (stimulus.on === 'timer') return onTimer(turn, stimulus.timer);
  if (stimulus.on !== 'packet') return undefined;
  const { packet } = stimulus;
  if (packet.payload.is !== 'mobility') return undefined;
  return packet.payload.message.is === 'BindingUpdate'
    ? onUpdate(turn, packet)
    : onRelayAnswer(turn, packet);
}

/** `pace`, `expiry KEY`, or one of the machine's: `relay KEY/BINDACK_TIMEOUT.asking`. */
function onTimer(turn: HomeTurn, timer: string): void {
  if (timer === PACE_TIMER) return sendWaiting(turn);
  const space = timer.indexOf(' ');
  const rest = timer.slice(space + 1);
  if (timer.startsWith('expiry ')) return stepRelay(turn, rest, { type: 'END' });
  const { owner, timer: name } = fromTimer(rest);
  return fireRelay(turn, owner, name);
}

/** A PBU of a serving gateway: passed on to who anchors its prefixes. */
function onUpdate(turn: HomeTurn, packet: Packet): void {
  const request = readProxyUpdate(packet);
  if (request === undefined) {
    return note(turn, 'silent', 'a BU without the P flag: not a home agent', 'PMIP §5.3.1 rule 1');
  }
  const anchor = anchorOf(turn, request);
  const key = relayKey(request.mnId ?? '', anchor ?? request.destination);
  const row = turn.tables.relays.get(key);
  const verdict = checkUpdate(request, {
    trusted: turn.config.partners[request.source] !== undefined,
    last: row && {
      timestamp: row.lastTimestamp,
      sequence: row.lastSequence,
      request: row.lastRequest,
    },
    now: turn.sight.clock,
    policy: EVERY_NODE,
  });
  if (verdict.is === 'refuse') return refuse(turn, request, verdict.status, verdict.cite);
  if (!mayRoam(turn, request.source)) {
    return refuse(turn, request, STATUS.administrativelyProhibited, 'DMM §5');
  }
  if (anchor === undefined || !mayRoam(turn, anchor)) {
    return refuse(turn, request, STATUS.notAuthorizedPrefix, 'PMIP §5.3.2 rule 3');
  }
  if (verdict.is === 'repeat' && row?.state === 'active') {
    // the same PBA again.
    return acceptRelayed(turn, row, request);
  }
  if (request.lifetime === 0 && row?.careOf !== request.source) {
    const text = `${partnerName(turn, request.source)} de-registers what it has not registered`;
    return note(turn, 'silent', text, 'PMIP §5.3.5 rule 1');
  }
  endAtHome(turn, request);
  return passOn(turn, key, request, row ?? newRow(request, anchor));
}

/** The anchor is asked; a PBU that wants what is being asked already changes no more than the row. */
function passOn(turn: HomeTurn, key: string, request: ProxyUpdate, row: RelayRow): void {
  const isOpposite = (row.request?.lifetime === 0) !== (request.lifetime === 0);
  const isReplaced = row.state === 'asking' && isOpposite;
  const next: RelayRow = {
    ...row,
    careOf: request.source,
    prefixes: request.prefixes,
    request,
    lastTimestamp: request.timestamp ?? row.lastTimestamp,
    lastSequence: request.sequence,
    lastRequest: requestMark(request),
  };
  // An answer to the other question is none to this one.
  if (isReplaced) return stepRelay(turn, key, { type: 'REPLACE' }, { ...next, outstanding: [] });
  return stepRelay(turn, key, { type: 'ASK' }, next);
}

/** The gateway whose pool holds the first prefix that is asked for. */
function anchorOf(turn: HomeTurn, request: ProxyUpdate): Ipv6 | undefined {
  const first = request.prefixes[0];
  if (first === undefined) return undefined;
  const holds = (pool: readonly Prefix[]): boolean =>
    pool.some((one) => prefixContains(one, prefixAddress(first)));
  const found = Object.entries(turn.config.partners).find(([, { pool }]) => holds(pool));
  return found?.[0] as Ipv6 | undefined; // keys are addresses
}

const mayRoam = ({ config }: HomeTurn, gateway: Ipv6): boolean =>
  config.agreements.includes(config.partners[gateway]?.operator ?? '');

/** The node is back at an anchor of its own: what led from there to elsewhere is needed no more. */
function endAtHome(turn: HomeTurn, request: ProxyUpdate): void {
  const { relays } = turn.tables;
  for (const [key, row] of relays.entries()) {
    const isHome = row.mnId === request.mnId && row.anchor === request.source;
    if (isHome) stepRelay(turn, key, { type: 'END' });
  }
}

const newRow = (request: ProxyUpdate, anchor: Ipv6): RelayRow => ({
  mnId: request.mnId ?? '',
  anchor,
  prefixes: request.prefixes,
  state: 'planned',
  retransmissions: 0,
  stands: false,
  careOf: request.source,
  connected: undefined,
  request,
  lastTimestamp: undefined,
  lastSequence: 0,
  lastRequest: 0,
  outstanding: [],
  sequence: undefined,
  lifetime: 0,
  expiresAt: undefined,
  status: undefined,
  extensions: [],
});

function refuse(turn: HomeTurn, request: ProxyUpdate, status: number, cite: Cite): void {
  const name = partnerName(turn, request.source);
  note(turn, 'warning', `PBU of ${name} refused: ${status}`, cite);
  const isClock = status === STATUS.timestampLower || status === STATUS.timestampMismatch;
  const isPartner = turn.config.partners[request.source] !== undefined;
  const packet = buildProxyAcknowledgement(request, {
    status,
    lifetime: 0,
    distributed: request.distributed && isPartner,
    prefixes: [],
    ...(isClock && { clock: toTicks(turn.sight.clock) }),
  });
  turn.effects.push({ do: 'send', packet });
}

const note = (turn: HomeTurn, level: 'silent' | 'warning', text: string, cite: Cite): void => {
  turn.effects.push({ do: 'note', text, cite, level });
};
