// Addresses of a scenario: that they parse, may be used by a node, and differ.

import {
  isLinkLocal,
  isMulticast,
  isUnspecified,
  parseIpv6,
  parseMac,
  parsePrefix,
  prefixAddress,
  prefixContains,
  prefixLength,
  type Ipv6,
  type Prefix,
} from '#wire/address.ts';
import { faultAt, type Fault } from './fault.ts';
import { dlifNames, homeAgentOf } from './names.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';

interface Placed {
  readonly path: string;
  readonly prefix: Prefix;
}

/** A prefix that may be given to mobile nodes: a global one of 64 bits. */
export function hostPrefix(text: string): Prefix | undefined {
  const prefix = parsePrefix(text);
  const isFit = prefix && prefixLength(prefix) === 64 && isGlobal(prefixAddress(prefix));
  return isFit ? prefix : undefined;
}

/** What `hostPrefix` takes, in words. */
export const HOST_PREFIX = 'a global unicast /64 prefix';

/** Prefixes are /64 and disjoint; addresses differ and stand in none of them. */
export function checkAddresses(scenario: Scenario): Fault[] {
  const faults: Fault[] = [];
  const prefixes: Placed[] = [];
  const takePrefix = (path: string, text: string): void => {
    const prefix = hostPrefix(text);
    if (prefix === undefined) {
      faults.push(faultAt(path, text, HOST_PREFIX));
      return;
    }
    const other = prefixes.find((one) => one.prefix === prefix);
    if (other) faults.push(faultAt(path, text, `a prefix of its own: ${other.path} has it`));
    else prefixes.push({ path, prefix });
  };
  scenario.nodes.forEach((node, i) => {
    node.pool?.forEach((text, n) => takePrefix(`nodes[${i}].pool[${n}]`, text));
    node.prefixes?.forEach((text, n) => takePrefix(`nodes[${i}].prefixes[${n}]`, text));
    if (node.visitedPrefix !== undefined) {
      takePrefix(`nodes[${i}].visitedPrefix`, node.visitedPrefix);
    }
    if (node.prefix !== undefined) takePrefix(`nodes[${i}].prefix`, node.prefix);
    if (node.kind === 'localnet' && node.address !== undefined) {
      takePrefix(`nodes[${i}].address`, node.address);
    }
  });
  return [...faults, ...checkHosts(scenario.nodes, prefixes), ...checkHomes(scenario)];
}

function checkHosts(nodes: readonly ScenarioNode[], prefixes: readonly Placed[]): Fault[] {
  const faults: Fault[] = [];
  const seen = new Map<Ipv6, string>();
  const take = (path: string, text: string): void => {
    const address = parseIpv6(text);
    if (address === undefined || !isGlobal(address)) {
      faults.push(faultAt(path, text, 'a global unicast IPv6 address'));
      return;
    }
    const other = seen.get(address);
    const around = prefixes.find((one) => prefixContains(one.prefix, address));
    if (other !== undefined) {
      faults.push(faultAt(path, text, `an address of its own: ${other} has it`));
    } else if (around) {
      faults.push(faultAt(path, text, `an address outside ${around.path}`));
    } else seen.set(address, path);
  };
  nodes.forEach(({ kind, address, alternateCareOf }, i) => {
    if (address !== undefined && kind !== 'localnet') take(`nodes[${i}].address`, address);
    if (alternateCareOf !== undefined) take(`nodes[${i}].alternateCareOf`, alternateCareOf);
  });
  return faults;
}

/** Home addresses are of an HA's link, and of one node each. */
function checkHomes(scenario: Scenario): Fault[] {
  const seen = new Set<string>();
  return scenario.nodes.flatMap((node, i): Fault[] => {
    const { home } = node;
    if (home === undefined) return [];
    const isOurs = homeAgentOf(scenario, node) !== undefined && !seen.has(home);
    seen.add(home);
    const expected = 'an address of its own in the prefix of an ha';
    return isOurs ? [] : [faultAt(`nodes[${i}].home`, home, expected)];
  });
}

const isGlobal = (address: Ipv6): boolean =>
  !isUnspecified(address) && !isMulticast(address) && !isLinkLocal(address) && address !== '::1';

/** Link-layer addresses are of one node each, and DLIFs are named after an MN and a gateway. */
export function checkMacs(scenario: Scenario): Fault[] {
  const faults: Fault[] = [];
  const seen = new Map<string, string>();
  const names = new Set(dlifNames(scenario));
  const take = (path: string, text: string): void => {
    const mac = parseMac(text);
    const isGroup = mac !== undefined && Number.parseInt(mac.slice(0, 2), 16) % 2 === 1;
    if (mac === undefined || isGroup || mac === '00:00:00:00:00:00') {
      faults.push(faultAt(path, text, 'a link-layer address of one node, like 02:00:5e:00:01:01'));
      return;
    }
    const other = seen.get(mac);
    if (other === undefined) seen.set(mac, path);
    else faults.push(faultAt(path, text, `an address of its own: ${other} has it`));
  };
  scenario.nodes.forEach((node, i) => {
    if (node.mac !== undefined) take(`nodes[${i}].mac`, node.mac);
    // The first radio's is the node's own.
    if (node.virtual !== undefined) take(`nodes[${i}].virtual.mac`, node.virtual.mac);
    node.interfaces?.forEach(({ mac }, n) => {
      const path = `nodes[${i}].interfaces[${n}].mac`;
      if (mac !== undefined && n > 0) take(path, mac);
      else if (mac !== node.mac)
        faults.push(faultAt(path, mac, `the mac of the node, ${node.mac}`));
    });
    for (const [name, text] of Object.entries(node.dlifMacs ?? {})) {
      const path = `nodes[${i}].dlifMacs.${name}`;
      if (!names.has(name)) faults.push(faultAt(path, name, 'a DLIF name: MN, then gateway'));
      take(path, text);
    }
  });
  return faults;
}
