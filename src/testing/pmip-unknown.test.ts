// S-05 and S-06 of the acceptance scenarios: a second radio of MN1 attaches, and nobody knows whether
// it is a handoff. The invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { belowMag, between, HNP1, HNP2, LMA, M2, MAG1, MAG2, nowhere } from './pmip-cast.ts';
import { message } from './pmip-packets.ts';
import { ALL, attached, BINDING, bindings, CONTROL, twoRadios, updates } from './pmip-run.ts';
import { told, toldAt } from './pmip-words.ts';

/** When if2 attaches to MAG2; its PBU arrives 10 ms later. */
const MOVES = seconds(4);
const WAITS = MOVES + ms(30);

/** MN1 at MAG1 by if1 goes to where MAG2 is heard too. */
const both = (unknownHandoff: string) =>
  attached({ nodes: twoRadios, knobs: { handoffHint: 'unknown', unknownHandoff } })
    .to(MOVES)
    .put('mn1', between(1));

describe('S-05 handoff state unknown, waiting', () => {
  test('PMIP-101: the LMA does not answer, and waits for MAG1', () => {
    const run = both('wait').to(MOVES + ms(300));
    expect(toldAt(run, MOVES, BINDING)).toMatchInlineSnapshot(`
      [
        "4020 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI4,ATT5,TS 4.020,LL M2}",
      ]
    `);
    expect(bindings(run, 'proxyCareOfAddress', 'state', 'until')).toEqual([
      `${MAG1} waitDereg ${WAITS + ms(1500)}`,
    ]);
  });

  test('a) a de-registration of MAG1 makes it a handoff', () => {
    const run = both('wait')
      .to(MOVES + ms(420))
      .put('mn1', belowMag(2))
      .to(seconds(8));
    expect(toldAt(run, MOVES, BINDING)).toMatchInlineSnapshot(`
      [
        "4020 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI4,ATT5,TS 4.020,LL M2}",
        "4420 MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 4.420,LL M1}",
        "4430 LMA -> MAG1 PBA{0,2,L0,HNP HNP1,HI4,ATT4,TS 4.420,LL M1}",
        "4430 LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HI4,ATT5,TS 4.020,LL M2}",
      ]
    `);
    expect(
      bindings(run, 'accessTechnology', 'linkLayerId', 'proxyCareOfAddress', 'prefixes', 'state'),
    ).toEqual([`5 ${M2} ${MAG2} [${HNP1}] active`]);
  });

  test('b) PMIP-102, PMIP-317: without one it is a new session after 1.5 s', () => {
    const run = both('wait').to(seconds(8));
    expect(toldAt(run, MOVES, BINDING)).toMatchInlineSnapshot(`
      [
        "4020 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI4,ATT5,TS 4.020,LL M2}",
        "5020 MAG2 -> LMA PBU{2,L75,HNP ::/0,HI4,ATT5,TS 5.020,LL M2}",
        "5530 LMA -> MAG2 PBA{0,2,L75,HNP HNP2,HI4,ATT5,TS 5.020,LL M2}",
      ]
    `);
    expect(bindings(run, 'prefixes', 'proxyCareOfAddress', 'state')).toEqual([
      `[${HNP1}] ${MAG1} active`,
      `[${HNP2}] ${MAG2} active`,
    ]);
  });

  test('c) PMIP-103: without waiting it is one at once', () => {
    const run = both('newSession').to(MOVES + ms(100));
    expect(toldAt(run, MOVES, BINDING)).toMatchInlineSnapshot(`
      [
        "4020 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI4,ATT5,TS 4.020,LL M2}",
        "4030 LMA -> MAG2 PBA{0,1,L75,HNP HNP2,HI4,ATT5,TS 4.020,LL M2}",
      ]
    `);
    expect(bindings(run, 'prefixes')).toEqual([`[${HNP1}]`, `[${HNP2}]`]);
  });
});

describe('S-06 handoff state unknown, revoking', () => {
  test('a) BRI-78 to BRI-80, BRI-108: MAG1 has lost MN1, and says so', () => {
    const run = attached({
      nodes: twoRadios,
      knobs: { handoffHint: 'unknown', unknownHandoff: 'revoke' },
    });
    // The de-registration of MAG1 is lost; the BRI finds it waiting for an answer.
    const lost = { do: 'catch', name: 'lost', link: 'core-mag1', kind: 'PBU', nth: 1 } as const;
    run
      .do({ ...lost, act: 'drop' })
      .to(MOVES)
      .put('mn1', belowMag(2))
      .to(seconds(8));
    expect(toldAt(run, MOVES, ALL)).toMatchInlineSnapshot(`
      [
        "4000 MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 4.000,LL M1} (command)",
        "4020 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI4,ATT5,TS 4.020,LL M2}",
        "4030 LMA -> MAG1 BRI{trigger 4,seq 1,P,HNP HNP1}",
        "4040 MAG1 -> LMA BRA{0,seq 1,P}",
        "4050 LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HI4,ATT5,TS 4.020,LL M2}",
        "4060 MAG2 -> MN1 RA{fe80::200:5eff:fe00:5213,lft 1800,SLLAO 00:00:5e:00:52:13,MTU 1460,PIO HNP1 L A 2592000/604800}",
      ]
    `);
    expect(bindings(run, 'proxyCareOfAddress', 'prefixes', 'state')).toEqual([
      `${MAG2} [${HNP1}] active`,
    ]);
    expect(updates(run, 'mag1', 'mnId')).toEqual([]);
  });

  test('while it asks, the binding stands as one in revocation (BRI-68)', () => {
    const run = both('revoke').to(MOVES + ms(35));
    expect(bindings(run, 'proxyCareOfAddress', 'state')).toEqual([`${MAG1} revoking`]);
  });

  test('b) BRI-81, BRI-109: with if1 still there, MAG1 refuses: a new session', () => {
    const run = both('revoke').to(seconds(8));
    expect(toldAt(run, MOVES, CONTROL)).toMatchInlineSnapshot(`
      [
        "4020 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI4,ATT5,TS 4.020,LL M2}",
        "4030 LMA -> MAG1 BRI{trigger 4,seq 1,P,HNP HNP1}",
        "4040 MAG1 -> LMA BRA{132,seq 1,P}",
        "4050 LMA -> MAG2 PBA{0,1,L75,HNP HNP2,HI4,ATT5,TS 4.020,LL M2}",
      ]
    `);
    expect(bindings(run, 'prefixes', 'proxyCareOfAddress', 'state')).toEqual([
      `[${HNP1}] ${MAG1} active`,
      `[${HNP2}] ${MAG2} active`,
    ]);
  });

  test('c) BRI-52 to BRI-54, BRI-82, BRI-83: no BRA: once more after 1 s, given up at 3 s', () => {
    const run = both('revoke');
    run.do({ do: 'link', link: 'core-mag1', loss: 1 }).to(seconds(10));
    expect(toldAt(run, MOVES, /^BR|^PBA/)).toMatchInlineSnapshot(`
      [
        "4030 LMA -> MAG1 BRI{trigger 4,seq 1,P,HNP HNP1} (loss)",
        "5030 LMA -> MAG1 BRI{trigger 4,seq 1,P,HNP HNP1} (loss)",
        "7030 LMA -> MAG2 PBA{0,2,L75,HNP HNP2,HI4,ATT5,TS 5.020,LL M2}",
        "7030 LMA -> MAG2 PBA{0,3,L75,HNP HNP2,HI4,ATT5,TS 7.020,LL M2}",
      ]
    `);
    expect(bindings(run, 'prefixes', 'proxyCareOfAddress')).toEqual([
      `[${HNP1}] ${MAG1}`,
      `[${HNP2}] ${MAG2}`,
    ]);
  });

  test('d) BRI-80: a de-registration before the BRA counts as one', () => {
    const run = both('revoke');
    const late = { do: 'catch', name: 'late', link: 'core-mag1', kind: 'BRI', nth: 1 } as const;
    run.do({ ...late, act: 'delay', by: ms(400) });
    run
      .to(MOVES + ms(100))
      .put('mn1', belowMag(2))
      .to(seconds(8));
    expect(toldAt(run, MOVES, CONTROL)).toMatchInlineSnapshot(`
      [
        "4020 MAG2 -> LMA PBU{1,L75,HNP ::/0,HI4,ATT5,TS 4.020,LL M2}",
        "4030 LMA -> MAG1 BRI{trigger 4,seq 1,P,HNP HNP1}",
        "4100 MAG1 -> LMA PBU{2,L0,HNP HNP1,HI4,ATT4,TS 4.100,LL M1}",
        "4110 LMA -> MAG1 PBA{0,2,L0,HNP HNP1,HI4,ATT4,TS 4.100,LL M1}",
        "4110 LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HI4,ATT5,TS 4.020,LL M2}",
        "4440 MAG1 -> LMA BRA{128,seq 1,P}",
      ]
    `);
    expect(bindings(run, 'prefixes', 'proxyCareOfAddress', 'state')).toEqual([
      `[${HNP1}] ${MAG2} active`,
    ]);
  });

  test('e) BRI-48: a BRA that nobody asked for is ignored', () => {
    const run = attached();
    const flags = { proxy: true, ipv4Only: false, global: false } as const;
    const answer = { is: 'BindingRevocationAcknowledgement', status: 0, sequence: 999 } as const;
    run.inject('mag1', message(MAG1, LMA, { ...answer, ...flags, options: [] })).to(seconds(4));
    expect(run.notes(seconds(3))).toMatchInlineSnapshot(`
      [
        "LMA: BRA 999 of MAG1 answers no BRI that waits (RFC 5846 §6.2.2)",
      ]
    `);
    expect(bindings(run, 'state')).toEqual(['active']);
    expect(told(run, seconds(3), CONTROL)).toHaveLength(1);
  });
});

test('S-05, S-06: a radio that comes alone is a first attachment', () => {
  const run = attached({ nodes: twoRadios, knobs: { handoffHint: 'unknown' } });
  expect(bindings(run, 'prefixes', 'handoff')).toEqual([`[${HNP1}] 4`]);
  run.put('mn1', nowhere).to(seconds(20));
  expect(bindings(run, 'prefixes')).toEqual([]);
});
