// Scenarios of Proxy Mobile IPv6: what is checked of them, and what follows from them.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import type { Command } from '#sim/command.ts';
import { build } from './build.ts';
import { castOf } from './cast.ts';
import { faultWords } from './fault.ts';
import { knobs, knobsFor } from './knobs.ts';
import { bundled } from './library.ts';
import { lmaConfig, magConfig } from './roles-proxy.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';
import { check } from './schema.ts';

const base = must(bundled('pmip-lma-restart'), 'there is a scenario');
type Changes = Readonly<Record<string, Partial<ScenarioNode>>>;

/** The scenario with other nodes, complete. */
function changed(changes: Changes, more: Partial<Scenario> = {}): Scenario {
  const found = check(raw(changes, more));
  if (found.ok) return found.value.scenario;
  throw new Error(found.why.map(faultWords).join('; '));
}
const raw = (changes: Changes, more: Partial<Scenario> = {}): object => ({
  ...base,
  ...more,
  nodes: (more.nodes ?? base.nodes).map((node) => ({ ...node, ...changes[node.id] })),
});
const faultsOf = (changes: Changes, more: Partial<Scenario> = {}): readonly string[] => {
  const found = check(raw(changes, more));
  return found.ok ? [] : found.why.map(faultWords);
};
const nodeOf = (scenario: Scenario, id: string): ScenarioNode =>
  must(
    scenario.nodes.find((node) => node.id === id),
    id,
  );

// Nodes: mn1, mn2, mag1, mag2, lma, cn1, core.
describe('a fault of a node says where, what and what was expected:', () => {
  const two = [{ id: 'if1' }, { id: 'if2', att: 5 }];
  const cases: readonly (readonly [string, Changes, string])[] = [
    ['a MAG without a cell', { mag1: { cell: undefined } as never }, 'nodes[2].cell is missing'],
    ['an LMA without a pool', { lma: { pool: undefined } as never }, 'nodes[4].pool is missing'],
    ['a service at a MAG', { mag1: { service: 'plain' } }, 'only mn has it'],
    ['an anchor that is none', { mn1: { lma: 'mag1' } }, 'expected the id of a node of kind lma'],
    ['no radios', { mn1: { interfaces: [] } }, 'nodes[0].interfaces is a list of 0'],
    [
      'two radios of one name',
      { mn1: { interfaces: [{ id: 'if1' }, { id: 'if1' }] } },
      'nodes[0].interfaces[1].id is "if1"; expected another id',
    ],
    [
      'two radios of one address',
      { mn1: { interfaces: [{ id: 'if1' }, { id: 'if2', mac: '02:00:5e:00:01:01' }] } },
      'nodes[0].interfaces[1].mac is "02:00:5e:00:01:01"; expected an address of its own',
    ],
    [
      'a first radio of another address',
      { mn1: { interfaces: [{ id: 'if1', mac: '02:00:5e:00:01:09' }], mac: '02:00:5e:00:01:01' } },
      'nodes[0].interfaces[0].mac is "02:00:5e:00:01:09"; expected the mac of the node',
    ],
    [
      'a static prefix of the pool',
      { mn1: { prefixes: ['2001:db8:a1:1::/64'] } },
      'expected a prefix of its own',
    ],
    [
      'a visited prefix of 56 bits',
      { mag1: { visitedPrefix: '2001:db8:9::/56' } },
      'nodes[2].visitedPrefix is "2001:db8:9::/56"; expected a global unicast /64 prefix',
    ],
    [
      'a care-of address of another node',
      { mag1: { alternateCareOf: '2001:db8:2::1' } },
      'nodes[3].address is "2001:db8:2::1"; expected an address of its own',
    ],
    ['a question for nobody', { mag1: { asks: { cn1: [] } } }, 'nodes[2].asks.cn1 is "cn1"'],
    [
      'a question for no prefix',
      { mag1: { asks: { mn1: ['::/0'] } } },
      'nodes[2].asks.mn1[0] is "::/0"; expected a global unicast /64 prefix',
    ],
    ['an IPv4 address of no pool', { mn1: { ipv4: 'pool' } }, 'expected an LMA with an ipv4Pool'],
    [
      'an IPv4 address that is none',
      { mn1: { ipv4: '192.0.2.256' }, lma: { ipv4Pool: '192.0.2.0/24' } },
      'expected an IPv4 address, `pool` or `refused`',
    ],
    [
      'an IPv4 pool with host bits',
      { lma: { ipv4Pool: '192.0.2.1/24' } },
      'expected an IPv4 prefix',
    ],
    ['an IPv4 pool without room', { lma: { ipv4Pool: '192.0.2.0/28' } }, 'of 8 to 27 bits'],
    [
      'a lifetime of nothing',
      { mag1: { lifetime: 0 } },
      'expected a whole number from 4 to 262140',
    ],
    ['an extension unheard of', { lma: { lacks: ['qos' as never] } }, 'nodes[4].lacks[0] is "qos"'],
    ['no technology', { mn1: { interfaces: [{ ...two[0], id: 'if1', att: 0 }] } }, 'from 1 to 255'],
  ];
  test.each(cases)('%s', (_, changes, words) => {
    expect(faultsOf(changes).join('\n')).toContain(words);
  });

  test('an anchor is needed where there are access gateways', () => {
    const nodes = base.nodes.filter(({ kind }) => kind !== 'lma');
    expect(faultsOf({}, { nodes })).toContain(
      'nodes has a mag and no lma; expected at least one of kind lma',
    );
  });

  test('a correspondent may stand at the anchor, but not at an access gateway', () => {
    const links = base.links.filter(({ id }) => id !== 'core-cn1');
    const link = (far: string) => ({ id: 'side', ends: ['cn1', far], delay: 1000 }) as const;
    expect(faultsOf({}, { links: [...links, link('lma')] })).toEqual([]);
    expect(faultsOf({}, { links: [...links, link('mag1')] }).join()).toContain('join cn and mag');
    expect(faultsOf({}, { links }).join()).toContain('has 0 links with the core or an anchor');
  });
});

describe('a fault of a command says what it lacks:', () => {
  const catching = { do: 'catch', name: 'c', kind: 'PBU', nth: 1, act: 'drop' } as const;
  const cases: readonly (readonly [string, object, string])[] = [
    [
      'no such link',
      { ...catching, link: 'x' },
      'script[0].link is "x"; expected the id of a link',
    ],
    [
      'a sender that is elsewhere',
      { ...catching, link: 'core-mag1', from: 'mag2' },
      'script[0].from is "mag2"; expected core or mag1',
    ],
    [
      'a kind that is none',
      { ...catching, link: 'core-mag1', kind: 'PBX' },
      'script[0].kind is "PBX"; expected a kind of message',
    ],
    ['the message before the first', { ...catching, link: 'core-mag1', nth: 0 }, 'from 1 to'],
    ['a name of nothing', { do: 'release', name: 'h1' }, 'expected the name of a catch or frame'],
    ['a crash of a mobile node', { do: 'node', node: 'mn1', up: false }, 'kind hss or dgw or mag'],
    [
      'a return without memory',
      { do: 'node', node: 'lma', up: true, state: 'lost' },
      'script[0].state is "lost"; expected nothing: it comes back',
    ],
    ['a clock of the core', { do: 'clock', node: 'core', offset: 1 }, 'script[0].node is "core"'],
    [
      'an order that says too little',
      { do: 'operate', node: 'lma', order: 'renumber', mn: 'mn1' },
      'script[0].prefix is missing; expected a value: renumber needs it',
    ],
    [
      'an order to the wrong node',
      { do: 'operate', node: 'mag1', order: 'revoke', mn: 'mn1' },
      'script[0].node is "mag1"; expected the id of a node of kind lma',
    ],
    [
      'a realm without its sign',
      { do: 'operate', node: 'lma', order: 'revokeRealm', realm: 'example.net' },
      'expected a realm like @example.net',
    ],
    ['octets of IPv4', { do: 'inject', node: 'mag1', hex: '45'.repeat(40) }, 'an IPv6 packet'],
    ['half an octet', { do: 'inject', node: 'mag1', hex: `${'60'.repeat(40)}6` }, 'pairs'],
  ];
  test.each(cases)('%s', (_, command, words) => {
    const script = [{ ...(command as Command), at: 0 }];
    expect(faultsOf({}, { script }).join('\n')).toContain(words);
  });
});

describe('what gateways and anchors are told', () => {
  test('by default: everybody is served, everything is understood, 300 s', () => {
    const mag = magConfig(base, nodeOf(base, 'mag1'), 'phy');
    expect(mag).toEqual({
      address: '2001:db8:1::1',
      name: 'MAG1',
      phy: 'phy',
      lifetime: 75,
      supports: ['revocation', 'proxyRevocation', 'heartbeat', 'notification', 'gre'],
      peers: { '2001:db8:ff::1': 'LMA' },
      omits: [],
      profiles: {
        'mn1@example.net': { lma: '2001:db8:ff::1', prefixes: [], access: 'proxy', ipv4: false },
        'mn2@example.net': { lma: '2001:db8:ff::1', prefixes: [], access: 'proxy', ipv4: false },
      },
    });
    const lma = lmaConfig(base, nodeOf(base, 'lma'));
    expect(lma.peers).toEqual({ '2001:db8:1::1': 'MAG1', '2001:db8:2::1': 'MAG2' });
    expect(lma.profiles['mn1@example.net']).toEqual({
      proxy: true,
      prefixes: [],
      prefixCount: 1,
      ipv4: 'none',
      ipv6: true,
    });
  });

  test('services, trust, lifetimes and what is lacking reach the side that they concern', () => {
    const scenario = changed({
      mn1: { service: 'unknown', ipv4: 'refused' },
      mn2: { service: 'disabled', prefixes: ['2001:DB8:b:1::/64'], ipv4: 'pool', ipv6: false },
      mag1: { trusted: false, lifetime: 43, lacks: ['gre'], asks: { mn2: ['2001:db8:b:1::/64'] } },
      lma: { ipv4Pool: '192.0.2.0/24' },
    });
    const lma = lmaConfig(scenario, nodeOf(scenario, 'lma'));
    expect(Object.keys(lma.peers)).toEqual(['2001:db8:2::1']);
    expect(lma.profiles).toEqual({
      'mn2@example.net': {
        proxy: false,
        prefixes: ['2001:db8:b:1::/64'],
        prefixCount: 1,
        ipv4: 'pool',
        ipv6: false,
      },
    });
    const mag = magConfig(scenario, nodeOf(scenario, 'mag1'), 'phy');
    expect(mag).toMatchObject({
      lifetime: 10,
      supports: ['revocation', 'proxyRevocation', 'heartbeat', 'notification'],
    });
    expect(mag.profiles['mn1@example.net']).toMatchObject({ ipv4: true, prefixes: [] });
    expect(mag.profiles['mn2@example.net']?.prefixes).toEqual(['2001:db8:b:1::/64']);
  });

  test('a node has the anchor that it names, with its prefixes', () => {
    const other = { ...nodeOf(base, 'lma'), id: 'lma2', name: 'LMA2', address: '2001:db8:fe::1' };
    const scenario = changed(
      { mn2: { lma: 'lma2', prefixes: ['2001:db8:b:1::/64'] } },
      {
        nodes: [...base.nodes, { ...other, pool: ['2001:db8:b:2::/64'] }],
        links: [...base.links, { id: 'core-lma2', ends: ['core', 'lma2'], delay: 5000 }],
      },
    );
    const [first, second] = ['lma', 'lma2'].map((id) => lmaConfig(scenario, nodeOf(scenario, id)));
    expect(Object.keys(first?.profiles ?? {})).toEqual(['mn1@example.net']);
    expect(Object.keys(second?.profiles ?? {})).toEqual(['mn2@example.net']);
    const core = build(scenario).spec.nodes.find(({ id }) => id === 'core');
    const through = (iface: string) =>
      core?.routes.filter(({ out }) => out === iface).map(({ to }) => to);
    expect(through('to-lma2')).toEqual([
      '2001:db8:fe::1/128',
      '2001:db8:b:2::/64',
      '2001:db8:b:1::/64',
    ]);
    const { prefixes } = castOf(scenario);
    expect(prefixes.nameOf('2001:db8:b:1::/64')).toBe('HNP6');
    expect(prefixes.anchorOf('2001:db8:b:1::9')).toEqual({ letter: '6', gateway: 'lma2' });
  });

  test('radios of other technologies have cells and addresses of their own', () => {
    const scenario = changed({
      mn1: { interfaces: [{ id: 'if1' }, { id: 'if2', att: 5 }] },
      mag2: { att: 5 },
    });
    const { nodes, links } = build(scenario).spec;
    expect(nodes[0]?.interfaces.map(({ id, mac }) => [id, mac])).toEqual([
      ['if1', '02:00:5e:00:01:01'],
      ['if2', '02:00:5e:00:01:02'],
    ]);
    expect(links.flatMap(({ id, kind, att }) => (kind === 'radio' ? [[id, att]] : []))).toEqual([
      ['radio-mag1', undefined],
      ['radio-mag2', 5],
    ]);
    const cast = castOf(scenario);
    expect(cast.prefixes.shortOf('2001:db8:a1:1:0:5eff:fe00:102')).toBe('HNP1::MN1.if2');
    expect(cast.mobileOf('2001:db8:a1:1:0:5eff:fe00:102')).toBe('mn1');
  });
});

test('a second care-of address and a visited prefix lead to their gateway', () => {
  const scenario = changed({
    mag1: { alternateCareOf: '2001:db8:1::2', visitedPrefix: '2001:db8:9::/64' },
  });
  const { nodes } = build(scenario).spec;
  const core = nodes.find(({ id }) => id === 'core');
  const through = core?.routes.flatMap(({ to, out }) => (out === 'to-mag1' ? [to] : []));
  expect(through).toEqual(['2001:db8:1::1/128', '2001:db8:1::2/128', '2001:db8:9::/64']);
  const mag = nodes.find(({ id }) => id === 'mag1');
  expect(mag?.addresses.map(({ address }) => address)).toContain('2001:db8:1::2');
  expect(castOf(scenario).nodeAt('2001:db8:1::2')).toBe('mag1');
});

test('the cast stands in the order mn, mag, lma, cn', () => {
  expect(castOf(base).lifelines.map(({ name }) => name)).toEqual([
    'MN1',
    'MN2',
    'MAG1',
    'MAG2',
    'LMA',
    'CN1',
  ]);
});

test('a knob is shown where a node reads it, and each has a label and values of its own', () => {
  const dmm = must(bundled('dmm-f4'), 'there is a scenario');
  const [proxy, distributed] = [base, dmm].map((one) => knobsFor(one).map(({ name }) => name));
  expect(proxy).toContain('timestamps');
  expect(proxy).not.toContain('anchoredPrefixMode');
  expect(distributed).toContain('anchoredPrefixMode');
  expect(distributed).not.toContain('timestamps');
  const names = knobs.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { label, values } of knobs) {
    expect(label).toMatch(/^\S/);
    expect(new Set(values.map(({ value }) => value)).size).toBe(values.length);
  }
});
