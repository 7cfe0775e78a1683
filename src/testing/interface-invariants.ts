// Invariants over nodes with several interfaces: groups of bindings and flow entries at an anchor (RFC
// 7864), what gateways know of prefixes that are not on their links, and virtual interfaces (VIP §3).

import type { NodeId } from '#base/ids.ts';
import { nodesOf, rowsOf } from './watched.ts';
import type { Checker, Watched } from './watched.ts';

// The columns that are looked at, whatever else the rows hold.
interface Binding {
  readonly mnId: string;
  readonly prefixes: readonly string[];
  readonly state: string;
  readonly gateway: string;
  readonly tunnel?: string;
}
interface Group {
  readonly members: readonly { readonly binding: string; readonly bid: number }[];
  readonly passes: readonly { readonly tunnel: string; readonly prefix: string }[];
}
interface FlowEntry {
  readonly mnId: string;
  readonly fid: number;
  readonly bids: readonly number[];
  readonly active: boolean;
  readonly action: string;
  readonly out: readonly string[];
}
interface FlowRule {
  readonly id: string;
  readonly out: readonly string[];
}
interface Told {
  readonly gateway: string;
  readonly mnId: string;
  readonly prefixes: readonly string[];
  readonly state: string;
  readonly by: string;
}
interface Update {
  readonly mnId: string;
  readonly iface: string;
}
interface Foreign extends Update {
  readonly prefixes: readonly string[];
  readonly routed: readonly string[];
}
interface Iface {
  readonly id: string;
  readonly kind: string;
  readonly over?: unknown;
}
interface Sub {
  readonly iface: string;
  readonly up: boolean;
  readonly active: boolean;
}

const tableOf = <R extends object>(run: Watched, node: NodeId, name: string) =>
  (run.world.tables.get(`${node}/${name}`)?.entries() ?? []) as Iterable<[string, R]>; // as rowsOf
const sizeOf = (run: Watched, node: NodeId, name: string): number =>
  run.world.tables.get(`${node}/${name}`)?.size ?? 0;
const tunnelsAt = (run: Watched, node: NodeId): readonly string[] =>
  rowsOf<Iface>(run, `${node}/stack/interfaces`)
    .filter(({ kind }) => kind === 'tunnel')
    .map(({ id }) => id);

/** RFC 7864 §5.1: a group has the bindings of one node, each with an identifier of its own. */
const wholeGroups: Checker = {
  onRows: (run) =>
    nodesOf(run, 'lma').flatMap((node) => {
      if (sizeOf(run, node, 'lma/groups') === 0) return [];
      const bindings = new Map(tableOf<Binding>(run, node, 'lma/bindings'));
      const tunnels = tunnelsAt(run, node);
      return [...tableOf<Group>(run, node, 'lma/groups')].flatMap(([mnId, group]) => {
        const own = [...bindings].filter(([, row]) => row.mnId === mnId).map(([key]) => key);
        const members = group.members.map(({ binding }) => binding);
        const bids = new Set(group.members.map(({ bid }) => bid));
        const loose = group.passes.filter(({ tunnel }) => !tunnels.includes(tunnel));
        return [
          ...(own.toSorted().join() === members.toSorted().join()
            ? []
            : [`groups [${members.join(' ')}] for ${mnId}, which has [${own.join(' ')}]`]),
          ...(bids.size === members.length ? [] : [`gives an identifier twice to ${mnId}`]),
          ...loose.map(
            ({ tunnel }) => `lets packets of ${mnId} pass from ${tunnel}, which is gone`,
          ),
        ].map((words) => `group at ${run.now}: ${node} ${words}`);
      });
    }),
};

/**
 * RFC 7864 §5.2: entries are of nodes with a binding, and active ones lead to tunnels of such bindings
 * as they name; the stack has their rules and no others.
 */
const livingFlows: Checker = {
  onRows: (run) =>
    nodesOf(run, 'lma').flatMap((node) => {
      if (sizeOf(run, node, 'lma/flows') + sizeOf(run, node, 'stack/flowRules') === 0) return [];
      const bindings = new Map(tableOf<Binding>(run, node, 'lma/bindings'));
      const groups = new Map(tableOf<Group>(run, node, 'lma/groups'));
      const entries = new Map(tableOf<FlowEntry>(run, node, 'lma/flows'));
      const rules = rowsOf<FlowRule>(run, `${node}/stack/flowRules`);
      const wrong = [...entries].flatMap(([key, row]) => {
        const members = groups.get(row.mnId)?.members ?? [];
        const parts = members.filter(({ bid }) => row.bids.includes(bid));
        const ends = parts.map(({ binding }) => bindings.get(binding)?.tunnel);
        const rule = rules.find(({ id }) => id === key);
        return [
          ...(members.length === 0 ? [`keeps flow ${row.fid} of ${row.mnId}, which is gone`] : []),
          ...row.out
            .filter((out) => !ends.includes(out))
            .map(
              (out) => `sends flow ${row.fid} of ${row.mnId} to ${out}, no binding that it names`,
            ),
          ...(row.active === (rule !== undefined) ? [] : [`has an entry ${key} unlike its rule`]),
          ...(rule === undefined || row.out.join() === rule.out.join()
            ? []
            : [`has a rule ${key} to ${rule.out.join(' ')}`]),
        ];
      });
      const stray = rules.filter(({ id }) => !entries.has(id)).map(({ id }) => `has a rule ${id}`);
      return [...wrong, ...stray].map((words) => `flow at ${run.now}: ${node} ${words}`);
    }),
};

const subsAt = (run: Watched, node: NodeId) => rowsOf<Sub>(run, `${node}/vif/subs`);
const above = (run: Watched): readonly NodeId[] =>
  [...nodesOf(run, 'mn'), ...nodesOf(run, 'mr')].filter((node) => subsAt(run, node).length > 0);

/** VIP §3: addresses, routes and prefixes are those of the virtual interface, none of what is below. */
const hiddenBelow: Checker = {
  onRows: (run) =>
    above(run).flatMap((node) => {
      const subs = subsAt(run, node);
      const below = new Set(subs.map(({ iface }) => iface));
      const at = (table: string, key: 'iface' | 'out') =>
        rowsOf<Record<string, unknown>>(run, `${node}/${table}`).flatMap((row) =>
          below.has(String(row[key])) ? [`has ${table} on ${String(row[key])}`] : [],
        );
      const active = subs.filter((one) => one.active);
      const isAnyUp = subs.some(({ up }) => up);
      const idle = isAnyUp && !active.some(({ up }) => up) ? ['has no path, but a link'] : [];
      return [
        ...at('stack/addresses', 'iface'),
        ...at('stack/routes', 'out'),
        ...at('host/addresses', 'iface'),
        ...at('host/onLink', 'iface'),
        ...at('host/routers', 'iface'),
        ...(active.length > 1 ? ['has several active paths'] : []),
        ...idle,
      ].map((words) => `virtual interface at ${run.now}: ${node} ${words}`);
    }),
};

/** Fresh checkers of all of them. */
export const interfaceCheckers = (): readonly Checker[] => [wholeGroups, livingFlows, hiddenBelow];

/** What an anchor has told is what gateways know, and what follows from its bindings, at rest. */
export const foreignPrefixes = (run: Watched): readonly string[] => [
  ...nodesOf(run, 'lma').flatMap((node) => untold(run, node)),
  ...nodesOf(run, 'mag').flatMap((node) => strayRoutes(run, node)),
];

const addressOf = (run: Watched, node: NodeId): string | undefined =>
  run.world.spec.nodes
    .find(({ id }) => id === node)
    ?.addresses.find(({ address }) => !address.startsWith('fe80:'))?.address;

function untold(run: Watched, node: NodeId): readonly string[] {
  const gateways = nodesOf(run, 'mag');
  const told = rowsOf<Told>(run, `${node}/lma/told`);
  return told.flatMap(({ gateway, mnId, prefixes, state }) => {
    if (state === 'telling') return [`${node} still tells ${gateway} of ${mnId}`];
    if (state !== 'told') return [];
    const mag = gateways.find((one) => addressOf(run, one) === gateway);
    if (mag === undefined) return [`${node} tells ${gateway}, which is no gateway`];
    const known = rowsOf<Foreign>(run, `${mag}/mag/foreign`)
      .filter((row) => row.mnId === mnId)
      .flatMap((row) => row.prefixes);
    return sorted(known) === sorted(prefixes)
      ? []
      : [`${mag} knows [${sorted(known)}] of ${mnId}, and was told [${sorted(prefixes)}]`];
  });
}

const sorted = (all: readonly string[]): string => [...new Set(all)].toSorted().join(' ');

/** A prefix of another interface is routed while the link and its registration are there. */
function strayRoutes(run: Watched, node: NodeId): readonly string[] {
  const foreign = rowsOf<Foreign>(run, `${node}/mag/foreign`);
  const updates = rowsOf<Update>(run, `${node}/mag/updates`);
  return foreign
    .filter(({ iface }) => !updates.some((row) => row.iface === iface))
    .map(({ mnId }) => `${node} knows prefixes of ${mnId}, which it does not register`);
}
