// When a host derives its routes anew. That the stack's routes are the wanted ones after any
// advertisements and moves is in mirror.test.ts.

import { describe, expect, test } from 'vitest';
import { Table } from '#base/table.ts';
import { neighbourKey, type Neighbour } from '#net/neighbour.ts';
import type { Route } from '#net/route.ts';
import type { Effect } from '#sim/effect.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import { FOREVER } from './lifetimes.ts';
import type { Choice } from './next-hop.ts';
import { freshRoutes } from './route-watch.ts';
import type { HostTables } from './rows.ts';

/** A host with two routers, and a stack that does what it asks. */
class Host {
  readonly tables: HostTables = {
    addresses: new Table('addresses'),
    routers: new Table('routers'),
    routes: new Table('routes'),
    onLink: new Table('onLink'),
    discovery: new Table('discovery'),
    hostRoutes: new Table('hostRoutes'),
    questions: new Table('questions'),
  };
  readonly routes = new Table<Route>('stack/routes');
  readonly neighbours = new Table<Neighbour>('stack/neighbours');

  constructor() {
    this.router('a').router('b').neighbour('a', 'reachable').neighbour('b', 'reachable').turn();
  }
  router(name: 'a' | 'b', prefixes: readonly string[] = [], iface = 'if1'): this {
    const address = ipv6(`fe80::${name}`);
    this.tables.routers.set(address, {
      address,
      mac: mac(`02:00:00:00:00:0${name}`),
      preference: 'medium',
      until: FOREVER,
      iface,
      prefixes: prefixes.map(prefix),
      draw: 0,
    });
    return this;
  }
  neighbour(name: 'a' | 'b', state: Neighbour['state'] | 'gone'): this {
    const address = ipv6(`fe80::${name}`);
    const key = neighbourKey('if1', address);
    if (state === 'gone') this.neighbours.delete(key);
    else this.neighbours.set(key, { address, iface: 'if1', state });
    return this;
  }
  ifaces: readonly [string, ...string[]] = ['if1'];
  readonly down = new Set<string>();
  /** A turn of the host after these effects; gives what it asks of the routes. */
  turn(effects: readonly Effect[] = []): readonly string[] {
    const { tables, neighbours, routes } = this;
    const choice: Choice = {
      tables,
      config: { ifaces: this.ifaces, hostType: 'C', rule55: false, sourceRouter: true },
      entryOf: ({ router }) => {
        for (const effect of effects) {
          if (effect.do === 'setNeighbour' && effect.neighbour.address === router) {
            return effect.neighbour;
          }
        }
        return neighbours.get(neighbourKey('if1', router));
      },
      isUp: ({ iface }) => !this.down.has(iface),
    };
    const asked = freshRoutes(choice, { routes, neighbours }, effects);
    return asked.map((effect) => {
      if (effect.do === 'removeRoute') {
        routes.delete(effect.id);
        return `remove ${effect.id}`;
      }
      if (effect.do !== 'addRoute') return effect.do;
      routes.set(effect.route.id, effect.route);
      return `${effect.route.id} by ${effect.route.via}`;
    });
  }
}

describe('a host derives its routes', () => {
  test('when a router of its list has new prefixes, and never twice', () => {
    const host = new Host();
    expect(host.turn()).toEqual([]);
    host.router('b', ['2001:db8:bb:1::/64']);
    expect(host.turn()).toEqual(['default from 2001:db8:bb:1::/64 by fe80::b']);
    expect(host.turn()).toEqual([]);
    host.router('b');
    expect(host.turn()).toEqual(['remove default from 2001:db8:bb:1::/64']);
  });

  test('when unreachability detection has given up a router, at the next stimulus', () => {
    const host = new Host();
    host.turn();
    host.neighbour('a', 'stale');
    expect(host.turn()).toEqual([]);
    host.neighbour('a', 'gone');
    expect(host.turn()).toEqual(['default by fe80::b']);
    host.neighbour('a', 'stale');
    expect(host.turn()).toEqual(['default by fe80::a']);
  });

  test('when it has just learnt that a router has no link-layer address', () => {
    const host = new Host();
    host.turn();
    const neighbour = { address: ipv6('fe80::a'), iface: 'if1', state: 'incomplete' } as const;
    expect(host.turn([{ do: 'setNeighbour', neighbour }])).toEqual(['default by fe80::b']);
    expect(host.turn()).toEqual(['default by fe80::a']);
  });

  test('of several interfaces, when one has lost its link or has it back', () => {
    const host = new Host();
    host.ifaces = ['if1', 'if2'];
    host.router('b', [], 'if2').turn();
    host.turn();
    host.down.add('if1');
    expect(host.turn()).toContain('default by fe80::b');
    host.down.clear();
    expect(host.turn()).toContain('default by fe80::a');
    expect(host.turn()).toEqual([]);
  });

  test('when somebody has taken a route from the stack', () => {
    const host = new Host();
    host.turn();
    host.routes.delete('default');
    expect(host.turn()).toEqual(['default by fe80::a']);
  });
});
