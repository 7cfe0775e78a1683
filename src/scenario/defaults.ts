// What a scenario may leave out: names, identities, link-layer addresses and delays.

import { ms, type Micros } from '#base/ids.ts';
import type { Stamped } from '#sim/command.ts';
import { parseIpv6, parseMac, parsePrefix } from '#wire/address.ts';
import { turnedKnobs } from './knobs.ts';
import { isMobile } from './names.ts';
import type { NodeKind, Scenario, ScenarioNode, ScenarioRadio } from './scenario.ts';

export const RADIO_DELAY: Micros = ms(2);
export const ATTACH_DELAY: Micros = ms(20);
export const HSS_DELAY: Micros = ms(5);
/** Each way into the core, so that gateway to gateway is 10 ms. */
export const CORE_DELAY: Micros = ms(5);
export const LINK_MTU = 1500;
/** Access Technology Type of WLAN, PMIP §8.5. */
export const WLAN = 4;
/** Seconds that gateways ask for and anchors grant at most. */
export const LIFETIME = 300;
/** Seconds that mobile nodes ask their home agents for. */
export const HOME_LIFETIME = 240;

const SPELLED: Readonly<Record<NodeKind, string>> = {
  mn: 'MN',
  mr: 'MR',
  lfn: 'LFN',
  mag: 'MAG',
  lma: 'LMA',
  dgw: 'D-GW',
  hss: 'HSS',
  cmd: 'CMD',
  ar: 'AR',
  ha: 'HA',
  cn: 'CN',
  core: 'core',
  localnet: 'localnet',
};

/** The name on the screen: the id in the drafts' spelling (`dgw1` is D-GW1), unless it has another. */
export function defaultName(node: Pick<ScenarioNode, 'id' | 'kind'>): string {
  const { id, kind } = node;
  return id.startsWith(kind) ? `${SPELLED[kind]}${id.slice(kind.length)}` : id;
}

/** The link-layer address of the n-th MN's radios, from 1. MN1's if1 has 02:00:5e:00:01:01. */
export function defaultMac(n: number, radio = 1): string {
  const octet = (value: number) => value.toString(16).padStart(2, '0');
  return `02:00:5e:00:${octet(n)}:${octet(radio)}`;
}

/** The scenario with what it left out, addresses in canonical form, and no knob at its default. */
export function completed(scenario: Scenario): Scenario {
  let mobiles = 0;
  const nodes = scenario.nodes.map((node): ScenarioNode => {
    const named = { ...node, ...canonical(node), name: node.name ?? defaultName(node) };
    if (!isMobile(node)) return named;
    mobiles += 1;
    const { virtual } = node;
    const above = virtual && { virtual: { ...virtual, mac: macText(virtual.mac) } };
    return {
      ...named,
      ...above,
      mnId: node.mnId ?? `${node.id}@example.net`,
      ...radios(node, mobiles),
    };
  });
  const script = scenario.script.map((one): Stamped =>
    one.do === 'operate' && one.prefix !== undefined
      ? { ...one, prefix: addressText(one.prefix) }
      : one,
  );
  const { knobs, ...rest } = scenario;
  const turned = turnedKnobs(knobs);
  return { ...rest, ...(turned === undefined ? {} : { knobs: turned }), nodes, script };
}

/** The link-layer addresses of a mobile node's radios; its own is that of the first. */
function radios(node: ScenarioNode, n: number): Partial<ScenarioNode> {
  const { interfaces } = node;
  const mac = macText(node.mac ?? interfaces?.[0]?.mac ?? defaultMac(n));
  if (interfaces === undefined) return { mac };
  const whole = interfaces.map((radio, i): ScenarioRadio => {
    const own = radio.mac ?? (i === 0 ? mac : defaultMac(n, i + 1));
    return { ...radio, mac: macText(own) };
  });
  return { mac, interfaces: whole };
}

/** The address fields of a node as canonical text; what does not parse is left to the checks. */
function canonical(node: ScenarioNode): Partial<ScenarioNode> {
  const { address, pool, dlifMacs, prefixes, alternateCareOf, visitedPrefix, asks } = node;
  const { prefix, home } = node;
  return {
    ...(prefix === undefined ? {} : { prefix: addressText(prefix) }),
    ...(home === undefined ? {} : { home: addressText(home) }),
    ...(address === undefined ? {} : { address: addressText(address) }),
    ...(pool === undefined ? {} : { pool: pool.map(addressText) }),
    ...(prefixes === undefined ? {} : { prefixes: prefixes.map(addressText) }),
    ...(alternateCareOf === undefined ? {} : { alternateCareOf: addressText(alternateCareOf) }),
    ...(visitedPrefix === undefined ? {} : { visitedPrefix: addressText(visitedPrefix) }),
    ...(asks === undefined ? {} : { asks: mapValues(asks, (texts) => texts.map(addressText)) }),
    ...(dlifMacs === undefined ? {} : { dlifMacs: mapValues(dlifMacs, macText) }),
  };
}

const addressText = (text: string): string => parseIpv6(text) ?? parsePrefix(text) ?? text;
const macText = (text: string): string => parseMac(text) ?? text;

const mapValues = <V>(record: Readonly<Record<string, V>>, change: (value: V) => V) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
