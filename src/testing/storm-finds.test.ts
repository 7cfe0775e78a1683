// What storms of `fuzz` have found in distributed domains, each made small. The invariants are checked
// after every event by the lab.
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario, ScenarioNode } from '#scenario/schema.ts';
import { differencesOf } from './distributed-agreement.ts';
import { orphansOf } from './invariants.ts';
import { lab, type Lab } from './lab.ts';

const AWAY = { x: 8, y: 8 };
const f5 = must(bundled('dmm-f5'), 'the figure is there');
/** Two operators and the home LMA, without flows or moves. */
const roaming = (change: Partial<Scenario> = {}): Lab =>
  lab('dmm-f5', { flows: [], script: [], end: seconds(700), ...change });
const registrations = (run: Lab, since: number) =>
  run.messages(since).filter((line) => / PB[UA] /.test(line));

test('a de-registration that comes late ends nothing at the home LMA', () => {
  const run = roaming({ knobs: { deregistration: 'onDetach' } }).to(seconds(4));
  run.drag('mn1').to('dgw2').to(seconds(8));
  const late = { link: 'core-dgw2', from: 'dgw2', kind: 'PBU', nth: 1 } as const;
  run.do({ do: 'catch', name: 'late', ...late, act: 'delay', by: ms(200) });
  run.drag('mn1').to('dgw1').to(seconds(9));
  expect(registrations(run, seconds(8))).toEqual([
    'D-GW2 -> LMA PBU D seq 2 prefA lft 0',
    'D-GW1 -> LMA PBU D seq 1 prefB',
    'LMA -> D-GW2 PBU D seq 2 prefB',
    'D-GW2 -> LMA PBA D st 0 prefB',
    'LMA -> D-GW1 PBA D st 0 prefB',
  ]);
  expect(run.notes(seconds(8))).toContain(
    'LMA: D-GW2 de-registers what it has not registered (PMIP §5.3.5 rule 1)',
  );
});

test('a de-registration while the home LMA asks for a refresh is passed on at once', () => {
  const run = roaming({ knobs: { deregistration: 'onDetach' } }).to(seconds(4));
  run.drag('mn1').to('dgw2').to(seconds(240));
  const lost = { link: 'core-dgw1', from: 'dgw1', kind: 'PBA', nth: 1 } as const;
  run.do({ do: 'catch', name: 'lost', ...lost, act: 'drop' });
  run.until((event) => event.kind === 'timer' && event.timer.includes('BINDACK_TIMEOUT.asking'));
  const refreshed = run.now;
  run.put('mn1', AWAY).to(refreshed + ms(100));
  expect(registrations(run, seconds(240))).toEqual([
    'D-GW2 -> LMA PBU D seq 2 prefA',
    'LMA -> D-GW1 PBU D seq 2 prefA',
    'D-GW2 -> LMA PBU D seq 3 prefA lft 0',
    'D-GW1 -> LMA PBA D st 0 prefA (lost)',
    'LMA -> D-GW1 PBU D seq 3 prefA lft 0',
    'D-GW1 -> LMA PBA D st 0 prefA lft 0',
    'LMA -> D-GW2 PBA D st 0 prefA lft 0',
  ]);
  expect(run.table('lma', 'homeLma/relays')).toEqual([]);
  expect(run.table('lma', 'homeLma/tunnels')).toEqual([]);
});

test('R-11: the home LMA sends at most three PBUs a second to one anchor', () => {
  const [mn1] = f5.nodes;
  const more = [2, 3, 4].map((n): ScenarioNode => {
    const { x, y } = must(mn1, 'MN1 is there');
    return { id: `mn${n}`, kind: 'mn', x, y };
  });
  const nodes = f5.nodes.map((node) =>
    node.kind === 'dgw'
      ? { ...node, pool: [...(node.pool ?? []), `${node.pool?.[0]?.slice(0, 11)}4::/64`] }
      : node,
  );
  const run = roaming({ nodes: [...nodes, ...more] }).to(seconds(4));
  // They come to the LMA together, and with the fourth.
  for (const nth of [1, 2, 3]) {
    const which = { link: 'core-dgw2', from: 'dgw2', kind: 'PBU', nth } as const;
    run.do({ do: 'catch', name: `c${nth}`, ...which, act: 'delay', by: ms(900) });
  }
  for (const id of ['mn1', 'mn2', 'mn3', 'mn4']) run.drag(id).to('dgw2');
  run.to(seconds(8));
  const sent = run
    .rows()
    .filter((row) => row.row === 'message' && row.type === 'PBU' && row.from === 'lma')
    .map(({ at }) => at);
  expect(sent).toHaveLength(4);
  expect((sent[3] ?? 0) - (sent[0] ?? 0)).toBeGreaterThanOrEqual(seconds(1));
  expect(run.table('lma', 'homeLma/waiting')).toEqual([]);
  expect([...orphansOf(run.timeline), ...differencesOf(run.timeline)]).toEqual([]);
});

test('a PBU that the home LMA repeats does not take a node from the anchor that has it', () => {
  const run = roaming().to(seconds(4));
  const lost = { link: 'core-dgw1', from: 'dgw1', kind: 'PBA', nth: 1 } as const;
  run.do({ do: 'catch', name: 'lost', ...lost, act: 'drop' });
  run
    .drag('mn1')
    .to('dgw2')
    .to(seconds(4) + ms(60));
  // It is on its way when MN1 is back.
  run
    .drag('mn1')
    .to('dgw1')
    .to(seconds(4) + ms(70));
  const late = { link: 'core-dgw1', from: 'dgw1', kind: 'PBU', nth: 1 } as const;
  run.do({ do: 'catch', name: 'late', ...late, act: 'delay', by: seconds(2) });
  run.to(seconds(20));
  const sent = registrations(run, seconds(4));
  expect(sent).toContain('LMA -> D-GW1 PBU D seq 2 prefA');
  expect(sent).toContain('D-GW1 -> LMA PBA D st 157 prefA');
  expect(run.columns('dgw1', 'dgw/bindings', ['prefix', 'proxyCareOfAddress'])).toEqual([
    '2001:db8:aa:1::/64 here',
  ]);
  expect([...orphansOf(run.timeline), ...differencesOf(run.timeline)]).toEqual([]);
});

test('what is accepted after the node has left, and is to be released, sets up no tunnel', () => {
  const run = lab('dmm-f1', { flows: [], script: [], knobs: { deregistration: 'onDetach' } });
  run
    .to(seconds(4))
    .drag('mn1')
    .to('dgw2')
    .to(seconds(4) + ms(35));
  // The PBU is on its way.
  run.put('mn1', AWAY).to(seconds(8));
  expect(registrations(run, seconds(4))).toEqual([
    'D-GW2 -> D-GW1 PBU D seq 1 prefA',
    'D-GW1 -> D-GW2 PBA D st 0 prefA',
    'D-GW2 -> D-GW1 PBU D seq 2 prefA lft 0',
    'D-GW1 -> D-GW2 PBA D st 0 prefA lft 0',
  ]);
  const wrote = Array.from({ length: run.timeline.log.length }, (_, seq) =>
    run.timeline.log.event(seq),
  ).filter((one) => one.kind === 'row' && one.node === 'dgw2' && one.table === 'tunnels');
  expect(wrote).toEqual([]);
});

test('X-23: a node that its one anchor refuses, or lets go, is anchored where it is', () => {
  const other: ScenarioNode = { id: 'mn2', kind: 'mn', x: 264, y: 536 };
  const { nodes } = must(bundled('dmm-f1'), 'the figure is there');
  const run = lab('dmm-f1', {
    flows: [],
    script: [],
    knobs: { legacy: 'firstAnchor' },
    nodes: [...nodes, other],
  });
  run.to(seconds(4)).do({ do: 'node', node: 'dgw1', up: false, state: 'lost' });
  run.to(seconds(5)).drag('mn1').to('dgw2');
  // D-GW1 has forgotten MN1, and gives prefA to MN2.
  run.to(seconds(6)).do({ do: 'node', node: 'dgw1', up: true }).to(seconds(8));
  expect(registrations(run, seconds(6)).at(-1)).toContain('D-GW1 -> D-GW2 PBA 155');
  expect(run.columns('dgw2', 'dgw/bindings', ['mnId', 'prefix', 'state'])).toEqual([
    'mn1@example.net 2001:db8:bb:1::/64 serving',
  ]);
  expect(run.messages(seconds(6))).toContain('D-GW2 -> MN1 RA @mn1dgw2, prefB 7 d');
  expect(run.messages(seconds(6))).toContain('D-GW2 -> HSS HSS! mn1 at D-GW2');
  expect(differencesOf(run.timeline)).toEqual([]);
});
