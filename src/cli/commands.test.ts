import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { bundled, library } from '#scenario/library.ts';
import { writeLink } from '#scenario/url.ts';
import { vectors } from '#wire/vectors.ts';
import { runCommand } from './commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text?: string | Uint8Array): string => {
  const path = join(folder, name);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};

/** Carries out a command line in memory. */
async function cli(args: readonly string[], input: readonly (string | Uint8Array)[] = []) {
  const pieces: Uint8Array[] = [];
  let err = '';
  const status = await runCommand(args, {
    out: (chunk) => {
      pieces.push(Buffer.from(chunk));
      return Promise.resolve();
    },
    err: (line) => {
      err += `${line}\n`;
    },
    input: () => Readable.from(input.map((piece) => Buffer.from(piece))),
  });
  const octets = Buffer.concat(pieces);
  return { status, octets, out: octets.toString(), err };
}

const f4 = bundled('dmm-f4');
const json = (value: unknown): string => JSON.stringify(value);

test('list names the bundled scenarios', async () => {
  const { status, out, err } = await cli(['list']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out.trim().split('\n')).toHaveLength(library.length);
  expect(out).toMatch(/^dmm-f4 +Handover to D-GW2 \(draft-05, Figure 4\)$/m);
  expect(out).toMatch(/^pmip-lost-pba +Three PBAs are lost \(RFC 5213, 6\.9\.4\)$/m);
});

test('help says what there is', async () => {
  const { status, out, err } = await cli(['--help']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  for (const word of ['list', 'run', 'decode', '--pcapng']) expect(out).toContain(word);
});

describe('run', () => {
  test('without outputs gives a summary and the ladder', async () => {
    const { status, out } = await cli(['run', 'dmm-f4', '--until', '0.5']);
    expect(status).toBe(0);
    expect(out).toMatch(/^Handover to D-GW2 \(draft-05, Figure 4\)\n0\.500000 s, \d+ events/);
    expect(out).toContain('link #d=1r~dmm-f4\n');
    expect(out).toContain('| MN1 |');
    expect(out).toContain('RA @mn1dgw1');
  });

  test('gives the same fingerprint for an id, a file and a link', async () => {
    const scenario = file('f4.json', json(f4));
    const link = f4 === undefined ? '' : await writeLink({ scenario: f4 });
    const runs = await Promise.all(
      ['dmm-f4', scenario, link, `https://example.net/#${link}`].map((one) =>
        cli(['run', one, '--until=3', '--trace', '-']),
      ),
    );
    const last = runs.map(({ out }) => out.trimEnd().split('\n').at(-1));
    expect(last[0]).toMatch(/^\{"fingerprint":"[0-9a-f]{16}"\}$/);
    expect(new Set(last).size).toBe(1);
  });

  test('writes each output to its file', async () => {
    const paths = ['ladder', 'pcapng', 'trace', 'tables'].map(
      (name) => [name, file(name)] as const,
    );
    const args = paths.flatMap(([name, path]) => [`--${name}`, path]);
    const { status, out } = await cli(['run', 'dmm-f1', '--until', '2.5', ...args]);
    expect({ status, out }).toEqual({ status: 0, out: '' });
    const read = Object.fromEntries(paths.map(([name, path]) => [name, readFileSync(path)]));
    expect(read['ladder']?.toString()).toContain('| D-GW1 |');
    expect(read['pcapng']?.readUInt32LE(0)).toBe(0x0a0d0d0a);
    expect(read['trace']?.toString().split('\n').at(-2)).toContain('fingerprint');
    const tables = JSON.parse(read['tables']?.toString() ?? '') as Record<string, object>;
    expect(tables['dgw1']).toMatchObject({ dlifs: [{ key: 'mn1dgw1', state: 'serving' }] });
  });

  test('writes one output to standard output', async () => {
    const { octets } = await cli(['run', 'dmm-f1', '--until', '0.5', '--pcapng', '-']);
    expect(octets.readUInt32LE(0)).toBe(0x0a0d0d0a);
    const { out } = await cli(['run', 'dmm-f1', '--until', '0.5', '--tables', '-']);
    expect(JSON.parse(out)).toHaveProperty('mn1');
  });

  test('takes another seed, profile and knobs', async () => {
    const traces = await Promise.all(
      [[], ['--set', 'profile=rfc8885'], ['--set', 'anchoredPrefixMode=lowPreference']].map(
        (more) => cli(['run', 'dmm-f2', '--seed', '5', ...more, '--trace', '-']),
      ),
    );
    expect(traces.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(new Set(traces.map(({ out }) => out.trimEnd().split('\n').at(-1))).size).toBe(3);
  });

  test('gives a link that plays the same run, commands in words included', async () => {
    const words = ['3.9 hold PBU on core-mag2 from mag2', '4.2 crash lma lost', '4.3 restart lma'];
    const dos = [...words, '4.35 release hold1'].flatMap((one) => ['--do', one]);
    const { out } = await cli(['run', 'pmip-handoff', ...dos]);
    const [, fingerprint] = /^fingerprint (\w+)$/m.exec(out) ?? [];
    const [, link = ''] = /^link (#\S+)$/m.exec(out) ?? [];
    expect(link).toContain('d=1r~pmip-handoff&o=1z~');
    const again = await cli(['run', link]);
    expect(again.out).toContain(`fingerprint ${fingerprint}\n`);
    expect((await cli(['run', 'pmip-handoff'])).out).not.toContain(`fingerprint ${fingerprint}\n`);
  });

  const bad = { ...f4, nodes: f4?.nodes.map((node) => ({ ...node, address: 'x' })) };
  test.each([
    [[], "'run' needs an id, a file or a link"],
    [['dmm-f4', 'dmm-f1'], "'dmm-f1' is too much"],
    [['dmm-f9'], "there is no scenario 'dmm-f9'; did you mean 'dmm-f1'?"],
    [['./nothing.json'], "cannot read './nothing.json': there is no such file"],
    [[folder], 'it is a directory'],
    [[file('broken.json', '{"v":1,')], 'is not JSON'],
    [[file('list.json', '[]')], 'the scenario is a list of 0; expected a scenario'],
    [[file('bad.json', json(bad))], 'nodes[0].address is "x"; expected nothing'],
    [[file('proto.json', '{"__proto__":{}}')], '__proto__ is a forbidden key'],
    [['#d=1z~____'], 'The link is damaged'],
    [['d=1r~dmm-f9'], 'no bundled scenario “dmm-f9”'],
    [['dmm-f4', '--until'], "option '--until' needs a value"],
    [['dmm-f4', '--until', 'soon'], "option '--until' must be a number of seconds"],
    [['dmm-f4', '--until', '-1'], "not '-1'"],
    [['dmm-f4', '--until', '1e9'], "not '1e9'"],
    [['dmm-f4', '--until', 'Infinity'], "not 'Infinity'"],
    [['dmm-f4', '--until', '1', '--until', '2'], "'--until' stands twice"],
    [['dmm-f4', '--seed', '1.5'], "option '--seed' must be a whole number"],
    [['dmm-f4', '--seed', '4294967296'], "not '4294967296'"],
    [['dmm-f4', '--set', 'profile'], "must be KNOB=VALUE, not 'profile'"],
    [['dmm-f4', '--set', 'profile=draft-04'], "'profile' is draft-05 or rfc8885"],
    [['dmm-f4', '--set', 'colour=red'], "there is no knob 'colour'"],
    [['dmm-f4', '--set', 'localNetwork=maybe'], "'localNetwork' is on or off"],
    [['dmm-f4', '--do', '1 fly'], "option '--do' '1 fly' has 'fly' as word 2; expected a verb"],
    [['dmm-f4', '--do='], "option '--do' '' ends; expected a time"],
    [['dmm-f4', '--do', '1 crash lma'], "has 'lma' as word 3; expected dgw1, dgw2, hss or cn1"],
    [['dmm-f4', '--break', 'PBA'], "option '--break' 'PBA' has 'PBA' as word 1; expected sent"],
    [['dmm-f4', '--png', 'x'], "unknown option '--png'"],
    [['dmm-f4', '-x'], "unknown option '-x'"],
    [['dmm-f4', '--trace', '-', '--tables', '-'], 'only one output can go to standard output'],
    [['dmm-f4', '--trace', 'a', '--tables', 'a'], "two outputs cannot go to one file, 'a'"],
    [['dmm-f4', '--until', '0', '--trace', file('no/such')], 'cannot write'],
    [['dmm-f4', '--until', '0', '--trace='], 'the name of an output is empty'],
  ])('%j fails in one clear line', async (args, words) => {
    const { status, out, err } = await cli(['run', ...args]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(words);
    expect(err).toMatch(/^roamscope: .+\n$/);
  });
});

describe('a command line that makes no sense fails in one clear line', () => {
  test.each([
    [[], 'no command'],
    [['play'], "unknown command 'play'"],
    [['list', 'all'], "'all' is too much"],
    [['decode', 'x'], "'x' is too much"],
  ])('%j', async (args, words) => {
    const { status, out, err } = await cli(args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(words);
    expect(err).toMatch(/^roamscope: .+\n$/);
  });
});

describe('decode', () => {
  const answers = async (input: readonly (string | Uint8Array)[]) => {
    const { status, out, err } = await cli(['decode'], input);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    return out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  test('answers each line with one line, in order', async () => {
    const lines = vectors.map(({ kind, hex, profile }) =>
      json(profile === undefined ? { kind, hex } : { kind, hex, profile }),
    );
    const found = await answers([`${lines.join('\n')}\n`]);
    expect(found).toHaveLength(vectors.length);
    const conformant = vectors.flatMap((one, i) => (one.conformant === true ? [i] : []));
    expect(conformant.filter((i) => found[i]?.['ok'] !== true)).toEqual([]);
    expect(conformant.filter((i) => found[i]?.['reencoded'] !== vectors[i]?.hex)).toEqual([]);
    expect(found[0]).toMatchObject({ ok: true, checksumValid: true });
  });

  test('gives layers of fields with name, value, offset and bits', async () => {
    const [found] = await answers(['{"kind":"mobility-option","hex":"010400000000"}\r\n']);
    expect(found).toMatchObject({ ok: true, reencoded: '010400000000' });
    expect(json(found?.['layers'])).toMatch(/"fields":\[\{.*"name":.*"value":.*"offset":.*"bits":/);
  });

  test('says why a line cannot be read, and reads the next', async () => {
    const good = '{"kind":"mobility-option","hex":"0100"}';
    const cases: readonly (readonly [string, string])[] = [
      ['hello', 'not JSON'],
      ['', 'not JSON'],
      ['7', 'not a JSON object'],
      ['[]', 'not a JSON object'],
      ['{}', 'kind is not one of'],
      ['{"kind":"frame","hex":""}', 'kind is not one of'],
      ['{"kind":"icmpv6"}', 'hex is not'],
      ['{"kind":"icmpv6","hex":"abc"}', 'hex is not'],
      ['{"kind":"icmpv6","hex":"zz"}', 'hex is not'],
      ['{"kind":"icmpv6","hex":"00","profile":"draft-04"}', 'profile is not one of'],
      ['{"kind":"ipv6-packet","hex":""}', 'octet'],
      ['{"kind":"ipv6-packet","hex":"60"}', 'octet'],
    ];
    const input = cases.map(([line]) => `${line}\n${good}\n`).join('');
    // Cut anywhere, it is read the same.
    const found = await answers(input.match(/.{1,7}/gs) ?? []);
    expect(found.filter((_, i) => i % 2 === 1).every((one) => one['ok'] === true)).toBe(true);
    cases.forEach(([, words], i) => {
      expect(found[2 * i]).toEqual({ ok: false, why: expect.stringContaining(words) as unknown });
    });
  });

  test('reads a last line without a line break, and octets that are no text', async () => {
    const [one, two] = await answers([
      Uint8Array.of(0xff, 0xfe, 0x0a),
      '{"kind":"mobility-option","hex":"0100"}',
    ]);
    expect(one).toEqual({ ok: false, why: 'the line is not JSON' });
    expect(two).toMatchObject({ ok: true });
  });

  test('drops a line that never ends', async () => {
    const long = Array.from({ length: 40 }, () => 'a'.repeat(100_000));
    const found = await answers([...long, '\n{"kind":"mobility-option","hex":"0100"}\n']);
    expect(found.map((one) => one['ok'])).toEqual([false, true]);
    expect(found[0]).toEqual({ ok: false, why: 'the line is too long' });
  });
});
