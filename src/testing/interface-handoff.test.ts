// S-10 and S-11: from one technology to another behind a virtual interface (VIP §4.2, §4.3), as RFC
// 5213 lets it happen.

import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { HNP1, HNP2, MAG1, MAG2 } from './pmip-cast.ts';
import { ALL, bindings, BINDING, updates } from './pmip-run.ts';
import { told } from './pmip-words.ts';
import {
  flow,
  framesOf,
  IN_HNP1,
  multihomed,
  oneOn,
  placed,
  radio,
  start,
  ZZZ,
} from './vip-cast.ts';

const onPurpose = radio('if2', true, { instead: 'if1' });
const columns = ['prefixes', 'proxyCareOfAddress', 'accessTechnology', 'linkLayerId'] as const;
const at = seconds(4);

describe('S-10: MN1 changes from WLAN to WiMAX on purpose', () => {
  const begun = () => placed({ mn: oneOn }).to(seconds(2)).do(start('F1')).to(at);
  const run = begun().do(onPurpose).to(seconds(6));

  test('VIP-13 to VIP-15: the messages', () => {
    expect(told(run, at, ALL)).toMatchInlineSnapshot(`
      [
        "MAG2 -> LMA PBU{1,L75,HNP ::/0,HI2,ATT5,TS 4.020,LL 02:00:5e:00:0a:0a}",
        "LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HI2,ATT5,TS 4.020,LL 02:00:5e:00:0a:0a}",
        "MAG2 -> MN1 RA{fe80::200:5eff:fe00:5213,lft 1800,SLLAO 00:00:5e:00:52:13,MTU 1460,PIO HNP1 L A 2592000/604800}",
        "MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 4.120,LL 02:00:5e:00:0a:0a}",
      ]
    `);
  });

  test('VIP-14: care-of address and technology change; prefix and identifier stay', () => {
    expect(bindings(begun(), ...columns)).toEqual([`[${HNP1}] ${MAG1} 4 ${ZZZ}`]);
    expect(bindings(run, ...columns)).toEqual([`[${HNP1}] ${MAG2} 5 ${ZZZ}`]);
    expect(updates(run, 'mag2', 'prefixes', 'state')).toEqual([`[${HNP1}] active`]);
    expect(updates(run, 'mag1', 'prefixes')).toEqual([]);
  });

  test('VIP-13: the application sees nothing: no address, router or socket changes', () => {
    const rows = run.table('mn1', 'host/addresses');
    expect(rows.map(({ address, state }) => `${String(address)} ${String(state)}`)).toEqual([
      'fe80::5eff:fe00:a0a preferred',
      `${IN_HNP1} preferred`,
    ]);
    expect(run.columns('mn1', 'host/routers', ['address'])).toEqual(['fe80::200:5eff:fe00:5213']);
    expect(run.flow('F1')).toMatchObject({ source: IN_HNP1, running: true });
    // Only what was on its way while the LMA changed the tunnel is lost.
    expect(run.flow('F1')['lost']).toBeLessThan(4);
    expect(framesOf(run, at + ms(200))).toEqual([`radio-mag2 ${ZZZ}`]);
  });

  test('VIP-5, VIP-13: it goes on, too, when the old link breaks before the new one is made', () => {
    const broken = begun().do(radio('if2', true, { instead: 'if1', breakFirst: true }));
    broken.to(seconds(6));
    expect(broken.flow('F1')).toMatchObject({ source: IN_HNP1, running: true });
    expect(framesOf(broken, at + ms(200))).toEqual([`radio-mag2 ${ZZZ}`]);
    expect(broken.columns('mn1', 'host/addresses', ['address', 'state'])).toContain(
      `${IN_HNP1} preferred`,
    );
  });
});

describe('S-10, variant: both are attached, and MN1 gives up if1', () => {
  test('with no prefix in it the PBU is about the session of if2 alone: HNP1 does not move', () => {
    const run = multihomed().do(onPurpose).to(seconds(6));
    expect(told(run, seconds(5), BINDING)).toMatchInlineSnapshot(`
      [
        "MAG2 -> LMA PBU{2,L75,HNP ::/0,HI2,ATT5,TS 5.000,LL 02:00:5e:00:0a:0a}",
        "LMA -> MAG2 PBA{0,2,L75,HNP HNP2,HI2,ATT5,TS 5.000,LL 02:00:5e:00:0a:0a}",
        "MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 5.100,LL 02:00:5e:00:0a:0a}",
        "LMA -> MAG1 PBA{0,2,L0,HNP HNP1,HI4,ATT4,TS 5.100,LL 02:00:5e:00:0a:0a}",
      ]
    `);
    expect(bindings(run, 'prefixes', 'proxyCareOfAddress', 'state')).toEqual([
      `[${HNP1}] ${MAG1} waitDelete`,
      `[${HNP2}] ${MAG2} active`,
    ]);
  });

  test('from a third sub-interface it is not clear which of two is meant: a new session', () => {
    const interfaces = [
      { id: 'if1', att: 4 },
      { id: 'if2', att: 5, off: true },
      { id: 'if3', att: 3, off: true },
    ];
    const nodes = { mag3: { att: 3, cell: { dx: -280, dy: 152, rx: 304, ry: 96 } } };
    const domain = { gateways: 3, nodes };
    const run = multihomed({ mn: { interfaces }, domain });
    run.do(radio('if3', true, { instead: 'if1' })).to(seconds(5) + ms(80));
    expect(bindings(run, 'prefixes', 'accessTechnology')).toEqual([
      `[${HNP1}] 4`,
      `[${HNP2}] 5`,
      `[2001:db8:a3:3::/64] 3`,
    ]);
    expect(told(run, seconds(5), /^PBU/)).toEqual([
      expect.stringContaining('HNP ::/0,HI2,ATT3') as string,
    ]);
  });
});

describe('S-10, variant: the PBU names HNP1', () => {
  test('its session moves, and two bindings have one key then (finding)', () => {
    const interfaces = [
      { id: 'if1', att: 4 },
      { id: 'if2', att: 5, joins: ['mag2'], off: true },
      { id: 'if3', att: 5, joins: ['mag3'], off: true },
    ];
    const cell = { dx: -280, dy: 152, rx: 304, ry: 96 };
    const nodes = { mag3: { att: 5, asks: { mn1: [HNP1] }, cell } };
    const run = multihomed({ mn: { interfaces }, domain: { gateways: 3, nodes } });
    run.do(radio('if3', true, { instead: 'if1' })).to(seconds(5) + ms(80));
    expect(bindings(run, ...columns)).toEqual([
      `[${HNP1}] 2001:db8:3::1 5 ${ZZZ}`,
      `[${HNP2}] ${MAG2} 5 ${ZZZ}`,
    ]);
  });
});

describe('S-11: some prefixes shall move (VIP §4.3)', () => {
  test('RFC 5213 refuses what is not the whole set of a session: 159, and nothing changes', () => {
    const nodes = { mn1: { prefixCount: 2 }, mag2: { att: 5, asks: { mn1: [HNP2] } } };
    const run = placed({ mn: oneOn, domain: { nodes, flows: [flow('F1')] } }).to(seconds(2));
    run.do(start('F1')).to(at);
    expect(bindings(run, 'prefixes')).toEqual([`[${HNP1} ${HNP2}]`]);
    run.do(onPurpose).to(at + ms(90));
    expect(told(run, at, BINDING)).toMatchInlineSnapshot(`
      [
        "MAG2 -> LMA PBU{1,L75,HNP HNP2,HI2,ATT5,TS 4.020,LL 02:00:5e:00:0a:0a}",
        "LMA -> MAG2 PBA{159,1,L0,HNP HNP2,HI2,ATT5,TS 4.020,LL 02:00:5e:00:0a:0a}",
      ]
    `);
    expect(bindings(run, 'prefixes', 'proxyCareOfAddress')).toEqual([`[${HNP1} ${HNP2}] ${MAG1}`]);
    expect(run.columns('mn1', 'vif/prefixes', ['prefix', 'over'])).toEqual([
      `${HNP1} if1`,
      `${HNP2} if1`,
    ]);
  });
});
