import { expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { lab } from '#testing/lab.ts';
import { hopsOf } from './path.ts';
import { letterOf } from './prefix-names.ts';
import type { Command } from '#sim/command.ts';
import { commandShort, commandWords } from './command-words.ts';
import { eventWords, timeWords } from './words.ts';

const script = [
  { do: 'flow', flow: 'F1', change: 'start', at: ms(1300) },
  { do: 'place', node: 'mn1', x: 712, y: 536, at: ms(1500) },
] as const;
const run = lab('dmm-f4', { script }).to(ms(1700));
const { log } = run.timeline;
const events = Array.from({ length: log.known }, (_, seq) => log.event(seq));
const words = events.map((event) => eventWords(event, run.cast, log));

test('every event has one line of words', () => {
  for (const line of words) expect(line).toMatch(/^[^\n]{4,160}$/);
});

test('events are told by the names on the screen', () => {
  for (const line of [
    'MN1 is placed at 712, 536',
    'MN1 and D-GW1 are no longer linked',
    'D-GW2 and MN1 are linked',
    'D-GW2 tells HSS “HSS? mn1”',
    'D-GW2 hears “D-GW1: prefA”',
    'D-GW2 sends PBU D seq 1 prefA to core',
    'D-GW1 takes PBU D seq 1 prefA',
    'D-GW2 sends RA @mn1dgw1, prefA lft 0 to MN1',
    'D-GW2: dlifs “mn1dgw1” added',
    'D-GW1 sends a datagram of F1 to core in a tunnel',
  ]) {
    expect(words).toContain(line);
  }
  expect(words.some((line) => line.startsWith('D-GW1 drops a datagram of F1: '))).toBe(true);
});

test('commands are told as a person would', () => {
  const told = (command: Parameters<typeof commandWords>[0]) => commandWords(command, run.cast);
  expect(told({ do: 'link', link: 'core-dgw1', up: false, loss: 0.125, delay: 2500 })).toBe(
    'Link core-dgw1 goes down, loses 12.5 %, takes 2.5 ms',
  );
  expect(told({ do: 'node', node: 'hss', up: false })).toBe('HSS stops answering');
  expect(told({ do: 'flow', flow: 'F1', change: 'stop' })).toBe('Flow F1 stops');
});

test.each<readonly [Command, string, string]>([
  [
    { do: 'catch', name: 'a', act: 'hold', link: 'core-mag1', from: 'mag1', kind: 'PBU', nth: 1 },
    'The next PBU from MAG1 on core-mag1 is to be held',
    'hold PBU',
  ],
  [
    { do: 'catch', name: 'a', act: 'delay', by: 1_500_000, link: 'core-lma', kind: 'any', nth: 11 },
    'The 11th message on core-lma is to be delayed by 1.5 s',
    'delay message',
  ],
  [
    { do: 'catch', name: 'a', act: 'duplicate', by: 5000, link: 'core-lma', kind: 'PBA', nth: 3 },
    'The 3rd PBA on core-lma is to be duplicated after 5 ms',
    'duplicate PBA',
  ],
  [
    { do: 'frame', name: 'a', act: 'corrupt', bit: 7, frame: 1 },
    'A message on its way is corrupted (bit 7) (a)',
    'corrupt (a)',
  ],
  [{ do: 'release', name: 'a' }, 'a is released', 'a is released'],
  [
    { do: 'node', node: 'lma', up: false, state: 'lost' },
    'LMA crashes, its state is lost',
    'LMA crashes',
  ],
  [{ do: 'node', node: 'mag1', up: false }, 'MAG1 crashes, its state is kept', 'MAG1 crashes'],
  [{ do: 'node', node: 'lma', up: true }, 'LMA is up again', 'LMA comes up'],
  [
    { do: 'clock', node: 'mag1', offset: -301_000 },
    'The clock of MAG1 is 301 ms behind',
    'clock of MAG1',
  ],
  [{ do: 'clock', node: 'mag1', offset: 0 }, 'The clock of MAG1 is right', 'clock of MAG1'],
  [
    {
      do: 'operate',
      node: 'lma',
      order: 'revoke',
      mn: 'mn1',
      prefix: '2001:db8:a1:1::/64',
      trigger: 1,
    },
    'The operator of LMA revokes MN1, HNP1, trigger 1',
    'LMA: revoke MN1',
  ],
  [
    { do: 'operate', node: 'lma', order: 'revokeAll', peer: 'mag1' },
    'The operator of LMA revokes all sessions of MAG1',
    'LMA: revoke all',
  ],
  [
    { do: 'operate', node: 'lma', order: 'revokeRealm', realm: '@example.net' },
    'The operator of LMA revokes all of realm @example.net',
    'LMA: revoke a realm',
  ],
  [
    { do: 'operate', node: 'lma', order: 'notify', mn: 'mn1', reason: 1 },
    'The operator of LMA notifies about MN1, reason 1',
    'LMA: notify MN1',
  ],
  [
    { do: 'operate', node: 'lma', order: 'renumber', mn: 'mn1', prefix: '2001:db8:a1:1::/64' },
    'The operator of LMA withdraws HNP1 of MN1',
    'LMA: renumber MN1',
  ],
  [
    { do: 'operate', node: 'mag1', order: 'resume', mn: 'mn1' },
    'The operator of MAG1 lets MN1 register again',
    'MAG1: resume MN1',
  ],
  [
    { do: 'operate', node: 'mag1', order: 'forget', mn: 'mn1' },
    'The operator of MAG1 stops refreshing MN1',
    'MAG1: forget MN1',
  ],
  [{ do: 'radio', node: 'mn1', iface: 'if2', up: false }, 'MN1 switches if2 off', 'MN1: if2 off'],
  [
    { do: 'radio', node: 'mn1', iface: 'if2', up: true, instead: 'if1' },
    'MN1 changes from if1 to if2 on purpose, and makes before it breaks',
    'MN1: if2 on',
  ],
  [
    { do: 'inject', node: 'mag1', hex: '60'.repeat(40) },
    'MAG1 sends 40 octets given by hand',
    'octets from MAG1',
  ],
])('%o is told in a sentence and in short', (command, sentence, short) => {
  const { cast } = lab('pmip-handoff');
  expect(commandWords(command, cast)).toBe(sentence);
  expect(commandShort(command, cast)).toBe(short);
});

test('times have microseconds', () => {
  expect(timeWords(10_020_001)).toBe('10.020 001');
});

test('the hops of a datagram are found from any of its frames', () => {
  const tunnelled = events.find(
    (event) => event.kind === 'sent' && log.frame(event.frame).tunnelled && event.node === 'core',
  );
  const frame = tunnelled?.kind === 'sent' ? tunnelled.frame : -1;
  const hops = hopsOf(log, frame, log.known);
  expect(hops.map(({ from, to, tunnelled }) => `${from} ${tunnelled ? '=>' : '->'} ${to}`)).toEqual(
    ['mn1 -> dgw2', 'dgw2 => core', 'core => dgw1', 'dgw1 -> core', 'core -> cn1'],
  );
  for (const hop of hops) expect(hopsOf(log, hop.frame, log.known)).toEqual(hops);
  expect(hopsOf(log, frame, (tunnelled?.seq ?? 0) + 1)).toHaveLength(3);
});

test('prefixes and addresses have the names of the drafts', () => {
  const { prefixes } = run.cast;
  expect(prefixes.nameOf('2001:db8:aa:1::/64')).toBe('prefA');
  expect(prefixes.nameOf('2001:db8:bb:2::9')).toBe('prefB2');
  expect(prefixes.nameOf('2001:db8:1c::/64')).toBe('localnet');
  expect(prefixes.nameOf('2001:db8:ff::1')).toBe('2001:db8:ff::1');
  expect(prefixes.shortOf('2001:db8:aa:1:0:5eff:fe00:101')).toBe('prefA::MN1');
  expect(prefixes.shortOf('2001:db8:c1::10')).toBe('CN1');
  expect(prefixes.anchorOf('2001:db8:bb:1::/64')).toEqual({ letter: 'B', gateway: 'dgw2' });
  expect([letterOf(0), letterOf(25), letterOf(26), letterOf(27)]).toEqual(['A', 'Z', 'AA', 'AB']);
});
