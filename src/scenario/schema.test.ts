import * as fc from 'fast-check';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { figures } from './figures.ts';
import { scenarios } from './library.ts';
import { faultWords } from './fault.ts';
import type { Scenario } from './scenario.ts';
import { check } from './schema.ts';
import { jsonSchemaOf } from './shape-walk.ts';
import { scenarioShape } from './shape.ts';

const f4 = figures.find((one) => one.id === 'dmm-f4') as Scenario;
const copy = (): Record<string, unknown> => structuredClone(f4) as never;

/** The lines of words for dmm-f4 after a change at a path. */
function faultsAfter(change: (scenario: never) => void): readonly string[] {
  const scenario = copy();
  change(scenario as never);
  const found = check(scenario);
  return found.ok ? [] : found.why.map(faultWords);
}

/** Texts in which the order of keys is seen: fingerprints see it too. */
const inOrder = ({ script, flows }: Scenario) => JSON.stringify({ script, flows });

test.each(scenarios.map((one): [string, Scenario] => [one.id ?? '', one]))(
  '%s is complete and valid',
  (_, scenario) => {
    const found = check(structuredClone(scenario));
    expect(found).toEqual({ ok: true, value: { scenario, warnings: [] } });
    expect(found.ok && inOrder(found.value.scenario)).toBe(inOrder(scenario));
  },
);

type Any = Record<string, Record<string, object | undefined> | undefined>;

describe('a fault says where, what and what was expected', () => {
  const cases: [string, (s: Any) => void, string][] = [
    ['no title', (s) => delete s['title'], 'title is missing; expected a value'],
    [
      'a text for a number',
      (s) => Object.assign(s, { seed: 'x' }),
      'seed is "x"; expected a whole number from 0 to 4294967295',
    ],
    [
      'a fraction',
      (s) => Object.assign(s['script']?.[0] ?? {}, { at: 1.5 }),
      'script[0].at is 1.5; expected a whole number from 0 to 86400000000',
    ],
    ['another version', (s) => Object.assign(s, { v: 2 }), 'v is 2; expected 1'],
    [
      'an unknown kind',
      (s) => Object.assign(s['nodes']?.[3] ?? {}, { kind: 'ap' }),
      'nodes[3].kind is "ap"; expected `mn`, `mr`, `lfn`, `mag`, `lma`, `dgw`, `hss`, `cmd`, `ar`, `ha`, `cn`, `core` or `localnet`',
    ],
    [
      'an unknown command',
      (s) => Object.assign(s['script']?.[0] ?? {}, { do: 'fly' }),
      'script[0].do is "fly"; expected a command: `do` is `place`, `radio`, `flow`, `link`, `node`, `catch`, `frame`, `release`, `clock`, `operate` or `inject`',
    ],
    [
      'an id like a number',
      (s) => Object.assign(s['nodes']?.[0] ?? {}, { id: '7' }),
      'nodes[0].id is "7"; expected a name of 1 to 24 letters, digits or hyphens that begins with a letter',
    ],
    [
      'one id twice',
      (s) => Object.assign(s['nodes']?.[2] ?? {}, { id: 'dgw1' }),
      'nodes[2].id is "dgw1"; expected another id: nodes[1] has it',
    ],
    [
      'names of DLIFs that meet',
      (s) =>
        Object.assign(s['nodes'] ?? {}, {
          7: { ...s['nodes']?.[0], id: 'mn1d', mac: '02:00:00:00:00:09', mnId: 'mn1d@x' },
          8: { ...s['nodes']?.[1], id: 'gw1' },
        }),
      'nodes give two interfaces the name mn1dgw1; expected other ids',
    ],
    [
      'a bad address',
      (s) => Object.assign(s['nodes']?.[1] ?? {}, { address: '2001:db8:::1' }),
      'nodes[1].address is "2001:db8:::1"; expected a global unicast IPv6 address',
    ],
    [
      'a prefix of 48 bits',
      (s) => Object.assign(s['nodes']?.[1] ?? {}, { pool: ['2001:db8::/48'] }),
      'nodes[1].pool[0] is "2001:db8::/48"; expected a global unicast /64 prefix',
    ],
    [
      'one prefix twice',
      (s) => Object.assign(s['nodes']?.[2] ?? {}, { pool: ['2001:db8:aa:1::/64'] }),
      'nodes[2].pool[0] is "2001:db8:aa:1::/64"; expected a prefix of its own: nodes[1].pool[0] has it',
    ],
    [
      'a host in a pool',
      (s) => Object.assign(s['nodes']?.[4] ?? {}, { address: '2001:db8:aa:1::9' }),
      'nodes[4].address is "2001:db8:aa:1::9"; expected an address outside nodes[1].pool[0]',
    ],
    [
      'a group MAC',
      (s) => Object.assign(s['nodes']?.[0] ?? {}, { mac: '33:33:00:00:00:01' }),
      'nodes[0].mac is "33:33:00:00:00:01"; expected a link-layer address of one node, like 02:00:5e:00:01:01',
    ],
    [
      'a cell at an MN',
      (s) => Object.assign(s['nodes']?.[0] ?? {}, { pool: [] }),
      'nodes[0].pool is a list of 0; expected nothing: only dgw, lma has it',
    ],
    [
      'no HSS',
      (s) => (s['nodes'] as unknown as object[]).splice(3, 1),
      'nodes has 0 of kind hss; expected exactly one',
    ],
    [
      'a link to nowhere',
      (s) => Object.assign(s['links']?.[0] ?? {}, { ends: ['core', 'dgw9'] }),
      'links[0].ends[1] is "dgw9"; expected the id of a node',
    ],
    [
      'a link with three ends',
      (s) => Object.assign(s['links']?.[0] ?? {}, { ends: ['core', 'dgw1', 'dgw2'] }),
      'links[0].ends[2] is "dgw2"; expected the ids of two nodes',
    ],
    [
      'a link between gateways',
      (s) => Object.assign(s['links']?.[0] ?? {}, { ends: ['dgw2', 'dgw1'] }),
      'links[0].ends join dgw and dgw; expected core with gateway, anchor, home agent, CMD or correspondent, anchor with correspondent, mobile router with a node behind it, or a local network with what it is behind',
    ],
    [
      'a flow from a CN',
      (s) => Object.assign(s['flows']?.[0] ?? {}, { from: 'cn1' }),
      'flows[0].from is "cn1"; expected the id of a node of kind mn or mr or lfn',
    ],
    [
      'a flow that is not there',
      (s) => Object.assign(s['script']?.[0] ?? {}, { flow: 'F9' }),
      'script[0].flow is "F9"; expected the id of a flow',
    ],
    [
      'a gateway that moves',
      (s) => Object.assign(s['script']?.[3] ?? {}, { node: 'dgw1' }),
      'script[3].node is "dgw1"; expected the id of a node of kind mn or mr',
    ],
    [
      'an unknown knob',
      (s) => Object.assign(s, { knobs: { colour: 'red' } }),
      'knobs.colour is "red"; expected no such knob',
    ],
    [
      'a knob turned too far',
      (s) => Object.assign(s, { knobs: { localNetwork: 'maybe' } }),
      'knobs.localNetwork is "maybe"; expected on or off',
    ],
    [
      'ready after the end',
      (s) => Object.assign(s, { ready: 15_000_000 }),
      'ready is 15000000; expected at most the end, 14000000',
    ],
    [
      'a line break in a title',
      (s) => Object.assign(s, { title: 'a\nb' }),
      'title is "a\\nb"; expected text of 1 to 120 characters in one line',
    ],
  ];
  test.each(cases)('%s', (_, change, words) => {
    expect(faultsAfter(change as never)).toContain(words);
  });
});

test('keys that reach a prototype are refused, at any depth', () => {
  const text = JSON.stringify(f4).replace('"dlifMacs":{', '"dlifMacs":{"__proto__":{"a":"b"},');
  const found = check(JSON.parse(text));
  expect(found.ok ? [] : found.why.map(faultWords)).toEqual([
    'nodes[1].dlifMacs.__proto__ is a forbidden key; expected another name',
  ]);
});

test('data that is nested without end is refused', () => {
  const deep = JSON.parse(`{"v":${'['.repeat(5000)}${']'.repeat(5000)}}`);
  const found = check(deep);
  expect(found.ok ? '' : faultWords(found.why[0] as never)).toContain('nested too deep');
});

test('unknown keys are ignored with a warning', () => {
  const scenario = copy();
  Object.assign(scenario, { colour: 'red' });
  Object.assign((scenario['nodes'] as object[])[0] as object, { weight: 1 });
  Object.assign((scenario['script'] as object[])[2] as object, { speed: 3 });
  const found = check(scenario);
  expect(found.ok && found.value.scenario).toEqual(f4);
  expect(found.ok && found.value.warnings.map((one) => one.path)).toEqual([
    'nodes[0].weight',
    'script[2].speed',
    'colour',
  ]);
});

test('names, identities and link-layer addresses have defaults', () => {
  const scenario = copy();
  for (const node of scenario['nodes'] as Record<string, unknown>[]) {
    delete node['name'];
    delete node['mnId'];
    delete node['mac'];
  }
  const found = check(scenario);
  expect(found.ok && found.value.scenario).toEqual(f4);
});

test('addresses are canonical afterwards', () => {
  const scenario = copy();
  Object.assign((scenario['nodes'] as object[])[1] as object, {
    address: '2001:DB8:D1:0::1',
    pool: ['2001:0DB8:aa:1::/64', '2001:db8:aa:2:0::/64', '2001:db8:aa:3::/64'],
    dlifMacs: { mn1dgw1: '00-11-22-33-01-01' },
  });
  const found = check(scenario);
  expect(found.ok && found.value.scenario).toEqual(f4);
});

test('whatever is given, it answers', () => {
  const paths = fc.array(
    fc.oneof(
      fc.constantFrom(...Object.keys(f4)),
      fc.nat(7),
      fc.constantFrom(
        ...Object.keys(f4.nodes[1] as object),
        ...Object.keys(f4.script[2] as object),
      ),
    ),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(paths, fc.anything({ maxDepth: 3 }), (path, value) => {
      const scenario = copy();
      let part: unknown = scenario;
      for (const key of path.slice(0, -1)) {
        const next = (part as Record<string, unknown>)[key];
        if (typeof next !== 'object' || next === null) break;
        part = next;
      }
      (part as Record<string, unknown>)[path.at(-1) as string] = value;
      const found = check(scenario);
      const again = found.ok ? check(found.value.scenario) : found;
      expect(again.ok).toBe(found.ok);
      expect(again.ok ? again.value.warnings : again.why.slice(0, 1)).toHaveLength(
        again.ok ? 0 : 1,
      );
    }),
    { numRuns: 3000, seed: 4 },
  );
});

test('public/scenario.schema.json says what the validator says', async () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Roamscope scenario',
    description: 'Topology, flows, readings and script. Version 1 of the format.',
    ...jsonSchemaOf(scenarioShape),
  };
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 100 });
  await expect(text).toMatchFileSnapshot('../../public/scenario.schema.json');
});
