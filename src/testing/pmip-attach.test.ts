// S-01 and S-02 of the acceptance scenarios: a first attachment and a refresh; S-38: expiry. The
// invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { prefix } from '#wire/address.ts';
import { lab, SIGNALLING } from './lab.ts';
import { HNP1, LMA, M1, MAG1, MN1, mn1, nowhere } from './pmip-cast.ts';
import { datagram, pbu } from './pmip-packets.ts';
import { ALL, attached, ATTACHED, BINDING, bindings, BOUND, tunnels, updates } from './pmip-run.ts';
import { told, toldAt, wayOf } from './pmip-words.ts';

describe('S-01 first attachment', () => {
  test('goes as RFC 5213 figure 2 has it', () => {
    const run = lab('pmip-attach').to(seconds(3));
    expect(run.ladder(SIGNALLING)).toMatchInlineSnapshot(`
      "             +-----+                 +------+                 +-----+
                   | MN1 |                 | MAG1 |                 | LMA |
                   +-----+                 +------+                 +-----+
        1    1.020    |     attach, WLAN      |                        |
                      |<.....................>| + BUL entry            |
        2    1.020    |                      PBU seq1 L75 HI1 any prefix
                      |                       |----------------------->|
                      |                    + BCE HNP1, tunnel, 1 route |
        3    1.030    |                       |  PBA 0 seq1 L75 HNP1   |
                      |                       |<-----------------------|
                      |                       | BUL active, + tunnel, 2|
                      |                       | routes                 |
        4    1.040    |      RA HNP1 7 d      |                        |
                      |<----------------------|                        |
                      | + HNP1::MN1           |                        |
         (1.958 s)    :                       :                        :
             3.000    | * F1: source 2001:db8:a1:1:0:5eff:fe00:101 (RFC|
                      | 6724 section 5)       |                        |
                      |                       |                        |
      "
    `);
  });

  test('PMIP-171, PMIP-176 to PMIP-184, PMIP-190 to PMIP-196: PBU, PBA, then the RA', () => {
    expect(told(attached(), 0, ALL)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1}",
        "LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL M1}",
        "MAG1 -> MN1 RA{fe80::200:5eff:fe00:5213,lft 1800,SLLAO 00:00:5e:00:52:13,MTU 1460,PIO HNP1 L A 2592000/604800}",
      ]
    `);
  });

  test('PMIP-9, PMIP-10, PMIP-41 to PMIP-44, PMIP-152, PMIP-153: tables and tunnels', () => {
    const run = attached();
    expect(
      bindings(run, 'mnId', 'linkLayerId', 'accessTechnology', 'prefixes', 'proxyCareOfAddress'),
    ).toEqual([`${mn1} ${M1} 4 [${HNP1}] ${MAG1}`]);
    expect(bindings(run, 'state', 'lifetime', 'handoff', 'expiresAt')).toEqual([
      `active 75 1 ${BOUND + seconds(300)}`,
    ]);
    expect(updates(run, 'mag1', 'mnId', 'linkLayerId', 'prefixes', 'lma', 'state')).toEqual([
      `${mn1} ${M1} [${HNP1}] ${LMA} active`,
    ]);
    expect(tunnels(run, 'lma')).toEqual([`${MAG1} 1`]);
    expect(tunnels(run, 'mag1')).toEqual([`${LMA} 1`]);
  });

  test('PMIP-135, PMIP-141, PMIP-143, PMIP-280: data go through the tunnel both ways', () => {
    const CN1 = '2001:db8:c1::10';
    const down = attached().inject('cn1', datagram(CN1, MN1)).to(seconds(4));
    expect(wayOf(down)).toBe('CN1 -> LMA => MAG1 ->');
    const up = attached().inject('mn1', datagram(MN1, CN1)).to(seconds(4));
    expect(wayOf(up)).toBe('MN1 -> MAG1 => LMA ->');
  });

  test('PMIP-295: MN1 configures an address of HNP1, tentative until DAD ends', () => {
    const run = attached();
    const states = run.columns('mn1', 'host/addresses', ['address', 'state']);
    expect(states).toContain('2001:db8:a1:1:0:5eff:fe00:101 preferred');
    const early = attached().timeline.log;
    const events = Array.from({ length: early.length }, (_, seq) => early.event(seq));
    const rows = events.flatMap((event) =>
      event.kind === 'row' && event.node === 'mn1' && event.table === 'addresses'
        ? [`${event.key} ${String(event.after?.['state'])}`]
        : [],
    );
    const own = rows.filter((row) => row.includes('2001:db8:a1'));
    expect(own[0]).toContain('tentative');
    expect(own.at(-1)).toContain('preferred');
  });

  test('PMIP-76, PMIP-174, PMIP-196, PMIP-197, PMIP-222: an address that the LMA made', () => {
    const run = attached({ knobs: { magAddress: 'lma' } });
    expect(told(run, 0, ALL)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1,LLA ::}",
        "LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL M1,LLA fe80::52:13ff:fe00:1}",
        "MAG1 -> MN1 RA{fe80::52:13ff:fe00:1,lft 1800,SLLAO 00:00:5e:00:52:13,MTU 1460,PIO HNP1 L A 2592000/604800}",
      ]
    `);
  });
});

describe('S-02 refresh', () => {
  test('PMIP-225 to PMIP-227, PMIP-45, PMIP-46: after 80 % of the lifetime', () => {
    const run = attached().to(seconds(299));
    expect(toldAt(run, seconds(3), ALL)).toMatchInlineSnapshot(`
      [
        "241040 MAG1 -> LMA PBU{2,L75,HNP HNP1,HI5,ATT4,TS 241.040,LL M1}",
        "241050 LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HI5,ATT4,TS 241.040,LL M1}",
      ]
    `);
    expect(bindings(run, 'expiresAt', 'lifetime')).toEqual([`${BOUND + ms(20) + seconds(540)} 75`]);
    expect(tunnels(run, 'lma')).toEqual([`${MAG1} 1`]);
  });

  test('PMIP-288, PMIP-290, PMIP-291: a node that has left is ended, not refreshed', () => {
    const run = attached().to(ATTACHED + seconds(240) - ms(100));
    run.put('mn1', nowhere).to(seconds(245));
    expect(toldAt(run, seconds(3), BINDING)).toMatchInlineSnapshot(`
      [
        "240920 MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 240.920,LL M1}",
        "240930 LMA -> MAG1 PBA{0,2,L0,HNP HNP1,HI4,ATT4,TS 240.920,LL M1}",
      ]
    `);
    expect(updates(run, 'mag1', 'state')).toEqual([]);
  });
});

describe('S-38 expiry', () => {
  /** An operator makes MAG1 forget MN1, so that nothing refreshes the binding. */
  const forgotten = () =>
    attached().do({ do: 'operate', node: 'mag1', order: 'forget', mn: 'mn1' });

  test('a) without refresh the binding goes without a message, and packets are dropped', () => {
    const run = forgotten().to(seconds(302));
    expect(told(run, seconds(4), BINDING)).toEqual([]);
    expect(bindings(run, 'mnId')).toEqual([]);
    expect(tunnels(run, 'lma')).toEqual([]);
    run.inject('cn1', datagram('2001:db8:c1::10', MN1)).to(seconds(303));
    expect(run.drops('lma', seconds(302))).toMatchInlineSnapshot(`
      [
        "policy: no binding for the prefix (PMIP §5.6.2)",
      ]
    `);
  });

  test('a) exactly at the end of the lifetime', () => {
    const run = forgotten().to(BOUND + seconds(300) - 1);
    expect(bindings(run, 'state')).toEqual(['active']);
    run.to(BOUND + seconds(300));
    expect(bindings(run, 'state')).toEqual([]);
  });

  test('b) a granted lifetime of 40 s is refreshed after 32 s', () => {
    const run = attached({ nodes: { lma: { lifetime: 40 } } }).to(seconds(40));
    expect(toldAt(run, seconds(3), BINDING)).toMatchInlineSnapshot(`
      [
        "33040 MAG1 -> LMA PBU{2,L75,HNP HNP1,HI5,ATT4,TS 33.040,LL M1}",
        "33050 LMA -> MAG1 PBA{0,2,L10,HNP HNP1,HI5,ATT4,TS 33.040,LL M1}",
      ]
    `);
  });

  test('c) an anchoring D-GW that is not refreshed ends the prefix, and tells the HSS', () => {
    const run = lab('dmm-f4').to(seconds(13));
    const known = () => JSON.stringify(run.table('hss', 'hss/records'));
    expect(known()).toContain('2001:db8:aa:1::');
    run.do({ do: 'node', node: 'dgw2', up: false }).to(seconds(320));
    expect(run.columns('dgw1', 'dgw/bindings', ['prefix', 'state'])).toEqual([]);
    expect(run.table('dgw1', 'dgw/tunnels')).toEqual([]);
    expect(known()).not.toContain('2001:db8:aa:1::');
  });

  test.each([
    [-1, 'before: an extension', 'active'],
    [1, 'after: a new session with the same prefix', 'active'],
  ])('d) a PBU that arrives %d ms %s', (offset, _, state) => {
    const run = forgotten();
    const at = BOUND + seconds(300) + ms(offset) - ms(10);
    run.to(at).inject('mag1', pbu(at, { handoff: 5, prefixes: [prefix(HNP1)], sequence: 9 }));
    run.to(at + ms(11));
    expect(bindings(run, 'prefixes', 'state')).toEqual([`[${HNP1}] ${state}`]);
  });

  test('e) the longest lifetime is an ordinary value', () => {
    const lifetime = 65_535 * 4;
    const run = attached({ nodes: { lma: { lifetime }, mag1: { lifetime } } });
    expect(bindings(run, 'lifetime')).toEqual(['65535']);
    run.to(ATTACHED + seconds(209_711));
    expect(told(run, seconds(4), BINDING)).toEqual([]);
    run.to(ATTACHED + seconds(209_713));
    expect(told(run, seconds(4), BINDING)).toHaveLength(2);
  });
});
