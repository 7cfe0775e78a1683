// Commands in words: what each means, and what is said about those that mean nothing.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { bundled } from '#scenario/library.ts';
import { check } from '#scenario/schema.ts';
import { DO_FORMS, withCommands } from './do-words.ts';
import { Failure } from './failure.ts';

const HNP1 = '2001:db8:a1:1::/64';
const moved = { do: 'operate', node: 'lma', order: 'moveFlow' } as const;
const scenario = must(bundled('pmip-handoff'), 'there is a scenario');
const given = scenario.script.length;

/** The commands that some sentences become. */
const commands = (...texts: string[]) => withCommands(scenario, texts).script.slice(given);
const faultOf = (...texts: string[]): string => {
  try {
    commands(...texts);
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
  return '';
};

const at = 1_500_000;

const EXAMPLES: readonly (readonly [string, object])[] = [
  [
    'drop PBA on core-mag1',
    { do: 'catch', link: 'core-mag1', kind: 'PBA', nth: 1, act: 'drop', name: 'drop1' },
  ],
  [
    'hold pbu on mag2-core from MAG2 number 3 name h1',
    {
      do: 'catch',
      link: 'core-mag2',
      from: 'mag2',
      kind: 'PBU',
      nth: 3,
      act: 'hold',
      name: 'h1',
    },
  ],
  [
    'delay any on radio-mag1 by 0.25',
    {
      do: 'catch',
      link: 'radio-mag1',
      kind: 'any',
      nth: 1,
      act: 'delay',
      by: 250_000,
      name: 'delay1',
    },
  ],
  [
    'duplicate frame 17 by 0.001',
    { do: 'frame', frame: 17, act: 'duplicate', by: 1000, name: 'duplicate1' },
  ],
  [
    'corrupt RA on radio-mag1 bit 112',
    {
      do: 'catch',
      link: 'radio-mag1',
      kind: 'RA',
      nth: 1,
      act: 'corrupt',
      bit: 112,
      name: 'corrupt1',
    },
  ],
  ['crash lma', { do: 'node', node: 'lma', up: false }],
  ['crash lma lost', { do: 'node', node: 'lma', up: false, state: 'lost' }],
  ['crash cn1 kept', { do: 'node', node: 'cn1', up: false }],
  ['restart lma', { do: 'node', node: 'lma', up: true }],
  ['clock mag1 +0.301', { do: 'clock', node: 'mag1', offset: 301_000 }],
  ['clock mag1 -2', { do: 'clock', node: 'mag1', offset: -2_000_000 }],
  ['clock mag1 -0', { do: 'clock', node: 'mag1', offset: 0 }],
  ['move mn1 mag2', { do: 'place', node: 'mn1', x: 736, y: 504 }],
  ['move mn1 to MAG2', { do: 'place', node: 'mn1', x: 736, y: 504 }],
  ['move mn1 500 8', { do: 'place', node: 'mn1', x: 500, y: 8 }],
  ['move mn1 away', { do: 'place', node: 'mn1', x: 0, y: 640 }],
  ['link core-lma down', { do: 'link', link: 'core-lma', up: false }],
  [
    'link core-lma loss 0.25 delay 0.04 up',
    { do: 'link', link: 'core-lma', loss: 0.25, delay: 40_000, up: true },
  ],
  ['radio mn1 if1 down', { do: 'radio', node: 'mn1', iface: 'if1', up: false }],
  ['start F1', { do: 'flow', flow: 'F1', change: 'start' }],
  ['stop f1', { do: 'flow', flow: 'F1', change: 'stop' }],
  ['revoke lma mn1', { do: 'operate', node: 'lma', order: 'revoke', mn: 'mn1' }],
  [
    'revoke lma mn1 trigger 1 prefix HNP2 ipv4',
    {
      do: 'operate',
      node: 'lma',
      order: 'revoke',
      mn: 'mn1',
      trigger: 1,
      prefix: '2001:db8:a2:2::/64',
      ipv4: true,
    },
  ],
  ['revokeAll lma mag1', { do: 'operate', node: 'lma', order: 'revokeAll', peer: 'mag1' }],
  ['revokeAll mag2 lma', { do: 'operate', node: 'mag2', order: 'revokeAll', peer: 'lma' }],
  [
    'revokeRealm lma @example.net',
    { do: 'operate', node: 'lma', order: 'revokeRealm', realm: '@example.net' },
  ],
  [
    'notify lma mn1 reason 2',
    { do: 'operate', node: 'lma', order: 'notify', mn: 'mn1', reason: 2 },
  ],
  [
    'renumber lma mn1 prefix 2001:DB8:a1:1::/64',
    { do: 'operate', node: 'lma', order: 'renumber', mn: 'mn1', prefix: '2001:db8:a1:1::/64' },
  ],
  ['moveFlow lma F1 mag2', { ...moved, peer: 'mag2', flow: 'F1' }],
  ['moveFlow lma mark 3 bid 1,2', { ...moved, mark: 3, bids: [1, 2] }],
  ['moveFlow lma mn1 fid 2 back', { ...moved, mn: 'mn1', fid: 2 }],
  ['moveFlow lma mn1 prefix HNP1 mag1', { ...moved, mn: 'mn1', prefix: HNP1, peer: 'mag1' }],
  ['moveFlow lma F1 drop', { ...moved, flow: 'F1', drop: true }],
  ['resume mag1 mn1', { do: 'operate', node: 'mag1', order: 'resume', mn: 'mn1' }],
  ['forget mag1 mn1', { do: 'operate', node: 'mag1', order: 'forget', mn: 'mn1' }],
  ['weakHost mn1', { do: 'operate', node: 'mn1', order: 'weakHost' }],
  ['strongHost mn1', { do: 'operate', node: 'mn1', order: 'strongHost' }],
  [
    'hostRoute mn1 cn1 if1',
    { do: 'operate', node: 'mn1', order: 'hostRoute', peer: 'cn1', iface: 'if1' },
  ],
  ['hostRoute mn1 cn1', { do: 'operate', node: 'mn1', order: 'hostRoute', peer: 'cn1' }],
  [`inject mag1 6A${'00'.repeat(39)}`, { do: 'inject', node: 'mag1', hex: `6a${'00'.repeat(39)}` }],
];

describe('a sentence becomes a command:', () => {
  test.each(EXAMPLES)('%s', (text, command) => {
    expect(commands(`1.5 ${text}`)).toEqual([{ ...command, at }]);
  });

  test('what is held is let go by its name, given or made', () => {
    const held = ['1 hold PBU on core-mag1', '1 hold PBU on core-mag2', '2 release hold2'];
    expect(commands(...held)[2]).toEqual({ do: 'release', name: 'hold2', at: 2_000_000 });
    expect(faultOf(...held.slice(0, 2), '2 release hold3')).toMatch(/expected hold1 or hold2$/);
    expect(faultOf('2 release hold1')).toContain('nothing is caught');
  });

  test('a path of a virtual interface, or of one prefix of it', () => {
    const virtual = must(bundled('vip-f1'), 'there is a scenario');
    const [path, fault] = ['1.5 path mn1 if2 prefix HNP1', '1.5 path mn1 if3'];
    expect(withCommands(virtual, [path]).script.at(-1)).toEqual({
      do: 'operate',
      node: 'mn1',
      order: 'path',
      iface: 'if2',
      prefix: '2001:db8:a1:1::/64',
      at,
    });
    expect(() => withCommands(virtual, [fault])).toThrow(/a sub-interface: if1 or if2/);
    expect(faultOf('1 path mn1 if1')).toContain('expected a sub-interface');
  });

  test('every form of the help has an example, and every verb is in the help', () => {
    const forms = DO_FORMS.split('\n').flatMap((line) => line.split(' ')[0]?.split('|') ?? []);
    const shown = [...EXAMPLES.map(([text]) => text.split(' ')[0]), 'release', 'path'];
    expect(forms.filter((verb) => !shown.includes(verb))).toEqual([]);
    expect(faultOf('1 fly mn1')).toMatch(new RegExp(`expected a verb: ${forms[0]}, .* or inject$`));
  });
});

describe('a sentence that means nothing fails, with the word and what was expected:', () => {
  test.each([
    ['', `option '--do' '' ends; expected a time in seconds, like 1.5`],
    ['soon drop PBA on core-mag1', `has 'soon' as word 1; expected a time`],
    ['-1 crash lma', `has '-1' as word 1`],
    ['99999 crash lma', `has '99999' as word 1`],
    ['1', `'1' ends; expected a verb: drop, hold,`],
    ['1 drop PBX on core-mag1', `has 'PBX' as word 3; expected a kind of message: any, other, PBU`],
    ['1 drop PBA core-mag1', `has 'core-mag1' as word 4; expected 'on'`],
    [
      '1 drop PBA on core-mag9',
      `expected a link: core-mag1, core-mag2, core-lma, core-cn1, radio-`,
    ],
    ['1 drop PBA on core-mag1 number 0', `has '0' as word 7; expected a whole number from 1`],
    ['1 drop PBA on core-mag1 from mag2', `from is "mag2"; expected core or mag1`],
    ['1 drop PBA on core-mag1 by 1', `has 'by' as word 6; expected no more words`],
    ['1 delay PBA on core-mag1', `ends; expected 'by'`],
    ['1 delay PBA on core-mag1 by 11', `has '11' as word 7; expected seconds from 0 to 10`],
    ['1 hold PBA on core-mag1 name 7up', `has '7up' as word 7; expected a name`],
    ['1 crash mn1', `has 'mn1' as word 3; expected mag1, mag2, lma or cn1`],
    ['1 crash core', `has 'core' as word 3`],
    ['1 restart lma lost', `has 'lost' as word 4; expected no more words`],
    ['1 clock mag1 fast', `has 'fast' as word 4; expected seconds, like +0.301`],
    ['1 move mn1 lma', `has 'lma' as word 4; expected mag1, mag2, away or two numbers`],
    ['1 move mn1 5', `ends; expected a whole number from 0 to 640`],
    ['1 link core-lma', `ends; expected up, down, loss or delay`],
    ['1 link core-lma loss 2', `has '2' as word 5; expected a share`],
    ['1 radio mn1 if2 up', `has 'if2' as word 4; expected a radio: if1`],
    ['1 radio mn1 if1 up instead if1', `instead is "if1"; expected another radio`],
    ['1 start F2', `has 'F2' as word 3; expected a flow: F1`],
    ['1 revoke mag1 mn1', `has 'mag1' as word 3; expected lma`],
    ['1 revoke lma mn1 trigger 256', `expected a whole number from 0 to 255`],
    ['1 revokeAll lma lma', `has 'lma' as word 4; expected mag1 or mag2`],
    ['1 revokeRealm lma example.net', `expected a realm, like @example.net`],
    ['1 renumber lma mn1 prefix HNP9', `has 'HNP9' as word 6; expected a prefix`],
    [
      '1 renumber lma mn1 2001:db8::/48',
      `prefix is "2001:db8::/48"; expected a global unicast /64`,
    ],
    ['1 inject mag1 6000', `expected an IPv6 packet in hexadecimal`],
  ])('%s', (text, words) => {
    expect(faultOf(text)).toContain(words);
  });
});

test('whatever is written, it is a valid script or one line of words', () => {
  const word = fc.oneof(
    fc.constantFrom(...EXAMPLES.flatMap(([text]) => text.split(' '))),
    fc.constantFrom(
      'PBU',
      'PBA',
      'any',
      'on',
      'from',
      'number',
      'name',
      'by',
      'bit',
      'frame',
      'h1',
    ),
    fc.constantFrom('core-mag1', 'radio-mag1', 'lma', 'mag1', 'MAG2', 'mn1', 'cn1', 'core', 'F1'),
    fc.constantFrom(
      'up',
      'down',
      'loss',
      'delay',
      'lost',
      'away',
      'to',
      'prefix',
      'HNP1',
      'trigger',
    ),
    fc.constantFrom('0', '1', '2.5', '-3', '+0.1', '@example.net', '1e3', 'NaN', '__proto__'),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const change = fc.record({
    at: fc.nat(8),
    gone: fc.nat(2),
    put: fc.array(word, { maxLength: 2 }),
  });
  const sentence = fc
    .tuple(fc.constantFrom(...EXAMPLES), fc.array(change, { maxLength: 2 }))
    .map(([[text], changes]) => {
      const words = `1 ${text}`.split(' ');
      for (const { at: place, gone, put } of changes) words.splice(place, gone, ...put);
      return words.join(' ');
    });
  let carried = 0;
  fc.assert(
    fc.property(sentence, (text) => {
      const words = faultOf(text);
      if (words === '') carried += 1;
      const isFine =
        words === ''
          ? check(withCommands(scenario, [text])).ok
          : /^option '--do' '[^]*'.* expected .+$/.test(words);
      expect(isFine, words).toBe(true);
    }),
    { numRuns: 5000, seed: 8 },
  );
  expect(carried).toBeGreaterThan(500);
});

test('the nodes of client Mobile IPv6 are told as others are', () => {
  const network = must(bundled('vmn-nemo'), 'there is a scenario');
  const said = ['move mr1 ar2', 'radio mr1 if1 down', 'path mr1 if2', 'crash ar1', 'crash ha lost'];
  const { script } = withCommands(
    network,
    said.map((text) => `1.5 ${text}`),
  );
  expect(script.filter((one) => one.at === at)).toEqual([
    { do: 'place', node: 'mr1', at, x: expect.any(Number), y: expect.any(Number) },
    { do: 'radio', node: 'mr1', iface: 'if1', up: false, at },
    { do: 'operate', node: 'mr1', order: 'path', iface: 'if2', at },
    { do: 'node', node: 'ar1', up: false, at },
    { do: 'node', node: 'ha', up: false, state: 'lost', at },
  ]);
});
