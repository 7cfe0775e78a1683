// The five figures of the distributed-anchoring draft, held against what their scenarios show at the
// moment that a link opens: the stage, and for Figures 1 and 4, which are drawn with arrows, the ladder.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { bundled, library, openingOf } from '#scenario/library.ts';
import { readLink } from '#scenario/url.ts';
import { Page } from '#session/toy-page.ts';
import type { LadderRow } from '#view/ladder.ts';
import { lab } from './lab.ts';

/** A page as a link to a bundled scenario opens it. */
async function opened(id: string): Promise<Page> {
  const link = await readLink(`#d=1r~${id}`);
  if (!link.ok) throw new Error(link.why.words);
  const { at } = link.value;
  const micros = at !== undefined && 'micros' in at ? at.micros : 0;
  return new Page(id).seek(micros);
}

const named = (page: Page, kind: string): readonly string[] =>
  page.still.scene.nodes.filter((node) => node.kind === kind).map(({ name }) => name);
/** The DLIFs that a gateway shows to its nodes, in the order of their names. */
const shownAt = (page: Page, gateway: string): readonly string[] =>
  (page.node(gateway).dlifs ?? [])
    .filter(({ state }) => state !== 'kept')
    .map(({ name }) => name)
    .toSorted();
/** Short addresses of a node with their states, and whom it is attached to. */
const beliefsOf = (page: Page, mn: string) => {
  const { addresses, attachedTo } = must(page.node(mn).mn, `${mn} is a mobile node`);
  return { attachedTo, addresses: addresses.map(({ short, state }) => `${short} ${state}`) };
};
const tunnelsIn = (page: Page) =>
  page.still.scene.tunnels.map(({ ends }) => ends.toSorted().join());

test('Figure 2: one tunnel, D-GW1 with mn1dgw1, D-GW2 with mn1dgw1 and mn1dgw2', async () => {
  const page = await opened('dmm-f2');
  expect(named(page, 'dgw')).toEqual(['D-GW1', 'D-GW2']);
  expect(named(page, 'mn')).toEqual(['MN1']);
  expect(page.node('dgw1').dlifs?.map(({ name }) => name)).toEqual(['mn1dgw1']);
  expect(shownAt(page, 'dgw2')).toEqual(['mn1dgw1', 'mn1dgw2']);
  expect(tunnelsIn(page)).toEqual(['dgw1,dgw2']);
  expect(beliefsOf(page, 'mn1')).toEqual({
    attachedTo: 'dgw2',
    addresses: ['prefA::MN1 deprecated', 'prefB::MN1 preferred'],
  });
  // The addresses of D-GW1 that DMM §4.1 prints, at D-GW2.
  const clone = page.node('dgw2').dlifs?.find(({ name }) => name === 'mn1dgw1');
  expect(clone).toMatchObject({
    state: 'clone',
    mac: '00:11:22:33:01:01',
    linkLocal: 'fe80::211:22ff:fe33:101',
    deprecated: true,
  });
});

test('S-23, DMM-7, Figure 3: D-GW1 serves MN2 and MN3 by pairs of DLIFs, D-GW2 serves MN1', async () => {
  const page = await opened('dmm-f3');
  expect(named(page, 'dgw')).toEqual(['D-GW1', 'D-GW2']);
  expect(named(page, 'mn').toSorted()).toEqual(['MN1', 'MN2', 'MN3']);
  expect(shownAt(page, 'dgw1')).toEqual(['mn2dgw1', 'mn2dgw2', 'mn3dgw1', 'mn3dgw2']);
  expect(shownAt(page, 'dgw2')).toEqual(['mn1dgw1', 'mn1dgw2']);
  const served = ['mn1', 'mn2', 'mn3'].map((mn) => beliefsOf(page, mn).attachedTo);
  expect(served).toEqual(['dgw2', 'dgw1', 'dgw1']);
  // LMAC1 to LMAC6.
  const macs = ['dgw1', 'dgw2'].flatMap((id) =>
    (page.node(id).dlifs ?? []).filter(({ state }) => state !== 'kept').map(({ mac }) => mac),
  );
  expect(new Set(macs).size).toBe(6);
  expect(tunnelsIn(page)).toEqual(['dgw1,dgw2']);
});

test('S-29, DMM-33, Figure 5: the home LMA above, a tunnel to each gateway, none between them', async () => {
  const page = await opened('dmm-f5');
  expect(named(page, 'lma')).toEqual(['LMA']);
  expect(named(page, 'dgw')).toEqual(['D-GW1', 'D-GW2']);
  const operators = must(bundled('dmm-f5'), 'the figure').nodes.flatMap(
    (node) => node.operator ?? [],
  );
  expect(operators).toEqual(['A', 'B']);
  expect(tunnelsIn(page).toSorted()).toEqual(['dgw1,lma', 'dgw2,lma']);
  expect(page.node('dgw1').dlifs?.map(({ name }) => name)).toEqual(['mn1dgw1']);
  expect(shownAt(page, 'dgw2')).toEqual(['mn1dgw1', 'mn1dgw2']);
  expect(beliefsOf(page, 'mn1')).toEqual({
    attachedTo: 'dgw2',
    addresses: ['prefA::MN1 deprecated', 'prefB::MN1 preferred'],
  });
  // Above: the gateways stand lower than the LMA, MN1 lower than both.
  const height = (id: string): number => page.node(id).y;
  expect(height('lma')).toBeLessThan(Math.min(height('dgw1'), height('dgw2')));
  expect(height('mn1')).toBeGreaterThan(Math.max(height('dgw1'), height('dgw2')));
});

/** An arrow as the draft draws it: who, to whom, what; traffic with all who pass it on. */
function arrowsOf(rows: readonly LadderRow[], nameOf: (node: string) => string): readonly string[] {
  return rows.flatMap((row): readonly string[] => {
    switch (row.row) {
      case 'attach':
        return [`${nameOf(row.from)} .. ${nameOf(row.to)}`];
      case 'message':
        return [`${nameOf(row.from)} -> ${nameOf(row.to)} ${row.label}`];
      case 'data': {
        // What is lost in a handover the draft does not draw.
        if (row.lost === row.count) return [];
        const way = row.path.filter((node) => node !== 'core').map(nameOf);
        return [
          `${way.join(' <> ')} ${row.prefix}${row.tunnelled.length > 0 ? ' in a tunnel' : ''}`,
        ];
      }
      default:
        return [];
    }
  });
}

const attached = (arrows: readonly string[]): number =>
  arrows.findLastIndex((arrow) => arrow.includes(' .. '));
const isTraffic = (arrow: string): boolean => arrow.includes(' <> ');

/** Before and after the handover: the arrows in order, and the traffic, which goes on side by side. */
function halves(arrows: readonly string[]) {
  const at = attached(arrows);
  return [arrows.slice(0, at), arrows.slice(at)].map((half) => ({
    signalling: half.filter((arrow) => !isTraffic(arrow)),
    traffic: half.filter(isTraffic).toSorted(),
  }));
}

describe.each(['draft-05', 'rfc8885'] as const)('in profile %s', (profile) => {
  const drawn = (id: string) => {
    const run = lab(id, { profile }).to(must(openingOf(id), 'a figure opens as a still'));
    return halves(arrowsOf(run.rows(), (node) => run.cast.nameOf(node)));
  };

  test('Figure 1: attachment, prefA, traffic; handover, prefB, PBU, PBA, two kinds of traffic', () => {
    expect(drawn('dmm-f1')).toEqual([
      {
        signalling: ['MN1 .. D-GW1', 'D-GW1 -> MN1 RA @mn1dgw1, prefA 7 d'],
        traffic: ['MN1 <> D-GW1 <> CN1 prefA'],
      },
      {
        signalling: [
          'MN1 .. D-GW2',
          'D-GW2 -> MN1 RA @mn1dgw2, prefB 7 d',
          'D-GW2 -> D-GW1 PBU D seq 1 prefA',
          'D-GW1 -> D-GW2 PBA D st 0 prefA',
          // Figure 1 leaves out what Figure 4 has.
          'D-GW2 -> MN1 RA @mn1dgw1, prefA lft 0',
        ],
        traffic: ['MN1 <> D-GW2 <> CN1 prefB', 'MN1 <> D-GW2 <> D-GW1 <> CN1 prefA in a tunnel'],
      },
    ]);
  });

  test('Figure 4: the same with the DLIFs, the local network, and the RA that deprecates', () => {
    expect(drawn('dmm-f4')).toEqual([
      {
        signalling: ['MN1 .. D-GW1', 'D-GW1 -> MN1 RA @mn1dgw1, prefA 7 d'],
        traffic: ['MN1 <> D-GW1 <> CN1 prefA', 'MN1 <> D-GW1 <> localnet prefA'],
      },
      {
        signalling: [
          'MN1 .. D-GW2',
          'D-GW2 -> MN1 RA @mn1dgw2, prefB 7 d',
          'D-GW2 -> D-GW1 PBU D seq 1 prefA',
          'D-GW1 -> D-GW2 PBA D st 0 prefA',
          'D-GW2 -> MN1 RA @mn1dgw1, prefA lft 0',
        ],
        traffic: [
          'MN1 <> D-GW2 <> CN1 prefB',
          'MN1 <> D-GW2 <> D-GW1 <> CN1 prefA in a tunnel',
          'MN1 <> D-GW2 <> D-GW1 <> localnet prefA in a tunnel',
        ],
      },
    ]);
  });
});

test('what to look for at an opening fits one line under the stage', () => {
  const words = library.filter(({ id }) => openingOf(id) !== undefined).map(({ look }) => look);
  expect(words.length).toBeGreaterThan(5);
  for (const look of words) expect(look.length, look).toBeLessThanOrEqual(88);
});

test('Figures 1 and 4 open with their boxes, the tunnel, and both prefixes at MN1', async () => {
  for (const id of ['dmm-f1', 'dmm-f4']) {
    const page = await opened(id);
    expect([named(page, 'mn'), named(page, 'dgw'), named(page, 'cn')]).toEqual([
      ['MN1'],
      ['D-GW1', 'D-GW2'],
      ['CN1'],
    ]);
    expect(named(page, 'localnet')).toEqual(id === 'dmm-f4' ? ['localnet'] : []);
    expect(tunnelsIn(page)).toEqual(['dgw1,dgw2']);
    expect(beliefsOf(page, 'mn1')).toEqual({
      attachedTo: 'dgw2',
      addresses: ['prefA::MN1 deprecated', 'prefB::MN1 preferred'],
    });
  }
});
