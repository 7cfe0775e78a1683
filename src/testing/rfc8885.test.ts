// S-30, RFC 8885 with its database in all three modes: what travels, what stands afterwards, how
// long it takes, what is lost or late, and how sessions end. The invariants are checked after every
// event by the lab.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { bundled } from '#scenario/library.ts';
import { orphansOf } from './invariants.ts';
import { lab, type Lab } from './lab.ts';
import { bindings, MODES, threeMaars, type Mode } from './maar-run.ts';

const MOVE = ms(9968);
const IPV6_OCTETS = 40;
const [MAAR1, MAAR2, MAAR3] = ['2001:db8:d1::1', '2001:db8:d2::1', '2001:db8:d3::1'];
const [PREF_A, PREF_B, PREF_C] = ['aa', 'bb', 'cc'].map((one) => `2001:db8:${one}:1::/64`);

const FIRST = ['MAAR1 -> CMD PBU seq 1 prefA', 'CMD -> MAAR1 PBA st 0 prefA'];
const ASKED = 'MAAR2 -> CMD PBU seq 1 prefB';
const TOLD = 'CMD -> MAAR1 PBU seq 1 prefA S-MAAR MAAR2';
const ECHOED = 'MAAR1 -> CMD PBA st 0 prefA S-MAAR MAAR2';
const NAMED = 'CMD -> MAAR2 PBA st 0 prefB P-MAAR MAAR1 prefA';
const HANDOVER: Readonly<Record<Mode, readonly string[]>> = {
  relay: [ASKED, TOLD, ECHOED, NAMED],
  locator: [ASKED, TOLD, 'MAAR1 -> MAAR2 PBA st 0 prefA', ECHOED],
  proxy: [ASKED, NAMED, TOLD, ECHOED],
};

/** When a node got its tunnel to another. */
function tunnelAt(run: Lab, node: string): number {
  const { log } = run.timeline;
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.kind === 'row' && event.node === node && event.table === 'tunnels') return event.at;
  }
  return Infinity;
}
const listAt = (run: Lab): readonly string[] =>
  run.table('cmd', 'cmd/bindings').flatMap((row) => {
    const previous = row['previous'] as readonly { maar: string; prefixes: readonly string[] }[];
    return previous.map(({ maar, prefixes }) => `${maar} ${prefixes.join(' ')}`).toSorted();
  });
const servedAt = (run: Lab): readonly string[] =>
  run.columns('cmd', 'cmd/bindings', ['mnId', 'prefixes', 'proxyCareOfAddress']);
/** MN1 at MAAR2 since 4 s, without flows. */
const moved = (mode: Mode): Lab => {
  const run = threeMaars(mode, { flows: [], script: [] }).to(seconds(4));
  return run.drag('mn1').to('dgw2').to(seconds(8));
};

describe.each(MODES)('S-30 with the CMD as %s', (mode) => {
  const run = lab(`rfc8885-${mode}`).play();

  test('3.1, MAAR-1, MAAR-3: the first attachment is registered, and answered without a past', () => {
    expect(bindings(run, 0).slice(0, 2)).toEqual(FIRST);
  });

  test('3.2 to 3.4, MAAR-7, MAAR-14 to MAAR-16: what travels at the handover', () => {
    expect(bindings(run, MOVE)).toEqual(HANDOVER[mode]);
  });

  test('3.1 step 5, MAAR-4: no prefix is advertised before its registration is answered', () => {
    const lines = run.messages();
    const first = (text: string) => lines.findIndex((line) => line.includes(text));
    expect(first('RA @mn1dgw1, prefA 7 d')).toBeGreaterThan(first('PBA'));
    expect(first('RA @mn1dgw2, prefB 7 d')).toBeGreaterThan(
      lines.findIndex((line) => line.includes('-> MAAR2 PBA')),
    );
  });

  test('MAAR-2, MAAR-8: the CMD keeps one binding: own prefix, S-MAAR, P-MAAR list', () => {
    expect(servedAt(run)).toEqual([`mn1@example.net [${PREF_B}] ${MAAR2}`]);
    expect(listAt(run)).toEqual([`${MAAR1} ${PREF_A}`]);
    expect(run.table('cmd', 'cmd/questions')).toEqual([]);
  });

  test('MAAR-5, MAAR-9: the tunnel stands at both ends, the DLIF of MAAR1 is cloned, flows go on', () => {
    expect(run.columns('dgw1', 'dgw/tunnels', ['remote'])).toEqual([MAAR2]);
    expect(run.columns('dgw2', 'dgw/tunnels', ['remote'])).toEqual([MAAR1]);
    expect(run.columns('dgw2', 'dgw/dlifs', ['name', 'state', 'mac', 'linkLocal'])).toEqual([
      'mn1dgw2 serving 00:11:22:33:02:02 fe80::211:22ff:fe33:202',
      'mn1dgw1 clone 00:11:22:33:01:01 fe80::211:22ff:fe33:101',
    ]);
    expect(run.path('F1')).toBe('MN1 -> MAAR2 => MAAR1 -> CN1');
    expect(run.path('F2')).toBe('MN1 -> MAAR2 -> CN1');
    expect(orphansOf(run.timeline)).toEqual([]);
  });

  test('3.7, MAAR-24: the old prefix is deprecated, and stays valid', () => {
    expect(run.messages(MOVE)).toContain('MAAR2 -> MN1 RA @mn1dgw1, prefA lft 0');
    expect(run.columns('mn1', 'host/addresses', ['state']).toSorted()).toContain('deprecated');
  });

  test('the same script runs under draft-05 and the HSS', () => {
    const { script, end } = run.scenario;
    const draft = lab('dmm-f4', { script, end }).play();
    expect(draft.scenario.profile).toBe('draft-05');
    expect(draft.path('F1')).toBe('MN1 -> D-GW2 => D-GW1 -> CN1');
    expect(draft.columns('dgw2', 'dgw/tunnels', ['remote'])).toEqual([MAAR1]);
  });
});

test('S-30: a proxy is faster than a locator, and that faster than a relay', () => {
  const took = (mode: Mode) => tunnelAt(lab(`rfc8885-${mode}`).play(), 'dgw2') - MOVE - ms(20);
  // MAAR2 is 10 ms from the CMD, and from MAAR1.
  expect(MODES.map(took)).toEqual([ms(40), ms(30), ms(20)]);
});

describe('S-30 with two previous MAARs', () => {
  test('3.2, MAAR-10: both are told, and a relay names both in one PBA', () => {
    const run = moved('relay');
    run.drag('mn1').to('dgw3').to(seconds(10));
    expect(bindings(run, seconds(8))).toEqual([
      'MAAR3 -> CMD PBU seq 1 prefC',
      'CMD -> MAAR1 PBU seq 2 prefA S-MAAR MAAR3',
      'CMD -> MAAR2 PBU seq 3 prefB S-MAAR MAAR3',
      'MAAR1 -> CMD PBA st 0 prefA S-MAAR MAAR3',
      'MAAR2 -> CMD PBA st 0 prefB S-MAAR MAAR3',
      'CMD -> MAAR3 PBA st 0 prefC P-MAAR MAAR1 prefA P-MAAR MAAR2 prefB',
    ]);
  });

  test('3.2, MAAR-13, MAAR-40: the PBUs of the CMD leave 1 ms apart', () => {
    const run = moved('relay');
    run.drag('mn1').to('dgw3').to(seconds(10));
    const sent = run
      .rows()
      .filter((row) => row.row === 'message' && row.from === 'cmd' && row.type === 'PBU');
    const [first, second] = sent.slice(-2).map((row) => row.at);
    expect(must(second, 'a second') - must(first, 'a first')).toBe(ms(1));
  });

  test('3.2, MAAR-11: a slow one is told of in a PBA of its own, which is an update', () => {
    const run = moved('relay');
    const slow = { link: 'core-dgw1', from: 'dgw1', kind: 'PBA', nth: 1 } as const;
    run.do({ do: 'catch', name: 'slow', ...slow, act: 'delay', by: ms(400) });
    run.drag('mn1').to('dgw3').to(seconds(8.3));
    expect(bindings(run, seconds(8)).at(-1)).toBe('CMD -> MAAR3 PBA st 0 prefC P-MAAR MAAR2 prefB');
    expect(run.columns('dgw3', 'dgw/tunnels', ['remote'])).toEqual([MAAR2]);
    const partial = run.rows().findLast((row) => row.row === 'message' && row.to === 'dgw3');
    // 20 ms to attach, 10 ms to the CMD, 200 ms of collecting.
    expect(partial?.at).toBe(seconds(8) + ms(230));
    run.to(seconds(9));
    expect(bindings(run, seconds(8)).slice(-2)).toEqual([
      'CMD -> MAAR3 PBA st 0 prefC P-MAAR MAAR2 prefB',
      'CMD -> MAAR3 PBA st 0 prefC P-MAAR MAAR1 prefA',
    ]);
    expect(run.columns('dgw3', 'dgw/tunnels', ['remote'])).toEqual([MAAR2, MAAR1]);
    expect(run.columns('dgw3', 'dgw/updates', ['anchor', 'state'])).toEqual([
      '2001:db8:cd::1 active',
      `${MAAR2} told`,
      `${MAAR1} told`,
    ]);
    expect(run.notes(seconds(8))).toEqual([]);
  });

  test.each(MODES)('back at MAAR1 with a %s its prefix is native, the others are not', (mode) => {
    const run = moved(mode);
    run.drag('mn1').to('dgw3').to(seconds(12));
    run.drag('mn1').to('dgw1').to(seconds(16));
    expect(servedAt(run)).toEqual([`mn1@example.net [${PREF_A}] ${MAAR1}`]);
    expect(listAt(run)).toEqual([`${MAAR2} ${PREF_B}`, `${MAAR3} ${PREF_C}`]);
    expect(run.columns('dgw1', 'dgw/dlifs', ['name', 'state']).toSorted()).toEqual([
      'mn1dgw1 serving',
      'mn1dgw2 clone',
      'mn1dgw3 clone',
    ]);
    expect(orphansOf(run.timeline)).toEqual([]);
  });
});

describe('S-30 when messages are lost', () => {
  test('3.6, MAAR-12, MAAR-20: the CMD repeats its PBU after a second, and names MAAR1 later', () => {
    const run = threeMaars('relay', { flows: [], script: [] }).to(seconds(4));
    run.do({ do: 'catch', name: 'a', link: 'core-dgw1', kind: 'PBU', nth: 1, act: 'drop' });
    run.drag('mn1').to('dgw2').to(seconds(8));
    expect(bindings(run, seconds(4))).toEqual([
      ASKED,
      `${TOLD} (lost)`,
      'CMD -> MAAR2 PBA st 0 prefB',
      'CMD -> MAAR1 PBU seq 2 prefA S-MAAR MAAR2',
      ECHOED,
      NAMED,
    ]);
  });

  test('3.6, MAAR-21, MAAR-22: to a MAAR that is silent in doubled intervals, up to 32 s', () => {
    const run = threeMaars('proxy', { flows: [], script: [] }).to(seconds(4));
    run.do({ do: 'node', node: 'dgw1', up: false });
    run.drag('mn1').to('dgw2').to(seconds(110));
    const times = run
      .rows()
      .filter((row) => row.at > seconds(4) && row.row === 'message' && row.to === 'dgw1')
      .map((row) => row.at);
    const gaps = times.slice(1).map((at, i) => (at - (times[i] ?? 0)) / seconds(1));
    expect(gaps).toEqual([1, 2, 4, 8, 16, 32, 32]);
    expect(run.notes()).toContain(
      `CMD: MAAR1 has not answered 5 PBUs for ${PREF_A} (RFC 8885 §3.6)`,
    );
  });

  test('3.3: when the direct PBA is lost, the CMD names MAAR1 to the repeated PBU', () => {
    const run = threeMaars('locator', { flows: [], script: [] }).to(seconds(4));
    const direct = { link: 'core-dgw1', from: 'dgw1', kind: 'PBA', nth: 1 } as const;
    run.do({ do: 'catch', name: 'a', ...direct, act: 'drop' });
    run.drag('mn1').to('dgw2').to(seconds(8));
    expect(bindings(run, seconds(4)).slice(4, 6)).toEqual(['MAAR2 -> CMD PBU seq 2 prefB', NAMED]);
    expect(run.columns('dgw2', 'dgw/tunnels', ['remote'])).toEqual([MAAR1]);
  });

  test('no RA about prefB while the CMD is silent', () => {
    const run = threeMaars('relay', { flows: [], script: [] }).to(seconds(4));
    run.do({ do: 'node', node: 'cmd', up: false });
    run.drag('mn1').to('dgw2').to(seconds(10));
    expect(run.messages(seconds(4)).filter((line) => line.includes(' RA '))).toEqual([]);
    run.do({ do: 'node', node: 'cmd', up: true }).to(seconds(30));
    expect(run.messages(seconds(10))).toContain('MAAR2 -> MN1 RA @mn1dgw2, prefB 7 d');
    expect(listAt(run)).toEqual([`${MAAR1} ${PREF_A}`]);
  });
});

test('S-37 under RFC 8885: a visit that the CMD never heard of leaves the old prefix whole', () => {
  const run = moved('proxy');
  run.do({ do: 'catch', name: 'a', link: 'core-dgw1', kind: 'PBU', nth: 1, act: 'drop' });
  run
    .drag('mn1')
    .to('dgw1')
    .to(seconds(8) + ms(40));
  run.drag('mn1').to('dgw2').to(seconds(12));
  expect(run.columns('dgw1', 'dgw/bindings', ['prefix', 'proxyCareOfAddress'])).toEqual([
    `${PREF_A} ${MAAR2}`,
  ]);
  expect(run.columns('dgw1', 'dgw/tunnels', ['remote'])).toEqual([MAAR2]);
  expect(orphansOf(run.timeline)).toEqual([]);
});

test('MAAR-34, MAAR-37: the options of §4.5 and §4.6 stand as the figures have them', () => {
  const hexOf = (octets: Uint8Array) =>
    [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
  const find = (type: string, option: string): number => {
    const run = lab('rfc8885-relay').to(MOVE + ms(50));
    const hex = hexOf(run.octets(type).subarray(IPV6_OCTETS));
    expect(hex).toContain(option);
    return hex.indexOf(option) / 2;
  };
  const address = (n: number) => `20010db800d${n}${'0'.repeat(19)}1`;
  // 67, length 34, reserved, /64, MAAR1, prefA; on 8n+4. 68, length 16, MAAR2; on 8n+6.
  const prefA = '20010db800aa00010000000000000000';
  expect(find('PBA', `43220040${address(1)}${prefA}`) % 8).toBe(4);
  expect(find('PBU', `4410${address(2)}`) % 8).toBe(6);
});

describe('S-30, 3.5: de-registration', () => {
  test('MAAR-17: nothing is sent when layer 2 loses the node, at the S-MAAR or before', () => {
    const run = moved('relay');
    run.put('mn1', { x: 8, y: 8 }).to(seconds(200));
    expect(bindings(run, seconds(8))).toEqual([]);
  });

  test.each(MODES)(
    'MAAR-19: with a %s a P-MAAR that runs out is renewed, and keeps the prefix',
    (mode) => {
      const run = moved(mode).to(seconds(320));
      expect(bindings(run, seconds(300))).toEqual([
        'MAAR1 -> CMD PBU seq 2 prefA lft 0',
        'CMD -> MAAR1 PBA st 0 prefA',
      ]);
      const [row] = run.table('dgw1', 'dgw/bindings');
      expect(row).toMatchObject({ prefix: PREF_A, proxyCareOfAddress: MAAR2, lifetime: 75 });
      // The answer comes 20 ms after 300 s; its lifetime counts anew.
      expect(row?.['expiresAt']).toBeGreaterThan(seconds(600));
      expect(run.columns('dgw1', 'dgw/updates', ['anchor'])).toEqual([]);
      expect(run.columns('dgw2', 'dgw/tunnels', ['remote'])).toEqual([MAAR1]);
    },
  );

  test('MAAR-18: only the S-MAAR ends the session; then P-MAARs let go as well, and nothing is left', () => {
    const run = moved('relay');
    run.put('mn1', { x: 8, y: 8 }).to(seconds(700));
    expect(bindings(run, seconds(302)).slice(-3)).toEqual([
      'MAAR2 -> CMD PBU seq 2 prefB lft 0',
      'CMD -> MAAR2 PBA st 0 prefB lft 0',
      'MAAR1 -> CMD PBU seq 3 prefA lft 0',
    ]);
    expect(run.notes(seconds(302))).toEqual([
      'CMD: MAAR1 de-registers what it does not serve (RFC 8885 §3.5)',
    ]);
    expect(run.table('cmd', 'cmd/bindings')).toEqual([]);
    for (const node of ['dgw1', 'dgw2']) {
      for (const table of ['bindings', 'updates', 'tunnels', 'dlifs']) {
        expect(run.table(node, `dgw/${table}`)).toEqual([]);
      }
    }
  });

  test('a node that is back within the guard interval keeps its old prefix', () => {
    const run = moved('relay');
    run.put('mn1', { x: 8, y: 8 }).to(seconds(100));
    run.drag('mn1').to('dgw3').to(seconds(104));
    expect(listAt(run)).toEqual([`${MAAR1} ${PREF_A}`, `${MAAR2} ${PREF_B}`]);
    expect(run.columns('dgw3', 'dgw/tunnels', ['remote'])).toEqual([MAAR1, MAAR2]);
  });
});

test('the bundled scenarios are one for each mode, in the profile of the RFC', () => {
  for (const mode of MODES) {
    const scenario = must(bundled(`rfc8885-${mode}`), mode);
    expect(scenario.profile).toBe('rfc8885');
    expect(scenario.knobs?.['cmdMode'] ?? 'relay').toBe(mode);
  }
});
