// A virtual interface under Mobile IPv6 and under a mobile router (draft 001, VMN; S-12, S-13 a and b),
// and the same without it, which fails.
import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { FIGURE, lab, labOf, type Lab } from './lab.ts';
import { atHome, HOA } from './mip6-cast.ts';

const COA1 = '2001:db8:1::5eff:fe00:a0a';
const COA2 = '2001:db8:2::5eff:fe00:a0a';
/** When MN1 leaves the cell of AR1. */
const LEFT = seconds(6);
const told = (run: Lab, since = 0): readonly string[] =>
  run.messages(since).filter((line) => /\bB[UA] /.test(line));
const actives = (run: Lab): readonly string[] =>
  run.columns('mn1', 'vif/subs', ['iface', 'active']);

describe('S-12: IFS path switch with Mobile IPv6', () => {
  test('VMN-1, VMN-2, VMN-7 to VMN-12: goes as figure 1 and 4.2 have it', () => {
    expect(lab('vmn-f1').play().ladder(FIGURE)).toMatchInlineSnapshot(`
      "             +-----+     +-----+     +-----+      +----+      +-----+
                   | MN1 |     | AR1 |     | AR2 |      | HA |      | CN1 |
                   +-----+     +-----+     +-----+      +----+      +-----+
        1    0.020    | attach, WLAN          |           |            |
                      |<.........>|           |           |            |
        2    0.020    | RA AR1 7 d|           |           |            |
                      |<----------|           |           |            |
                      | + AR1::MN1|           |           |            |
        3    0.020    |     attach, CDMA      |           |            |
                      |<.....................>|           |            |
        4    0.020    |      RA AR2 7 d       |           |            |
                      |<----------------------|           |            |
                      | + AR2::MN1|           |           |            |
         (1.000 s)    :           :           :           :            :
        5    1.022    |           BU seq100 L60           |            |
                      |---------------------------------->|            |
         (1.000 s)    :           :           :           :            :
        6    2.034    |          BA 0 seq100 L60          |            |
                      |<----------------------------------|            |
         (1.950 s)    :           :           :           :            :
             4.000    | * F1: source 2001:db8:f0:1::5, rule 4 (RFC 6724|
                      | section 5)|           |           |            |
             4.000    |           |        (F1 x80)       |            |
                      |<=========>|           |           |            |
                      |           |<=====================>|            |
                      |           |           |           |<---------->|
        7    4.000    | RA AR1 7 d|           |           |            |
                      |<----------|           |           |            |
        8    4.000    |      RA AR2 7 d       |           |            |
                      |<----------------------|           |            |
             6.000    x leaves AR1|           |           |            |
             6.000    | * the path of vif is if2 now (VMN section 4.2) |
        9    6.000    |           BU seq101 L60           |            |
                      |---------------------------------->|            |
             6.000    |           |       (F1 x121)       |            |
                      |<=====================>|           |            |
                      |           |           |<=========>|            |
                      |           |           |           |<---------->|
       10    6.000    |          RS           |           |            |
                      |---------------------->|           |            |
       11    6.002    |      RA AR2 7 d       |           |            |
                      |<----------------------|           |            |
       12    6.012    |          BA 0 seq101 L60          |            |
                      |<----------------------------------|            |
       13    8.000    |      RA AR2 7 d       |           |            |
                      |<----------------------|           |            |
                      |           |           |           |            |
      "
    `);
  });

  test('VMN-9, VMN-10: exactly one path is active, before and after', () => {
    const run = lab('vmn-f1').to(seconds(5));
    expect(actives(run)).toEqual(['if1 true', 'if2 false']);
    expect(actives(run.to(seconds(7)))).toEqual(['if1 false', 'if2 true']);
    expect(run.notes(LEFT)).toEqual([]);
  });

  test('VMN-1, VMN-8: addresses and routes name the virtual interface alone', () => {
    const run = lab('vmn-f1').to(seconds(5));
    const check = () => {
      const ifaces = new Set([
        ...run.columns('mn1', 'stack/addresses', ['iface']),
        ...run.columns('mn1', 'stack/routes', ['out']),
      ]);
      expect([...ifaces].toSorted()).toEqual(['home', 'vif']);
    };
    check();
    run.to(seconds(8));
    check();
  });

  test('VMN-4: advertisements are observed on both sub-interfaces, from the beginning', () => {
    const run = lab('vmn-f1').to(seconds(5));
    expect(run.columns('mn1', 'mobile/movement', ['iface', 'state', 'prefixes'])).toEqual([
      'if1 away [2001:db8:1::/64]',
      'if2 away [2001:db8:2::/64]',
    ]);
  });

  test('VMN-3, VMN-5, VMN-12: one update later the tunnel leads to the other address', () => {
    const run = lab('vmn-f1').to(seconds(5));
    const care = () => run.columns('ha', 'ha/bindings', ['careOfAddress', 'sequence']);
    expect(care()).toEqual([`${COA1} 100`]);
    run.play();
    expect(told(run, LEFT)).toEqual(['MN1 -> HA BU seq101 L60', 'HA -> MN1 BA 0 seq101 L60']);
    expect(care()).toEqual([`${COA2} 101`]);
    expect(run.path('F1')).toMatch(/^(MN1 => AR2 => HA -> CN1|CN1 -> HA => AR2 => MN1)$/);
    expect(run.flow('F1')).toMatchObject({ source: HOA, running: true });
    expect(Number(run.flow('F1')['gap'])).toBeLessThan(seconds(0.2));
  });

  test('V-5: with a strict path nothing is taken over the inactive one, and the switch still works', () => {
    const { scenario } = lab('vmn-f1');
    const nodes = scenario.nodes.map((node) =>
      node.virtual === undefined ? node : { ...node, virtual: { ...node.virtual, strict: true } },
    );
    const run = labOf({ ...scenario, nodes }).play();
    expect(run.columns('ha', 'ha/bindings', ['careOfAddress', 'state'])).toEqual([
      `${COA2} active`,
    ]);
    expect(run.flow('F1')).toMatchObject({ source: HOA, running: true });
  });
});

describe('S-13 a: without the virtual interface', () => {
  /** Mobile IPv6 is bound to I1; IP runs on both. */
  function bare(): Lab {
    const { scenario } = lab('vmn-f1');
    const nodes = scenario.nodes.map((node) => {
      const { virtual: _virtual, ...rest } = node;
      return rest;
    });
    return labOf({ ...scenario, nodes }).play();
  }

  test('the advertisement on I2 is not seen, so nothing is registered (VMN §3.1)', () => {
    const run = bare();
    expect(run.messages().join()).toMatch(/AR2 -> MN1 RA/);
    expect(told(run, LEFT)).toEqual([]);
    expect(run.columns('mn1', 'mobile/movement', ['iface', 'state'])).toEqual(['if1 down']);
  });

  test('the destination still leads to I1, and the session gets no answer any more (§3.2)', () => {
    const run = bare();
    const { sent, received } = run.flow('F1');
    expect(Number(sent) - Number(received)).toBeGreaterThan(50);
    expect(run.drops('mn1', LEFT).join()).toContain('if1 is on no link');
    expect(run.columns('mn1', 'host/addresses', ['address', 'iface', 'state']).join()).toMatch(
      /2001:db8:2::\S+ if2 preferred/,
    );
  });
});

describe('S-13 b: a mobile router with two egress interfaces', () => {
  test('VMN-6: the node behind it keeps its session across I1 to I2', () => {
    const run = lab('vmn-nemo').play();
    expect(told(run)).toEqual([
      'MR1 -> HA BU seq100 L60 R MR1',
      'HA -> MR1 BA 0 seq100 L60 R',
      'MR1 -> HA BU seq101 L60 R MR1',
      'HA -> MR1 BA 0 seq101 L60 R',
    ]);
    expect(run.columns('ha', 'ha/bindings', ['careOfAddress', 'networks'])).toEqual([
      `${COA2} [2001:db8:f0:100::/64]`,
    ]);
    const [flow] = run.table('lfn1', 'source/flows');
    expect(flow).toMatchObject({ running: true });
    expect(Number(flow?.['gap'])).toBeLessThan(seconds(0.2));
    expect(run.path('F1')).toMatch(
      /^(LFN1 -> MR1 => AR2 => HA -> CN1|CN1 -> HA => AR2 => MR1 -> LFN1)$/,
    );
  });
});

test('vmn-nemo: a router that was left counts as reachable over no path, so that the way home is the way out', () => {
  const run = lab('vmn-nemo').play();
  run.put('mr1', atHome).to(seconds(13));
  expect(run.columns('mr1', 'vif/routers', ['over'])).toEqual(['[]', '[]', '[if1]']);
  expect(run.path('F1')).toMatch(/^(LFN1 -> MR1 -> HA -> CN1|CN1 -> HA -> MR1 -> LFN1)$/);
  // While the radio joins the cell, and no longer.
  expect(Number(run.table('lfn1', 'source/flows')[0]?.['gap'])).toBeLessThan(seconds(0.2));
});

test('mipv6-ro: the direct way, from both places, and home again', () => {
  const run = lab('mipv6-ro').to(seconds(4.5));
  expect(run.path('F1')).toMatch(/^(MN1 -> AR1 -> CN1|CN1 -> AR1 -> MN1)$/);
  run.to(seconds(7.5));
  expect(run.path('F1')).toMatch(/^(MN1 -> AR2 -> CN1|CN1 -> AR2 -> MN1)$/);
  run.play();
  expect(run.path('F1')).toMatch(/^(MN1 -> HA -> CN1|CN1 -> HA -> MN1)$/);
  expect(run.flow('F1')).toMatchObject({ source: HOA, running: true });
});
