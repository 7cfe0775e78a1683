// What follows from a scenario of Proxy Mobile IPv6: what its gateways and anchors are told, ways, names.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
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
  const nodes = (more.nodes ?? base.nodes).map((node) => ({ ...node, ...changes[node.id] }));
  const found = check({ ...base, ...more, nodes });
  if (found.ok) return found.value.scenario;
  throw new Error(found.why.map(faultWords).join('; '));
}
const nodeOf = (scenario: Scenario, id: string): ScenarioNode =>
  must(
    scenario.nodes.find((node) => node.id === id),
    id,
  );

describe('what gateways and anchors are told', () => {
  test('by default: everybody is served, everything is understood, 300 s', () => {
    const mag = magConfig(base, nodeOf(base, 'mag1'), 'phy');
    expect(mag).toEqual({
      address: '2001:db8:1::1',
      name: 'MAG1',
      phy: 'phy',
      lifetime: 75,
      supports: [
        'revocation',
        'proxyRevocation',
        'heartbeat',
        'notification',
        'gre',
        'multihoming',
      ],
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
      supports: ['revocation', 'proxyRevocation', 'heartbeat', 'notification', 'multihoming'],
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
