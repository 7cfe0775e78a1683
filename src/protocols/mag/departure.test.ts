// A node leaves, comes back, and comes back too soon, as octets: S-03, S-04, S-37 as far as the
// gateway acts.
import { describe, expect, test } from 'vitest';
import { Access } from './toy.ts';
import { FIXED, FIXED_MAC, HNP1, LMA } from './toy-cast.ts';

describe('the node leaves, PMIP §6.9.1.4', () => {
  test('S-03, PMIP-228 to PMIP-235: PBU of lifetime 0 with HI 4; at the PBA all goes', () => {
    const access = new Access().attach(1, 1).run(100).attach(1, undefined).run(5);
    expect(access.sent('mag1', /L0/)).toEqual([`100 PBU 2 L0 HI4 ${HNP1}`]);
    expect(access.update()?.state).toBe('deregistering');
    expect(access.table('links').size).toBe(0);
    access.run(50);
    expect(access.update()).toBeUndefined();
    expect(access.table('byNode').size).toBe(0);
    expect(access.table('tunnels').size).toBe(0);
    expect(access.node('mag1').interfaces.has('mn1-if1')).toBe(false);
    expect([...access.node('mag1').routes.keys()].filter((id) => id.includes(HNP1))).toEqual([]);
  });

  test('S-04 e, PMIP-232: without an answer after 1 s, and it is not repeated', () => {
    const access = new Access().attach(1, 1).run(100);
    access.say = () => undefined;
    access.attach(1, undefined).run(990);
    expect(access.update()?.state).toBe('deregistering');
    access.run(20);
    expect(access.update()).toBeUndefined();
    access.run(10_000);
    expect(access.pbuTimes()).toEqual([0, 100]);
  });

  test('S-03, PMIP-186: the next gateway knows the interface: HI 3, and the same addresses', () => {
    const access = new Access().attach(1, 1).run(100).attach(1, undefined).run(60);
    access.attach(1, 2).run(60);
    expect(access.sent('mag2')[0]).toBe('160 PBU 1 L75 HI3 ::/0');
    expect(access.table('links', 2).get('mn1-if1')).toMatchObject({
      linkLocal: FIXED,
      ownMac: FIXED_MAC,
    });
  });

  test('PMIP-187, PMIP-189: without hints of layer 2 the handoff is unknown: HI 4', () => {
    const access = new Access({ knobs: { handoffHint: 'unknown' } }).attach(1, 1).run(10);
    expect(access.sent('mag1')[0]).toBe('0 PBU 1 L75 HI4 ::/0');
  });

  test('S-04 a: a gateway that notices late de-registers late', () => {
    const access = new Access({ knobs: { lateDetach: 'on' } }).attach(1, 1).run(100);
    access.attach(1, undefined).run(300);
    expect(access.sent('mag1', /L0/)).toEqual([`300 PBU 2 L0 HI4 ${HNP1}`]);
  });

  test('a node that is back before it was missed is registered again', () => {
    const access = new Access({ knobs: { lateDetach: 'on' } }).attach(1, 1).run(100);
    access.attach(1, undefined).run(20).attach(1, 1).run(400);
    expect(access.sent('mag1', /PBU/)).toEqual(['0 PBU 1 L75 HI1 ::/0', '120 PBU 2 L75 HI1 ::/0']);
    expect(access.update()?.state).toBe('active');
  });
});

describe('ping-pong, R-14', () => {
  const slow = () => new Access({ say: (update) => (update.lifetime === 0 ? undefined : {}) });

  test('nothing is sent between the PBU and its answer; then the de-registration', () => {
    const access = new Access().attach(1, 1).run(5).attach(1, undefined).run(5);
    expect(access.update()?.state).toBe('leaving');
    expect(access.sent('mag1', /PBU/)).toHaveLength(1);
    access.run(50);
    expect(access.sent('mag1', /PBU|RA/)).toEqual([
      '0 PBU 1 L75 HI1 ::/0',
      `20 PBU 2 L0 HI4 ${HNP1}`,
    ]);
    expect(access.update()).toBeUndefined();
  });

  test('without an answer after 1 s', () => {
    const access = new Access({ say: () => undefined }).attach(1, 1).run(5);
    access.attach(1, undefined).run(3000);
    expect(access.sent('mag1')).toEqual(['0 PBU 1 L75 HI1 ::/0', '1005 PBU 2 L0 HI4 ::/0']);
    expect(access.update()).toBeUndefined();
  });

  test('157 for a node that has left is not tried again', () => {
    const access = new Access({ say: () => ({ status: 157 }) }).attach(1, 1).run(5);
    access.attach(1, undefined).run(3000);
    expect(access.pbuTimes()).toHaveLength(1);
    expect(access.update()).toBeUndefined();
  });

  test('S-37: an answer to the de-registration does not end what came after it', () => {
    const access = slow().attach(1, 1).run(100).attach(1, undefined).run(5).attach(1, 1).run(5);
    expect(access.sent('mag1', /PBU/).slice(1)).toEqual([
      `100 PBU 2 L0 HI4 ${HNP1}`,
      '105 PBU 3 L75 HI1 ::/0',
    ]);
    access.run(3000);
    expect(access.update()).toMatchObject({ state: 'active', prefixes: [HNP1] });
    expect(access.table('tunnels').get(LMA)).toMatchObject({ sessions: 1 });
  });

  test('S-37: nor while the next PBU has to wait for its turn', () => {
    const access = new Access().attach(1, 1).attach(2, 1).run(100).attach(1, undefined).run(5);
    access.attach(1, 1).run(100);
    expect(access.sent('mag1', /PBU/)).toHaveLength(3);
    expect(access.update()?.state).toBe('registering');
    expect(access.notes()).toEqual([expect.stringContaining('answers no PBU that waits')]);
    access.run(1000);
    expect(access.update()?.state).toBe('active');
  });

  test('a late answer to the registration does not end the de-registration', () => {
    const access = new Access({ say: (update) => (update.lifetime === 0 ? undefined : {}) });
    const late = { do: 'catch', name: 'late', link: 'core', kind: 'PBA', nth: 1 } as const;
    access
      .command({ ...late, act: 'delay', by: 1_200_000 })
      .attach(1, 1)
      .run(5);
    access.attach(1, undefined).run(1300);
    expect(access.sent('mag1', /L0/)).toHaveLength(1);
    expect(access.update()?.state).toBe('deregistering');
    access.run(1000);
    expect(access.update()).toBeUndefined();
  });

  test('I-6, PMIP-250: at most three PBUs in any second, and none is lost', () => {
    const access = new Access();
    for (let i = 0; i < 4; i += 1) access.attach(1, 1).run(30).attach(1, undefined).run(30);
    access.run(5000);
    const times = access.pbuTimes();
    for (const [i, at] of times.entries()) {
      expect(at - (times[i - 3] ?? -1000)).toBeGreaterThanOrEqual(1000);
    }
    expect(access.table('waiting').size).toBe(0);
    expect(access.update()).toBeUndefined();
  });
});
