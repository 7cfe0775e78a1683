import { describe, expect, it } from 'vitest';
import type { Layer } from './layer.ts';
import { hexText } from './octets.ts';
import { decodePacket, dissectPacket, encodePacket, type Malformed } from './packet.ts';
import { decodeKind } from './standalone.ts';
import { octetsOf, profileOf, vectors, type Vector } from './vectors.ts';

type Said = Readonly<Record<string, unknown>>;

const decoded = (vector: Vector) => decodeKind(vector.kind, octetsOf(vector), profileOf(vector));
const named = ({ rule, field, offset }: Malformed): string => `${rule} of ${field} at ${offset}`;
const packets = vectors.filter(({ kind }) => kind === 'ipv6-packet');

// ── the octets come back ────────────────────────────────────────────────────────────────────────

describe('a vector that obeys the RFCs', () => {
  // Zeek's captures with a Home Address option of a wrong length are marked as good ones: a stack
  // refuses them, and who only looks sees them.
  const mislabelled = /^zeek-ipv6-mobility-dst-opts-/;
  const good = vectors.filter(({ conformant }) => conformant === true);

  it.each(good.map((vector) => [vector.name, vector] as const))('%s comes back', (_, vector) => {
    const result = decoded(vector);
    expect(result.ok && hexText(result.value.reencoded)).toBe(vector.hex);
  });

  it('is read and written by the stack, octet by octet', () => {
    const stack = good.filter(
      ({ kind, name }) => kind === 'ipv6-packet' && !mislabelled.test(name),
    );
    for (const vector of stack) {
      const result = decodePacket(octetsOf(vector), profileOf(vector));
      const back = result.ok ? hexText(encodePacket(result.value, profileOf(vector))) : result.why;
      expect(back, vector.name).toBe(vector.hex);
    }
    expect(stack.length).toBeGreaterThan(90);
  });
});

// ── what is refused ─────────────────────────────────────────────────────────────────────────────

describe('a vector that a stack refuses', () => {
  it.each([
    ['bad-checksum', 'checksum of checksum at 44'],
    ['bad-payload-proto-not-59', 'value of payloadProto at 40'],
    ['bad-header-len-exceeds-packet', 'truncated of headerLength at 41'],
    ['option-length-overruns-header', 'overrun of length at 77'],
    ['truncated-last-option', 'overrun of length at 55'],
    ['mh-4-octets', 'truncated of payloadProto at 40'],
    ['zeek-ipv6-mobility-dst-opts-0', 'overrun of length at 47'],
    ['zeek-ipv6-mobility-dst-opts-2', 'length of length at 47'],
    ['scapy-icmpv6mpadv-build-1-l2310', 'checksum of checksum at 42'],
    ['scapy-mip6mh-hoti-build-specific-values-1-l2834', 'checksum of checksum at 44'],
    ['scapy-mip6mh-hot-build-specific-values-1-l2876', 'checksum of checksum at 44'],
    ['tcpdump-ipv6_mobility_1-04', 'checksum of checksum at 44'],
    ['tcpdump-ipv6_mobility_1-05', 'checksum of checksum at 44'],
    ['tcpdump-ipv6_mobility_1-06', 'checksum of checksum at 44'],
    ['tcpdump-ipv6_mobility_1-10', 'checksum of checksum at 44'],
    ['tcpdump-ipv6_mobility_1-11', 'checksum of checksum at 44'],
    ['tcpdump-mobility_opt_asan-00', 'truncated of payloadLength at 4'],
    ['tcpdump-mobility_opt_asan-01', 'truncated of payloadLength at 4'],
    ['tcpdump-mobility_opt_asan_3-01', 'truncated of payloadLength at 4'],
    ['tcpdump-mobility_opt_asan_6-00', 'truncated of payloadLength at 4'],
    ['tcpdump-mobility_opt_asan_6-01', 'truncated of payloadLength at 4'],
    ['tcpdump-mobility_opt_asan_7-01', 'truncated of payloadLength at 4'],
    ['tcpdump-mobility_opt_asan-00-as-135', 'truncated of headerLength at 41'],
    ['tcpdump-mobility_opt_asan_2-as-135', 'truncated of headerLength at 41'],
    ['tcpdump-mobility_opt_asan_3-00-as-135', 'truncated of headerLength at 41'],
    ['tcpdump-mobility_opt_asan_3-01-as-135', 'truncated of headerLength at 41'],
    ['tcpdump-mobility_opt_asan_5-as-135', 'truncated of headerLength at 41'],
    ['tcpdump-mobility_opt_asan_7-01-as-135', 'truncated of headerLength at 41'],
  ])('%s: %s', (name, why) => {
    const vector = packets.find((one) => one.name === name);
    const result = vector && decodePacket(octetsOf(vector), profileOf(vector));
    expect(result?.ok === false && named(result.why)).toBe(why);
  });

  it('is marked on the field at fault, with what was refused', () => {
    for (const vector of packets) {
      const result = decodePacket(octetsOf(vector), profileOf(vector));
      const faults = dissectPacket(octetsOf(vector), profileOf(vector)).flatMap(faultsIn);
      const first = result.ok ? [] : [`${result.why.field} at ${result.why.offset}`];
      expect(faults, vector.name).toEqual(expect.arrayContaining(first));
      expect(faults.length > 0, vector.name).toBe(!result.ok);
    }
  });

  it('asks for the answer of RFC 6275 §9.2', () => {
    const vector = packets.find(({ name }) => name === 'bad-payload-proto-not-59');
    const result = vector && decodePacket(octetsOf(vector), 'rfc8885');
    expect(result?.ok === false && result.why.icmp).toEqual({ code: 0, pointer: 40 });
  });

  it.each(
    vectors
      .filter(({ conformant, kind }) => conformant === false && kind !== 'ipv6-packet')
      .map((vector) => [vector.name, vector] as const),
  )('%s: its option runs past the end', (_, vector) => {
    const result = decoded(vector);
    const said = (vector.expected['options'] as readonly Said[]).find(({ error }) => error);
    const nd = vector.kind === 'nd-option';
    const offset = nd ? undefined : (said?.['offset'] as number) + 1;
    expect(result.ok === false && result.why).toMatchObject({
      rule: 'overrun',
      field: 'length',
      ...(offset === undefined ? {} : { offset }),
    });
  });
});

const faultsIn = ({ fields, children }: Layer): string[] => [
  ...fields.flatMap(({ name, offset, fault }) => (fault ? [`${name} at ${offset}`] : [])),
  ...children.flatMap(faultsIn),
];
