// The order of the checks of a PBU, message ordering by timestamp and by sequence number, and the
// echo of a PBA. S-33 and S-34 as far as a gateway anchors.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { ipv6, prefix } from '#wire/address.ts';
import { checkUpdate, differingEcho, EVERY_NODE, requestMark, STATUS } from './checks.ts';
import type { Facts, LastAccepted } from './checks.ts';
import { buildProxyUpdate, readProxyUpdate } from './messages.ts';
import type { ProxyAcknowledgement, ProxyUpdate } from './messages.ts';
import { toTicks } from './options.ts';

const NOW = seconds(10);

const base: ProxyUpdate = must(
  readProxyUpdate(
    buildProxyUpdate({
      source: ipv6('2001:db8:d2::1'),
      destination: ipv6('2001:db8:d1::1'),
      sequence: 16,
      lifetime: 75,
      distributed: true,
      mnId: 'mn1@example.net',
      prefixes: [prefix('2001:db8:aa:1::/64')],
      handoff: 3,
      accessTechnology: 4,
      linkLayerId: '02:00:5e:00:01:01',
      now: NOW,
    }),
  ),
  'a PBU',
);

const facts: Facts = { trusted: true, last: undefined, now: NOW, policy: EVERY_NODE };
const NOBODY = { ...EVERY_NODE, isKnown: false, isEnabled: false };
const lastOf = (update: ProxyUpdate): LastAccepted => ({
  timestamp: update.timestamp,
  sequence: update.sequence,
  request: requestMark(update),
});
const outcome = (update: ProxyUpdate, more: Partial<Facts> = {}): string | number => {
  const verdict = checkUpdate(update, { ...facts, ...more });
  return verdict.is === 'refuse' ? verdict.status : verdict.is;
};

describe('the rules of PMIP §5.3.1', () => {
  test.each([
    ['all is well', {}, {}, 'accept'],
    ['no MN-ID', { mnId: undefined }, {}, STATUS.missingMnId],
    ['a sender that is no gateway', {}, { trusted: false }, STATUS.notAuthorizedGateway],
    ['an unknown node', {}, { policy: { ...EVERY_NODE, isKnown: false } }, STATUS.notAnchorOfNode],
    ['no proxy mobility', {}, { policy: { ...EVERY_NODE, isEnabled: false } }, STATUS.notEnabled],
    ['no HNP', { prefixes: [] }, {}, STATUS.missingPrefix],
    ['no HI', { handoff: undefined }, {}, STATUS.missingHandoff],
    ['no ATT', { accessTechnology: undefined }, {}, STATUS.missingAccessTechnology],
    ['an old timestamp', { timestamp: toTicks(NOW - ms(301)) }, {}, STATUS.timestampMismatch],
  ])('%s', (_, change, more, expected) => {
    expect(outcome({ ...base, ...change }, more)).toBe(expected);
  });

  test.each([
    ['MN-ID before trust', { mnId: undefined }, { trusted: false }, 160],
    ['trust before profile', {}, { trusted: false, policy: NOBODY }, 154],
    ['profile before service', {}, { policy: NOBODY }, 153],
    ['service before order', { timestamp: 0 }, { policy: { ...NOBODY, isKnown: true } }, 152],
    ['order before HNP', { timestamp: 0, prefixes: [] }, {}, 156],
    ['HNP before HI', { prefixes: [], handoff: undefined }, {}, 158],
    ['HI before ATT', { handoff: undefined, accessTechnology: undefined }, {}, 161],
  ])('of two defects the first counts: %s', (_, change, more, expected) => {
    expect(outcome({ ...base, ...change }, more)).toBe(expected);
  });
});

describe('ordering by timestamp, PMIP §5.5', () => {
  test.each([
    [-301, 156],
    [-300, 'accept'],
    [300, 'accept'],
    [301, 156],
  ])('%i ms from the clock of the anchor: %s', (skew, expected) => {
    expect(outcome({ ...base, timestamp: toTicks(NOW + ms(skew)) })).toBe(expected);
  });

  test('R-3: lower than the last one is 157, also outside the window', () => {
    const last = lastOf(base);
    expect(outcome({ ...base, timestamp: toTicks(NOW - 20) }, { last })).toBe(157);
    expect(outcome({ ...base, timestamp: toTicks(NOW - seconds(5)) }, { last })).toBe(157);
  });

  test('R-2: the same PBU again is repeated, another with an equal timestamp is 157', () => {
    const last = lastOf(base);
    expect(outcome(base, { last })).toBe('repeat');
    expect(outcome({ ...base, sequence: 17 }, { last })).toBe(157);
    expect(outcome({ ...base, lifetime: 10 }, { last })).toBe(157);
  });

  test('with 5 s of patience, or with timestamps of the node, the clock matters less', () => {
    const late = { ...base, timestamp: toTicks(NOW - seconds(5)) };
    expect(outcome(late, { policy: { ...EVERY_NODE, window: 327_680 } })).toBe('accept');
    const early = { ...base, timestamp: 0 };
    expect(outcome(early, { policy: { ...EVERY_NODE, nodeTimestamps: true } })).toBe('accept');
    const last = lastOf({ ...base, timestamp: 1 });
    expect(outcome(early, { last, policy: { ...EVERY_NODE, nodeTimestamps: true } })).toBe(157);
  });

  test('RFC 5844 §3.1.2.1: an IPv4 home address is enough to ask for', () => {
    const plain = { ...base, prefixes: [] };
    expect(outcome(plain)).toBe(158);
    expect(outcome(plain, { policy: { ...EVERY_NODE, asksIpv4: true } })).toBe('accept');
  });

  test('the sequence number is ignored', () => {
    const last = lastOf(base);
    const later = { ...base, timestamp: toTicks(NOW + 100), sequence: 3 };
    expect(outcome(later, { last })).toBe('accept');
  });
});

describe('ordering by sequence number, MIP6 §9.5.1', () => {
  const plain: ProxyUpdate = { ...base, timestamp: undefined };
  test.each([
    [15, 16, 'accept'],
    [15, 15, 135],
    [15, 0, 135],
    [15, 32_782, 'accept'],
    [15, 32_783, 135],
    [65_535, 0, 'accept'],
  ])('after %i comes %i: %s', (before, sequence, expected) => {
    const last = { ...lastOf(plain), sequence: before, request: 1 };
    expect(outcome({ ...plain, sequence }, { last })).toBe(expected);
  });

  test('without a binding any number will do', () => {
    expect(outcome({ ...plain, sequence: 40_000 })).toBe('accept');
  });

  test('the same PBU again is repeated', () => {
    expect(outcome(plain, { last: lastOf(plain) })).toBe('repeat');
  });
});

describe('the echo of a PBA, PMIP §6.9.1.2 rule 6', () => {
  const sent = {
    sequence: 1,
    mnId: 'mn1@example.net',
    handoff: 3,
    accessTechnology: 4,
    linkLayerId: '02:00:5e:00:01:01',
  };
  const answer: ProxyAcknowledgement = { ...base, status: 0 };
  test.each([
    [{}, undefined],
    [{ mnId: 'mn2@example.net' }, 'Mobile Node Identifier'],
    [{ handoff: 1 }, 'Handoff Indicator'],
    [{ accessTechnology: 5 }, 'Access Technology Type'],
    [{ linkLayerId: undefined }, 'Mobile Node Link-layer Identifier'],
  ])('%o differs in %s', (change, expected) => {
    expect(differingEcho({ ...answer, ...change }, sent)).toBe(expected);
  });

  test('an identifier that was not asked with is not compared', () => {
    expect(differingEcho(answer, { ...sent, linkLayerId: undefined })).toBeUndefined();
  });
});
