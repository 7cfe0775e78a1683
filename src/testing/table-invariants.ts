// Invariants over what nodes know: I-5, I-9, and for gateways of a distributed domain I-3, I-4, I-12
// of the acceptance scenarios.

import type { NodeId } from '#base/ids.ts';
import { nodesOf, rowsOf } from './watched.ts';
import type { Checker, EventOf, Watched } from './watched.ts';

// The columns that are looked at, whatever else the rows hold.
interface Binding {
  readonly mnId: string;
  readonly prefix: string;
  readonly state: string;
  readonly proxyCareOfAddress: string;
  readonly lifetime: number;
}
interface Update {
  readonly mnId: string;
  readonly anchor: string;
  readonly via: string;
  readonly prefixes: readonly string[];
  readonly state: string;
  readonly acceptedAt: number | undefined;
}
interface Tunnel {
  readonly remote: string;
  readonly iface: string;
  readonly users: readonly { readonly mnId: string; readonly prefix: string }[];
}
interface Dlif {
  readonly name: string;
  readonly mnId: string;
  readonly anchor: string;
  readonly mac: string;
  readonly linkLocal: string;
  readonly state: string;
}
interface Iface {
  readonly id: string;
  readonly kind: string;
  readonly mac?: string;
}

const bindingsAt = (run: Watched, node: NodeId) => rowsOf<Binding>(run, `${node}/dgw/bindings`);
const updatesAt = (run: Watched, node: NodeId) => rowsOf<Update>(run, `${node}/dgw/updates`);
const tunnelsAt = (run: Watched, node: NodeId) => rowsOf<Tunnel>(run, `${node}/dgw/tunnels`);
const dlifsAt = (run: Watched, node: NodeId) => rowsOf<Dlif>(run, `${node}/dgw/dlifs`);
const ifacesAt = (run: Watched, node: NodeId) => rowsOf<Iface>(run, `${node}/stack/interfaces`);

/** I-3: a prefix belongs to one session. */
const onePrefixOneSession: Checker = {
  onRows: (run) => {
    const owners = new Map<string, string>();
    const broken: string[] = [];
    for (const node of nodesOf(run, 'dgw')) {
      for (const { prefix, mnId } of bindingsAt(run, node)) {
        const before = owners.get(prefix);
        owners.set(prefix, `${mnId} at ${node}`);
        if (before === undefined) continue;
        broken.push(`I-3 at ${run.now}: ${prefix} of ${before} and of ${mnId} at ${node}`);
      }
    }
    return broken;
  },
};

/** I-4: a tunnel has exactly the sessions that need it, and none without a session stands. */
const countedTunnels: Checker = {
  onRows: (run) =>
    nodesOf(run, 'dgw').flatMap((node) => {
      const needed = sessionsAt(run, node);
      const counted = tunnelsAt(run, node).flatMap((row) =>
        row.users.map((user) => `${row.remote} ${user.mnId} ${user.prefix}`),
      );
      const broken = differences(needed, counted).map(
        (words) => `I-4 at ${run.now}: ${node} ${words}`,
      );
      for (const row of tunnelsAt(run, node)) {
        if (row.users.length > 0) continue;
        broken.push(`I-4 at ${run.now}: ${node} has an idle tunnel to ${row.remote}`);
      }
      return broken;
    }),
};

/** Sessions whose traffic needs a tunnel, from bindings and accepted registrations. */
function sessionsAt(run: Watched, node: NodeId): readonly string[] {
  const away = bindingsAt(run, node).filter((row) => row.state === 'away' && row.lifetime > 0);
  const registered = updatesAt(run, node).filter((row) => row.acceptedAt !== undefined);
  return [
    ...away.map((row) => `${row.proxyCareOfAddress} ${row.mnId} ${row.prefix}`),
    ...registered.flatMap((row) =>
      row.prefixes.map((prefix) => `${row.via} ${row.mnId} ${prefix}`),
    ),
  ];
}

function differences(needed: readonly string[], found: readonly string[]): string[] {
  const twice = found.filter((one, i) => found.indexOf(one) !== i);
  return [
    ...needed.filter((one) => !found.includes(one)).map((one) => `lacks ${one}`),
    ...found.filter((one) => !needed.includes(one)).map((one) => `has ${one} too much`),
    ...twice.map((one) => `counts ${one} twice`),
  ];
}

/** I-5: one retransmission timer per node, session and peer. */
function oneRetransmission(): Checker {
  const armed = new Map<string, Set<string>>();
  const isRetransmission = (timer: string): boolean => /BINDACK_TIMEOUT/.test(timer);
  return {
    onEvent: (event) => {
      if (event.kind !== 'timer' || !isRetransmission(event.timer)) return [];
      const session = `${event.node} ${event.timer.slice(0, event.timer.lastIndexOf('/'))}`;
      const timers = armed.get(session) ?? new Set();
      armed.set(session, timers);
      if (event.change === 'armed') timers.add(event.timer);
      else timers.delete(event.timer);
      return timers.size > 1 ? [`I-5 at ${event.at}: ${session} waits twice`] : [];
    },
  };
}

/** I-9: the timestamp of a binding never decreases. */
const risingTimestamps: Checker = {
  onEvent: (event) => {
    if (event.kind !== 'row' || event.table !== 'bindings') return [];
    const [before, after] = [timestampOf(event, 'before'), timestampOf(event, 'after')];
    if (before === undefined || after === undefined || after >= before) return [];
    return [`I-9 at ${event.at}: ${event.node} ${event.key} goes back`];
  },
};

function timestampOf(event: EventOf<'row'>, when: 'before' | 'after'): number | undefined {
  const value = event[when]?.['lastTimestamp'];
  return typeof value === 'number' ? value : undefined;
}

/** I-12: no two DLIFs of a gateway share a MAC, and a DLIF looks the same at every gateway. */
const dlifIdentity: Checker = {
  onRows: (run) => {
    const looks = new Map<string, string>();
    const broken: string[] = [];
    for (const node of nodesOf(run, 'dgw')) {
      const macs = new Set(
        ifacesAt(run, node)
          .filter((row) => row.kind !== 'dlif')
          .map((row) => row.mac ?? ''),
      );
      for (const { name, mnId, anchor, mac, linkLocal } of dlifsAt(run, node)) {
        if (macs.has(mac)) broken.push(`I-12 at ${run.now}: ${mac} stands twice at ${node}`);
        macs.add(mac);
        const identity = `${mac} ${linkLocal}`;
        const before = looks.get(`${mnId} ${anchor}`) ?? identity;
        looks.set(`${mnId} ${anchor}`, identity);
        if (before === identity) continue;
        broken.push(`I-12 at ${run.now}: ${name} is ${before} and ${identity}`);
      }
    }
    return broken;
  },
};

/** Fresh checkers of all of them. */
export const tableCheckers = (): readonly Checker[] => [
  onePrefixOneSession,
  countedTunnels,
  oneRetransmission(),
  risingTimestamps,
  dlifIdentity,
];
