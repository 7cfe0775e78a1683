// what ends an anchored prefix. Lifetime alone is tested with the expiry; here the last flow,
// and the order of an operator.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { orphansOf } from '#testing/invariants.ts';
import { DGW1, PREF_A, registered } from '#testing/dmm-cast.ts';
import { lab, type Lab } from '#testing/lab.ts';

const LAST_FLOW = { anchorRelease: 'lastFlow' };
const HANDOVER = ms(30);

describe('at one gateway', () => {
  test('a prefix that nobody uses is released after its time', () => {
    const gateway = registered(LAST_FLOW);
    gateway.runTo(HANDOVER + seconds(10) - 1);
    expect(gateway.pbus).toEqual([]);
    gateway.runTo(HANDOVER + seconds(10));
    expect(gateway.pbus).toMatchObject([{ lifetime: 0, handoff: 4, prefixes: [PREF_A] }]);
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw1, medium 0, 2001:db8:aa:1:: 0/0, route 2001:db8:1c::/64 0',
    ]);
  });

  test('each packet puts it off', () => {
    const gateway = registered(LAST_FLOW);
    gateway.uses.set(PREF_A, seconds(9));
    gateway.runTo(seconds(19) - 1);
    expect(gateway.pbus).toEqual([]);
    gateway.runTo(seconds(19));
    expect(gateway.pbus).toHaveLength(1);
  });

  test('the time is a reading of its own', () => {
    const gateway = registered({ ...LAST_FLOW, prefixIdleTimeout: '2' });
    gateway.runTo(HANDOVER + seconds(2));
    expect(gateway.pbus).toHaveLength(1);
  });

  test('a node that has left takes its question with it', () => {
    const gateway = registered(LAST_FLOW);
    gateway.now = seconds(5);
    gateway.detach();
    gateway.runTo(seconds(60));
    expect(gateway.pbus).toEqual([]);
    expect([...gateway.timers.keys()].join()).not.toContain('idle');
  });

  test('by default nobody asks', () => {
    const gateway = registered();
    gateway.runTo(seconds(200));
    expect(gateway.pbus).toEqual([]);
    expect([...gateway.routes.values()].filter(({ counts }) => counts !== undefined)).toEqual([]);
  });

  test('explicitly: a PBU asks for the longest lifetime', () => {
    const gateway = registered({ anchorRelease: 'explicit' });
    expect(gateway.update(DGW1)?.outstanding).toEqual([]);
    gateway.now = seconds(1);
    gateway.detach();
    gateway.now = seconds(2);
    gateway.attach();
    gateway.answer([]);
    expect(gateway.dlifs).toContain('mn1dgw2 serving');
  });
});

/** Figure 2 with F1 until a time; the node stays at D-GW2. */
const figure = (knobs: Readonly<Record<string, string>>, stop = seconds(4)): Lab =>
  lab('dmm-f2', { knobs }).to(stop).do({ do: 'flow', flow: 'F1', change: 'stop' });

describe('in Figure 2', () => {
  test('the last flow of prefA ends it at both gateways and in the HSS', () => {
    const run = figure(LAST_FLOW).to(seconds(13));
    expect(run.columns('dgw2', 'dgw/updates', ['state'])).toEqual(['active']);
    run.to(seconds(30));
    expect(run.messages(seconds(13))).toEqual([
      'D-GW2 -> MN1 RA @mn1dgw1, prefA withdrawn',
      'D-GW2 -> D-GW1 PBU D seq 2 prefA lft 0',
      'D-GW1 -> D-GW2 PBA D st 0 prefA lft 0',
      'D-GW1 -> HSS HSS! mn1 without prefA',
    ]);
    for (const table of ['tunnels', 'bindings', 'dlifs']) {
      expect(run.table('dgw1', `dgw/${table}`)).toEqual([]);
    }
    expect(run.columns('dgw2', 'dgw/dlifs', ['name', 'state'])).toEqual(['mn1dgw2 serving']);
    expect(orphansOf(run.timeline)).toEqual([]);
  });

  test('a flow that goes on keeps it, whichever way its packets go', () => {
    const run = lab('dmm-f2', { knobs: { ...LAST_FLOW, prefixIdleTimeout: '2' } }).to(seconds(20));
    expect(run.columns('dgw2', 'dgw/updates', ['state'])).toEqual(['active']);
    expect(run.messages(seconds(5))).toEqual([]);
  });

  test('taken back behind the last packet and run again, it is the same', () => {
    const run = figure({ ...LAST_FLOW, prefixIdleTimeout: '2' }).to(seconds(20));
    const { timeline } = run;
    const print = timeline.fingerprint();
    for (const at of [3.5, 4.5, 6.02]) {
      timeline.seek(seconds(at));
      timeline.seek(seconds(20));
      expect(timeline.fingerprint()).toBe(print);
    }
  });

  test('explicitly: nothing is refreshed or forgotten for two days, but by order', () => {
    const run = figure({ anchorRelease: 'explicit' }).to(seconds(5));
    expect(run.columns('dgw1', 'dgw/bindings', ['lifetime'])).toEqual(['65535']);
    run.drag('mn1').to('dgw2').put('mn1', { x: 0, y: 0 }).to(seconds(2000));
    expect(run.messages(seconds(5)).join()).not.toContain('PBU');
    expect(run.table('dgw1', 'dgw/bindings')).toHaveLength(1);
    expect(run.table('dgw2', 'dgw/bindings')).toHaveLength(1);
    for (const node of ['dgw2', 'dgw1']) {
      run.do({ do: 'operate', node, order: 'forget', mn: 'mn1' }).to(run.now + seconds(20));
    }
    for (const node of ['dgw1', 'dgw2']) {
      expect(run.table(node, 'dgw/bindings')).toEqual([]);
      expect(run.table(node, 'dgw/tunnels')).toEqual([]);
    }
    expect(run.table('hss', 'hss/records')).toEqual([]);
    expect(orphansOf(run.timeline)).toEqual([]);
  });
});
