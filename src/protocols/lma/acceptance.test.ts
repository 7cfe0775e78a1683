// What the anchor refuses and ignores, PMIP §5.3.1 in order: S-34 as far as the anchor acts.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { ipv4Request } from '#protocols/pmipv6/extensions.ts';
import { buildUpdate } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO, toTicks } from '#protocols/pmipv6/options.ts';
import { prefix } from '#wire/address.ts';
import { encodePacket } from '#wire/packet.ts';
import type { LmaConfig } from './rows.ts';
import {
  config,
  HNP1,
  HNP2,
  HNP3,
  LMA,
  M1,
  M2,
  MAG1,
  MAG2,
  MN1,
  MN2,
  profile,
} from './toy-cast.ts';
import { DELAY, Domain } from './toy.ts';
import type { Wish } from './toy.ts';

const only = (change: Partial<typeof profile>): Partial<LmaConfig> => ({
  profiles: { [MN1]: { ...profile, ...change }, [MN2]: profile },
});

function reservedThird(): Partial<LmaConfig> {
  return { profiles: { ...config.profiles, [MN2]: { ...profile, prefixes: [HNP3] } } };
}

describe('S-34: refused registrations, PMIP-34, PMIP-66, PMIP-67, PMIP-69, PMIP-70', () => {
  test.each<[string, Wish, Partial<LmaConfig>, object]>([
    ['no MN-ID', { mnId: undefined }, {}, { status: 160, mnId: '' }],
    ['an unknown node', { mnId: 'mn9@example.net' }, {}, { status: 153 }],
    ['no proxy mobility', {}, only({ proxy: false }), { status: 152 }],
    ['no HNP', { prefixes: [] }, {}, { status: 158, prefixes: [ALL_ZERO] }],
    ['no HI', { handoff: undefined }, {}, { status: 161, handoff: 0 }],
    ['no ATT', { accessTechnology: undefined }, {}, { status: 162, accessTechnology: 0 }],
    ['not of the pool', { prefixes: [prefix('2001:db8:99::/64')] }, {}, { status: 155 }],
    ['reserved for another', { prefixes: [HNP3] }, reservedThird(), { status: 155 }],
    ['static, but asks another', { prefixes: [HNP2] }, only({ prefixes: [HNP1] }), { status: 155 }],
    ['empty and other prefixes', { prefixes: [HNP1, ALL_ZERO] }, {}, { status: 128 }],
    ['no IPv6 service', {}, only({ ipv6: false }), { status: 172 }],
  ])('%s', (_, wish, change, expected) => {
    const domain = new Domain(change);
    const pba = domain.register(1, wish);
    const echo = { prefixes: wish.prefixes ?? [ALL_ZERO], timestamp: toTicks(0), linkLayerId: M1 };
    expect(pba).toMatchObject({ ...echo, lifetime: 0, ...expected });
    expect(domain.bindings).toEqual([]);
    expect(domain.table('tunnels').size).toBe(0);
    expect(domain.notes.join()).toMatch(
      /^warning: PBU 1 of MAG1 for .* refused: 1\d\d \((PMIP|RFC)/,
    );
  });

  test('PMIP-17, PMIP-23: a sender that is no gateway of the domain: 154', () => {
    const domain = new Domain();
    expect(domain.register(3)?.status).toBe(154);
    expect(domain.bindings).toEqual([]);
  });

  test('a prefix of another node: 155; more or fewer prefixes than it has: 159', () => {
    const domain = new Domain();
    domain.register(1);
    domain.register(1, { mnId: MN2, linkLayerId: M2 });
    domain.run(seconds(1));
    expect(domain.register(1, { prefixes: [HNP2] })).toMatchObject({
      status: 155,
      prefixes: [HNP2],
    });
    const both = [HNP1, HNP3];
    expect(domain.register(1, { prefixes: both })).toMatchObject({ status: 159, prefixes: both });
    expect(domain.bindings).toMatchObject([{ prefixes: [HNP1] }, { prefixes: [HNP2] }]);
  });

  test('a second session of the node does not get the prefix of its first: 155', () => {
    const domain = new Domain();
    domain.register(1);
    const wish = { prefixes: [HNP1], linkLayerId: M2, accessTechnology: 5 } as const;
    expect(domain.register(2, wish)?.status).toBe(155);
    expect(domain.bindings).toMatchObject([{ proxyCareOfAddress: MAG1 }]);
  });

  test('PMIP-16: of two defects the first counts: an old timestamp before a missing prefix', () => {
    const domain = new Domain();
    domain.runTo(seconds(1));
    domain.register(1);
    domain.run(seconds(1));
    const wish = { prefixes: [], timestamp: toTicks(seconds(1) - ms(1)) };
    expect(domain.register(1, wish)?.status).toBe(157);
    expect(domain.register(2, { ...wish, linkLayerId: M2 })?.status).toBe(156);
  });

  test('X-12, MAAR-26, MAAR-27: a distributed gateway is refused where its flag has a bit of its own', () => {
    const refused = (profileOfBits: 'draft-05' | 'rfc8885'): number | undefined => {
      const domain = new Domain({}, {}, profileOfBits);
      const head = { source: MAG1, destination: LMA, sequence: 1, lifetime: 75, distributed: true };
      const plain = domain.options({});
      domain.send('mag1', buildUpdate(head, plain));
      domain.run(2 * DELAY + ms(1));
      return domain.pbas(1)[0]?.status;
    };
    expect(refused('rfc8885')).toBe(128);
    expect(refused('draft-05')).toBe(0);
  });
});

describe('silent rules', () => {
  test('a BU without the P flag', () => {
    const domain = new Domain();
    const head = { source: MAG2, destination: LMA, sequence: 1, lifetime: 75, distributed: false };
    const packet = buildUpdate(head, domain.options({}));
    const { payload } = packet;
    if (payload.is !== 'mobility' || payload.message.is !== 'BindingUpdate') throw new Error();
    const message = { ...payload.message, proxyRegistration: false };
    domain.send('mag2', { ...packet, payload: { ...payload, message } });
    domain.run(ms(50));
    expect(domain.pbas(2)).toEqual([]);
    expect(domain.notes).toEqual([
      'silent: a BU without the P flag: no home agent (PMIP §5.3.1 rule 1)',
    ]);
    expect(encodePacket(packet, 'draft-05').length).toBeGreaterThan(0);
  });

  test('MIP6 §6.2.1: an unknown option is skipped, of two the first counts (C-5)', () => {
    const domain = new Domain();
    const unknown = { is: 'UnknownMobilityOption', type: 99, data: Uint8Array.of(1) } as const;
    const second = { is: 'HandoffIndicator', value: 4 } as const;
    expect(domain.register(1, { extensions: [unknown, second] })).toMatchObject({
      status: 0,
      handoff: 1,
    });
    expect(domain.notes).toEqual([
      'silent: option 99 is not understood and skipped (MIP6 §6.2.1)',
      'warning: MAG1 sends HandoffIndicator twice: the first counts (MIP6 §6.2.1)',
    ]);
  });

  test('two IPv4 home addresses are one too many', () => {
    const any = ipv4Request({ address: '0.0.0.0', prefixLength: 0 });
    const domain = new Domain(only({ ipv4: 'pool' }));
    expect(domain.register(1, { extensions: [any, any] })?.status).toBe(173);
  });
});
