import { describe, expect, test } from 'vitest';
import { ipv6, prefix, prefixContains } from '#wire/address.ts';
import type { AddressState, InterfaceAddress } from './interface.ts';
import { selectSource, sourceFor } from './selection.ts';

const on = (text: string, state: AddressState = 'preferred', iface = 'if1'): InterfaceAddress => ({
  address: ipv6(text),
  iface,
  prefixLength: 64,
  state,
});
const prefA = '2001:db8:aa:1::5';
const prefB = '2001:db8:bb:1::5';
const linkLocal = on('fe80::5');
const localnet = ipv6('2001:db8:1c::80');
const inPrefA = (address: Parameters<typeof prefixContains>[1]): boolean =>
  prefixContains(prefix('2001:db8:aa:1::/64'), address);

describe('RFC 6724 §5', () => {
  test('rule 1: the destination itself', () => {
    const rows = [on(prefB), on(prefA, 'deprecated')];
    expect(selectSource(rows, ipv6(prefA))).toEqual({ address: prefA, rule: '1' });
  });

  test('rule 2: a link-local source suits a link-local destination, and no global one', () => {
    const rows = [linkLocal, on(prefA)];
    expect(selectSource(rows, localnet)).toEqual({ address: prefA, rule: '2' });
    expect(selectSource(rows, ipv6('fe80::1'))).toEqual({ address: 'fe80::5', rule: '2' });
    expect(sourceFor(rows, ipv6('ff02::2'))).toBe('fe80::5');
  });

  test('rule 3: a deprecated address is avoided, while another fits', () => {
    const rows = [on(prefA, 'deprecated'), on(prefB)];
    expect(selectSource(rows, localnet)).toEqual({ address: prefB, rule: '3' });
    expect(sourceFor([linkLocal, on(prefA, 'deprecated')], localnet)).toBe(prefA);
  });

  test('rule 3 stands before rule 5.5: the finding of decision X-8', () => {
    const rows = [on(prefA, 'deprecated'), on(prefB)];
    const hints = { isAdvertisedByNextHop: inPrefA };
    expect(selectSource(rows, localnet, hints)).toEqual({ address: prefB, rule: '3' });
  });

  test('rule 5: an address of the outgoing interface', () => {
    const rows = [on(prefA, 'preferred', 'if2'), on(prefB)];
    expect(selectSource(rows, localnet, { outgoing: 'if1' })).toEqual({
      address: prefB,
      rule: '5',
    });
  });

  test('rule 5.5: an address whose prefix the next hop advertised', () => {
    const rows = [on(prefB), on(prefA)];
    const hints = { isAdvertisedByNextHop: inPrefA };
    expect(selectSource(rows, localnet, hints)).toEqual({ address: prefA, rule: '5.5' });
  });

  test('rule 6: the label of the destination', () => {
    const rows = [on('fc00::5'), on('2002::5')];
    expect(selectSource(rows, ipv6('2002:1::1'))).toMatchObject({ address: '2002::5', rule: '6' });
  });

  test('rule 8: the longest match, no further than the prefix', () => {
    const rows = [on(prefA), on('2001:db8:1c::5')];
    expect(selectSource(rows, localnet)).toEqual({ address: '2001:db8:1c::5', rule: '8' });
    const sameNet = [on('2001:db8:1c::1'), on('2001:db8:1c::81')];
    expect(selectSource(sameNet, localnet)).toEqual({ address: '2001:db8:1c::1', rule: 'order' });
  });

  test('tentative addresses are no candidates', () => {
    expect(sourceFor([on(prefA, 'tentative')], localnet)).toBeUndefined();
    expect(selectSource([on(prefA)], localnet)).toEqual({ address: prefA, rule: undefined });
  });
});
