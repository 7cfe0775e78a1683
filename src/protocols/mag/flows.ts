// The anchor operates on flows of a node that is attached here, RFC 7109 §5.2: the gateway keeps
// them, so that they are known where the node is, and says for each whether it was done.

import type { Packet } from '#wire/packet.ts';
import {
  buildFlowAcknowledgement,
  FLOW_ACTION,
  readFlowIndication,
} from '#protocols/pmipv6/flow-options.ts';
import type { FlowOption } from '#protocols/pmipv6/flow-options.ts';
import { refuseType } from '#protocols/pmipv6/support.ts';
import { multihoming, setFlow } from './foreign.ts';
import { routeNode } from './link.ts';
import { ask, ignore } from './rows.ts';
import type { Turn } from './rows.ts';
import { updatesOf } from './updates.ts';

/** RFC 6089 §4.2 and RFC 7109 §6.1.2. */
const SUCCESS = 0;
const REJECTED = 129;
const NOT_FOUND = 132;
const NO_TARGET = 128;

/** A Flow Binding Indication came. */
export function onFlowIndication(turn: Turn, packet: Packet): void {
  const request = readFlowIndication(packet);
  if (request === undefined) return undefined;
  if (multihoming(turn) === 'off') return ask(turn, ...refuseType(packet));
  const { source, mnId = '', flows } = request;
  if (turn.config.peers[source] === undefined) {
    return ignore(turn, `FBI of ${source}, which is no anchor here`, 'RFC 7109 §5.2');
  }
  const isHere = updatesOf(turn, mnId).some(
    ([, row]) => row.lma === source && turn.tables.links.has(row.iface),
  );
  const done = flows.map((flow) => ({
    ...flow,
    status: isHere ? operate(turn, mnId, flow) : REJECTED,
  }));
  routeNode(turn, mnId);
  const isFailed = done.some(({ status }) => status !== SUCCESS);
  const answer = buildFlowAcknowledgement(request, isFailed ? NO_TARGET : SUCCESS, done);
  return ask(turn, { do: 'send', packet: answer });
}

/** One action on one flow; gives the status of the flow. */
function operate(turn: Turn, mnId: string, flow: FlowOption): number {
  const { flows } = turn.tables;
  const key = `${mnId} ${flow.fid}`;
  switch (flow.action) {
    case FLOW_ACTION.add:
    case FLOW_ACTION.move:
      setFlow(turn, mnId, flow);
      return SUCCESS;
    case FLOW_ACTION.modify:
    case FLOW_ACTION.refresh:
      if (!flows.has(key)) return NOT_FOUND;
      setFlow(turn, mnId, flow);
      return SUCCESS;
    case FLOW_ACTION.delete:
    case FLOW_ACTION.revoke:
      if (!flows.has(key)) return NOT_FOUND;
      flows.delete(key);
      return SUCCESS;
    default:
      return REJECTED;
  }
}
