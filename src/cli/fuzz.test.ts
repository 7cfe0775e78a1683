import { expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { distributedKnobs } from '#scenario/knobs-distributed.ts';
import { proxyKnobs } from '#scenario/knobs-proxy.ts';
import { check } from '#scenario/schema.ts';
import { runCommand } from './commands.ts';
import { faultOf, faultsOf, shrunk, stormy } from './fuzz.ts';

// 2,000 storms are spread over four files, which run beside each other.
test('nothing breaks in storms 0 to 499', () => {
  expect(faultsOf(0, 500)).toEqual([]);
}, 400_000);

test('a storm is a valid scenario, and the same for the same seed', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const storm = stormy(seed);
    expect(check(storm).ok, String(seed)).toBe(true);
    expect(stormy(seed)).toEqual(storm);
    expect(check(stormy(seed, 'distributed')).ok, `distributed ${seed}`).toBe(true);
  }
});

test('what fails is made smaller, with its faults mended', () => {
  const storm = stormy(3);
  const mn1 = storm.nodes.find(({ id }) => id === 'mn1');
  // At the end MN1 has just left its gateway.
  const x = mn1?.x === 264 ? 736 : 264;
  const late = { do: 'place', node: 'mn1', x, y: 544, at: storm.end - ms(25) } as const;
  const bad = { ...storm, script: [...storm.script, late] };
  expect(faultOf(storm)).toBeUndefined();
  expect(faultOf(bad)).toContain('left over');
  const small = shrunk(bad);
  expect(faultOf(small)).toContain('left over');
  expect(small.script).toEqual([{ ...late, at: storm.end }]);
  expect([small.flows, small.knobs]).toEqual([[], {}]);
  expect(small.nodes.filter(({ kind }) => kind === 'mn').map(({ id }) => id)).toEqual(['mn1']);
});

test('storms of distributed anchoring meet every reading, mode and number of operators', () => {
  const storms = Array.from({ length: 200 }, (_, seed) => stormy(seed, 'distributed'));
  const met = new Set(
    storms.flatMap(({ profile, knobs = {}, nodes }) => [
      profile,
      ...Object.entries(knobs).map(([name, value]) => `${name} ${value}`),
      ...nodes.map(({ kind }) => kind),
      `${nodes.filter(({ kind }) => kind === 'mn').length} nodes`,
      `${new Set(nodes.flatMap(({ operator }) => operator ?? [])).size} operators`,
    ]),
  );
  const all = distributedKnobs.flatMap(({ name, values }) =>
    values.map(({ value }) => `${name} ${value}`),
  );
  const others = ['draft-05', 'rfc8885', 'hss', 'cmd', 'lma', '1 nodes', '5 nodes', '2 operators'];
  expect([...all, ...others].filter((one) => !met.has(one))).toEqual([]);
  const orders = storms.flatMap(({ script }) =>
    script.flatMap((one) => (one.do === 'operate' ? one.order : [])),
  );
  expect(new Set(orders)).toEqual(new Set(['forget']));
});

test('nothing breaks in storms over several interfaces, and of client Mobile IPv6', () => {
  expect(faultsOf(0, 16, 'interfaces')).toEqual([]);
  expect(faultsOf(0, 12, 'clients')).toEqual([]);
}, 200_000);

test('storms over interfaces and of clients meet every kind of node, host and command', () => {
  const storms = Array.from({ length: 150 }, (_, seed) =>
    (['interfaces', 'clients'] as const).map((kind) => stormy(seed, kind)),
  ).flat();
  for (const storm of storms) expect(check(storm).ok, `${storm.title} ${storm.seed}`).toBe(true);
  const met = new Set(
    storms.flatMap(({ knobs = {}, nodes, script }) => [
      ...Object.entries(knobs).map(([name, value]) => `${name} ${value}`),
      ...nodes.flatMap(({ kind, hostModel = 'weak', virtual, lacks = [] }) => [
        kind,
        ...lacks,
        ...(kind === 'mn' ? [hostModel] : []),
        ...(virtual === undefined ? [] : [`path ${virtual.path ?? 'prefix'}`]),
        ...(virtual?.strict === true ? ['strict'] : []),
      ]),
      ...script.map((one) => (one.do === 'operate' ? one.order : one.do)),
      ...script.flatMap((one) =>
        one.do === 'radio' && one.instead !== undefined ? 'instead' : [],
      ),
    ]),
  );
  const all = proxyKnobs.flatMap(({ name, values }) =>
    values.slice(1).map(({ value }) => `${name} ${value}`),
  );
  const kinds = ['mn', 'mr', 'lfn', 'mag', 'lma', 'ar', 'ha', 'cn'];
  const hosts = ['weak', 'strong', 'linux', 'xp', 'vista', 'path prefix', 'path active', 'strict'];
  const orders = ['moveFlow', 'path', 'hostRoute', 'weakHost', 'strongHost', 'revoke', 'notify'];
  const others = ['radio', 'instead', 'place', 'catch', 'link', 'node', 'flow', 'multihoming'];
  const wanted = [...all, ...kinds, ...hosts, ...orders, ...others];
  expect(wanted.filter((one) => !met.has(one))).toEqual([]);
});

test('clients are put into the cell of each router, and seldom where nobody hears', () => {
  const storms = Array.from({ length: 100 }, (_, seed) => stormy(seed, 'clients'));
  const heard = storms.flatMap(({ nodes, script }) =>
    script.flatMap((one) => {
      if (one.do !== 'place') return [];
      const cells = nodes.flatMap(({ id, x, y, cell }) => {
        if (cell === undefined) return [];
        const [u, v] = [(one.x - x - cell.dx) / cell.rx, (one.y - y - cell.dy) / cell.ry];
        return u * u + v * v < 1 ? [id] : [];
      });
      return [cells];
    }),
  );
  expect([...new Set(heard.flat())].toSorted()).toEqual(['ar1', 'ar2', 'ha']);
  expect(heard.filter((cells) => cells.length === 0).length).toBeLessThan(heard.length / 4);
});

test('the command says what it did, or what it cannot do', async () => {
  const lines: string[] = [];
  const terminal = {
    out: (chunk: string | Uint8Array) => Promise.resolve(void lines.push(String(chunk))),
    err: (line: string) => void lines.push(line),
    input: () => {
      throw new Error('not read');
    },
  };
  expect(await runCommand(['fuzz', '--runs', '2', '--seed', '5'], terminal)).toBe(0);
  expect(lines).toEqual(['2 runs from seed 5: nothing found\n']);
  expect(await runCommand(['fuzz', '--of', 'distributed', '--runs', '2'], terminal)).toBe(0);
  expect(lines.at(-1)).toBe('2 runs of distributed anchors from seed 1: nothing found\n');
  expect(await runCommand(['fuzz', '--of', 'interfaces', '--runs', '2'], terminal)).toBe(0);
  expect(lines.at(-1)).toBe('2 runs of interfaces from seed 1: nothing found\n');
  expect(await runCommand(['fuzz', '--of', 'rain'], terminal)).toBe(2);
  expect(lines.at(-1)).toContain(
    "'--of' must be distributed or proxy or interfaces or clients, not 'rain'",
  );
  expect(await runCommand(['fuzz', '--runs', '0'], terminal)).toBe(2);
  expect(lines.at(-1)).toContain("'--runs' must be a whole number from 1");
});
