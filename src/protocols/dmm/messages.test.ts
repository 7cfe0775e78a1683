// The options of DMM §4.3 as gateways use them; their formats are tested with the wire.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import {
  buildProxyAcknowledgement,
  buildProxyUpdate,
  readProxyAcknowledgement,
  readProxyUpdate,
} from '#protocols/pmipv6/messages.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import { decodePacket, encodePacket } from '#wire/packet.ts';
import type { MobilityOption } from '#wire/packet.ts';
import { dlifOptions, readAnchorReport } from './messages.ts';

const PREF_A = prefix('2001:db8:aa:1::/64');
const LOCALNET = prefix('2001:db8:1c::/64');
const dlif = { linkLocal: ipv6('fe80::211:22ff:fe33:101'), mac: mac('00:11:22:33:01:01') };

const request = must(
  readProxyUpdate(
    buildProxyUpdate({
      source: ipv6('2001:db8:d2::1'),
      destination: ipv6('2001:db8:d1::1'),
      sequence: 1,
      lifetime: 75,
      distributed: true,
      mnId: 'mn1@example.net',
      prefixes: [PREF_A],
      handoff: 3,
      accessTechnology: 4,
      linkLayerId: undefined,
      now: 0,
    }),
  ),
  'a PBU',
);

/** The report in a PBA with these options, over the wire. */
function reportOf(extensions: readonly MobilityOption[], distributed = true) {
  const answer = { status: 0, lifetime: 75, distributed, prefixes: [PREF_A], extensions };
  const octets = encodePacket(buildProxyAcknowledgement(request, answer), 'draft-05');
  const packet = decodePacket(octets, 'draft-05');
  const read = packet.ok ? readProxyAcknowledgement(packet.value) : undefined;
  return readAnchorReport(must(read, 'a PBA'));
}

const unknown: MobilityOption = {
  is: 'UnknownMobilityOption',
  type: 222,
  data: Uint8Array.of(1, 2, 3),
};

describe('what an anchor reports', () => {
  const all = dlifOptions({ prefixes: [PREF_A], localPrefixes: [LOCALNET], dlif });

  test('DMM-14: comes back as it was sent', () => {
    const expected = { prefixes: [PREF_A], localPrefixes: [LOCALNET], dlif, differs: false };
    expect(reportOf(all)).toEqual(expected);
    expect(reportOf([unknown, ...all, unknown])).toEqual(expected);
  });

  test('X-13: is not believed without the D flag', () => {
    expect(reportOf(all, false)).toEqual({
      prefixes: [PREF_A],
      localPrefixes: [],
      dlif: undefined,
      differs: false,
    });
  });

  test('X-11: without Anchored Prefix options the HNPs count; Anchored Prefix wins', () => {
    expect(reportOf([]).prefixes).toEqual([PREF_A]);
    const other = prefix('2001:db8:aa:2::/64');
    expect(reportOf(dlifOptions({ prefixes: [other], localPrefixes: [], dlif }))).toMatchObject({
      prefixes: [other],
      differs: true,
    });
  });

  test('DMM-24, DMM-27: bits beyond the length of a prefix are ignored', () => {
    const option = (is: 'AnchoredPrefix' | 'LocalPrefix'): MobilityOption => ({
      is,
      prefixLength: 64,
      prefix: ipv6('2001:db8:aa:1::99'),
    });
    const report = reportOf([option('AnchoredPrefix'), option('LocalPrefix')]);
    expect(report).toMatchObject({ prefixes: [PREF_A], localPrefixes: [PREF_A], differs: false });
  });

  test('DMM-25, DMM-28: may hold several prefixes of each kind; one twice counts once', () => {
    const second = prefix('2001:db8:aa:2::/64');
    const prefixes = [PREF_A, second, PREF_A];
    expect(
      reportOf(dlifOptions({ prefixes, localPrefixes: [LOCALNET, second], dlif })),
    ).toMatchObject({ prefixes: [PREF_A, second], localPrefixes: [LOCALNET, second] });
  });

  test('DMM-32: may lack the link-layer address, or have one of another size', () => {
    const bare = dlifOptions({
      prefixes: [PREF_A],
      localPrefixes: [],
      dlif: { ...dlif, mac: undefined },
    });
    expect(reportOf(bare).dlif).toEqual({ linkLocal: dlif.linkLocal, mac: undefined });
    const long: MobilityOption = { is: 'DlifLinkLayerAddress', address: new Uint8Array(8) };
    expect(reportOf([...bare, long]).dlif?.mac).toBeUndefined();
  });

  test('has no DLIF without a link-local address that is one', () => {
    const option = (address: string): MobilityOption => ({
      is: 'DlifLinkLocalAddress',
      address: ipv6(address),
    });
    expect(reportOf([option('::')]).dlif).toBeUndefined();
    expect(reportOf([option('2001:db8::1')]).dlif).toBeUndefined();
    expect(reportOf([]).dlif).toBeUndefined();
  });
});
