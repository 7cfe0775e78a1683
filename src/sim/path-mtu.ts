// Path MTUs that ICMPv6 has told a node: a row for each far end (RFC 8201). Only tunnels learn: what
// a node sends on its own account is as large as its roles make it.

import { seconds, type Seq } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import { must } from '#base/assert.ts';
import type { Ipv6 } from '#wire/address.ts';
import { overheadOf } from './originate.ts';
import { call, STACK } from './turn.ts';
import type { Node, Run } from './world.ts';

/** RFC 8200 §5: every link takes so many octets. */
export const MINIMUM_MTU = 1280;
/** RFC 8201 §4: after ten minutes a larger packet may be tried again. */
const FORGOTTEN_AFTER = seconds(600);

/** The path MTU that is known; infinite when none is. */
function pathMtuTo(run: Run, node: Node, destination: Ipv6): number {
  if (node.paths.size === 0) return Infinity;
  const row = node.paths.get(destination);
  if (row === undefined) return Infinity;
  if (run.world.now - row.since < FORGOTTEN_AFTER) return row.mtu;
  node.paths.delete(destination);
  return Infinity;
}

/**
 * Notes the MTU of a path; false when that is nothing new. RFC 8201 §4: less than the minimum is not
 * believed, and a larger one than is known neither.
 */
export function learnPathMtu(
  run: Run,
  node: Node,
  { destination, mtu }: { readonly destination: Ipv6; readonly mtu: number },
  cause: Seq,
): boolean {
  if (mtu < MINIMUM_MTU || mtu >= pathMtuTo(run, node, destination)) return false;
  node.paths.set(destination, { destination, mtu, since: run.world.now });
  // RFC 5213 §6.9.5: the nodes behind an access gateway are to know.
  const gateway = node.actors.find((each) => each.name === 'mag');
  if (gateway === undefined) return true;
  const news = { say: 'pathMtu', destination, mtu };
  call(run, node, gateway, { on: 'news', from: STACK, news }, cause);
  return true;
}

/** RFC 2473 §6.7: the largest packet that goes into a tunnel in one piece. */
export function tunnelMtu(run: Run, node: Node, iface: Interface): number {
  const tunnel = must(iface.tunnel, 'a tunnel interface has ends');
  return Math.min(iface.mtu, pathMtuTo(run, node, tunnel.remote) - overheadOf(tunnel));
}
