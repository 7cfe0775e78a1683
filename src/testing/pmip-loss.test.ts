// S-31 and S-32 of the acceptance scenarios: lost PBUs and PBAs, and a PBU that comes twice. The
// invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import type { Command } from '#sim/command.ts';
import { lab, SIGNALLING } from './lab.ts';
import { HNP1, M2, nowhere } from './pmip-cast.ts';
import { pba, pbu } from './pmip-packets.ts';
import { arriving, ATTACHED, attached, BINDING, bindings, START, updates } from './pmip-run.ts';
import { told, toldAt } from './pmip-words.ts';

type Catch = Extract<Command, { do: 'catch' }>;
const atCore = (name: string, rest: Partial<Catch>): Catch => ({
  do: 'catch',
  name,
  link: 'core-mag1',
  kind: 'PBU',
  nth: 1,
  act: 'drop',
  ...rest,
});

/** The seconds after the attachment at which PBUs left MAG1. */
const sends = (lines: readonly string[]): readonly number[] =>
  lines
    .filter((line) => line.includes('PBU'))
    .map((line) => (parseFloat(line) * 1000 - ATTACHED) / 1e6);

describe('S-31 lost PBU', () => {
  const silent = () => arriving().do({ do: 'link', link: 'core-mag1', loss: 1 });

  test('PMIP-251 to PMIP-255: sent again after 1, 2, 4, 8, 16, 32, 32 seconds', () => {
    const run = silent().to(seconds(130));
    expect(sends(toldAt(run, 0, BINDING))).toEqual([0, 1, 3, 7, 15, 31, 63, 95, 127]);
  });

  test('PMIP-256: each with a new timestamp and the next sequence number', () => {
    const run = silent().to(seconds(9));
    expect(toldAt(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "1020 MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1} (loss)",
        "2020 MAG1 -> LMA PBU{2,L75,HNP ::/0,HI1,ATT4,TS 2.020,LL M1} (loss)",
        "4020 MAG1 -> LMA PBU{3,L75,HNP ::/0,HI1,ATT4,TS 4.020,LL M1} (loss)",
        "8020 MAG1 -> LMA PBU{4,L75,HNP ::/0,HI1,ATT4,TS 8.020,LL M1} (loss)",
      ]
    `);
  });

  test('PMIP-257: in sequence mode with a higher sequence number and no timestamp', () => {
    const run = arriving({ knobs: { timestamps: 'off' } });
    run.do({ do: 'link', link: 'core-mag1', loss: 1 }).to(seconds(9));
    const numbers = told(run, 0, BINDING).map((line) => Number(/\{(\d+)/.exec(line)?.[1]));
    expect(numbers).toHaveLength(4);
    expect(numbers.map((number) => number - must(numbers[0], 'there is one'))).toEqual([
      0, 1, 2, 3,
    ]);
    expect(told(run, 0, BINDING).join()).not.toContain('TS');
  });

  test('PMIP-171, PMIP-245, PMIP-246: no prefix is advertised before an answer', () => {
    const run = silent().to(seconds(8.5)).do({ do: 'link', link: 'core-mag1', loss: 0 });
    expect(told(run, 0, /^RA/).filter((line) => line.includes('PIO'))).toEqual([]);
    run.to(seconds(17));
    expect(bindings(run, 'state')).toEqual(['active']);
    expect(told(run, 0, /^RA/)[0]).toContain('PIO HNP1 L A');
  });

  test('PMIP-253: none after the node has left', () => {
    const run = silent().to(seconds(5)).put('mn1', nowhere).to(seconds(60));
    expect(sends(toldAt(run, 0, /^PBU.*L75/))).toEqual([0, 1, 3]);
  });

  test('R-15: after five the LMA is called unreachable, and the series goes on', () => {
    const run = silent().to(seconds(130));
    expect(run.notes().filter((note) => note.includes('unreachable'))).toMatchInlineSnapshot(`
      [
        "MAG1: LMA is unreachable: 5 PBUs for mn1 unanswered (PMIP §6.9.4)",
      ]
    `);
  });

  test('the scenario shows the back-off', () => {
    const run = lab('pmip-lost-pba').play();
    expect(run.ladder(SIGNALLING)).toMatchInlineSnapshot(`
      "             +-----+                 +------+                 +-----+
                   | MN1 |                 | MAG1 |                 | LMA |
                   +-----+                 +------+                 +-----+
             0.000   # The next PBA on core-mag1 is to be dropped      |
             0.000   # The 2nd PBA on core-mag1 is to be dropped       |
             0.000   # The 3rd PBA on core-mag1 is to be dropped       |
         (1.020 s)    :                       :                        :
        1    1.020    |     attach, WLAN      |                        |
                      |<.....................>| + BUL entry            |
        2    1.020    |                      PBU seq1 L75 HI1 any prefix
                      |                       |----------------------->|
                      |                    + BCE HNP1, tunnel, 1 route |
        3    1.030    |                      PBA 0 seq1 L75 HNP1 (lost:|
                      |                       |dropped by lost1)       |
                      |                       |x-----------------------|
        4    2.009    |          RS           |                        |
                      |---------------------->|                        |
             2.011    |                       | ! mn1 asks for a router|
                      |                       | before its binding is  |
                      |                       | accepted (PMIP section |
                      |                       | 6.9.2)                 |
        5    2.020    |                      PBU seq2 L75 HI1 any prefix
                      |                       |----------------------->|
        6    2.030    |                      PBA 0 seq2 L75 HNP1 (lost:|
                      |                       |dropped by lost2)       |
                      |                       |x-----------------------|
         (1.980 s)    :                       :                        :
        7    4.020    |                      PBU seq3 L75 HI1 any prefix
                      |                       |----------------------->|
        8    4.030    |                      PBA 0 seq3 L75 HNP1 (lost:|
                      |                       |dropped by lost3)       |
                      |                       |x-----------------------|
         (1.969 s)    :                       :                        :
        9    6.009    |          RS           |                        |
                      |---------------------->|                        |
             6.011    |                       | ! mn1 asks for a router|
                      |                       | before its binding is  |
                      |                       | accepted (PMIP section |
                      |                       | 6.9.2)                 |
         (2.009 s)    :                       :                        :
       10    8.020    |                      PBU seq4 L75 HI1 any prefix
                      |                       |----------------------->|
       11    8.030    |                       |  PBA 0 seq4 L75 HNP1   |
                      |                       |<-----------------------|
                      |                       | BUL active, + tunnel, 2|
                      |                       | routes                 |
       12    8.040    |      RA HNP1 7 d      |                        |
                      |<----------------------|                        |
                      | + HNP1::MN1           |                        |
         (1.958 s)    :                       :                        :
            10.000    | * F1: source 2001:db8:a1:1:0:5eff:fe00:101 (RFC|
                      | 6724 section 5)       |                        |
                      |                       |                        |
      "
    `);
  });
});

describe('S-32 lost PBA, duplicated PBU', () => {
  test('a) PMIP-99: the repeated PBU updates the binding: same prefix, one binding', () => {
    const run = arriving()
      .do(atCore('lost', { kind: 'PBA' }))
      .to(seconds(4));
    expect(toldAt(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "1020 MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1}",
        "1030 LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL M1} (command)",
        "2020 MAG1 -> LMA PBU{2,L75,HNP ::/0,HI1,ATT4,TS 2.020,LL M1}",
        "2030 LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HI1,ATT4,TS 2.020,LL M1}",
      ]
    `);
    expect(bindings(run, 'prefixes', 'state')).toEqual([`[${HNP1}] active`]);
  });

  test('b) R-2: the same PBU twice: the same PBA twice; the second one is ignored', () => {
    const run = arriving()
      .do(atCore('twice', { act: 'duplicate', by: ms(1) }))
      .to(seconds(4));
    expect(toldAt(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "1020 MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1}",
        "1030 LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL M1}",
        "1031 LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL M1}",
      ]
    `);
    expect(run.notes()).toMatchInlineSnapshot(`
      [
        "MAG1: PBA 1 of LMA answers no PBU that waits (PMIP §6.9.1.2 rule 5)",
      ]
    `);
    expect(bindings(run, 'lastSequence', 'state')).toEqual(['1 active']);
  });

  test('c) R-2: the same timestamp in another PBU: 157', () => {
    const run = attached();
    run.inject('mag1', pbu(ATTACHED, { linkLayerId: M2, prefixes: [] }));
    run.inject('mag1', pbu(ATTACHED, { handoff: 3 })).to(seconds(4));
    expect(toldAt(run, seconds(3), BINDING)).toMatchInlineSnapshot(`
      [
        "3000 MAG1 -> LMA PBU{1,L75,HI1,ATT4,TS 1.020,LL M2}",
        "3000 MAG1 -> LMA PBU{1,L75,HNP ::/0,HI3,ATT4,TS 1.020,LL M1}",
        "3010 LMA -> MAG1 PBA{156,1,L0,HNP ::/0,HI1,ATT4,TS 3.010,LL M2}",
        "3010 LMA -> MAG1 PBA{157,1,L0,HNP ::/0,HI3,ATT4,TS 3.010,LL M1}",
      ]
    `);
  });

  test('d) PMIP-204: a PBA that comes after the next PBU is accepted', () => {
    const run = arriving();
    run.do(atCore('late', { kind: 'PBA', act: 'delay', by: ms(995) })).to(seconds(4));
    expect(toldAt(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "1020 MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1}",
        "1030 LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL M1}",
        "2020 MAG1 -> LMA PBU{2,L75,HNP ::/0,HI1,ATT4,TS 2.020,LL M1}",
        "2030 LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HI1,ATT4,TS 2.020,LL M1}",
      ]
    `);
    expect(updates(run, 'mag1', 'state', 'status', 'prefixes')).toEqual([`active 0 [${HNP1}]`]);
    expect(bindings(run, 'prefixes')).toEqual([`[${HNP1}]`]);
  });

  test('e) PMIP-206, PMIP-207: a PBA with another HI is ignored, and nothing is sent again', () => {
    const run = arriving()
      .do(atCore('lost', { kind: 'PBA' }))
      .to(ATTACHED + ms(30));
    const forged = pbu(ATTACHED, { handoff: 3, sequence: 1 });
    run.inject('lma', pba(forged, { prefixes: [] })).to(seconds(60));
    expect(sends(toldAt(run, 0, BINDING))).toEqual([0]);
    expect(run.notes(START)).toMatchInlineSnapshot(`
      [
        "MAG1: PBA 1 echoes another Handoff Indicator (PMIP §6.9.1.2 rule 6)",
        "MAG1: mn1 asks for a router before its binding is accepted (PMIP §6.9.2)",
        "MAG1: mn1 asks for a router before its binding is accepted (PMIP §6.9.2)",
        "MAG1: mn1 asks for a router before its binding is accepted (PMIP §6.9.2)",
        "MN1: no router answers (ND §6.3.7)",
      ]
    `);
    run.do({ do: 'operate', node: 'mag1', order: 'resume', mn: 'mn1' }).to(seconds(62));
    expect(updates(run, 'mag1', 'state')).toEqual(['active']);
    expect(run.table('lma', 'lma/bindings')).toHaveLength(1);
  });
});
