// A registration at the serving gateway from PBU to refresh and end: S-31, S-32 d and e, S-36 a,
// S-37, R-9, R-11.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { buildProxyAcknowledgement, HANDOFF } from '#protocols/pmipv6/messages.ts';
import type { Answer, ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { toTicks } from '#protocols/pmipv6/options.ts';
import { configOf, Gateway, mn1 } from '#testing/gateway.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import type { HssAnchor } from './hss.ts';
import { dlifOptions } from './messages.ts';

const PREF_A = prefix('2001:db8:aa:1::/64');
const DGW1 = '2001:db8:d1::1';
const dlif = {
  name: 'mn1dgw1',
  mac: mac('00:11:22:33:01:01'),
  linkLocal: ipv6('fe80::211:22ff:fe33:101'),
};
const anchor: HssAnchor = {
  anchor: ipv6(DGW1),
  gateway: 'D-GW1',
  prefixName: 'prefA',
  prefix: PREF_A,
  dlif,
  localPrefixes: [],
};
const extensions = dlifOptions({ prefixes: [PREF_A], localPrefixes: [], dlif });

const answerTo = (pbu: ProxyUpdate | undefined, change: Partial<Answer> = {}) =>
  buildProxyAcknowledgement(must(pbu, 'a PBU was sent'), {
    status: 0,
    lifetime: 75,
    distributed: true,
    prefixes: [PREF_A],
    extensions,
    ...change,
  });

function asking(): Gateway {
  const gateway = new Gateway(configOf(2));
  gateway.attach();
  gateway.answer([anchor]);
  return gateway;
}
const stateOf = (gateway: Gateway): string | undefined => gateway.update(DGW1)?.state;

/** Times in seconds, sequences and timestamps of the PBUs up to a time. */
function pbusUntil(gateway: Gateway, at: number): readonly (readonly [number, number])[] {
  const sends: [number, number][] = [];
  for (let n = 0; n < 1000 && gateway.now < seconds(at); n += 1) {
    const next = Math.min(seconds(at), ...gateway.timers.values());
    gateway.runTo(next);
    for (const pbu of gateway.pbus) {
      expect(pbu.timestamp).toBe(toTicks(gateway.now));
      sends.push([gateway.now / 1_000_000, pbu.sequence]);
    }
  }
  return sends;
}

describe('retransmission, PMIP §6.9.4', () => {
  test('S-31: after 1, 2, 4 … 32 s, each with a new timestamp and the next sequence number', () => {
    const gateway = asking();
    expect(gateway.pbus.map((pbu) => pbu.sequence)).toEqual([1]);
    expect(pbusUntil(gateway, 130)).toEqual([
      [1, 2],
      [3, 3],
      [7, 4],
      [15, 5],
      [31, 6],
      [63, 7],
      [95, 8],
      [127, 9],
    ]);
    expect(gateway.update(DGW1)?.state).toBe('registering');
  });

  test('R-15: after five PBUs without an answer there is a warning, and the series goes on', () => {
    const gateway = asking();
    gateway.runTo(seconds(30));
    expect(gateway.notes).toEqual([]);
    gateway.runTo(seconds(31));
    expect(gateway.notes.join()).toContain('warning: D-GW1 has not answered 5 PBUs');
    expect(gateway.pbus).toHaveLength(1);
  });

  test('nothing is advertised before the PBA', () => {
    const gateway = asking();
    gateway.runTo(seconds(60));
    expect(gateway.advertisements).toEqual([]);
  });

  test('the first PBU that is answered ends it', () => {
    const gateway = asking();
    gateway.runTo(seconds(4));
    const pbu = gateway.pbus.at(-1);
    gateway.receive(answerTo(pbu));
    expect(stateOf(gateway)).toBe('active');
    expect(pbusUntil(gateway, 100)).toEqual([]);
  });

  test('S-32 d: an answer to an earlier PBU counts, the one to the later is ignored', () => {
    const gateway = asking();
    const first = gateway.pbus[0];
    gateway.runTo(seconds(1));
    const second = gateway.pbus[0];
    gateway.receive(answerTo(first));
    expect(stateOf(gateway)).toBe('active');
    const before = gateway.update(DGW1);
    gateway.receive(answerTo(second));
    expect(gateway.notes.join()).toContain('silent: PBA 2 of D-GW1 answers no PBU that waits');
    expect(gateway.update(DGW1)).toBe(before);
  });

  test('R-14: a node that leaves ends it', () => {
    const gateway = asking();
    gateway.runTo(seconds(2));
    gateway.detach();
    expect(stateOf(gateway)).toBe('leaving');
    expect(pbusUntil(gateway, 100)).toEqual([]);
    expect(gateway.tables.updates.size).toBe(0);
  });
});

describe('refresh', () => {
  /** Registered at 0 for a lifetime in units. */
  function active(lifetime = 75): Gateway {
    const gateway = asking();
    gateway.receive(answerTo(gateway.pbus[0], { lifetime }));
    return gateway;
  }

  test('R-9: at 80 % of the granted lifetime, with HI 5, and without an RA', () => {
    const gateway = active();
    gateway.runTo(seconds(239));
    expect(gateway.pbus).toEqual([]);
    gateway.runTo(seconds(240));
    expect(gateway.pbus).toMatchObject([{ handoff: HANDOFF.noChange, prefixes: [PREF_A] }]);
    gateway.receive(answerTo(gateway.pbus[0]));
    expect(stateOf(gateway)).toBe('active');
    expect(gateway.advertisements).toEqual([]);
    expect(gateway.update(DGW1)?.expiresAt).toBe(seconds(540));
  });

  test('S-38 b: of 40 s granted it is due after 32 s', () => {
    const gateway = active(10);
    gateway.runTo(seconds(32));
    expect(gateway.pbus).toHaveLength(1);
  });

  test('S-38 e: the longest lifetime is an ordinary value', () => {
    const gateway = active(65_535);
    expect(gateway.update(DGW1)?.refreshAt).toBe(seconds(209_712));
  });

  test('S-36 a: unanswered until the lifetime ends, prefix and clone are withdrawn', () => {
    const gateway = active();
    gateway.runTo(seconds(299));
    expect(stateOf(gateway)).toBe('refreshing');
    gateway.runTo(seconds(300));
    expect(gateway.advertisements).toEqual(['RA @mn1dgw1, medium 0, 2001:db8:aa:1:: 0/0']);
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
    expect(gateway.tables.updates.size).toBe(0);
    expect(gateway.tables.tunnels.size).toBe(0);
    expect(gateway.route(`to ${PREF_A}`)).toBeUndefined();
    expect(gateway.route(`from ${PREF_A}`)).toBeUndefined();
  });

  test('is not sent while the node is away', () => {
    const gateway = active();
    gateway.detach();
    expect(pbusUntil(gateway, 299)).toEqual([]);
    expect(stateOf(gateway)).toBe('idle');
    gateway.runTo(seconds(300));
    expect(gateway.tables.updates.size).toBe(0);
  });
});

describe('a refusal', () => {
  test.each([128, 130, 152, 153, 154, 155, 158, 159, 161, 162])(
    '%i: no further PBU, no clone, no tunnel',
    (status) => {
      const gateway = asking();
      gateway.receive(answerTo(gateway.pbus[0], { status, lifetime: 0 }));
      expect(gateway.update(DGW1)).toMatchObject({ state: 'refused', status });
      expect(gateway.notes.join()).toContain(`warning: D-GW1 refuses ${PREF_A}: ${status}`);
      expect(pbusUntil(gateway, 100)).toEqual([]);
      expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
      expect(gateway.tables.tunnels.size).toBe(0);
      gateway.detach();
      expect(gateway.tables.updates.size).toBe(0);
    },
  );

  test('157: once more at once, with a new timestamp', () => {
    const gateway = asking();
    const pbu = gateway.pbus[0];
    gateway.now = ms(20);
    gateway.receive(answerTo(pbu, { status: 157, lifetime: 0, clock: toTicks(ms(10)) }));
    expect(gateway.pbus).toMatchObject([{ sequence: 2, timestamp: toTicks(ms(20)) }]);
    expect(stateOf(gateway)).toBe('registering');
  });

  test('157 for a node that has left: it ends', () => {
    const gateway = asking();
    const pbu = gateway.pbus[0];
    gateway.detach();
    gateway.receive(answerTo(pbu, { status: 157, lifetime: 0 }));
    expect(gateway.pbus).toEqual([]);
    expect(gateway.tables.updates.size).toBe(0);
  });

  test('156: the series goes on', () => {
    const gateway = asking();
    gateway.receive(answerTo(gateway.pbus[0], { status: 156, lifetime: 0 }));
    expect(gateway.notes.join()).toContain('156');
    expect(pbusUntil(gateway, 2)).toEqual([[1, 2]]);
  });

  test('of a refresh takes the clone back', () => {
    const gateway = asking();
    gateway.receive(answerTo(gateway.pbus[0]));
    gateway.runTo(seconds(240));
    gateway.receive(answerTo(gateway.pbus[0], { status: 155, lifetime: 0 }));
    expect(gateway.advertisements).toEqual(['RA @mn1dgw1, medium 0, 2001:db8:aa:1:: 0/0']);
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
  });

  test('a grant of nothing is a refusal', () => {
    const gateway = asking();
    gateway.receive(answerTo(gateway.pbus[0], { lifetime: 0 }));
    expect(stateOf(gateway)).toBe('refused');
  });
});

describe('a PBA that is not believed', () => {
  test('S-32 e: another echo is ignored and stops the series', () => {
    const gateway = asking();
    const pbu = must(gateway.pbus[0], 'a PBU');
    gateway.receive(answerTo({ ...pbu, handoff: 1 }));
    expect(gateway.notes.join()).toContain('silent: PBA 1 echoes another Handoff Indicator');
    expect(pbusUntil(gateway, 100)).toEqual([]);
    expect(gateway.tables.tunnels.size).toBe(0);
  });

  test('from a stranger, or without P, is ignored and changes nothing', () => {
    const gateway = asking();
    const packet = answerTo(gateway.pbus[0]);
    gateway.receive({ ...packet, src: ipv6('2001:db8:bad::1') });
    expect(gateway.notes.join()).toContain('silent: PBA of 2001:db8:bad::1');
    expect(stateOf(gateway)).toBe('registering');
    const { payload } = packet;
    const message = payload.is === 'mobility' ? payload.message : undefined;
    const plain = message?.is === 'BindingAcknowledgement' ? message : undefined;
    gateway.receive({
      ...packet,
      payload: {
        is: 'mobility',
        message: { ...must(plain, 'a BA'), proxyRegistration: false },
      },
    });
    expect(gateway.notes.join()).toContain('silent: a BA without the P flag');
    expect(stateOf(gateway)).toBe('registering');
  });
});

describe('R-11: at most three PBUs in any second to one gateway', () => {
  test('of ten nodes that come at once', () => {
    const gateway = new Gateway({ ...configOf(2), pool: tenPrefixes() });
    const sends: number[] = [];
    const note = (): void => {
      for (const _ of gateway.pbus) sends.push(gateway.now);
    };
    for (let n = 1; n <= 10; n += 1) {
      const mnId = `mn${n}@example.net`;
      const octet = n.toString(16).padStart(2, '0');
      gateway.attach({ ...mn1, mnId, node: `mn${n}`, mac: mac(`02:00:5e:00:${octet}:01`) });
      gateway.answer([{ ...anchor, prefix: prefix(`2001:db8:aa:${n}::/64`) }], mnId);
      note();
    }
    for (let n = 0; n < 200; n += 1) {
      gateway.runTo(Math.min(...gateway.timers.values()));
      note();
    }
    expect(sends.length).toBeGreaterThan(10);
    for (const at of sends) {
      expect(sends.filter((other) => other > at - seconds(1) && other <= at).length).toBeLessThan(
        4,
      );
    }
  });

  const tenPrefixes = () =>
    Array.from({ length: 10 }, (_, n) => prefix(`2001:db8:bb:${n + 1}::/64`));
});
