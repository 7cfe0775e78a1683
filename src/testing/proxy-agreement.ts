// Where LMA and MAGs differ about which node is where, once a run has come to rest.

import { nodesOf, rowsOf, type Watched } from './watched.ts';

// The columns that are looked at, whatever else the rows hold.
interface Binding {
  readonly mnId: string;
  readonly prefixes: readonly string[];
  readonly proxyCareOfAddress: string;
  readonly accessTechnology: number;
  readonly state: string;
}
interface Update {
  readonly mnId: string;
  readonly prefixes: readonly string[];
  readonly accessTechnology: number;
  readonly state: string;
}
interface Station {
  readonly mnId: string;
}

/** The states of update.machine.ts in which a session is registered. */
const REGISTERED = ['active', 'refreshing'];

const textOf = (where: string, one: Binding | Update): string =>
  `${one.mnId} by technology ${one.accessTechnology} at ${where} with ${one.prefixes.join(' ')}`;

/** Each station is registered by its MAG, and the LMA has the same sessions, no others. */
export function disagreementsOf(run: Watched): readonly string[] {
  const bindings = nodesOf(run, 'lma').flatMap((node) =>
    rowsOf<Binding>(run, `${node}/lma/bindings`),
  );
  const known = bindings.map((one) => textOf(one.proxyCareOfAddress, one));
  const registered: string[] = [];
  const wrong: string[] = [];
  for (const node of nodesOf(run, 'mag')) {
    const updates = rowsOf<Update>(run, `${node}/mag/updates`);
    const address = run.world.spec.nodes
      .find(({ id }) => id === node)
      ?.addresses.find((row) => !row.address.startsWith('fe80:'))?.address;
    registered.push(...updates.map((one) => textOf(address ?? node, one)));
    const idle = rowsOf<Station>(run, `${node}/accessPoint/stations`).filter(
      ({ mnId }) => !updates.some((one) => one.mnId === mnId && REGISTERED.includes(one.state)),
    );
    wrong.push(...idle.map(({ mnId }) => `${node} has not registered ${mnId}`));
  }
  return [
    ...wrong,
    ...bindings
      .filter(({ state }) => state !== 'active')
      .map(({ mnId, state }) => `a binding of ${mnId} is ${state}`),
    ...known.filter((one) => !registered.includes(one)).map((one) => `only the LMA has ${one}`),
    ...registered.filter((one) => !known.includes(one)).map((one) => `only a MAG has ${one}`),
  ];
}
