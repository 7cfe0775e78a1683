// S-34 of the acceptance scenarios: registrations that an anchor refuses, and what the gateway makes
// of it. The invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import type { ScenarioNode } from '#scenario/scenario.ts';
import { prefix } from '#wire/address.ts';
import { belowMag, HNP1, HNP2, M2, MN1, nowhere } from './pmip-cast.ts';
import { datagram, pbu } from './pmip-packets.ts';
import { arriving, attached, BINDING, bindings, twoRadios, updates } from './pmip-run.ts';
import { told, toldAt, wayOf } from './pmip-words.ts';

type Nodes = Readonly<Record<string, Partial<ScenarioNode>>>;

/** What is wrong, where; the PBA; and the rule of RFC 5213 section 5.3 that says so. */
const refused: readonly [string, Nodes, string, string][] = [
  [
    'PMIP-20, PMIP-21, PMIP-64: no identifier',
    { mag1: { omits: ['mnId'] } },
    "160,1,L0,MN '',HNP ::/0,HI1,ATT4",
    '§5.3.1 rule 4',
  ],
  [
    'PMIP-22, PMIP-23, PMIP-6, PMIP-7: an untrusted MAG',
    { mag1: { trusted: false } },
    '154,1,L0,HNP ::/0,HI1,ATT4',
    '§5.3.1 rule 6',
  ],
  [
    'PMIP-24: an unknown node',
    { mn1: { service: 'unknown' } },
    '153,1,L0,HNP ::/0,HI1,ATT4',
    '§5.3.1 rule 7',
  ],
  [
    'PMIP-25, PMIP-208, PMIP-209: proxy service disabled',
    { mn1: { service: 'disabled' } },
    '152,1,L0,HNP ::/0,HI1,ATT4',
    '§5.3.1 rule 8',
  ],
  [
    'PMIP-27, PMIP-67: no prefix option',
    { mag1: { omits: ['prefix'] } },
    '158,1,L0,HNP ::/0,HI1,ATT4',
    '§5.3.1 rule 10',
  ],
  [
    'PMIP-28, PMIP-69: no handoff indicator',
    { mag1: { omits: ['handoff'] } },
    '161,1,L0,HNP ::/0,HI0,ATT4',
    '§5.3.1 rule 11',
  ],
  [
    'PMIP-29, PMIP-70: no access technology',
    { mag1: { omits: ['accessTechnology'] } },
    '162,1,L0,HNP ::/0,HI1,ATT0',
    '§5.3.1 rule 12',
  ],
  [
    'PMIP-38: nothing left in the pool',
    { lma: { pool: [] } },
    '130,1,L0,HNP ::/0,HI1,ATT4',
    '§5.3.2 rule 2',
  ],
];

describe.each(refused)('S-34 %s', (_, nodes, words, rule) => {
  const run = arriving({ nodes }).to(seconds(61));
  const status = words.slice(0, 3);

  test(`is refused with ${status}, and not asked again`, () => {
    expect(told(run, 0, BINDING).map((line) => line.slice(0, 15))).toEqual([
      'MAG1 -> LMA PBU',
      'LMA -> MAG1 PBA',
    ]);
    expect(told(run, 0, /^PBA/)[0]).toBe(`LMA -> MAG1 PBA{${words},TS 1.020,LL M1}`);
  });

  test('PMIP-215: leaves no binding, and no prefix on the link', () => {
    expect(bindings(run, 'state')).toEqual([]);
    expect(told(run, 0, /^RA.*PIO/)).toEqual([]);
    expect(run.table('mag1', 'mag/tunnels')).toEqual([]);
    expect(run.columns('mn1', 'host/addresses', ['address']).join()).not.toContain('2001:db8');
  });

  test(`is told at both ends, by PMIP ${rule}`, () => {
    const notes = run.notes().filter((note) => note.includes(`: ${status} (`));
    expect(notes[0]).toContain(`refused: ${status} (PMIP ${rule})`);
    expect(notes[1]).toMatch(/^MAG1: LMA refuses mn1/);
  });
});

test('S-34 PMIP-216: packets of a node whose new MAG was refused are dropped there', () => {
  const run = attached({ nodes: { mag2: { trusted: false } } }).put('mn1', belowMag(2));
  run.to(seconds(4)).inject('mn1', datagram(MN1, '2001:db8:c1::10')).to(seconds(5));
  expect(told(run, seconds(3), /^PBA.154/)).toHaveLength(1);
  expect(wayOf(run)).toBe('MN1 ->');
  expect(run.drops('mag2', seconds(4))).toMatchInlineSnapshot(`
    [
      "policy: no binding for the source (PMIP §6.10.5)",
    ]
  `);
});

describe('S-34 prefixes', () => {
  test('PMIP-40, PMIP-213, PMIP-214: one of another node: 155, then MAG1 leaves it to the LMA', () => {
    const other = '2001:db8:a9:9::/64';
    const run = arriving({
      mobiles: 2,
      nodes: { mn2: { prefixes: [other] }, mag1: { asks: { mn1: [other] } } },
    });
    run.to(seconds(4));
    expect(toldAt(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "1020 MAG1 -> LMA PBU{1,L75,HNP 2001:db8:a9:9::/64,HI1,ATT4,TS 1.020,LL M1}",
        "1030 LMA -> MAG1 PBA{155,1,L0,HNP 2001:db8:a9:9::/64,HI1,ATT4,TS 1.020,LL M1}",
        "1040 MAG1 -> LMA PBU{2,L75,HNP ::/0,HI1,ATT4,TS 1.040,LL M1}",
        "1050 LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HI1,ATT4,TS 1.040,LL M1}",
      ]
    `);
    expect(bindings(run, 'prefixes')).toEqual([`[${HNP1}]`]);
  });

  test('PMIP-90: one of another binding: 155', () => {
    const run = attached({ mobiles: 2 });
    const other = { mnId: 'mn2@example.net', linkLayerId: '02:00:5e:00:02:01' };
    run.inject('mag1', pbu(run.now, { ...other, prefixes: [prefix(HNP1)] })).to(seconds(4));
    expect(told(run, seconds(3), /^PBA/)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG1 PBA{155,1,L0,MN 'mn2@example.net',HNP HNP1,HI1,ATT4,TS 3.000,LL 02:00:5e:00:02:01}",
      ]
    `);
  });

  test.each([
    ['a subset', [HNP1]],
    ['a superset', [HNP1, HNP2, '2001:db8:a3:3::/64']],
  ])('PMIP-91: %s of the prefixes of the binding: 159', (_, prefixes) => {
    const run = attached({ nodes: { mn1: { prefixCount: 2 } } });
    const parts = { handoff: 5, prefixes: prefixes.map((one) => prefix(one)) };
    run.inject('mag1', pbu(run.now, parts)).to(seconds(4));
    expect(told(run, seconds(3), /^PBA/)[0]).toContain('PBA{159,1,L0');
    expect(bindings(run, 'prefixes', 'state')).toEqual([`[${HNP1} ${HNP2}] active`]);
  });
});

describe('S-34 two defects', () => {
  test('PMIP-16, PMIP-26: the first in the order decides: an old timestamp before a missing HNP', () => {
    const run = attached();
    run.inject('mag1', pbu(seconds(1), { prefixes: [], linkLayerId: M2 })).to(seconds(4));
    run.inject('mag1', pbu(seconds(1), { handoff: 5, prefixes: [] })).to(seconds(5));
    expect(told(run, seconds(3), /^PBA/)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG1 PBA{156,1,L0,HNP ::/0,HI1,ATT4,TS 3.010,LL M2}",
        "LMA -> MAG1 PBA{157,1,L0,HNP ::/0,HI5,ATT4,TS 4.010,LL M1}",
      ]
    `);
  });

  test('PMIP-16: an identifier that is missing before an untrusted sender', () => {
    const run = arriving({ nodes: { mag1: { omits: ['mnId'], trusted: false } } }).to(seconds(4));
    expect(told(run, 0, /^PBA/)[0]).toContain('PBA{160,');
  });
});

describe('S-34 nodes without the service', () => {
  test('PMIP-292 to PMIP-294, PMIP-247: plain access has the prefix of the visited network', () => {
    const nodes: Nodes = {
      mn1: { service: 'plain' },
      mag1: { visitedPrefix: '2001:db8:1:77::/64' },
    };
    const run = arriving({ nodes }).to(seconds(4));
    expect(told(run, 0, BINDING)).toEqual([]);
    expect(told(run, 0, /^RA/)).toMatchInlineSnapshot(`
      [
        "MAG1 -> MN1 RA{fe80::200:5eff:fe00:5213,lft 1800,SLLAO 00:00:5e:00:52:13,MTU 1500,PIO 2001:db8:1:77::/64 L A 2592000/604800}",
      ]
    `);
    expect(run.columns('mn1', 'host/addresses', ['address'])).toContain(
      '2001:db8:1:77:0:5eff:fe00:101',
    );
  });

  test('without any access nothing is sent', () => {
    const run = arriving({ nodes: { mn1: { service: 'none' } } }).to(seconds(4));
    expect(told(run, 0, /^(PB|RA)/)).toEqual([]);
    expect(updates(run, 'mag1', 'state')).toEqual([]);
  });

  test('PMIP-208: after 152 a new attachment is not registered until an operator acts', () => {
    const run = arriving({ nodes: { mn1: { service: 'disabled' } } }).to(seconds(4));
    run.put('mn1', nowhere).to(seconds(6)).put('mn1', belowMag(1)).to(seconds(8));
    expect(told(run, 0, /^PBU/)).toHaveLength(1);
    run.do({ do: 'operate', node: 'mag1', order: 'resume', mn: 'mn1' }).to(seconds(10));
    expect(told(run, 0, /^PBU/)).toHaveLength(2);
  });
});

test('PMIP-14, PMIP-15, PMIP-80, PMIP-81: two interfaces have two sessions', () => {
  const run = attached({ nodes: { ...twoRadios, mag1: {}, mag2: { att: 5 } } });
  run.put('mn1', { x: 316, y: 504 }).to(seconds(6));
  expect(bindings(run, 'accessTechnology', 'prefixes')).toEqual([`4 [${HNP1}]`, `5 [${HNP2}]`]);
});
