// Role `cmd`: the Central Mobility Database of RFC 8885 §3, where MAARs register every attachment of
// a node. At a handover it is a relay, a locator or a proxy (§3.2 to §3.4). This file is the role and
// what follows from a PBU; PBAs of previous MAARs are in cmd-answers.ts.

import type { Effect } from '#sim/effect.ts';
import { fromTimer } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { Sight, Stimulus, TablesOf } from '#sim/role.ts';
import { cut } from '#protocols/pmipv6/asks.ts';
import { checkUpdate, EVERY_NODE, STATUS } from '#protocols/pmipv6/checks.ts';
import {
  BINDING_LIFETIME,
  fromUnits,
  HANDOFF,
  readProxyUpdate,
} from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { PACE_TIMER } from '#protocols/pmipv6/pacing.ts';
import type { Packet } from '#wire/packet.ts';
import { endBinding, handOver, keepBinding, newBinding, onRoundEnd } from './cmd-bindings.ts';
import { onMaarAnswer } from './cmd-answers.ts';
import { askMaar, fireQuestion, sendWaiting } from './cmd-questions.ts';
import { accept, acceptUpdate, modeOf, namedTo, note, refuse, settledOf } from './cmd-replies.ts';
import { cmdTables, GRACE, maarName, questionKey, shortId } from './cmd-rows.ts';
import type { CmdBindingRow, CmdConfig, CmdTables, CmdTurn } from './cmd-rows.ts';

const BINDING_UPDATE = 5;
const BINDING_ACKNOWLEDGEMENT = 6;

export const cmd = defineRole<CmdTables, CmdConfig>({
  name: 'cmd',
  takes: { mobility: [BINDING_UPDATE, BINDING_ACKNOWLEDGEMENT] },
  tables: cmdTables,
  begin: (rows) => {
    rows.self.set('self', { sequence: 0, lastPbuAt: undefined });
    return [];
  },
  handle: (rows, stimulus, sight, config) => {
    const turn = turnOf(rows, sight, config);
    onStimulus(turn, stimulus);
    return turn.effects;
  },
});

const turnOf = (tables: TablesOf<CmdTables>, sight: Sight, config: CmdConfig): CmdTurn => ({
  tables,
  sight,
  config,
  effects: [] as Effect[],
});

function onStimulus(turn: CmdTurn, stimulus: Stimulus): void {
  if (stimulus.on === 'timer') return onTimer(turn, stimulus.timer);
  if (stimulus.on !== 'packet') return undefined;
  const { packet } = stimulus;
  if (packet.payload.is !== 'mobility') return undefined;
  return packet.payload.message.is === 'BindingUpdate'
    ? onUpdate(turn, packet)
    : onMaarAnswer(turn, packet);
}

/** `binding MN`, `round MN`, or one of a question's: `question KEY/BINDACK_TIMEOUT.asking`. */
function onTimer(turn: CmdTurn, timer: string): void {
  if (timer === PACE_TIMER) return sendWaiting(turn);
  const [kind, rest] = cut(timer);
  if (kind === 'binding') return endBinding(turn, rest);
  if (kind === 'round') return onRoundEnd(turn, rest);
  const { owner, timer: name } = fromTimer(rest);
  return fireQuestion(turn, owner, name);
}

/** A PBU of a MAAR. */
function onUpdate(turn: CmdTurn, packet: Packet): void {
  const request = readProxyUpdate(packet);
  if (request === undefined) {
    return note(turn, 'silent', 'a BU without the P flag: not a home agent', 'PMIP §5.3.1 rule 1');
  }
  const trusted = turn.config.partners[request.source] !== undefined;
  const row = turn.tables.bindings.get(request.mnId ?? '');
  // §3.3: the lookup is by node, since each MAAR has another prefix.
  if (trusted && row !== undefined && isOfPrevious(turn, row, request)) {
    return renewPrevious(turn, row, request);
  }
  const verdict = checkUpdate(request, {
    trusted,
    last: row && {
      timestamp: row.lastTimestamp,
      sequence: row.lastSequence,
      request: row.lastRequest,
    },
    now: turn.sight.clock,
    policy: EVERY_NODE,
  });
  if (verdict.is === 'refuse') return refuse(turn, request, verdict.status, verdict.cite);
  if (!request.distributed) return refuse(turn, request, STATUS.unspecified, 'RFC 8885 §4.1');
  if (request.lifetime === 0) return deregister(turn, row, request);
  if (row === undefined) return accept(turn, newBinding(turn, request), []);
  if (row.proxyCareOfAddress !== request.source) return handOver(turn, row, request);
  if (verdict.is === 'repeat') return row.waits ? undefined : accept(turn, row, namedTo(turn, row));
  return refresh(turn, row, request);
}

/** §3.5: a P-MAAR whose binding has run out, while the node is elsewhere. */
function isOfPrevious(turn: CmdTurn, row: CmdBindingRow, request: ProxyUpdate): boolean {
  const { source, lifetime } = request;
  if (lifetime > 0 || source === row.proxyCareOfAddress || !request.distributed) return false;
  return (
    row.previous.some(({ maar }) => maar === source) ||
    turn.tables.questions.has(questionKey(row.mnId, source))
  );
}

/** §3.5: not with lifetime zero: the session goes on. */
function renewPrevious(turn: CmdTurn, row: CmdBindingRow, request: ProxyUpdate): void {
  const { mnId } = row;
  const until = turn.sight.now + fromUnits(BINDING_LIFETIME) + GRACE;
  const previous = row.previous.map((one) =>
    one.maar === request.source ? { ...one, until } : one,
  );
  turn.tables.bindings.set(mnId, { ...row, previous });
  const text = `${maarName(turn, request.source)} may not de-register ${shortId(mnId)}, which is in the domain`;
  note(turn, 'info', text, 'RFC 8885 §3.5');
  acceptUpdate(turn, request, { lifetime: BINDING_LIFETIME, extensions: [] });
}

/** §3.5: only the S-MAAR ends the session. */
function deregister(turn: CmdTurn, row: CmdBindingRow | undefined, request: ProxyUpdate): void {
  if (row?.proxyCareOfAddress !== request.source) {
    const name = maarName(turn, request.source);
    return note(turn, 'silent', `${name} de-registers what it does not serve`, 'RFC 8885 §3.5');
  }
  endBinding(turn, row.mnId);
  return acceptUpdate(turn, request, { lifetime: 0, extensions: [] });
}

/**
 * The S-MAAR again. Choice: whatever the mode, the answer is the CMD's own and names the previous
 * MAARs that are known, so that what was lost is learned; a relay that still collects goes on.
 */
function refresh(turn: CmdTurn, before: CmdBindingRow, request: ProxyUpdate): void {
  const isCollecting = before.waits && modeOf(turn) === 'relay';
  const row = keepBinding(turn, { ...before, waits: isCollecting }, request);
  if (isCollecting) return;
  accept(turn, row, namedTo(turn, row));
  if (request.handoff === HANDOFF.noChange) return;
  // The node attached anew, and may have been elsewhere without word of it: they believe it is there.
  for (const { maar, prefixes } of settledOf(turn, row)) {
    askMaar(turn, row, { maar, prefixes, known: true });
  }
}
