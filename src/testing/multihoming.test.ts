// The figures of the multihoming draft, played: S-14 to S-16, S-18 to S-20. The invariants are
// checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { uint16At } from '#wire/octets.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { lab, SIGNALLING, type Lab } from './lab.ts';

const B1 = '2001:db8:a1:1::/64';
const B2 = '2001:db8:a2:2::/64';
/** The gateway by which a flow came down last, and was delivered. */
function down(run: Lab, flow: string): number | undefined {
  const { log } = run.timeline;
  const port = 40_000 + run.scenario.flows.findIndex(({ id }) => id === flow);
  for (let seq = log.length - 1; seq >= 0; seq -= 1) {
    const event = log.event(seq);
    if (event.kind !== 'delivered' || event.node !== 'mn1') continue;
    const { from, octets } = log.frame(event.frame);
    if (uint16At(octets(), ETHERNET_OCTETS + 42) === port) return Number(from.slice(-1));
  }
  return undefined;
}
const counts = (run: Lab, flow: string): { sent: number; received: number } => {
  const { sent, received } = run.flow(flow);
  return { sent: Number(sent), received: Number(received) };
};
const moved = (flow: string, peer: string) =>
  ({ do: 'operate', node: 'lma', order: 'moveFlow', flow, peer }) as const;

describe('S-14 without extension', () => {
  test('Figure 1: two bindings of one node', () => {
    const run = lab('mif-f1').play();
    expect(run.columns('lma', 'lma/bindings', ['mnId', 'prefixes', 'proxyCareOfAddress'])).toEqual([
      `mn1@example.net [${B1}] 2001:db8:1::1`,
      `mn1@example.net [${B2}] 2001:db8:2::1`,
    ]);
  });

  test('Figure 2: the other interface is no help', () => {
    const run = lab('mif-f2').play();
    expect([down(run, 'F1'), down(run, 'F2')]).toEqual([1, 2]);
    expect(counts(run, 'F1').received).toBeLessThan(22);
  });

  test('MIF-1: an interface that moves keeps its prefix, and the other its own', () => {
    const run = lab('mif-f1').to(seconds(3));
    run.do({ do: 'radio', node: 'mn1', iface: 'if1', up: false }).to(seconds(4));
    run.do({ do: 'radio', node: 'mn1', iface: 'if1', up: true }).to(seconds(6));
    expect(run.columns('lma', 'lma/bindings', ['prefixes']).toSorted()).toEqual([
      `[${B1}]`,
      `[${B2}]`,
    ]);
  });
});

describe('S-15, S-16 with the extension', () => {
  test('Figure 3: the messages of both attachments', () => {
    const run = lab('mif-f3').to(seconds(3));
    expect(run.ladder(SIGNALLING)).toMatchInlineSnapshot(`
      "             +-----+         +------+         +------+        +-----+
                   | MN1 |         | MAG1 |         | MAG2 |        | LMA |
                   +-----+         +------+         +------+        +-----+
        1    0.020    | attach, WLAN  |                |               |
                      |<.............>| + BUL entry    |               |
        2    0.020    |               |  PBU seq1 L75 HI1 any prefix   |
                      |               |------------------------------->|
                      |               |    + BCE HNP1, tunnel, 1 route |
        3    0.020    |           attach, 3G           |               |
                      |<..............................>| + BUL entry   |
        4    0.020    |               |      PBU seq1 L75 HI1 any prefix
                      |               |                |-------------->|
                      |               |   + BCE HNP2, tunnel, 3 routes |
        5    0.030    |               |      PBA 0 seq1 L75 HNP1       |
                      |               |<-------------------------------|
                      |               | BUL active, + tunnel, 2 routes |
        6    0.030    |               |      PBA 0 seq1 L75 HNP2       |
                      | BUL active, + tunnel, 4 routes |<--------------|
        7    0.030    |               |      UPN A reason 8 HNP2       |
                      |               |<-------------------------------|
        8    0.040    |  RA HNP1 7 d  |                |               |
                      |<--------------|                |               |
                      | + HNP1::MN1   |                |               |
        9    0.040    |          RA HNP2 7 d           |               |
                      |<-------------------------------|               |
                      | + HNP2::MN1.if2                |               |
       10    0.040    |               |           UPA 0 HNP2           |
                      |               |------------------------------->|
                      |               |                |               |
      "
    `);
  });

  test('MIF-2, MIF-9, MIF-12, MIF-19: routes in both directions, advertisements as ever', () => {
    const run = lab('mif-f3').to(seconds(3));
    expect(run.columns('mag2', 'mag/foreign', ['prefixes'])).toEqual([`[${B1}]`]);
    const routes = run.columns('mag2', 'stack/routes', ['id']);
    expect(routes).toContain(`to ${B1} mn1-if2`);
    expect(routes).toContain(`from ${B1} mn1-if2`);
    expect(run.columns('mag2', 'mag/links', ['prefixes'])).toEqual([`[${B2}]`]);
    expect(run.table('mn1', 'stack/addresses').map((row) => String(row['address']))).not.toContain(
      '2001:db8:a1:1:0:5eff:fe00:102',
    );
  });

  test('Figure 3: flows to one address by two gateways; a move without a message', () => {
    const run = lab('mif-f3').to(ms(5900));
    expect(['F1', 'F2', 'FN'].map((flow) => down(run, flow))).toEqual([2, 2, 1]);
    const before = run.messages().length;
    run.to(seconds(8));
    expect(run.messages()).toHaveLength(before);
    expect(down(run, 'FN')).toBe(2);
  });

  test('Figure 4: two flows between the same addresses are told apart by ports', () => {
    const run = lab('mif-f4').to(ms(5900));
    expect(run.columns('lma', 'stack/flows', ['mark', 'rule'])).toEqual([
      '1 mn1@example.net 1',
      '2 mn1@example.net 2',
      '3 undefined',
    ]);
    expect(['F1', 'F2', 'F3'].map((flow) => down(run, flow))).toEqual([2, 1, 1]);
  });

  test('MIF-29, MIF-30: answers go up through the gateway of the interface, by their source', () => {
    const run = lab('mif-f4').play();
    const { sent, received } = counts(run, 'F1');
    expect(received).toBeGreaterThan(sent - 3);
  });
});

describe('S-18 d, S-20', () => {
  test('to the letter, a gateway that knows the extension adds routes, and keeps its binding', () => {
    const run = lab('mif-f3', { knobs: { multihoming: 'literal' } }).to(seconds(3));
    expect(run.columns('mag1', 'mag/foreign', ['by', 'prefixes'])).toEqual([`BRI [${B2}]`]);
    expect(run.table('lma', 'lma/bindings')).toHaveLength(2);
  });

  test('a gateway that does not know it takes the BRI at its word: the node is cut off (B-3)', () => {
    const plain = lab('mif-f3');
    const nodes = plain.scenario.nodes.map((node) =>
      node.id === 'mag1' ? { ...node, lacks: ['multihoming' as const] } : node,
    );
    const run = lab('mif-f3', { nodes, knobs: { multihoming: 'literal' } }).to(seconds(3));
    expect(run.table('mag1', 'mag/updates')).toHaveLength(0);
    // The anchor believes that all is well, and the node is told that its prefix is withdrawn.
    expect(run.columns('lma', 'lma/told', ['state'])).toEqual(['told', 'told']);
    expect(run.table('lma', 'lma/bindings')).toHaveLength(2);
    expect(run.messages()).toContain('MAG1 -> MN1 RA HNP1 withdrawn');
  });

  test('the node decides: its host route moves the uplink, and the anchor follows', () => {
    const run = lab('mif-f3', { knobs: { multihoming: 'muho', flowDecider: 'mn' } }).to(ms(5000));
    expect(down(run, 'F1')).toBe(1);
    run.do({ do: 'operate', node: 'mn1', order: 'hostRoute', peer: 'cn1', iface: 'if2' });
    run.to(ms(5500));
    expect(run.columns('lma', 'lma/flows', ['by', 'bids'])).toEqual(['node [2]']);
    expect(down(run, 'F1')).toBe(2);
  });

  test('its gateway loses the node: the flow follows its prefix', () => {
    const run = lab('mif-f3').to(ms(5900));
    run.do(moved('F1', 'mag2')).to(seconds(6));
    run.do({ do: 'radio', node: 'mn1', iface: 'if2', up: false }).to(seconds(7));
    expect(down(run, 'F1')).toBe(1);
    expect(counts(run, 'F1').received).toBeGreaterThan(27);
  });
});
