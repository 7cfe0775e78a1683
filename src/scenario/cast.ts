// The cast of a scenario: names of its nodes, prefixes and flows, for drawings and exports.

import { flowOf } from '#protocols/traffic/payload.ts';
import type { Cast } from '#view/cast.ts';
import { prefixNames, remembered, type PrefixNames } from '#view/prefix-names.ts';
import {
  interfaceIdOf,
  linkLocalOf,
  parseIpv6,
  parseMac,
  parsePrefix,
  prefixContains,
  type Ipv6,
} from '#wire/address.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { technologyName } from '#wire/technologies.ts';
import { defaultName } from './defaults.ts';
import {
  accessNodes,
  homePrefixes,
  isMobile,
  nodesOf,
  radioOf,
  radiosOf,
  serverOf,
  VIRTUAL,
} from './names.ts';
import type { NodeKind, Scenario, ScenarioNode } from './scenario.ts';

/** Order of the lifelines; the core has none, since every way leads through it. */
const ORDER: readonly NodeKind[] = [
  'lfn',
  'mn',
  'mr',
  'ar',
  'ha',
  'mag',
  'lma',
  'dgw',
  'hss',
  'cmd',
  'cn',
  'localnet',
];

/** The cast of a checked scenario. */
export function castOf(scenario: Scenario): Cast {
  const byId = new Map(scenario.nodes.map((node) => [node.id, node]));
  const nameOf = (id: string) => {
    const node = byId.get(id);
    return node === undefined ? id : (node.name ?? defaultName(node));
  };
  const addresses = addressBook(scenario);
  const prefixes = namesOfPrefixes(scenario, nameOf);
  const mobiles = scenario.nodes.filter(isMobile);
  const isHome = (text: string): boolean =>
    mobiles.some(({ home }) => parseIpv6(home ?? '') === text);
  return {
    title: scenario.title,
    profile: scenario.profile,
    lifelines: ORDER.flatMap((kind) => nodesOf(scenario, kind)).map(({ id, kind }) => ({
      node: id,
      kind,
      name: nameOf(id),
    })),
    links: [
      ...scenario.links.map((link) => link.id),
      ...accessNodes(scenario).map((node) => radioOf(node.id)),
    ],
    prefixes,
    nameOf,
    kindOf: (id) => byId.get(id)?.kind ?? '',
    technologyOf: (id) => technologyName(byId.get(id)?.att),
    nodeAt: (address) => addresses.get(address),
    routerAt: remembered(
      (text) => (isHome(text) ? undefined : addresses.get(text)) ?? routerOf(scenario, text),
    ),
    mobileOf: remembered(
      (text) => mobiles.find((mn) => mn.mnId === text || isAddressOf(mn, text, prefixes))?.id,
    ),
    flowNumber: (frame) => flowOf(frame, ETHERNET_OCTETS),
    flowOf: (number) => scenario.flows[number]?.id,
    flowOfTimer: (timer) => /^send (.+)$/.exec(timer)?.[1],
  };
}

/** The router whose prefix an address is of (access router, home agent, mobile router). */
function routerOf({ nodes }: Scenario, text: string): string | undefined {
  const address = parseIpv6(text);
  if (address === undefined) return undefined;
  return nodes.find((node) => {
    const prefix = parsePrefix(node.prefix ?? '');
    return prefix !== undefined && prefixContains(prefix, address);
  })?.id;
}

function addressBook(scenario: Scenario): ReadonlyMap<string, string> {
  const book = new Map<string, string>();
  for (const node of scenario.nodes) {
    const home = parseIpv6(node.home ?? '');
    if (home !== undefined) book.set(home, node.id);
    if (node.address === undefined) continue;
    const address = node.kind === 'localnet' ? serverOf(node) : parseIpv6(node.address);
    if (address !== undefined) book.set(address, node.id);
    const careOf = parseIpv6(node.alternateCareOf ?? '');
    if (careOf !== undefined) book.set(careOf, node.id);
  }
  return book;
}

function namesOfPrefixes(scenario: Scenario, nameOf: (id: string) => string): PrefixNames {
  const parsed = (texts: readonly string[]) =>
    texts.map((text) => parsePrefix(text)).filter((prefix) => prefix !== undefined);
  return prefixNames({
    gateways: nodesOf(scenario, 'dgw').map((node) => ({
      id: node.id,
      pool: parsed(node.pool ?? []),
    })),
    homes: nodesOf(scenario, 'lma').map((node) => ({
      id: node.id,
      prefixes: parsed(homePrefixes(scenario, node)),
    })),
    networks: [
      ...nodesOf(scenario, 'localnet').flatMap((node) =>
        parsed([node.address ?? '']).map((prefix) => ({ name: nameOf(node.id), prefix })),
      ),
      ...scenario.nodes.flatMap((node) =>
        parsed([node.prefix ?? '']).map((prefix) => ({
          name: node.kind === 'ha' ? 'home' : nameOf(node.id),
          prefix,
        })),
      ),
      ...nodesOf(scenario, 'mag').flatMap((node, i) =>
        parsed([node.visitedPrefix ?? '']).map((prefix) => ({ name: `visited${i + 1}`, prefix })),
      ),
    ],
    hosts: [...addressBook(scenario)].map(([address, id]) => ({
      name: nameOf(id),
      address: address as Ipv6, // parsed above
    })),
    mobiles: scenario.nodes.filter(isMobile).flatMap((node) =>
      linkLayerOf(node).flatMap(({ id, mac }, i) => {
        const own = parseMac(mac ?? '');
        const name = i === 0 ? nameOf(node.id) : `${nameOf(node.id)}.${id}`;
        return own === undefined ? [] : [{ name, mac: own }];
      }),
    ),
  });
}

/** The interfaces of an MN with link-layer addresses: the virtual one, and its radios. */
const linkLayerOf = (
  mn: ScenarioNode,
): readonly { readonly id: string; readonly mac?: string }[] =>
  mn.virtual === undefined ? radiosOf(mn) : [{ id: VIRTUAL, mac: mn.virtual.mac }, ...radiosOf(mn)];

/** Whether an address was formed by an MN: link-local, or of a prefix that gateways give to nodes. */
function isAddressOf(mn: ScenarioNode, text: string, prefixes: PrefixNames): boolean {
  if (text === parseIpv6(mn.home ?? '')) return true;
  return linkLayerOf(mn).some((radio) => {
    const mac = parseMac(radio.mac ?? '');
    if (mac === undefined) return false;
    if (text === linkLocalOf(mac)) return true;
    const iid = interfaceIdOf(mac).slice(2);
    return prefixes.nameOf(text) !== text && text.endsWith(`:${iid}`);
  });
}
