// S-26 of the acceptance scenarios: a network that only one gateway reaches, after MN1 has left it. In
// both wire profiles, with the invariants checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { ipv6 } from '#wire/address.ts';
import { lab, type Lab } from './lab.ts';

const LOCALNET = '2001:db8:1c::/64';

const states = (run: Lab) =>
  run
    .columns('mn1', 'host/addresses', ['address', 'state'])
    .filter((row) => !row.startsWith('fe80'))
    .map((row) => row.split(' ')[1]);

describe.each(['draft-05', 'rfc8885'] as const)('in profile %s', (profile) => {
  describe('S-26 local network only at one gateway', () => {
    const define = { id: 'L2', from: 'mn1', to: 'localnet', every: ms(100), octets: 64 } as const;
    const startL2 = (bind?: string) => ({
      do: 'flow' as const,
      flow: 'L2',
      change: 'start' as const,
      define: { ...define, mode: 'echo' as const, ...(bind === undefined ? {} : { bind }) },
    });
    const { script } = lab('dmm-f4').scenario;
    const quiet = script.filter((one) => one.do !== 'flow' || one.flow === 'L1');
    const f4 = (change: Parameters<typeof lab>[1] = {}) =>
      lab('dmm-f4', { profile, script: quiet, ...change });
    const started = (run: Lab, bind?: string) => run.to(seconds(12)).do(startL2(bind)).play();
    const withMn = (mn: object) => {
      const { nodes } = lab('dmm-f4').scenario;
      return { nodes: nodes.map((node) => (node.kind === 'mn' ? { ...node, ...mn } : node)) };
    };

    test('a) the session on prefA goes on', () => {
      const run = f4().play();
      expect(run.path('L1')).toBe('MN1 -> D-GW2 => D-GW1 -> localnet');
      expect(Number(run.flow('L1')['received'])).toBeGreaterThan(20);
    });

    test('b) a new session takes prefB, and is tunnelled by destination', () => {
      const run = started(f4());
      expect(run.flow('L2')['source']).toBe('2001:db8:bb:1:0:5eff:fe00:101');
      expect(run.path('L2')).toBe('MN1 -> D-GW2 => D-GW1 -> localnet');
      expect(Number(run.flow('L2')['received'])).toBeGreaterThan(10);
    });

    test('b) without the rule of the local network it fails, with a reason', () => {
      const run = started(f4({ knobs: { localNetwork: 'off' } }));
      expect(run.flow('L2')).toMatchObject({ received: 0 });
      const lost = run.rows().find((row) => row.row === 'data' && row.flow === 'L2');
      expect(lost).toMatchObject({ why: expect.stringMatching(/\w/) as unknown });
    });

    test('c) an application that binds to prefA works', () => {
      const run = started(f4(), 'dgw1');
      expect(run.flow('L2')['source']).toBe('2001:db8:aa:1:0:5eff:fe00:101');
      expect(run.path('L2')).toBe('MN1 -> D-GW2 => D-GW1 -> localnet');
    });

    test('d) low preference and rule 5.5 choose prefA', () => {
      const knobs = { anchoredPrefixMode: 'lowPreference' };
      const run = started(f4({ knobs, ...withMn({ rule55: true }) }));
      expect(states(run)).toEqual(['preferred', 'preferred']);
      expect(run.flow('L2')['source']).toBe('2001:db8:aa:1:0:5eff:fe00:101');
    });

    test('e) a host that ignores routes of RAs gets the same as in b)', () => {
      const run = started(f4(withMn({ hostType: 'A' })));
      expect(run.table('mn1', 'host/routes')).toEqual([]);
      expect(run.flow('L2')['source']).toBe('2001:db8:bb:1:0:5eff:fe00:101');
      expect(run.path('L2')).toBe('MN1 -> D-GW2 => D-GW1 -> localnet');
      expect(Number(run.flow('L2')['received'])).toBeGreaterThan(10);
    });

    test('f) withdrawn with prefA, the route of MN1 to it is gone', () => {
      const run = lab('dmm-f4', { profile, flows: [], script: [], end: seconds(400) });
      run.to(seconds(5)).drag('mn1').to('dgw2').to(seconds(8));
      const routes = () => run.columns('mn1', 'host/routes', ['prefix', 'router']);
      expect(routes()).toEqual([`${LOCALNET} fe80::211:22ff:fe33:101`]);
      // D-GW1 no longer answers, so the registration there runs out.
      run.do({ do: 'node', node: 'dgw1', up: false }).to(seconds(320));
      expect(run.messages(seconds(300))).toContainEqual(expect.stringContaining('RA @mn1dgw1'));
      expect(routes()).toEqual([]);
    });

    test('g) what comes from the Internet is dropped in the core', () => {
      const run = lab('dmm-f4', { profile, flows: [], script: [] }).to(seconds(5));
      run.drag('mn1').to('dgw2').to(seconds(8));
      const payload = {
        is: 'udp',
        sourcePort: 5001,
        destinationPort: 40_000,
        data: new Uint8Array(8),
      } as const;
      const [src, dst] = [ipv6('2001:db8:c1::10'), ipv6('2001:db8:1c::80')];
      const packet = { src, dst, hopLimit: 64, trafficClass: 0, flowLabel: 0, payload };
      run.inject('cn1', packet).to(seconds(9));
      expect(run.drops('core', seconds(8))).toHaveLength(1);
      expect(run.drops('dgw2', seconds(8))).toEqual([]);
    });

    test('g) nobody on the Internet has a way to it', () => {
      const run = f4().play();
      expect(run.columns('core', 'stack/routes', ['to'])).not.toContain(LOCALNET);
      const rules = run.table('dgw2', 'stack/routes').filter((row) => row['to'] === LOCALNET);
      expect(rules.every((row) => row['ingress'] === 'access')).toBe(true);
    });
  });
});
