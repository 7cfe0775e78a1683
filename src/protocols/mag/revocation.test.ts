// Revocation at a gateway, RFC 5846 §9: every status of a BRA, what goes with a binding, and the
// gateway's own revocation of all. S-06 and S-40 as far as the gateway acts.
import { describe, expect, test } from 'vitest';
import { ipv6, prefix } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import { buildIndication, buildRevocationAnswer } from '#protocols/pmipv6/revocation-messages.ts';
import type { Indication } from '#protocols/pmipv6/revocation-messages.ts';
import { refuseType } from '#protocols/pmipv6/support.ts';
import { Access } from './toy.ts';
import { HNP1, HNP2, HNP3, identity, LMA, MAGS, profile } from './toy-cast.ts';
import type { Part, Say } from './toy.ts';

const usual: Indication = {
  source: LMA,
  destination: MAGS[1],
  trigger: 1,
  sequence: 5,
  proxy: true,
  ipv4Only: false,
  global: false,
  mnId: identity(1),
  prefixes: [],
  ipv4: undefined,
  alternateCareOf: undefined,
};
const bri = (change: Partial<Indication> = {}): Packet => buildIndication({ ...usual, ...change });

/** Two nodes are registered; then the anchor says something. */
const told = (packet: Packet, part: Part = {}): Access =>
  new Access(part).attach(1, 1).attach(2, 1).run(50).lma(packet);
const answers = (access: Access): readonly string[] =>
  access.sent('mag1', / BR[AI] | BE /).map((line) => line.replace(/^\d+ /, ''));

describe('S-40 a: an administrator of the anchor', () => {
  test('BRI-104, BRI-117: entry, prefix, routes and link go, and the node is told before the BRA leaves', () => {
    const access = told(bri());
    expect(
      access
        .sent('mag1')
        .slice(-2)
        .map((line) => line.replace(/^\d+ /, '')),
    ).toEqual([`RA 0 ${HNP1} 0`, 'BRA 0 seq5']);
    expect(access.update()).toBeUndefined();
    expect(access.table('links').has('mn1-if1')).toBe(false);
    expect(access.node('mag1').interfaces.has('mn1-if1')).toBe(false);
    expect(access.table('tunnels').get(LMA)).toMatchObject({ sessions: 1 });
    expect(access.sent('mag1', /L0/)).toEqual([]);
    access.attach(1, undefined).run(2000);
    expect(access.sent('mag1', /L0/)).toEqual([]);
  });
});

describe('BRI-20, BRI-34, BRI-45 to BRI-47, BRI-107, BRI-114, BRI-118: every status, RFC 5846 §6.2.1 and §9.1', () => {
  const unknownNode = { mnId: 'mn9@example.net' };
  const wish = { address: '192.0.2.17', prefixLength: 24 };
  const table: readonly (readonly [string, Partial<Indication>, string])[] = [
    ['0: all sessions of a node', {}, 'BRA 0 seq5'],
    ['0: one session', { prefixes: [HNP1] }, 'BRA 0 seq5'],
    ['1: one of two prefixes is gone already', { prefixes: [HNP1, HNP3] }, `BRA 1 seq5 ${HNP3}`],
    ['128: no such node', unknownNode, 'BRA 128 seq5'],
    ['128: not its prefix', { prefixes: [HNP2] }, 'BRA 128 seq5'],
    ['128: no proxy binding is meant', { proxy: false }, 'BRA 128 seq5'],
    ['128: V for an address that it does not have', { ipv4Only: true, ipv4: wish }, 'BRA 128 seq5'],
    ['129: V without an address', { ipv4Only: true }, 'BRA 129 seq5'],
    ['131: nobody is named', { mnId: undefined }, 'BRA 131 seq5'],
    ['131, BRI-14: another kind of identifier', { mnId: '5:0000' }, 'BRA 131 seq5'],
    [
      '131: G and 129 without a realm',
      { global: true, trigger: 129, mnId: undefined },
      'BRA 131 seq5',
    ],
    [
      '131: a realm of nobody',
      { global: true, trigger: 129, mnId: '@example.org' },
      'BRA 131 seq5',
    ],
    ['132: a handover, but the node is here', { trigger: 2 }, 'BRA 132 seq5'],
    ['132: the same with trigger 3', { trigger: 3 }, 'BRA 132 seq5'],
    ['132: the same with trigger 4', { trigger: 4 }, 'BRA 132 seq5'],
    ['133: a trigger unheard of', { trigger: 77 }, 'BRA 133 seq5'],
    ['134: G about one node', { global: true }, 'BRA 134 seq5'],
    ['134: all of the peer without G', { trigger: 128 }, 'BRA 134 seq5'],
    ['134: G and 128 with options', { global: true, trigger: 128 }, 'BRA 134 seq5'],
    ['134: G without P', { global: true, trigger: 128, proxy: false }, 'BRA 134 seq5'],
  ];
  test.each(table)('%s', (_, change, expected) => {
    const access = told(bri(change));
    expect(answers(access)).toEqual([expected]);
    const isRevoked = expected.startsWith('BRA 0') || expected.startsWith('BRA 1 ');
    expect(access.update() === undefined).toBe(isRevoked);
    expect(access.table('updates').size).toBe(isRevoked ? 1 : 2);
  });

  test('135: revocation is known, but not that of proxy bindings', () => {
    const access = told(bri(), { config: { supports: ['revocation'] } });
    expect(answers(access)).toEqual(['BRA 135 seq5']);
    expect(access.update()?.state).toBe('active');
  });

  test('BE 2: revocation is not known at all', () => {
    const access = told(bri(), { config: { supports: [] } });
    expect(answers(access)).toEqual(['BE 2']);
  });

  test('BRI-35: no answer to somebody who is not trusted', () => {
    const access = told(bri({ source: MAGS[2] }));
    expect(answers(access)).toEqual([]);
    expect(access.notes()).toEqual([
      `silent: BRI of ${MAGS[2]}, which is no anchor here (RFC 5846 §6.2)`,
    ]);
  });
});

describe('S-06, BRI-108: a handover that the gateway has not been told of', () => {
  test.each([2, 3, 4])('trigger %d: the node has left: 0', (trigger) => {
    const say: Say = (update) => (update.lifetime === 0 ? undefined : {});
    const access = new Access({ say }).attach(1, 1).run(50).attach(1, undefined).run(5);
    access.lma(bri({ trigger }));
    expect(answers(access)).toEqual(['BRA 0 seq5']);
    expect(access.update()).toBeUndefined();
  });
});

describe('S-40 d, e: many at once', () => {
  const all = { global: true, mnId: undefined };

  test('all of this anchor, without options', () => {
    const access = told(bri({ ...all, trigger: 128 }));
    expect(answers(access)).toEqual(['BRA 0 seq5']);
    expect(access.table('updates').size).toBe(0);
    expect(access.table('tunnels').size).toBe(0);
    expect(access.sent('mag1', / RA 0 /)).toHaveLength(2);
  });

  test('BRI-105, BRI-106: of one realm, exactly', () => {
    const other = 'mn2@sub.example.net';
    const profiles = { [identity(1)]: profile, [identity(2)]: profile, [other]: profile };
    const access = told(bri({ global: true, trigger: 129, mnId: '@example.net' }), {
      config: { profiles },
    });
    expect(access.table('updates').size).toBe(0);
    const none = told(bri({ global: true, trigger: 129, mnId: '@net' }));
    expect(answers(none)).toEqual(['BRA 131 seq5']);
  });

  test('of one realm at another care-of address: nobody', () => {
    const careOf = { alternateCareOf: ipv6('2001:db8:1::99') };
    const access = told(bri({ global: true, trigger: 129, mnId: '@example.net', ...careOf }));
    expect(answers(access)).toEqual(['BRA 131 seq5']);
    expect(access.table('updates').size).toBe(2);
  });
});

test('several prefixes of one session go together, whichever is named', () => {
  const [one, two] = [prefix('2001:db8:b1::/64'), prefix('2001:db8:b2::/64')];
  const say: Say = () => ({ prefixes: [one, two] });
  const access = new Access({ say })
    .attach(1, 1)
    .run(50)
    .lma(bri({ prefixes: [two] }));
  expect(answers(access)).toEqual(['BRA 0 seq5']);
  expect(access.sent('mag1', / RA 0 /)).toEqual([expect.stringContaining(`${one} 0 ${two} 0`)]);
});

describe('S-40 h: the gateway revokes all that it has, RFC 5846 §9.2', () => {
  const operator = (access: Access): Access =>
    access.command({ do: 'operate', node: 'mag1', order: 'revokeAll' });
  const begun = (): Access => operator(new Access().attach(1, 1).attach(2, 1).run(50)).run(15);
  const own: Indication = {
    ...usual,
    source: MAGS[1],
    destination: LMA,
    global: true,
    trigger: 128,
    sequence: 1,
  };

  test('BRI-13, BRI-119, BRI-120: with its identity; at the BRA all sessions end', () => {
    const access = begun();
    expect(answers(access)).toEqual(['BRI 128 seq1 MAG1']);
    access.lma(buildRevocationAnswer(own, { status: 0 }));
    expect(access.table('updates').size).toBe(0);
    expect(access.table('revocations').size).toBe(0);
  });

  test('BRI-125: 130: not allowed, and not asked again', () => {
    const access = begun().lma(buildRevocationAnswer(own, { status: 130 }));
    expect(access.table('updates').size).toBe(2);
    operator(access).run(5000);
    expect(answers(access)).toHaveLength(1);
    expect(access.notes()).toEqual([
      'warning: LMA refuses BRI 1: 130 (RFC 5846 §9.2)',
      'warning: LMA lets this gateway revoke nothing (RFC 5846 §9.2)',
    ]);
  });

  test('BRI-52, BRI-53, BRI-55, BRI-123: no answer: once more after 1 s, and after 2 s more as if it had been answered', () => {
    const access = operator(new Access().attach(1, 1).run(50)).run(2900);
    expect(access.sent('mag1', /BRI/)).toEqual(['50 BRI 128 seq1 MAG1', '1050 BRI 128 seq1 MAG1']);
    expect(access.table('updates').size).toBe(1);
    access.run(200);
    expect(access.table('updates').size).toBe(0);
  });

  test('BRI-48: an answer to nothing is ignored', () => {
    const access = begun().lma(buildRevocationAnswer({ ...own, sequence: 9 }, { status: 0 }));
    expect(access.table('updates').size).toBe(2);
    expect(access.notes()).toEqual(['silent: BRA 9 answers no BRI that waits (RFC 5846 §6.2.2)']);
  });

  test('a Binding Error: the anchor knows no revocation', () => {
    const access = begun();
    const [error] = refuseType(buildIndication(own));
    if (error?.do === 'send') access.lma(error.packet);
    expect(access.table('revocations').size).toBe(0);
    expect(access.run(5000).table('updates').size).toBe(2);
  });
});
