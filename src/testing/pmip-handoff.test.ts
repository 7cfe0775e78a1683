// S-03 and S-04 of the acceptance scenarios: a handoff of the same interface, and what may happen to
// the de-registration that goes with it. The invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { prefix } from '#wire/address.ts';
import { lab, SIGNALLING } from './lab.ts';
import { belowMag, HNP1, LMA, M1, MAG1, MAG2, mn1, nowhere, stream } from './pmip-cast.ts';
import type { Domain } from './pmip-cast.ts';
import { pbu } from './pmip-packets.ts';
import { ALL, attached, BINDING, bindings, tunnels, updates } from './pmip-run.ts';
import { told, toldAt } from './pmip-words.ts';

const LEAVES = seconds(4) + ms(5);
/** MN1 leaves MAG1 at 4.005 s and is attached to MAG2 60 ms later. */
function handedOver(parts: Domain = {}) {
  const run = attached({ flows: [stream('F1', 'mn1')], ...parts });
  run.do({ do: 'flow', flow: 'F1', change: 'start' }).to(LEAVES).put('mn1', nowhere);
  return run.to(LEAVES + ms(40)).put('mn1', belowMag(2));
}

describe('S-03 handoff of the same interface', () => {
  test('goes as RFC 5213 figure 3 has it', () => {
    const run = lab('pmip-handoff').play();
    expect(run.ladder(SIGNALLING)).toMatchInlineSnapshot(`
      "             +-----+         +------+         +------+        +-----+
                   | MN1 |         | MAG1 |         | MAG2 |        | LMA |
                   +-----+         +------+         +------+        +-----+
        1    0.060    | attach, WLAN  |                |               |
                      |<.............>| + BUL entry    |               |
        2    0.060    |               |  PBU seq1 L75 HI1 any prefix   |
                      |               |------------------------------->|
                      |               |    + BCE HNP1, tunnel, 1 route |
        3    0.070    |               |      PBA 0 seq1 L75 HNP1       |
                      |               |<-------------------------------|
                      |               | BUL active, + tunnel, 2 routes |
        4    0.080    |  RA HNP1 7 d  |                |               |
                      |<--------------|                |               |
                      | + HNP1::MN1   |                |               |
         (1.918 s)    :               :                :               :
             2.000    | * F1: source 2001:db8:a1:1:0:5eff:fe00:101 (RFC|
                      | 6724 section 5)                |               |
         (2.000 s)    :               :                :               :
             4.000    x leaves MAG1   |                |               |
        5    4.000    |               |      PBU seq2 L0 HI4 HNP1      |
                      |               |------------------------------->|
                      |               |                |BCE waitDelete |
        6    4.010    |               |       PBA 0 seq2 L0 HNP1       |
                      |               |<-------------------------------|
                      |               | - BUL entry, tunnel, 2 routes  |
        7    4.060    |          attach, WLAN          |               |
                      |<..............................>| + BUL entry   |
        8    4.060    |               |      PBU seq1 L75 HI3 any prefix
                      |               |                |-------------->|
                     BCE active, CoA MAG2, + tunnel, 1 route, - tunnel |
        9    4.070    |               |      PBA 0 seq1 L75 HNP1       |
                      | BUL active, + tunnel, 2 routes |<--------------|
       10    4.080    |          RA HNP1 7 d           |               |
                      |<-------------------------------|               |
                      |               |                |               |
      "
    `);
  });

  test('PMIP-186, PMIP-228 to PMIP-231, PMIP-98, PMIP-99: the messages', () => {
    const run = handedOver().to(seconds(6));
    expect(toldAt(run, LEAVES, ALL)).toMatchInlineSnapshot(`
      [
        "4005 MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 4.005,LL M1}",
        "4015 LMA -> MAG1 PBA{0,2,L0,HNP HNP1,HI4,ATT4,TS 4.005,LL M1}",
        "4065 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI3,ATT4,TS 4.065,LL M1}",
        "4075 LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HI3,ATT4,TS 4.065,LL M1}",
        "4085 MAG2 -> MN1 RA{fe80::200:5eff:fe00:5213,lft 1800,SLLAO 00:00:5e:00:52:13,MTU 1460,PIO HNP1 L A 2592000/604800}",
      ]
    `);
  });

  test('PMIP-54 to PMIP-56: between the two, the binding waits and data are dropped', () => {
    const run = handedOver().to(LEAVES + ms(30));
    expect(bindings(run, 'state', 'until')).toEqual([
      `waitDelete ${LEAVES + ms(10) + seconds(10)}`,
    ]);
    expect(run.drops('lma', LEAVES)).toMatchInlineSnapshot(`
      [
        "policy: mn1@example.net is de-registered (PMIP §5.3.5 rule 2)",
      ]
    `);
  });

  test('PMIP-57, PMIP-47 to PMIP-52, PMIP-232 to PMIP-234: tables and tunnels', () => {
    const run = handedOver().to(seconds(6));
    expect(bindings(run, 'mnId', 'prefixes', 'proxyCareOfAddress', 'state', 'until')).toEqual([
      `${mn1} [${HNP1}] ${MAG2} active undefined`,
    ]);
    expect(updates(run, 'mag1', 'mnId')).toEqual([]);
    expect(updates(run, 'mag2', 'prefixes', 'state')).toEqual([`[${HNP1}] active`]);
    expect(tunnels(run, 'lma')).toEqual([`${MAG2} 1`]);
    expect(tunnels(run, 'mag1')).toEqual([]);
    expect(tunnels(run, 'mag2')).toEqual([`${LMA} 1`]);
    expect(run.path('F1')).toBe('CN1 -> LMA => MAG2 -> MN1');
  });

  test('PMIP-169, PMIP-249, PMIP-296: MN1 sees the same router, and keeps its address', () => {
    const run = handedOver();
    const look = () =>
      ['addresses', 'routers'].map((table) =>
        run.columns('mn1', `host/${table}`, ['address', 'state', 'mac']),
      );
    const before = look();
    run.to(seconds(8));
    expect(look()).toEqual(before);
    const advertisements = told(run, 0, /^RA/).map((line) => line.replace(/^MAG\d/, 'MAG'));
    expect(new Set(advertisements).size).toBe(1);
  });

  test('loses what was sent between the first and the last message, nothing else', () => {
    const run = handedOver().to(seconds(8));
    const rows = run.rows().filter((row) => row.row === 'data' && row.lost > 0);
    expect(rows.length).toBeGreaterThan(0);
    const wrong = rows.filter((row) => row.at < LEAVES - ms(20) || row.until > LEAVES + ms(85));
    expect(wrong).toEqual([]);
  });
});

describe('S-04 de-registration', () => {
  test('a) PMIP-53: late, and newer than the PBU of MAG2: the LMA says nothing', () => {
    const run = attached({ knobs: { lateDetach: 'on' } });
    run.to(LEAVES).put('mn1', belowMag(2)).to(seconds(7));
    expect(toldAt(run, LEAVES, BINDING)).toMatchInlineSnapshot(`
      [
        "4025 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI3,ATT4,TS 4.025,LL M1}",
        "4035 LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HI3,ATT4,TS 4.025,LL M1}",
        "4205 MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 4.205,LL M1}",
      ]
    `);
    expect(run.notes(LEAVES)).toMatchInlineSnapshot(`
      [
        "LMA: MAG1 de-registers what another gateway has (PMIP §5.3.5 rule 1)",
      ]
    `);
    expect(bindings(run, 'proxyCareOfAddress', 'state')).toEqual([`${MAG2} active`]);
    expect(updates(run, 'mag1', 'state')).toEqual([]);
  });

  test('a) PMIP-127, PMIP-128: late, and older: 157; MAG1 has nobody to register', () => {
    const run = attached();
    run.do({
      do: 'catch',
      name: 'late',
      link: 'core-mag1',
      from: 'mag1',
      kind: 'PBU',
      nth: 1,
      act: 'delay',
      by: ms(200),
    });
    run.to(LEAVES).put('mn1', belowMag(2)).to(seconds(7));
    expect(toldAt(run, LEAVES, BINDING)).toMatchInlineSnapshot(`
      [
        "4005 MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 4.005,LL M1}",
        "4025 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI3,ATT4,TS 4.025,LL M1}",
        "4035 LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HI3,ATT4,TS 4.025,LL M1}",
        "4215 LMA -> MAG1 PBA{157,2,L0,HNP HNP1,HI4,ATT4,TS 4.215,LL M1}",
      ]
    `);
    expect(bindings(run, 'proxyCareOfAddress', 'state')).toEqual([`${MAG2} active`]);
    expect(updates(run, 'mag1', 'state')).toEqual([]);
  });

  const ended = LEAVES + ms(10) + seconds(10);

  test('b) PMIP-58, PMIP-316: without revival all is gone after 10 s', () => {
    const run = attached().to(LEAVES).put('mn1', nowhere);
    run.to(ended - 1);
    expect(bindings(run, 'state')).toEqual(['waitDelete']);
    run.to(ended);
    expect(bindings(run, 'state')).toEqual([]);
    expect(tunnels(run, 'lma')).toEqual([]);
  });

  test('b) a millisecond later MN1 gets a new session, with the same prefix (R-8)', () => {
    const run = attached().to(LEAVES).put('mn1', nowhere);
    run.to(ended + ms(1) - ms(30)).put('mn1', belowMag(1));
    run.to(ended + seconds(1));
    expect(told(run, ended - seconds(1), BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{3,L75,HNP ::/0,HI1,ATT4,TS 14.006,LL M1}",
        "LMA -> MAG1 PBA{0,3,L75,HNP HNP1,HI1,ATT4,TS 14.006,LL M1}",
      ]
    `);
    expect(bindings(run, 'prefixes', 'state', 'handoff')).toMatchInlineSnapshot(`
      [
        "[2001:db8:a1:1::/64] active 1",
      ]
    `);
  });

  test('c) PMIP-57: a millisecond before the end, the session revives', () => {
    const run = attached().to(LEAVES).put('mn1', nowhere);
    const key = [...run.timeline.world.tables.get('lma/lma/bindings')!.keys()];
    run.to(ended - ms(1) - ms(30)).put('mn1', belowMag(1));
    run.to(ended + seconds(1));
    expect([...run.timeline.world.tables.get('lma/lma/bindings')!.keys()]).toEqual(key);
    expect(bindings(run, 'prefixes', 'state')).toEqual([`[${HNP1}] active`]);
  });

  test('d) PMIP-97: for a prefix that no session has, the LMA says nothing', () => {
    const run = attached();
    const last = { handoff: 4, lifetime: 0, sequence: 2 };
    run.inject('mag1', pbu(run.now, { ...last, prefixes: [prefix('2001:db8:a2:2::/64')] }));
    run.to(seconds(4));
    expect(told(run, seconds(3), BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{2,L0,HNP HNP2,HI4,ATT4,TS 3.000,LL M1}",
      ]
    `);
    expect(run.notes(seconds(3))).toMatchInlineSnapshot(`
      [
        "LMA: MAG1 de-registers what is not registered (PMIP §5.4.1.1 rule 2)",
      ]
    `);
    expect(bindings(run, 'state', 'linkLayerId')).toEqual([`active ${M1}`]);
  });

  test('e) PMIP-232 to PMIP-235: without PBA MAG1 clears up after 1 s, and repeats nothing', () => {
    const run = attached();
    run.do({ do: 'link', link: 'core-mag1', loss: 1 }).put('mn1', nowhere);
    run.to(seconds(4) - 1);
    expect(updates(run, 'mag1', 'mnId')).toEqual([mn1]);
    run.to(seconds(4) + ms(1));
    expect(updates(run, 'mag1', 'mnId')).toEqual([]);
    expect(tunnels(run, 'mag1')).toEqual([]);
    expect(run.table('mag1', 'mag/links')).toEqual([]);
    expect(told(run.to(seconds(40)), seconds(3), BINDING)).toHaveLength(1);
    expect(bindings(run, 'proxyCareOfAddress')).toEqual([MAG1]);
  });
});
