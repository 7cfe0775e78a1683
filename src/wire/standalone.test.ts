import { describe, expect, it } from 'vitest';
import type { Layer } from './layer.ts';
import { must } from '#base/assert.ts';
import { hexText, parseHex } from './octets.ts';
import { decodeKind, type Kind } from './standalone.ts';

const decoded = (kind: Kind, hex: string) =>
  decodeKind(kind, must(parseHex(hex), 'digits'), 'rfc8885');
const reencoded = (kind: Kind, hex: string): string => {
  const result = decoded(kind, hex);
  return result.ok ? hexText(result.value.reencoded) : result.why.words;
};
const faults = ({ fields, children }: Layer): string[] => [
  ...fields.flatMap(({ name, text, fault }) => (fault ? [`${name} ${text}: ${fault}`] : [])),
  ...children.flatMap(faults),
];

// a binding update without options: checksum abcd, nobody knows for which addresses
const update = '3b010500abcd00018200004b01020000';

describe('octets that stand alone', () => {
  it('keep the checksum that they came with, which cannot be verified', () => {
    const result = decoded('mobility-header', update);
    expect(result.ok && 'checksumValid' in result.value).toBe(false);
    expect(reencoded('mobility-header', update)).toBe(update);
    expect(reencoded('icmpv6', '8500abcd00000000')).toBe('8500abcd00000000');
  });

  it('keep reserved bits, which a record does not carry', () => {
    const marked = update.replace('3b010500', '3b0105ff');
    expect(reencoded('mobility-header', marked)).toBe(marked);
    expect(reencoded('mobility-option', '17027f01')).toBe('17027f01');
  });

  it('may be several options, none of which is padded', () => {
    const prefix = '030440c000002a300000000000000000' + '20010db800aa00010000000000000000';
    const options = `0101001122330101${prefix}`;
    const result = decoded('nd-option', options);
    expect(result.ok && result.value.layers.map(({ name }) => name)).toEqual([
      'SourceLinkLayerAddress',
      'PrefixInformation',
    ]);
    expect(reencoded('nd-option', options)).toBe(options);
  });

  it('show a destination option whose length does not fit, and mark it', () => {
    const option = 'c9092001000000000000000000000000ffff';
    const result = decoded('destination-option', option);
    expect(result.ok && result.value.layers.flatMap(faults)).toEqual([
      'length 9 octets: Home Address cannot have 11 octets',
    ]);
    expect(reencoded('destination-option', option)).toBe(option);
  });

  it('have valid checksums when those of all layers are', () => {
    const packet =
      '600000000010874020010db8000100000000000000000001' +
      `20010db800ff00000000000000000001${update}`;
    const bad = decoded('ipv6-packet', packet);
    expect(bad.ok && bad.value.checksumValid).toBe(false);
    expect(bad.ok && bad.value.layers.flatMap(faults)).toEqual([
      'checksum 0xabcd: the checksum is wrong',
    ]);
    expect(reencoded('ipv6-packet', packet)).toBe(packet);
    // of an unknown upper layer nobody knows where its checksum is
    const unknown = decoded('ipv6-packet', packet.replace('00108740', '0010fd40'));
    expect(unknown.ok && 'checksumValid' in unknown.value).toBe(false);
  });

  it.each<[Kind, string, string]>([
    ['ipv6-packet', '', 'truncated of version at 0'],
    ['ipv6-packet', '60', 'truncated of trafficClass at 1'],
    ['mobility-header', '3b', 'truncated of payloadProto at 0'],
    ['mobility-header', '06000000abcd0000', 'value of payloadProto at 0'],
    ['mobility-header', '3b000500abcd0001', 'length of headerLength at 1'],
    ['mobility-option', '16', 'truncated of type at 0'],
    ['mobility-option', '1603000000', 'length of length at 1'],
    ['nd-option', '0100', 'length of length at 1'],
    ['icmpv6', '85', 'truncated of code at 1'],
    ['destination-option', 'c9', 'truncated of type at 0'],
  ])('as %s %s are refused: %s', (kind, hex, why) => {
    const result = decoded(kind, hex);
    const { rule, field, offset } = result.ok ? { rule: '', field: '', offset: 0 } : result.why;
    expect(`${rule} of ${field} at ${offset}`).toBe(why);
  });
});
