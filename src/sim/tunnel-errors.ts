// ICMPv6 errors from inside a tunnel, at its entry: what they say of the path is learnt, and the
// source of the packet that was in the tunnel is told (RFC 2473 §8).

import { must } from '#base/assert.ts';
import type { Interface } from '#net/interface.ts';
import { ipv6At } from '#wire/address.ts';
import type { Icmpv6Message } from '#wire/packet.ts';
import type { ErrorAnswer } from './failure.ts';
import { FRAGMENT, FRAGMENT_OCTETS } from './fragments.ts';
import { overheadOf } from './originate.ts';
import { IPV6_OCTETS } from './parcel.ts';
import { learnPathMtu, MINIMUM_MTU } from './path-mtu.ts';
import { sendErrorAbout } from './stack-errors.ts';
import type { Node, Run } from './world.ts';

const HOP_LIMIT_EXCEEDED = 0;

/** Octets of a packet of a tunnel of this node, as an error quotes them. */
interface Quoted {
  readonly iface: Interface;
  /** The packet inside, as far as it goes. */
  readonly inner: Uint8Array;
}

/** An ICMPv6 message has reached this node. */
export function onTunnelError(run: Run, node: Node, message: Icmpv6Message, cause: number): void {
  switch (message.is) {
    case 'PacketTooBig':
    case 'DestinationUnreachable':
    case 'TimeExceeded': {
      const quoted = quotedIn(node, message.invoking);
      const destination = quoted?.iface.tunnel?.remote;
      if (destination !== undefined && message.is === 'PacketTooBig') {
        learnPathMtu(run, node, { destination, mtu: message.mtu }, cause);
      }
      const answer = quoted && answerTo(message, quoted);
      if (answer !== undefined) {
        sendErrorAbout(run, node, must(quoted, 'it is quoted').inner, answer, {
          via: undefined,
          cause,
        });
      }
      break;
    }
    default:
      // Choice: no Tunnel Encapsulation Limit is sent, so no Parameter Problem is about one.
      break;
  }
}

/** RFC 2473 §8.2: what the source of the inner packet is told. */
function answerTo(
  message: Extract<Icmpv6Message, { readonly invoking: Uint8Array }>,
  { iface, inner }: Quoted,
): ErrorAnswer | undefined {
  const tunnel = must(iface.tunnel, 'a tunnel interface has ends');
  if (message.is === 'PacketTooBig') {
    const length = IPV6_OCTETS + (((inner[4] ?? 0) << 8) | (inner[5] ?? 0));
    // What is no longer than the minimum goes in fragments from now on.
    if (length <= MINIMUM_MTU || message.mtu < MINIMUM_MTU) return undefined;
    const mtu = Math.max(message.mtu - overheadOf(tunnel), MINIMUM_MTU);
    return { is: 'PacketTooBig', code: 0, mtu };
  }
  if (message.is === 'TimeExceeded' && message.code !== HOP_LIMIT_EXCEEDED) return undefined;
  return { is: 'DestinationUnreachable', code: 3 };
}

/** The tunnel that a quoted packet went into, and what was in it; nothing, if it is of no tunnel. */
function quotedIn(node: Node, invoking: Uint8Array): Quoted | undefined {
  if (invoking.length < IPV6_OCTETS) return undefined;
  const local = ipv6At(invoking, 8);
  const remote = ipv6At(invoking, 24);
  for (const iface of node.interfaces.values()) {
    if (iface.tunnel?.local !== local || iface.tunnel.remote !== remote) continue;
    // Only the first fragment shows what is inside.
    const isPart = invoking[6] === FRAGMENT;
    const isFirst = (((invoking[42] ?? 0) << 8) | (invoking[43] ?? 0)) >> 3 === 0;
    if (isPart && !isFirst) return undefined;
    const skip = overheadOf(iface.tunnel) + (isPart ? FRAGMENT_OCTETS : 0);
    const inner = invoking.subarray(skip);
    return inner.length < IPV6_OCTETS ? undefined : { iface, inner };
  }
  return undefined;
}
