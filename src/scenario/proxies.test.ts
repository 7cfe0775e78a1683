// Scenarios of Proxy Mobile IPv6: what is checked of their nodes and commands.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import type { Command } from '#sim/command.ts';
import { faultWords } from './fault.ts';
import { bundled } from './library.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';
import { check } from './schema.ts';

const base = must(bundled('pmip-lma-restart'), 'there is a scenario');
type Changes = Readonly<Record<string, Partial<ScenarioNode>>>;

/** The lines of words for the scenario with other nodes. */
function faultsOf(changes: Changes, more: Partial<Scenario> = {}): readonly string[] {
  const nodes = (more.nodes ?? base.nodes).map((node) => ({ ...node, ...changes[node.id] }));
  const found = check({ ...base, ...more, nodes });
  return found.ok ? [] : found.why.map(faultWords);
}

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
    [
      'a radio that joins what is no gateway',
      { mn1: { interfaces: [{ id: 'if1', joins: ['mag1', 'lma'] }] } },
      'nodes[0].interfaces[0].joins[1] is "lma"; expected the id of a node of kind mag or dgw',
    ],
    [
      'a virtual interface over a radio that is not there',
      { mn1: { virtual: { mac: '02:00:5e:00:0a:0a', over: ['if2'] } } },
      'nodes[0].virtual.over[0] is "if2"; expected if1',
    ],
    [
      'a virtual interface with the address of another node',
      { mn1: { virtual: { mac: '02:00:5e:00:02:01' } } },
      'expected an address of its own',
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
    [
      'a crash of a mobile node',
      { do: 'node', node: 'mn1', up: false },
      'kind hss or cmd or dgw or mag',
    ],
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
