// What a scenario may leave out: names, identities, link-layer addresses and delays.

import { ms, type Micros } from '#base/ids.ts';
import { parseIpv6, parseMac, parsePrefix } from '#wire/address.ts';
import { turnedKnobs } from './knobs.ts';
import type { NodeKind, Scenario, ScenarioNode } from './scenario.ts';

export const RADIO_DELAY: Micros = ms(2);
export const ATTACH_DELAY: Micros = ms(20);
export const HSS_DELAY: Micros = ms(5);
/** Each way into the core, so that gateway to gateway is 10 ms. */
export const CORE_DELAY: Micros = ms(5);
export const LINK_MTU = 1500;

const SPELLED: Readonly<Record<NodeKind, string>> = {
  mn: 'MN',
  dgw: 'D-GW',
  hss: 'HSS',
  cn: 'CN',
  core: 'core',
  localnet: 'localnet',
};

/** The name on the screen: the id in the drafts' spelling (`dgw1` is D-GW1), unless it has another. */
export function defaultName(node: Pick<ScenarioNode, 'id' | 'kind'>): string {
  const { id, kind } = node;
  return id.startsWith(kind) ? `${SPELLED[kind]}${id.slice(kind.length)}` : id;
}

/** The link-layer address of the n-th MN's if1, from 1. MN1 has 02:00:5e:00:01:01. */
export function defaultMac(n: number): string {
  return `02:00:5e:00:${n.toString(16).padStart(2, '0')}:01`;
}

/** The scenario with what it left out, addresses in canonical form, and no knob at its default. */
export function completed(scenario: Scenario): Scenario {
  let mobiles = 0;
  const nodes = scenario.nodes.map((node): ScenarioNode => {
    const named = { ...node, ...canonical(node), name: node.name ?? defaultName(node) };
    if (node.kind !== 'mn') return named;
    mobiles += 1;
    const mac = macText(node.mac ?? defaultMac(mobiles));
    return { ...named, mnId: node.mnId ?? `${node.id}@example.net`, mac };
  });
  const { knobs, ...rest } = scenario;
  const turned = turnedKnobs(knobs);
  return turned === undefined ? { ...rest, nodes } : { ...rest, knobs: turned, nodes };
}

/** The address fields of a node as canonical text; what does not parse is left to the checks. */
function canonical(node: ScenarioNode): Partial<ScenarioNode> {
  const { address, pool, dlifMacs } = node;
  return {
    ...(address === undefined ? {} : { address: addressText(address) }),
    ...(pool === undefined ? {} : { pool: pool.map(addressText) }),
    ...(dlifMacs === undefined ? {} : { dlifMacs: mapValues(dlifMacs, macText) }),
  };
}

const addressText = (text: string): string => parseIpv6(text) ?? parsePrefix(text) ?? text;
const macText = (text: string): string => parseMac(text) ?? text;

const mapValues = (record: Readonly<Record<string, string>>, change: (text: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
