// S-29, several operators with the home LMA between them (DMM §5, Figure 5), in both wire profiles:
// the handover, the way of packets, and what goes wrong. The invariants are checked after every
// event by the lab.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario } from '#scenario/schema.ts';
import { buildProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { DGW1, DGW2, updateParts } from './dmm-cast.ts';
import { orphansOf } from './invariants.ts';
import { lab, SIGNALLING, type Lab } from './lab.ts';

const MOVE = ms(9968);
const PREF_A = '2001:db8:aa:1::/64';
const LMA = '2001:db8:ff::1';

const figure = must(bundled('dmm-f5'), 'the figure is there');
const tunnels = (run: Lab, node: string, role: string) =>
  run.columns(node, `${role}/tunnels`, ['remote']);
/** Between gateways and the LMA. */
const registrations = (run: Lab, since = MOVE) =>
  run.messages(since).filter((line) => line.includes('PBU') || line.includes('PBA'));
/** The two gateways and the home, with nothing in the script. */
const quiet = (change: Partial<Scenario> = {}): Lab =>
  lab('dmm-f5', { script: figure.script.slice(0, 1), end: seconds(60), ...change });

describe.each(['draft-05', 'rfc8885'] as const)('S-29 in profile %s', (profile) => {
  const run = lab('dmm-f5', { profile }).play();

  test('DMM-33 to DMM-36, DMM-41: PBU and PBA go twice, by the LMA, and never from A to B', () => {
    expect(run.messages(MOVE)).toEqual([
      'MN1 -> D-GW1 leaves D-GW1',
      'MN1 -> D-GW2 attach, WLAN',
      'D-GW2 -> MN1 RA @mn1dgw2, prefB 7 d',
      'D-GW2 -> HSS HSS? mn1',
      'HSS -> D-GW2 D-GW1: prefA',
      'D-GW2 -> LMA PBU D seq 1 prefA',
      'LMA -> D-GW1 PBU D seq 1 prefA',
      'D-GW1 -> LMA PBA D st 0 prefA',
      'LMA -> D-GW2 PBA D st 0 prefA',
      'D-GW2 -> MN1 RA @mn1dgw1, prefA lft 0',
      'D-GW2 -> HSS HSS! mn1 at D-GW2',
    ]);
  });

  test('to D-GW2 the LMA is the anchor, to D-GW1 it serves', () => {
    expect(run.columns('lma', 'homeLma/relays', ['mnId', 'careOf', 'anchor', 'state'])).toEqual([
      'mn1@example.net 2001:db8:d2::1 2001:db8:d1::1 active',
    ]);
    expect(run.columns('dgw1', 'dgw/bindings', ['prefix', 'proxyCareOfAddress'])).toEqual([
      `${PREF_A} ${LMA}`,
    ]);
    expect(tunnels(run, 'lma', 'homeLma')).toEqual(['2001:db8:d2::1', '2001:db8:d1::1']);
    expect(tunnels(run, 'dgw1', 'dgw')).toEqual([LMA]);
    expect(tunnels(run, 'dgw2', 'dgw')).toEqual([LMA]);
  });

  test('the DLIF of D-GW1 is cloned beyond the border, its options unchanged', () => {
    const columns = ['name', 'state', 'mac', 'linkLocal'];
    expect(run.columns('dgw2', 'dgw/dlifs', columns)).toEqual([
      'mn1dgw2 serving 00:11:22:33:02:02 fe80::211:22ff:fe33:202',
      'mn1dgw1 clone 00:11:22:33:01:01 fe80::211:22ff:fe33:101',
    ]);
  });

  test('prefA goes by the LMA, in one tunnel at a time; prefB is direct', () => {
    expect(run.path('F1')).toBe('MN1 -> D-GW2 => LMA => D-GW1 -> CN1');
    expect(run.path('F2')).toBe('MN1 -> D-GW2 -> CN1');
    expect(orphansOf(run.timeline)).toEqual([]);
  });
});

test('S-29: the signalling takes longer than within one operator', () => {
  const done = (id: string): number => {
    const run = lab(id).play();
    const row = run
      .rows(SIGNALLING)
      .findLast((one) => 'label' in one && one.label.includes('lft 0'));
    return must(row, 'prefA is deprecated').at;
  };
  expect(done('dmm-f5') - done('dmm-f1')).toBe(ms(20));
});

describe('S-29 when something is wrong', () => {
  test('a refusal of the anchor comes through, and no tunnel is made', () => {
    const mn2 = { id: 'mn2', kind: 'mn', x: 0, y: 0 } as const;
    const run = quiet({ nodes: [...figure.nodes, mn2] }).to(seconds(5));
    run.do({ do: 'node', node: 'dgw1', up: false, state: 'lost' }).to(seconds(5.1));
    run.put('mn1', { x: 8, y: 8 }).to(seconds(5.2));
    run.do({ do: 'node', node: 'dgw1', up: true }).to(seconds(5.3));
    // D-GW1 has forgotten that prefA is MN1's, and gives it to MN2.
    run.drag('mn2').to('dgw1').to(seconds(6));
    run.drag('mn1').to('dgw2').to(seconds(8));
    expect(registrations(run, seconds(6))).toEqual([
      'D-GW2 -> LMA PBU D seq 1 prefA',
      'LMA -> D-GW1 PBU D seq 1 prefA',
      'D-GW1 -> LMA PBA D st 155 prefA',
      'LMA -> D-GW2 PBA D st 155 prefA',
    ]);
    expect(tunnels(run, 'lma', 'homeLma')).toEqual([]);
    expect(tunnels(run, 'dgw2', 'dgw')).toEqual([]);
    expect(run.table('lma', 'homeLma/relays')).toEqual([]);
  });

  test('X-21: a repeated PBU is not passed on before the LMA repeats its own', () => {
    const run = quiet().to(seconds(5));
    const which = { link: 'core-dgw1', from: 'dgw1', kind: 'PBA', nth: 1 } as const;
    run.do({ do: 'catch', name: 'first', ...which, act: 'drop' });
    run.drag('mn1').to('dgw2').to(seconds(12));
    expect(registrations(run, seconds(5))).toEqual([
      'D-GW2 -> LMA PBU D seq 1 prefA',
      'LMA -> D-GW1 PBU D seq 1 prefA',
      'D-GW1 -> LMA PBA D st 0 prefA (lost)',
      'D-GW2 -> LMA PBU D seq 2 prefA',
      'LMA -> D-GW1 PBU D seq 2 prefA',
      'D-GW1 -> LMA PBA D st 0 prefA',
      'LMA -> D-GW2 PBA D st 0 prefA',
    ]);
  });

  test('an anchor that is silent is asked five times, and then D-GW2 alone goes on', () => {
    const run = quiet().to(seconds(5));
    run.do({ do: 'node', node: 'dgw1', up: false });
    run.drag('mn1').to('dgw2').to(seconds(30));
    const asked = run.messages(seconds(5)).filter((line) => line.startsWith('LMA -> D-GW1'));
    expect(asked).toHaveLength(5);
    run.to(seconds(45));
    expect(run.notes(seconds(5))).toContain(
      'D-GW2: LMA has not answered 5 PBUs for 2001:db8:aa:1::/64 (PMIP §6.9.4)',
    );
  });

  test('without a roaming agreement the LMA refuses with 129', () => {
    const nodes = figure.nodes.map((node) =>
      node.kind === 'lma' ? { ...node, roaming: ['A'] } : node,
    );
    const run = quiet({ nodes }).to(seconds(5));
    run.drag('mn1').to('dgw2').to(seconds(8));
    expect(registrations(run, seconds(5))).toEqual([
      'D-GW2 -> LMA PBU D seq 1 prefA',
      'LMA -> D-GW2 PBA D st 129 prefA',
    ]);
    expect(tunnels(run, 'lma', 'homeLma')).toEqual([]);
  });

  test('a gateway of another operator is not trusted when it asks directly', () => {
    // A LMA that is not there, and an HSS that names D-GW1: nobody leads there.
    const nodes = figure.nodes.filter((node) => node.kind !== 'lma');
    const links = figure.links.filter((link) => !link.ends.includes('lma'));
    const run = quiet({ nodes, links }).to(seconds(5));
    run.drag('mn1').to('dgw2').to(seconds(8));
    expect(registrations(run, seconds(5))).toEqual([]);
    expect(run.notes(seconds(5))).toContain(
      'D-GW2: 2001:db8:d1::1 anchors 2001:db8:aa:1::/64, but is no gateway of the domain (DMM §5)',
    );
  });

  test('REQ7, A.7: a direct PBU across the border is refused with 154, and changes nothing', () => {
    const run = quiet().to(seconds(5));
    const head = updateParts(run.now, { source: DGW2, destination: DGW1 });
    run.inject('dgw2', buildProxyUpdate(head)).to(seconds(6));
    expect(registrations(run, seconds(5))).toEqual([
      'D-GW2 -> D-GW1 PBU D seq 1 prefA',
      'D-GW1 -> D-GW2 PBA 154 seq1',
    ]);
    expect(run.columns('dgw1', 'dgw/bindings', ['prefix', 'proxyCareOfAddress'])).toEqual([
      `${PREF_A} here`,
    ]);
    expect(run.notes(seconds(5))).toContain(
      'D-GW1: PBU of 2001:db8:d2::1 refused: 154 (PMIP §5.3.1 rule 6)',
    );
  });

  test('X-14: back at D-GW1 the way by the LMA ends for prefA and begins for prefB', () => {
    const run = quiet().to(seconds(5));
    run.drag('mn1').to('dgw2').to(seconds(10));
    run.drag('mn1').to('dgw1').to(seconds(15));
    expect(run.columns('lma', 'homeLma/relays', ['anchor', 'careOf'])).toEqual([
      '2001:db8:d2::1 2001:db8:d1::1',
    ]);
    expect(run.path('F1')).toBe('MN1 -> D-GW1 -> CN1');
    expect(orphansOf(run.timeline)).toEqual([]);
  });

  test('X-17: nobody refreshes: the LMA forgets after the lifetime', () => {
    const run = quiet({ end: seconds(400) }).to(seconds(5));
    run.drag('mn1').to('dgw2').to(seconds(10));
    run.put('mn1', { x: 8, y: 8 }).to(seconds(340));
    expect(run.table('lma', 'homeLma/relays')).toEqual([]);
    expect(tunnels(run, 'lma', 'homeLma')).toEqual([]);
    expect(tunnels(run, 'dgw1', 'dgw')).toEqual([]);
  });
});
