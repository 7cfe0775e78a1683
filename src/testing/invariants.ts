// The thirteen invariants of the acceptance scenarios, watched while a run goes on. They are
// written against octets, tables and the trace, not with the protocols' own code.

import { frameCheckers } from './frame-invariants.ts';
import { gatewayOrphans } from './gateway-orphans.ts';
import { silentDeregistration } from './deregistration-invariants.ts';
import { clientCheckers } from './client-invariants.ts';
import { interfaceCheckers } from './interface-invariants.ts';
import { operatorCheckers, operatorOrphans } from './operator-invariants.ts';
import { proxyCheckers, proxyOrphans } from './proxy-invariants.ts';
import { tableCheckers } from './table-invariants.ts';
import { boundedHeaders, noWayBack } from './tunnel-invariants.ts';
import type { Checker, Watched, WatchedFrame } from './watched.ts';

export type { Watched } from './watched.ts';

const fresh = (): readonly Checker[] => [
  ...frameCheckers(),
  silentDeregistration(),
  noWayBack(),
  boundedHeaders(),
  ...tableCheckers(),
  ...proxyCheckers(),
  ...operatorCheckers(),
  ...interfaceCheckers(),
  ...clientCheckers(),
];

/**
 * What is left over at a run that has come to rest: interfaces, routes, DLIFs, prefixes, links,
 * registrations and records of the HSS that no session needs, what never ends, and gateways that
 * differ about where a node is.
 */
export const orphansOf = (run: Watched): readonly string[] => [
  ...gatewayOrphans(run),
  ...proxyOrphans(run),
  ...operatorOrphans(run),
];

/**
 * The same run, whose frames give their octets without a copy for each checker; `renew` before each
 * look, since people may have done something to a frame.
 */
function withSharedOctets(run: Watched): { readonly run: Watched; readonly renew: () => void } {
  let last: { readonly id: number; readonly frame: WatchedFrame } | undefined;
  const frame = (id: number): WatchedFrame => {
    if (last?.id === id) return last.frame;
    const one = run.log.frame(id);
    let octets: Uint8Array | undefined;
    const { datagram, from, arriveAt, endSeq, tunnelled, touches } = one;
    const shared = { datagram, from, arriveAt, endSeq, tunnelled, touches };
    last = { id, frame: { ...shared, octets: () => (octets ??= one.octets()) } };
    return last.frame;
  };
  const shared: Watched = {
    get now() {
      return run.now;
    },
    world: run.world,
    log: {
      get length() {
        return run.log.length;
      },
      event: (seq) => run.log.event(seq),
      frame,
    },
  };
  const renew = (): void => {
    last = undefined;
  };
  return { run: shared, renew };
}

/**
 * Watches a run from its first event on. Each call reads what has happened since the last one and
 * gives what it broke, one line each. After a step back everything is read anew.
 */
export function watchInvariants(watched: Watched): () => readonly string[] {
  const { run, renew } = withSharedOctets(watched);
  let checkers = fresh();
  let read = 0;
  let areRowsNew = true;
  return () => {
    renew();
    if (run.log.length < read) {
      checkers = fresh();
      read = 0;
      areRowsNew = true;
    }
    const broken: string[] = [];
    for (; read < run.log.length; read += 1) {
      const event = run.log.event(read);
      if (event.kind === 'row') areRowsNew ||= bears(event.role, event.table);
      for (const checker of checkers) broken.push(...(checker.onEvent?.(event, run) ?? []));
    }
    for (const checker of checkers) broken.push(...(checker.onLook?.(run) ?? []));
    if (!areRowsNew) return broken;
    areRowsNew = false;
    for (const checker of checkers) broken.push(...(checker.onRows?.(run) ?? []));
    return broken;
  };
}

/** Whether a table is one that invariants look at. */
const bears = (role: string, table: string): boolean =>
  role === 'dgw' ||
  role === 'homeLma' ||
  role === 'lma' ||
  role === 'mag' ||
  role === 'ha' ||
  role === 'vif' ||
  (role === 'host' && table === 'addresses') ||
  (role === 'stack' && (table === 'interfaces' || table === 'flowRules'));
