// Policy profiles, access gateways and anchors of Proxy Mobile IPv6: what their fields name must exist
// and fit together.

import { parseIpv6 } from '#wire/address.ts';
import { parseQuad } from '#wire/ipv4.ts';
import { HOST_PREFIX, hostPrefix } from './check-addresses.ts';
import { checkNode } from './check-flows.ts';
import { faultAt, repeatedIds, type Fault } from './fault.ts';
import { anchorOf, radiosOf, subsOf, VIRTUAL } from './names.ts';
import type { Scenario, ScenarioFlowPolicy, ScenarioNode } from './scenario.ts';

/** Faults of mobile nodes' profiles, of MAGs and of LMAs. */
export function checkProxies(scenario: Scenario): Fault[] {
  return scenario.nodes.flatMap((node, i) => {
    const path = `nodes[${i}]`;
    if (node.kind === 'mn') return checkProfile(scenario, node, path);
    if (node.kind === 'mag') return checkAsks(scenario, node, path);
    if (node.kind !== 'lma') return [];
    return [...checkPool(node, path), ...checkPolicies(scenario, node, path)];
  });
}

function checkProfile(scenario: Scenario, node: ScenarioNode, path: string): Fault[] {
  const { lma, interfaces, ipv4 } = node;
  const radios = interfaces?.map(({ id }) => id) ?? [];
  return [
    ...(lma === undefined ? [] : checkNode(scenario, { path: `${path}.lma`, id: lma }, ['lma'])),
    ...repeatedIds(`${path}.interfaces`, radios),
    ...checkJoins(scenario, node, path),
    ...checkDecider(scenario, node, path),
    ...checkVirtual(node, `${path}.virtual`),
    ...(interfaces?.length === 0
      ? [faultAt(`${path}.interfaces`, interfaces, 'at least one')]
      : []),
    ...(ipv4 === undefined ? [] : checkIpv4(ipv4, anchorOf(scenario, node), `${path}.ipv4`)),
  ];
}

/** What radios join are gateways with a cell. */
const checkJoins = (scenario: Scenario, { interfaces = [] }: ScenarioNode, path: string): Fault[] =>
  interfaces.flatMap(({ joins = [] }, i) =>
    joins.flatMap((id, j) =>
      checkNode(scenario, { path: `${path}.interfaces[${i}].joins[${j}]`, id }, ['mag', 'dgw']),
    ),
  );

/** A virtual interface is over radios of its node, at least one, none of which has its name. */
function checkVirtual(node: ScenarioNode, path: string): Fault[] {
  const { virtual } = node;
  if (virtual === undefined) return [];
  const radios = radiosOf(node).map(({ id }) => id);
  const subs = subsOf(node);
  const { preferred } = virtual;
  return [
    ...(radios.includes(VIRTUAL)
      ? [faultAt(`${path}`, VIRTUAL, `no radio that is called ${VIRTUAL}`)]
      : []),
    ...(subs.length === 0 ? [faultAt(`${path}.over`, subs, 'at least one')] : []),
    ...subs.flatMap((id, i) =>
      radios.includes(id) && subs.indexOf(id) === i
        ? []
        : [faultAt(`${path}.over[${i}]`, id, radios.join(' or '))],
    ),
    ...(preferred === undefined || subs.includes(preferred)
      ? []
      : [faultAt(`${path}.preferred`, preferred, subs.join(' or '))]),
  ];
}

function checkIpv4(ipv4: string, anchor: ScenarioNode | undefined, path: string): Fault[] {
  if (ipv4 === 'refused') return [];
  if (ipv4 !== 'pool' && parseQuad(ipv4) === undefined) {
    return [faultAt(path, ipv4, 'an IPv4 address, `pool` or `refused`')];
  }
  // The router's address, which the anchor tells too, is of its pool (RFC 5844 §3.1.2).
  return anchor?.ipv4Pool === undefined ? [faultAt(path, ipv4, 'an LMA with an ipv4Pool')] : [];
}

function checkAsks(scenario: Scenario, { asks = {} }: ScenarioNode, path: string): Fault[] {
  return Object.entries(asks).flatMap(([mn, texts]) => [
    ...checkNode(scenario, { path: `${path}.asks.${mn}`, id: mn }, ['mn']),
    ...texts.flatMap((text, i) =>
      hostPrefix(text) === undefined
        ? [faultAt(`${path}.asks.${mn}[${i}]`, text, HOST_PREFIX)]
        : [],
    ),
  ]);
}

/** RFC 7864 §3.2: a node or its anchor decides over flows, never both. */
function checkDecider({ knobs = {} }: Scenario, { decidesFlows }: ScenarioNode, path: string) {
  const decider = knobs['flowDecider'] ?? 'lma';
  return decidesFlows === true && decider === 'lma'
    ? [faultAt(`${path}.decidesFlows`, true, 'false: the LMA decides (knob flowDecider)')]
    : [];
}

function checkPolicies(
  scenario: Scenario,
  { flowPolicy = [] }: ScenarioNode,
  path: string,
): Fault[] {
  const ids = flowPolicy.map(({ id }) => id);
  return [
    ...repeatedIds(`${path}.flowPolicy`, [...scenario.flows.map(({ id }) => id), ...ids]),
    ...flowPolicy.flatMap((one, i) => checkPolicy(scenario, one, `${path}.flowPolicy[${i}]`)),
  ];
}

function checkPolicy(scenario: Scenario, one: ScenarioFlowPolicy, path: string): Fault[] {
  const { mn, from, dst, to } = one;
  const isOrdered = (range: readonly [number, number] | undefined): boolean =>
    range === undefined || range[0] <= range[1];
  const isPlace =
    dst === undefined || parseIpv6(dst) !== undefined || hostPrefix(dst) !== undefined;
  return [
    ...checkNode(scenario, { path: `${path}.mn`, id: mn }, ['mn']),
    ...(from === undefined ? [] : checkNode(scenario, { path: `${path}.from`, id: from }, ['cn'])),
    ...(isPlace ? [] : [faultAt(`${path}.dst`, dst, 'an IPv6 address, or a /64 prefix')]),
    ...(['sourcePort', 'destinationPort'] as const).flatMap((key) =>
      isOrdered(one[key]) ? [] : [faultAt(`${path}.${key}`, one[key], 'the smaller port first')],
    ),
    ...to.flatMap((mag, i) => checkNode(scenario, { path: `${path}.to[${i}]`, id: mag }, ['mag'])),
  ];
}

/** The router, and nodes from .17 on, must find room. */
const LONGEST_LENGTH = 27;
const SHORTEST_LENGTH = 8;

function checkPool({ ipv4Pool }: ScenarioNode, path: string): Fault[] {
  if (ipv4Pool === undefined) return [];
  const [quad = '', length = '', ...rest] = ipv4Pool.split('/');
  const word = parseQuad(quad);
  const bits = /^[1-9]\d?$/.test(length) ? Number(length) : 0;
  const isFit =
    word !== undefined &&
    rest.length === 0 &&
    bits >= SHORTEST_LENGTH &&
    bits <= LONGEST_LENGTH &&
    word % 2 ** (32 - bits) === 0;
  const words = `an IPv4 prefix of ${SHORTEST_LENGTH} to ${LONGEST_LENGTH} bits, like 192.0.2.0/24`;
  return isFit ? [] : [faultAt(`${path}.ipv4Pool`, ipv4Pool, words)];
}
