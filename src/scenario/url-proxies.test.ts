// Links of scenarios of Proxy Mobile IPv6: every field and every command comes back as it went in, and
// what old links say is read for ever.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import type { Command } from '#sim/command.ts';
import golden from './golden-links.json' with { type: 'json' };
import { bundled } from './library.ts';
import { proxies } from './pmip.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';
import { check } from './schema.ts';
import { LENGTHS, readLink, writeLink } from './url.ts';

const base = must(bundled('pmip-lma-restart'), 'there is a scenario');

async function scenarioOf(text: string): Promise<Scenario> {
  const read = await readLink(text);
  if (!read.ok) throw new Error(read.why.words);
  return read.value.scenario;
}

const seconds = fc.nat(8_000_000);
const name = fc.constantFrom('c1', 'c2', 'hold3');
const act = fc.constantFrom('drop', 'delay', 'duplicate', 'hold', 'corrupt');
const bit = fc.nat(500_000);
const link = fc.constantFrom('core-mag1', 'core-lma', 'radio-mag2');
const mn = fc.constantFrom('mn1', 'mn2');
const optional = <T extends object>(
  needed: { readonly [K in keyof T]: fc.Arbitrary<T[K]> },
  more: Readonly<Record<string, fc.Arbitrary<unknown>>>,
) => fc.record({ ...needed, ...more }, { requiredKeys: Object.keys(needed) as never[] });

const of = <const K extends string>(kind: K) => ({ do: fc.constant(kind) });
const commands = fc.oneof(
  optional(
    {
      ...of('catch'),
      name,
      act,
      link,
      kind: fc.constantFrom('PBU', 'any', 'icmpError'),
      nth: fc.integer({ min: 1, max: 99 }),
    },
    { by: seconds, bit },
  ),
  optional({ ...of('frame'), name, act, frame: fc.nat(9999) }, { by: seconds, bit }),
  fc.record({ ...of('release'), name: fc.constant('first') }),
  fc.record({
    ...of('clock'),
    node: fc.constantFrom('mag1', 'lma', 'mn1'),
    offset: fc.integer({ min: -5_000_000, max: 5_000_000 }),
  }),
  fc.oneof(
    fc.record({ ...of('node'), node: fc.constant('lma'), up: fc.boolean() }),
    fc.record({
      ...of('node'),
      node: fc.constant('mag2'),
      up: fc.constant(false),
      state: fc.constantFrom('kept', 'lost'),
    }),
  ),
  optional(
    { ...of('operate'), node: fc.constant('lma'), order: fc.constant('revoke'), mn },
    {
      prefix: fc.constant('2001:db8:a1:1::/64'),
      trigger: fc.nat(255),
      ipv4: fc.boolean(),
      peer: fc.constant('mag1'),
      reason: fc.nat(8),
      realm: fc.constant('@example.net'),
    },
  ),
  fc.record({
    ...of('inject'),
    node: fc.constant('mag1'),
    hex: fc
      .uint8Array({ minLength: 39, maxLength: 200 })
      .map((octets) => `60${Buffer.from(octets).toString('hex')}`),
  }),
);

/** The first command of each script: a name for `release`. */
const first = { do: 'catch', name: 'first', act: 'hold', link: 'core-lma', kind: 'PBA', nth: 1 };

const mobile = optional<object>(
  {},
  {
    interfaces: fc.constantFrom(
      [{ id: 'if1', att: 4 }],
      [{ id: 'wlan' }, { id: 'wimax', att: 5, mac: '02:00:00:00:00:07' }],
    ),
    lma: fc.constant('lma'),
    service: fc.constantFrom('proxy', 'plain', 'none', 'unknown', 'disabled'),
    prefixes: fc.constantFrom([], ['2001:db8:b:1::/64', '2001:db8:b:2::/64']),
    prefixCount: fc.integer({ min: 1, max: 8 }),
    ipv4: fc.constantFrom('pool', 'refused', '192.0.2.33'),
    ipv6: fc.boolean(),
  },
);
const gateway = optional<object>(
  {},
  {
    att: fc.integer({ min: 1, max: 255 }),
    lifetime: fc.integer({ min: 4, max: 262_140 }),
    lacks: fc.uniqueArray(fc.constantFrom('revocation', 'proxyRevocation', 'heartbeat', 'gre')),
    omits: fc.uniqueArray(fc.constantFrom('mnId', 'prefix', 'handoff', 'timestamp')),
    alternateCareOf: fc.constant('2001:db8:1::2'),
    visitedPrefix: fc.constant('2001:db8:9::/64'),
    trusted: fc.boolean(),
    asks: fc.constant({ mn1: ['2001:db8:a1:1::/64'], mn2: [] }),
  },
);

test('any scenario comes back from its link as it went in', async () => {
  const scenarios = fc
    .record({
      base: fc.constantFrom(...proxies),
      isOwn: fc.boolean(),
      mobile,
      gateway,
      script: fc.array(fc.tuple(commands, seconds), { maxLength: 12 }),
      window: fc.constantFrom('300ms', '5s'),
    })
    .map(({ base: one, isOwn, window, script, ...parts }) => {
      const changes: Readonly<Record<string, object>> = {
        mn1: parts.mobile,
        mag1: parts.gateway,
        lma: { ipv4Pool: '192.0.2.0/24' },
      };
      const checked = check({
        ...one,
        ...(isOwn ? { id: 'mine' } : {}),
        knobs: { ...one.knobs, timestampWindow: window },
        nodes: [...base.nodes.slice(0, 2), ...one.nodes.filter(({ kind }) => kind !== 'mn')].map(
          (node) => ({ ...node, ...changes[node.id] }),
        ),
        script: [[first, 0] as const, ...script].map(([command, at]) => ({ ...command, at })),
      });
      if (checked.ok) return checked.value.scenario;
      throw new Error(JSON.stringify(checked.why));
    });
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      expect(await scenarioOf(await writeLink({ scenario }))).toEqual(scenario);
    }),
    { numRuns: 200, seed: 6 },
  );
});

test('a bundled scenario with a few faults more stays short enough for a QR code', async () => {
  const more = [
    { do: 'catch', name: 'hold1', act: 'hold', link: 'core-mag1', kind: 'PBU', nth: 2 },
    { do: 'release', name: 'hold1' },
    { do: 'clock', node: 'mag2', offset: 301_000 },
    { do: 'operate', node: 'lma', order: 'revoke', mn: 'mn2', trigger: 1 },
  ] as const satisfies readonly Command[];
  const script = [...base.script, ...more.map((one, i) => ({ ...one, at: 6_000_000 + i }))];
  const text = await writeLink({ scenario: { ...base, script } });
  expect(text.length).toBeLessThan(LENGTHS.qr / 4);
});

test('the short keys of a link mean what they have always meant', async () => {
  const { link: text } = must(
    golden.find(({ title }) => title === 'Everything of PMIPv6'),
    'it is there',
  );
  const { script, nodes } = await scenarioOf(text);
  const nodeOf = (id: string): ScenarioNode | undefined => nodes.find((node) => node.id === id);
  expect(script).toEqual([
    {
      do: 'catch',
      name: 'c1',
      link: 'core-mag1',
      from: 'mag1',
      kind: 'PBU',
      nth: 2,
      act: 'delay',
      by: 301_000,
      at: 1_000_000,
    },
    {
      do: 'catch',
      name: 'c2',
      link: 'radio-mag1',
      kind: 'any',
      nth: 1,
      act: 'corrupt',
      bit: 112,
      at: 1_000_001,
    },
    {
      do: 'catch',
      name: 'c3',
      link: 'core-lma',
      kind: 'PBA',
      nth: 1,
      act: 'hold',
      at: 1_500_000,
    },
    { do: 'frame', name: 'f1', frame: 31, act: 'duplicate', at: 2_000_000 },
    { do: 'release', name: 'c3', at: 2_500_000 },
    { do: 'clock', node: 'mag1', offset: -301_000, at: 2_600_000 },
    { do: 'node', node: 'lma', up: false, state: 'lost', at: 3_000_000 },
    { do: 'node', node: 'lma', up: true, at: 3_500_000 },
    {
      do: 'operate',
      node: 'lma',
      order: 'revoke',
      mn: 'mn1',
      prefix: '2001:db8:a1:1::/64',
      trigger: 1,
      ipv4: true,
      at: 4_000_000,
    },
    { do: 'operate', node: 'lma', order: 'revokeAll', peer: 'mag1', at: 4_100_000 },
    { do: 'operate', node: 'lma', order: 'revokeRealm', realm: '@example.net', at: 4_200_000 },
    { do: 'operate', node: 'lma', order: 'notify', mn: 'mn2', reason: 1, at: 4_300_000 },
    { do: 'inject', node: 'mag1', hex: '60'.repeat(40), at: 5_000_000 },
  ]);
  expect(nodeOf('mn1')).toMatchObject({
    interfaces: [
      { id: 'if1', mac: '02:00:5e:00:01:01' },
      { id: 'if2', mac: '02:00:5e:00:01:02', att: 5 },
    ],
    service: 'plain',
    lma: 'lma',
    prefixes: ['2001:db8:b:1::/64'],
    prefixCount: 2,
    ipv4: 'pool',
    ipv6: false,
  });
  expect(nodeOf('mag1')).toMatchObject({
    kind: 'mag',
    att: 5,
    lifetime: 40,
    lacks: ['gre'],
    omits: ['timestamp'],
    alternateCareOf: '2001:db8:1::2',
    visitedPrefix: '2001:db8:9::/64',
    trusted: false,
    asks: { mn2: ['2001:db8:a2:2::/64'] },
  });
  expect(nodeOf('lma')).toMatchObject({ kind: 'lma', ipv4Pool: '192.0.2.0/24' });
});

test('so do radios, what is done to them, and flows that are bound to one', async () => {
  const interfaces = [
    { id: 'if1', joins: ['mag1'] },
    { id: 'if2', att: 5, off: true },
  ];
  const virtual = { mac: '02:00:5e:00:0a:0a', path: 'active', strict: true, over: ['if2'] };
  const changes: Readonly<Record<string, object>> = {
    mn1: { interfaces, hostModel: 'vista', weakHostBit: true },
    mn2: { interfaces, virtual: { ...virtual, preferred: 'if2', ownMacs: true } },
  };
  const flow = { id: 'F1', from: 'mn1', to: 'cn1', every: 20_000, octets: 64, mode: 'up' };
  const change = { do: 'radio', node: 'mn1', iface: 'if2', at: 1_000_000 };
  const checked = check({
    ...base,
    id: 'mine',
    nodes: base.nodes.map((node) => ({ ...node, ...changes[node.id] })),
    flows: [{ ...flow, bindIface: 'if2' }],
    script: [
      { ...change, up: true, instead: 'if1', breakFirst: true },
      { ...change, up: false },
      { do: 'operate', node: 'mn1', order: 'hostRoute', peer: 'cn1', iface: 'if2', at: 2_000_000 },
      { do: 'operate', node: 'mn2', order: 'path', iface: 'if2', at: 3_000_000 },
    ],
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.why));
  const { scenario } = checked.value;
  expect(await scenarioOf(await writeLink({ scenario }))).toEqual(scenario);
});
