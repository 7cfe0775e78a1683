// Invariants over client Mobile IPv6: bindings of home agents with their tunnels and routes, and at
// rest what mobile nodes, home agents and correspondents believe of each other (MIP6 §10, §11).

import type { NodeId } from '#base/ids.ts';
import { nodesOf, rowsOf } from './watched.ts';
import type { Checker, Watched } from './watched.ts';

// The columns that are looked at, whatever else the rows hold.
interface HomeBinding {
  readonly homeAddress: string;
  readonly careOfAddress: string;
  readonly state: string;
  readonly networks: readonly string[];
  readonly tunnel?: string;
}
interface CachedBinding {
  readonly homeAddress: string;
  readonly careOfAddress: string;
  readonly state: string;
}
interface Registration {
  readonly homeAddress: string;
  readonly careOfAddress: string;
  readonly state: string;
}
interface Tunnel {
  readonly remote: string;
  readonly iface: string;
  readonly sessions: number;
}
interface Route {
  readonly id: string;
  readonly to: string;
  readonly from?: string;
  readonly out?: string;
}
interface Iface {
  readonly id: string;
  readonly kind: string;
}

const bindingsAt = (run: Watched, node: NodeId) => rowsOf<HomeBinding>(run, `${node}/ha/bindings`);

/** A home agent has a tunnel for each care-of address of its bindings, and none without a binding. */
const boundTunnels: Checker = {
  onRows: (run) =>
    nodesOf(run, 'ha').flatMap((node) => {
      const bindings = bindingsAt(run, node);
      const tunnels = rowsOf<Tunnel>(run, `${node}/ha/tunnels`);
      const ifaces = rowsOf<Iface>(run, `${node}/stack/interfaces`)
        .filter(({ kind }) => kind === 'tunnel')
        .map(({ id }) => id);
      const usersOf = ({ remote, iface }: Tunnel): number =>
        bindings.filter(
          (one) => one.state === 'active' && one.careOfAddress === remote && one.tunnel === iface,
        ).length;
      return [
        ...tunnels
          .filter((row) => row.sessions !== usersOf(row) || row.sessions === 0)
          .map((row) => `counts ${row.sessions} bindings, not ${usersOf(row)}, to ${row.remote}`),
        ...bindings
          .filter(({ state, tunnel }) => (state === 'active') !== (tunnel !== undefined))
          .map(({ homeAddress, state }) => `has ${homeAddress} ${state} unlike its tunnel`),
        ...bindings
          .flatMap(({ tunnel }) => tunnel ?? [])
          .filter((id) => !ifaces.includes(id))
          .map((id) => `lacks the interface ${id}`),
        ...ifaces
          .filter((id) => !tunnels.some(({ iface }) => iface === id))
          .map((id) => `has an interface ${id} without a binding`),
      ].map((words) => `home tunnel at ${run.now}: ${node} ${words}`);
    }),
};

/** Packets for a home address, and for networks behind it, go where its binding says, no others. */
const boundRoutes: Checker = {
  onRows: (run) =>
    nodesOf(run, 'ha').flatMap((node) => {
      const tunnels = rowsOf<Tunnel>(run, `${node}/ha/tunnels`).map(({ iface }) => iface);
      const wanted = bindingsAt(run, node).flatMap(({ homeAddress, networks, tunnel }) =>
        tunnel === undefined
          ? []
          : [`${homeAddress}/128`, ...networks].map((to) => `${to} ${tunnel}`),
      );
      const found = rowsOf<Route>(run, `${node}/stack/routes`)
        .filter(({ id, out }) => id.startsWith('to ') && out !== undefined && tunnels.includes(out))
        .map(({ to, out }) => `${to} ${out ?? ''}`);
      return differing(wanted, found).map((words) => `home route at ${run.now}: ${node} ${words}`);
    }),
};

const differing = (wanted: readonly string[], found: readonly string[]): readonly string[] => [
  ...wanted.filter((one) => !found.includes(one)).map((one) => `lacks a route ${one}`),
  ...found.filter((one) => !wanted.includes(one)).map((one) => `has a route ${one}`),
];

/** Fresh checkers of all of them. */
export const clientCheckers = (): readonly Checker[] => [boundTunnels, boundRoutes];

/** The states of home-update.machine.ts in which a node is registered. */
const REGISTERED = ['active', 'refreshing'];

/** Where mobile nodes and those who keep bindings of them differ, once a run has come to rest. */
export function bindingsApart(run: Watched): readonly string[] {
  const mobiles = [...nodesOf(run, 'mn'), ...nodesOf(run, 'mr')];
  const own = mobiles.flatMap((node) =>
    rowsOf<Registration>(run, `${node}/mobile/registration`).map((row) => ({ node, ...row })),
  );
  const served = nodesOf(run, 'ha').flatMap((node) =>
    bindingsAt(run, node).filter(({ state }) => state === 'active'),
  );
  const cached = nodesOf(run, 'cn').flatMap((node) =>
    rowsOf<CachedBinding>(run, `${node}/correspondent/bindings`).map((row) => ({ node, ...row })),
  );
  return [
    ...own
      .filter(({ state }) => REGISTERED.includes(state))
      .filter((one) => !served.some((row) => isSame(row, one)))
      .map(({ node, careOfAddress }) => `only ${node} believes in its binding to ${careOfAddress}`),
    ...served
      .filter((row) => !own.some((one) => isSame(row, one) && REGISTERED.includes(one.state)))
      .map(
        ({ homeAddress, careOfAddress }) => `only the HA binds ${homeAddress} to ${careOfAddress}`,
      ),
    ...cached.flatMap((row) => {
      const mobile = own.find(({ homeAddress }) => homeAddress === row.homeAddress);
      const isKnown = mobile !== undefined && mobile.careOfAddress === row.careOfAddress;
      return isKnown ? [] : [`${row.node} binds ${row.homeAddress} to ${row.careOfAddress}`];
    }),
  ];
}

const isSame = (a: CachedBinding, b: Registration): boolean =>
  a.homeAddress === b.homeAddress && a.careOfAddress === b.careOfAddress;
