// S-33 of the acceptance scenarios: which of two PBUs is the newer one; S-37: a node that goes to and
// fro faster than its registrations. The invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import type { Command } from '#sim/command.ts';
import { lab, SIGNALLING } from './lab.ts';
import { belowMag, HNP1, MAG1, MAG2 } from './pmip-cast.ts';
import { pbu, type UpdateByHand } from './pmip-packets.ts';
import { toTicks as pbuTicks } from '#protocols/pmipv6/options.ts';
import { arriving, attached, BINDING, bindings, START, tunnels, updates } from './pmip-run.ts';
import { heard, told, toldAt } from './pmip-words.ts';

describe('S-33 ordering by sequence numbers', () => {
  const off = { knobs: { timestamps: 'off' } };

  /** PBUs of MAG1 with these sequence numbers, one after the other; the last PBA. */
  const after = (last: number, next: number): string => {
    const run = arriving({ ...off, nodes: { mn1: { service: 'plain' } } }).to(seconds(3));
    // MAG1 does not register MN1 by itself, but the LMA knows it.
    for (const [i, sequence] of [last, next].entries()) {
      const handoff = i === 0 ? 1 : 5;
      run.inject('mag1', pbu(run.now, { sequence, handoff, timestamp: undefined }));
      run.to(run.now + ms(100));
    }
    return told(run, seconds(3), /^PBA/).at(-1) ?? '';
  };

  test.each([
    [15, 16, '0,16,'],
    [15, 15, '135,15,'],
    [15, 0, '135,15,'],
    [15, 32_782, '0,32782,'],
    [15, 32_783, '135,15,'],
    [65_535, 0, '0,0,'],
  ])('PMIP-131, PMIP-132: after %d, %d gives %s', (last, next, expected) => {
    expect(after(last, next)).toContain(`PBA{${expected}`);
  });

  test('PMIP-12, PMIP-133: PBA and binding have no timestamp', () => {
    const run = attached(off);
    expect(told(run, 0, BINDING).join()).not.toContain('TS');
    expect(bindings(run, 'lastTimestamp')).toEqual(['undefined']);
  });

  test('PMIP-114, PMIP-115: a new MAG meets 135 and adopts the number (R-16)', () => {
    // MAG2 begins anywhere; with this seed, where the window of the LMA is not.
    const run = attached({ ...off, seed: 3 })
      .put('mn1', belowMag(2))
      .to(seconds(8));
    expect(told(run, seconds(3), BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{20416,L0,HNP HNP1,HI4,ATT4,LL M1}",
        "LMA -> MAG1 PBA{0,20416,L0,HNP HNP1,HI4,ATT4,LL M1}",
        "MAG2 -> LMA PBU{55001,L75,HNP ::/0,HI3,ATT4,LL M1}",
        "LMA -> MAG2 PBA{135,20416,L0,HNP ::/0,HI3,ATT4,LL M1}",
        "MAG2 -> LMA PBU{20417,L75,HNP ::/0,HI3,ATT4,LL M1}",
        "LMA -> MAG2 PBA{0,20417,L75,HNP HNP1,HI3,ATT4,LL M1}",
      ]
    `);
    expect(bindings(run, 'proxyCareOfAddress', 'prefixes')).toEqual([`${MAG2} [${HNP1}]`]);
  });
});

describe('S-33 ordering by timestamps', () => {
  /** The last PBA to a PBU of MAG1 that says so and leaves at 3 s. */
  const answered = (change: UpdateByHand, knobs: Record<string, string> = {}): string => {
    const run = attached({ knobs });
    run.inject('mag1', pbu(run.now, { handoff: 5, ...change })).to(seconds(4));
    return told(run, seconds(3), /^PBA/).at(-1) ?? '';
  };
  /** A timestamp so far from the clock of the LMA when the PBU arrives. */
  const off = (by: number) => pbuTicks(seconds(3) + ms(10) + ms(by));

  test.each([
    [300, 'PBA{0,'],
    [301, 'PBA{156,'],
    [-300, 'PBA{0,'],
    [-301, 'PBA{156,'],
  ])('PMIP-123, PMIP-129, PMIP-318: %d ms from the clock of the LMA: %s', (by, expected) => {
    expect(answered({ timestamp: off(by) })).toContain(expected);
  });

  test('PMIP-130: with 156 comes the clock of the LMA', () => {
    expect(answered({ timestamp: off(301) })).toContain('TS 3.010');
  });

  test('PMIP-124, PMIP-325: timestamps of mobile nodes may be anywhere', () => {
    expect(answered({ timestamp: off(5000) }, { mnTimestamps: 'on' })).toContain('PBA{0,');
  });

  test('a window of 5 s lets through what 300 ms would not', () => {
    expect(answered({ timestamp: off(4999) }, { timestampWindow: '5s' })).toContain('PBA{0,');
  });

  test('PMIP-26, PMIP-125, PMIP-127, PMIP-128: lower and out of the window: 157 (R-3)', () => {
    const words = answered({ timestamp: pbuTicks(seconds(1)) });
    expect(words).toContain('PBA{157,');
    expect(words).toContain('TS 3.010');
  });

  test('PMIP-121, PMIP-122, PMIP-126: the sequence number says nothing, and comes back', () => {
    expect(answered({ sequence: 1 })).toContain('PBA{0,1,');
    expect(answered({ sequence: 40_000 })).toContain('PBA{0,40000,');
  });

  test('PMIP-118, PMIP-211, PMIP-212: a MAG whose clock is wrong sets it right, then succeeds', () => {
    const run = arriving()
      .do({ do: 'clock', node: 'mag1', offset: ms(-800) })
      .to(seconds(5));
    expect(toldAt(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "1020 MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 0.220,LL M1}",
        "1030 LMA -> MAG1 PBA{156,1,L0,HNP ::/0,HI1,ATT4,TS 1.030,LL M1}",
        "1040 MAG1 -> LMA PBU{2,L75,HNP ::/0,HI1,ATT4,TS 1.040,LL M1}",
        "1050 LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HI1,ATT4,TS 1.040,LL M1}",
      ]
    `);
    expect(bindings(run, 'state')).toEqual(['active']);
  });

  test('PMIP-117: a clock 300 ms and the way ahead still passes', () => {
    const run = arriving()
      .do({ do: 'clock', node: 'mag1', offset: ms(310) })
      .to(seconds(5));
    expect(told(run, 0, /^PBA/)).toHaveLength(1);
    expect(bindings(run, 'state')).toEqual(['active']);
  });

  test('PMIP-210: an old PBU of MAG2 that comes behind that of MAG1: 157, and MAG2 stops', () => {
    const run = lab('pmip-overtaking-pbus').play();
    expect(run.ladder(SIGNALLING)).toMatchInlineSnapshot(`
      "             +-----+         +------+         +------+        +-----+
                   | MN1 |         | MAG1 |         | MAG2 |        | LMA |
                   +-----+         +------+         +------+        +-----+
        1    0.020    | attach, WLAN  |                |               |
                      |<.............>| + BUL entry    |               |
        2    0.020    |               |  PBU seq1 L75 HI1 any prefix   |
                      |               |------------------------------->|
                      |               |    + BCE HNP1, tunnel, 1 route |
        3    0.030    |               |      PBA 0 seq1 L75 HNP1       |
                      |               |<-------------------------------|
                      |               | BUL active, + tunnel, 2 routes |
        4    0.040    |  RA HNP1 7 d  |                |               |
                      |<--------------|                |               |
                      | + HNP1::MN1   |                |               |
         (1.958 s)    :               :                :               :
             2.000    | * F1: source 2001:db8:a1:1:0:5eff:fe00:101 (RFC|
                      | 6724 section 5)                |               |
         (1.900 s)    :               :                :               :
             3.900    |    # The next PBU from MAG2 on |               |
                      |        core-mag2 is to be held |               |
             4.000    x leaves MAG1   |                |               |
        5    4.000    |               |      PBU seq2 L0 HI4 HNP1      |
                      |               |------------------------------->|
                      |               |                |BCE waitDelete |
        6    4.010    |               |       PBA 0 seq2 L0 HNP1       |
                      |               |<-------------------------------|
                      |               | - BUL entry, tunnel, 2 routes  |
        7    4.020    |          attach, WLAN          |               |
                      |<..............................>| + BUL entry   |
        8    4.020    |               |      PBU seq1 L75 HI3 any prefix
                      |               |      (held 230 ms)             |
                      |               |                |-------------->|
             4.100    x leaves MAG2   |                |               |
        9    4.120    | attach, WLAN  |                |               |
                      |<.............>| + BUL entry    |               |
       10    4.120    |               |  PBU seq3 L75 HI3 any prefix   |
                      |               |------------------------------->|
                      |               |                |    BCE active |
       11    4.130    |               |      PBA 0 seq3 L75 HNP1       |
                      |               |<-------------------------------|
                      |               | BUL active, + tunnel, 2 routes |
       12    4.140    |  RA HNP1 7 d  |                |               |
                      |<--------------|                |               |
             4.250   # older is released               |               |
             4.260    ! PBU 1 of MAG2 for mn1@example.net refused: 157 |
                      |               |      (PMIP section 5.5 rule 8) |
       13    4.260    |               |                | PBA 157 seq1  |
                      |               |    - BUL entry |<--------------|
             4.270    |   ! LMA refuses mn1: 157 (PMIP |               |
                      |        section 6.9.1.2 rule 8) |               |
                      |               |                |               |
      "
    `);
    expect(bindings(run, 'proxyCareOfAddress', 'state')).toEqual([`${MAG1} active`]);
    expect(updates(run, 'mag2', 'state')).toEqual([]);
  });
});

describe('S-37 ping-pong during registration', () => {
  /** MN1 goes MAG1, MAG2, MAG1 within 30 ms; a PBU needs 40 ms to the LMA. */
  const pingPong = (...commands: readonly Command[]) => {
    const run = attached({ delay: ms(35) });
    for (const command of commands) run.do(command);
    run
      .put('mn1', belowMag(2))
      .to(seconds(3) + ms(25))
      .put('mn1', belowMag(1));
    return run;
  };

  test('R-14: a PBU that ends waits for the answer to the one before', () => {
    const run = pingPong().to(seconds(6));
    expect(toldAt(run, seconds(3), BINDING)).toMatchInlineSnapshot(`
      [
        "3000 MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 3.000,LL M1}",
        "3020 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI3,ATT4,TS 3.020,LL M1}",
        "3040 LMA -> MAG1 PBA{0,2,L0,HNP HNP1,HI4,ATT4,TS 3.000,LL M1}",
        "3045 MAG1 -> LMA PBU{3,L75,HNP ::/0,HI3,ATT4,TS 3.045,LL M1}",
        "3060 LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HI3,ATT4,TS 3.020,LL M1}",
        "3085 LMA -> MAG1 PBA{0,3,L75,HNP HNP1,HI3,ATT4,TS 3.045,LL M1}",
        "3100 MAG2 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 3.100,LL M1}",
      ]
    `);
  });

  const late = (link: string, nth: number, by: number): Command => ({
    do: 'catch',
    name: `${link} ${nth}`,
    link,
    kind: 'PBU',
    nth,
    act: 'delay',
    by: ms(by),
  });
  /** By sequence number and lifetime. */
  const names: Readonly<Record<string, string>> = {
    'PBU{2,L0,': 'A1',
    'PBU{1,L75': 'B1',
    'PBU{3,L75': 'C1',
  };
  test.each([
    ['A1 B1 C1', []],
    ['A1 C1 B1', [late('core-mag2', 1, 60)]],
    ['B1 A1 C1', [late('core-mag1', 1, 30)]],
    ['B1 C1 A1', [late('core-mag1', 1, 90)]],
    ['C1 A1 B1', [late('core-mag1', 1, 60), late('core-mag2', 1, 90)]],
    ['C1 B1 A1', [late('core-mag1', 1, 120), late('core-mag2', 1, 60)]],
  ])('delivered as %s, all ends at MAG1 with one binding', (expected, commands) => {
    const run = pingPong(...commands).to(seconds(10));
    const order = heard(run, 'lma', seconds(3), /^PBU/).map((words) => names[words.slice(0, 9)]);
    // A PBU of MAG2 that ends its registration may follow.
    expect(order.slice(0, 3).join(' ')).toBe(expected);
    expect(bindings(run, 'proxyCareOfAddress', 'prefixes', 'state')).toEqual([
      `${MAG1} [${HNP1}] active`,
    ]);
    expect(updates(run, 'mag1', 'state', 'prefixes')).toEqual([`active [${HNP1}]`]);
    expect(updates(run, 'mag2', 'state')).toEqual([]);
    expect(tunnels(run, 'mag2')).toEqual([]);
    expect(tunnels(run, 'lma')).toEqual([`${MAG1} 1`]);
  });

  test('the D-GWs end as after a return, without clones or tunnels left over', () => {
    const run = lab('dmm-return', { script: [] }).to(START);
    run
      .drag('mn1')
      .to('dgw2')
      .to(START + ms(15));
    run.drag('mn1').to('dgw1').to(seconds(10));
    expect(run.columns('dgw2', 'dgw/dlifs', ['name', 'state'])).not.toContain('mn1dgw1 clone');
    expect(run.table('dgw2', 'dgw/tunnels')).toEqual([]);
    expect(run.table('dgw1', 'dgw/tunnels')).toEqual([]);
  });
});
