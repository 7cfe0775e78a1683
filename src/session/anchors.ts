// Which gateway a prefix belongs to, as the screen names it: a letter per gateway, in scenario order.

import type { NodeId } from '#base/ids.ts';
import type { Scenario } from '#scenario/schema.ts';
import { parseIpv6, parsePrefix, prefixContains, type Ipv6, type Prefix } from '#wire/address.ts';
import type { Anchor } from './protocol.ts';

/** Looks up anchors of one scenario. */
export interface Anchors {
  /** The gateway whose pool holds the prefix or the address. */
  ofPrefix(prefix: string): Anchor | undefined;
  /** The gateway that has this address on its core side. */
  ofGateway(address: string): Anchor | undefined;
}

/** Letters A, B, C… for the gateways of a scenario. */
export function anchorsOf(scenario: Scenario): Anchors {
  const gateways = scenario.nodes.filter((node) => node.kind === 'dgw');
  const owned: { readonly pool: readonly Prefix[]; readonly anchor: Anchor }[] = [];
  const byAddress = new Map<string, Anchor>();
  gateways.forEach((node, index) => {
    const anchor: Anchor = { letter: String.fromCharCode(65 + (index % 26)), gateway: node.id };
    const pool = (node.pool ?? []).map((text) => parsePrefix(text)).filter((p) => p !== undefined);
    owned.push({ pool, anchor });
    if (node.address !== undefined) byAddress.set(node.address, anchor);
  });
  return {
    ofPrefix: (text) => {
      const address = addressIn(text);
      if (address === undefined) return undefined;
      return owned.find((one) => one.pool.some((p) => prefixContains(p, address)))?.anchor;
    },
    ofGateway: (address) => byAddress.get(address),
  };
}

function addressIn(text: string): Ipv6 | undefined {
  const slash = text.indexOf('/');
  return parseIpv6(slash < 0 ? text : text.slice(0, slash));
}

/** Node ids of gateways by core address, for tables that name a gateway by its address. */
export function gatewaysByAddress(scenario: Scenario): ReadonlyMap<string, NodeId> {
  return new Map(
    scenario.nodes
      .filter((node) => node.address !== undefined)
      .map((node) => [node.address as string, node.id]),
  );
}
