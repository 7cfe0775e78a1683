// What can be acted on: from a selection, a ladder row or a frame, and what it is called.

import type { FrameId, Seq, Still } from '#session/protocol.ts';
import type { MessageClassName } from '#wire/classify.ts';
import { messageClassNames } from '#wire/classify.ts';
import { movable } from '#app/flows/ways.ts';
import type { Target } from '#app/stores/deeds.ts';
import { nameOf } from '#app/stores/run.ts';
import type { Selection } from '#app/stores/view.ts';
import { linkName } from './link-name.ts';

/** A message as a row of the ladder or a glyph of the stage knows it. */
export interface MessageTarget {
  readonly frame: FrameId;
  readonly seq: Seq | undefined;
  readonly type?: MessageClassName;
  readonly to?: string;
}

/** A ladder row's message: its first frame. */
export function messageTarget(row: {
  readonly row: string;
  readonly seq: Seq;
  readonly frame: FrameId;
  readonly type?: string;
  readonly to?: string;
}): Extract<Target, { kind: 'message' }> {
  const { seq, frame, to } = row;
  const type = row.row === 'data' ? 'udp' : messageClassNames.find((name) => name === row.type);
  return {
    kind: 'message',
    seq,
    frame,
    ...(type !== undefined && { type }),
    ...(to !== undefined && { to }),
  };
}

/** Kind and receiver of a frame that is on its way. */
export function flightOf(still: Still, frame: FrameId): Omit<MessageTarget, 'seq'> {
  const { flights, nodeIds } = still;
  const i = flights.frame.indexOf(frame);
  const type = i < 0 ? undefined : messageClassNames[flights.type[i] ?? 0];
  const to = i < 0 ? undefined : nodeIds[flights.to[i] ?? 0];
  return { frame, ...(type !== undefined && { type }), ...(to !== undefined && { to }) };
}

/** What a target is called: `MAG1`, `MAG1 – core`, `this PBU`. */
export function targetName(still: Still | undefined, target: Target): string {
  if (!still) return '';
  switch (target.kind) {
    case 'node':
      return nameOf(still, target.node);
    case 'link':
      return linkName(still, target.id);
    case 'flow':
      return movable(still, target.flow)?.name ?? target.flow;
    case 'message': {
      const held = still.held.find(({ frame }) => frame === target.frame);
      const { type = target.type } = flightOf(still, target.frame);
      return held ? `${held.kind}, held` : type === undefined ? 'this message' : `this ${type}`;
    }
  }
}

/** What can be acted on in a selection. */
export function targetOf(selection: Selection | undefined): Target | undefined {
  switch (selection?.kind) {
    case 'flow':
      return { kind: 'flow', flow: selection.flow };
    case 'row':
      if (selection.table === 'flows' && selection.role === 'lma') {
        return { kind: 'flow', flow: selection.key };
      }
      return { kind: 'node', node: selection.node };
    case 'node':
    case 'dlif':
      return { kind: 'node', node: selection.node };
    case 'link':
      return { kind: 'link', id: selection.id };
    case 'message':
      return selection.frame === undefined
        ? undefined
        : { kind: 'message', frame: selection.frame, seq: selection.seq };
    case 'field':
      return { kind: 'message', frame: selection.frame, seq: undefined };
    default:
      return undefined;
  }
}
