// Carries out what roles ask for. Nothing else does.

import { assert, must, unreachable } from '#base/assert.ts';
import type { Seq } from '#base/ids.ts';
import { shaped } from '#base/shaped.ts';
import { directKey, shortened, type DirectPath } from '#net/direct-path.ts';
import { addressKey, type InterfaceAddress } from '#net/interface.ts';
import type { Effect } from './effect.ts';
import { associate } from './association.ts';
import { releaseBuffers } from './buffer-release.ts';
import { originate } from './originate.ts';
import { output, outputOn } from './stack-output.ts';
import { removeFlowRule, setFlowRule } from './steering.ts';
import { removeNeighbour, setNeighbour } from './stack-neighbours.ts';
import { actorOf, arm, call, disarm, drop, flushRows } from './turn.ts';
import { ENTRY, type Actor, type Node, type Run } from './world.ts';

/** Carries out the effects of one role, in order. */
export function perform(
  run: Run,
  node: Node,
  actor: Actor,
  effects: readonly Effect[],
  cause: Seq,
): void {
  for (const effect of effects) {
    performOne(run, node, actor, effect, cause);
    flushRows(run, cause);
  }
  releaseBuffers(run, node, cause);
}

function performOne(run: Run, node: Node, actor: Actor, effect: Effect, cause: Seq): void {
  const { log } = run;
  const by = { node: node.index, cause };
  switch (effect.do) {
    case 'send':
      return send(run, node, effect, cause);
    case 'addRoute':
      return node.routes.set(effect.route.id, shaped(effect.route));
    case 'removeRoute':
      return node.routes.delete(effect.id);
    case 'setFlowRule':
      return setFlowRule(node, effect.rule);
    case 'removeFlowRule':
      return removeFlowRule(node, effect.id);
    case 'addInterface':
      return node.interfaces.set(effect.iface.id, shaped(effect.iface));
    case 'removeInterface':
      return removeInterface(run, node, effect.iface, cause);
    case 'setAddress':
      return node.addresses.set(keyOf(node, effect.address), effect.address);
    case 'removeAddress':
      return removeAddress(node, effect);
    case 'setNeighbour':
      return setNeighbour(run, node, effect.neighbour, cause);
    case 'removeNeighbour':
      return removeNeighbour(run, node, `${effect.iface} ${effect.address}`, cause);
    case 'setDirectPath':
      return node.directPaths.set(keyOfPath(effect.path), effect.path);
    case 'removeDirectPath':
      return node.directPaths.delete(effect.key);
    case 'arm':
      return arm(run, { node, actor, timer: effect.timer }, effect, cause);
    case 'disarm':
      return disarm(run, { node, actor, timer: effect.timer }, cause);
    case 'associate':
      return associate(run, node, effect, cause);
    case 'signal':
      return signal(run, node, effect, cause);
    case 'note':
      log.note(by, effect.text, effect.cite, effect.level);
      return undefined;
    case 'tell': {
      const stimulus = { on: 'news', from: actor.name, news: effect.news } as const;
      return call(run, node, actorOf(node, effect.role), stimulus, cause);
    }
    default:
      return unreachable(effect);
  }
}

type EffectOf<D extends Effect['do']> = Extract<Effect, { do: D }>;

function send(run: Run, node: Node, effect: EffectOf<'send'>, cause: Seq): void {
  const packet = shortened(node.directPaths, effect.packet);
  const parcel = originate(run, packet, cause, effect.label);
  const out = effect.out === undefined ? undefined : node.interfaces.get(effect.out);
  assert(
    effect.out === undefined || out !== undefined,
    () => `${node.id} sends out of ${effect.out}`,
  );
  const failure =
    out === undefined ? output(run, node, parcel) : outputOn(run, node, parcel, out, effect.toMac);
  if (failure !== undefined) drop(run, node, parcel, failure);
}

const keyOfPath = ({ homeAddress, peer }: DirectPath): string => directKey(homeAddress, peer);

/** The key of an address's row. */
const keyOf = (node: Node, row: Pick<InterfaceAddress, 'address' | 'iface'>): string =>
  addressKey(row, node.interfaces.get(row.iface)?.kind);

function removeAddress(node: Node, { address, iface }: EffectOf<'removeAddress'>): void {
  node.addresses.delete(iface === undefined ? address : keyOf(node, { address, iface }));
}

/** An interface goes with its addresses and neighbours; routes are the role's to remove. */
function removeInterface(run: Run, node: Node, id: string, cause: Seq): void {
  for (const key of node.caches.addressesOn.of(id).keys()) node.addresses.delete(key);
  for (const key of node.caches.neighboursOn.of(id).keys()) {
    removeNeighbour(run, node, key, cause);
  }
  node.interfaces.delete(id);
}

function signal(run: Run, node: Node, effect: EffectOf<'signal'>, cause: Seq): void {
  const { world, log } = run;
  const to = must(world.nodeById.get(effect.to), () => `there is a node ${effect.to}`);
  const what = { from: node.index, to: to.index, label: effect.label, news: effect.news };
  const sent = log.signal({ node: node.index, cause }, what, false);
  const { role, news, label } = effect;
  world.signals.set(`s${world.sequence}`, {
    from: node.id,
    to: to.id,
    role,
    news,
    label,
    cause: sent,
  });
  world.queue.push(world.now + effect.after, world.sequence, ENTRY.signal, world.sequence);
  world.sequence += 1;
}
