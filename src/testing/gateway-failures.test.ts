// S-36 of the acceptance scenarios: gateways and the HSS that fail, from S-24 on; an anchor is found
// dead by refreshes that nobody answers. The invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds, type Micros } from '#base/ids.ts';
import { orphansOf } from './invariants.ts';
import { lab, type Lab } from './lab.ts';

const DGW1 = '2001:db8:d1::1';
const DGW3 = '2001:db8:d3::1';
const PREF_A = '2001:db8:aa:1::/64';

/** S-24: MN1 is at D-GW3, prefA and prefB are anchored behind it. F1 to F3 run slowly. */
function served(): Lab {
  const flows = lab('dmm-three').scenario.flows.map((flow) => ({ ...flow, every: ms(250) }));
  return lab('dmm-three', { flows }).to(seconds(12));
}
const states = (run: Lab, node: string) => run.columns(node, 'dgw/dlifs', ['name', 'state']);
const updates = (run: Lab, node: string) => run.columns(node, 'dgw/updates', ['anchor', 'state']);
const stop = (run: Lab): Lab => {
  for (const flow of ['F1', 'F2', 'F3']) run.do({ do: 'flow', flow, change: 'stop' });
  return run;
};
const receivedIn = (run: Lab, time: Micros): readonly boolean[] => {
  const flows = ['F1', 'F2', 'F3'];
  const before = flows.map((flow) => Number(run.flow(flow)['received']));
  run.to(run.now + time);
  return flows.map((flow, i) => Number(run.flow(flow)['received']) > (before[i] ?? 0));
};
/** Whether what is bound to the prefix of a gateway comes back within a second. */
function works(run: Lab, gateway: string): boolean {
  const id = `by ${gateway}`;
  const route = { from: 'mn1', to: 'cn1', bind: gateway } as const;
  const define = { id, ...route, every: ms(100), octets: 64, mode: 'echo' } as const;
  run.do({ do: 'flow', flow: id, change: 'start', define }).to(run.now + seconds(1));
  return Number(run.flow(id)['received']) > 0;
}
/** Seconds between them: they leave a millisecond apart from others. */
const gaps = (times: readonly Micros[]): readonly number[] =>
  times.slice(1).map((at, i) => Math.round((at - (times[i] ?? 0)) / seconds(0.1)) / 10);
const pbus = (run: Lab, since: Micros, to: string): readonly number[] =>
  run
    .rows()
    .filter((row) => row.row === 'message' && row.type === 'PBU' && row.at >= since)
    .filter((row) => 'to' in row && row.to === to)
    .map((row) => row.at);

describe('S-36 a) the anchor of prefA crashes', () => {
  test('prefB and prefC go on; prefA is withdrawn when no refresh is answered', () => {
    const run = served().do({ do: 'node', node: 'dgw1', up: false, state: 'lost' });
    run.to(run.now + ms(300));
    expect(receivedIn(run, seconds(1))).toEqual([false, true, true]);
    stop(run).to(seconds(320));
    const asked = pbus(run, seconds(200), 'dgw1');
    expect(gaps(asked)).toEqual([1, 2, 4, 8, 16]);
    expect(states(run, 'dgw3')).toEqual(['mn1dgw3 serving', 'mn1dgw2 clone']);
    expect(run.messages(seconds(250)).join()).toContain('RA @mn1dgw1, prefA withdrawn');
    const [prefA] = run.table('mn1', 'host/addresses').filter((row) => row['prefix'] === PREF_A);
    expect(Number(prefA?.['validUntil'])).toBeLessThanOrEqual(run.now + seconds(7200));
    expect(orphansOf(run.timeline)).toEqual([]);
  });

  test('rebooted without memory, it gets the binding back by a PBU with HI 5', () => {
    const run = served().do({ do: 'node', node: 'dgw1', up: false, state: 'lost' });
    run.to(seconds(13)).do({ do: 'node', node: 'dgw1', up: true }).to(seconds(14));
    expect(run.table('dgw1', 'dgw/bindings')).toEqual([]);
    expect(run.columns('hss', 'hss/records', ['anchors']).join()).toContain(DGW1);
    stop(run).to(seconds(251));
    expect(pbus(run, seconds(200), 'dgw1')).toHaveLength(1);
    expect(run.columns('dgw3', 'dgw/updates', ['anchor', 'handoff', 'state'])).toContain(
      `${DGW1} 5 active`,
    );
    expect(run.columns('dgw1', 'dgw/bindings', ['prefix', 'state', 'proxyCareOfAddress'])).toEqual([
      `${PREF_A} away ${DGW3}`,
    ]);
    expect(works(run, 'dgw1')).toBe(true);
    expect(orphansOf(run.timeline)).toEqual([]);
  });
});

describe('S-36 b) the serving gateway crashes, and MN1 comes to D-GW2', () => {
  const run = served().do({ do: 'node', node: 'dgw3', up: false, state: 'lost' });
  run.to(seconds(12.2)).drag('mn1').to('dgw2').to(seconds(13));

  test('prefA and prefB are back, prefC is not', () => {
    expect(updates(run, 'dgw2')).toEqual([`${DGW1} active`, `${DGW3} registering`]);
    expect(states(run, 'dgw2')).toEqual(['mn1dgw2 serving', 'mn1dgw1 clone']);
    expect(receivedIn(run, seconds(1))).toEqual([true, true, false]);
  });

  test('PBUs to the dead anchor back off, and nobody waits for it', () => {
    stop(run).to(seconds(50));
    const asked = pbus(run, seconds(12), 'dgw3');
    expect(gaps(asked)).toEqual([1, 2, 4, 8, 16]);
    expect(run.columns('hss', 'hss/records', ['serving'])).toEqual(['2001:db8:d2::1']);
    expect(run.notes(seconds(12)).join()).toContain('D-GW3 has not answered 5 PBUs');
  });

  test('when it is up again prefC comes back too, with the next PBU', () => {
    run.do({ do: 'node', node: 'dgw3', up: true }).to(seconds(80));
    expect(updates(run, 'dgw2')).toEqual([`${DGW1} active`, `${DGW3} active`]);
    expect(works(run, 'dgw3')).toBe(true);
    expect(orphansOf(run.timeline)).toEqual([]);
  });
});

test('S-36 c) HSS down: a first attachment; HSS back: the anchors are known again at the next', () => {
  const run = served().do({ do: 'node', node: 'hss', up: false });
  run.drag('mn1').to('dgw2').to(seconds(15));
  expect(states(run, 'dgw2')).toEqual(['mn1dgw2 serving']);
  expect(run.notes(seconds(12)).join()).toContain('counts as attached for the first time');
  expect(receivedIn(run, seconds(1))).toEqual([false, true, false]);
  run.do({ do: 'node', node: 'hss', up: true }).drag('mn1').to('dgw3').to(seconds(18));
  expect(states(run, 'dgw3')).toEqual(['mn1dgw3 serving', 'mn1dgw1 clone', 'mn1dgw2 clone']);
  expect(receivedIn(run, seconds(1))).toEqual([true, true, true]);
  expect(orphansOf(run.timeline)).toEqual([]);
});
