// The figures of the drafts on virtual interfaces, multihoming and client Mobile IPv6, held against what
// their scenarios show at the moment that a link opens: boxes, bindings, paths, routes, tables.

import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { bundled } from '#scenario/library.ts';
import { readLink } from '#scenario/url.ts';
import { Page } from '#session/toy-page.ts';
import { lab, type Lab } from './lab.ts';

const HNP1 = '2001:db8:a1:1::/64';
const HNP2 = '2001:db8:a2:2::/64';

/** A page as a link to a bundled scenario opens it, and the same instant of its run. */
async function opened(id: string): Promise<{ readonly page: Page; readonly run: Lab }> {
  const link = await readLink(`#d=1r~${id}`);
  if (!link.ok) throw new Error(link.why.words);
  const { at } = link.value;
  const micros = at !== undefined && 'micros' in at ? at.micros : 0;
  return { page: new Page(id).seek(micros), run: lab(id).to(micros) };
}

const boxes = (page: Page, ...kinds: readonly string[]): readonly string[] =>
  page.still.scene.nodes.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
const bindings = (run: Lab): readonly string[] =>
  run.columns('lma', 'lma/bindings', ['prefixes', 'proxyCareOfAddress', 'accessTechnology']);
const virtual = (page: Page) => must(page.node('mn1').mn?.virtual, 'a virtual interface');
const paths = (page: Page): readonly string[] =>
  virtual(page).paths.map(({ prefix, over }) => `${prefix} ${over}`);
const attached = (page: Page, node = 'mn1'): readonly string[] =>
  (page.node(node).mn?.radios ?? []).map((one) => `${one.iface} ${one.attachedTo ?? ''}`);
/** Above: what stands higher on the stage. */
const isAbove = (page: Page, high: string, low: string): boolean =>
  page.node(high).y < page.node(low).y;

test.each([
  'vip-f1',
  'vip-f2',
  'vip-f3',
  'mif-f1',
  'mif-f2',
  'mif-f3',
  'mif-f4',
  'mif-f5',
  'vmn-f1',
])('%s opens beyond its beginning, and says what to look for', async (id) => {
  const { page } = await opened(id);
  expect(page.still.now).toBeGreaterThan(0);
  expect(must(bundled(id), id).look).toMatch(/^[A-Z].+\.$/);
});

describe('draft 000', () => {
  test('Figure 1: one interface over two, and the path of each prefix', async () => {
    const { page } = await opened('vip-f1');
    expect(virtual(page).subs.map(({ iface, up }) => `${iface} ${up}`)).toEqual([
      'if1 true',
      'if2 true',
    ]);
    expect(paths(page)).toEqual([`${HNP1} if1`, `${HNP2} if2`]);
  });

  test('Figure 2: two gateways, two bindings of one identifier, two addresses', async () => {
    const { page, run } = await opened('vip-f2');
    expect(boxes(page, 'lma', 'mag', 'mn')).toEqual(['MN1', 'MAG1', 'MAG2', 'LMA']);
    expect(bindings(run)).toEqual([`[${HNP1}] 2001:db8:1::1 4`, `[${HNP2}] 2001:db8:2::1 5`]);
    const [first, second] = run.columns('lma', 'lma/bindings', ['linkLayerId']);
    expect(first).toBe(second);
    expect(page.node('mn1').mn?.addresses).toHaveLength(2);
    expect(isAbove(page, 'lma', 'mag1') && isAbove(page, 'mag1', 'mn1')).toBe(true);
  });

  test('Figure 3: WLAN before, WiMAX after; prefix, address and identifier stay', async () => {
    const { page, run } = await opened('vip-f3');
    expect(attached(page)).toEqual(['if1 mag1', 'if2 ']);
    expect(bindings(run)).toEqual([`[${HNP1}] 2001:db8:1::1 4`]);
    const { addresses } = must(page.node('mn1').mn, 'MN1');
    run.play();
    page.seek(must(bundled('vip-f3'), 'it').end);
    expect(attached(page)).toEqual(['if1 ', 'if2 mag2']);
    expect(bindings(run)).toEqual([`[${HNP1}] 2001:db8:2::1 5`]);
    expect(page.node('mn1').mn?.addresses.map(({ address }) => address)).toEqual(
      addresses.map(({ address }) => address),
    );
  });
});

test('draft 001, Figure 1: one path at a time, over the first interface', async () => {
  const { page, run } = await opened('vmn-f1');
  expect(boxes(page, 'ha', 'ar', 'mn', 'cn')).toEqual(['MN1', 'HA', 'AR1', 'AR2', 'CN1']);
  expect(virtual(page)).toMatchObject({ iface: 'vif', mode: 'active' });
  expect(
    virtual(page)
      .subs.filter(({ active }) => active)
      .map(({ iface }) => iface),
  ).toEqual(['if1']);
  expect(run.columns('ha', 'ha/bindings', ['state'])).toEqual(['active']);
  expect(run.columns('mn1', 'vif/routers', ['over'])).toEqual(['[if1]', '[if2]']);
});

describe('draft 002', () => {
  test.each(['mif-f1', 'mif-f2', 'mif-f3', 'mif-f4'])('%s: its boxes and bindings', async (id) => {
    const { page, run } = await opened(id);
    expect(boxes(page, 'mn', 'mag', 'lma')).toEqual(['MN1', 'MAG1', 'MAG2', 'LMA']);
    expect(attached(page)).toEqual(['if1 mag1', 'if2 mag2']);
    expect(bindings(run)).toEqual([`[${HNP1}] 2001:db8:1::1 4`, `[${HNP2}] 2001:db8:2::1 7`]);
    expect(isAbove(page, 'cn1', 'lma') && isAbove(page, 'lma', 'mag1')).toBe(true);
    expect(page.node('mag1').x).toBeLessThan(page.node('mag2').x);
  });

  test('Figures 1 and 2: each gateway knows the prefix on its link alone', async () => {
    for (const id of ['mif-f1', 'mif-f2']) {
      const { run } = await opened(id);
      expect(run.columns('mag1', 'mag/foreign', ['prefixes'])).toEqual([]);
      expect(run.columns('mag2', 'mag/foreign', ['prefixes'])).toEqual([]);
    }
  });

  test('Figures 3 and 4: the routes of MAG2 name both prefixes, one of them on its link', async () => {
    for (const id of ['mif-f3', 'mif-f4']) {
      const { run } = await opened(id);
      const routes = run.columns('mag2', 'stack/routes', ['to', 'out']);
      expect(routes).toContain(`${HNP1} mn1-if2`);
      expect(routes).toContain(`${HNP2} mn1-if2`);
      expect(run.columns('mag2', 'mag/links', ['prefixes'])).toEqual([`[${HNP2}]`]);
    }
  });

  test('Figure 4: the policy table, six facts and a gateway each', async () => {
    const { page, run } = await opened('mif-f4');
    expect(run.columns('lma', 'lma/flows', ['name', 'active'])).toEqual([
      'flow1 true',
      'flow2 true',
    ]);
    const flows = page.node('lma').lma?.flows ?? [];
    expect(
      flows.filter(({ by }) => by === 'policy').map(({ name, to }) => `${name} ${to.join()}`),
    ).toEqual(['flow1 mag2', 'flow2 mag1']);
  });

  test('Figure 5: the packet of a flow is marked before the routing, and not after it', async () => {
    const { run } = await opened('mif-f5');
    run.play();
    expect(run.columns('lma', 'stack/flows', ['mark']).length).toBeGreaterThan(1);
    expect(run.columns('lma', 'stack/flowRules', ['priority'])).toHaveLength(2);
  });
});
