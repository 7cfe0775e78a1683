// A figure: a number with its name, what it is about, its unit and its definition. The definitions of
// all figures stand here; the first sentence is what is counted, a requirement of RFC 7333 that it is
// evidence for stands last.

import type { Seq } from '#base/ids.ts';

/** One number about a run. */
export interface Figure {
  readonly name: FigureName;
  /** What it is about: `all`, `core`, `F1 up`, `mn1 attachment 2`, `dgw1 dgw/bindings`. */
  readonly scope: string;
  readonly value: number;
  readonly unit: string;
  readonly definition: string;
  /** An event that shows it: the last that counts, or the one that decides. */
  readonly evidence?: Seq;
}

interface Definition {
  readonly unit: string;
  readonly words: string;
}

const HOP =
  'summed over every hop over a link; one transmission to a group counts once; Ethernet headers do not count';
const CONTROL = 'Mobility Header messages, RS, RA, NS and NA';
const SEGMENTS =
  'access: radio cells; core: wired links; interOperator: between gateways of different operators, or one and the anchor between them';
const PART = 'Part of controlLatency; parts may overlap.';

const definitions = {
  signallingMessages: {
    unit: 'messages',
    words: `Transmissions of control messages (${CONTROL}), ${HOP}. ${SEGMENTS}.`,
  },
  signallingOctets: {
    unit: 'octets',
    words: `Octets of control messages (${CONTROL}) with their IPv6 headers and those of tunnels around them, ${HOP}. ${SEGMENTS}.`,
  },
  databaseMessages: {
    unit: 'messages',
    words: 'Questions to the HSS, answers and records; they have no octets here.',
  },
  attachments: {
    unit: 'attachments',
    words: 'Attachments of a mobile node at layer 2; all but the first are handovers.',
  },
  attachmentMessages: {
    unit: 'messages',
    words:
      'signallingMessages that an attachment and the detachment before it brought about, directly or after one another; a timer of more than a minute, such as a refresh, ends that.',
  },
  attachmentOctets: {
    unit: 'octets',
    words:
      'signallingOctets that an attachment and the detachment before it brought about, as attachmentMessages counts.',
  },
  attachmentDatabaseMessages: {
    unit: 'messages',
    words: 'databaseMessages that an attachment and the detachment before it brought about.',
  },
  activeAnchors: {
    unit: 'anchors',
    words:
      'Gateways and anchors that got a PBU because of an attachment; an LMA that relays it to another operator does not count.',
  },
  controlLatency: {
    unit: 'ms',
    words:
      'From layer 2 being up to the last accepting PBA at the gateway or anchor that awaits it: the last tunnel is ready. Absent when nothing had to be registered.',
  },
  latencyLayer2: {
    unit: 'ms',
    words: 'From the detachment to layer 2 being up again. Before controlLatency begins.',
  },
  latencyRouter: {
    unit: 'ms',
    words: `From layer 2 being up to the first RA at the mobile node. ${PART}`,
  },
  latencyDatabase: {
    unit: 'ms',
    words: `From the first question to the HSS to its answer. ${PART}`,
  },
  latencyRegistration: {
    unit: 'ms',
    words: `From the first PBU to the last accepting PBA. ${PART}`,
  },
  latencyAddress: {
    unit: 'ms',
    words: `From the first tentative global address to its use after duplicate address detection. ${PART}`,
  },
  datagramsSent: { unit: 'datagrams', words: 'Datagrams that a flow gave to the network.' },
  datagramsDelivered: {
    unit: 'datagrams',
    words: 'Datagrams of a flow that reached the other end, each counted once.',
  },
  datagramsLost: {
    unit: 'datagrams',
    words:
      'Datagrams of a flow that died and were never delivered; with a reason: those that died of it last.',
  },
  datagramsUnderWay: {
    unit: 'datagrams',
    words: 'Datagrams of a flow that were neither delivered nor lost when the run ended.',
  },
  datagramsReordered: {
    unit: 'datagrams',
    words: 'Datagrams of a flow delivered after one of the same socket with a higher number.',
  },
  datagramsDuplicated: {
    unit: 'datagrams',
    words: 'Deliveries of datagrams of a flow that had been delivered before.',
  },
  flowDisruption: {
    unit: 'ms',
    words:
      'From the last delivery over the old path to the first over the new one; a path is the list of its links.',
  },
  pathStretch: {
    unit: 'times',
    words:
      'Sum of the delays of the links that a delivered datagram took, divided by the least such sum between its ends through the cell in which the mobile node was (delays as the scenario has them); mean over datagrams. RFC 7333 REQ1.',
  },
  hopStretch: {
    unit: 'times',
    words: 'As pathStretch, with one for each link in place of its delay. RFC 7333 REQ1.',
  },
  bypassShare: {
    unit: 'share',
    words:
      'Delivered datagrams that were in no tunnel on any hop, divided by all delivered datagrams. RFC 7333 REQ2.',
  },
  tunnelOverhead: {
    unit: 'octets per octet',
    words:
      'Octets of outer headers (40 each for IPv6 in IPv6) summed over the tunnelled hops of datagrams, divided by UDP payload octets delivered.',
  },
  anchorShare: {
    unit: 'share',
    words:
      'UDP payload octets delivered that crossed this node and whose mobile address it anchors, divided by those that any node anchors.',
  },
  anchorConcentration: {
    unit: 'share',
    words: 'The largest anchorShare: 1 is a single anchor for everything. RFC 7333 REQ1.',
  },
  stateRows: {
    unit: 'rows',
    words:
      'Rows of a table (or of all tables of a node, its IPv6 stack too) at the end, beyond those at time 0. RFC 7333 REQ1.',
  },
  stateRowsPeak: { unit: 'rows', words: 'The most that stateRows ever was.' },
  stateOctets: {
    unit: 'octets',
    words:
      'Octets of the values in those rows, beyond those at time 0: an IPv6 address 16, a prefix 17, a link-layer address 6, a number 4, yes or no 1, other text its UTF-8; words for people and names of routes do not count.',
  },
} as const satisfies Readonly<Record<string, Definition>>;

export type FigureName = keyof typeof definitions;

/** A figure by its name, with unit, definition and the event that is its evidence. */
export function figure(name: FigureName, scope: string, value: number, evidence?: Seq): Figure {
  const { unit, words } = definitions[name];
  const told = { name, scope, value, unit, definition: words };
  return evidence === undefined ? told : { ...told, evidence };
}

/** Reads the events of a run, one after the other, and tells figures in the end. */
export interface Gauge<E> {
  take(event: E): void;
  figures(): readonly Figure[];
}
