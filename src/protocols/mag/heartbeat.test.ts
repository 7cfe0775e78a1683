// Heartbeats between a gateway and its anchor, RFC 5847: S-35 as far as the gateway acts.
import { describe, expect, test } from 'vitest';
import type { Packet } from '#wire/packet.ts';
import { mobility } from '#protocols/pmipv6/messages.ts';
import { refuseType } from '#protocols/pmipv6/support.ts';
import { Access } from './toy.ts';
import { HNP1, HNP2, identity, LMA, MAGS } from './toy-cast.ts';
import type { Part } from './toy.ts';

const on = { heartbeat: 'on' };
const beat = (flags: 'request' | 'response' | 'unsolicited', sequence: number, counter?: number) =>
  mobility(LMA, MAGS[1], {
    is: 'Heartbeat',
    unsolicited: flags === 'unsolicited',
    response: flags !== 'request',
    sequence,
    options: counter === undefined ? [] : [{ is: 'RestartCounter', counter }],
  });
const start = (part: Part = {}): Access => new Access({ knobs: on, ...part }).attach(1, 1).run(50);
const beats = (access: Access): readonly string[] => access.sent('mag1', / HB /);
/** To a minute, and an answer to its request. */
const minute = (access: Access, sequence: number, counter: number): Access =>
  access.run(60_000).lma(beat('response', sequence, counter));

describe('asking, RFC 5847 §3', () => {
  test('HB-1, HB-2, HB-18, HB-24, HB-27: a request a minute while there is a session, with numbers that grow', () => {
    const access = start();
    for (const n of [1, 2, 3]) minute(access, n, 8);
    expect(beats(access)).toEqual(['60020 HB  1', '120020 HB  2', '180020 HB  3']);
    expect(access.table('peers').get(LMA)).toMatchObject({
      state: 'watching',
      missing: 0,
      restartCounter: 8,
      reachable: true,
    });
  });

  test('S-35 e, HB-3, HB-5: without a session nothing is asked, and all is answered', () => {
    const access = new Access({ knobs: on }).run(100_000).lma(beat('request', 77));
    expect(beats(access)).toEqual(['100010 HB R 77 7']);
  });

  test('the last session ends the questions', () => {
    const access = start().attach(1, undefined).run(200_000);
    expect(beats(access)).toEqual([]);
    expect(access.table('peers').get(LMA)).toMatchObject({ state: 'quiet', sessions: 0 });
  });

  test('off: it answers only', () => {
    const access = new Access().attach(1, 1).run(200_000).lma(beat('request', 5));
    expect(beats(access).map((line) => line.slice(-8))).toEqual(['HB R 5 7']);
  });
});

describe('a peer that fails, RFC 5847 §3.1', () => {
  test('S-35 c, HB-11, HB-12: unreachable when more than three are missing; the sessions are registered anew', () => {
    const access = start();
    access.say = () => undefined;
    access.run(299_000);
    expect(access.table('peers').get(LMA)).toMatchObject({ missing: 3, reachable: true });
    access.run(2000);
    expect(beats(access)).toHaveLength(5);
    expect(access.table('peers').get(LMA)).toMatchObject({ missing: 4, reachable: false });
    expect(access.update()?.state).toBe('invalid');
    expect(access.notes()).toContain('warning: LMA has missed 4 heartbeats (RFC 5847 §3.1)');
  });

  test('HB-13: a response rewinds the count', () => {
    const access = start()
      .run(180_000)
      .lma(beat('response', 3, 8))
      .run(120_000);
    expect(access.table('peers').get(LMA)).toMatchObject({ missing: 1, reachable: true });
  });

  test('HB-10: a response to an older request is none', () => {
    const access = start()
      .run(120_050)
      .lma(beat('response', 1, 8));
    expect(access.table('peers').get(LMA)).toMatchObject({ missing: 1, pending: true });
    expect(access.notes()).toEqual([
      'silent: Heartbeat 1 of LMA answers no request that waits (RFC 5847 §3.1)',
    ]);
  });
});

describe('a peer that has restarted, RFC 5847 §3.2', () => {
  test('S-35 a, HB-9, HB-22: an unsolicited response: PBU with HI 5 and the prefix, no RA', () => {
    const access = start()
      .lma(beat('unsolicited', 0, 8))
      .run(50);
    expect(access.sent('mag1', /PBU|RA/).slice(2)).toEqual([`60 PBU 2 L75 HI5 ${HNP1}`]);
    expect(access.update()?.state).toBe('active');
    expect(access.notes()).toEqual([
      'warning: LMA has restarted without its sessions (RFC 5847 §3.2)',
    ]);
  });

  test('S-35 b, HB-19, HB-20: another counter in a response', () => {
    const access = minute(start(), 1, 7);
    expect(access.pbuTimes()).toHaveLength(1);
    minute(access, 2, 8);
    expect(access.pbuTimes()).toHaveLength(2);
  });

  test('the same counter again changes nothing', () => {
    const access = start()
      .lma(beat('unsolicited', 0, 8))
      .lma(beat('unsolicited', 0, 8))
      .run(50);
    expect(access.pbuTimes()).toHaveLength(2);
  });

  test('an anchor that gives the prefix to another meanwhile: a new session', () => {
    const access = start();
    access.say = (update) =>
      update.prefixes.includes(HNP1) ? { status: 155 } : { prefixes: [HNP2] };
    access.lma(beat('unsolicited', 0, 8)).run(100);
    expect(access.update()).toMatchObject({ state: 'active', prefixes: [HNP2] });
  });

  test('a stranger restarts nobody', () => {
    const stranger = { ...beat('unsolicited', 0, 8), src: MAGS[2] };
    const access = start().lma(stranger).run(50);
    expect(access.pbuTimes()).toHaveLength(1);
    expect(access.notes()[0]).toContain('which is no peer');
  });
});

describe('support', () => {
  const errorTo = (packet: Packet): Packet | undefined => {
    const [effect] = refuseType(packet);
    return effect?.do === 'send' ? effect.packet : undefined;
  };

  test('S-35 d, HB-8: a Binding Error of status 2: never again', () => {
    const access = start().run(60_000);
    const error = errorTo({ ...beat('request', 1), src: MAGS[1], dst: LMA });
    if (error !== undefined) access.lma(error);
    access.run(600_000);
    expect(beats(access)).toHaveLength(1);
    expect(access.table('peers').get(LMA)?.state).toBe('mute');
  });

  test('a gateway without heartbeats answers with such an error', () => {
    const access = start({ config: { supports: [] } })
      .lma(beat('request', 1))
      .run(100_000);
    expect(access.sent('mag1', / BE /)).toEqual(['60 BE 2']);
    expect(beats(access)).toEqual([]);
  });
});

describe('the gateway restarts itself', () => {
  const crash = (state: 'kept' | 'lost') => (access: Access) =>
    access
      .command({ do: 'node', node: 'mag1', up: false, state })
      .run(1000)
      .command({ do: 'node', node: 'mag1', up: true })
      .run(100);

  test('HB-14, HB-16, HB-17, HB-21: with loss of state: the counter grows, and those with sessions are told', () => {
    const access = crash('lost')(start());
    expect(beats(access)).toEqual(['1050 HB UR 0 8']);
    expect(access.table('updates').size).toBe(0);
    expect(access.lma(beat('request', 3)).sent('mag1', / HB R/)[0]).toContain('HB R 3 8');
    expect(crash('lost')(access).table('restarts').get('self')?.counter).toBe(9);
  });

  test('S-35 f, HB-15: without loss: no word, the same counter', () => {
    const access = crash('kept')(start());
    expect(beats(access)).toEqual([]);
    expect(access.table('restarts').get('self')?.counter).toBe(7);
  });

  test('a node that comes back to it is registered as if for the first time', () => {
    const access = crash('lost')(start()).attach(1, undefined).attach(1, 1).run(100);
    expect(access.update()).toMatchObject({ mnId: identity(1), state: 'active' });
    expect(access.node('mag1').routes.has(`to ${HNP1} mn1-if1`)).toBe(true);
  });
});
