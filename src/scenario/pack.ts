// A scenario with short keys and without its defaults: what a link carries. Reading tolerates any
// JSON; what makes no sense is left as it is, for `check` to say so.

import { CORE_DELAY } from './defaults.ts';
import { packCommand, packFlow, unpackCommand, unpackFlow } from './pack-commands.ts';
import {
  isRecord,
  listOf,
  packWith,
  time,
  unpackWith,
  type Fields,
  type Json,
} from './pack-fields.ts';
import { packNodes, unpackNode } from './pack-nodes.ts';
import type { Scenario, ScenarioLink } from './scenario.ts';

const linkFields: Fields = {
  id: { short: 'i' },
  ends: { short: 'e' },
  delay: { short: 'd', ...time, default: CORE_DELAY },
  rate: { short: 'r' },
  loss: { short: 'l' },
  mtu: { short: 'm' },
};

/** A link named after its ends need not say its name. */
function packLink(link: ScenarioLink): Json {
  const packed = packWith(linkFields, link);
  if (link.id === link.ends.join('-')) delete packed['i'];
  return packed;
}

function unpackLink(packed: unknown): unknown {
  const link = unpackWith(linkFields, packed);
  if (!isRecord(link) || 'id' in link || !Array.isArray(link['ends'])) return link;
  return { id: link['ends'].join('-'), ...link };
}

const scenarioFields: Fields = {
  id: { short: 'i' },
  title: { short: 't' },
  cite: { short: 'c' },
  look: { short: 'l' },
  seed: { short: 's', default: 1 },
  profile: { short: 'p', default: 'draft-05' },
  knobs: { short: 'k' },
  nodes: {
    short: 'n',
    to: packNodes,
    from: listOf(() => 0, unpackNode).from,
  },
  links: { short: 'w', ...listOf(packLink, unpackLink) },
  flows: { short: 'f', ...listOf(packFlow, unpackFlow) },
  script: { short: 'x', ...listOf(packCommand, unpackCommand) },
  end: { short: 'e', ...time },
  ready: { short: 'r', ...time },
  radioDelay: { short: 'a', ...time },
  attachDelay: { short: 'b', ...time },
  hssDelay: { short: 'h', ...time },
};

/** The short form of a complete scenario. */
export const pack = (scenario: Scenario): Json => packWith(scenarioFields, scenario);

/** The long form of anything; `check` says whether it is a scenario. */
export function unpack(packed: unknown): unknown {
  const value = unpackWith(scenarioFields, packed);
  return isRecord(value) ? { v: 1, ...value } : value;
}

/** What a changed scenario differs in from the bundled one; `undefined` when in nothing. */
export function difference(scenario: Scenario, base: Scenario): Json | undefined {
  const now = pack(scenario);
  const then = pack(base);
  const changed: Json = {};
  for (const key of new Set([...Object.keys(then), ...Object.keys(now)])) {
    if (JSON.stringify(now[key]) === JSON.stringify(then[key])) continue;
    changed[key] = key === 'x' ? scriptDifference(now[key], then[key]) : (now[key] ?? null);
  }
  return Object.keys(changed).length === 0 ? undefined : changed;
}

/** How many commands are kept, then those that follow. */
function scriptDifference(now: unknown, then: unknown): readonly unknown[] {
  const next = now as readonly unknown[];
  const old = then as readonly unknown[];
  let kept = 0;
  while (kept < next.length && JSON.stringify(next[kept]) === JSON.stringify(old[kept])) kept += 1;
  return [kept, ...next.slice(kept)];
}

/** The bundled scenario with the differences applied, in the long form. */
export function applied(changed: unknown, base: Scenario): unknown {
  const packed = pack(base);
  if (!isRecord(changed)) return changed;
  for (const [key, value] of Object.entries(changed)) {
    if (key === 'x' && Array.isArray(value) && typeof value[0] === 'number') {
      const script = packed['x'] as readonly unknown[];
      packed['x'] = [...script.slice(0, value[0]), ...(value as readonly unknown[]).slice(1)];
    } else if (value === null) delete packed[key];
    else packed[key] = value;
  }
  return unpack(packed);
}
