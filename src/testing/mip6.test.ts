// Client Mobile IPv6 with one interface: a mobile node below access routers and at home (S-13 c to e;
// RFC 6275). The invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { ipv6 } from '#wire/address.ts';
import { buildUpdate } from '#protocols/mip6/messages.ts';
import { ALL_ROWS } from '#view/ladder-list.ts';
import { type Lab } from './lab.ts';
import { atHome, below, COA1, COA2, echo, HA, HOA, nowhere, start, visiting } from './mip6-cast.ts';

/** Without route optimisation, and with another host on the home link. */
const quiet = {
  nodes: { cn1: { optimise: false }, mn1: { optimise: false } },
  more: [{ id: 'mn2', kind: 'mn', ...atHome }],
  flows: [echo()],
} as const;
const bound = (): Lab => start(visiting(quiet).to(seconds(4)));
/** The same, for 40 s. */
const brief = (): Lab =>
  visiting({
    ...quiet,
    nodes: { ...quiet.nodes, mn1: { optimise: false, lifetime: 40 } },
  }).to(seconds(4));
const BINDING = /\bB[UA] /;
const told = (run: Lab, since = 0): readonly string[] =>
  run.messages(since).filter((line) => BINDING.test(line));
/** All messages between two nodes, neighbour discovery too. */
const said = (run: Lab, since: number, pattern: RegExp): readonly string[] =>
  run.rows(ALL_ROWS).flatMap((row) => {
    if (row.at < since || !('from' in row) || !('label' in row)) return [];
    const line = `${run.cast.nameOf(row.from)} -> ${run.cast.nameOf(row.to)} ${row.label}`;
    return pattern.test(line) ? [line] : [];
  });
const bindings = (run: Lab, ...columns: readonly string[]): readonly string[] =>
  run.columns('ha', 'ha/bindings', columns);

/** An update of MN1 as it would send it below AR1. */
const update = (sequence: number, careOf = COA1, lifetime = 60) =>
  buildUpdate(
    {
      homeAddress: ipv6(HOA),
      careOfAddress: ipv6(careOf),
      sequence,
      lifetime,
      acknowledge: true,
      homeRegistration: true,
      mobileRouter: false,
    },
    { source: ipv6(careOf), destination: ipv6(HA) },
    [],
  );

describe('away from home', () => {
  test('MIP-14, MIP-23, MIP-25, MIP-30: the home address is tested at home for a second, then bound and answered for', () => {
    const run = bound();
    expect(said(run, seconds(2), /BU|BA|HA -> MN2 N/)).toEqual([
      'MN1 -> HA BU seq100 L60',
      'HA -> MN2 NS MN1 (DAD)',
      'HA -> MN1 BA 0 seq100 L60',
      'HA -> MN2 NA MN1',
    ]);
    expect(bindings(run, 'homeAddress', 'careOfAddress', 'state', 'sequence', 'lifetime')).toEqual([
      `${HOA} ${COA1} active 100 60`,
    ]);
    expect(run.columns('mn1', 'mobile/registration', ['careOfAddress', 'state', 'status'])).toEqual(
      [`${COA1} active 0`],
    );
  });

  test('MIP-29, MIP-33, MIP-35, MIP-41: everything goes through the tunnel, both ways', () => {
    const run = bound().to(seconds(5));
    expect(run.path('F1')).toBe('MN1 => AR1 => HA -> CN1');
    expect(run.flow('F1')).toMatchObject({ source: HOA, lost: 0 });
  });

  test('MIP-39, MIP-48, MIP-49: a move changes the tunnel, and the socket stays', () => {
    const run = bound().to(seconds(6)).put('mn1', below(2)).to(seconds(9));
    expect(told(run, seconds(6))).toEqual(['MN1 -> HA BU seq101 L60', 'HA -> MN1 BA 0 seq101 L60']);
    expect(bindings(run, 'careOfAddress', 'state', 'tunnel')).toEqual([
      `${COA2} active tun-${COA2}`,
    ]);
    expect(run.columns('ha', 'ha/tunnels', ['remote', 'sessions'])).toEqual([`${COA2} 1`]);
    expect(run.path('F1')).toBe('MN1 => AR2 => HA -> CN1');
    const { running, gap, lost } = run.flow('F1');
    expect(running).toBe(true);
    // Attachment, the test of the new address, and one round trip to HA.
    expect(gap).toBeLessThan(seconds(1.3));
    expect(lost).toBeLessThan(14);
  });

  test('MIP-31: a neighbour on the home link reaches it through the home agent', () => {
    const run = bound();
    const probe = {
      src: ipv6('fe80::5eff:fe00:201'),
      dst: ipv6(HOA),
      hopLimit: 255,
      trafficClass: 0,
      flowLabel: 0,
      payload: {
        is: 'icmpv6',
        message: { is: 'NeighborSolicitation', target: ipv6(HOA), options: [] },
      },
    } as const;
    // The stack asks for the link-layer address first, then asks again by itself.
    run.inject('mn2', probe).to(run.now + ms(50));
    expect(said(run, seconds(4), /MN2.* N[SA] MN1/)).toEqual([
      'MN2 -> HA NS MN1',
      'HA -> MN2 NA MN1',
      'MN2 -> HA NS MN1',
      'HA -> MN2 NA MN1',
    ]);
  });

  test('MIP-24, MIP-54: a refresh comes when a fifth of the lifetime is left', () => {
    const run = brief().to(seconds(36));
    expect(told(run, seconds(4))).toEqual(['MN1 -> HA BU seq101 L10', 'HA -> MN1 BA 0 seq101 L10']);
    expect(bindings(run, 'sequence', 'state')).toEqual(['101 active']);
  });

  test('a registration that nobody refreshes is over after its lifetime, and asked for as a new one', () => {
    const run = brief().put('mn1', nowhere).to(seconds(60));
    expect(run.table('ha', 'ha/bindings')).toEqual([]);
    const { state, isKnown } = run.table('mn1', 'mobile/registration')[0] ?? {};
    expect([state, isKnown]).toEqual(['registering', false]);
    const waits = run.to(seconds(80)).put('mn1', below(1)).to(seconds(100));
    expect(waits.columns('mn1', 'mobile/registration', ['state'])).toEqual(['active']);
  });

  test('MIP-57, MIP-58: lost updates are repeated after 1.5 s, 3 s and so on', () => {
    const run = visiting(quiet);
    run.do({ do: 'link', link: 'core-ha', up: false }).to(seconds(14));
    const sent = run.rows().filter((row) => 'label' in row && row.label.startsWith('BU'));
    const at = sent.map((row) => row.at - (sent[0]?.at ?? 0));
    expect(at).toEqual([0, seconds(1.5), seconds(4.5), seconds(10.5)]);
  });

  test('MIP-21, MIP-56: a reminder comes when no refresh did, and is followed by one', () => {
    const run = brief();
    for (const nth of [1, 2, 3]) {
      const fault = { name: `x${nth}`, act: 'drop', link: 'core-ar1', kind: 'BU', nth } as const;
      run.do({ do: 'catch', ...fault });
    }
    run.to(seconds(43));
    expect(said(run, seconds(4), /BRR/)).toEqual(['HA -> MN1 BRR']);
    expect(bindings(run, 'state')).toEqual(['active']);
  });

  test('MIP-34: what a tunnel brings from a source that is not bound to it is dropped', () => {
    const run = bound();
    const inner = {
      src: ipv6('2001:db8:f0:1::6'),
      dst: ipv6('2001:db8:c1::10'),
      hopLimit: 64,
      trafficClass: 0,
      flowLabel: 0,
      payload: { is: 'raw', nextHeader: 59, data: new Uint8Array(0) },
    } as const;
    const outer = { ...inner, src: ipv6(COA1), dst: ipv6(HA) };
    run.inject('mn1', { ...outer, payload: { is: 'ipv6', packet: inner } }).to(seconds(5));
    expect(run.drops('ha', seconds(4)).join()).toMatch(/source is not bound .*MIP6 §10\.4\.5/);
  });
});

describe('S-13 c: return home', () => {
  const home = (): Lab => bound().to(seconds(6)).put('mn1', atHome).to(seconds(9));

  test('MIP-20, MIP-27, MIP-40, MIP-42 to MIP-45: the update ends the binding from the home address, and neighbours are told after it', () => {
    const run = home();
    expect(said(run, seconds(6), /(BU|BA|N[SA] MN1)/)).toEqual([
      'MN1 -> HA BU seq101 L0',
      'HA -> MN2 NS MN1',
      'MN1 -> HA NA MN1',
      'HA -> MN1 BA 0 seq101 L0',
      'MN1 -> HA NA MN1',
    ]);
    const octets = run.octets('BU');
    expect(octets[6]).toBe(135); // no Home Address option
    expect(run.octets('BA')[6]).toBe(135); // no routing header
    expect(bindings(run, 'state', 'tunnel')).toEqual(['kept undefined']);
    expect(run.path('F1')).toBe('MN1 -> HA -> CN1');
    expect(run.flow('F1')['running']).toBe(true);
  });

  test('MIP-32: the home agent answers for the address no more, and routes nothing into a tunnel', () => {
    const run = home();
    expect(run.columns('ha', 'stack/addresses', ['address']).join()).not.toContain(HOA);
    expect(run.columns('ha', 'stack/routes', ['id']).join()).not.toContain(HOA);
    expect(run.table('ha', 'ha/tunnels')).toEqual([]);
  });

  test('MIP-28: a late update of the visited link is refused with 135, and the entry goes after 10 s', () => {
    const run = home();
    run.inject('cn1', update(100)).to(seconds(10));
    expect(run.messages(seconds(9)).join()).toMatch(/BA 135 seq101/);
    expect(bindings(run.to(seconds(15)), 'state')).toEqual(['kept']);
    expect(run.to(seconds(17)).table('ha', 'ha/bindings')).toEqual([]);
  });

  test('a node that begins at home uses its address there, and registers when it leaves', () => {
    const run = visiting(quiet).put('mn1', atHome).to(seconds(3));
    expect(told(run)).toEqual([]);
    start(run).to(seconds(4));
    expect(run.path('F1')).toBe('MN1 -> HA -> CN1');
    run.put('mn1', below(1)).to(seconds(8));
    expect(run.path('F1')).toBe('MN1 => AR1 => HA -> CN1');
    expect(run.flow('F1')).toMatchObject({ source: HOA, running: true });
  });
});

describe('S-13 d and e: what the home agent refuses', () => {
  test('MIP-23, MIP-55: 134: another node on the home link has the address', () => {
    const taken = '2001:db8:f0:1:0:5eff:fe00:201';
    const nodes = { ...quiet.nodes, mn1: { home: taken, optimise: false } };
    const run = visiting({ ...quiet, nodes }).to(seconds(5));
    expect(told(run)).toEqual(['MN1 -> HA BU seq100 L60', 'HA -> MN1 BA 134 seq100']);
    expect(run.table('ha', 'ha/bindings')).toEqual([]);
    expect(run.columns('mn1', 'mobile/registration', ['state', 'status'])).toEqual(['refused 134']);
    expect(run.columns('mn1', 'stack/addresses', ['address']).join()).not.toContain(taken);
    expect(run.notes().join()).toMatch(/is in use on the home link \(MIP6 §10\.3\.1\)/);
  });

  test('MIP-13, MIP-52, MIP-53: 135: an old number is answered with the last one, and the next update is newer', () => {
    const run = bound();
    run.inject('mn1', update(100)).to(seconds(5));
    expect(told(run, seconds(4))).toContain('HA -> MN1 BA 135 seq100');
    expect(bindings(run, 'sequence', 'state')).toEqual(['100 active']);
    run.inject('mn1', update(105)).to(seconds(6)).put('mn1', below(2)).to(seconds(8));
    expect(told(run, seconds(7))).toEqual([
      'MN1 -> HA BU seq101 L60',
      'HA -> MN1 BA 135 seq105',
      'MN1 -> HA BU seq106 L60',
      'HA -> MN1 BA 0 seq106 L60',
    ]);
  });

  test.each([
    ['131', { homeRegistration: false }, HA, /BA 131/],
    ['132', { homeAddress: ipv6('2001:db8:9::9') }, HA, /BA 132/],
    ['133', { homeAddress: ipv6('2001:db8:f0:1::6'), lifetime: 0 }, HA, /BA 133/],
  ])('MIP-22, MIP-26: %s', (_, change, to, answer) => {
    const nodes = { ...quiet.nodes, mn2: { home: '2001:db8:f0:1::6', optimise: false } };
    const run = visiting({ ...quiet, nodes }).to(seconds(4));
    const head = {
      homeAddress: ipv6('2001:db8:f0:1::6'),
      careOfAddress: ipv6(COA1),
      sequence: 7,
      lifetime: 60,
      acknowledge: true,
      homeRegistration: true,
      mobileRouter: false,
      ...change,
    };
    const ends = { source: ipv6(COA1), destination: ipv6(to) };
    run.inject('mn1', buildUpdate(head, ends, [])).to(seconds(5));
    expect(run.messages(seconds(4)).join()).toMatch(answer);
  });

  test('MIP-17: 139: the H flag of a binding does not change', () => {
    const run = bound();
    const { payload, ...rest } = update(102);
    if (payload.is !== 'mobility' || payload.message.is !== 'BindingUpdate') return;
    const message = { ...payload.message, homeRegistration: false };
    run.inject('mn1', { ...rest, payload: { is: 'mobility', message } }).to(seconds(5));
    expect(run.messages(seconds(4)).join()).toMatch(/BA 139/);
  });

  test('MIP-18: a node without a security association is passed over', () => {
    const run = bound();
    const message = update(1);
    run.inject('mn1', { ...message, homeAddress: ipv6('2001:db8:f0:1::77') }).to(seconds(6));
    expect(run.notes(seconds(4)).join()).toMatch(/no security association/);
    expect(bindings(run, 'homeAddress')).toEqual([HOA]);
  });
});
