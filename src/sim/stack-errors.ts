// Error messages of a node: about what, to whom, and how often (RFC 4443 §2.4; MIP6 §9.2 says the
// same of Binding Errors).

import { ms, type Seq } from '#base/ids.ts';
import { addressAt, isAssigned, type Interface, type InterfaceAddress } from '#net/interface.ts';
import {
  ipv6At,
  isLinkLocal,
  isMulticast,
  isUnspecified,
  scopeOf,
  type Ipv6,
} from '#wire/address.ts';
import { ERROR_TOKENS } from './build.ts';
import { errorPayload, type ErrorAnswer, type Failure } from './failure.ts';
import { originate } from './originate.ts';
import { IPV6_OCTETS, nextHeaderOf, type Parcel } from './parcel.ts';
import { output, outputOn } from './stack-output.ts';
import { drop } from './turn.ts';
import { isIcmpv6Error } from './upper-layer.ts';
import type { Node, Run } from './world.ts';

/** RFC 4443 §2.4(f): a token bucket of ten errors, refilled with ten in a second. */
const TOKEN_EVERY = ms(100);
/** RFC 4443 §2.4(c): the error does not exceed the minimum MTU; 48 octets are its headers. */
const MOST_QUOTED = 1280 - 48;

/** Drops a packet that this node was to forward or receive, and tells its source when it may. */
export function refuse(
  run: Run,
  node: Node,
  parcel: Parcel,
  failure: Failure,
  via: Interface | undefined,
): void {
  const { answer } = failure;
  const cause = drop(run, node, parcel, failure);
  if (answer === undefined) return;
  sendErrorAbout(run, node, contiguous(run, parcel), answer, { via, cause });
}

/** Tells the source of a packet that is quoted what became of it, when it may. */
export function sendErrorAbout(
  run: Run,
  node: Node,
  octets: Uint8Array,
  answer: ErrorAnswer,
  { via, cause }: { readonly via: Interface | undefined; readonly cause: Seq },
): void {
  const dst = ipv6At(octets, 8);
  const asked = ipv6At(octets, 24);
  // RFC 4443 §2.4(e): never about an error, never to a group, and about a group only Packet Too
  // Big.
  if (isMulticast(dst) || isUnspecified(dst) || isIcmpv6Error(octets)) return;
  if (isMulticast(asked) && answer.is !== 'PacketTooBig') return;
  const src = sourceFor(node, { asked, dst, via });
  if (src === undefined || !takeToken(run, node)) return;
  const header = { src, dst, hopLimit: 64, trafficClass: 0, flowLabel: 0 };
  const payload = errorPayload(answer, octets.subarray(0, MOST_QUOTED));
  const message = originate(run, { ...header, payload }, cause);
  const isLocal = isLinkLocal(dst) && via !== undefined;
  const failure = isLocal ? outputOn(run, node, message, via) : output(run, node, message);
  if (failure !== undefined) drop(run, node, message, failure);
}

const scratch = new Uint8Array(0x1_0000 + IPV6_OCTETS);
let pieceOfScratch = scratch.subarray(0, IPV6_OCTETS);

/** The packet in one piece, until the next call. Decoding copies what it keeps. */
export function contiguous(run: Run, parcel: Parcel): Uint8Array {
  const { at, headLength, tailLength } = parcel;
  const length = headLength + tailLength;
  // Packets of one flow are of one size: a view is worth keeping.
  if (pieceOfScratch.length !== length) pieceOfScratch = scratch.subarray(0, length);
  const from = parcel.chunk.octets;
  for (let i = 0; i < headLength; i += 1) scratch[i] = from[at + i] ?? 0;
  scratch.set(run.log.arena.piece(parcel.tail, tailLength), headLength);
  scratch[7] = parcel.hopLimit;
  return pieceOfScratch;
}

/**
 * RFC 4443 §2.2: the address that was asked, if it is the node's own; else one that the source can
 * answer to, on the interface if there is one.
 */
function sourceFor(
  node: Node,
  of: { readonly asked: Ipv6; readonly dst: Ipv6; readonly via: Interface | undefined },
): Ipv6 | undefined {
  const { asked, dst, via } = of;
  const named = addressAt(node.addresses, asked, via?.id);
  if (named !== undefined && isAssigned(named)) return asked;
  const scope = scopeOf(dst);
  const fits = (row: InterfaceAddress): boolean =>
    isAssigned(row) && scopeOf(row.address) === scope;
  const near = via === undefined ? [] : node.caches.addressesOn.of(via.id).values();
  for (const row of near) if (fits(row)) return row.address;
  for (const row of node.addresses.values()) if (fits(row)) return row.address;
  return undefined;
}

function takeToken(run: Run, node: Node): boolean {
  const { errors } = node;
  const gained = Math.floor((run.world.now - errors.at) / TOKEN_EVERY);
  errors.tokens = Math.min(ERROR_TOKENS, errors.tokens + gained);
  errors.at = errors.tokens === ERROR_TOKENS ? run.world.now : errors.at + gained * TOKEN_EVERY;
  if (errors.tokens === 0) return false;
  errors.tokens -= 1;
  return true;
}

/** Whether a packet's next header says that another packet is inside. */
export const isTunnelPacket = (parcel: Parcel): boolean =>
  nextHeaderOf(parcel) === 41 || nextHeaderOf(parcel) === 47;
