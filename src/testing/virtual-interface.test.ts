// S-08 and S-09: one interface for the stack over two radios, and two prefixes on it (VIP §3, §4.1).

import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { HNP1, HNP2, MAG1, MAG2, nowhere } from './pmip-cast.ts';
import { ALL, bindings } from './pmip-run.ts';
import { told } from './pmip-words.ts';
import {
  flow,
  framesOf,
  IN_HNP1,
  IN_HNP2,
  multihomed,
  oneOn,
  path,
  placed,
  radio,
  start,
  ZZZ,
} from './vip-cast.ts';

describe('S-09: two prefixes on one interface', () => {
  const run = multihomed();

  test('VIP-12: each link is a binding of its own', () => {
    expect(told(run, seconds(1), ALL)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL 02:00:5e:00:0a:0a}",
        "LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL 02:00:5e:00:0a:0a}",
        "MAG1 -> MN1 RA{fe80::200:5eff:fe00:5213,lft 1800,SLLAO 00:00:5e:00:52:13,MTU 1460,PIO HNP1 L A 2592000/604800}",
        "MAG2 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT5,TS 2.020,LL 02:00:5e:00:0a:0a}",
        "LMA -> MAG2 PBA{0,1,L75,HNP HNP2,HI1,ATT5,TS 2.020,LL 02:00:5e:00:0a:0a}",
        "MAG2 -> MN1 RA{fe80::200:5eff:fe00:5213,lft 1800,SLLAO 00:00:5e:00:52:13,MTU 1460,PIO HNP2 L A 2592000/604800}",
      ]
    `);
  });

  test('VIP-12: the table of the figure, with its technologies set right (V-1)', () => {
    const columns = ['prefixes', 'proxyCareOfAddress', 'accessTechnology', 'linkLayerId'] as const;
    expect(bindings(run, ...columns)).toEqual([
      `[${HNP1}] ${MAG1} 4 ${ZZZ}`,
      `[${HNP2}] ${MAG2} 5 ${ZZZ}`,
    ]);
  });

  test('VIP-1, VIP-8, VIP-9: prefixes and addresses are those of the virtual interface alone', () => {
    expect(run.columns('mn1', 'stack/addresses', ['iface', 'address'])).toEqual([
      'vif fe80::5eff:fe00:a0a',
      `vif ${IN_HNP1}`,
      `vif ${IN_HNP2}`,
    ]);
    expect(run.columns('mn1', 'host/onLink', ['iface', 'prefix'])).toEqual([
      `vif ${HNP1}`,
      `vif ${HNP2}`,
    ]);
    expect(run.columns('mn1', 'stack/routes', ['out']).every((out) => out === 'vif')).toBe(true);
  });

  test('VIP-7, VIP-11: a packet leaves where the prefix of its source was advertised', () => {
    expect(run.columns('mn1', 'vif/prefixes', ['prefix', 'over'])).toEqual([
      `${HNP1} if1`,
      `${HNP2} if2`,
    ]);
  });
});

describe('S-09: flows', () => {
  const bound = { flows: [flow('F1', { bind: 'lma' }), flow('F2'), flow('F3')] };

  test('VIP-10: a socket that binds to nothing has an address by RFC 6724', () => {
    const run = multihomed().do(start('F1')).to(seconds(6));
    expect(run.flow('F1')).toMatchObject({ source: IN_HNP1, lost: 0 });
    expect(run.path('F1')).toMatch(/MAG1/);
  });

  test('VIP-11: swapped by hand, each flow goes on over the other sub-interface (VI-6)', () => {
    const run = placed({ mn: oneOn, domain: bound }).to(seconds(3)).do(start('F1')).to(seconds(4));
    run.do(radio('if2', true)).to(seconds(6));
    run
      .do(path('if2', HNP1))
      .do(path('if1', HNP2))
      .to(seconds(6) + ms(1));
    expect(run.columns('mn1', 'vif/prefixes', ['prefix', 'over'])).toEqual([
      `${HNP1} if2`,
      `${HNP2} if1`,
    ]);
    run.to(seconds(7));
    expect(framesOf(run, seconds(6) + ms(20))).toEqual([`radio-mag2 ${ZZZ}`]);
  });
});

describe('S-09, finding V-2: two sub-interfaces of one technology', () => {
  const interfaces = [
    { id: 'if1', joins: ['mag1'] },
    { id: 'if2', joins: ['mag2'], off: true },
  ];
  const nodes = { mag2: { att: 4 } };

  test('have one key at the LMA: the second attachment takes the session of the first', () => {
    const run = multihomed({ mn: { interfaces }, domain: { nodes } });
    expect(bindings(run, 'prefixes', 'proxyCareOfAddress', 'accessTechnology')).toEqual([
      `[${HNP1}] ${MAG2} 4`,
    ]);
    expect(told(run, seconds(2), /^PB/)).toEqual([
      expect.stringContaining('MAG2 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4') as string,
      expect.stringContaining('LMA -> MAG2 PBA{0,1,L75,HNP HNP1') as string,
    ]);
  });

  test('with link-layer addresses of their own they have two sessions', () => {
    const change = { mn: { interfaces }, virtual: { ownMacs: true }, domain: { nodes } };
    const run = multihomed(change);
    expect(bindings(run, 'prefixes', 'proxyCareOfAddress')).toEqual([
      `[${HNP1}] ${MAG1}`,
      `[${HNP2}] ${MAG2}`,
    ]);
    run.do(start('F1')).to(seconds(6));
    expect(framesOf(run, seconds(5))).toEqual(['radio-mag1 02:00:5e:00:01:01']);
    expect(run.flow('F1')).toMatchObject({ source: IN_HNP1, lost: 0 });
  });
});

describe('S-08: what the stack sees', () => {
  const look = (run: ReturnType<typeof multihomed>) => ({
    addresses: run.table('mn1', 'host/addresses').map(({ address, state }) => [address, state]),
    routers: run.columns('mn1', 'host/routers', ['address', 'iface']),
    routes: run.table('mn1', 'stack/routes'),
    flow: run.flow('F1')['source'],
  });

  test('VIP-3, VIP-4: the path of a prefix changes and comes back, and nobody above sees it', () => {
    const run = multihomed().do(start('F1')).to(seconds(6));
    const before = look(run);
    run.do(path('if2', HNP1)).to(seconds(7));
    expect(framesOf(run, seconds(6) + ms(20))).toEqual([`radio-mag2 ${ZZZ}`]);
    expect(look(run)).toEqual(before);
    run.do(path('if1', HNP1)).to(seconds(8));
    expect(framesOf(run, seconds(7) + ms(20))).toEqual([`radio-mag1 ${ZZZ}`]);
    expect(look(run)).toEqual(before);
  });

  test('VIP-2: what arrives over another sub-interface than it would leave by is taken', () => {
    const flows = [flow('F1', { mode: 'down' })];
    const run = multihomed({ domain: { flows } }).do(start('F1')).to(seconds(6));
    run.do(path('if2', HNP1)).to(seconds(7));
    expect(run.flow('F1')).toMatchObject({ lost: 0, highest: 97 });
    expect(run.columns('mn1', 'station/attachment', ['accessPoint'])).toEqual(['mag1', 'mag2']);
  });

  test('a flow that the network moves is followed (RFC 7847 §5.3)', () => {
    const flows = [flow('F1', { mode: 'down' })];
    const run = multihomed({ domain: { flows } }).do(start('F1')).to(seconds(6));
    run.do(path('if2', HNP1)).to(seconds(8));
    expect(run.columns('mn1', 'vif/flows', ['local', 'remote', 'over'])).toEqual([
      `${IN_HNP1} 2001:db8:c1::10 if1`,
    ]);
    run.do(path('if1', HNP1)).to(seconds(10));
    expect(
      run.do(path('if2', HNP1)).do(radio('if1', false)).to(seconds(11)).table('mn1', 'vif/flows'),
    ).toEqual([]);
  });

  test('VIP-5, VIP-6: without advertisements addresses and sockets live to the advertised end', () => {
    const flows = [flow('F1', { mode: 'up', every: seconds(3600) })];
    const run = multihomed({ domain: { flows } }).do(start('F1')).to(seconds(6));
    run.do({ do: 'link', link: 'radio-mag1', up: false });
    run.do({ do: 'link', link: 'radio-mag2', up: false }).put('mn1', nowhere).to(seconds(7));
    const until = Number(
      run.table('mn1', 'host/addresses').find(({ address }) => address === IN_HNP1)?.['validUntil'],
    );
    expect(until).toBeGreaterThan(seconds(2_592_000));
    run.to(until - 1);
    expect(run.flow('F1')).toMatchObject({ running: true, source: IN_HNP1 });
    run.to(until + seconds(3600));
    expect(run.flow('F1')).toMatchObject({ running: false });
  });

  test('control: without it the address goes with its interface, and the socket fails', () => {
    const run = placed({ virtual: 'none' }).to(seconds(3));
    run.do(start('F1')).to(seconds(4)).do(radio('if1', false)).to(seconds(5));
    expect(run.flow('F1')).toMatchObject({ running: false });
    expect(run.flow('F1')['lastError']).toContain('is gone');
  });
});

describe('one active path (VMN §4.2), as an interface switching module has it', () => {
  const active = { path: 'active' } as const;

  test('is the nearer one, and the other at once when it fails', () => {
    const run = multihomed({ virtual: active }).do(start('F1')).to(seconds(6));
    expect(run.columns('mn1', 'vif/subs', ['iface', 'active'])).toEqual(['if1 true', 'if2 false']);
    run.do({ do: 'link', link: 'radio-mag1', up: false }).do(radio('if1', false)).to(seconds(7));
    expect(run.columns('mn1', 'vif/subs', ['iface', 'active'])).toEqual(['if1 false', 'if2 true']);
    expect(framesOf(run, seconds(6) + ms(20))).toEqual([`radio-mag2 ${ZZZ}`]);
  });

  test('V-6: the preferred one has to be up for a second', () => {
    const run = placed({ virtual: { ...active, preferred: 'if2' }, mn: oneOn }).to(seconds(3));
    run.do(radio('if2', true)).to(seconds(4));
    expect(run.columns('mn1', 'vif/subs', ['iface', 'active'])).toEqual(['if1 true', 'if2 false']);
    run.to(seconds(4) + ms(30));
    expect(run.columns('mn1', 'vif/subs', ['iface', 'active'])).toEqual(['if1 false', 'if2 true']);
  });

  test('V-5: strict, it takes nothing over the other one but hears its advertisements', () => {
    const run = multihomed({ virtual: { ...active, strict: true } })
      .do(start('F1'))
      .to(seconds(6));
    expect(run.columns('mn1', 'vif/prefixes', ['prefix', 'heard'])).toEqual([
      `${HNP1} [if1]`,
      `${HNP2} [if2]`,
    ]);
    expect(run.columns('mn1', 'stack/addresses', ['address'])).not.toContain(IN_HNP2);
    run.do(path('if2')).to(seconds(7));
    expect(
      run.drops('mn1', seconds(6)).some((words) => words.includes('if1 is not the path')),
    ).toBe(true);
    expect(run.columns('mn1', 'stack/addresses', ['address'])).toContain(IN_HNP2);
  });
});
