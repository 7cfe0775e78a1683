// A session that another gateway may have: waiting for its end (S-05), or revoking it (S-06).
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { mobility } from '#protocols/pmipv6/messages.ts';
import { toTicks } from '#protocols/pmipv6/options.ts';
import { buildRevocationAnswer } from '#protocols/pmipv6/revocation-messages.ts';
import { UNSPECIFIED } from '#wire/address.ts';
import { HNP1, HNP2, hostIn, LMA, M2, MAG1, MAG2, MN1 } from './toy-cast.ts';
import { bris, lastBri, answer, UNKNOWN, registered } from './toy-revocation.ts';
import { DELAY, Domain } from './toy.ts';

describe('handoff state unknown, waiting: PMIP §5.4.1.2 rule 4', () => {
  test('S-05 a: the de-registration hands the session over', () => {
    const domain = registered();
    expect(domain.register(2, UNKNOWN)).toBeUndefined();
    expect(domain.binding).toMatchObject({
      state: 'waitDereg',
      until: seconds(1) + DELAY + ms(1500),
      proxyCareOfAddress: MAG1,
    });
    expect(domain.notes.at(-1)).toContain('waits until MAG1 lets mn1@example.net go');
    expect(domain.ping(hostIn(HNP1))).toEqual([1]);
    domain.runTo(seconds(1) + ms(400));
    expect(domain.register(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] })).toMatchObject({
      status: 0,
      lifetime: 0,
    });
    expect(domain.pbas(2)).toMatchObject([
      { status: 0, handoff: 4, prefixes: [HNP1], lifetime: 75 },
    ]);
    expect(domain.bindings).toMatchObject([
      { state: 'active', proxyCareOfAddress: MAG2, linkLayerId: M2, accessTechnology: 5 },
    ]);
    expect(domain.table('pending').size).toBe(0);
    domain.run(seconds(20));
    expect(domain.bindings).toHaveLength(1);
  });

  test('R-6: the timestamps of both count; lastTimestamp is the later of the two', () => {
    const domain = registered();
    domain.register(2, UNKNOWN);
    domain.runTo(seconds(1) + ms(400));
    const end = domain.pbu(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] });
    domain.run(ms(30));
    expect(domain.binding.lastTimestamp).toBe(end.timestamp);
  });

  test('S-05 b, PMIP-102, PMIP-109: a retransmission; after 1500 ms a new session', () => {
    const domain = registered();
    domain.pbu(2, UNKNOWN);
    domain.runTo(seconds(2));
    expect(domain.register(2, UNKNOWN)).toBeUndefined();
    expect(domain.notes.at(-1)).toContain('silent: PBU 3 of MAG2 replaces the one that waits');
    domain.runTo(seconds(1) + DELAY + ms(1500) - 1);
    expect(domain.bindings).toHaveLength(1);
    domain.run(DELAY + 1);
    expect(domain.pbas(2)).toMatchObject([{ status: 0, sequence: 3, prefixes: [HNP2] }]);
    expect(domain.bindings).toMatchObject([
      { state: 'active', prefixes: [HNP1], proxyCareOfAddress: MAG1 },
      { state: 'active', prefixes: [HNP2], proxyCareOfAddress: MAG2 },
    ]);
  });

  test('an older copy does not replace the one that waits', () => {
    const domain = registered();
    domain.run(ms(20));
    const early = toTicks(domain.now - ms(10));
    domain.register(2, UNKNOWN);
    domain.register(2, { ...UNKNOWN, timestamp: early });
    expect(domain.notes.at(-1)).toContain('is older than the one that waits');
    expect([...domain.table('pending').values()]).toMatchObject([{ request: { sequence: 2 } }]);
  });

  test('S-05 c, PMIP-103, PMIP-110: the anchor may be set not to wait', () => {
    const domain = registered({ unknownHandoff: 'newSession' });
    expect(domain.register(2, UNKNOWN)).toMatchObject({ status: 0, prefixes: [HNP2] });
    expect(domain.bindings).toMatchObject([{ state: 'active' }, { state: 'active' }]);
  });

  test('a refresh meanwhile is answered, and the wait goes on', () => {
    const domain = registered();
    domain.register(2, UNKNOWN);
    expect(domain.register(1, { handoff: 5, prefixes: [HNP1] })?.status).toBe(0);
    expect(domain.binding).toMatchObject({ state: 'waitDereg', handoff: 5 });
    expect(domain.binding.until).toBe(seconds(1) + DELAY + ms(1500));
    domain.run(seconds(2));
    expect(domain.bindings).toHaveLength(2);
  });

  test('a session that expires meanwhile leaves a new one to the other gateway', () => {
    const domain = new Domain();
    domain.register(1, { lifetime: 1 });
    domain.runTo(seconds(3));
    domain.pbu(2, UNKNOWN);
    domain.runTo(seconds(5));
    expect(domain.bindings).toMatchObject([{ state: 'active', proxyCareOfAddress: MAG2 }]);
    expect(domain.pbas(2)).toHaveLength(1);
    expect(domain.table('pending').size).toBe(0);
  });

  test('a handoff that is certain ends the wait', () => {
    const domain = registered();
    domain.register(2, UNKNOWN);
    domain.register(2, { handoff: 3 });
    expect(domain.bindings).toMatchObject([{ state: 'active', proxyCareOfAddress: MAG2 }]);
    expect(domain.notes.join()).toContain('silent: PBU 2 of MAG2 waits no longer');
    domain.run(seconds(5));
    expect(domain.bindings).toHaveLength(1);
  });
});

describe('handoff state unknown, revoking: RFC 5846 §8.1', () => {
  const revoking = (): Domain => {
    const domain = registered({ unknownHandoff: 'revoke' });
    domain.pbu(2, UNKNOWN);
    domain.run(2 * DELAY + ms(1));
    return domain;
  };

  test('S-06 a, BRI-78 to BRI-80: BRI with trigger 4; success hands the session over', () => {
    const domain = revoking();
    expect(domain.binding.state).toBe('revoking');
    expect(bris(domain, 1)).toMatchObject([
      { trigger: 4, proxy: true, global: false, mnId: MN1, prefixes: [HNP1] },
    ]);
    answer(domain, 1, 0);
    domain.run(DELAY);
    expect(domain.pbas(2)).toMatchObject([{ status: 0, prefixes: [HNP1] }]);
    expect(domain.bindings).toMatchObject([{ state: 'active', proxyCareOfAddress: MAG2 }]);
    domain.run(seconds(10));
    expect(bris(domain, 1)).toHaveLength(1);
  });

  test.each([132, 128])('S-06 b: the gateway refuses with %i: a new session', (status) => {
    const domain = revoking();
    answer(domain, 1, status);
    domain.run(DELAY);
    expect(domain.pbas(2)).toMatchObject([{ status: 0, prefixes: [HNP2] }]);
    expect(domain.bindings).toMatchObject([
      { state: 'active', proxyCareOfAddress: MAG1, revocation: undefined },
      { state: 'active', proxyCareOfAddress: MAG2 },
    ]);
  });

  test('S-06 c: no BRA: once more after 1 s with the same number, given up at 3 s', () => {
    const domain = revoking();
    const sent = seconds(1) + DELAY;
    domain.runTo(sent + seconds(3) - 1);
    expect(bris(domain, 1).map(({ at, sequence }) => [at, sequence])).toEqual([
      [sent + DELAY, 1],
      [sent + seconds(1) + DELAY, 1],
    ]);
    expect(domain.bindings).toHaveLength(1);
    domain.run(1);
    expect(domain.bindings).toMatchObject([
      { state: 'active', proxyCareOfAddress: MAG1 },
      { state: 'active', proxyCareOfAddress: MAG2, prefixes: [HNP2] },
    ]);
    expect(domain.table('revocations').size).toBe(0);
  });

  test('S-06 d: a de-registration before the BRA counts as success', () => {
    const domain = revoking();
    domain.register(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] });
    expect(domain.pbas(2)).toMatchObject([{ status: 0, prefixes: [HNP1] }]);
    expect(domain.bindings).toMatchObject([{ state: 'active', proxyCareOfAddress: MAG2 }]);
    answer(domain, 1, 128);
    expect(domain.notes.at(-1)).toContain('silent: BRA 1 of MAG1 answers no BRI that waits');
    expect(domain.bindings).toHaveLength(1);
  });

  test('S-06 e, BRI-48: a BRA with an unknown number is silently discarded', () => {
    const domain = revoking();
    const stray = { ...lastBri(domain, 1), sequence: 99 };
    domain.send('mag1', buildRevocationAnswer(stray, { status: 0 }));
    domain.run(ms(20));
    expect(domain.notes.at(-1)).toContain('silent: BRA 99 of MAG1 answers no BRI that waits');
    expect(domain.binding.state).toBe('revoking');
  });

  test('a BRA of another gateway is none', () => {
    const domain = revoking();
    const forged = { ...lastBri(domain, 1), destination: MAG2 };
    domain.send('mag2', buildRevocationAnswer(forged, { status: 0 }));
    domain.run(ms(20));
    expect(domain.binding.state).toBe('revoking');
  });

  test('B-2: a refresh of the old gateway ends it; the other one gets a session of its own', () => {
    const domain = revoking();
    expect(domain.register(1, { handoff: 5, prefixes: [HNP1] })?.status).toBe(0);
    expect(domain.bindings).toMatchObject([
      { state: 'active', proxyCareOfAddress: MAG1, revocation: undefined },
      { state: 'active', proxyCareOfAddress: MAG2 },
    ]);
    domain.run(seconds(5));
    expect(bris(domain, 1)).toHaveLength(1);
    expect(domain.bindings).toHaveLength(2);
  });

  test('a gateway that knows no revocation is waited for instead', () => {
    const domain = revoking();
    const error = { is: 'BindingError', status: 2, homeAddress: UNSPECIFIED, options: [] } as const;
    domain.send('mag1', mobility(MAG1, LMA, error));
    domain.run(ms(30));
    expect(domain.notes.join()).toContain('MAG1 knows no revocation and is sent no more BRIs');
    expect(domain.bindings).toHaveLength(2);
    expect(domain.table('peers').get(MAG1)).toMatchObject({ noRevocation: true });
  });
});
