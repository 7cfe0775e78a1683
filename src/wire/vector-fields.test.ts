import { describe, expect, it } from 'vitest';
import type { FieldSpan, Layer } from './layer.ts';
import { hexText } from './octets.ts';
import { decodeKind } from './standalone.ts';
import { octetsOf, profileOf, vectors } from './vectors.ts';

// The vectors say what their octets mean in short names; here the layers say the same.
type Said = Readonly<Record<string, unknown>>;

/** The expected names that differ from those of the layouts, by layer where they mean two things. */
const aliases: Readonly<Record<string, string>> = {
  mhType: 'type',
  headerLen: 'headerLength',
  brType: 'revocationType',
  fbType: 'flowBindingType',
  initCookie: 'cookie',
  id: 'identifier',
  linkLayerId: 'identifier',
  linkLayerAddress: 'address',
  lla: 'address',
  restartCounter: 'counter',
  fidPri: 'priority',
  bidPri: 'priority',
  sub: 'type',
  len: 'length',
  lengthUnits: 'length',
  tsFormat: 'format',
  tsFlags: 'presence',
  srcStart: 'sourceStart',
  dstStart: 'destinationStart',
  sportStart: 'sourcePortStart',
  dportStart: 'destinationPortStart',
  dportEnd: 'destinationPortEnd',
  nhStart: 'nextHeaderStart',
  sport: 'sourcePort',
  dport: 'destinationPort',
  proto: 'protocol',
  prf: 'preference',
  valid: 'validLifetime',
  preferred: 'preferredLifetime',
  homeAddressOption: 'homeAddress',
};
const aliasesIn: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  RouteInformation: { lifetime: 'routeLifetime' },
  // the last field of a MN-ID and of an ICMPv6 message have one short name
  MobilePrefixSolicitation: { id: 'identifier' },
};
/** Said by the layer's name, by its place or by `reencoded`, or not of the octets. */
const beside = new Set([
  'name',
  'mhName',
  'offset',
  'error',
  'options',
  'lifetimeSeconds',
  'trailing',
  'avail',
  'reserved',
  'checksumValid',
  'extensionHeaders',
  'header',
  'inner',
  'flags',
  'nextHeader',
]);

/** Values as the vectors write them: flags as 0 and 1, octets as digits with or without colons. */
const plain = (value: unknown): string =>
  typeof value === 'boolean'
    ? String(Number(value))
    : (JSON.stringify(value) ?? 'nothing').replaceAll(/[":]/g, '');
/** Identifiers that are no text are digits in the vectors. */
const digitsOf = (text: string): string =>
  hexText(Uint8Array.from(text, (octet) => octet.charCodeAt(0)));

/** A field of the layer, or of the one option in it. */
function spanOf(layer: Layer, name: string): FieldSpan | undefined {
  const field = aliasesIn[layer.name]?.[name] ?? aliases[name] ?? name;
  const spans = [layer, ...layer.children].flatMap(({ fields }) => fields);
  return spans.find((span) => span.name === field || span.label === field);
}

/** What a layer says otherwise than expected. */
function differences(said: Said, layer: Layer, octets: Uint8Array): string[] {
  const wrong: string[] = [];
  const check = (name: string, found: unknown, wanted: unknown): void => {
    if (plain(found) !== plain(wanted)) wrong.push(`${name} is ${plain(found)}: ${plain(wanted)}`);
  };
  for (const [name, wanted] of Object.entries(said)) {
    if (beside.has(name)) continue;
    if (name === 'bids') {
      const bids = layer.fields.filter((span) => span.name === 'bids').map(({ value }) => value);
      check(name, bids, wanted);
    } else if (name === 'data' || name === 'hex') {
      const head = layer.name === 'UnknownMobility' ? 6 : name === 'hex' ? 0 : 2;
      check(name, hexText(octets.slice(layer.offset + head, layer.offset + layer.octets)), wanted);
    } else if (name === 'flagsHex') {
      const at = layer.offset + (layer.name === 'BindingUpdate' ? 8 : 7);
      const digits = String(wanted);
      check(name, hexText(octets.slice(at, at + digits.length / 2)), digits);
    } else if (name === 'checksum' || name === 'tsFlags' || name === 'proto') {
      check(name, spanOf(layer, name)?.value, Number.parseInt(String(wanted), 16));
    } else {
      const value = spanOf(layer, name)?.value;
      const isText = name !== 'id' || plain(value) === plain(wanted);
      check(name, isText ? value : digitsOf(String(value)), wanted);
    }
  }
  const options = (said['options'] ?? said['sub']) as readonly Said[] | undefined;
  if (typeof options === 'object') wrong.push(...optionDifferences(options, layer, octets));
  return wrong;
}

function optionDifferences(said: readonly Said[], layer: Layer, octets: Uint8Array): string[] {
  const { children } = layer;
  if (children.length !== said.length) return [`${children.length} options: ${said.length}`];
  return said.flatMap((option, i) => {
    const child = children[i] as Layer; // as many as said
    const { offset, ...values } = option;
    const place = offset === undefined || child.offset - layer.offset === offset;
    const sub = 'sub' in option && Array.isArray(option['sub']) ? option['sub'] : undefined;
    const { sub: _, ...others } = values;
    return [
      ...(place ? [] : [`${child.name} at ${child.offset - layer.offset}: ${plain(offset)}`]),
      ...differences(sub === undefined ? values : others, child, octets),
      ...(sub === undefined ? [] : optionDifferences(sub as Said[], child, octets)),
    ];
  });
}

/** The layer of each part of what is expected, tunnels included. */
function partsOf(said: Said, layers: readonly Layer[]): (readonly [Said, Layer | undefined])[] {
  const by = (pattern: RegExp): Layer | undefined => layers.find(({ name }) => pattern.test(name));
  const { mh, icmpv6, udp, gre, payload, inner, extensionHeaders, ...header } = said;
  const tunnel = layers.find(({ children }) => children.some(({ name }) => name === 'Ipv6'));
  const upper = layers.findLast(({ name }) => payload !== undefined || name !== 'Data');
  return [
    [header, by(/^Ipv6$/)],
    ...[mh, icmpv6, payload].flatMap((one) => (one ? [[one as Said, upper] as const] : [])),
    ...(udp ? [[udp as Said, by(/^Udp$/)] as const] : []),
    ...(gre ? [[gre as Said, by(/^Gre$/)] as const] : []),
    ...((extensionHeaders ?? []) as readonly Said[]).map((one, i) => [one, layers[1 + i]] as const),
    ...(inner ? partsOf(inner as Said, tunnel?.children ?? []) : []),
  ];
}

/** The layers of a vector, when it can be read. */
const read = vectors.flatMap((vector) => {
  const result = decodeKind(vector.kind, octetsOf(vector), profileOf(vector));
  return result.ok ? [{ vector, layers: result.value.layers }] : [];
});

describe('the fields of a vector', () => {
  it.each(read.map((one) => [one.vector.name, one] as const))('%s', (_, { vector, layers }) => {
    const octets = octetsOf(vector);
    const said = vector.expected;
    const isPacket = vector.kind === 'ipv6-packet';
    const isOptions = vector.kind.endsWith('-option');
    // options that stand alone are compared as those of a message without fields
    const around = { name: '', title: '', offset: 0, octets: 0, cite: '', fields: [] };
    const alone = isOptions ? { ...around, children: layers } : layers[0];
    const options = 'options' in said ? said : { options: [said] };
    const parts = isPacket ? partsOf(said, layers) : [[isOptions ? options : said, alone] as const];
    const wrong = parts.flatMap(([part, layer]) =>
      layer === undefined ? ['a layer is missing'] : differences(part, layer, octets),
    );
    expect(wrong).toEqual([]);
  });

  it('are those of most vectors', () => {
    expect(read.length).toBeGreaterThan(210);
  });
});
