// The layers and fields of a packet as lines of a tree: short names, and the value that matters.

import type { Layer } from '#session/protocol.ts';
import { isFlag } from '#view/draw/bit-boxes.ts';
import { isLayer, isPadding, type Item, type PacketModel } from './packet-model.ts';

type Field = Layer['fields'][number];

/** One line of the tree. */
export interface TreeLine {
  readonly path: string;
  readonly level: number;
  readonly look: 'layer' | 'option' | 'field';
  /** Number of an option. */
  readonly number: string;
  readonly title: string;
  readonly value: string;
  /** What opening it toggles. */
  readonly key: string;
  /** Undefined: nothing to open. */
  readonly open: boolean | undefined;
  readonly fault: string | undefined;
}

const SHORT: Readonly<Record<string, string>> = {
  MobileNodeIdentifier: 'MN-ID',
  HomeNetworkPrefix: 'Home prefix',
  HandoffIndicator: 'Handoff',
  AccessTechnologyType: 'Access',
  MobileNodeLinkLayerIdentifier: 'MN LL-ID',
  LinkLocalAddress: 'Link-local',
  AnchoredPrefix: 'Anchored',
  LocalPrefix: 'Local',
  DlifLinkLocalAddress: 'DLIF LL',
  DlifLinkLayerAddress: 'DLIF MAC',
  PrefixInformation: 'Prefix',
  RouteInformation: 'Route',
  SourceLinkLayerAddress: 'Source MAC',
  TargetLinkLayerAddress: 'Target MAC',
  RecursiveDnsServer: 'DNS servers',
  FlagsExtension: 'further flags',
};

/** Lines of all layers; the options and fields of those in `open`. */
export function treeLines(model: PacketModel, open: ReadonlySet<string>): TreeLine[] {
  const lines: TreeLine[] = [];
  const children = new Map<string | undefined, Item[]>();
  for (const item of model.items.values()) {
    if (item.field) continue;
    const known = children.get(item.parentPath) ?? [];
    children.set(item.parentPath, [...known, item]);
  }
  const add = (item: Item, level: number, look: 'layer' | 'option'): void => {
    const { layer, path } = item;
    const isOpen = open.has(path);
    lines.push({
      path,
      key: path,
      level,
      look,
      number: look === 'option' ? numberOf(layer) : '',
      title: SHORT[layer.name] ?? layer.title,
      value: summaryOf(layer),
      open: isOpen,
      fault: faultOf(layer),
    });
    if (isOpen) lines.push(...fieldLines(model, item, level + 1, open));
    for (const child of children.get(path) ?? []) {
      if (isPadding(child.layer)) continue;
      if (isLayer(child.layer, layer)) add(child, level, 'layer');
      else if (isOpen) add(child, level + 1, 'option');
    }
  };
  for (const item of children.get(undefined) ?? []) add(item, 1, 'layer');
  return lines;
}

/** Fields that all messages of a kind share: on one line, which can be opened. */
const HEAD = new Set(['payloadProto', 'headerLength', 'type', 'code', 'reserved', 'checksum']);

/** Fields of a layer. Of a message the shared head, and fields of one bit, have one line together. */
function fieldLines(
  model: PacketModel,
  { layer, layerPath }: Item,
  level: number,
  open: ReadonlySet<string>,
): TreeLine[] {
  const own = model.fields.filter((item) => item.layerPath === layerPath);
  const isMessage = own.some(({ field }) => field?.name === 'checksum');
  const head = own.filter(({ field }) => isMessage && HEAD.has(field?.name ?? ''));
  const rest = own.filter((item) => !head.includes(item));
  const lines: TreeLine[] = [];
  if (head[0]) {
    const key = `${layerPath}/#head`;
    const isOpen = open.has(key);
    const checksum = head.find(({ field }) => field?.name === 'checksum')?.field;
    const value = checksum === undefined ? '' : checksumText(checksum);
    const fault = faultOf({ ...layer, fields: head.flatMap(({ field }) => field ?? []) });
    const base = { level, look: 'field', number: '', fault } as const;
    lines.push({ ...base, path: head[0].path, key, title: 'Header', value, open: isOpen });
    if (isOpen) lines.push(...head.flatMap((item) => fieldLine(item, level + 1)));
  }
  for (let i = 0; i < rest.length; i += 1) {
    const flags = flagsFrom(rest, i);
    const item = rest[i];
    if (flags.length > 1) {
      lines.push(flagsLine(flags, level));
      i += flags.length - 1;
    } else if (item) {
      lines.push(...fieldLine(item, level));
    }
  }
  return lines;
}

function flagsFrom(items: readonly Item[], from: number): Item[] {
  const end = items.findIndex((item, i) => i >= from && !(item.field && isFlag(item.field)));
  return items.slice(from, end < 0 ? undefined : end);
}

/** The line of several flags stands for the first that is set. */
function flagsLine(items: readonly Item[], level: number): TreeLine {
  const flags = items.flatMap(({ field }) => field ?? []);
  const at = Math.max(
    0,
    flags.findIndex((flag) => flag.value === true),
  );
  const path = items[at]?.path ?? '';
  return {
    path,
    key: path,
    level,
    look: 'field',
    number: '',
    title: 'Flags',
    value: flagsText(flags),
    open: undefined,
    fault: flags.find((flag) => flag.fault !== undefined)?.fault,
  };
}

function fieldLine({ field, path }: Item, level: number): TreeLine[] {
  if (!field || (field.name === 'reserved' && field.text === '0')) return [];
  const value = field.name === 'checksum' ? checksumText(field) : field.text;
  const base = { path, key: path, level, look: 'field', number: '', open: undefined } as const;
  return [{ ...base, title: field.label, value, fault: field.fault }];
}

/** `P D 0x30`: the letters of those that are set, and their octets. */
function flagsText(flags: readonly Field[]): string {
  const set = flags.filter((flag) => flag.value === true);
  const first = flags[0]?.offset ?? 0;
  const octets = (flags.at(-1)?.offset ?? 0) - first + 1;
  const bits = set.reduce(
    (sum, { offset, bitOffset }) => sum + 2 ** (octets * 8 - 1 - (offset - first) * 8 - bitOffset),
    0,
  );
  const hex = `0x${bits.toString(16).padStart(octets * 2, '0')}`;
  return [...set.map(({ label }) => label), hex].join(' ');
}

function checksumText(field: Field): string {
  return field.fault === undefined ? `${field.text}, correct` : `${field.text}, wrong`;
}

function faultOf(layer: Layer): string | undefined {
  return layer.fields.find((field) => field.fault !== undefined)?.fault;
}

function numberOf(layer: Layer): string {
  const type = layer.fields.find(({ name }) => name === 'type');
  return typeof type?.value === 'number' ? String(type.value) : '';
}

/** What a layer is about, in the room of half a line. */
function summaryOf(layer: Layer): string {
  const text = (name: string): string =>
    layer.fields.find((field) => field.name === name)?.text ?? '';
  const value = (name: string): string =>
    String(layer.fields.find((field) => field.name === name)?.value ?? '');
  switch (layer.name) {
    case 'Ethernet':
      return `${tail(text('source'))} → ${tail(text('destination'))}`;
    case 'Ipv6':
      return `${shortAddress(text('src'))} → ${shortAddress(text('dst'))}`;
    case 'Udp':
      return `${value('sourcePort')} → ${value('destinationPort')}`;
    case 'Timestamp':
      return clockOf(Number(value('seconds')), Number(value('fraction')));
    case 'PrefixInformation':
      return `${prefixText(layer)}, ${value('validLifetime')}/${value('preferredLifetime')} s`;
    default:
      return optionText(layer);
  }
}

/** Fields that every option has, or that say nothing alone. */
const PLAIN = new Set(['type', 'length', 'reserved', 'prefixLength', 'subtype']);

function optionText(layer: Layer): string {
  const prefix = prefixText(layer);
  if (prefix !== '') return prefix;
  const isMessage = layer.children.length > 0 || layer.fields.length > 6;
  if (isMessage) return `type ${numberOf(layer)}, ${layer.octets} B`;
  const rest = layer.fields.filter(({ name, bits }) => !PLAIN.has(name) && bits > 0);
  return rest.map(({ text }) => text).join(', ');
}

function prefixText(layer: Layer): string {
  const prefix = layer.fields.find(({ name }) => name === 'prefix')?.text;
  const length = layer.fields.find(({ name }) => name === 'prefixLength')?.value;
  return prefix === undefined || length === undefined ? '' : `${prefix}/${String(length)}`;
}

/** The last three octets of a link-layer address. */
function tail(mac: string): string {
  return mac.length > 8 ? `…${mac.slice(-8)}` : mac;
}

function shortAddress(address: string): string {
  return address.replace(/^2001:db8:/, '');
}

/** Time of day of an option's timestamp. */
function clockOf(seconds: number, fraction: number): string {
  const at = new Date(seconds * 1000 + Math.floor((fraction * 1000) / 65_536));
  return Number.isFinite(at.getTime()) ? `${at.toISOString().slice(11, 23)} UTC` : '';
}
