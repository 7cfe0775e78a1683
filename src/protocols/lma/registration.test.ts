// Registrations at the anchor as octets: first attachment, refresh, handoff, de-registration,
// expiry. S-01 to S-04 and S-38 as far as the anchor acts.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { datagram } from '#sim/toy.ts';
import { HANDOFF } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO, toTicks } from '#protocols/pmipv6/options.ts';
import { LMA, HNP1, HNP2, hostIn, M1, M2, MAG1, MAG2, MN1, MN2 } from './toy-cast.ts';
import { DELAY, Domain } from './toy.ts';

describe('first attachment: PMIP-19, PMIP-30, PMIP-35, PMIP-41 to PMIP-44, PMIP-137', () => {
  test('S-01, PMIP-60 to PMIP-63, PMIP-65, PMIP-68, PMIP-71 to PMIP-73, PMIP-116', () => {
    const domain = new Domain();
    const pba = domain.register(1);
    expect(pba).toMatchObject({
      source: LMA,
      destination: MAG1,
      status: 0,
      sequence: 1,
      lifetime: 75,
      mnId: MN1,
      prefixes: [HNP1],
      handoff: 1,
      accessTechnology: 4,
      linkLayerId: M1,
      timestamp: toTicks(0),
      linkLocal: undefined,
    });
    expect(domain.bindings).toMatchObject([
      {
        mnId: MN1,
        linkLayerId: M1,
        accessTechnology: 4,
        prefixes: [HNP1],
        proxyCareOfAddress: MAG1,
        state: 'active',
        lifetime: 75,
        expiresAt: DELAY + seconds(300),
        lastTimestamp: toTicks(0),
      },
    ]);
    expect(domain.table('tunnels').get(MAG1)).toMatchObject({ sessions: 1 });
    expect(domain.routeOf(HNP1)).toBe(`tun-${MAG1}`);
    expect(domain.ping(hostIn(HNP1))).toEqual([1]);
    expect(domain.pong(1, hostIn(HNP1))).toBe(true);
  });

  test('a second node shares the tunnel and has a prefix of its own', () => {
    const domain = new Domain();
    domain.register(1);
    expect(domain.register(1, { mnId: MN2, linkLayerId: M2 })?.prefixes).toEqual([HNP2]);
    expect([...domain.table('tunnels').values()]).toMatchObject([{ sessions: 2 }]);
  });

  test('R-12: at most what the anchor grants', () => {
    const domain = new Domain({ lifetime: 10 });
    expect(domain.register(1)?.lifetime).toBe(10);
    expect(domain.binding.expiresAt).toBe(DELAY + seconds(40));
  });

  test('130 when the pool is empty, and nothing is left behind', () => {
    const domain = new Domain({ pool: [] });
    expect(domain.register(1)).toMatchObject({ status: 130, lifetime: 0, prefixes: [ALL_ZERO] });
    expect(domain.bindings).toEqual([]);
    expect(domain.table('tunnels').size).toBe(0);
  });
});

describe('extension, PMIP §5.3.3', () => {
  test('S-02, PMIP-32, PMIP-45, PMIP-46: a later end, the same tunnel', () => {
    const domain = new Domain();
    domain.register(1);
    domain.runTo(seconds(240));
    const pba = domain.register(1, { handoff: HANDOFF.noChange, prefixes: [HNP1] });
    expect(pba).toMatchObject({ status: 0, sequence: 2, prefixes: [HNP1] });
    expect(domain.bindings).toMatchObject([
      { state: 'active', handoff: 5, expiresAt: seconds(540) + DELAY },
    ]);
    domain.runTo(seconds(539));
    expect(domain.bindings).toHaveLength(1);
    domain.runTo(seconds(541));
    expect(domain.bindings).toEqual([]);
  });
});

describe('handoff, PMIP §5.3.4', () => {
  test('S-03, PMIP-31, PMIP-33, PMIP-54 to PMIP-57: de-registered, and revived', () => {
    const domain = new Domain();
    domain.register(1);
    domain.runTo(seconds(5));
    const end = domain.register(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] });
    expect(end).toMatchObject({ status: 0, lifetime: 0, prefixes: [HNP1] });
    expect(domain.binding).toMatchObject({ state: 'waitDelete', lifetime: 0 });
    expect(domain.binding.until).toBe(seconds(15) + DELAY);
    expect(domain.ping(hostIn(HNP1))).toEqual([]);
    expect(domain.drops.at(-1)).toContain('is de-registered');
    expect(domain.table('tunnels').has(MAG1)).toBe(true);

    const pba = domain.register(2, { handoff: 3 });
    expect(pba).toMatchObject({ status: 0, lifetime: 75, prefixes: [HNP1], handoff: 3 });
    expect(domain.bindings).toMatchObject([
      { state: 'active', proxyCareOfAddress: MAG2, until: undefined },
    ]);
    expect([...domain.table('tunnels').keys()]).toEqual([MAG2]);
    expect(domain.ping(hostIn(HNP1))).toEqual([2]);
    domain.run(seconds(20));
    expect(domain.bindings).toHaveLength(1);
  });

  test('PMIP-47 to PMIP-52: without a de-registration too; the old tunnel goes', () => {
    const domain = new Domain();
    domain.register(1);
    domain.register(2, { handoff: 3 });
    expect(domain.routeOf(HNP1)).toBe(`tun-${MAG2}`);
    expect([...domain.table('tunnels').keys()]).toEqual([MAG2]);
    expect(domain.pong(2, hostIn(HNP1))).toBe(true);
    // MAG1 has no session with that prefix any more, and no tunnel.
    expect(domain.pong(1, hostIn(HNP1))).toBe(false);
  });

  test('the tunnel stays as long as another node needs it', () => {
    const domain = new Domain();
    domain.register(1);
    domain.register(1, { mnId: MN2, linkLayerId: M2 });
    domain.register(2, { handoff: 3 });
    expect([...domain.table('tunnels').values()]).toMatchObject([
      { remote: MAG1, sessions: 1 },
      { remote: MAG2, sessions: 1 },
    ]);
    // through the tunnel of MAG1, but with the prefix of the node that has moved.
    expect(domain.pong(1, hostIn(HNP1))).toBe(false);
    expect(domain.drops.at(-1)).toContain('the source is of no session of this tunnel');
    expect(domain.pong(1, hostIn(HNP2))).toBe(true);
  });

  test('S-07: two nodes behind one gateway reach each other through the anchor', () => {
    const domain = new Domain();
    domain.register(1);
    domain.register(1, { mnId: MN2, linkLayerId: M2 });
    const heard = domain.heard(1).length;
    domain.send('mag1', datagram(hostIn(HNP1), hostIn(HNP2), new Uint8Array(8)), 'tun');
    domain.run(ms(50));
    expect(domain.heard(1).slice(heard)).toMatchObject([
      { packet: { src: hostIn(HNP1), dst: hostIn(HNP2) } },
    ]);
  });

  test('R-10 can be off', () => {
    const domain = new Domain({}, { tunnelSourceCheck: 'off' });
    domain.register(1);
    expect(domain.pong(1, hostIn(HNP2))).toBe(true);
  });
});

describe('de-registration, PMIP §5.3.5', () => {
  const registered = (): Domain => {
    const domain = new Domain();
    domain.register(1);
    domain.runTo(seconds(1));
    return domain;
  };

  test('S-04 a, PMIP-53: what another gateway has is ignored, and no timestamp is noted', () => {
    const domain = registered();
    domain.register(2, { handoff: 3 });
    const before = domain.binding;
    expect(domain.register(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] })).toBeUndefined();
    expect(domain.binding).toEqual(before);
    expect(domain.notes.at(-1)).toBe(
      'silent: MAG1 de-registers what another gateway has (PMIP §5.3.5 rule 1)',
    );
  });

  test('S-04 a: one that is older than the handoff is refused by order first', () => {
    const domain = registered();
    const stamp = toTicks(domain.now);
    domain.run(ms(50));
    domain.register(2, { handoff: 3 });
    const end = domain.register(1, { lifetime: 0, timestamp: stamp, prefixes: [HNP1] });
    expect(end).toMatchObject({ status: 157, timestamp: toTicks(domain.now - DELAY - ms(1)) });
    expect(domain.binding.proxyCareOfAddress).toBe(MAG2);
  });

  test('S-04 b, PMIP-58, PMIP-59: after 10 s it is gone, then a new session', () => {
    const domain = registered();
    domain.pbu(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] });
    domain.runTo(seconds(11) + DELAY - 1);
    expect(domain.bindings).toHaveLength(1);
    domain.runTo(seconds(11) + DELAY);
    expect(domain.bindings).toEqual([]);
    expect(domain.table('tunnels').size).toBe(0);
    expect(domain.routeOf(HNP1)).toBe('no binding for the prefix');
    domain.run(ms(1));
    domain.register(2);
    expect([...domain.table('bindings')]).toMatchObject([[`${MN1} #2`, { prefixes: [HNP1] }]]);
  });

  test('S-04 c: revived after 9999 ms', () => {
    const domain = registered();
    domain.pbu(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] });
    domain.runTo(seconds(11) - ms(1));
    domain.register(2, { handoff: 3 });
    expect([...domain.table('bindings').keys()]).toEqual([`${MN1} #1`]);
    domain.run(seconds(30));
    expect(domain.bindings).toHaveLength(1);
  });

  test('S-04 d, PMIP-97: nothing to de-register is silence', () => {
    const domain = new Domain();
    expect(domain.register(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] })).toBeUndefined();
    expect(domain.notes).toEqual([
      'silent: MAG1 de-registers what is not registered (PMIP §5.4.1.1 rule 2)',
    ]);
  });

  test('a second de-registration is accepted, and the wait goes on', () => {
    const domain = registered();
    domain.register(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] });
    const { until } = domain.binding;
    domain.run(seconds(3));
    expect(domain.register(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] })?.status).toBe(0);
    expect(domain.binding.until).toBe(until);
  });
});

describe('expiry', () => {
  test('S-38 a: the entry, its route and tunnel go, and nobody is told', () => {
    const domain = new Domain();
    domain.register(1);
    const heard = domain.heard(1).length;
    domain.runTo(seconds(300) + DELAY - 1);
    expect(domain.bindings).toHaveLength(1);
    domain.runTo(seconds(300) + DELAY);
    expect(domain.bindings).toEqual([]);
    expect(domain.table('tunnels').size).toBe(0);
    expect(domain.heard(1)).toHaveLength(heard);
    expect(domain.ping(hostIn(HNP1))).toEqual([]);
    expect(domain.drops.at(-1)).toBe('policy: no binding for the prefix (PMIP §5.6.2)');
  });

  test.each([
    ['extends', -ms(1), 1],
    ['is a new session', ms(1), 2],
  ])('S-38 d: a refresh that arrives 1 ms from the end %s', (_, off, number) => {
    const domain = new Domain();
    domain.register(1);
    domain.runTo(seconds(300) + off);
    const pba = domain.register(1, { handoff: 5, prefixes: [HNP1] });
    expect(pba).toMatchObject({ status: 0, prefixes: [HNP1] });
    expect([...domain.table('bindings').keys()]).toEqual([`${MN1} #${number}`]);
  });

  test('S-38 e: the longest lifetime is an ordinary one', () => {
    const domain = new Domain({ lifetime: 0xffff });
    expect(domain.register(1, { lifetime: 0xffff })?.lifetime).toBe(0xffff);
    domain.runTo(seconds(262_139));
    expect(domain.bindings).toHaveLength(1);
    domain.runTo(seconds(262_141));
    expect(domain.bindings).toEqual([]);
  });
});
