// PBU and PBA: the octets of the vectors from what gateways know, and what is read back.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { ipv6, prefix } from '#wire/address.ts';
import { decodePacket, encodePacket } from '#wire/packet.ts';
import type { Packet, Profile } from '#wire/packet.ts';
import { vectors } from '#wire/vectors.ts';
import {
  BINDING_LIFETIME,
  HANDOFF,
  buildProxyAcknowledgement,
  buildProxyUpdate,
  fromUnits,
  readProxyAcknowledgement,
  readProxyUpdate,
  toUnits,
} from './messages.ts';
import type { UpdateParts } from './messages.ts';
import { ALL_ZERO, fromTicks, readProxyOptions, toTicks, writeProxyOptions } from './options.ts';

const parts: UpdateParts = {
  source: ipv6('2001:db8:d2::1'),
  destination: ipv6('2001:db8:d1::1'),
  sequence: 1,
  lifetime: BINDING_LIFETIME,
  distributed: true,
  mnId: 'mn1@example.net',
  prefixes: [prefix('2001:db8:aa:1::/64')],
  handoff: HANDOFF.betweenGateways,
  accessTechnology: 4,
  linkLayerId: '02:00:5e:00:01:01',
  now: seconds(1000),
};

const hex = (packet: Packet, profile: Profile): string =>
  Buffer.from(encodePacket(packet, profile)).toString('hex');

const PBU_IN = {
  'draft-05': 'dmm-pbu-draft05-flag-layout',
  rfc8885: 'dmm-pbu-serving-to-anchoring',
} as const;

describe('a PBU', () => {
  test.each(['draft-05', 'rfc8885'] as const)('has the octets of the vector in %s', (profile) => {
    const vector = vectors.find(({ name }) => name === PBU_IN[profile]);
    expect(hex(buildProxyUpdate(parts), profile)).toBe(vector?.hex);
  });

  test('is read back as it was meant', () => {
    const octets = encodePacket(buildProxyUpdate(parts), 'draft-05');
    const decoded = decodePacket(octets, 'draft-05');
    expect(readProxyUpdate(decoded.ok ? decoded.value : buildProxyUpdate(parts))).toMatchObject({
      source: '2001:db8:d2::1',
      sequence: 1,
      lifetime: 75,
      acknowledge: true,
      distributed: true,
      mnId: 'mn1@example.net',
      prefixes: ['2001:db8:aa:1::/64'],
      handoff: 3,
      accessTechnology: 4,
      linkLayerId: '02:00:5e:00:01:01',
      timestamp: toTicks(seconds(1000)),
      alternateCareOf: undefined,
    });
  });

  test('asks with one empty prefix when it knows none', () => {
    const read = readProxyUpdate(buildProxyUpdate({ ...parts, prefixes: [] }));
    expect(read?.prefixes).toEqual([ALL_ZERO]);
  });

  test('leaves out the link-layer identifier when it is not known', () => {
    const { payload } = buildProxyUpdate({ ...parts, linkLayerId: undefined });
    expect(JSON.stringify(payload)).not.toContain('MobileNodeLinkLayerIdentifier');
  });
});

test('what is no PBU or PBA is not read as one', () => {
  const update = buildProxyUpdate(parts);
  expect(readProxyAcknowledgement(update)).toBeUndefined();
  const raw: Packet = { ...update, payload: { is: 'raw', nextHeader: 59, data: Uint8Array.of() } };
  expect(readProxyUpdate(raw)).toBeUndefined();
  expect(readProxyAcknowledgement(raw)).toBeUndefined();
});

describe('a PBA', () => {
  const request = must(readProxyUpdate(buildProxyUpdate(parts)), 'a PBU');
  const answer = { status: 0, lifetime: 75, distributed: true, prefixes: request.prefixes };

  test('goes back with the options of the request', () => {
    const read = readProxyAcknowledgement(buildProxyAcknowledgement(request, answer));
    expect(read).toMatchObject({
      source: '2001:db8:d1::1',
      destination: '2001:db8:d2::1',
      status: 0,
      sequence: 1,
      lifetime: 75,
      distributed: true,
      mnId: request.mnId,
      prefixes: request.prefixes,
      handoff: 3,
      accessTechnology: 4,
      timestamp: request.timestamp,
      linkLayerId: request.linkLayerId,
    });
  });

  test('of a refusal has the prefixes of the request', () => {
    const refused = { ...answer, status: 155, prefixes: [] };
    const read = readProxyAcknowledgement(buildProxyAcknowledgement(request, refused));
    expect(read?.prefixes).toEqual(request.prefixes);
  });

  test('has zeros for what the request lacked', () => {
    const bare = {
      ...request,
      mnId: undefined,
      prefixes: [],
      handoff: undefined,
      accessTechnology: undefined,
      timestamp: undefined,
      linkLayerId: undefined,
    };
    const read = readProxyAcknowledgement(
      buildProxyAcknowledgement(bare, { ...answer, status: 160, prefixes: [] }),
    );
    expect(read).toMatchObject({
      mnId: '',
      prefixes: [ALL_ZERO],
      handoff: 0,
      accessTechnology: 0,
      timestamp: undefined,
      linkLayerId: undefined,
    });
  });

  test('has the clock of the anchor instead of the echo when told so', () => {
    const refused = { ...answer, status: 157, clock: toTicks(seconds(7)) };
    const read = readProxyAcknowledgement(buildProxyAcknowledgement(request, refused));
    expect(read?.timestamp).toBe(toTicks(seconds(7)));
  });
});

describe('lifetimes', () => {
  test('C-13: rounded down to 4 s, at least one unit unless zero is meant', () => {
    expect([0, ms(1), seconds(3), seconds(4), seconds(7), seconds(300)].map(toUnits)).toEqual([
      0, 1, 1, 1, 1, 75,
    ]);
    expect(toUnits(seconds(262_144))).toBe(65_535);
    expect(fromUnits(75)).toBe(seconds(300));
  });
});

describe('timestamps', () => {
  test('count from the epoch of the laboratory', () => {
    expect(toTicks(0)).toBe(1_700_000_000 * 65_536);
    expect(fromTicks(toTicks(seconds(12)))).toBe(seconds(12));
  });

  test('are never later than the clock, and lose less than a tick', () => {
    for (const now of [0, 1, 15, 16, 999_999, 123_456_789]) {
      const lost = now - fromTicks(toTicks(now));
      expect(lost).toBeGreaterThanOrEqual(0);
      expect(lost).toBeLessThan(16);
    }
  });
});

describe('options', () => {
  test('C-1: zero bits of any length are the empty prefix', () => {
    const options = [0, 64, 128].map((prefixLength) => ({
      is: 'HomeNetworkPrefix' as const,
      offLink: false,
      prefixLength,
      prefix: ipv6('::'),
    }));
    expect(readProxyOptions(options).prefixes).toEqual([ALL_ZERO, ALL_ZERO, ALL_ZERO]);
  });

  test('C-5: of repeated single options the first counts', () => {
    const options = [1, 2].map((value) => ({ is: 'HandoffIndicator' as const, value }));
    expect(readProxyOptions(options).handoff).toBe(1);
  });

  test('C-6: identities of other subtypes are other identities, and go back as they came', () => {
    const option = { is: 'MobileNodeIdentifier' as const, subtype: 2, identifier: 'mn1' };
    const read = readProxyOptions([option]);
    expect(read.mnId).toBe('2:mn1');
    expect(writeProxyOptions(read)).toEqual([option]);
  });

  test('DMM-20, DMM-22: unknown options are skipped', () => {
    const known = writeProxyOptions(readProxyOptions([]));
    const unknown = { is: 'UnknownMobilityOption' as const, type: 222, data: Uint8Array.of(1, 2) };
    expect(readProxyOptions([unknown, ...known, unknown])).toEqual(readProxyOptions([]));
  });

  test('bits beyond the length of a prefix are ignored', () => {
    const option = {
      is: 'HomeNetworkPrefix' as const,
      offLink: false,
      prefixLength: 64,
      prefix: ipv6('2001:db8:aa:1::7'),
    };
    expect(readProxyOptions([option]).prefixes).toEqual(['2001:db8:aa:1::/64']);
  });
});
