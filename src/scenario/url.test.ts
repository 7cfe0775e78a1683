import * as fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';
import { figures } from './figures.ts';
import golden from './golden-links.json' with { type: 'json' };
import type { Scenario } from './scenario.ts';
import { check } from './schema.ts';
import { readLink, writeLink, type Link, type LinkFault } from './url.ts';

const f4 = figures.find((one) => one.id === 'dmm-f4') as Scenario;
const custom: Scenario = (({ id: _id, cite: _cite, look: _look, ...rest }) => rest)(f4);

const faultOf = async (text: string): Promise<LinkFault> => {
  const read = await readLink(text);
  if (read.ok) throw new Error('the link was read');
  return read.why;
};
const linkOf = async (text: string): Promise<Link> => {
  const read = await readLink(text);
  if (!read.ok) throw new Error(read.why.words);
  return read.value;
};
const packed = (value: unknown) =>
  `1z~${toBase64url(new Uint8Array(deflateRawSync(JSON.stringify(value))))}`;

describe('a link', () => {
  test('of a bundled scenario is its id', async () => {
    expect(await writeLink({ scenario: f4 })).toBe('d=1r~dmm-f4');
    expect((await linkOf('#d=1r~dmm-f4')).scenario).toEqual(f4);
  });

  test('carries only what was changed in a bundled scenario, in a few characters', async () => {
    const scenario: Scenario = {
      ...f4,
      seed: 7,
      profile: 'rfc8885',
      knobs: { anchoredPrefixMode: 'lowPreference' },
      script: [
        ...f4.script.slice(0, 2),
        { do: 'place', node: 'mn1', x: 700, y: 540, at: 3_000_000 },
        { do: 'link', link: 'core-dgw1', loss: 0.25, at: 3_500_001 },
        { do: 'node', node: 'hss', up: false, at: 4_000_000 },
        { do: 'place', node: 'mn1', x: 256, y: 544, at: 6_250_000 },
        {
          do: 'flow',
          flow: 'F9',
          change: 'start',
          define: { id: 'F9', from: 'mn1', to: 'cn1', every: 5000, octets: 200, mode: 'up' },
          at: 7_000_000,
        },
      ],
    };
    const text = await writeLink({ scenario });
    expect(text).toMatch(/^d=1r~dmm-f4&o=1z~/);
    expect(text.length).toBeLessThanOrEqual(300);
    expect(await linkOf(text)).toEqual({ scenario });
  });

  test('of a scenario of its own stays below 600 characters', async () => {
    const text = await writeLink({ scenario: custom });
    expect(text.length).toBeLessThanOrEqual(600);
    expect((await linkOf(text)).scenario).toEqual(custom);
  });

  test('says where and how it opens, and keeps what it does not know', async () => {
    const link: Link = {
      scenario: f4,
      at: { event: 1642 },
      digest: 'a-B_09',
      play: true,
      ui: 'embed',
      readOnly: true,
      theme: 'projector',
      others: ['lang=ko', 'future'],
    };
    const text = await writeLink(link);
    expect(text).toBe(
      'd=1r~dmm-f4&e=1642&k=a-B_09&play=1&ui=embed&ro=1&theme=projector&lang=ko&future',
    );
    expect(await linkOf(`https://example.net/a#${text}`)).toEqual(link);
  });

  test('without a scenario opens the first one', async () => {
    expect(await linkOf('#theme=dark')).toEqual({ scenario: f4, theme: 'dark' });
    expect(await linkOf('')).toEqual({ scenario: f4 });
  });

  test('of a figure opens after the move, unless it says where, is changed, or is to play', async () => {
    expect((await linkOf('d=1r~dmm-f2')).at).toEqual({ micros: 4_500_000 });
    expect((await linkOf('d=1r~dmm-f2&t=0')).at).toEqual({ micros: 0 });
    expect(await linkOf('d=1r~dmm-f2&play=1')).not.toHaveProperty('at');
    expect(await linkOf('d=1r~pmip-attach')).not.toHaveProperty('at');
  });

  test('packed as plain text is read too', async () => {
    const text = toBase64url(new TextEncoder().encode('{"t":"x"}'));
    expect((await faultOf(`d=1j~${text}`)).part).toBe('schema');
  });
});

test.each(golden)('golden: $link', async ({ link, title, commands, end }) => {
  const { scenario } = await linkOf(link);
  expect({ title: scenario.title, commands: scenario.script.length, end: scenario.end }).toEqual({
    title,
    commands,
    end,
  });
});

describe('a broken link says which part failed', () => {
  test.each([
    ['d=2z~AAAA', 'version', 'version 2'],
    ['d=1q~AAAA', 'codec', '“q”'],
    ['d=hello', 'codec', '1z~'],
    ['d=', 'codec', '1z~'],
    ['d=1z~AA*A', 'base64', 'characters'],
    ['d=1z~A', 'base64', 'characters'],
    ['d=1z~____', 'inflate', 'damaged'],
    [`d=1j~${toBase64url(new TextEncoder().encode('{'))}`, 'json', 'not JSON'],
    [`d=1j~${toBase64url(Uint8Array.of(0xff, 0xfe))}`, 'json', 'not JSON'],
    [`d=${packed(7)}`, 'schema', 'the scenario is 7; expected a scenario, which is an object'],
    [`d=${packed({ t: 'x' })}`, 'schema', 'nodes is missing'],
    [
      `d=${packed(JSON.parse('{"n":[{"__proto__":1}]}'))}`,
      'schema',
      'n[0].__proto__ is a forbidden',
    ],
    ['d=1r~dmm-f9', 'id', '“dmm-f9”'],
    ['d=1r~dmm-f4&o=1z~____', 'inflate', 'damaged'],
    [`d=1r~dmm-f4&o=${packed({ x: [3, ['p', 1, 'cn1', 0, 0]] })}`, 'schema', 'script[3].node'],
    [`d=1r~dmm-f4&o=${packed({ s: 'x' })}`, 'schema', 'seed is "x"'],
    ['d=1z~AAAA&o=1z~AAAA', 'key', '“o”'],
    ['o=1z~AAAA', 'key', '“o”'],
    ['d=1r~dmm-f4&d=1r~dmm-f1', 'key', '“d” stands twice'],
    ['d=1r~dmm-f4&e=1&t=1', 'key', '“t” stands twice'],
    ['d=1r~dmm-f4&e=-1', 'key', '“e”'],
    ['d=1r~dmm-f4&k=abc', 'key', '“k”'],
    ['d=1r~dmm-f4&play=yes', 'key', '“play”'],
    ['d=1r~dmm-f4&ui=huge', 'key', '“ui”'],
    ['d=1r~dmm-f4&theme=%F0', 'key', '“theme”'],
    [`d=1z~${'A'.repeat(70_000)}`, 'length', '70005'],
  ])('%s', async (text, part, words) => {
    const fault = await faultOf(text);
    expect(fault.part).toBe(part);
    expect(fault.words).toContain(words);
    expect(fault.payload.length).toBeGreaterThan(0 - Number(text === 'd='));
  });

  test('and names the nearest scenario', async () => {
    expect((await faultOf('d=1r~dmm-f9')).nearest).toMatch(/^dmm-f/);
    expect((await faultOf('d=1r~dmm-thre')).nearest).toBe('dmm-three');
    expect((await faultOf('d=1r~dmm-f2&o=1z~____')).nearest).toBe('dmm-f2');
  });

  test('when it is a bomb, soon', async () => {
    const bomb = new Uint8Array(deflateRawSync(new Uint8Array(40 * 1024 * 1024), { level: 9 }));
    expect(bomb.length).toBeLessThan(48 * 1024);
    const began = performance.now();
    expect((await faultOf(`d=1z~${toBase64url(bomb)}`)).part).toBe('size');
    expect(performance.now() - began).toBeLessThan(1500);
  });

  test('when it is cut short, at every length', async () => {
    const text = await writeLink({ scenario: custom });
    const lengths = Array.from({ length: text.length - 6 }, (_, n) => n + 6);
    const reads = await Promise.all(lengths.map((n) => readLink(text.slice(0, n))));
    expect(reads.filter((read) => read.ok)).toEqual([]);
  });

  test('or still gives a valid scenario, whichever character is damaged', async () => {
    const texts = [
      await writeLink({ scenario: custom }),
      await writeLink({ scenario: { ...f4, seed: 9, script: f4.script.slice(0, 2) }, play: true }),
    ];
    const damaged = texts.flatMap((text) =>
      Array.from(text, (_, n) =>
        Array.from('A_z0~&=%', (letter) => text.slice(0, n) + letter + text.slice(n + 1)),
      ).flat(),
    );
    for (const text of damaged) {
      const read = await readLink(text);
      const isFine = read.ok ? check(read.value.scenario).ok : /^[A-Z].*\.$/s.test(read.why.words);
      expect(isFine, text).toBe(true);
    }
  });
});

test('base64url gives back all octets, and takes each text once', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
      const text = toBase64url(octets);
      expect(text).toBe(Buffer.from(octets).toString('base64url'));
      expect(fromBase64url(text)).toEqual(octets);
    }),
    { seed: 1 },
  );
  expect(fromBase64url('AB')).toBeUndefined();
});

const times = fc.nat(13_999_999);
const commands = fc.oneof(
  fc.record({
    do: fc.constant('place' as const),
    node: fc.constant('mn1'),
    x: fc.nat(1000),
    y: fc.nat(640),
    at: times,
  }),
  fc.record({
    do: fc.constant('flow' as const),
    flow: fc.constantFrom('F1', 'F2', 'L1'),
    change: fc.constantFrom('start' as const, 'stop' as const),
    at: times,
  }),
  fc.record(
    {
      do: fc.constant('link' as const),
      link: fc.constantFrom('core-dgw1', 'radio-dgw2'),
      up: fc.boolean(),
      loss: fc.double({ min: 0, max: 1, noNaN: true }).map((loss) => loss + 0),
      delay: fc.nat(10_000_000),
      at: times,
    },
    { requiredKeys: ['do', 'link', 'at'] },
  ),
  fc.record({
    do: fc.constant('node' as const),
    node: fc.constantFrom('hss', 'dgw1'),
    up: fc.boolean(),
    at: times,
  }),
);

test('any scenario comes back from its link as it went in', async () => {
  const scenarios = fc
    .record({
      base: fc.constantFrom(...figures),
      own: fc.boolean(),
      seed: fc.nat(0xffff_ffff),
      profile: fc.constantFrom('draft-05' as const, 'rfc8885' as const),
      title: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
      script: fc.array(commands, { maxLength: 30 }),
      knob: fc.constantFrom('on', 'off'),
    })
    .map(({ base, own, knob, ...changes }): Scenario => {
      const changed = { ...base, ...changes, knobs: { localNetwork: knob } };
      const checked = check({
        ...changed,
        flows: f4.flows.slice(0, 2),
        nodes: f4.nodes,
        links: f4.links,
        ...(own ? { id: 'mine' } : {}),
      });
      return checked.ok ? checked.value.scenario : base;
    });
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      expect((await linkOf(await writeLink({ scenario }))).scenario).toEqual(scenario);
    }),
    { numRuns: 200, seed: 5 },
  );
});
