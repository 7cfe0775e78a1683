// Networks that move (RFC 3963): a mobile router with one interface, and the node behind it; the
// refusals of S-13 b.
import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import type { ScenarioNode } from '#scenario/scenario.ts';
import { decodePacket, ETHERNET_OCTETS } from '#wire/packet.ts';
import { labOf, type Lab } from './lab.ts';
import { atHome, below, COA1, COA2, domain, echo, HOA, nowhere, start } from './mip6-cast.ts';

const NETWORK = '2001:db8:f0:100::/64';
const router: ScenarioNode = { id: 'mr1', kind: 'mr', ...nowhere, home: HOA, prefix: NETWORK };

/** MR1 takes the place of MN1, with LFN1 behind it. */
function network(
  parts: {
    readonly mr1?: Partial<ScenarioNode>;
    readonly ha?: Partial<ScenarioNode>;
    readonly more?: readonly ScenarioNode[];
  } = {},
): Lab {
  const whole = domain({
    nodes: { ha: { ...parts.ha } },
    more: [
      { ...router, ...parts.mr1 },
      ...(parts.more ?? []),
      { id: 'lfn1', kind: 'lfn', x: 456, y: 600 },
    ],
    links: [{ id: 'mr1-lfn1', ends: ['mr1', 'lfn1'], delay: 1000 }],
    flows: [echo('F1', 'lfn1')],
  });
  const nodes = whole.nodes.filter(({ id }) => id !== 'mn1');
  return labOf({ ...whole, nodes })
    .to(seconds(1))
    .put('mr1', below(1));
}

const told = (run: Lab, since = 0): readonly string[] =>
  run.messages(since).filter((line) => /\bB[UA] /.test(line));
const bindings = (run: Lab, ...columns: readonly string[]): readonly string[] =>
  run.columns('ha', 'ha/bindings', columns);
const flowOf = (run: Lab) => run.table('lfn1', 'source/flows')[0] ?? {};
const advertises = (run: Lab) => run.columns('mr1', 'router/links', ['state']);

/** Neighbor Advertisements that a node sent since a time: of which address, and whether as a router. */
function advertised(run: Lab, node: string, since: number): readonly string[] {
  const { log } = run.timeline;
  const found: string[] = [];
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.kind !== 'sent' || event.node !== node || event.at < since) continue;
    const packet = decodePacket(log.frame(event.frame).octets(), 'draft-05', ETHERNET_OCTETS);
    if (!packet.ok || packet.value.payload.is !== 'icmpv6') continue;
    const { message } = packet.value.payload;
    if (message.is !== 'NeighborAdvertisement') continue;
    found.push(`${message.target} ${message.router ? 'router' : 'host'}`);
  }
  return [...new Set(found)];
}

describe('a mobile router', () => {
  test('NEMO-1, NEMO-2, NEMO-7, NEMO-11 to NEMO-13: registers its prefix, and the node behind it talks through both', () => {
    const run = start(network().to(seconds(4))).to(seconds(6));
    expect(told(run)).toEqual(['MR1 -> HA BU seq100 L60 R MR1', 'HA -> MR1 BA 0 seq100 L60 R']);
    expect(bindings(run, 'careOfAddress', 'mobileRouter', 'networks')).toEqual([
      `${COA1} true [${NETWORK}]`,
    ]);
    expect(run.path('F1')).toMatch(
      /^(LFN1 -> MR1 => AR1 => HA -> CN1|CN1 -> HA => AR1 => MR1 -> LFN1)$/,
    );
    expect(flowOf(run)).toMatchObject({ running: true, lost: 0 });
  });

  test('NEMO-15, NEMO-16: is a router at home, and for its home agent; on other links a host', () => {
    // MN2 is a neighbour on the home link, so that it is told there.
    const more = [{ id: 'mn2', kind: 'mn', ...atHome }] as const;
    const run = start(network({ more }).to(seconds(4))).to(seconds(6));
    run.put('mr1', below(2)).to(seconds(12));
    const egress = () =>
      run.table('mr1', 'stack/interfaces').filter(({ kind }) => kind === 'radio');
    expect(egress().map(({ asHost }) => asHost)).toEqual([true]);
    // Its routers have asked for its addresses; the node behind it asks for its router.
    expect(advertised(run, 'mr1', 0).filter((line) => line.startsWith(COA2))).toEqual([
      `${COA2} host`,
    ]);
    expect(advertised(run, 'ha', 0)).toContain(`${HOA} router`);
    const ending = run.now;
    run.put('mr1', atHome).to(ending + seconds(8));
    expect(egress().map(({ asHost }) => asHost)).toEqual([undefined]);
    expect(advertised(run, 'mr1', ending)).toContain(`${HOA} router`);
    const leaving = run.now;
    run.put('mr1', below(1)).to(leaving + seconds(8));
    expect(egress().map(({ asHost }) => asHost)).toEqual([true]);
    expect(advertised(run, 'mr1', leaving).filter((line) => line.endsWith('router'))).toEqual([]);
    expect(flowOf(run)).toMatchObject({ running: true });
  });

  test('moves, and the node behind it notices nothing but a gap', () => {
    const run = start(network().to(seconds(4)))
      .to(seconds(6))
      .put('mr1', below(2))
      .to(seconds(9));
    expect(bindings(run, 'careOfAddress', 'networks')).toEqual([`${COA2} [${NETWORK}]`]);
    expect(flowOf(run)).toMatchObject({ running: true });
    expect(run.path('F1')).toContain('AR2');
    expect(run.columns('lfn1', 'host/addresses', ['state'])).toContain('preferred');
  });

  test('NEMO-2: in implicit mode names no prefix, and the home agent knows it', () => {
    const run = start(network({ mr1: { networkMode: 'implicit' } }).to(seconds(4))).to(seconds(6));
    expect(told(run)[0]).toBe('MR1 -> HA BU seq100 L60 R');
    expect(bindings(run, 'networks')).toEqual([`[${NETWORK}]`]);
    expect(flowOf(run)).toMatchObject({ running: true, lost: 0 });
  });

  test('NEMO-3, NEMO-14: at home names no prefix in the update that ends, and gives no network away', () => {
    const run = start(network().to(seconds(4)))
      .to(seconds(6))
      .put('mr1', atHome)
      .to(seconds(9));
    expect(told(run, seconds(6))).toEqual(['MR1 -> HA BU seq101 L0 R', 'HA -> MR1 BA 0 seq101 L0']);
    expect(run.columns('ha', 'stack/routes', ['id']).join()).not.toContain(NETWORK);
  });
});

describe('S-13 b: what a home agent refuses', () => {
  test.each([
    ['140', 'none', 'explicit', 'advertising'],
    ['142', 'unauthorized', 'explicit', 'silent'],
    ['143', 'noForwarding', 'implicit', 'advertising'],
  ] as const)(
    'NEMO-4, NEMO-5, NEMO-8 to NEMO-10: %s: it registers as a host',
    (status, networkService, networkMode, link) => {
      const run = network({ ha: { networkService }, mr1: { networkMode } }).to(seconds(6));
      const name = networkMode === 'explicit' ? ' MR1' : '';
      expect(told(run)).toEqual([
        `MR1 -> HA BU seq100 L60 R${name}`,
        `HA -> MR1 BA ${status} seq100`,
        'MR1 -> HA BU seq101 L60',
        'HA -> MR1 BA 0 seq101 L60',
      ]);
      expect(bindings(run, 'mobileRouter', 'networks')).toEqual(['false []']);
      expect(advertises(run)).toEqual([link]);
    },
  );

  test('NEMO-6: one that knows no networks passes over R: the router ends that, and comes as a host', () => {
    const run = network({ ha: { networkService: 'unaware' } }).to(seconds(6));
    expect(told(run)).toEqual([
      'MR1 -> HA BU seq100 L60 R MR1',
      'HA -> MR1 BA 0 seq100 L60',
      'MR1 -> HA BU seq101 L0',
      'HA -> MR1 BA 0 seq101 L0',
      'MR1 -> HA BU seq102 L60',
      'HA -> MR1 BA 0 seq102 L60',
    ]);
    expect(bindings(run, 'state', 'mobileRouter')).toEqual(['active false']);
  });

  test('NEMO-5: after 142 the node behind it is told that the prefix is gone', () => {
    const run = network({ ha: { networkService: 'unauthorized' } }).to(seconds(6));
    expect(run.columns('lfn1', 'host/addresses', ['address', 'state']).join()).toMatch(
      /f0:100.* deprecated/,
    );
  });
});
