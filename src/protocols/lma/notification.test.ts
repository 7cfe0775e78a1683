// Update notifications (RFC 7077), renumbering and heartbeats (RFC 5847) at the anchor: S-07, S-35.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { mobility } from '#protocols/pmipv6/messages.ts';
import {
  buildNotificationAnswer,
  readNotification,
} from '#protocols/pmipv6/notification-messages.ts';
import type { Notification } from '#protocols/pmipv6/notification-messages.ts';
import { readIndication } from '#protocols/pmipv6/revocation-messages.ts';
import { UNSPECIFIED } from '#wire/address.ts';
import { HNP1, HNP2, HNP3, hostIn, LMA, M2, MAG1, MN1, MN2 } from './toy-cast.ts';
import { DELAY, Domain } from './toy.ts';

/** UPNs that a gateway has heard, with their times. */
const upns = (domain: Domain, mag: 1 | 2) =>
  domain.heard(mag).flatMap(({ at, packet }) => {
    const upn = readNotification(packet);
    return upn === undefined ? [] : [{ at, ...upn }];
  });

describe('update notifications, RFC 7077 §5', () => {
  const told = (reason: number, change: object = {}): Domain => {
    const domain = new Domain(change);
    domain.register(1);
    domain.runTo(seconds(1));
    domain.command({ do: 'operate', node: 'lma', order: 'notify', mn: 'mn1', reason });
    domain.run(DELAY + ms(1));
    return domain;
  };
  const respond = (domain: Domain, status: number, change: Partial<Notification> = {}): void => {
    const upn = must(upns(domain, 1).at(-1), 'a UPN came');
    domain.send('mag1', buildNotificationAnswer({ ...upn, ...change }, status));
    domain.run(DELAY + ms(1));
  };

  test('FORCE-REREGISTRATION: no answer is asked for, and it is sent once', () => {
    const domain = told(1);
    domain.run(seconds(10));
    expect(upns(domain, 1)).toMatchObject([
      { reason: 1, acknowledge: false, retransmission: false, mnId: MN1, prefixes: [] },
    ]);
    expect(domain.table('notifications').size).toBe(0);
  });

  test('UPDATE-SESSION-PARAMETERS: again after 1 s, with D and the same number; given up', () => {
    const domain = told(2);
    domain.run(seconds(10));
    const [first, second, ...more] = upns(domain, 1);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ acknowledge: true, retransmission: false, prefixes: [HNP1] });
    expect(second).toMatchObject({ acknowledge: true, retransmission: true, prefixes: [HNP1] });
    expect(second?.sequence).toBe(first?.sequence);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(seconds(1));
    expect(domain.notes.at(-1)).toContain('warning: MAG1 has not answered 2 UPNs');
  });

  test('an answer ends it; numbers go up by one', () => {
    const domain = told(2);
    respond(domain, 0);
    domain.command({ do: 'operate', node: 'lma', order: 'notify', mn: 'mn1', reason: 2 });
    domain.run(seconds(1) / 2);
    const [first, second] = upns(domain, 1);
    expect(second?.sequence).toBe(((first?.sequence ?? 0) + 1) & 0xffff);
    expect(domain.notes).toEqual([]);
  });

  test('a failure is told, an answer to nothing is discarded', () => {
    const domain = told(2);
    respond(domain, 128);
    expect(domain.notes.at(-1)).toContain('warning: MAG1 could not do it: 128');
    respond(domain, 0);
    expect(domain.notes.at(-1)).toMatch(/silent: UPA \d+ of MAG1 answers no UPN that waits/);
  });

  test('an answer that was not asked for is taken all the same', () => {
    const domain = told(1);
    respond(domain, 128);
    expect(domain.notes.at(-1)).toContain('warning: MAG1 could not do it: 128');
  });

  test('Binding Error 2: no more UPNs to that gateway', () => {
    const domain = told(2);
    const error = { is: 'BindingError', status: 2, homeAddress: UNSPECIFIED, options: [] } as const;
    domain.send('mag1', mobility(MAG1, LMA, error));
    domain.run(seconds(3));
    expect(upns(domain, 1)).toHaveLength(1);
    domain.command({ do: 'operate', node: 'lma', order: 'notify', mn: 'mn1', reason: 2 });
    domain.run(seconds(3));
    expect(upns(domain, 1)).toHaveLength(1);
    expect(domain.notes.at(-1)).toContain('info: MAG1 knows no update notifications');
  });

  test('an anchor without them sends none', () => {
    expect(upns(told(2, { supports: [] }), 1)).toEqual([]);
  });
});

describe('renumbering, PMIP §6.12', () => {
  const renumber = (change: object = {}): Domain => {
    const domain = new Domain(change);
    domain.register(1);
    domain.runTo(seconds(1));
    const order = {
      do: 'operate',
      node: 'lma',
      order: 'renumber',
      mn: 'mn1',
      prefix: HNP1,
    } as const;
    domain.command(order);
    domain.run(DELAY + ms(1));
    return domain;
  };

  test('another prefix in its place, told by an update notification', () => {
    const domain = renumber();
    expect(domain.binding.prefixes).toEqual([HNP2]);
    expect(upns(domain, 1)).toMatchObject([{ reason: 2, acknowledge: true, prefixes: [HNP2] }]);
    expect(domain.routeOf(HNP1)).toBe('no binding for the prefix');
    expect(domain.ping(hostIn(HNP1))).toEqual([]);
    expect(domain.ping(hostIn(HNP2))).toEqual([1]);
    expect(domain.pong(1, hostIn(HNP1))).toBe(false);
    expect(domain.pong(1, hostIn(HNP2))).toBe(true);
  });

  test('nobody gets the withdrawn prefix', () => {
    const domain = renumber();
    expect(domain.register(2, { mnId: MN2, linkLayerId: M2 })?.prefixes).toEqual([HNP3]);
    expect(
      domain.register(2, { mnId: MN2, linkLayerId: '02:00:00:00:00:77', prefixes: [HNP1] })?.status,
    ).toBe(155);
    expect(domain.register(1, { handoff: 5, prefixes: [HNP1] })?.status).toBe(155);
  });

  test('with nothing left the session is revoked', () => {
    const domain = renumber({ pool: [HNP1] });
    const bri = domain.heard(1).flatMap(({ packet }) => readIndication(packet) ?? []);
    expect(bri).toMatchObject([{ trigger: 1, mnId: MN1, prefixes: [HNP1] }]);
  });

  test('a prefix that the node does not have is not withdrawn', () => {
    const domain = new Domain();
    domain.register(1, { mnId: MN2, linkLayerId: M2 });
    domain.command({ do: 'operate', node: 'lma', order: 'renumber', mn: 'mn1', prefix: HNP1 });
    domain.run(ms(20));
    expect(domain.binding.prefixes).toEqual([HNP1]);
    expect(domain.notes.at(-1)).toContain(`${MN1} does not have ${HNP1}`);
  });
});

describe('heartbeats, RFC 5847', () => {
  const beats = (domain: Domain, mag: 1 | 2) =>
    domain
      .heard(mag)
      .flatMap(({ at, packet: { payload } }) =>
        payload.is === 'mobility' && payload.message.is === 'Heartbeat'
          ? [{ at: at / 1_000_000, ...payload.message }]
          : [],
      );

  test('S-35 e: asked only while there is a binding', () => {
    const domain = new Domain({}, { heartbeat: 'on' });
    domain.runTo(seconds(100));
    expect(beats(domain, 1)).toEqual([]);
    domain.register(1);
    domain.run(seconds(59));
    expect(beats(domain, 1)).toEqual([]);
    domain.run(seconds(2));
    expect(beats(domain, 1)).toMatchObject([{ response: false }]);
    expect(beats(domain, 2)).toEqual([]);
    domain.register(2, { handoff: 3 });
    domain.run(seconds(100));
    expect(beats(domain, 1)).toHaveLength(1);
    expect(beats(domain, 2)).toHaveLength(1);
  });

  test('S-35 a: after a loss of state the anchor tells of it, and gives back by name', () => {
    const domain = new Domain({}, { heartbeat: 'on' });
    domain.register(1);
    domain.runTo(seconds(5));
    domain.command({ do: 'node', node: 'lma', up: false, state: 'lost' });
    domain.runTo(seconds(6));
    domain.command({ do: 'node', node: 'lma', up: true });
    domain.run(ms(50));
    expect(beats(domain, 1)).toMatchObject([
      { unsolicited: true, response: true, options: [{ is: 'RestartCounter', counter: 8 }] },
    ]);
    expect(domain.bindings).toEqual([]);
    expect(domain.ping(hostIn(HNP1))).toEqual([]);
    expect(domain.register(1, { handoff: 5, prefixes: [HNP1] })).toMatchObject({
      status: 0,
      prefixes: [HNP1],
    });
    expect(domain.ping(hostIn(HNP1))).toEqual([1]);
  });

  test('S-35 f: a restart without loss of state keeps counter and bindings', () => {
    const domain = new Domain({}, { heartbeat: 'on' });
    domain.register(1);
    domain.runTo(seconds(5));
    domain.command({ do: 'node', node: 'lma', up: false, state: 'kept' });
    domain.runTo(seconds(6));
    domain.command({ do: 'node', node: 'lma', up: true });
    domain.run(ms(50));
    expect(beats(domain, 1)).toEqual([]);
    expect(domain.bindings).toHaveLength(1);
    expect(domain.ping(hostIn(HNP1))).toEqual([1]);
  });

  test('a binding that ran out while the anchor was down ends when it is up', () => {
    const domain = new Domain();
    domain.register(1, { lifetime: 2 });
    domain.runTo(seconds(5));
    domain.command({ do: 'node', node: 'lma', up: false, state: 'kept' });
    domain.runTo(seconds(20));
    domain.command({ do: 'node', node: 'lma', up: true });
    domain.run(ms(50));
    expect(domain.bindings).toEqual([]);
  });
});
