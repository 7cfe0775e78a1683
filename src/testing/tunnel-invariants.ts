// Invariants over tunnels as they travel: I-10 and I-11 of the acceptance scenarios.

import { ipv6At, prefixContains } from '#wire/address.ts';
import type { Prefix } from '#wire/address.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { uint16At } from '#wire/octets.ts';
import type { NodeId } from '#base/ids.ts';
import { injections, outerEnds, rowsOf } from './watched.ts';
import type { Checker, Watched } from './watched.ts';

const IPV6 = ETHERNET_OCTETS;
const ENCAPSULATED = 41;
const GRE = 47;
const MOST_DEPTH = 9;

/** Where the IPv6 header behind the one at `at` begins, if there is one. */
function innerAt(octets: Uint8Array, at: number): number | undefined {
  const next = octets[at + 6];
  if (next === ENCAPSULATED) return at + 40;
  if (next !== GRE) return undefined;
  const isKeyed = (uint16At(octets, at + 40) & 0x2000) !== 0;
  return at + 44 + (isKeyed ? 4 : 0);
}

interface Session {
  readonly prefixes: readonly Prefix[];
}

/** S-07: between two sessions of an LMA, which one gateway serves. */
function isHairpin(run: Watched, node: NodeId, octets: Uint8Array): boolean {
  const at = innerAt(octets, IPV6);
  if (at === undefined) return false;
  const sessions = rowsOf<Session>(run, `${node}/lma/bindings`);
  const sessionOf = (offset: number): Session | undefined => {
    const address = ipv6At(octets, at + offset);
    return sessions.find(({ prefixes }) => prefixes.some((one) => prefixContains(one, address)));
  };
  const [from, to] = [sessionOf(8), sessionOf(24)];
  return from !== undefined && to !== undefined && from !== to;
}

/** I-10: no packet goes back into the tunnel that it came from, but at an LMA between sessions. */
export function noWayBack(): Checker {
  /** By node and datagram: the far end of the tunnel that brought it. */
  const camefrom = new Map<string, string>();
  return {
    onEvent: (event, run) => {
      if (event.kind !== 'arrived' && event.kind !== 'sent') return [];
      const frame = run.log.frame(event.frame);
      if (!frame.tunnelled) return [];
      const key = `${event.node} ${event.datagram}`;
      const { src, dst } = outerEnds(frame.octets());
      if (event.kind === 'arrived') {
        camefrom.set(key, src);
        return [];
      }
      if (camefrom.get(key) !== dst || isHairpin(run, event.node, frame.octets())) return [];
      return [`I-10 at ${event.at}: ${event.node} sends back to ${dst}`];
    },
  };
}

/** I-11: hop limits stay above 0, and at most two headers stand before the inner packet. */
export function boundedHeaders(): Checker {
  const isInjected = injections();
  return {
    onEvent: (event, run) => {
      if (isInjected(event) || event.kind !== 'sent') return [];
      const frame = run.log.frame(event.frame);
      // A bit that was flipped on the link is not the sender's.
      if (frame.touches.some(({ act }) => act === 'corrupt')) return [];
      const octets = frame.octets();
      const broken: string[] = [];
      let depth = 0;
      let at = innerAt(octets, IPV6);
      while (at !== undefined && depth < MOST_DEPTH) {
        depth += 1;
        at = innerAt(octets, at);
      }
      if (depth > 2) broken.push(`I-11 at ${event.at}: ${depth} headers around a packet`);
      if ((octets[IPV6 + 7] ?? 0) < 1) broken.push(`I-11 at ${event.at}: hop limit 0 is sent`);
      return broken;
    },
  };
}
