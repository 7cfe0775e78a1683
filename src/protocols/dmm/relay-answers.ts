// A PBA of an anchoring gateway at the home LMA, DMM §5: what it says goes on to the serving
// gateway, the options for its DLIF unchanged.

import type { Cite } from '#base/ids.ts';
import type { MobilityOption, Packet } from '#wire/packet.ts';
import { differingEcho, STATUS } from '#protocols/pmipv6/checks.ts';
import { buildProxyAcknowledgement, readProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import type { ProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import { partnerName } from './home-rows.ts';
import type { HomeTurn, RelayRow } from './home-rows.ts';
import { acceptRelayed, stepRelay } from './relays.ts';

const PASSED_ON: readonly MobilityOption['is'][] = [
  'AnchoredPrefix',
  'LocalPrefix',
  'DlifLinkLocalAddress',
  'DlifLinkLayerAddress',
];

/** A Binding Acknowledgement came. */
export function onRelayAnswer(turn: HomeTurn, packet: Packet): void {
  const answer = readProxyAcknowledgement(packet);
  if (answer === undefined) return silent(turn, 'a BA without the P flag', 'PMIP §8.2');
  const found = [...turn.tables.relays.entries()].find(
    ([, row]) =>
      row.anchor === answer.source &&
      row.outstanding.some((sent) => sent.sequence === answer.sequence),
  );
  if (found === undefined) {
    const text = `PBA ${answer.sequence} of ${partnerName(turn, answer.source)} answers no PBU that waits`;
    return silent(turn, text, 'PMIP §6.9.1.2 rule 5');
  }
  const [key, row] = found;
  const sent = row.outstanding.find((each) => each.sequence === answer.sequence);
  const differing = sent && differingEcho(answer, sent);
  if (differing !== undefined) {
    return silent(
      turn,
      `PBA ${answer.sequence} echoes another ${differing}`,
      'PMIP §6.9.1.2 rule 6',
    );
  }
  return weigh(turn, key, row, answer);
}

function weigh(turn: HomeTurn, key: string, row: RelayRow, answer: ProxyAcknowledgement): void {
  const { status, lifetime } = answer;
  const answered: RelayRow = { ...row, status, outstanding: [] };
  if (status === STATUS.timestampMismatch) {
    turn.tables.relays.set(key, { ...row, status });
    return undefined;
  }
  const { request } = row;
  if (status >= 128) {
    // With 157 too: whether the node is still there only the serving gateway knows.
    stepRelay(turn, key, { type: 'REFUSED' }, answered);
    return request && forward(turn, { ...answered, lifetime: 0 }, status);
  }
  const extensions = answer.options.filter((option) => PASSED_ON.includes(option.is));
  const granted = { ...answered, lifetime, extensions };
  if (lifetime === 0) stepRelay(turn, key, { type: 'END' }, granted);
  else stepRelay(turn, key, { type: 'ACCEPTED' }, granted);
  return request && acceptRelayed(turn, granted, request);
}

/** The status as the anchor gave it. */
function forward(turn: HomeTurn, row: RelayRow, status: number): void {
  if (row.request === undefined) return;
  const text = `${partnerName(turn, row.anchor)} refuses ${row.prefixes.join(', ')}: ${status}`;
  turn.effects.push({ do: 'note', text, cite: 'PMIP §6.9.1.2', level: 'warning' });
  const { distributed } = row.request;
  const answer = { status, lifetime: 0, distributed, prefixes: [] };
  turn.effects.push({ do: 'send', packet: buildProxyAcknowledgement(row.request, answer) });
}

const silent = (turn: HomeTurn, text: string, cite: Cite): void => {
  turn.effects.push({ do: 'note', text, cite, level: 'silent' });
};
