// The invariants of several interfaces and of client Mobile IPv6: each is heard when it is broken, and
// what differs at rest is told. That they are silent otherwise, the storms of `fuzz` show.

import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { bindingsApart } from './client-invariants.ts';
import { foreignPrefixes } from './interface-invariants.ts';
import { watchInvariants, type Watched } from './invariants.ts';
import { lab, type Lab } from './lab.ts';
import { below, HA, HOA, visiting } from './mip6-cast.ts';

type Row = Readonly<Record<string, unknown>>;
/** What takes the place of each row of a table. */
type Changes = Readonly<Record<string, (row: Row) => Row | undefined>>;

/** The run with other rows in some of its tables; those that become nothing are not there. */
function changed({ timeline }: Lab, changes: Changes): Watched {
  const tables = new Map<string, unknown>(timeline.world.tables);
  for (const [name, change] of Object.entries(changes)) {
    const rows = [...(timeline.world.tables.get(name)?.entries() ?? [])].flatMap(([key, row]) => {
      const next = change(row as Row); // a row of any table
      return next === undefined ? [] : [[key, next] as const];
    });
    tables.set(name, new Map(rows));
  }
  const { spec, nodes } = timeline.world;
  return {
    now: timeline.now,
    world: { spec, nodes, tables: tables as Watched['world']['tables'] }, // read alike
    log: timeline.log,
  };
}

const heard = (run: Lab, changes: Changes): readonly string[] =>
  watchInvariants(changed(run, changes))()
    .map((line) => line.replace(/ at \d+/, ''))
    .filter((line) => !line.startsWith('I-4'));

describe('of groups and flows', () => {
  const run = lab('mif-f3').to(ms(5900));

  test('nothing is broken where nothing is changed', () => {
    expect(heard(run, {})).toEqual([]);
    expect(foreignPrefixes(run.timeline)).toEqual([]);
  });

  test('a binding is outside the group of its node', () => {
    const one = (row: Row) => ({ ...row, members: (row['members'] as unknown[]).slice(1) });
    expect(heard(run, { 'lma/lma/groups': one })).toContainEqual(
      'group: lma groups [mn1@example.net #2] for mn1@example.net, which has [mn1@example.net #1 mn1@example.net #2]',
    );
  });

  test('an identifier is given twice, and a tunnel passes that is gone', () => {
    const twice = (row: Row) => ({
      ...row,
      members: (row['members'] as object[]).map((one) => ({ ...one, bid: 1 })),
      passes: [{ prefix: '2001:db8:a1:1::/64', tunnel: 'gone' }],
    });
    expect(heard(run, { 'lma/lma/groups': twice })).toEqual(
      expect.arrayContaining([
        'group: lma gives an identifier twice to mn1@example.net',
        'group: lma lets packets of mn1@example.net pass from gone, which is gone',
      ]),
    );
  });

  test('an entry outlives its node, and leads into no tunnel of a binding that it names', () => {
    const stray = (row: Row) => ({ ...row, out: ['elsewhere'] });
    expect(heard(run, { 'lma/lma/flows': stray, 'lma/lma/groups': () => undefined })).toEqual(
      expect.arrayContaining([
        'flow: lma keeps flow 1 of mn1@example.net, which is gone',
        'flow: lma sends flow 1 of mn1@example.net to elsewhere, no binding that it names',
      ]),
    );
  });

  test('rules and entries differ', () => {
    expect(heard(run, { 'lma/stack/flowRules': () => undefined })).toContain(
      'flow: lma has an entry mn1@example.net 1 unlike its rule',
    );
    expect(heard(run, { 'lma/stack/flowRules': (row) => ({ ...row, out: ['x'] }) })).toContain(
      'flow: lma has a rule mn1@example.net 1 to x',
    );
    expect(heard(run, { 'lma/lma/flows': () => undefined })).toContain(
      'flow: lma has a rule mn1@example.net 1',
    );
  });

  test('a gateway knows other prefixes than it was told, or of a node that is gone', () => {
    const none = changed(run, { 'mag2/mag/foreign': () => undefined });
    expect(foreignPrefixes(none)).toEqual([
      'mag2 knows [] of mn1@example.net, and was told [2001:db8:a1:1::/64]',
    ]);
    const gone = changed(run, { 'mag2/mag/updates': () => undefined });
    expect(foreignPrefixes(gone)).toEqual([
      'mag2 knows prefixes of mn1@example.net, which it does not register',
    ]);
    const telling = changed(run, { 'lma/lma/told': (row) => ({ ...row, state: 'telling' }) });
    expect(foreignPrefixes(telling)).toEqual([
      'lma still tells 2001:db8:1::1 of mn1@example.net',
      'lma still tells 2001:db8:2::1 of mn1@example.net',
    ]);
  });
});

test('of virtual interfaces: an address below, two paths, none', () => {
  const run = lab('vip-f2').to(seconds(3));
  expect(heard(run, {})).toEqual([]);
  const onIf1 = (row: Row) => ({ ...row, iface: 'if1' });
  expect(heard(run, { 'mn1/stack/addresses': onIf1, 'mn1/host/onLink': onIf1 })).toEqual(
    expect.arrayContaining([
      'virtual interface: mn1 has stack/addresses on if1',
      'virtual interface: mn1 has host/onLink on if1',
    ]),
  );
  expect(heard(run, { 'mn1/vif/subs': (row) => ({ ...row, active: true }) })).toEqual([
    'virtual interface: mn1 has several active paths',
  ]);
  expect(heard(run, { 'mn1/vif/subs': (row) => ({ ...row, active: false }) })).toEqual([
    'virtual interface: mn1 has no path, but a link',
  ]);
});

describe('of client Mobile IPv6', () => {
  const bound = visiting().to(seconds(5));

  test('tunnels and routes of a home agent are those of its bindings', () => {
    expect(heard(bound, {})).toEqual([]);
    expect(heard(bound, { 'ha/ha/bindings': () => undefined })).toEqual(
      expect.arrayContaining([
        expect.stringContaining('home tunnel: ha counts 1 bindings, not 0, to 2001:db8:1::'),
        expect.stringContaining(`home route: ha has a route ${HOA}/128`),
      ]) as unknown,
    );
    expect(heard(bound, { 'ha/ha/tunnels': () => undefined })).toContainEqual(
      expect.stringMatching(/^home tunnel: ha has an interface \S+ without a binding$/),
    );
    expect(heard(bound, { 'ha/stack/interfaces': () => undefined })).toContainEqual(
      expect.stringMatching(/^home tunnel: ha lacks the interface/),
    );
    expect(heard(bound, { 'ha/stack/routes': () => undefined })).toContainEqual(
      expect.stringContaining(`home route: ha lacks a route ${HOA}/128`),
    );
  });

  test('node, home agent and correspondent differ while the node moves, and agree again', () => {
    const run = visiting().to(seconds(5));
    expect(bindingsApart(run.timeline)).toEqual([]);
    run.do({ do: 'node', node: 'ha', up: false, state: 'lost' }).to(seconds(6));
    expect(bindingsApart(run.timeline)).toEqual([
      'only mn1 believes in its binding to 2001:db8:1::5eff:fe00:101',
    ]);
    run.do({ do: 'node', node: 'ha', up: true }).put('mn1', below(2)).to(seconds(20));
    expect(bindingsApart(run.timeline)).toEqual([]);
    const stale = { homeAddress: HOA, careOfAddress: HA, state: 'active' };
    const other = changed(run, { 'ha/ha/bindings': (row) => ({ ...row, ...stale }) });
    expect(bindingsApart(other)).toContain(`only the HA binds ${HOA} to ${HA}`);
  });
});
