// The physical interface that carries the packets of an interface: itself, the one below a logical
// one, or the sub-interface that the paths of a virtual one say.

import type { Interface } from '#net/interface.ts';
import { pathOf, type FlowEnds, type Subject } from '#net/paths.ts';
import { ipv6At, type Ipv6 } from '#wire/address.ts';
import {
  destinationOf,
  IPV6_OCTETS,
  nextHeaderOf,
  nextOf,
  sourceOf,
  type Parcel,
} from './parcel.ts';
import type { Node, Run } from './world.ts';

const TCP = 6;
const UDP = 17;
const ICMPV6 = 58;
/** Neighbour Solicitation and Advertisement, and the place of their target. */
const SOLICITATION = 135;
const ADVERTISEMENT = 136;
const TARGET_AT = 8;

/** The physical interface that carries a packet of an interface. */
export function carrierOf(
  run: Run,
  node: Node,
  iface: Interface,
  parcel: Parcel,
): Interface | undefined {
  if (iface.paths === undefined) return physicalOf(node, iface);
  const over = pathOf(iface.paths, subjectOf(run, iface, parcel));
  return over === undefined ? undefined : node.interfaces.get(over);
}

/** The physical interface below an interface that has one for all its packets. */
export function physicalOf(node: Node, iface: Interface): Interface | undefined {
  if (iface.over !== undefined) return node.interfaces.get(iface.over);
  return iface.kind === 'tunnel' || iface.kind === 'virtual' ? undefined : iface;
}

/** Whether all packets between two addresses are carried alike. */
export const isSteady = ({ paths }: Interface): boolean =>
  paths === undefined || paths.flows.length === 0;

function subjectOf(run: Run, iface: Interface, parcel: Parcel): Subject {
  const source = sourceOf(parcel);
  const isIcmp = nextHeaderOf(parcel) === ICMPV6;
  return {
    source,
    target: isIcmp ? targetOf(run, parcel) : undefined,
    flow: isIcmp || isSteady(iface) ? undefined : flowOf(run, parcel, source),
  };
}

function targetOf(run: Run, parcel: Parcel): Ipv6 | undefined {
  const { octets, next } = nextOf(run.log.arena, parcel);
  const type = octets[next];
  return type === SOLICITATION || type === ADVERTISEMENT
    ? ipv6At(octets, next + TARGET_AT)
    : undefined;
}

/** Ports lie where UDP and TCP alike have them. */
function flowOf(run: Run, parcel: Parcel, local: Ipv6): FlowEnds | undefined {
  const protocol = nextHeaderOf(parcel);
  const isKnown = (protocol === UDP || protocol === TCP) && parcel.headLength === IPV6_OCTETS;
  if (!isKnown) return undefined;
  const { view, next } = nextOf(run.log.arena, parcel);
  const [localPort, remotePort] = [view.getUint16(next), view.getUint16(next + 2)];
  return { local, remote: destinationOf(parcel), protocol, localPort, remotePort };
}
