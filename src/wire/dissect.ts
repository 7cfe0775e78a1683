// Octets → layers of fields with their places, as far as the octets go. Never fails: what is wrong
// is marked on the field, in the words of the decoder.

import { codecOf } from './codec.ts';
import {
  endOfGre,
  icmpv6Directory,
  mobilityDirectory,
  MOST_TUNNELS,
  readPacket,
} from './decode-packet.ts';
import { isExtension } from './headers.ts';
import {
  destinationOptions,
  ethernet,
  ETHERNET_OCTETS,
  fragmentHeader,
  greHeader,
  ipv6Header,
  otherExtension,
  routingType2,
  udpHeader,
} from './ipv6.ts';
import type { FieldSpan, Layer } from './layer.ts';
import type { Layout } from './layout.ts';
import { readingOf, type Malformed, type Profile } from './malformed.ts';
import { NEXT_HEADER } from './numbers.ts';
import { uint16At } from './octets.ts';
import { octetsSpan, titleOf } from './span.ts';

/** The layers of a packet, or with `ethernet` of a frame. Inner packets are children. */
export function dissectPacket(
  octets: Uint8Array,
  profile: Profile,
  { ethernet: framed = false }: { readonly ethernet?: boolean } = {},
): Layer[] {
  const at = framed ? ETHERNET_OCTETS : 0;
  const end = octets.length;
  const frame = framed ? [layerOf(ethernet, octets, 0, Math.min(at, end))] : [];
  const layers = [...frame, ...packetLayers(octets, { at, end, profile, depth: 0 })];
  return faultsOf(octets, profile, at).reduce(withFault, layers);
}

/** What a receiver refuses the packet for, and what it would refuse it for next. */
function faultsOf(octets: Uint8Array, profile: Profile, at: number): Malformed[] {
  const faults: Malformed[] = [];
  for (const lenient of [false, true]) {
    const reading = readingOf(profile, at, { lenient });
    readPacket(octets, { at, end: octets.length, depth: 0 }, reading);
    const { fault } = reading;
    if (fault === undefined) continue;
    const offset = fault.offset + at;
    if (!faults.some((other) => other.offset === offset)) faults.push({ ...fault, offset });
  }
  return faults;
}

interface Stretch {
  readonly at: number;
  readonly end: number;
  readonly profile: Profile;
  readonly depth: number;
}

const layerOf = (layout: Layout, octets: Uint8Array, at: number, end: number): Layer =>
  codecOf(layout).layer(octets, at, end);

function packetLayers(octets: Uint8Array, stretch: Stretch): Layer[] {
  const { at, end: limit, depth } = stretch;
  const layers = [layerOf(ipv6Header, octets, at, Math.min(limit, at + 40))];
  if (limit - at < 40 || depth > MOST_TUNNELS) return layers;
  const end = Math.min(limit, at + 40 + uint16At(octets, at + 4));
  let next = octets[at + 6] ?? NEXT_HEADER.none;
  let p = at + 40;
  while (isExtension(next) && p < end) {
    const layer = extensionLayer(octets, next, p, end);
    layers.push(layer);
    next = octets[p] ?? NEXT_HEADER.none;
    p += layer.octets;
  }
  if (p < end) layers.push(...upperLayers(octets, next, { ...stretch, at: p, end }));
  if (end < limit) layers.push(spare(octets, end, limit));
  // what is inside a tunnel hangs on the header around it
  const inner = layers.findIndex(({ name }, i) => i > 0 && name === 'Ipv6');
  const outer = layers[inner - 1];
  if (outer === undefined) return layers;
  return [...layers.slice(0, inner - 1), { ...outer, children: layers.slice(inner) }];
}

function extensionLayer(octets: Uint8Array, header: number, at: number, limit: number): Layer {
  const end = Math.min(limit, at + 8 + 8 * (octets[at + 1] ?? 0));
  if (header === NEXT_HEADER.destinationOptions) {
    return layerOf(destinationOptions, octets, at, end);
  }
  const isType2 = header === NEXT_HEADER.routing && codecOf(routingType2).matches(octets, at, end);
  return layerOf(isType2 ? routingType2 : otherExtension, octets, at, end);
}

function upperLayers(octets: Uint8Array, next: number, stretch: Stretch): Layer[] {
  const { at, end, profile, depth } = stretch;
  switch (next) {
    case NEXT_HEADER.mobility: {
      const last = Math.min(end, at + 8 + 8 * (octets[at + 1] ?? 0));
      const { layout } = mobilityDirectory[profile].pick(octets[at + 2] ?? 0, octets, at, last);
      return followed(octets, layerOf(layout, octets, at, last), end);
    }
    case NEXT_HEADER.icmpv6: {
      const { layout } = icmpv6Directory.pick(octets[at] ?? 0, octets, at, end);
      return [layerOf(layout, octets, at, end)];
    }
    case NEXT_HEADER.udp: {
      const last = Math.min(end, at + Math.max(8, uint16At(octets, at + 4)));
      return followed(octets, layerOf(udpHeader, octets, at, last), end);
    }
    case NEXT_HEADER.ipv6:
      return packetLayers(octets, { at, end, profile, depth: depth + 1 });
    case NEXT_HEADER.gre: {
      const inner = endOfGre(octets, at, end);
      if (inner === undefined || inner > end) return [data(octets, 'GRE', at, end)];
      const gre = layerOf(greHeader, octets, at, inner);
      return [gre, ...packetLayers(octets, { at: inner, end, profile, depth: depth + 1 })];
    }
    case NEXT_HEADER.fragment: {
      const last = Math.min(end, at + 8);
      const fragment = layerOf(fragmentHeader, octets, at, last);
      return last < end ? [fragment, data(octets, 'Part of a packet', last, end)] : [fragment];
    }
    default:
      return [data(octets, 'Data', at, end)];
  }
}

const followed = (octets: Uint8Array, layer: Layer, end: number): Layer[] => {
  const last = layer.offset + layer.octets;
  return last < end ? [layer, spare(octets, last, end)] : [layer];
};

const spare = (octets: Uint8Array, at: number, end: number): Layer =>
  data(octets, 'Octets behind the end', at, end);

/** Octets that no layout describes. */
function data(octets: Uint8Array, title: string, at: number, end: number): Layer {
  const base = { name: 'data', label: 'Data' };
  return {
    name: 'Data',
    title,
    offset: at,
    octets: end - at,
    cite: 'RFC 8200 §4',
    fields: [octetsSpan(base, octets, at, end - at)],
    children: [],
  };
}

// ── faults ──────────────────────────────────────────────────────────────────────────────────────

/** The layers with the fault marked on its field; offsets count as those of the layers do. */
export function withFault(layers: readonly Layer[], fault: Malformed): Layer[] {
  const index = layers.findLastIndex((layer) => holds(layer, fault.offset));
  const place = index < 0 ? layers.length - 1 : index;
  return layers.map((layer, i) => (i === place ? markedIn(layer, fault) : layer));
}

/** Whether the octet is in the layer or in what hangs on it. */
const holds = (layer: Layer, offset: number): boolean =>
  (layer.offset <= offset && offset < layer.offset + layer.octets) ||
  layer.children.some((child) => holds(child, offset));

function markedIn(layer: Layer, fault: Malformed): Layer {
  if (layer.children.some((child) => holds(child, fault.offset))) {
    return { ...layer, children: withFault(layer.children, fault) };
  }
  const { field, offset, words } = fault;
  const marked = (span: FieldSpan): FieldSpan => ({ ...span, fault: words });
  const index = layer.fields.findLastIndex((span) => span.name === field && span.offset <= offset);
  if (index >= 0) return { ...layer, fields: layer.fields.with(index, marked(at(layer, index))) };
  // the octets end before the field
  const missing = { name: field, label: titleOf(field), value: '', text: 'missing' };
  const span = marked({ ...missing, offset, bitOffset: 0, bits: 0 });
  return { ...layer, fields: [...layer.fields, span] };
}

const at = (layer: Layer, index: number): FieldSpan => layer.fields[index] as FieldSpan; // it exists
