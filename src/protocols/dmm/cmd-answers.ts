// A PBA of a previous MAAR at the CMD, RFC 8885 §3.2 step 4: it enters the P-MAAR list, and a relay
// passes on what it says.

import { differingEcho, STATUS } from '#protocols/pmipv6/checks.ts';
import { fromUnits, readProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import type { ProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import { optionOf } from '#protocols/pmipv6/options.ts';
import type { MobilityOption, Packet } from '#wire/packet.ts';
import { endRound } from './cmd-bindings.ts';
import { stepQuestion } from './cmd-questions.ts';
import { accept, modeOf, note } from './cmd-replies.ts';
import { GRACE, maarName, questionsOf } from './cmd-rows.ts';
import type { CmdBindingRow, CmdTurn, PreviousMaar, QuestionRow } from './cmd-rows.ts';
import { readAnchorReport } from './messages.ts';

const PASSED_ON: readonly MobilityOption['is'][] = [
  'AnchoredPrefix',
  'LocalPrefix',
  'DlifLinkLocalAddress',
  'DlifLinkLayerAddress',
];

/** A Binding Acknowledgement came. */
export function onMaarAnswer(turn: CmdTurn, packet: Packet): void {
  const answer = readProxyAcknowledgement(packet);
  if (answer === undefined) return note(turn, 'silent', 'a BA without the P flag', 'PMIP §8.2');
  const { source, sequence } = answer;
  const name = maarName(turn, source);
  const found = [...turn.tables.questions.entries()].find(
    ([, row]) => row.maar === source && row.outstanding.some((sent) => sent.sequence === sequence),
  );
  if (found === undefined) {
    const text = `PBA ${sequence} of ${name} answers no PBU that waits`;
    return note(turn, 'silent', text, 'PMIP §6.9.1.2 rule 5');
  }
  const [key, row] = found;
  const sent = row.outstanding.find((each) => each.sequence === sequence);
  const differing = sent && differingEcho(answer, sent);
  const serving = optionOf(answer.options, 'ServingMaar')?.address ?? row.serving;
  if (differing !== undefined || serving !== row.serving) {
    const text = `PBA ${sequence} of ${name} echoes another ${differing ?? 'Serving MAAR'}`;
    return note(turn, 'silent', text, 'PMIP §6.9.1.2 rule 6');
  }
  return weigh(turn, key, row, answer);
}

function weigh(turn: CmdTurn, key: string, row: QuestionRow, answer: ProxyAcknowledgement): void {
  const { status } = answer;
  const name = maarName(turn, row.maar);
  if (status === STATUS.timestampMismatch || status === STATUS.timestampLower) {
    // The series goes on: either a new timestamp will do, or the node is back there, and its PBU is
    // on the way.
    return note(turn, 'info', `${name} answers ${status}: the PBU is repeated`, 'RFC 8885 §3.6');
  }
  const binding = turn.tables.bindings.get(row.mnId);
  stepQuestion(turn, key, { type: 'END' });
  if (binding === undefined) return undefined;
  const others = binding.previous.filter(({ maar }) => maar !== row.maar);
  const prefixes = status < 128 && answer.lifetime > 0 ? readAnchorReport(answer).prefixes : [];
  if (prefixes.length === 0) {
    const text = `${name} keeps ${row.prefixes.join(', ')} no longer: ${status}`;
    note(turn, 'warning', text, 'RFC 8885 §3.2');
    return settle(turn, { ...binding, previous: others }, undefined);
  }
  const extensions = answer.options.filter((option) => PASSED_ON.includes(option.is));
  const until = turn.sight.now + fromUnits(answer.lifetime) + GRACE;
  const one: PreviousMaar = { maar: row.maar, prefixes, extensions, until };
  return settle(turn, { ...binding, previous: [...others, one] }, row.known ? undefined : one);
}

/** A relay answers when all have, or tells what comes late (§3.2). */
function settle(turn: CmdTurn, row: CmdBindingRow, news: PreviousMaar | undefined): void {
  turn.tables.bindings.set(row.mnId, row);
  if (modeOf(turn) !== 'relay') return;
  const isComplete = questionsOf(turn, row.mnId).length === 0;
  if (row.waits && isComplete) endRound(turn, row);
  else if (!row.waits && news !== undefined) accept(turn, row, [news]);
}
