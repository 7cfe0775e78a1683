// A dissected packet as the inspector's three panes share it: every layer and field has a path, and
// every octet knows the field that it belongs to. Pure.

import type { Layer } from '#session/protocol.ts';

type Field = Layer['fields'][number];

/** A layer or one of its fields. */
export interface Item {
  /** Names from the outside in: `BindingAcknowledgement/DlifLinkLayerAddress/address`. */
  readonly path: string;
  readonly layer: Layer;
  /** Path of the layer. */
  readonly layerPath: string;
  /** Path of the layer around it, for options. */
  readonly parentPath: string | undefined;
  readonly field: Field | undefined;
  /** Octets that it covers: first, and one behind the last. A layer's own fields only. */
  readonly from: number;
  readonly to: number;
}

export interface PacketModel {
  readonly layers: readonly Layer[];
  readonly items: ReadonlyMap<string, Item>;
  /** Fields in the order of their octets. */
  readonly fields: readonly Item[];
  /** For each octet the path of its field. */
  readonly owners: readonly (string | undefined)[];
  /** The message: the innermost layer that is not a header on its way. */
  readonly message: Item | undefined;
}

/** Layers that carry others; the message is the last that is none of them. */
const CARRIERS = new Set([
  'Ethernet',
  'Ipv6',
  'Gre',
  'DestinationOptions',
  'RoutingType2',
  'ExtensionHeader',
  'Fragment',
]);
const DESTINATION_OPTIONS = new Set(['HomeAddress', 'UnknownDestinationOption', 'Pad1', 'PadN']);

/** A layer of the packet, not an option of one. */
export function isLayer(layer: Layer, parent: Layer | undefined): boolean {
  return (
    parent === undefined || (CARRIERS.has(parent.name) && !DESTINATION_OPTIONS.has(layer.name))
  );
}

export function isPadding(layer: Layer): boolean {
  return layer.name === 'Pad1' || layer.name === 'PadN';
}

export function modelOf(layers: readonly Layer[], octets: number): PacketModel {
  const items = new Map<string, Item>();
  const fields: Item[] = [];
  const owners: (string | undefined)[] = Array.from({ length: octets });
  let message: Item | undefined;

  const addLayer = (layer: Layer, layerPath: string, parentPath: string | undefined): void => {
    const own = layer.fields.filter(({ bits }) => bits > 0);
    const last = own.at(-1);
    const to = last === undefined ? layer.offset : endOf(last);
    const base = { layer, layerPath, parentPath };
    const item = { ...base, path: layerPath, field: undefined, from: layer.offset, to };
    items.set(layerPath, item);
    const parent = parentPath === undefined ? undefined : items.get(parentPath)?.layer;
    const isMessage = isLayer(layer, parent) && !CARRIERS.has(layer.name);
    if (isMessage && (layer.name !== 'Data' || message === undefined)) message = item;
    const names = uniqueNames(layer.fields.map(({ name }) => name));
    for (const [i, field] of layer.fields.entries()) {
      const path = `${layerPath}/${names[i]}`;
      const made = { ...base, path, field, from: field.offset, to: endOf(field) };
      items.set(path, made);
      if (field.bits === 0) continue;
      fields.push(made);
      for (let octet = made.from; octet < made.to; octet += 1) owners[octet] ??= path;
    }
    const inner = uniqueNames(layer.children.map(({ name }) => name));
    layer.children.forEach((child, i) => addLayer(child, `${layerPath}/${inner[i]}`, layerPath));
  };
  const outer = uniqueNames(layers.map(({ name }) => name));
  layers.forEach((layer, i) => addLayer(layer, outer[i] ?? '', undefined));
  return { layers, items, fields, owners, message };
}

function endOf(field: Field): number {
  return field.offset + Math.ceil((field.bitOffset + field.bits) / 8);
}

/** `PadN`, `PadN~2`, …: siblings of one name are told apart. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}~${count}`;
  });
}

/** The item that a selection means; a path of another packet means nothing here. */
export function itemAt(model: PacketModel, path: string | undefined): Item | undefined {
  return path === undefined ? undefined : model.items.get(path);
}

/** True when `path` is `of` or lies in it. */
export function isWithin(path: string | undefined, of: string): boolean {
  return path !== undefined && (path === of || path.startsWith(`${of}/`));
}

/** Octets of the IPv6 packet are counted from its first; the frame's header stands before. */
export const FRAME_HEADER = 14;

/** `octets 200 to 209`, `bit 3 of octet 47`. */
export function placeText(item: Item): string {
  const { field, layer } = item;
  const from = item.from - FRAME_HEADER;
  const where = from < 0 ? 'of the frame' : '';
  const at = from < 0 ? item.from : from;
  if (field && field.bits % 8 !== 0) {
    const last = field.bitOffset + field.bits - 1;
    const bits = field.bits === 1 ? `bit ${last}` : `bits ${field.bitOffset} to ${last}`;
    return `${bits} of octet ${at}`;
  }
  const to = field ? item.to : layer.offset + layer.octets;
  const end = (from < 0 ? to : to - FRAME_HEADER) - 1;
  const text = at === end ? `octet ${at}` : `octets ${at} to ${end}`;
  return where === '' ? text : `${text} ${where}`;
}
