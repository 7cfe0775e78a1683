// Figures as tables: which of them stand side by side, and what their scopes are called on the screen.

import type { Figure, FigureName } from '#metrics/figure.ts';

export interface MetricRow {
  /** As the figures have it. */
  readonly scope: string;
  readonly words: string;
  /** A part of the row above it. */
  readonly minor: boolean;
  /** One for each column. */
  readonly cells: readonly (Figure | undefined)[];
}

export interface MetricColumn {
  readonly name: FigureName;
  readonly head: string;
  readonly unit: string;
  readonly definition: string;
}

export interface MetricGroup {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly MetricColumn[];
  readonly rows: readonly MetricRow[];
}

interface Plan {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly (readonly [FigureName, string])[];
}

const PLANS: readonly Plan[] = [
  {
    id: 'signalling',
    title: 'Signalling',
    columns: [
      ['signallingMessages', 'Messages'],
      ['signallingOctets', 'Octets'],
      ['databaseMessages', 'Database'],
    ],
  },
  {
    id: 'handovers',
    title: 'Attachments and handovers',
    columns: [
      ['activeAnchors', 'Anchors'],
      ['attachmentMessages', 'Messages'],
      ['attachmentOctets', 'Octets'],
      ['attachmentDatabaseMessages', 'Database'],
      ['controlLatency', 'Control latency'],
    ],
  },
  {
    id: 'flows',
    title: 'Datagrams of flows',
    columns: [
      ['datagramsSent', 'Sent'],
      ['datagramsDelivered', 'Delivered'],
      ['datagramsLost', 'Lost'],
      ['datagramsReordered', 'Reordered'],
      ['datagramsDuplicated', 'Twice'],
    ],
  },
  { id: 'disruption', title: 'Flow disruption', columns: [['flowDisruption', 'Gap']] },
  {
    id: 'paths',
    title: 'Paths and tunnels',
    columns: [
      ['pathStretch', 'Path stretch'],
      ['hopStretch', 'Hop stretch'],
      ['bypassShare', 'Not tunnelled'],
      ['tunnelOverhead', 'Tunnel overhead'],
    ],
  },
  {
    id: 'anchors',
    title: 'Who anchors the traffic',
    columns: [
      ['anchorShare', 'Share'],
      ['anchorConcentration', 'Concentration'],
    ],
  },
  {
    id: 'state',
    title: 'State of the nodes',
    columns: [
      ['stateRows', 'Rows now'],
      ['stateRowsPeak', 'Rows at most'],
      ['stateOctets', 'Octets'],
    ],
  },
];

/** Figures of one attachment are told for all links and for parts of them: the table has the whole. */
const wholeOf = (scope: string): string => scope.replace(/( attachment \d+) all$/, '$1');
const isPart = (scope: string): boolean =>
  / attachment \d+ (access|core|interOperator)$/.test(scope);

/** A scope that tells a part of the one before it: a reason, a table of a node, a way. */
const isMinor = (plan: string, scope: string): boolean =>
  (plan === 'state' && scope.includes(' ')) ||
  (plan === 'flows' && scope.split(' ').length > 2) ||
  (plan === 'paths' && / via |^anchored /.test(scope)) ||
  (plan === 'signalling' && /^[A-Z]/.test(scope));

const FIXED: Readonly<Record<string, string>> = {
  all: 'All',
  access: 'Radio cells',
  core: 'Core',
  interOperator: 'Between operators',
  'anchored here': 'Anchored where the node is',
  'anchored elsewhere': 'Anchored elsewhere',
};

/** `mn1 attachment 2` as `MN1, attachment 2`; `notAttached` as `not attached`. */
export function scopeWords(scope: string, nameOf: (node: string) => string): string {
  const fixed = FIXED[scope];
  if (fixed !== undefined) return fixed;
  const words = scope.split(' ').map((word) => {
    const name = nameOf(word);
    if (name !== word) return name;
    const table = /^[a-z]+\/(.+)$/.exec(word)?.[1] ?? word;
    return /^[a-z]+[A-Z]/.test(table)
      ? table.replaceAll(/[A-Z]/g, (sign) => ` ${sign.toLowerCase()}`)
      : table;
  });
  return words.join(' ');
}

/** The groups that have something to tell, in a fixed order. */
export function groupsOf(
  figures: readonly Figure[],
  nameOf: (node: string) => string,
): readonly MetricGroup[] {
  return PLANS.flatMap(({ id, title, columns: heads }): MetricGroup[] => {
    const names = new Set<FigureName>(heads.map(([name]) => name));
    const own = figures.filter(({ name, scope }) => names.has(name) && !isPart(scope));
    const columns = heads.flatMap(([name, head]): MetricColumn[] => {
      const first = own.find((one) => one.name === name);
      return first ? [{ name, head, unit: first.unit, definition: first.definition }] : [];
    });
    const cells = new Map(own.map((one) => [`${one.name} ${wholeOf(one.scope)}`, one]));
    const scopes = [...new Set(own.map(({ scope }) => wholeOf(scope)))];
    const rows = scopes.map((scope) => ({
      scope,
      words: scopeWords(scope, nameOf),
      minor: isMinor(id, scope),
      cells: columns.map(({ name }) => cells.get(`${name} ${scope}`)),
    }));
    const telling = rows.filter((row) => row.cells.some((cell) => cell && cell.value !== 0));
    return telling.length === 0 ? [] : [{ id, title, columns, rows: telling }];
  });
}

/** At most three decimals; thousands apart. */
export function valueText(value: number): string {
  const [whole = '', rest] = String(Number(value.toFixed(3))).split('.');
  const spaced = whole.replaceAll(/\B(?=(\d{3})+$)/g, ' ');
  return rest === undefined ? spaced : `${spaced}.${rest}`;
}

/** The parts of the time after one attachment, in the order in which they begin. */
export interface LatencyBar {
  readonly words: string;
  readonly total: Figure | undefined;
  readonly parts: readonly { readonly figure: Figure; readonly word: string }[];
  /** Duplicate address detection: so long that it has no place in the bar. */
  readonly address: Figure | undefined;
}

const PARTS: readonly (readonly [FigureName, string])[] = [
  ['latencyLayer2', 'Layer 2'],
  ['latencyRouter', 'RA'],
  ['latencyDatabase', 'Database'],
  ['latencyRegistration', 'PBU and PBA'],
];

/** One bar for each attachment that had to be registered or came after another. */
export function latencyBars(
  figures: readonly Figure[],
  nameOf: (node: string) => string,
): readonly LatencyBar[] {
  const found = new Map(figures.map((one) => [`${one.name} ${one.scope}`, one]));
  const scopes = new Set(
    figures.filter(({ name }) => name.startsWith('latency')).map(({ scope }) => scope),
  );
  return [...scopes].map((scope) => ({
    words: scopeWords(scope, nameOf),
    total: found.get(`controlLatency ${scope}`),
    parts: PARTS.flatMap(([name, word]) => {
      const one = found.get(`${name} ${scope}`);
      return one && one.value > 0 ? [{ figure: one, word }] : [];
    }),
    address: found.get(`latencyAddress ${scope}`),
  }));
}

/** What one handover cost, over how many anchors it had to tell. */
export interface CostPoint {
  readonly words: string;
  readonly anchors: number;
  readonly octets: Figure;
}

export function costsOf(
  figures: readonly Figure[],
  nameOf: (node: string) => string,
): readonly CostPoint[] {
  const octets = new Map(
    figures
      .filter(({ name }) => name === 'attachmentOctets')
      .map((one) => [wholeOf(one.scope), one]),
  );
  return figures
    .filter(({ name }) => name === 'activeAnchors')
    .flatMap(({ scope, value }) => {
      const cost = octets.get(scope);
      return cost ? [{ words: scopeWords(scope, nameOf), anchors: value, octets: cost }] : [];
    });
}
