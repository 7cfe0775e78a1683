// What may go wrong on the way, on the real engine: S-24 with a lost PBA, S-28 a, S-31, S-36, S-37.
// The lab watches all invariants after every engine event.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { orphansOf } from '#testing/invariants.ts';
import { lab, type Lab } from '#testing/lab.ts';

const states = (run: Lab, gateway: string): readonly string[] =>
  run.columns(gateway, 'dgw/dlifs', ['name', 'state']);
/** Datagrams of a flow that came back in a stretch of time from now on. */
function receivedIn(run: Lab, flow: string, time: number): number {
  const before = Number(run.flow(flow)['received']);
  run.to(run.now + time);
  return Number(run.flow(flow)['received']) - before;
}

describe('a handover', () => {
  test('S-24: with one PBA lost keeps only that prefix waiting', () => {
    const run = lab('dmm-three').to(seconds(9) + ms(35));
    run.do({ do: 'link', link: 'core-dgw1', up: false }).to(seconds(9) + ms(100));
    const registrations = () => run.columns('dgw3', 'dgw/updates', ['anchor', 'state']);
    expect(registrations()).toEqual(['2001:db8:d1::1 registering', '2001:db8:d2::1 active']);
    expect(receivedIn(run, 'F2', ms(500))).toBeGreaterThan(20);
    expect(receivedIn(run, 'F1', ms(200))).toBe(0);
    run.do({ do: 'link', link: 'core-dgw1', up: true }).to(seconds(11));
    expect(registrations()).toEqual(['2001:db8:d1::1 active', '2001:db8:d2::1 active']);
    expect(receivedIn(run, 'F1', ms(500))).toBeGreaterThan(20);
  });

  test('S-28 a: with parameters from the HSS gives the same DLIF set', () => {
    const [pba, hss] = ['pba', 'hss'].map((dlifParameters) =>
      lab('dmm-f2', { knobs: { dlifParameters } }).play(),
    );
    expect(hss?.table('dgw2', 'dgw/dlifs')).toEqual(pba?.table('dgw2', 'dgw/dlifs'));
    expect(hss?.octets('PBA').length).toBeLessThan(pba?.octets('PBA').length ?? 0);
  });

  test('S-31: with lost PBUs sends them again after 1, 2 and 4 s', () => {
    const run = lab('dmm-f4', { script: [] }).to(seconds(3));
    run.do({ do: 'link', link: 'core-dgw1', up: false });
    run.drag('mn1').to('dgw2').to(seconds(9));
    run.do({ do: 'link', link: 'core-dgw1', up: true }).to(seconds(12));
    const pbus = run.rows().filter((row) => row.row === 'message' && row.type === 'PBU');
    expect(pbus.map((row) => row.at)).toEqual([3.03, 4.03, 6.03, 10.03].map(seconds));
    expect(run.columns('dgw2', 'dgw/updates', ['state', 'sequence'])).toEqual(['active 4']);
    expect(orphansOf(run.timeline)).toEqual([]);
  });

  test('S-36 c: without an HSS counts as a first attachment', () => {
    const run = lab('dmm-f4').to(seconds(9));
    run.do({ do: 'node', node: 'hss', up: false });
    run.drag('mn1').to('dgw2').to(seconds(11));
    expect(states(run, 'dgw2')).toEqual(['mn1dgw2 serving']);
    expect(run.messages(seconds(9)).join()).not.toContain('PBU');
    expect(receivedIn(run, 'F1', ms(500))).toBe(0);
  });

  test('S-37: to D-GW2 and back, however quick, ends as S-25', () => {
    for (let stay = 6; stay <= 121; stay += 5) {
      const run = lab('dmm-f4', { script: [], attachDelay: ms(5) }).to(seconds(2));
      for (const link of ['core-dgw1', 'core-dgw2']) run.do({ do: 'link', link, delay: ms(20) });
      run
        .drag('mn1')
        .to('dgw2')
        .to(seconds(2) + ms(stay));
      run.drag('mn1').to('dgw1').to(seconds(6));
      expect(orphansOf(run.timeline)).toEqual([]);
      expect(states(run, 'dgw1')).toContain('mn1dgw1 serving');
      expect(states(run, 'dgw2')).toEqual(['mn1dgw2 kept']);
      expect(run.columns('mn1', 'host/addresses', ['prefix', 'state'])).toContain(
        '2001:db8:aa:1::/64 preferred',
      );
    }
  });
});

test('S-36 a: a crashed anchor takes only its own prefix with it', () => {
  const run = lab('dmm-three').to(seconds(12));
  run.do({ do: 'node', node: 'dgw1', up: false }).to(seconds(12) + ms(100));
  expect(receivedIn(run, 'F1', ms(300))).toBe(0);
  expect(receivedIn(run, 'F2', ms(300))).toBeGreaterThan(10);
  expect(receivedIn(run, 'F3', ms(300))).toBeGreaterThan(10);
  for (const flow of ['F1', 'F2', 'F3']) run.do({ do: 'flow', flow, change: 'stop' });
  run.to(seconds(400));
  expect(states(run, 'dgw3')).toEqual(['mn1dgw3 serving', 'mn1dgw2 clone']);
  // The node was told that prefA is no longer advertised: two hours are left (RFC 4862 §5.5.3).
  const prefA = run.table('mn1', 'host/addresses').find((row) => row['router'] !== '::');
  expect(Number(prefA?.['validUntil'])).toBeLessThan(seconds(7600));
});
