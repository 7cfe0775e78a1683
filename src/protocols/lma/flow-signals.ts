// Operations on flows that the anchor starts at a gateway, RFC 7109 §5.1: a Flow Binding Indication
// for each change of an entry there (knob `flowDetail`), repeated until it is acknowledged.
// Where nodes are told routes (knob `flowRoute`), their gateways have to know the flows.

import { ms } from '#base/ids.ts';
import type { Ipv6 } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import {
  buildFlowIndication,
  FLOW_ACTION,
  readFlowAcknowledgement,
} from '#protocols/pmipv6/flow-options.ts';
import { tellsRoutes } from '#protocols/pmipv6/multihoming.ts';
import { entriesOf } from './flows.ts';
import { partsOf } from './group.ts';
import { asOption } from './notifying.ts';
import { ask, nameOf, note, selfOf, setSelf } from './rows.ts';
import type { FlowSignalRow, Turn } from './rows.ts';

/** Choice: RFC 7109 §5.1 leaves the time open; that of binding revocation is taken. */
const REPEAT = ms(1000);
const MOST_TRIES = 2;
/** RFC 7109 §6.1.1: unspecified. */
const UNSPECIFIED = 1;

const timerOf = (key: string): string => `flow ${key}`;

/**
 * Choice: a route to be told goes with the flow, in the message that gateways hear of flows by; where
 * they hear of none, in a Flow Binding Indication, which comes when the gateway is ready and goes
 * when the flow does.
 */
function isSignalled({ sight }: Turn): boolean {
  const detail = sight.knob('flowDetail');
  return detail === 'fbi' || (detail !== 'fmi' && tellsRoutes(sight));
}

/** Tells each gateway of entries that lead there now, or do so no more. */
export function signalFlows(turn: Turn, mnId: string): void {
  if (!isSignalled(turn)) return;
  const parts = partsOf(turn, mnId).filter((part) => part.isHere);
  const entries = new Map(entriesOf(turn, mnId).map(([key, row]) => [key, row] as const));
  const wanted = new Map<string, Ipv6>();
  for (const [key, row] of entries) {
    for (const part of parts) {
      if (row.active && row.out.includes(part.row.tunnel ?? '')) {
        wanted.set(`${part.row.gateway} ${key}`, part.row.gateway);
      }
    }
  }
  const { signalled } = turn.tables;
  const gone = [...signalled.entries()].filter(([key, row]) => {
    const isGoing = row.action === FLOW_ACTION.delete && row.open;
    return row.mnId === mnId && !wanted.has(key) && !isGoing;
  });
  for (const [key, row] of gone) {
    const isThere = parts.some((part) => part.row.gateway === row.gateway);
    if (isThere) send(turn, { ...row, action: FLOW_ACTION.delete, tries: 0 }, key);
    else end(turn, key);
  }
  for (const [key, gateway] of wanted) {
    const entryKey = key.slice(gateway.length + 1);
    const entry = entries.get(entryKey);
    const known = signalled.get(key);
    const isNew = known === undefined || known.action === FLOW_ACTION.delete;
    const isSame = known?.bids === entry?.bids.join(' ');
    if (entry === undefined || (!isNew && isSame)) continue;
    const action = isNew ? FLOW_ACTION.add : FLOW_ACTION.modify;
    const flow = { ...asOption(entry), action };
    const bids = entry.bids.join(' ');
    send(turn, { gateway, mnId, flow, action, bids, sequence: 0, tries: 0, open: true }, key);
  }
}

function send(turn: Turn, row: FlowSignalRow, key: string): void {
  const isFirst = row.tries === 0;
  const sequence = isFirst ? nextSequence(turn) : row.sequence;
  const flow = { ...row.flow, action: row.action };
  turn.tables.signalled.set(key, { ...row, flow, sequence, tries: row.tries + 1, open: true });
  ask(turn, { do: 'arm', timer: timerOf(key), after: REPEAT, say: 'FBI again' });
  const { address: source } = turn.config;
  const parts = { source, destination: row.gateway, sequence, mnId: row.mnId, flows: [flow] };
  ask(turn, { do: 'send', packet: buildFlowIndication(parts, UNSPECIFIED) });
}

function nextSequence(turn: Turn): number {
  const { flowSequence = 1 } = selfOf(turn);
  setSelf(turn, { flowSequence: (flowSequence + 1) & 0xffff });
  return flowSequence;
}

/** A Flow Binding Acknowledgement came. */
export function onFlowAcknowledgement(turn: Turn, packet: Packet): void {
  const answer = readFlowAcknowledgement(packet);
  if (answer === undefined) return;
  const { source, sequence, status, flows } = answer;
  const found = [...turn.tables.signalled.entries()].find(
    ([, row]) => row.open && row.gateway === source && row.sequence === sequence,
  );
  const name = nameOf(turn, source);
  if (found === undefined) {
    return note(turn, 'silent', `FBA ${sequence} of ${name} answers no FBI`, 'RFC 7109 §5.1');
  }
  const [key, row] = found;
  ask(turn, { do: 'disarm', timer: timerOf(key) });
  if (row.action === FLOW_ACTION.delete) turn.tables.signalled.delete(key);
  else turn.tables.signalled.set(key, { ...row, open: false });
  if (status < 128) return;
  const which = flows.map(({ fid, status: why }) => `flow ${fid}: ${why}`).join(', ');
  note(turn, 'warning', `${name} refuses ${which}`, 'RFC 7109 §6.1.2');
}

/** Nobody has acknowledged in time. */
export function fireFlowSignal(turn: Turn, key: string): void {
  const row = turn.tables.signalled.get(key);
  if (row === undefined || !row.open) return;
  if (row.tries < MOST_TRIES) return send(turn, row, key);
  if (row.action === FLOW_ACTION.delete) turn.tables.signalled.delete(key);
  else turn.tables.signalled.set(key, { ...row, open: false });
  const text = `${nameOf(turn, row.gateway)} has not answered ${row.tries} FBIs`;
  note(turn, 'warning', text, 'RFC 7109 §5.1');
}

function end(turn: Turn, key: string): void {
  turn.tables.signalled.delete(key);
  ask(turn, { do: 'disarm', timer: timerOf(key) });
}
