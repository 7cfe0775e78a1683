// Invariants over what travels: I-1, I-2, I-6, I-7 and I-13 of the acceptance scenarios.

import type { DatagramId, FrameId, Micros, NodeId } from '#base/ids.ts';
import { ETHERNET_OCTETS, encodePacket } from '#wire/packet.ts';
import type { MobilityMessage } from '#wire/packet.ts';
import { uint16At } from '#wire/octets.ts';
import {
  configsOf,
  deliveredMobility,
  firstSends,
  domainOf,
  isAmnesia,
  MOBILITY,
  mobilityIn,
  outerEnds,
  packetIn,
  prefixesIn,
  rowsOf,
} from './watched.ts';
import type { Checker, Watched } from './watched.ts';

const IPV6 = ETHERNET_OCTETS;
const MH = IPV6 + 40;
const ICMPV6 = 58;
const ADVERTISEMENT = 134;
const SECOND: Micros = 1_000_000;

/** One's complement sum over the pseudo-header and the header (MIP6 §6.1.1), written anew. */
function checksumOf(octets: Uint8Array, length: number): number {
  let sum = length + MOBILITY;
  for (let at = IPV6 + 8; at < IPV6 + 40; at += 2) sum += uint16At(octets, at);
  for (let at = MH; at < MH + length; at += 2) sum += uint16At(octets, at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

/** I-1: a Mobility Header is whole, sums up, and decodes to what was encoded. */
function soundMobility(): Checker {
  const first = firstSends();
  return {
    onEvent: (event, run) => {
      const sent = first(event, run);
      const octets = sent && run.log.frame(sent.frame).octets();
      if (octets === undefined || octets[IPV6 + 6] !== MOBILITY) return [];
      const length = uint16At(octets, IPV6 + 4);
      const where = `I-1 at ${event.at}: the Mobility Header of ${event.node}`;
      if (length % 8 !== 0) return [`${where} has ${length} octets`];
      if (8 * ((octets[MH + 1] ?? 0) + 1) !== length) return [`${where} has another Header Len`];
      if (checksumOf(octets, length) !== 0xffff) return [`${where} has a wrong checksum`];
      const { profile } = run.world.spec;
      const packet = packetIn(octets, profile);
      if (packet === undefined) return [`${where} cannot be decoded`];
      const again = encodePacket(packet, profile);
      const same = octets.subarray(IPV6).every((octet, i) => octet === again[i]);
      return same && again.length === octets.length - IPV6 ? [] : [`${where} encodes otherwise`];
    },
  };
}

/** RFC 7077 §5.1: parameters of the session are other ones from now on. */
const SESSION_PARAMETERS = 2;
const LONGEST_LIFETIME = 0xffff;

/** Which prefixes a message lets its receiver have, and for how long, in units of 4 s. */
function grantIn(message: MobilityMessage | undefined): {
  readonly lifetime: number;
  readonly prefixes: readonly string[];
} {
  if (message?.is === 'BindingAcknowledgement' && message.status < 128) {
    return { lifetime: message.lifetime, prefixes: prefixesIn(message.options) };
  }
  if (message?.is === 'UpdateNotification' && message.reason === SESSION_PARAMETERS) {
    return { lifetime: LONGEST_LIFETIME, prefixes: prefixesIn(message.options) };
  }
  return { lifetime: 0, prefixes: [] };
}

/** I-2: an advertised prefix is anchored by the sender, or registered with an accepted PBA. */
function backedPrefixes(): Checker {
  const accepted = new Map<string, { readonly until: Micros; readonly made: Micros }>();
  const madeAt = new Map<DatagramId, Micros>();
  const first = firstSends();
  return {
    onEvent: (event, run) => {
      const { profile } = run.world.spec;
      if (event.kind === 'delivered') {
        const octets = deliveredMobility(event, run);
        const message = octets && mobilityIn(packetIn(octets, profile));
        const { lifetime, prefixes } = grantIn(message);
        const made = madeAt.get(event.datagram) ?? event.at;
        for (const one of prefixes) {
          const key = `${event.node} ${one}`;
          // What comes late, or a second time, takes nothing back.
          if (lifetime === 0 && (accepted.get(key)?.made ?? -1) >= made) continue;
          accepted.set(key, { until: event.at + 4 * SECOND * lifetime, made });
        }
        return [];
      }
      if (isAmnesia(event)) {
        const own = [...accepted.keys()].filter((key) => key.startsWith(`${event.node} `));
        for (const key of own) accepted.delete(key);
      }
      const sent = first(event, run);
      const octets = sent && run.log.frame(sent.frame).octets();
      if (sent !== undefined && octets?.[IPV6 + 6] === MOBILITY) madeAt.set(sent.datagram, sent.at);
      if (octets?.[IPV6 + 6] !== ICMPV6 || octets[IPV6 + 40] !== ADVERTISEMENT) return [];
      const packet = packetIn(octets, profile);
      if (packet?.payload.is !== 'icmpv6') return [];
      const { message } = packet.payload;
      if (message.is !== 'RouterAdvertisement') return [];
      return message.options.flatMap((option) => {
        if (option.is !== 'PrefixInformation' || option.validLifetime === 0) return [];
        const one = `${option.prefix}/${option.prefixLength}`;
        const own = run.world.tables.get(`${event.node}/dgw/bindings`)?.has(one) === true;
        const isFree = own || isVisited(run, event.node, one) || isOfLink(run, event.node, one);
        const until = accepted.get(`${event.node} ${one}`)?.until ?? -1;
        const isBacked = isFree || until >= event.at;
        return isBacked ? [] : [`I-2 at ${event.at}: ${event.node} advertises ${one} unbacked`];
      });
    },
  };
}

/** PMIP §6.14: the prefix of the visited network is no home network prefix. */
const isVisited = (run: Watched, node: NodeId, prefix: string): boolean =>
  configsOf(run, node).some(
    (config) =>
      typeof config === 'object' &&
      config !== null &&
      'visitedPrefix' in config &&
      config.visitedPrefix === prefix,
  );

const isInDomain = (run: Watched, node: NodeId, dst: string): boolean => {
  const kind = run.world.spec.nodes.find(({ id }) => id === node)?.kind;
  return kind !== 'mag' && domainOf(run, node).has(dst);
};

/**
 * I-6: at most three PBUs in any second from one node to one peer. I-7: D only within the domain.
 */
function pbuManners(): Checker {
  const first = firstSends();
  const sends = new Map<string, Micros[]>();
  return {
    onEvent: (event, run) => {
      // Who has forgotten what it sent may begin anew.
      if (isAmnesia(event)) {
        const own = [...sends.keys()].filter((key) => key.startsWith(`${event.node} `));
        for (const key of own) sends.delete(key);
      }
      const sent = first(event, run);
      const octets = sent && run.log.frame(sent.frame).octets();
      if (octets === undefined || octets[IPV6 + 6] !== MOBILITY) return [];
      const message = mobilityIn(packetIn(octets, run.world.spec.profile));
      const { src, dst } = outerEnds(octets);
      const broken: string[] = [];
      const isBinding = message?.is === 'BindingUpdate' || message?.is === 'BindingAcknowledgement';
      if (isBinding && message.distributed && !isInDomain(run, event.node, dst)) {
        broken.push(`I-7 at ${event.at}: ${event.node} sets D towards ${dst}`);
      }
      if (message?.is !== 'BindingUpdate' || !message.proxyRegistration) return broken;
      const pair = `${event.node} ${dst}`;
      const recent = (sends.get(pair) ?? []).filter((at) => at > event.at - SECOND);
      sends.set(pair, [...recent, event.at]);
      if (recent.length >= 3) {
        broken.push(`I-6 at ${event.at}: a fourth PBU from ${src} to ${dst}`);
      }
      return broken;
    },
  };
}

/**
 * I-13: what was sent is delivered, dropped, in flight, held, buffered, or waits; nothing vanishes,
 * nothing doubles.
 */
function conservation(): Checker {
  /** Packets that a node has in hand, and has done nothing with yet. */
  const held = new Map<string, DatagramId>();
  const flying = new Set<FrameId>();
  const ended = new Set<FrameId>();
  return {
    onEvent: (event) => {
      const broken: string[] = [];
      const end = (frame: FrameId): void => {
        if (ended.has(frame)) broken.push(`I-13 at ${event.at}: frame ${frame} ends twice`);
        ended.add(frame);
        flying.delete(frame);
      };
      switch (event.kind) {
        case 'sent':
          flying.add(event.frame);
          held.delete(`${event.node} ${event.datagram}`);
          return [];
        case 'arrived':
          end(event.frame);
          held.set(`${event.node} ${event.datagram}`, event.datagram);
          return broken;
        case 'delivered':
          held.delete(`${event.node} ${event.datagram}`);
          return [];
        case 'dropped': {
          if (event.frame !== undefined && flying.has(event.frame)) end(event.frame);
          held.delete(`${event.node} ${event.datagram}`);
          return broken;
        }
        default:
          return [];
      }
    },
    onLook: (run) => {
      const broken = held.size === 0 ? [] : vanished(run, held);
      held.clear();
      const kept = rowsOf<{ frame: FrameId }>(run, 'world/world/held').map(({ frame }) => frame);
      for (const id of flying) {
        const { arriveAt } = run.log.frame(id);
        if (arriveAt >= run.now || kept.includes(id)) continue;
        broken.push(`I-13 at ${run.now}: frame ${id} was to arrive at ${arriveAt}`);
        flying.delete(id);
      }
      return broken;
    },
  };
}

/** What a node had in hand, and neither sent, delivered, dropped nor keeps. */
function vanished(run: Watched, held: ReadonlyMap<string, DatagramId>): string[] {
  const waiting = waitingIn(run);
  return [...held]
    .filter(([key]) => !waiting.has(key))
    .map(([key, datagram]) => {
      const [node = ''] = key.split(' ');
      return `I-13 at ${run.now}: datagram ${datagram} vanishes at ${node}`;
    });
}

function waitingIn(run: Watched): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of run.world.nodes) {
    for (const { parcel } of node.waiting.values()) {
      if (parcel !== undefined) found.add(`${node.id satisfies NodeId} ${parcel.datagram}`);
    }
    for (const { packets } of node.buffered.values()) {
      for (const { parcel } of packets) found.add(`${node.id} ${parcel.datagram}`);
    }
    for (const { pieces } of node.fragments.values()) {
      for (const { parcel } of pieces) found.add(`${node.id} ${parcel.datagram}`);
    }
  }
  return found;
}

/** Fresh checkers of all of them. */
export const frameCheckers = (): readonly Checker[] => [
  soundMobility(),
  backedPrefixes(),
  pbuManners(),
  conservation(),
];

/** A plain router advertises the prefix that its link has, whoever is on it (ND §6.2). */
function isOfLink(run: Watched, node: NodeId, prefix: string): boolean {
  const rows = [...(run.world.tables.get(`${node}/router/links`)?.values() ?? [])];
  return rows.some((row) => 'prefix' in row && row.prefix === prefix);
}
