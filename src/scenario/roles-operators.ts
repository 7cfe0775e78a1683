// Which gateways know each other, DMM §5: those of one operator; with several operators the home LMA
// stands between. And the CMD, which knows all of them (RFC 8885 §3).

import { must } from '#base/assert.ts';
import type { HomeLmaConfig } from '#protocols/dmm/home-rows.ts';
import type { CmdConfig } from '#protocols/dmm/cmd-rows.ts';
import type { DgwConfig } from '#protocols/dmm/rows.ts';
import { ipv6, linkLocalOf, mac, prefix, type Ipv6 } from '#wire/address.ts';
import { nodesOf } from './names.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';

const addressOf = (node: ScenarioNode): Ipv6 =>
  ipv6(must(node.address, `${node.id} has an address`));

/** RFC 8885 calls a gateway a mobility anchor and access router. */
const nameOf = (scenario: Scenario, i: number): string =>
  `${nodesOf(scenario, 'cmd').length > 0 ? 'MAAR' : 'D-GW'}${i + 1}`;

/** Whom a gateway trusts, and who leads to the rest. */
export function peersOfGateway(
  scenario: Scenario,
  node: ScenarioNode,
): Pick<DgwConfig, 'peers' | 'homeLma' | 'cmd'> {
  const [home] = nodesOf(scenario, 'lma');
  const [database] = nodesOf(scenario, 'cmd');
  // The digits of a peer's name are the digits of its DLIFs' names.
  const gateways = nodesOf(scenario, 'dgw').flatMap((one, i) =>
    one.id === node.id || one.operator !== node.operator
      ? []
      : [[addressOf(one), nameOf(scenario, i)] as const],
  );
  if (database !== undefined) {
    const cmd = addressOf(database);
    return { peers: Object.fromEntries([...gateways, [cmd, 'CMD']]), cmd };
  }
  if (home === undefined) return { peers: Object.fromEntries(gateways) };
  const homeLma = addressOf(home);
  return { peers: Object.fromEntries([...gateways, [homeLma, 'LMA']]), homeLma };
}

/** What a home LMA knows of the gateways of all operators. */
export function homeLmaConfig(scenario: Scenario, node: ScenarioNode): HomeLmaConfig {
  const gateways = nodesOf(scenario, 'dgw');
  const partners = gateways.map((one, i) => {
    const { operator = '', pool = [] } = one;
    return [addressOf(one), { name: `D-GW${i + 1}`, operator, pool: pool.map(prefix) }] as const;
  });
  return {
    address: addressOf(node),
    partners: Object.fromEntries(partners),
    agreements: node.roaming ?? [...new Set(gateways.map(({ operator = '' }) => operator))],
  };
}

/** What a CMD knows: the MAARs, and of DLIFs what the scenario gives (RFC 8885 §3.7). */
export function cmdConfig(scenario: Scenario, node: ScenarioNode): CmdConfig {
  const gateways = nodesOf(scenario, 'dgw');
  const profiles = nodesOf(scenario, 'mn').map(({ id, mnId = id }) => {
    const dlifs = gateways.flatMap((one) => {
      const text = one.dlifMacs?.[`${id}${one.id}`];
      if (text === undefined) return [];
      const own = mac(text);
      return [[addressOf(one), { mac: own, linkLocal: linkLocalOf(own) }] as const];
    });
    return [mnId, Object.fromEntries(dlifs)] as const;
  });
  return {
    address: addressOf(node),
    partners: Object.fromEntries(gateways.map((one, i) => [addressOf(one), nameOf(scenario, i)])),
    profiles: Object.fromEntries(profiles),
  };
}
