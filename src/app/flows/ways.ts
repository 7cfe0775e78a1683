// Where a flow can go, and the one command that takes it there: at the anchor, where it tells flows
// apart and decides (MIF §5.3.2), to one binding or a copy to each of several (RFC 6089 §5.3.6); on
// the node, where it decides by itself or has a virtual interface.

import type { Command, FlowEntryScene, NodeId, NodeScene, Still } from '#session/protocol.ts';
import { useDocument } from '#app/stores/document.ts';
import { nameOf } from '#app/stores/run.ts';

/** One place that a flow can go to, or several at once. */
export interface Way {
  /** `MAG2`, `if2`, `MAG1 and MAG2` */
  readonly words: string;
  /** What lies behind it: the radio at a gateway, the gateway of a radio, or that each gets a copy. */
  readonly note: string;
  readonly gateways: readonly NodeId[];
  readonly ifaces: readonly string[];
  /** The flow goes there now. */
  readonly isNow: boolean;
  readonly command: Command;
}

/** A flow that can be moved. */
export interface Movable {
  /** As selections name it. */
  readonly flow: string;
  readonly name: string;
  /** `CN1 → HNP1, to MAG1` */
  readonly words: string;
  readonly ways: readonly Way[];
  /** Its entry at the anchor, and the anchor. */
  readonly entry: FlowEntryScene | undefined;
  readonly lma: NodeId | undefined;
}

/** By its name, or by the key of its entry; undefined: nothing on the stage knows it. */
export function movable(still: Still, flow: string): Movable | undefined {
  for (const lma of still.scene.nodes) {
    const entry = lma.lma?.flows?.find((one) => one.flow === flow || one.key === flow);
    if (entry === undefined) continue;
    const decides = useDocument.getState().scenario?.knobs?.['flowDecider'] !== 'mn';
    const at = decides ? anchorWays(still, lma, entry) : nodeWays(still, flow);
    const to = entry.to.map((id) => nameOf(still, id)).join(' and ') || 'nowhere';
    const words = `${entry.short}, to ${to}`;
    return { flow, name: entry.name, words, ways: at, entry, lma: lma.id };
  }
  const ways = nodeWays(still, flow);
  const found = sessionOf(still, flow);
  if (found === undefined) return undefined;
  const { up } = found.session;
  const words = `to ${nameOf(still, found.session.peer)}${up === undefined ? '' : `, by ${up}`}`;
  return { flow, name: flow, words, ways, entry: undefined, lma: undefined };
}

type Meant = Pick<Extract<Command, { readonly do: 'operate' }>, 'mn' | 'fid' | 'flow'>;

/** What an order is about: the entry by its number, else the flow by its name. */
export function meant({ fid, mn, flow }: FlowEntryScene): Meant {
  if (fid !== undefined && mn !== undefined) return { mn, fid };
  return flow === undefined ? {} : { flow };
}

/** The gateways where the node has a binding; then several of them at once. */
function anchorWays(still: Still, lma: NodeScene, entry: FlowEntryScene): readonly Way[] {
  const mobile = still.scene.nodes.find(({ id }) => id === entry.mn);
  const bound = (lma.lma?.bindings ?? []).filter(
    ({ mn, state }) => mn === entry.mn && state === 'active',
  );
  const order = { do: 'operate', node: lma.id, order: 'moveFlow', ...meant(entry) } as const;
  const radioAt = (gateway: NodeId) =>
    mobile?.mn?.radios.find(({ attachedTo }) => attachedTo === gateway);
  const wayTo = (gateways: readonly NodeId[], note: string, command: Command): Way => ({
    words: listOf(gateways.map((gateway) => nameOf(still, gateway))),
    note,
    gateways,
    ifaces: gateways.flatMap((gateway) => radioAt(gateway)?.iface ?? []),
    isNow: isSame(gateways, entry.to),
    command,
  });
  const gateways = [...new Set(bound.map(({ careOf }) => careOf))];
  const single = gateways.map((peer) => {
    const radio = radioAt(peer);
    const note = radio === undefined ? '' : `${radio.iface}, ${radio.technology}`;
    return wayTo([peer], note, { ...order, peer });
  });
  const several = severalOf(gateways, entry.to).flatMap((each) => {
    const bindings = bound.filter(({ careOf }) => each.includes(careOf));
    const bids = bindings.flatMap(({ bid }) => bid ?? []);
    if (bids.length < bindings.length) return [];
    return wayTo(each, 'a copy to each', { ...order, bids });
  });
  return [...single, ...several];
}

const isSame = (some: readonly NodeId[], others: readonly NodeId[]): boolean =>
  some.length === others.length && some.every((one) => others.includes(one));

/** `MAG1 and MAG2`, `MAG1, MAG2 and MAG3` */
const listOf = (names: readonly string[]): string =>
  names.length < 2
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/**
 * Gateways at once, from where the flow goes now: as they are, with one more, with one less. In the
 * order of the bindings; those of one gateway are no such way.
 */
function severalOf(
  gateways: readonly NodeId[],
  now: readonly NodeId[],
): readonly (readonly NodeId[])[] {
  const current = gateways.filter((one) => now.includes(one));
  if (current.length === 0) return [];
  const grown = gateways
    .filter((one) => !current.includes(one))
    .map((more) => gateways.filter((one) => one === more || current.includes(one)));
  const shrunk = current.map((less) => current.filter((one) => one !== less));
  return [current, ...grown, ...shrunk].filter((each) => each.length > 1);
}

function sessionOf(still: Still, flow: string) {
  for (const node of still.scene.nodes) {
    const session = node.mn?.stack?.sessions.find((one) => one.flow === flow);
    if (session) return { node, session };
  }
  return undefined;
}

/** The radios of the node itself: a route to the host, or a path of the virtual interface. */
function nodeWays(still: Still, flow: string): readonly Way[] {
  const found = sessionOf(still, flow);
  if (found === undefined) return [];
  const { node, session } = found;
  const { radios = [], stack, virtual } = node.mn ?? {};
  const path = stack?.paths.find(({ address }) => address === session.address);
  const commandTo = (iface: string): Command =>
    virtual === undefined
      ? { do: 'operate', node: node.id, order: 'hostRoute', peer: session.peer, iface }
      : {
          do: 'operate',
          node: node.id,
          order: 'path',
          iface,
          ...(virtual.mode === 'prefix' && path !== undefined && { prefix: path.prefix }),
        };
  return radios
    .filter(({ attachedTo }) => attachedTo !== undefined)
    .map(({ iface, technology, attachedTo }) => ({
      words: iface,
      note: [technology, attachedTo === undefined ? '' : nameOf(still, attachedTo)].join(', '),
      gateways: [attachedTo ?? []].flat(),
      ifaces: [iface],
      isNow: session.up === iface,
      command: commandTo(iface),
    }));
}
