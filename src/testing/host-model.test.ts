// S-17: host models and the uplink of a node with two interfaces, in a domain without extensions.

import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import type { Command, FlowSpec } from '#sim/command.ts';
import type { ScenarioNode } from '#scenario/scenario.ts';
import { labOf, type Lab } from './lab.ts';
import { between, domain, type Domain } from './pmip-cast.ts';
import { START, twoRadios } from './pmip-run.ts';

const MN1_IF1 = '2001:db8:a1:1:0:5eff:fe00:101';
const MN1_IF2 = '2001:db8:a2:2:0:5eff:fe00:102';

const flow = (id: string, bindIface?: string): FlowSpec => ({
  id,
  from: 'mn1',
  to: 'cn1',
  every: ms(20),
  octets: 64,
  mode: 'up',
  ...(bindIface !== undefined && { bindIface }),
});
const start = (id: string): Command => ({ do: 'flow', flow: id, change: 'start' });
const order = (what: 'weakHost' | 'strongHost' | 'hostRoute', more: object = {}): Command => ({
  do: 'operate',
  node: 'mn1',
  order: what,
  ...more,
});

/** MN1 with both interfaces attached; its routes look at destinations alone. */
function attached(mn: Partial<ScenarioNode> = {}, parts: Domain = {}): Lab {
  const mn1 = { ...twoRadios['mn1'], sourceRouter: false, ...mn };
  const flows = [flow('F1', 'if1'), flow('F2', 'if2'), flow('F3'), flow('F4', 'if1')];
  const run = labOf(domain({ flows, ...parts, nodes: { ...twoRadios, mn1 } }));
  return run.to(START).put('mn1', between(1)).to(seconds(3));
}

/** The interfaces by which a flow's datagrams left since a time. */
function waysOf(run: Lab, id: string, since: number): readonly string[] {
  const source = String(run.flow(id)['source']);
  const number = run.scenario.flows.findIndex((one) => one.id === id);
  const { log } = run.timeline;
  const found = new Set<string>();
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.kind !== 'sent' || event.node !== 'mn1' || event.at < since) continue;
    if (run.cast.flowNumber(log.frame(event.frame).octets()) !== number) continue;
    found.add(`${source === MN1_IF1 ? 'pref1' : 'pref2'} by ${event.iface}`);
  }
  return [...found];
}

describe('MIF-3, MIF-31: weak', () => {
  const run = attached();
  run.do(start('F1')).do(start('F2')).do(start('F3')).do(start('F4')).to(seconds(4));

  test('leaves by the interface of the routing table, whatever the source', () => {
    expect(waysOf(run, 'F1', seconds(3))).toEqual(['pref1 by if1']);
    expect(waysOf(run, 'F2', seconds(3))).toEqual(['pref2 by if1']);
  });

  test('a flow that the node begins has the address of the interface that it leaves by', () => {
    expect(waysOf(run, 'F3', seconds(3))).toEqual(['pref1 by if1']);
  });

  test('MIF-32: a route to a host moves all that goes there, and cannot split it', () => {
    run.do(order('hostRoute', { peer: 'cn1', iface: 'if2' })).to(seconds(5));
    const since = seconds(4) + ms(1);
    expect(['F1', 'F4'].flatMap((id) => waysOf(run, id, since))).toEqual([
      'pref1 by if2',
      'pref1 by if2',
    ]);
    run.do({ do: 'flow', flow: 'F3', change: 'stop' }).do(start('F3')).to(seconds(6));
    expect(run.flow('F3')).toMatchObject({ source: MN1_IF2 });
    run.do(order('hostRoute', { peer: 'cn1' })).to(seconds(7));
    expect(waysOf(run, 'F1', seconds(6) + ms(1))).toEqual(['pref1 by if1']);
  });
});

describe('strong', () => {
  test('leaves by the interface of its source alone, also against a route to the host', () => {
    const run = attached({ hostModel: 'strong' });
    run.do(order('hostRoute', { peer: 'cn1', iface: 'if2' }));
    run.do(start('F1')).do(start('F2')).to(seconds(4));
    expect(waysOf(run, 'F1', seconds(3))).toEqual(['pref1 by if1']);
    expect(waysOf(run, 'F2', seconds(3))).toEqual(['pref2 by if2']);
  });

  test('is switched while it runs', () => {
    const run = attached().do(start('F2')).to(seconds(4));
    run.do(order('strongHost')).to(seconds(5));
    expect(waysOf(run, 'F2', seconds(4) + ms(1))).toEqual(['pref2 by if2']);
    run.do(order('weakHost')).to(seconds(6));
    expect(waysOf(run, 'F2', seconds(5) + ms(1))).toEqual(['pref2 by if1']);
  });
});

test('RFC 8028 §3.2: a running flow leaves the router of its source when that is given up', () => {
  const run = attached({ sourceRouter: true }, { knobs: { multihoming: 'muho' } });
  run.do(start('F2')).to(seconds(4)).do({ do: 'link', link: 'radio-mag2', loss: 1 });
  const lost = run.untilGivenUp('mn1', 'if2');
  expect(waysOf(run, 'F2', seconds(3))).toEqual(['pref2 by if2']);
  run.to(lost.at + seconds(1));
  expect(waysOf(run, 'F2', lost.at)).toEqual(['pref2 by if1']);
  expect(run.path('F2')).toBe('MN1 -> MAG1 => LMA -> CN1');
});

describe('systems that the draft names', () => {
  const modelOf = (run: Lab): readonly string[] =>
    run.table('mn1', 'stack/interfaces').map((row) => (row['strong'] === true ? 'strong' : 'weak'));

  test.each([
    ['linux', 'weak', 'weak'],
    ['leopard', 'weak', 'weak'],
    ['xp', 'strong', 'strong'],
    ['vista', 'strong', 'weak'],
  ] as const)('%s is %s, and told to be weak it is %s', (hostModel, first, then) => {
    const run = attached({ hostModel });
    expect(modelOf(run)).toEqual([first, first]);
    run.do(order('weakHost')).to(seconds(4));
    expect(modelOf(run)).toEqual([then, then]);
  });

  test.each([
    ['vista', true, 'weak'],
    ['vista', false, 'strong'],
    ['xp', true, 'strong'],
  ] as const)('MIF-5: %s, bit understood: %s: %s', (hostModel, weakHostBit, model) => {
    const run = attached({ hostModel, weakHostBit }, { knobs: { weakHostBit: 'on' } });
    expect(modelOf(run)).toEqual([model, model]);
  });
});
