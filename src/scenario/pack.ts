// A scenario with short keys and without its defaults: what a link carries. Reading tolerates any
// JSON; what makes no sense is left as it is, for `check` to say so.

import type { FlowSpec, Stamped } from '#sim/command.ts';
import { CORE_DELAY, defaultMac, defaultName } from './defaults.ts';
import type { NodeKind, Scenario, ScenarioLink, ScenarioNode } from './scenario.ts';

type Json = Record<string, unknown>;

/** How one field travels. `same` says when a value need not travel. */
interface Field {
  readonly short: string;
  readonly to?: (value: never) => unknown;
  readonly from?: (packed: unknown) => unknown;
  /** The value that is left out; put back on reading. */
  readonly default?: unknown;
}
type Fields = Readonly<Record<string, Field>>;

function packWith(fields: Fields, value: object): Json {
  const packed: Json = {};
  for (const [name, field] of Object.entries(fields)) {
    const part = (value as Json)[name];
    if (part === undefined || part === field.default) continue;
    packed[field.short] = field.to === undefined ? part : field.to(part as never);
  }
  return packed;
}

function unpackWith(fields: Fields, packed: unknown): unknown {
  if (!isRecord(packed)) return packed;
  const value: Json = {};
  for (const [name, field] of Object.entries(fields)) {
    const part = Object.hasOwn(packed, field.short) ? packed[field.short] : undefined;
    if (part !== undefined) value[name] = field.from === undefined ? part : field.from(part);
    else if (field.default !== undefined) value[name] = field.default;
  }
  return value;
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Times travel in milliseconds, as decimals where they must. */
const time = {
  to: (micros: number) => micros / 1000,
  from: (millis: unknown) => (typeof millis === 'number' ? Math.round(millis * 1000) : millis),
};

/** Lists of packed things. */
function listOf<T extends object>(
  pack: (one: T, i: number) => unknown,
  unpack: (one: unknown) => unknown,
) {
  return {
    to: (values: readonly T[]) => values.map(pack),
    from: (packed: unknown) => (Array.isArray(packed) ? packed.map(unpack) : packed),
  };
}

const LETTERS: Readonly<Record<NodeKind, string>> = {
  mn: 'm',
  dgw: 'd',
  hss: 'h',
  cn: 'c',
  core: 'o',
  localnet: 'l',
};
const KINDS = new Map<unknown, string>(
  Object.entries(LETTERS).map(([kind, letter]) => [letter, kind]),
);

const nodeFields: Fields = {
  id: { short: 'i' },
  kind: {
    short: 'k',
    to: (kind: NodeKind) => LETTERS[kind],
    from: (letter) => KINDS.get(letter) ?? letter,
  },
  name: { short: 'n' },
  x: { short: 'x' },
  y: { short: 'y' },
  address: { short: 'a' },
  pool: { short: 'p' },
  cell: {
    short: 'c',
    to: ({ dx, dy, rx, ry }: NonNullable<ScenarioNode['cell']>) => [dx, dy, rx, ry],
    from: (packed) => {
      if (!Array.isArray(packed) || packed.length !== 4) return packed;
      const [dx, dy, rx, ry] = packed as readonly unknown[];
      return { dx, dy, rx, ry };
    },
  },
  dlifMacs: { short: 'd' },
  behind: { short: 'b' },
  mnId: { short: 'u' },
  mac: { short: 'm' },
  hostType: { short: 't' },
  rule55: { short: 'r' },
  sourceRouter: { short: 's' },
};

/** Names and identities that `check` fills in need not travel. */
function packNodes(nodes: readonly ScenarioNode[]): readonly Json[] {
  let mobiles = 0;
  return nodes.map((node) => {
    if (node.kind === 'mn') mobiles += 1;
    const packed = packWith(nodeFields, node);
    if (node.name === defaultName(node)) delete packed['n'];
    if (node.mnId === `${node.id}@example.net`) delete packed['u'];
    if (node.mac === defaultMac(mobiles)) delete packed['m'];
    return packed;
  });
}

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

const flowFields: Fields = {
  id: { short: 'i' },
  from: { short: 'f' },
  to: { short: 't' },
  every: { short: 'e', ...time },
  octets: { short: 'o' },
  mode: { short: 'm', default: 'echo' },
  count: { short: 'c' },
  bind: { short: 'b' },
  afterMove: { short: 'a', ...time },
};
const packFlow = (flow: FlowSpec) => packWith(flowFields, flow);
const unpackFlow = (packed: unknown) => unpackWith(flowFields, packed);

const changeFields: Fields = {
  up: { short: 'u' },
  loss: { short: 'l' },
  delay: { short: 'd', ...time },
};

/** A command as a list: a letter, the time, and what it needs. */
function packCommand(one: Stamped): readonly unknown[] {
  const at = time.to(one.at);
  switch (one.do) {
    case 'place':
      return ['p', at, one.node, one.x, one.y];
    case 'flow': {
      const letter = one.change === 'start' ? 's' : 't';
      const bare = [letter, at, one.flow];
      return one.define === undefined ? bare : [...bare, packFlow(one.define)];
    }
    case 'link':
      return ['l', at, one.link, packWith(changeFields, one)];
    case 'node':
      return ['n', at, one.node, one.up];
  }
}

function unpackCommand(packed: unknown): unknown {
  if (!Array.isArray(packed)) return packed;
  const [letter, when, name, ...rest] = packed as readonly unknown[];
  const at = time.from(when);
  switch (letter) {
    case 'p':
      return { do: 'place', node: name, x: rest[0], y: rest[1], at };
    case 's':
    case 't': {
      const bare = { do: 'flow', flow: name, change: letter === 's' ? 'start' : 'stop' };
      return rest[0] === undefined ? { ...bare, at } : { ...bare, define: unpackFlow(rest[0]), at };
    }
    case 'l': {
      const change = unpackWith(changeFields, rest[0]);
      return { do: 'link', link: name, ...(isRecord(change) ? change : {}), at };
    }
    case 'n':
      return { do: 'node', node: name, up: rest[0], at };
    default:
      return packed;
  }
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
    from: listOf(
      () => 0,
      (one) => unpackWith(nodeFields, one),
    ).from,
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
