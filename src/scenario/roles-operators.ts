// Which gateways know each other, DMM §5: those of one operator; with several operators the home LMA
// stands between.

import { must } from '#base/assert.ts';
import type { HomeLmaConfig } from '#protocols/dmm/home-rows.ts';
import type { DgwConfig } from '#protocols/dmm/rows.ts';
import { ipv6, prefix, type Ipv6 } from '#wire/address.ts';
import { nodesOf } from './names.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';

const addressOf = (node: ScenarioNode): Ipv6 =>
  ipv6(must(node.address, `${node.id} has an address`));

/** Whom a gateway trusts, and who leads to the rest. */
export function peersOfGateway(
  scenario: Scenario,
  node: ScenarioNode,
): Pick<DgwConfig, 'peers' | 'homeLma'> {
  const [home] = nodesOf(scenario, 'lma');
  // The digits of a peer's name are the digits of its DLIFs' names.
  const gateways = nodesOf(scenario, 'dgw').flatMap((one, i) =>
    one.id === node.id || one.operator !== node.operator
      ? []
      : [[addressOf(one), `D-GW${i + 1}`] as const],
  );
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
