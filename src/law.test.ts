// The import law and the determinism bans. The law is the tables below, held against every file
// under src/; the bans are oxlint's. Both are also shown to fire, on violations planted here.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** From the ground up. A folder sees its own files and all lower floors, never its own floor. */
const floors = [
  ['base', 'specs'],
  ['wire'],
  ['net'],
  ['sim'],
  ['view', 'protocols'],
  ['scenario'],
  ['metrics'],
  ['session', 'lessons'],
  ['testing'],
  ['app', 'cli'],
];

/** The floors within protocols/. */
const protocolFloors = [
  ['l2', 'nd', 'traffic'],
  ['pmipv6', 'virtual'],
  ['multihoming', 'flow', 'dmm', 'lma', 'mag', 'mip6'],
  ['kinds.ts'],
];

/** Narrower than the floors: what files matching `from` may not import. Tests are free of these. */
const closed = [
  { from: /^view\//, to: /^sim\/(?!trace\.ts$|match\.ts$|command\.ts$)/ },
  { from: /^metrics\/(?!toy\.ts$)/, to: /^sim\/(?!trace\.ts$)/ },
  { from: /^app\//, to: /^(sim|net|protocols)\// },
  { from: /^(?!testing\/|cli\/fuzz\.ts$)/, to: /^testing\// },
];

/** Which files may import which packages. Tests may import any. */
const packages = [
  { name: /^xstate$/, by: /\.machine\.ts$|^sim\/machine\.ts$|^app\/lessons\// },
  { name: /^d3$/, by: /^view\/|^app\/stage\// },
  { name: /^react(-dom)?($|\/)/, by: /^(view\/draw|app)\/.*\.tsx$/ },
  { name: /^react-dom\/server$/, by: /^view\/export\/picture\.ts$/ },
  { name: /^@base-ui\/react($|\/)|^@tanstack\/react-virtual$/, by: /^app\/.*\.tsx$/ },
  { name: /^zustand($|\/)/, by: /^app\/stores\// },
  { name: /^valibot$/, by: /^(scenario|session)\// },
  { name: /^tinykeys$|^lean-qr($|\/)|^@fontsource-variable\//, by: /^app\// },
  { name: /^node:/, by: /^(cli|testing)\// },
  { name: /^vitest$|^fast-check$/, by: /^testing\// },
];

const importForms =
  /\b(?:import|export)\b[^'"`;()]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]|\bnew\s+URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta/g;

/** The specifiers that a source imports: static, dynamic, types, and workers by URL. */
function importsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(importForms)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
}

/** True when `from` stands on a higher floor than `to`, or they are one. */
function sees(order: readonly (readonly string[])[], from: string, to: string): boolean {
  const floorOf = (name: string) => order.findIndex((floor) => floor.includes(name));
  return from === to || floorOf(to) < floorOf(from);
}

/** A test stands where the file stands that it tests. */
const testedBy = (file: string): string => file.replace(/\.(test|bench)\.ts$/, '.ts');

/** What is wrong with one import; `file` and the answer's paths are relative to src/. */
function wrongWith(file: string, specifier: string): string | undefined {
  const isTest = /\.(test|bench)\.tsx?$/.test(file);
  const path = specifier.replace(/\?.*$/, '');
  if (!/^[#./]/.test(path)) {
    if (isTest || packages.some((row) => row.name.test(path) && row.by.test(file)))
      return undefined;
    return `package ${path} is not for this file`;
  }
  if (path.startsWith('..') || path.includes('/../')) return 'across folders: #folder/file.ts';
  if (!/\.\w+$/.test(path)) return 'a file is imported with its extension';
  const to = path.startsWith('#') ? path.slice(1) : posix.join(dirname(file), path);
  if (path.startsWith('#') && dirname(to) === dirname(file)) return 'within a folder: ./file.ts';

  const [fromFolder = '', fromPart = ''] = testedBy(file).split('/');
  const [toFolder = '', toPart = ''] = to.split('/');
  if (isTest && toFolder === 'testing') return undefined;
  if (!sees(floors, fromFolder, toFolder)) return `${fromFolder} may not see ${toFolder}`;
  const inProtocols = fromFolder === 'protocols' && toFolder === 'protocols';
  if (inProtocols && !sees(protocolFloors, fromPart, toPart)) {
    return `protocols/${fromPart} may not see protocols/${toPart}`;
  }
  if (!isTest && closed.some((row) => row.from.test(file) && row.to.test(to))) {
    return `${to} is closed to this file`;
  }
  return undefined;
}

/** All that a file breaks, as lines of words. */
function violations(file: string, source: string): string[] {
  const found: string[] = [];
  const [folder = '', part = ''] = testedBy(file).split('/');
  if (!floors.flat().includes(folder)) found.push(`${folder} is on no floor`);
  if (folder === 'protocols' && !protocolFloors.flat().includes(part)) {
    found.push(`protocols/${part} is on no floor`);
  }
  if (/(^|\/)index\.tsx?$/.test(file)) found.push('no index files');
  if (file.endsWith('.tsx') && !/^(view\/draw|app)\//.test(file)) found.push('no .tsx here');
  if (/^\s*(export\s+)?(declare\s+)?(const\s+)?enum\s/m.test(source)) found.push('no enums');
  for (const specifier of importsOf(source)) {
    const wrong = wrongWith(file, specifier);
    if (wrong !== undefined) found.push(`'${specifier}': ${wrong}`);
  }
  return found.map((line) => `src/${file}: ${line}`);
}

test('every file keeps the import law', () => {
  const files = fs
    .readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file) && file !== 'law.test.ts');
  const broken = files.flatMap((file) =>
    violations(file, fs.readFileSync(join(import.meta.dirname, file), 'utf8')),
  );
  expect(broken).toEqual([]);
});

describe('the import law', () => {
  test.each([
    ['net/route.ts', `import { a } from '#sim/world.ts'`, 'net may not see sim'],
    ['view/path.ts', `import type { A } from '#protocols/kinds.ts'`, 'view may not see protocols'],
    ['base/ids.ts', `export * from '#specs/drafts.ts'`, 'base may not see specs'],
    ['session/session.ts', `await import('#lessons/all.ts')`, 'session may not see lessons'],
    ['app/App.tsx', `import { a } from '#cli/main.ts'`, 'app may not see cli'],
    ['sim/stack.test.ts', `import { a } from '#scenario/build.ts'`, 'sim may not see scenario'],
    ['view/ladder.ts', `import { a } from '#sim/log.ts'`, 'sim/log.ts is closed'],
    ['metrics/paths.ts', `import { a } from '#sim/log.ts'`, 'sim/log.ts is closed'],
    ['metrics/paths.ts', `import { a } from '#session/run.ts'`, 'metrics may not see session'],
    ['app/App.tsx', `import type { A } from '#sim/trace.ts'`, 'sim/trace.ts is closed'],
    ['app/stage/drag.ts', `import {\n  a,\n} from '#net/route.ts'`, 'net/route.ts is closed'],
    ['app/App.tsx', `new URL('../session/worker.ts', import.meta.url)`, 'across folders'],
    ['cli/main.ts', `import '#testing/lab.ts'`, 'testing/lab.ts is closed'],
    ['protocols/nd/host.ts', `import { a } from '#protocols/l2/station.ts'`, 'may not see'],
    ['protocols/dmm/dgw.ts', `import { a } from '#protocols/flow/policy.ts'`, 'may not see'],
    ['protocols/pmipv6/tunnels.ts', `import { a } from '#protocols/dmm/dgw.ts'`, 'may not see'],
    ['protocols/lma/lma.ts', `import { a } from '#protocols/mag/mag.ts'`, 'may not see'],
    ['protocols/l2/station.ts', `import { a } from '#protocols/kinds.ts'`, 'may not see'],
    ['sim/engine.ts', `import { setup } from 'xstate'`, 'package xstate'],
    ['session/queries.ts', `import { line } from 'd3'`, 'package d3'],
    ['view/ladder.ts', `import { useMemo } from 'react'`, 'package react'],
    ['app/stores/run.ts', `import { createRoot } from 'react-dom/client'`, 'package react-dom'],
    ['app/App.tsx', `import { create } from 'zustand'`, 'package zustand'],
    ['wire/codec.ts', `import { readFileSync } from 'node:fs'`, 'package node:'],
    ['wire/codec.ts', `import { mystery } from '@some/thing/deep'`, 'package @some/thing'],
    ['protocols/dmm/dgw.ts', `import { a } from '../pmipv6/checks.ts'`, 'across folders'],
    ['wire/codec.ts', `import { a } from '#wire/layout.ts'`, 'within a folder'],
    ['wire/codec.ts', `import { a } from './layout'`, 'with its extension'],
    ['wire/index.ts', '', 'no index files'],
    ['view/Ladder.tsx', '', 'no .tsx here'],
    ['wire/numbers.ts', 'export const enum Kind { A }', 'no enums'],
    ['utils/misc.ts', '', 'utils is on no floor'],
    ['protocols/ospf/router.ts', '', 'protocols/ospf is on no floor'],
  ])('%s: %s is refused', (file, source, words) => {
    expect(violations(file, source).join()).toContain(words);
  });

  test.each([
    ['protocols/dmm/dlif.machine.ts', `import { setup } from 'xstate'`],
    ['protocols/dmm/dgw.ts', `import { a } from '#protocols/pmipv6/checks.ts'`],
    ['protocols/lma/lma.ts', `import { a } from '#protocols/pmipv6/checks.ts'`],
    ['protocols/kinds.ts', `import { dgw } from './dmm/dgw.ts'`],
    ['view/draw/Ladder.tsx', `import { line } from 'd3';\nimport type { N } from 'react'`],
    ['view/export/picture.ts', `import { renderToStaticMarkup } from 'react-dom/server'`],
    ['view/ladder.ts', `import type { TraceEvent } from '#sim/trace.ts'`],
    ['session/client.ts', `new Worker(new URL('./worker.ts', import.meta.url))`],
    ['cli/fuzz.ts', `import { a } from '#testing/invariants.ts'`],
    ['wire/address.test.ts', `import fc from 'fast-check';\nimport '#testing/lab.ts'`],
    ['wire/codec.ts', `// import { a } from '#sim/world.ts'\n/* import 'react' */`],
  ])('%s: %s is allowed', (file, source) => {
    expect(violations(file, source)).toEqual([]);
  });
});

describe('the linter refuses', () => {
  const planted: readonly (readonly [file: string, rule: string, source: string])[] = [
    ['base/date.ts', 'no-restricted-globals', 'export const a = new Date();'],
    ['base/now.ts', 'no-restricted-globals', 'export const a = Date.now();'],
    ['wire/clock.ts', 'no-restricted-globals', 'export const a = performance.now();'],
    ['net/timer.ts', 'no-restricted-globals', 'setTimeout(() => {}, 1);'],
    ['sim/fetch.ts', 'no-restricted-globals', `export const a = () => fetch('x');`],
    ['sim/crypto.ts', 'no-restricted-globals', 'export const a = crypto.randomUUID();'],
    ['sim/dom.ts', 'no-restricted-globals', 'export const a = document.title;'],
    ['sim/global.ts', 'no-restricted-globals', 'export const a = globalThis.Intl;'],
    ['specs/dom.ts', 'no-restricted-globals', 'export const a = window.origin;'],
    ['protocols/dmm/intl.ts', 'no-restricted-globals', 'export const a = new Intl.Collator();'],
    ['protocols/dmm/random.ts', 'no-restricted-properties', 'export const a = Math.random();'],
    ['protocols/nd/log.ts', 'no-restricted-properties', 'export const a = Math.log(2);'],
    ['protocols/nd/sine.ts', 'no-restricted-properties', `export const { sin } = Math;`],
    ['scenario/build.ts', 'no-restricted-properties', `export const a = 'a'.localeCompare('b');`],
    ['scenario/build.ts', 'no-async-await', 'export async function b() {}'],
    ['session/float.ts', 'no-floating-promises', `export const a = () => { fetch('x'); };`],
    ['session/any.ts', 'no-explicit-any', 'export const a = (b: any): unknown => b;'],
    ['session/default.ts', 'no-default-export', 'export default 1;'],
    ['wire/one.ts', 'no-cycle', `import { b } from './two.ts';\nexport const a = b;`],
    ['wire/two.ts', 'no-cycle', `import { a } from '#wire/one.ts';\nexport const b: number = a;`],
    ['view/hook.test.ts', 'no-focused-tests', `test.only('a', () => {});`],
  ];
  const allowed: readonly (readonly [file: string, source: string])[] = [
    ['base/fine.ts', 'export const a = Math.abs(Math.imul(2, 3)) + Math.clz32(1);'],
    ['scenario/url.ts', 'export const a = async () => Date.now() + Math.random();'],
    ['sim/engine.bench.ts', 'export const a = performance.now();'],
  ];

  const folder = fs.mkdtempSync(join(tmpdir(), 'law-'));
  const reported = new Map<string, string>();
  try {
    for (const file of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) {
      fs.cpSync(join(root, file), join(folder, file));
    }
    fs.symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const sources = new Map<string, string>();
    for (const [file, , source] of planted) {
      sources.set(file, `${sources.get(file) ?? ''}${source}\n`);
    }
    for (const [file, source] of allowed) sources.set(file, source);
    for (const [file, source] of sources) {
      fs.mkdirSync(join(folder, 'src', dirname(file)), { recursive: true });
      fs.writeFileSync(join(folder, 'src', file), source);
    }
    const bin = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
    const run = spawnSync(process.execPath, [bin, '--format', 'unix', 'src'], {
      cwd: folder,
      encoding: 'utf8',
    });
    for (const line of run.stdout.split('\n')) {
      const file = /^(?:.*[\\/])?src[\\/]([^:]+):/.exec(line)?.[1]?.replaceAll('\\', '/');
      if (file !== undefined) reported.set(file, `${reported.get(file) ?? ''}${line}\n`);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }

  test.each(planted)('%s: %s', (file, rule) => {
    expect(reported.get(file) ?? '').toContain(rule);
  });

  test.each(allowed)('not %s', (file) => {
    expect(reported.get(file)).toBeUndefined();
  });
});
