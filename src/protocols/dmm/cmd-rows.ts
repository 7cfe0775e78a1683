// What a Central Mobility Database (CMD) knows, RFC 8885 §3: one binding per mobile node, with the
// list of its previous MAARs, and the questions to them that are under way.

import { seconds } from '#base/ids.ts';
import type { Micros, NodeId } from '#base/ids.ts';
import type { Effect } from '#sim/effect.ts';
import type { Role, Sight, TablesOf } from '#sim/role.ts';
import type { SentUpdate } from '#protocols/pmipv6/checks.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { Ticks } from '#protocols/pmipv6/options.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { MobilityOption } from '#wire/packet.ts';
import type { DlifParameters } from './messages.ts';
import type { QuestionState } from './question.machine.ts';

/** How a CMD is set up. */
export interface CmdConfig {
  readonly address: Ipv6;
  /** The MAARs of the domain: address → name (`MAAR1`). */
  readonly partners: Readonly<Record<string, string>>;
  /**
   * RFC 8885 §3.7: what profiles of nodes say of DLIFs, by MN-ID and address of the MAAR. A proxy
   * has nothing else at the first handover.
   */
  readonly profiles: Readonly<Record<string, Readonly<Record<string, DlifParameters>>>>;
}

/** RFC 8885 §3.2 step 4: a MAAR that anchors a prefix of the node and serves it no longer. */
export interface PreviousMaar {
  readonly maar: Ipv6;
  readonly prefixes: readonly Prefix[];
  /** What it said of its DLIF, passed on as it is. */
  readonly extensions: readonly MobilityOption[];
  /** Its own binding runs out then, and by then it asks (§3.5); who does not has lost it. */
  readonly until: Micros;
}

/** The binding of a node, RFC 8885 §3.1 step 3. Key: MN-ID. */
export interface CmdBindingRow {
  readonly mnId: string;
  /** Anchored by the MAAR that serves. */
  readonly prefixes: readonly Prefix[];
  /** The S-MAAR. */
  readonly proxyCareOfAddress: Ipv6;
  /** The P-MAAR list. */
  readonly previous: readonly PreviousMaar[];
  /** Granted, units of 4 s. */
  readonly lifetime: number;
  readonly expiresAt: Micros;
  readonly lastTimestamp: Ticks | undefined;
  readonly lastSequence: number;
  readonly lastRequest: number;
  /** The last PBU of the S-MAAR: what PBAs answer. */
  readonly request: ProxyUpdate;
  /** Its PBA has not left. */
  readonly waits: boolean;
}

/** A question to a P-MAAR that it has not answered. Key: `mnId maar`. */
export interface QuestionRow {
  readonly mnId: string;
  readonly maar: Ipv6;
  readonly prefixes: readonly Prefix[];
  /** What the Serving MAAR option says. */
  readonly serving: Ipv6;
  /** The S-MAAR has been told of it already. */
  readonly known: boolean;
  readonly state: QuestionState;
  readonly retransmissions: number;
  readonly sequence: number | undefined;
  readonly sentAt: Micros | undefined;
  /** PBUs that a PBA may still answer. */
  readonly outstanding: readonly SentUpdate[];
}

/** A PBU that waits for its turn (RFC 8885 §3.2: pacing). Key: key of its question. */
export interface CmdWaitingRow {
  readonly maar: Ipv6;
  readonly since: Micros;
}

/** Key: address. */
interface CmdPeerRow {
  readonly address: Ipv6;
  readonly name: string;
  /** The PBUs of the last second. */
  readonly sends: readonly Micros[];
}

/** Key: `self`. */
interface CmdSelfRow {
  /** Of the last PBU. */
  readonly sequence: number;
  readonly lastPbuAt: Micros | undefined;
}

// A type, not an interface: it must have the index signature of `Tables`.
export type CmdTables = {
  readonly bindings: CmdBindingRow;
  readonly questions: QuestionRow;
  readonly waiting: CmdWaitingRow;
  readonly peers: CmdPeerRow;
  readonly self: CmdSelfRow;
};

/** One turn of a CMD. */
export interface CmdTurn {
  readonly tables: TablesOf<CmdTables>;
  readonly sight: Sight;
  readonly config: CmdConfig;
  readonly effects: Effect[];
}

/** Choice: what a CMD knows outlives what it granted, so that a late question finds it. */
export const GRACE = seconds(1);

export const questionKey = (mnId: string, maar: Ipv6): string => `${mnId} ${maar}`;

/** The questions about a node that are under way, with their keys. */
export const questionsOf = (turn: CmdTurn, mnId: string): readonly [string, QuestionRow][] =>
  [...turn.tables.questions.entries()].filter(([, row]) => row.mnId === mnId);

/** The name of a MAAR, or its address. */
export const maarName = ({ config }: CmdTurn, address: Ipv6): string =>
  config.partners[address] ?? address;

/** The node of an MN-ID, for people. */
export const shortId = (mnId: string): NodeId => mnId.split('@')[0] ?? mnId;

const listText = (previous: readonly PreviousMaar[]): string =>
  previous.map(({ maar, prefixes }) => `${maar}: ${prefixes.join(', ')}`).join('; ');

export const cmdTables: Role<CmdTables, CmdConfig>['tables'] = {
  bindings: {
    id: 'bindings',
    title: 'Binding cache',
    cite: 'RFC 8885 §3.1',
    columns: [
      { id: 'mnId', title: 'Node', text: (row) => row.mnId },
      { id: 'prefixes', title: 'Prefix', text: (row) => row.prefixes.join(', ') },
      { id: 'proxyCareOfAddress', title: 'S-MAAR', text: (row) => row.proxyCareOfAddress },
      { id: 'previous', title: 'P-MAAR list', text: (row) => listText(row.previous) },
      {
        id: 'expiresAt',
        title: 'Lifetime',
        text: (row) => `${4 * row.lifetime} s`,
        expires: (row) => row.expiresAt,
      },
      { id: 'lastSequence', title: 'Last sequence', text: (row) => String(row.lastSequence) },
    ],
  },
  questions: {
    id: 'questions',
    title: 'PBUs to P-MAARs',
    cite: 'RFC 8885 §3.2',
    columns: [
      { id: 'mnId', title: 'Node', text: (row) => row.mnId },
      { id: 'maar', title: 'P-MAAR', text: (row) => row.maar },
      { id: 'prefixes', title: 'Prefix', text: (row) => row.prefixes.join(', ') },
      { id: 'serving', title: 'S-MAAR', text: (row) => row.serving },
      { id: 'state', title: 'State', text: (row) => row.state },
      { id: 'sequence', title: 'Sequence', text: (row) => String(row.sequence ?? '') },
      { id: 'retransmissions', title: 'Repeated', text: (row) => String(row.retransmissions) },
    ],
  },
  waiting: {
    id: 'waiting',
    title: 'PBUs that wait',
    cite: 'RFC 8885 §3.2',
    columns: [{ id: 'maar', title: 'To', text: (row) => row.maar }],
  },
  peers: {
    id: 'peers',
    title: 'MAARs',
    cite: 'RFC 8885 §3.6',
    columns: [
      { id: 'name', title: 'Name', text: (row) => row.name },
      { id: 'address', title: 'Address', text: (row) => row.address },
    ],
  },
  self: {
    id: 'self',
    title: 'Counters',
    cite: 'PMIP §6.9.1.1',
    columns: [{ id: 'sequence', title: 'Sequence', text: (row) => String(row.sequence) }],
  },
};
