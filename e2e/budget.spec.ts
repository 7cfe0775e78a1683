// What a first visit loads: the files of the build, gzipped. One build has one size.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { momentOf } from './moment.ts';
import { expect, test } from './watched.ts';

/** Octets of JavaScript that the first screen may need, the engine's worker apart (issue 2). */
const BUDGET = 200_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = resolve(root, process.env['E2E_DIST'] ?? 'dist');
const fileOf = (name: string): Buffer => readFileSync(join(dist, 'assets', name));
const sizeOf = (names: ReadonlySet<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSync(fileOf(name), { level: 9 }).length, 0);

/** Names of scripts that a text mentions: in a page's head, or as static imports of a script. */
function* scriptsIn(text: string, pattern: RegExp): Generator<string> {
  for (const [, name] of text.matchAll(pattern)) if (name !== undefined) yield name;
}

/** The scripts that the page cannot begin without. */
function initialScripts(): ReadonlySet<string> {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const found = new Set(scriptsIn(page, /(?:src|href)="\.\/assets\/([^"]+\.js)"/g));
  // A set that grows is walked to its end.
  for (const script of found) {
    const text = fileOf(script).toString('utf8');
    for (const name of scriptsIn(text, /(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      found.add(name);
    }
  }
  return found;
}

test('the initial JavaScript keeps its budget', () => {
  const scripts = initialScripts();
  expect(scripts.size).toBeGreaterThan(0);
  expect([...scripts].filter((name) => name.startsWith('worker'))).toEqual([]);
  expect(sizeOf(scripts)).toBeLessThanOrEqual(BUDGET);
});

test('so does all that the first screen loads, and all of it is ours', async ({ lab, page }) => {
  const scripts = new Set<string>();
  page.on('response', (response) => {
    const name = /\/assets\/([^/?]+\.js)$/.exec(response.url())?.[1];
    if (name !== undefined && !name.startsWith('worker')) scripts.add(name);
  });
  await lab.open();
  await expect(lab.ladder.getByRole('listbox')).toBeVisible();
  await expect(page.getByRole('tabpanel')).toContainText('Select a message');
  await momentOf(lab);
  for (const name of initialScripts()) expect(scripts).toContain(name);
  expect(sizeOf(scripts)).toBeLessThanOrEqual(BUDGET);
});
