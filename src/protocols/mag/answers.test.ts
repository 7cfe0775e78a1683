// What a gateway makes of a PBA, PMIP §6.9.1.2: each status, the echo of the options, and who may
// answer at all. S-32, S-33 and S-34 as far as the gateway acts.
import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { ipv6 } from '#wire/address.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { Access, pbaOf } from './toy.ts';
import { HNP1, HNP2, hostIn, identity, LMA, profile } from './toy-cast.ts';
import type { Say } from './toy.ts';

/** The first PBU gets this status, the others are accepted. */
const once = (status: number): Say => {
  let count = 0;
  return () => ({ status: (count += 1) === 1 ? status : 0 });
};
const always =
  (status: number): Say =>
  () => ({ status });

describe('refused for good', () => {
  const final = [128, 129, 130, 153, 154, 158, 159, 160, 161, 162, 170, 172, 173];

  test.each(final)('PMIP-209, PMIP-215: %d: no service, no RA, no PBU again', (status) => {
    const access = new Access({ say: always(status) }).attach(1, 1).run(60_000);
    expect(access.pbuTimes()).toEqual([0]);
    expect(access.sent('mag1', / RA /)).toEqual([]);
    expect(access.update()).toMatchObject({ state: 'refused', status, tunnel: undefined });
    expect(access.table('tunnels').size).toBe(0);
    expect(access.notes()[0]).toContain(`LMA refuses mn1: ${status} (PMIP §6.9.1.2 rule 11)`);
  });

  test('PMIP-216: packets of the node are dropped', () => {
    const access = new Access({ say: always(153) }).attach(1, 1).run(50);
    expect(access.ping('mn1', hostIn(HNP1), ipv6('2001:db8:c1::10'))).toEqual([]);
    expect(access.drops()).toEqual(['policy: no binding for the source (PMIP §6.10.5)']);
  });

  test('the node may leave and come again: a new attempt', () => {
    const access = new Access({ say: once(130) }).attach(1, 1).run(50);
    access.attach(1, undefined).run(50);
    expect(access.update()).toBeUndefined();
    expect(access.sent('mag1', /L0/)).toEqual([]);
    access.attach(1, 1).run(50);
    expect(access.update()?.state).toBe('active');
  });

  test('a refused refresh takes the prefix from the link', () => {
    const access = new Access().attach(1, 1).run(100);
    access.say = always(129);
    access.run(240_000);
    expect(access.sent('mag1', / RA 0 /)).toEqual([`240040 RA 0 ${HNP1} 0`]);
    expect(access.update()?.state).toBe('refused');
    expect(access.table('tunnels').size).toBe(0);
  });
});

describe('152, PMIP §6.9.1.2 rule 7', () => {
  test('PMIP-208: not again, not even after the node came anew, until an operator acts', () => {
    const access = new Access({ say: once(152) }).attach(1, 1).run(100);
    access.attach(1, undefined).run(100).attach(1, 1).run(5000);
    expect(access.pbuTimes()).toEqual([0]);
    expect(access.table('denials').get(identity(1))).toMatchObject({ status: 152 });
    access.command({ do: 'operate', node: 'mag1', order: 'resume', mn: 'mn1' }).run(50);
    expect(access.update()?.state).toBe('active');
    expect(access.table('denials').size).toBe(0);
  });

  test('an operator may act while the node is still there', () => {
    const access = new Access({ say: once(152) }).attach(1, 1).run(100);
    access.command({ do: 'operate', node: 'mag1', order: 'resume', mn: 'mn1' }).run(50);
    expect(access.update()?.state).toBe('active');
    expect(access.sent('mag1', / RA 1800/)).toHaveLength(1);
  });
});

describe('tried again', () => {
  test('PMIP-210: 157: at once, with a newer timestamp', () => {
    const seen: ProxyUpdate[] = [];
    const say = once(157);
    const access = new Access({
      say: (update) => {
        seen.push(update);
        return say(update);
      },
    });
    access.attach(1, 1).run(100);
    expect(access.pbuTimes()).toEqual([0, 20]);
    expect(seen[1]?.timestamp).toBeGreaterThan(seen[0]?.timestamp ?? Infinity);
    expect(access.update()?.state).toBe('active');
  });

  test('PMIP-211, PMIP-212: 156: after the clock is set to the common time, not to that of the anchor', () => {
    const clock = { do: 'clock', node: 'mag1', offset: seconds(2) } as const;
    const stamps: number[] = [];
    const say = once(156);
    const access = new Access({
      say: (update) => {
        stamps.push(update.timestamp ?? 0);
        return { ...say(update), clock: 1 };
      },
    });
    access.command(clock).attach(1, 1).run(100);
    expect(access.pbuTimes()).toEqual([0, 20]);
    expect(access.table('self').get('self')?.clockCorrection).toBe(-seconds(2));
    // 20 ms later by the true time, and 2 s set back.
    expect((stamps[0] ?? 0) - (stamps[1] ?? 0)).toBe(2 * 65_536 - Math.floor(0.02 * 65_536));
    expect(access.update()?.state).toBe('active');
  });

  test('156 again: the clock is not to blame, so the series goes on', () => {
    const access = new Access({ say: always(156) }).attach(1, 1).run(8000);
    expect(access.pbuTimes()).toEqual([0, 20, 1020, 3020, 7020]);
  });

  test('PMIP-213, PMIP-214: 155: with the empty prefix, and a second time not again', () => {
    const wish = { [identity(1)]: { ...profile, prefixes: [HNP2] } };
    const access = new Access({ config: { profiles: wish }, say: always(155) });
    access.attach(1, 1).run(5000);
    expect(access.sent('mag1')).toEqual([`0 PBU 1 L75 HI1 ${HNP2}`, '20 PBU 2 L75 HI1 ::/0']);
    expect(access.update()?.state).toBe('refused');
  });

  test('155 to a refresh: the session ends, and a new one is asked for', () => {
    const access = new Access().attach(1, 1).run(100);
    access.say = (update) =>
      update.prefixes.includes(HNP1) ? { status: 155 } : { prefixes: [HNP2] };
    access.run(240_000);
    expect(access.sent('mag1', /PBU|RA/).slice(2)).toEqual([
      `240020 PBU 2 L75 HI5 ${HNP1}`,
      `240040 RA 0 ${HNP1} 0`,
      '240040 PBU 3 L75 HI1 ::/0',
      `240060 RA 1800 ${HNP2} 2592000`,
    ]);
    expect(access.update()).toMatchObject({ state: 'active', prefixes: [HNP2] });
  });

  test('163: with a GRE key; without GRE here it is a refusal', () => {
    const access = new Access({ say: once(163) }).attach(1, 1).run(100);
    expect(access.pbuTimes()).toEqual([0, 20]);
    expect(access.update()).toMatchObject({ state: 'active' });
    const without = new Access({ say: once(163), config: { supports: [] } }).attach(1, 1).run(100);
    expect(without.update()).toMatchObject({ state: 'refused' });
  });

  test('PMIP-202: 135: the number of the anchor is adopted, R-16', () => {
    const knobs = { timestamps: 'off' };
    let last: number | undefined;
    const access = new Access({
      knobs,
      say: (update) => {
        expect(update.timestamp).toBeUndefined();
        const isFirst = last === undefined;
        last = update.sequence;
        return isFirst ? { status: 135, sequence: 41_000 } : {};
      },
    });
    access.attach(1, 1).run(100);
    expect(last).toBe(41_001);
    expect(access.update()).toMatchObject({ state: 'active', sequence: 41_001 });
  });
});

describe('a gateway that omits options on purpose', () => {
  test.each([
    ['mnId', 160, { mnId: undefined }],
    ['handoff', 161, { handoff: undefined }],
    ['accessTechnology', 162, { accessTechnology: undefined }],
    ['prefix', 158, { prefixes: [] }],
    ['timestamp', 0, { timestamp: undefined }],
  ] as const)('%s is missing, and the answer %d is understood', (omitted, status, missing) => {
    let seen: ProxyUpdate | undefined;
    const access = new Access({
      config: { omits: [omitted] },
      say: (update) => {
        seen = update;
        return { status };
      },
    });
    access.attach(1, 1).run(100);
    expect(seen).toMatchObject(missing);
    expect(access.update()).toMatchObject({ state: status === 0 ? 'active' : 'refused', status });
  });
});

test('PMIP-238: the Proxy-CoA of the option is the end of the tunnel, not the source of the PBU', () => {
  const alternateCareOf = ipv6('2001:db8:1::ca');
  let seen: ProxyUpdate | undefined;
  const access = new Access({
    config: { alternateCareOf },
    say: (update) => {
      seen = update;
      return {};
    },
  });
  access.attach(1, 1).run(100);
  expect(seen).toMatchObject({ source: '2001:db8:1::1', alternateCareOf });
  expect(access.table('tunnels').get(LMA)).toMatchObject({ local: alternateCareOf });
});

test('a PBA out of nowhere is noted', () => {
  const access = new Access().attach(1, 1).run(100);
  const stray = { ...({} as ProxyUpdate), source: ipv6('2001:db8:1::1'), destination: LMA };
  const update = { ...stray, sequence: 7, lifetime: 75, prefixes: [], options: [] } as ProxyUpdate;
  access.lma(pbaOf(update, {}));
  expect(access.notes()).toHaveLength(1);
  expect(access.update()?.state).toBe('active');
});
