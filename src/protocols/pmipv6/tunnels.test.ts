// Tunnels that count their sessions, PMIP §5.6.1: made with the first, removed with the last.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Table } from '#base/table.ts';
import type { Effect } from '#sim/effect.ts';
import { ipv6 } from '#wire/address.ts';
import { joinTunnel, leaveTunnel, tunnelKey, tunnelMtu } from './tunnels.ts';
import type { TunnelEnds, TunnelRow } from './tunnels.ts';

const local = ipv6('2001:db8:1::1');
const remote = ipv6('2001:db8:ff::1');
const plain: TunnelEnds = { local, remote };
const keyless: TunnelEnds = { local, remote, gre: {} };
const keyed = (receive: number): TunnelEnds => ({ local, remote, gre: { send: 7, receive } });

const begin = () => ({
  tables: { tunnels: new Table<TunnelRow>('tunnels') },
  effects: [] as Effect[],
});

test('one tunnel per pair of ends and keys', () => {
  expect([plain, keyless, keyed(1), keyed(2)].map(tunnelKey)).toEqual([
    remote,
    `${remote} gre`,
    `${remote} 0x1`,
    `${remote} 0x2`,
  ]);
  expect([plain, keyless, keyed(1)].map(tunnelMtu)).toEqual([1460, 1456, 1452]);
});

test('the interface comes with the first session and goes with the last', () => {
  const turn = begin();
  expect(joinTunnel(turn, plain)).toBe(`tun-${remote}`);
  joinTunnel(turn, plain);
  expect(turn.effects).toMatchObject([
    { do: 'addInterface', iface: { kind: 'tunnel', mtu: 1460, tunnel: { local, remote } } },
  ]);
  leaveTunnel(turn, plain);
  expect(turn.tables.tunnels.get(remote)?.sessions).toBe(1);
  leaveTunnel(turn, plain);
  leaveTunnel(turn, plain);
  expect(turn.effects.slice(1)).toEqual([{ do: 'removeInterface', iface: `tun-${remote}` }]);
});

test('another key of the other end makes the interface anew', () => {
  const turn = begin();
  joinTunnel(turn, keyed(1));
  joinTunnel(turn, { local, remote, gre: { send: 8, receive: 1 } });
  expect(turn.effects).toMatchObject([
    { iface: { tunnel: { greKey: 7, greKeyIn: 1, gre: true } } },
    { iface: { tunnel: { greKey: 8, greKeyIn: 1 } } },
  ]);
});

test('I-4: the count is that of the sessions, and no interface outlives them', () => {
  const all = [plain, keyless, keyed(1), keyed(2)];
  const steps = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.boolean()), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (list) => {
      const turn = begin();
      const counts = [0, 0, 0, 0];
      for (const [n, joins] of list) {
        const ends = all[n] ?? plain;
        const before = counts[n] ?? 0;
        counts[n] = joins ? before + 1 : Math.max(0, before - 1);
        if (joins) joinTunnel(turn, ends);
        else leaveTunnel(turn, ends);
      }
      const sessions = all.map((ends) => turn.tables.tunnels.get(tunnelKey(ends))?.sessions ?? 0);
      expect(sessions).toEqual(counts);
      const made = turn.effects.filter((effect) => effect.do === 'addInterface').length;
      const removed = turn.effects.filter((effect) => effect.do === 'removeInterface').length;
      expect(made - removed).toBe(counts.filter((count) => count > 0).length);
    }),
  );
});
