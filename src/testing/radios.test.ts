// A mobile node whose radios all speak IP, in a domain whose access routers look the same on every link
// (RFC 6543), and what happens when a radio is switched.

import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import type { Command, FlowSpec } from '#sim/command.ts';
import { labOf, type Lab } from './lab.ts';
import { belowMag, between, domain, HNP1, HNP2, M1, M2, type Domain } from './pmip-cast.ts';
import { bindings, BINDING, START, twoRadios } from './pmip-run.ts';
import { told } from './pmip-words.ts';

const MN1_IF1 = '2001:db8:a1:1:0:5eff:fe00:101';
const MN1_IF2 = '2001:db8:a2:2:0:5eff:fe00:102';

const flow = (id: string, more: Partial<FlowSpec> = {}): FlowSpec => ({
  id,
  from: 'mn1',
  to: 'cn1',
  every: ms(20),
  octets: 64,
  mode: 'echo',
  ...more,
});
const start = (id: string): Command => ({ do: 'flow', flow: id, change: 'start' });
const radio = (iface: string, up: boolean, more: object = {}): Command => ({
  do: 'radio',
  node: 'mn1',
  iface,
  up,
  ...more,
});

const flows = [flow('F1', { bindIface: 'if1' }), flow('F2', { bindIface: 'if2' }), flow('F3')];

/** MN1 where WLAN of MAG1 and WiMAX of MAG2 overlap. */
const placed = (parts: Domain = {}): Lab =>
  labOf(domain({ nodes: twoRadios, flows, ...parts }))
    .to(START)
    .put('mn1', between(1));

/** The same with if2 off. */
const oneRadioOn = (parts: Domain = {}): Lab => {
  const { mn1, mag2 } = twoRadios;
  const interfaces = (mn1?.interfaces ?? []).map((one) =>
    one.id === 'if2' ? { ...one, off: true } : one,
  );
  return placed({ nodes: { mn1: { interfaces }, ...(mag2 && { mag2 }) }, ...parts });
};

describe('both radios are attached', () => {
  const run = placed().to(seconds(3));

  test('one router each, of the same address: they are told apart by their links', () => {
    expect(run.columns('mn1', 'host/routers', ['iface', 'address', 'prefixes'])).toEqual([
      `if1 fe80::200:5eff:fe00:5213 [${HNP1}]`,
      `if2 fe80::200:5eff:fe00:5213 [${HNP2}]`,
    ]);
    expect(run.columns('mn1', 'stack/addresses', ['iface', 'address'])).toEqual([
      'if1 fe80::5eff:fe00:101',
      'if2 fe80::5eff:fe00:102',
      `if1 ${MN1_IF1}`,
      `if2 ${MN1_IF2}`,
    ]);
  });

  test('routes by source lead to the link of the prefix (RFC 8028 §3.2)', () => {
    const routes = run.columns('mn1', 'stack/routes', ['order', 'from', 'to', 'out']);
    expect(routes.filter((row) => row.includes('::/0'))).toEqual([
      `-1 ${HNP1} ::/0 if1`,
      '0 undefined ::/0 if1',
      '1 undefined ::/0 if1',
      `-1 ${HNP2} ::/0 if2`,
      '1 undefined ::/0 if2',
    ]);
  });

  test('a flow that is bound to an interface has its address and goes its way', () => {
    run.do(start('F1')).do(start('F2')).do(start('F3')).to(seconds(4));
    expect(['F1', 'F2', 'F3'].map((id) => run.flow(id)['source'])).toEqual([
      MN1_IF1,
      MN1_IF2,
      MN1_IF1,
    ]);
    expect(run.path('F1')).toContain('MAG1');
    expect(run.path('F2')).toContain('MAG2');
  });
});

test('MIF-31: of several interfaces the one with a link is used, and rule 5 takes its address', () => {
  const run = placed().to(seconds(3));
  run.do({ do: 'link', link: 'radio-mag1', up: false }).put('mn1', between(2)).to(seconds(4));
  run.do(start('F3')).to(seconds(5));
  expect(run.table('mn1', 'station/attachment')[0]).toMatchObject({ state: 'detached' });
  expect(run.flow('F3')).toMatchObject({ source: MN1_IF2, lost: 0 });
});

describe('a radio is switched off', () => {
  test('its addresses, routers and routes go with it, and so do its sockets', () => {
    const run = placed().to(seconds(3)).do(start('F1')).do(start('F2')).to(seconds(4));
    run.do(radio('if1', false)).to(seconds(5));
    expect(run.columns('mn1', 'stack/addresses', ['address'])).toEqual([
      'fe80::5eff:fe00:102',
      MN1_IF2,
    ]);
    expect(run.columns('mn1', 'host/routers', ['iface'])).toEqual(['if2']);
    expect(run.columns('mn1', 'stack/routes', ['out'])).not.toContain('if1');
    expect(run.flow('F1')).toMatchObject({ running: false });
    expect(run.flow('F1')['lastError']).toContain('is gone');
    expect(run.flow('F2')).toMatchObject({ running: true });
  });

  test('switched on again, it begins anew and gets its prefix back', () => {
    const run = placed().to(seconds(3)).do(radio('if1', false)).to(seconds(4));
    run.do(radio('if1', true)).to(seconds(6));
    expect(run.columns('mn1', 'stack/addresses', ['address'])).toContain(MN1_IF1);
  });

  test('one that was off at the beginning speaks only when it is switched on', () => {
    const run = oneRadioOn().to(seconds(3));
    expect(bindings(run, 'accessTechnology')).toEqual(['4']);
    run.do(radio('if2', true)).to(seconds(5));
    expect(bindings(run, 'accessTechnology')).toEqual(['4', '5']);
  });

  test('a node has no other radios than its own', () => {
    const run = placed().do(radio('if9', true)).to(seconds(2));
    expect(run.notes()).toEqual(['MN1: mn1 has no radio if9. ()']);
  });
});

describe('a radio that joins some cells only', () => {
  test('two of one technology are at two gateways', () => {
    const interfaces = [
      { id: 'if1', joins: ['mag1'] },
      { id: 'if2', joins: ['mag2'] },
    ];
    const run = placed({ nodes: { mn1: { interfaces } } }).to(seconds(3));
    expect(run.columns('mn1', 'station/attachment', ['iface', 'accessPoint'])).toEqual([
      'if1 mag1',
      'if2 mag2',
    ]);
  });
});

describe('from one interface to another on purpose', () => {
  test('PMIP-185, PMIP-188: the gateway asks with HI 2; the former is given up after it', () => {
    const run = oneRadioOn().to(seconds(3));
    run.do(radio('if2', true, { instead: 'if1' })).to(seconds(5));
    expect(told(run, seconds(3), BINDING)).toMatchInlineSnapshot(`
      [
        "MAG2 -> LMA PBU{1,L75,HNP ::/0,HI2,ATT5,TS 3.020,LL M2}",
        "LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HI2,ATT5,TS 3.020,LL M2}",
        "MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 3.120,LL M1}",
      ]
    `);
    expect(run.columns('mn1', 'station/attachment', ['iface', 'state', 'off'])).toEqual([
      'if1 detached true',
      'if2 attached undefined',
    ]);
  });

  test('PMIP-188: or before it', () => {
    const run = oneRadioOn().to(seconds(3));
    run.do(radio('if2', true, { instead: 'if1', breakFirst: true })).to(seconds(5));
    expect(told(run, seconds(3), BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 3.000,LL M1}",
        "LMA -> MAG1 PBA{0,2,L0,HNP HNP1,HI4,ATT4,TS 3.000,LL M1}",
        "MAG2 -> LMA PBU{1,L75,HNP ::/0,HI2,ATT5,TS 3.020,LL M2}",
        "LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HI2,ATT5,TS 3.020,LL M2}",
      ]
    `);
  });

  test('PMIP-188: a second interface that replaces none has HI 1, also when the other fails', () => {
    const run = oneRadioOn().to(seconds(3));
    run.do(radio('if1', false)).do(radio('if2', true)).to(seconds(5));
    expect(told(run, seconds(3), /^PBU.*ATT5/)).toEqual([
      expect.stringContaining('HI1,ATT5') as string,
    ]);
  });

  test('PMIP-188: a radio that is attached already says so again, and the gateway asks anew', () => {
    const run = placed().to(seconds(3));
    run.do(radio('if2', true, { instead: 'if1' })).to(seconds(5));
    expect(told(run, seconds(3), /^PBU/)).toMatchInlineSnapshot(`
      [
        "MAG2 -> LMA PBU{2,L75,HNP ::/0,HI2,ATT5,TS 3.000,LL M2}",
        "MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 3.100,LL M1}",
      ]
    `);
  });

  test('the former stays when it is switched on again in time', () => {
    const run = placed().to(seconds(3));
    run.do(radio('if2', true, { instead: 'if1' })).to(seconds(3) + ms(50));
    run.do(radio('if1', true)).to(seconds(5));
    expect(run.columns('mn1', 'station/attachment', ['state'])).toEqual(['attached', 'attached']);
  });
});

describe('S-14: without extensions each prefix has its own interface alone', () => {
  const wide = { dx: 0, dy: 152, rx: 600, ry: 96 };
  const mag2 = { att: 5, cell: wide };
  const streams = [
    flow('F1', { bindIface: 'if1', mode: 'down' }),
    flow('F2', { bindIface: 'if2' }),
  ];
  const begun = (): Lab => {
    const nodes = { ...twoRadios, mag2 };
    const run = labOf(domain({ gateways: 3, nodes, flows: streams })).to(START);
    return run.put('mn1', belowMag(1)).to(seconds(3)).do(start('F1')).do(start('F2'));
  };

  test('when if1 has no cell, what is for it is lost, though if2 is up', () => {
    const run = begun().to(seconds(4));
    run.do({ do: 'link', link: 'radio-mag1', up: false }).to(seconds(5));
    run.put('mn1', belowMag(2)).to(seconds(6));
    const received = run.flow('F1')['received'];
    run.to(seconds(8));
    expect(run.flow('F1')).toMatchObject({ received, running: true });
    expect(run.flow('F2')).toMatchObject({ lost: 0 });
    expect([...new Set(run.drops('lma', seconds(6)))]).toEqual([
      'policy: mn1@example.net is de-registered (PMIP §5.3.5 rule 2)',
    ]);
  });

  test('MIF-1: when if1 moves to another gateway its prefix follows; that of if2 stays', () => {
    const run = begun().to(seconds(4)).put('mn1', belowMag(3)).to(seconds(6));
    expect(bindings(run, 'prefixes', 'proxyCareOfAddress', 'linkLayerId')).toEqual([
      `[${HNP1}] 2001:db8:3::1 ${M1}`,
      `[${HNP2}] 2001:db8:2::1 ${M2}`,
    ]);
    expect(run.flow('F2')).toMatchObject({ source: MN1_IF2, lost: 0 });
    expect(run.flow('F1')).toMatchObject({ source: MN1_IF1, running: true });
  });
});
