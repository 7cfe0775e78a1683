// PBUs of a CMD to previous MAARs, RFC 8885 §3.2: one to each, with the Serving MAAR option, paced
// as §3.2 demands (1 ms apart, at most three a second to one MAAR). Each question lives by
// question.machine.ts.

import { ms } from '#base/ids.ts';
import { fireMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { MachineRow, Stepped } from '#sim/machine.ts';
import type { SentUpdate } from '#protocols/pmipv6/checks.ts';
import { BINDING_LIFETIME, buildProxyUpdate } from '#protocols/pmipv6/messages.ts';
import * as pacing from '#protocols/pmipv6/pacing.ts';
import type { Ipv6 } from '#wire/address.ts';
import { maarName, questionKey } from './cmd-rows.ts';
import type { CmdBindingRow, CmdTurn, CmdWaitingRow, QuestionRow } from './cmd-rows.ts';
import { question } from './question.machine.ts';
import type { QuestionEvent } from './question.machine.ts';

/** */
const SPACING = ms(1);
/** PBUs of one question that an answer may still be for. */
const REMEMBERED = 8;
/** after so many PBUs without an answer somebody should know. */
const PATIENCE = 5;

/** Tells a previous MAAR where the node is now. */
export function askMaar(
  turn: CmdTurn,
  binding: CmdBindingRow,
  { maar, prefixes, known }: Pick<QuestionRow, 'maar' | 'prefixes' | 'known'>,
): void {
  const key = questionKey(binding.mnId, maar);
  stepQuestion(turn, key, { type: 'END' });
  const row: QuestionRow = {
    mnId: binding.mnId,
    maar,
    prefixes,
    serving: binding.proxyCareOfAddress,
    known,
    state: 'planned',
    retransmissions: 0,
    sequence: undefined,
    sentAt: undefined,
    outstanding: [],
  };
  stepQuestion(turn, key, { type: 'ASK' }, row);
}

/** One event in the life of a question; `row` when it is a new one. */
export function stepQuestion(
  turn: CmdTurn,
  key: string,
  event: QuestionEvent,
  row: QuestionRow | undefined = turn.tables.questions.get(key),
): void {
  if (row !== undefined) settle(turn, key, row, stepMachine(question, lifeOf(row), event));
}

/** One of its timers fired. */
export function fireQuestion(turn: CmdTurn, key: string, timer: string): void {
  const row = turn.tables.questions.get(key);
  if (row !== undefined) settle(turn, key, row, fireMachine(question, lifeOf(row), timer));
}

const lifeOf = (row: QuestionRow): MachineRow<typeof question> => ({
  value: row.state,
  context: { retransmissions: row.retransmissions },
});

function settle(
  turn: CmdTurn,
  key: string,
  row: QuestionRow,
  next: Stepped<typeof question>,
): void {
  const { questions, waiting } = turn.tables;
  const { value, context } = next.row;
  questions.set(key, { ...row, ...context, state: value });
  for (const each of next.asks) {
    if (each.ask !== 'act') turn.effects.push(...toEffects([each], `question ${key}`, {}));
    else if (each.type === 'sendPbu') ask(turn, key, row.maar);
  }
  if (value !== 'gone') return;
  waiting.delete(key);
  questions.delete(key);
}

function ask(turn: CmdTurn, key: string, maar: Ipv6): void {
  noteSilence(turn, key);
  if (pacing.mayLeave(paceOf(turn), key, { maar, since: turn.sight.now })) sendPbu(turn, key);
}

/** Hands out what may leave now. */
export const sendWaiting = (turn: CmdTurn): void =>
  pacing.drain(paceOf(turn), (key) => sendPbu(turn, key));

const paceOf = (turn: CmdTurn): pacing.Pace<CmdWaitingRow> => ({
  now: turn.sight.now,
  waiting: turn.tables.waiting,
  peerOf: (row) => row.maar,
  sendsTo: (peer) => turn.tables.peers.get(peer)?.sends ?? [],
  notBefore: () => {
    const last = turn.tables.self.get('self')?.lastPbuAt;
    return last === undefined ? turn.sight.now : last + SPACING;
  },
  effects: turn.effects,
});

/** RFC 8885 §3.2 step 2: the PBU of the S-MAAR goes on, with the address of the S-MAAR. */
function sendPbu(turn: CmdTurn, key: string): void {
  const { tables, config, sight } = turn;
  const row = tables.questions.get(key);
  const request = tables.bindings.get(row?.mnId ?? '')?.request;
  if (row === undefined || request === undefined) return;
  const sent: SentUpdate = {
    sequence: noteSend(turn, row.maar),
    mnId: row.mnId,
    handoff: request.handoff ?? 0,
    accessTechnology: request.accessTechnology ?? 0,
    linkLayerId: request.linkLayerId,
  };
  const outstanding = [...row.outstanding, sent].slice(-REMEMBERED);
  tables.questions.set(key, { ...row, sequence: sent.sequence, sentAt: sight.now, outstanding });
  turn.effects.push({
    do: 'send',
    packet: buildProxyUpdate({
      ...sent,
      source: config.address,
      destination: row.maar,
      lifetime: Math.min(request.lifetime, BINDING_LIFETIME),
      distributed: true,
      prefixes: row.prefixes,
      now: sight.clock,
      extensions: [{ is: 'ServingMaar', address: row.serving }],
    }),
  });
}

/** The sequence number of a PBU that leaves now: one counter for all MAARs. */
function noteSend(turn: CmdTurn, maar: Ipv6): number {
  const { tables, sight } = turn;
  const earlier = pacing.recentSends(tables.peers.get(maar)?.sends ?? [], sight.now);
  const sends = [...earlier, sight.now];
  tables.peers.set(maar, { address: maar, name: maarName(turn, maar), sends });
  const sequence = ((tables.self.get('self')?.sequence ?? 0) + 1) & 0xffff;
  tables.self.set('self', { sequence, lastPbuAt: sight.now });
  return sequence;
}

function noteSilence(turn: CmdTurn, key: string): void {
  const row = turn.tables.questions.get(key);
  if (row?.retransmissions !== PATIENCE) return;
  const text = `${maarName(turn, row.maar)} has not answered ${PATIENCE} PBUs for ${row.prefixes.join(', ')}`;
  turn.effects.push({ do: 'note', text, cite: 'RFC 8885 §3.6', level: 'warning' });
}
