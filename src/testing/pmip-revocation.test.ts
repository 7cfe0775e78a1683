// S-40 of the acceptance scenarios: binding revocation by an operator of the LMA, of a MAG, and what is
// refused. The invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import type { Command, Order } from '#sim/command.ts';
import { ipv6 } from '#wire/address.ts';
import type { MobilityMessage, MobilityOption } from '#wire/packet.ts';
import { lab, SIGNALLING, type Lab } from './lab.ts';
import { belowMag, HNP1, HNP2, LMA, MAG1, mn1 } from './pmip-cast.ts';
import { message, pbu } from './pmip-packets.ts';
import { ALL, arriving, attached, bindings, CONTROL, tunnels, updates } from './pmip-run.ts';
import { told, toldAt } from './pmip-words.ts';
import { mobilityIn, packetIn } from './watched.ts';

const AT = seconds(3);
type Operate = Extract<Command, { do: 'operate' }>;
const order = (what: Order, rest: Partial<Operate> = {}, node = 'lma'): Operate => ({
  do: 'operate',
  node,
  order: what,
  ...rest,
});
const identity = (identifier: string): MobilityOption => ({
  is: 'MobileNodeIdentifier',
  subtype: 1,
  identifier,
});
type Bri = Extract<MobilityMessage, { is: 'BindingRevocationIndication' }>;
const bri = (change: Partial<Bri>): Bri => ({
  is: 'BindingRevocationIndication',
  trigger: 1,
  sequence: 77,
  proxy: true,
  ipv4Only: false,
  global: false,
  options: [],
  ...change,
});
/** What MAG1 answers to a BRI of the LMA. */
const answerOfMag = (run: Lab, change: Partial<Bri>): string => {
  run.inject('lma', message(LMA, MAG1, bri(change))).to(seconds(4));
  return told(run, AT, /^BRA/).at(-1) ?? '';
};
const twoNodes = () => arriving({ mobiles: 2 }).put('mn2', belowMag(1)).to(AT);

describe('S-40 revocation', () => {
  test('the scenario shows the revocation by an operator', () => {
    const run = lab('pmip-revocation').play();
    expect(run.ladder(SIGNALLING)).toMatchInlineSnapshot(`
      "             +-----+        +-----+          +------+         +-----+
                   | MN1 |        | MN2 |          | MAG1 |         | LMA |
                   +-----+        +-----+          +------+         +-----+
        1    0.020    |         attach, WLAN          |                |
                      |<.............................>| + BUL entry    |
        2    0.020    |              |       PBU seq1 L75 HI1 any prefix
                      |              |                |--------------->|
                      |              |     + BCE HNP1, tunnel, 1 route |
        3    0.020    |              |  attach, WLAN  |                |
                      |              |<..............>| + BUL entry    |
        4    0.020    |              |       PBU seq2 L75 HI1 any prefix
                      |              |                |--------------->|
                      |              |                |     + BCE HNP2 |
        5    0.030    |              |       PBA 0 seq1 L75 HNP1       |
                      |BUL active, + tunnel, 2 routes |<---------------|
        6    0.030    |              |       PBA 0 seq2 L75 HNP2       |
                      |              |     BUL active |<---------------|
        7    0.040    |          RA HNP1 7 d          |                |
                      |<------------------------------|                |
                      | + HNP1::MN1  |                |                |
        8    0.040    |              |  RA HNP2 7 d   |                |
                      |  + HNP2::MN2 |<---------------|                |
         (1.958 s)    :              :                :                :
             2.000    | * F1: source 2001:db8:a1:1:0:5eff:fe00:101 (RFC|
                      | 6724 section 5)               |                |
             2.010    |              | * F2: source   |                |
                      |              | 2001:db8:a2:2:0:5eff:fe00:201 (RFC
                      |              | 6724 section 5)|                |
         (1.990 s)    :              :                :                :
             4.000    |   # The operator of LMA revokes MN1, trigger 1 |
        9    4.000    |              |       BRI trigger 1 HNP1        |
                      |              |    - BUL entry |<---------------|
       10    4.010    |       RA HNP1 withdrawn       |                |
                      |<------------------------------|                |
                      | HNP1::MN1 deprecated          |                |
       11    4.010    |              |                |     BRA 0      |
                      |              |                |--------------->|
                      |              |                |     - BCE HNP1 |
                      |              |                |                |
      "
    `);
  });

  test('a) BRI-34, BRI-36, BRI-49, BRI-60 to BRI-62, BRI-65: BRI, BRA, and all is gone', () => {
    const run = attached()
      .do(order('revoke', { mn: 'mn1', trigger: 1 }))
      .to(seconds(5));
    expect(toldAt(run, AT, ALL)).toMatchInlineSnapshot(`
      [
        "3000 LMA -> MAG1 BRI{trigger 1,seq 1,P,HNP HNP1}",
        "3010 MAG1 -> MN1 RA{fe80::200:5eff:fe00:5213,lft 0,SLLAO 00:00:5e:00:52:13,MTU 1460,PIO HNP1 L A 0/0}",
        "3010 MAG1 -> LMA BRA{0,seq 1,P}",
      ]
    `);
    expect(bindings(run, 'mnId')).toEqual([]);
    expect(updates(run, 'mag1', 'mnId')).toEqual([]);
    expect([tunnels(run, 'lma'), tunnels(run, 'mag1')]).toEqual([[], []]);
  });

  test('b) BRI-52, BRI-55, BRI-56: no BRA: again after 1 s, the state is deleted at 3 s', () => {
    const run = attached().do({ do: 'link', link: 'core-mag1', loss: 1 });
    run.do(order('revoke', { mn: 'mn1', trigger: 1 }));
    run.to(AT + seconds(3) - 1);
    expect(bindings(run, 'state')).toEqual(['revoking']);
    run.to(AT + seconds(3));
    expect(bindings(run, 'state')).toEqual([]);
    expect(toldAt(run, AT, CONTROL)).toMatchInlineSnapshot(`
      [
        "3000 LMA -> MAG1 BRI{trigger 1,seq 1,P,HNP HNP1} (loss)",
        "4000 LMA -> MAG1 BRI{trigger 1,seq 1,P,HNP HNP1} (loss)",
      ]
    `);
  });

  test('c) BRI-37, BRI-47: an unknown binding: 128', () => {
    const options = [identity('mn9@example.net')];
    expect(answerOfMag(attached(), { options })).toContain('BRA{128');
  });

  test('d) BRI-64, BRI-71, BRI-103, BRI-104: all sessions of the LMA at MAG1', () => {
    const run = twoNodes()
      .do(order('revokeAll', { peer: 'mag1' }))
      .to(seconds(5));
    expect(told(run, AT, CONTROL)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG1 BRI{trigger 128,seq 1,P,G}",
        "MAG1 -> LMA BRA{0,seq 1,P,G}",
      ]
    `);
    expect(bindings(run, 'mnId')).toEqual([]);
    expect(updates(run, 'mag1', 'mnId')).toEqual([]);
    expect([tunnels(run, 'lma'), tunnels(run, 'mag1')]).toEqual([[], []]);
  });

  test('e) BRI-72 to BRI-74, BRI-105, BRI-106: a realm, and not the realms below it', () => {
    const run = arriving({
      mobiles: 2,
      nodes: { mn2: { mnId: 'mn2@foo.example.net' } },
    });
    run.put('mn2', belowMag(1)).to(AT);
    run.do(order('revokeRealm', { peer: 'mag1', realm: 'example.net' })).to(seconds(5));
    expect(told(run, AT, CONTROL)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG1 BRI{trigger 129,seq 1,P,G,MN '@example.net'}",
        "MAG1 -> LMA BRA{0,seq 1,P,G}",
      ]
    `);
    expect(bindings(run, 'mnId')).toEqual(['mn2@foo.example.net']);
  });

  test('e) BRI-107: a realm without identity: 131', () => {
    expect(answerOfMag(attached(), { trigger: 129, global: true })).toContain('BRA{131');
  });

  test('f) BRI-46: G with a trigger for one node: 134', () => {
    expect(answerOfMag(attached(), { trigger: 1, global: true })).toContain('BRA{134');
  });

  test('f) BRI-45: an unknown trigger: 133', () => {
    const options = [identity(mn1)];
    expect(answerOfMag(attached(), { trigger: 77, options })).toContain('BRA{133');
  });

  test('g) BRI-84 to BRI-88, BRI-110 to BRI-113: the IPv4 address alone', () => {
    const nodes = { mn1: { ipv4: 'pool' }, lma: { ipv4Pool: '192.0.2.0/24' } };
    const run = attached({ nodes }).do(order('revoke', { mn: 'mn1', trigger: 5, ipv4: true }));
    run.to(seconds(5));
    expect(told(run, AT, CONTROL)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG1 BRI{trigger 5,seq 1,P,V,IPv4? 192.0.2.17/32}",
        "MAG1 -> LMA BRA{0,seq 1,P,V}",
      ]
    `);
    expect(bindings(run, 'prefixes', 'ipv4Home', 'state')).toEqual([`[${HNP1}] undefined active`]);
    expect(updates(run, 'mag1', 'prefixes', 'ipv4Home')).toEqual([`[${HNP1}] undefined`]);
  });

  test('h) BRI-59, BRI-91, BRI-93, BRI-119, BRI-120, BRI-122, BRI-125: a MAG that may not: 130', () => {
    const run = attached()
      .do(order('revokeAll', {}, 'mag1'))
      .to(seconds(5));
    run.do(order('revokeAll', {}, 'mag1')).to(seconds(7));
    expect(told(run, AT, CONTROL)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA BRI{trigger 128,seq 1,P,G,MN 'MAG1'}",
        "LMA -> MAG1 BRA{130,seq 1,P,G}",
      ]
    `);
    expect(bindings(run, 'state')).toEqual(['active']);
  });

  test.each([
    [1, 'is refused with 129', 'PBA{129'],
    [7, 'is accepted, and the revocation ends', 'PBA{0'],
  ])('i) BRI-70: during a revocation with trigger %d, a PBU %s', (trigger, _, expected) => {
    const run = attached();
    const lost = { do: 'catch', name: 'lost', link: 'core-mag1', kind: 'BRI' } as const;
    run.do({ ...lost, nth: 1, act: 'drop' });
    run.do(order('revoke', { mn: 'mn1', trigger })).to(AT + ms(100));
    run.inject('mag1', pbu(run.now, { handoff: 5, sequence: 9 })).to(AT + ms(200));
    expect(told(run, AT, /^PBA/)[0]).toContain(expected);
    expect(bindings(run, 'state')).toEqual([trigger === 1 ? 'revoking' : 'active']);
  });

  test('j) BRI-11, BRI-63: one of two sessions', () => {
    const run = attached();
    const second = { linkLayerId: '02:00:5e:00:01:02', accessTechnology: 5, sequence: 9 };
    run.inject('mag1', pbu(run.now, second)).to(seconds(4));
    expect(bindings(run, 'prefixes')).toEqual([`[${HNP1}]`, `[${HNP2}]`]);
    run.do(order('revoke', { mn: 'mn1', prefix: HNP2, trigger: 1 })).to(seconds(10));
    expect(told(run, seconds(4), /^BRI/)[0]).toMatchInlineSnapshot(
      `"LMA -> MAG1 BRI{trigger 1,seq 1,P,HNP HNP2}"`,
    );
    expect(bindings(run, 'prefixes')).toEqual([`[${HNP1}]`]);
  });
});

describe('binding revocation beyond the scenario', () => {
  test('BRI-115, BRI-116: part of it gone already: 1, and what was gone', () => {
    const hnp = (text: string): MobilityOption => ({
      is: 'HomeNetworkPrefix',
      offLink: false,
      prefixLength: 64,
      prefix: ipv6(text),
    });
    const options = [identity(mn1), hnp('2001:db8:a1:1::'), hnp('2001:db8:a3:3::')];
    const words = answerOfMag(attached(), { options });
    expect(words).toMatchInlineSnapshot(`"MAG1 -> LMA BRA{1,seq 77,P,HNP HNP3}"`);
  });

  test('BRI-39, BRI-40: sequence number and flags come back', () => {
    const run = attached();
    run.inject('lma', message(LMA, MAG1, bri({ sequence: 4321, options: [identity(mn1)] })));
    run.to(seconds(4));
    const octets = run.octets('BRA');
    expect((octets[48] ?? 0) * 256 + (octets[49] ?? 0)).toBe(4321);
    expect((octets[50] ?? 0) & 0xe0).toBe(0x80);
  });

  test('BRI-42: a MAG without revocation answers Binding Error 2, and gets no BRI again', () => {
    const run = attached({ nodes: { mag1: { lacks: ['revocation'] } } });
    run.do(order('revoke', { mn: 'mn1', trigger: 1 })).to(seconds(9));
    run.do(order('revoke', { mn: 'mn1', trigger: 1 })).to(seconds(15));
    expect(told(run, AT, CONTROL)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG1 BRI{trigger 1,seq 1,P,HNP HNP1}",
        "MAG1 -> LMA BE{2}",
      ]
    `);
  });

  test('BRI-12, BRI-44: a BRI without identifier is refused with 131', () => {
    expect(answerOfMag(attached(), {})).toContain('BRA{131');
  });

  test('BRI-35, BRI-38: one from a group is not taken, and not answered', () => {
    const run = attached();
    run.inject('lma', message('ff02::1', MAG1, bri({ options: [identity(mn1)] })));
    run.to(seconds(4));
    expect(told(run, AT, /^(BRA|BE)/)).toEqual([]);
    expect(updates(run, 'mag1', 'state')).toEqual(['active']);
  });
});

describe('what a BRI names', () => {
  const ETHERNET = new Uint8Array(14);
  const optionsIn = (run: Lab, type: string): readonly string[] => {
    const message = mobilityIn(
      packetIn(Uint8Array.from([...ETHERNET, ...run.octets(type)]), 'draft-05'),
    );
    return message !== undefined && 'options' in message ? message.options.map(({ is }) => is) : [];
  };
  const hnp = (text: string): MobilityOption => ({
    is: 'HomeNetworkPrefix',
    offLink: false,
    prefixLength: 64,
    prefix: ipv6(text),
  });

  test('BRI-23 to BRI-25: a BRA that names a prefix names the node as well', () => {
    const run = attached();
    const options = [identity(mn1), hnp('2001:db8:a1:1::'), hnp('2001:db8:a3:3::')];
    expect(answerOfMag(run, { options })).toContain('BRA{1,');
    expect(optionsIn(run, 'BRA')).toEqual(['MobileNodeIdentifier', 'HomeNetworkPrefix']);
  });

  test('BRI-10: without P it has no prefixes, and is not about a proxy binding', () => {
    const run = attached();
    const options = [identity(mn1), hnp('2001:db8:a1:1::')];
    expect(answerOfMag(run, { proxy: false, options })).toMatch(/BRA\{1(28|3\d),/);
    expect(updates(run, 'mag1', 'state')).toEqual(['active']);
  });

  test('BRI-76: each prefix of a session with several', () => {
    const run = attached({ nodes: { mn1: { prefixCount: 2 } } });
    run.do(order('revoke', { mn: 'mn1', prefix: HNP2, trigger: 1 })).to(seconds(5));
    expect(told(run, AT, /^BRI/)).toEqual(['LMA -> MAG1 BRI{trigger 1,seq 1,P,HNP HNP1,HNP HNP2}']);
    expect([bindings(run, 'state'), updates(run, 'mag1', 'state')]).toEqual([[], []]);
  });

  test('BRI-75: a realm, narrowed by the care-of address', () => {
    const narrowed = (careOf: string) => {
      const run = attached();
      const options: readonly MobilityOption[] = [
        identity('@example.net'),
        { is: 'AlternateCareOfAddress', address: ipv6(careOf) },
      ];
      const words = answerOfMag(run, { trigger: 129, global: true, options });
      return [words.slice(0, 24), updates(run, 'mag1', 'state')];
    };
    expect(narrowed('2001:db8:77::1')).toEqual(['MAG1 -> LMA BRA{131,seq ', ['active']]);
    expect(narrowed(MAG1)).toEqual(['MAG1 -> LMA BRA{0,seq 77', []]);
  });

  test('BRI-57: nobody revokes what is not registered with him', () => {
    const run = attached();
    const options = [identity(mn1), hnp('2001:db8:a1:1::')];
    run.inject('mag2', message('2001:db8:2::1', LMA, bri({ trigger: 5, options }))).to(seconds(4));
    expect(told(run, AT, /^BRA/)).toEqual(['LMA -> MAG2 BRA{128,seq 77,P}']);
    expect(bindings(run, 'state')).toEqual(['active']);
  });
});

describe('update notifications', () => {
  test('reason 1: MAG1 registers again', () => {
    const run = attached()
      .do(order('notify', { mn: 'mn1', reason: 1 }))
      .to(seconds(5));
    expect(told(run, AT, CONTROL)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG1 UPN{reason 1,seq 32784}",
        "MAG1 -> LMA PBU{2,L75,HNP HNP1,HI5,ATT4,TS 3.010,LL M1}",
        "LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HI5,ATT4,TS 3.010,LL M1}",
      ]
    `);
    expect(bindings(run, 'state')).toEqual(['active']);
  });

  test('reason 2: MAG1 asks for the parameters', () => {
    const run = attached()
      .do(order('notify', { mn: 'mn1', reason: 2 }))
      .to(seconds(5));
    expect(told(run, AT, CONTROL)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG1 UPN{reason 2,seq 32784,A,HNP HNP1}",
        "MAG1 -> LMA UPA{0,seq 32784}",
      ]
    `);
  });

  test('lost, it is repeated after a second, once; a MAG without them answers BE 2', () => {
    const run = attached().do({ do: 'link', link: 'core-mag1', loss: 1 });
    run.do(order('notify', { mn: 'mn1', reason: 2 })).to(seconds(10));
    expect(toldAt(run, AT, /^UP/)).toMatchInlineSnapshot(`
      [
        "3000 LMA -> MAG1 UPN{reason 2,seq 32784,A,HNP HNP1} (loss)",
        "4000 LMA -> MAG1 UPN{reason 2,seq 32784,A,D,HNP HNP1} (loss)",
      ]
    `);
    const legacy = attached({ nodes: { mag1: { lacks: ['notification'] } } });
    legacy.do(order('notify', { mn: 'mn1', reason: 1 })).to(seconds(10));
    legacy.do(order('notify', { mn: 'mn1', reason: 1 })).to(seconds(20));
    expect(told(legacy, AT, /^(UP|BE)/)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG1 UPN{reason 1,seq 32784}",
        "MAG1 -> LMA BE{2}",
      ]
    `);
  });
});
