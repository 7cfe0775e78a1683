// S-20, MIF §4.4 item 2: the anchor decides over a flow, and the routing table of the node follows. The
// invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import type { Command } from '#sim/command.ts';
import type { ScenarioNode } from '#scenario/scenario.ts';
import { lab, SIGNALLING, type Lab } from './lab.ts';

const CN1 = '2001:db8:c1::10/128';
const IF1 = '2001:db8:a1:1:0:5eff:fe00:101';
const TOLD = { multihoming: 'muho', flowRoute: 'told' };

const move = (peer?: string, flow = 'F1'): Command => ({
  do: 'operate',
  node: 'lma',
  order: 'moveFlow',
  flow,
  ...(peer !== undefined && { peer }),
});

/** F1 of Figure 3 runs from the address of if1, and nobody has moved it yet. */
function running(
  knobs: Readonly<Record<string, string>> = TOLD,
  mn: Partial<ScenarioNode> = {},
  lifetime?: number,
): Lab {
  const nodes = lab('mif-f3').scenario.nodes.map((node) =>
    node.kind === 'mn'
      ? { ...node, ...mn }
      : node.kind === 'mag' && lifetime !== undefined
        ? { ...node, lifetime }
        : node,
  );
  const script = [{ do: 'flow', flow: 'F1', change: 'start', at: seconds(4) }] as const;
  return lab('mif-f3', { knobs, nodes, script }).to(seconds(5));
}

/** The interfaces by which datagrams of F1 left the node since a time, with their source. */
function ways(run: Lab, since: number): readonly string[] {
  const { log } = run.timeline;
  const found = new Set<string>();
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.kind !== 'sent' || event.node !== 'mn1' || event.at < since) continue;
    if (run.cast.flowNumber(log.frame(event.frame).octets()) !== 0) continue;
    found.add(`${event.iface} from ${String(run.flow('F1')['source'])}`);
  }
  return [...found];
}
/** Who sends a datagram of F1 on its way from the node up to CN1 and back, from a time on. */
function hops(run: Lab, since: number): readonly string[] {
  const { log } = run.timeline;
  const found: string[] = [];
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.at < since || (event.kind !== 'sent' && event.kind !== 'delivered')) continue;
    if (run.cast.flowNumber(log.frame(event.frame).octets()) !== 0) continue;
    if (event.kind === 'sent' && event.node !== 'core') found.push(event.node);
    if (event.kind === 'delivered' && event.node === 'mn1') break;
  }
  return found;
}
const told = (run: Lab): readonly string[] =>
  run.columns('mn1', 'host/routes', ['prefix', 'iface', 'preference']);
const says = (run: Lab, what: RegExp, since: number): readonly string[] =>
  run.messages(since).filter((line) => what.test(line));

describe('MIF-14: the anchor moves a flow, and tells the node', () => {
  const run = running();
  run.do(move('mag2')).to(seconds(6));

  test('by its gateway, as a route to the correspondent', () => {
    expect(run.ladder(SIGNALLING, seconds(5))).toMatchInlineSnapshot(`
      "             +-----+                 +------+                 +-----+
                   | MN1 |                 | MAG2 |                 | LMA |
                   +-----+                 +------+                 +-----+
             5.000    |         # The operator of LMA moves F1 to MAG2 |
             5.000   * F1 of mn1@example.net goes to MAG2 (MIF section |
                      |                       |                 5.3.2) |
       11    5.000    |                       |   FBI seq1 add FID 1   |
                      |                       |<-----------------------|
       12    5.010    | RA HNP2 7 d, route CN1 295 s                   |
                      |<----------------------|                        |
                      | + route 2001:db8:c1::10/128                    |
       13    5.010    |                       |       FBA 0 seq1       |
                      |                       |----------------------->|
                      |                       |                        |
      "
    `);
    expect(told(run)).toEqual([`${CN1} if2 high`]);
    expect(run.columns('mag2', 'mag/links', ['told'])).toEqual([`[${CN1}]`]);
    expect(run.columns('mn1', 'stack/routes', ['id', 'out', 'order'])).toContain(
      `told ${CN1} if2 -1`,
    );
  });

  test('its packets go up by the other interface and gateway; the socket stays', () => {
    expect(ways(run, seconds(4))).toEqual([`if1 from ${IF1}`, `if2 from ${IF1}`]);
    expect(ways(run, ms(5050))).toEqual([`if2 from ${IF1}`]);
    expect(hops(run, ms(5100))).toEqual(['mn1', 'mag2', 'lma', 'cn1', 'lma', 'mag2']);
    expect(run.flow('F1')).toMatchObject({ lost: 0, source: IF1 });
  });

  test('the prefixes that are advertised are those of before (MIF §4.3)', () => {
    expect(run.columns('mag2', 'mag/links', ['prefixes'])).toEqual(['[2001:db8:a2:2::/64]']);
  });

  test('given back to its prefix, the route is withdrawn', () => {
    run.to(ms(6500)).do(move()).to(seconds(7));
    expect(says(run, / RA /, ms(6500))).toEqual(['MAG2 -> MN1 RA HNP2 7 d, route CN1 withdrawn']);
    expect(told(run)).toEqual([]);
    expect(ways(run, ms(6550))).toEqual([`if1 from ${IF1}`]);
  });

  test('moved to the gateway of its prefix, that one tells, and the other withdraws', () => {
    run.do(move('mag2')).to(seconds(8)).do(move('mag1')).to(seconds(9));
    expect(run.messages(seconds(8))).toEqual([
      'LMA -> MAG2 FBI seq4 delete FID 1',
      'LMA -> MAG1 FBI seq5 add FID 1',
      'MAG2 -> MN1 RA HNP2 7 d, route CN1 withdrawn',
      'MAG2 -> LMA FBA 0 seq4',
      'MAG1 -> MN1 RA HNP1 7 d, route CN1 292 s',
      'MAG1 -> LMA FBA 0 seq5',
    ]);
    expect(told(run)).toEqual([`${CN1} if1 high`]);
    expect(ways(run, ms(8050))).toEqual([`if1 from ${IF1}`]);
    expect(run.flow('F1')).toMatchObject({ lost: 0 });
  });
});

describe('how the node is told', () => {
  test('it lasts as long as the registration, and is said again with each refresh', () => {
    const run = running(TOLD, {}, 40).do(move('mag2')).to(seconds(6));
    run.do({ do: 'flow', flow: 'F1', change: 'stop' });
    const [row] = run.table('mag2', 'mag/updates');
    const [route] = run.table('mn1', 'host/routes');
    expect(Number(route?.['until'])).toBeLessThanOrEqual(Number(row?.['expiresAt']));
    run.to(seconds(50));
    expect(says(run, /MAG2 .*(RA|PBU)/, seconds(6))).toEqual([
      'MAG2 -> LMA PBU seq2 L10 HI5 HNP2',
      'MAG2 -> MN1 RA HNP2 7 d, route CN1 40 s',
    ]);
    expect(told(run)).toEqual([`${CN1} if2 high`]);
  });

  test('RFC 7864: only when the gateway has a route for the prefix, and after', () => {
    const run = running({ multihoming: 'rfc7864', flowRoute: 'told' });
    run.do(move('mag2')).to(seconds(6)).do(move()).to(seconds(7));
    expect(run.messages(seconds(5)).map((line) => line.replace(/ \d+ s$/, ''))).toEqual([
      'LMA -> MAG2 UPN A reason 8 HNP1',
      'MAG2 -> LMA UPA 0 HNP1',
      'LMA -> MAG2 FBI seq1 add FID 1',
      'MAG2 -> MN1 RA HNP2 7 d, route CN1',
      'MAG2 -> LMA FBA 0 seq1',
      'LMA -> MAG2 UPN A reason 8 HNP2',
      'LMA -> MAG2 FBI seq2 delete FID 1',
      'MAG2 -> LMA UPA 0 HNP2',
      'MAG2 -> MN1 RA HNP2 7 d, route CN1 withdrawn',
      'MAG2 -> LMA FBA 0 seq2',
    ]);
    expect(run.flow('F1')).toMatchObject({ lost: 0 });
  });

  test('where gateways hear of flows in notifications, by those', () => {
    const run = running({ ...TOLD, flowDetail: 'fmi' })
      .do(move('mag2'))
      .to(seconds(6));
    expect(run.messages(seconds(5))).toEqual([
      'LMA -> MAG2 UPN A reason 8 HNP1',
      'MAG2 -> MN1 RA HNP2 7 d, route CN1 295 s',
      'MAG2 -> LMA UPA 0 HNP1',
    ]);
    expect(ways(run, ms(5050))).toEqual([`if2 from ${IF1}`]);
  });

  test('MIF-32: two flows to one correspondent cannot be split on the uplink', () => {
    const run = running().do(move('mag1')).to(ms(5100)).do(move('mag2', 'F2')).to(seconds(6));
    expect(told(run)).toEqual([`${CN1} if1 high`, `${CN1} if2 high`]);
    expect(ways(run, ms(5200))).toEqual([`if1 from ${IF1}`]);
  });
});

describe('who is told, and what it makes of it', () => {
  test('MIF-15: also where the node may decide otherwise: its own route comes first', () => {
    const run = running({ ...TOLD, flowDecider: 'assisted' })
      .do(move('mag2'))
      .to(seconds(6));
    expect(ways(run, ms(5050))).toEqual([`if2 from ${IF1}`]);
    run.do({ do: 'operate', node: 'mn1', order: 'hostRoute', peer: 'cn1', iface: 'if1' });
    run.to(seconds(7));
    expect(ways(run, ms(6050))).toEqual([`if1 from ${IF1}`]);
    expect(run.columns('lma', 'lma/flows', ['by', 'bids'])).toEqual(['node [1]']);
    expect(told(run)).toEqual([`${CN1} if1 high`]);
  });

  test('a node that does not choose its router by the source follows as well', () => {
    const run = running(TOLD, { sourceRouter: false }).do(move('mag2')).to(seconds(6));
    expect(ways(run, ms(5050))).toEqual([`if2 from ${IF1}`]);
  });

  test.each(['A', 'B'] as const)('RTR §3.1: a host of type %s knows no such routes', (hostType) => {
    const run = running(TOLD, { hostType });
    const before = ways(run, seconds(4));
    run.do(move('mag2')).to(seconds(6));
    expect(says(run, /route CN1/, seconds(5))).toHaveLength(1);
    expect([told(run), ways(run, ms(5050))]).toEqual([[], before]);
  });

  test('a strong host sends by the interface of its source, and refuses what comes', () => {
    const run = running(TOLD, { hostModel: 'strong' }).do(move('mag2')).to(seconds(6));
    expect(ways(run, ms(5050))).toEqual([`if1 from ${IF1}`]);
    expect(run.drops('mn1').at(-1)).toBe(`strongHost: ${IF1} is of if1, not of if2`);
  });

  test.each([{ multihoming: 'muho' }, { multihoming: 'muho', flowDetail: 'fbi' }])(
    'without the knob nobody is: %o',
    (knobs) => {
      const run = running(knobs).do(move('mag2')).to(seconds(6));
      expect(says(run, / RA /, seconds(5))).toEqual([]);
      expect(ways(run, ms(5050))).toEqual([`if1 from ${IF1}`]);
    },
  );
});

describe('the gateway is lost', () => {
  test('the radio is off: the flow goes by its prefix, and comes back with the interface', () => {
    const run = running().do(move('mag2')).to(seconds(6));
    run.do({ do: 'radio', node: 'mn1', iface: 'if2', up: false }).to(seconds(7));
    expect([told(run), ways(run, ms(6050))]).toEqual([[], [`if1 from ${IF1}`]]);
    run.do({ do: 'radio', node: 'mn1', iface: 'if2', up: true }).to(seconds(8));
    expect(told(run)).toEqual([`${CN1} if2 high`]);
    expect(ways(run, ms(7100))).toEqual([`if2 from ${IF1}`]);
  });

  test.each(['kept', 'lost'] as const)('it crashes, its state is %s', (state) => {
    const run = running().do(move('mag2')).to(seconds(6));
    run.do({ do: 'node', node: 'mag2', up: false, state }).to(seconds(7));
    expect(ways(run, ms(6150))).toEqual([`if1 from ${IF1}`]);
    run.do({ do: 'node', node: 'mag2', up: true }).to(seconds(8));
    expect(says(run, / (FBI|RA) /, seconds(7))).toContain('LMA -> MAG2 FBI seq2 add FID 1');
    expect(says(run, /route CN1/, seconds(7))).toEqual([
      'MAG2 -> MN1 RA HNP2 7 d, route CN1 300 s',
    ]);
    expect(ways(run, ms(7100))).toEqual([`if2 from ${IF1}`]);
  });

  test('it is heard no more: with unreachability detection the flow goes by its prefix', () => {
    const run = running().do(move('mag2')).to(seconds(6));
    run.do({ do: 'link', link: 'radio-mag2', loss: 1 });
    const lost = run.untilGivenUp('mn1', 'if2');
    expect(ways(run, seconds(6))).toEqual([`if2 from ${IF1}`]);
    run.to(lost.at + seconds(1));
    expect(ways(run, lost.at)).toEqual([`if1 from ${IF1}`]);
  });

  test('RFC 7864 §3.2.2: one that lost its state is told of prefixes again', () => {
    const run = running({ multihoming: 'rfc7864' }).do(move('mag2')).to(seconds(6));
    run.do({ do: 'node', node: 'mag2', up: false, state: 'lost' }).to(seconds(7));
    run.do({ do: 'node', node: 'mag2', up: true }).to(seconds(8));
    expect(says(run, / UP/, seconds(7))).toEqual([
      'LMA -> MAG2 UPN A reason 8 HNP1',
      'MAG2 -> LMA UPA 0 HNP1',
    ]);
    expect(run.columns('mag2', 'mag/foreign', ['prefixes'])).toEqual(['[2001:db8:a1:1::/64]']);
  });
});
