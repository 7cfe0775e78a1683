// Messages and data that tests put into a domain by hand, as a gateway or anchor would send them.

import type { Micros } from '#base/ids.ts';
import { buildUpdate, mobility, readProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { buildProxyAcknowledgement, type Answer } from '#protocols/pmipv6/messages.ts';
import { toTicks, writeProxyOptions, type ProxyOptions } from '#protocols/pmipv6/options.ts';
import { must } from '#base/assert.ts';
import { ipv6, prefix } from '#wire/address.ts';
import type { MobilityMessage, MobilityOption, Packet } from '#wire/packet.ts';
import { LMA, M1, MAG1, mn1 } from './pmip-cast.ts';

/** What a PBU says; absent: as MAG1 would register MN1 for the first time. */
export interface UpdateByHand extends Partial<ProxyOptions> {
  readonly from?: string;
  readonly to?: string;
  readonly sequence?: number;
  readonly lifetime?: number;
  readonly extensions?: readonly MobilityOption[];
}

/** A PBU of MAG1 for MN1, made at a time, with changes; `undefined` leaves an option out. */
export function pbu(now: Micros, change: UpdateByHand = {}): Packet {
  const { from = MAG1, to = LMA, sequence = 1, lifetime = 75, extensions = [], ...own } = change;
  const options = writeProxyOptions({
    mnId: mn1,
    prefixes: [prefix('::/0')],
    handoff: 1,
    accessTechnology: 4,
    timestamp: toTicks(now),
    linkLayerId: M1,
    linkLocal: undefined,
    alternateCareOf: undefined,
    ...own,
  });
  const head = { source: ipv6(from), destination: ipv6(to), sequence, lifetime };
  return buildUpdate({ ...head, distributed: false }, [...options, ...extensions]);
}

/** The PBA to a PBU. */
export function pba(update: Packet, change: Partial<Answer> = {}): Packet {
  const request = must(readProxyUpdate(update), 'a PBU is answered');
  return buildProxyAcknowledgement(request, {
    status: 0,
    lifetime: 75,
    distributed: false,
    prefixes: request.prefixes,
    ...change,
  });
}

/** Any other message of the Mobility Header. */
export const message = (from: string, to: string, what: MobilityMessage): Packet =>
  mobility(ipv6(from), ipv6(to), what);

/** A datagram that nobody listens for, with so many octets of payload. */
export const datagram = (from: string, to: string, octets = 32, trafficClass = 0): Packet => ({
  src: ipv6(from),
  dst: ipv6(to),
  hopLimit: 64,
  trafficClass,
  flowLabel: 0,
  payload: {
    is: 'udp',
    sourcePort: 4711,
    destinationPort: 4712,
    data: new Uint8Array(octets),
  },
});

/** A packet in a tunnel between two ends. */
export const tunnelled = (
  from: string,
  to: string,
  packet: Packet,
  trafficClass = packet.trafficClass,
): Packet => ({
  src: ipv6(from),
  dst: ipv6(to),
  hopLimit: 64,
  trafficClass,
  flowLabel: 0,
  payload: { is: 'ipv6', packet },
});
