// S-35 of the acceptance scenarios: heartbeats, an anchor that restarts, and peers that are silent. The
// invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { lab, SIGNALLING, type Lab } from './lab.ts';
import { HNP1, LMA, MAG1, mn1 } from './pmip-cast.ts';
import { message } from './pmip-packets.ts';
import { attached, arriving, bindings, CONTROL, tunnels, updates } from './pmip-run.ts';
import { told, toldAt } from './pmip-words.ts';

const HB = /^HB|^BE/;
const on = { knobs: { heartbeat: 'on' } };

const crash = (run: Lab, state: 'kept' | 'lost') =>
  run
    .do({ do: 'node', node: 'lma', up: false, state })
    .to(run.now + seconds(2))
    .do({ do: 'node', node: 'lma', up: true });

const peers = (run: Lab, node: string) =>
  run.columns(node, `${node.replace(/\d/, '')}/peers`, [
    'name',
    'state',
    'missing',
    'restartCounter',
  ]);

describe('S-35 LMA restart and silent peers', () => {
  test('the scenario shows the restart', () => {
    const run = lab('pmip-lma-restart').play();
    expect(run.ladder(SIGNALLING)).toMatchInlineSnapshot(`
      "             +-----+    +-----+     +------+     +------+     +-----+
                   | MN1 |    | MN2 |     | MAG1 |     | MAG2 |     | LMA |
                   +-----+    +-----+     +------+     +------+     +-----+
        1    0.020    |     attach, WLAN     |            |            |
                      |<....................>| + BUL entry|            |
        2    0.020    |          |           PBU seq1 L75 HI1 any prefix
                      |          |           |------------------------>|
                      |          |         + BCE HNP1, tunnel, 1 route |
        3    0.020    |          |      attach, WLAN      |            |
                      |          |<......................>| + BUL entry|
        4    0.020    |          |           PBU seq1 L75 HI1 any prefix
                      |          |           |            |----------->|
                      |          |         + BCE HNP2, tunnel, 1 route |
        5    0.030    |          |           |   PBA 0 seq1 L75 HNP1   |
                      |          |           |<------------------------|
                      |          |           | BUL active, + tunnel, 2 |
                      |          |           | routes     |            |
        6    0.030    |          |           PBA 0 seq1 L75 HNP2       |
                      |    BUL active, + tunnel, 2 routes |<-----------|
        7    0.040    |     RA HNP1 7 d      |            |            |
                      |<---------------------|            |            |
                      | + HNP1::MN1          |            |            |
        8    0.040    |          |      RA HNP2 7 d       |            |
                     + HNP2::MN2 |<-----------------------|            |
         (1.958 s)    :          :           :            :            :
             2.000    | * F1: source 2001:db8:a1:1:0:5eff:fe00:101 (RFC|
                      | 6724 section 5)      |            |            |
             2.010    |          | * F2: source           |            |
                      |          | 2001:db8:a2:2:0:5eff:fe00:201 (RFC 6724
                      |          | section 5)|            |            |
         (1.990 s)    :          :           :            :            :
             4.000    |          |    # LMA crashes, its state is lost |
         (1.000 s)    :          :           :            :            :
             5.000    |          |           |       # LMA is up again |
        9    5.000    |          |           | Heartbeat U R seq0 RC 8 |
                      |          BUL invalid |<------------------------|
       10    5.000    |          |           Heartbeat U R seq0 RC 8   |
                      |          |           |BUL invalid |<-----------|
             5.010    |          |           | ! LMA has restarted without
                      |          |           | its sessions (RFC 5847  |
                      |          |           | section 3.2)            |
       11    5.010    |          |           |  PBU seq2 L75 HI5 HNP1  |
                      |          |           |------------------------>|
                      |          |         + BCE HNP1, tunnel, 1 route |
             5.010    |   ! LMA has restarted without its |            |
                      |   sessions (RFC 5847 section 3.2) |            |
       12    5.010    |          |           PBU seq2 L75 HI5 HNP2     |
                      |          |           |            |----------->|
                      |          |         + BCE HNP2, tunnel, 1 route |
       13    5.020    |          |           |   PBA 0 seq2 L75 HNP1   |
                      |          |BUL active |<------------------------|
       14    5.020    |          |           PBA 0 seq2 L75 HNP2       |
                      |          |           | BUL active |<-----------|
                      |          |           |            |            |
      "
    `);
  });

  test('HB-1, HB-2, HB-6, HB-10, HB-17, HB-24, HB-30: each side asks the other once a minute', () => {
    const run = attached(on).to(seconds(130));
    expect(toldAt(run, 0, HB)).toMatchInlineSnapshot(`
      [
        "61030 LMA -> MAG1 HB{1}",
        "61040 MAG1 -> LMA HB{1}",
        "61040 MAG1 -> LMA HB{R,1,RC 7}",
        "61050 LMA -> MAG1 HB{R,1,RC 7}",
        "121030 LMA -> MAG1 HB{2}",
        "121040 MAG1 -> LMA HB{2}",
        "121040 MAG1 -> LMA HB{R,2,RC 7}",
        "121050 LMA -> MAG1 HB{R,2,RC 7}",
      ]
    `);
    expect(peers(run, 'mag1')).toMatchInlineSnapshot(`
      [
        "LMA watching 0 7",
      ]
    `);
  });

  test('a) HB-9, HB-14, HB-19 to HB-22, PMIP-39, PMIP-89: MAG1 registers MN1 again', () => {
    const run = crash(attached(on).to(seconds(70)), 'lost').to(seconds(80));
    expect(toldAt(run, seconds(70), CONTROL)).toMatchInlineSnapshot(`
      [
        "72000 LMA -> MAG1 HB{U,R,0,RC 8}",
        "72010 MAG1 -> LMA PBU{2,L75,HNP HNP1,HI5,ATT4,TS 72.010,LL M1}",
        "72020 LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HI5,ATT4,TS 72.010,LL M1}",
      ]
    `);
    expect(bindings(run, 'mnId', 'prefixes', 'proxyCareOfAddress', 'state')).toEqual([
      `${mn1} [${HNP1}] ${MAG1} active`,
    ]);
    expect(tunnels(run, 'lma')).toEqual([`${MAG1} 1`]);
    expect(run.columns('mn1', 'host/addresses', ['address'])).toContain(
      '2001:db8:a1:1:0:5eff:fe00:101',
    );
    expect(new Set(told(run, 0, /^RA/)).size).toBe(1);
  });

  test('b) HB-19: the unsolicited one lost, the next response tells it', () => {
    const run = attached(on).to(seconds(70));
    const lost = { do: 'catch', name: 'lost', link: 'core-mag1', kind: 'heartbeat' } as const;
    run.do({ ...lost, nth: 1, act: 'drop' });
    crash(run, 'lost').to(seconds(130));
    expect(toldAt(run, seconds(70), CONTROL)).toMatchInlineSnapshot(`
      [
        "72000 LMA -> MAG1 HB{U,R,0,RC 8} (command)",
        "121040 MAG1 -> LMA HB{2}",
        "121050 LMA -> MAG1 HB{R,2,RC 8}",
        "121060 MAG1 -> LMA PBU{2,L75,HNP HNP1,HI5,ATT4,TS 121.060,LL M1}",
        "121070 LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HI5,ATT4,TS 121.060,LL M1}",
      ]
    `);
    expect(bindings(run, 'prefixes', 'state')).toEqual([`[${HNP1}] active`]);
  });

  test('c) HB-11, HB-12, HB-29: four misses in a row make the LMA unreachable', () => {
    // Sessions that outlive the four minutes, so that only heartbeats are unanswered.
    const nodes = { lma: { lifetime: 1200 }, mag1: { lifetime: 1200 } };
    const run = attached({ ...on, nodes }).to(seconds(5));
    run.do({ do: 'node', node: 'lma', up: false }).to(seconds(300));
    expect(peers(run, 'mag1')).toMatchInlineSnapshot(`
      [
        "LMA watching 3 undefined",
      ]
    `);
    run.to(seconds(302));
    expect(peers(run, 'mag1')).toMatchInlineSnapshot(`
      [
        "LMA failed 4 undefined",
      ]
    `);
    expect(toldAt(run, seconds(5), HB)).toMatchInlineSnapshot(`
      [
        "61040 MAG1 -> LMA HB{1} (nodeDown)",
        "121040 MAG1 -> LMA HB{2} (nodeDown)",
        "181040 MAG1 -> LMA HB{3} (nodeDown)",
        "241040 MAG1 -> LMA HB{4} (nodeDown)",
        "301040 MAG1 -> LMA HB{5} (nodeDown)",
      ]
    `);
    expect(run.notes(seconds(5))).toMatchInlineSnapshot(`
      [
        "MAG1: LMA has missed 4 heartbeats (RFC 5847 §3.1)",
      ]
    `);
  });

  test('HB-13: a response sets the count back', () => {
    const run = attached(on).to(seconds(30));
    run.do({ do: 'link', link: 'core-mag1', loss: 1 }).to(seconds(130));
    expect(peers(run, 'mag1')).toMatchInlineSnapshot(`
      [
        "LMA watching 1 undefined",
      ]
    `);
    run.do({ do: 'link', link: 'core-mag1', loss: 0 }).to(seconds(185));
    expect(peers(run, 'mag1')).toMatchInlineSnapshot(`
      [
        "LMA watching 0 7",
      ]
    `);
  });

  test('d) HB-7, HB-8: a node without heartbeats answers Binding Error 2, once', () => {
    const run = attached({ ...on, nodes: { lma: { lacks: ['heartbeat'] } } }).to(seconds(200));
    expect(toldAt(run, 0, HB)).toMatchInlineSnapshot(`
      [
        "61040 MAG1 -> LMA HB{1}",
        "61050 LMA -> MAG1 BE{2}",
      ]
    `);
  });

  test('e) HB-3 to HB-5: without bindings nobody asks, but an answer is given', () => {
    const run = arriving({ ...on, nodes: { mn1: { service: 'plain' } } }).to(seconds(100));
    expect(told(run, 0, HB)).toEqual([]);
    const request = { is: 'Heartbeat', unsolicited: false, response: false, sequence: 7 } as const;
    run.inject('mag1', message(MAG1, LMA, { ...request, options: [] })).to(seconds(101));
    expect(told(run, 0, HB)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA HB{7}",
        "LMA -> MAG1 HB{R,7,RC 7}",
      ]
    `);
  });

  test('f) HB-15: a restart that keeps the sessions changes nothing', () => {
    const run = crash(attached(on).to(seconds(70)), 'kept').to(seconds(130));
    expect(toldAt(run, seconds(70), CONTROL)).toMatchInlineSnapshot(`
      [
        "121030 LMA -> MAG1 HB{2}",
        "121040 MAG1 -> LMA HB{2}",
        "121040 MAG1 -> LMA HB{R,2,RC 7}",
        "121050 LMA -> MAG1 HB{R,2,RC 7}",
      ]
    `);
    expect(updates(run, 'mag1', 'state')).toEqual(['active']);
  });

  test('HB-16: the counter goes up with each restart', () => {
    const run = crash(attached(on).to(seconds(10)), 'lost').to(seconds(20));
    crash(run, 'lost').to(seconds(30));
    const counters = told(run, seconds(10), /^HB\{U/).map((line) => /RC (\d+)/.exec(line)?.[1]);
    expect(counters.map(Number)).toEqual([1, 2].map((n) => Number(counters[0]) - 1 + n));
    expect(run.now).toBe(seconds(30) + ms(0));
  });
});
