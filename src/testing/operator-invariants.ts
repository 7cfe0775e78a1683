// Invariants over what a home LMA between operators knows: I-4 of the acceptance scenarios, and what
// must not be left over there.

import type { NodeId } from '#base/ids.ts';
import type { RelayRow } from '#protocols/dmm/home-rows.ts';
import type { TunnelRow } from '#protocols/pmipv6/tunnels.ts';
import type { Interface } from '#net/interface.ts';
import type { Route } from '#net/route.ts';
import { nodesOf, rowsOf } from './watched.ts';
import type { Checker, Watched } from './watched.ts';

const homesIn = (run: Watched): readonly NodeId[] =>
  nodesOf(run, 'lma').filter((node) => run.world.tables.has(`${node}/homeLma/relays`));

/** I-4: each registration that stands is a session on two tunnels, and there are no others. */
const countedTunnels: Checker = {
  onRows: (run) =>
    homesIn(run).flatMap((node) => {
      const ends = rowsOf<RelayRow>(run, `${node}/homeLma/relays`).flatMap(
        ({ connected, anchor }) => (connected === undefined ? [] : [connected, anchor]),
      );
      const tunnels = rowsOf<TunnelRow>(run, `${node}/homeLma/tunnels`);
      const users = (remote: string): number => ends.filter((end) => end === remote).length;
      const ifaces = rowsOf<Interface>(run, `${node}/stack/interfaces`)
        .filter(({ kind }) => kind === 'tunnel')
        .map(({ id }) => id);
      return [
        ...tunnels
          .filter(({ remote, sessions }) => sessions !== users(remote) || sessions === 0)
          .map(({ remote, sessions }) => `counts ${sessions}, not ${users(remote)}, to ${remote}`),
        ...ends
          .filter((end) => !tunnels.some(({ remote }) => remote === end))
          .map((end) => `has no tunnel to ${end}`),
        ...ifaces
          .filter((id) => !tunnels.some(({ iface }) => iface === id))
          .map((id) => `has an interface ${id} without a tunnel`),
      ].map((words) => `I-4 at ${run.now}: ${node} ${words}`);
    }),
};

/** Fresh checkers of all of them. */
export const operatorCheckers = (): readonly Checker[] => [countedTunnels];

/** Routes of prefixes that no registration needs. */
export const operatorOrphans = (run: Watched): readonly string[] =>
  homesIn(run).flatMap((node) => {
    const needed = rowsOf<RelayRow>(run, `${node}/homeLma/relays`)
      .filter(({ connected }) => connected !== undefined)
      .flatMap(({ prefixes }) => prefixes.map((one) => `to ${one}`));
    return rowsOf<Route>(run, `${node}/stack/routes`)
      .filter(({ id }) => id.startsWith('to ') && !needed.includes(id))
      .map(({ id }) => `${node} route ${id} leads nowhere`);
  });
