import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms } from '#base/ids.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario } from '#scenario/schema.ts';
import { Page } from '#session/toy-page.ts';
import { moveWords } from './move-words.ts';

/** What is told of a run that is looked at at these times, in milliseconds. */
function told(id: string, times: readonly number[], change: Partial<Scenario> = {}) {
  const page = new Page(id, change);
  let before = page.still.scene;
  return times.flatMap((at) => {
    const { scene } = page.seek(ms(at)).still;
    const words = moveWords(before, scene);
    before = scene;
    return words;
  });
}

const bothJoin = (first: string, second: string): readonly string[] => [
  `MN1 joins ${first} by if1 (WLAN).`,
  `MN1 joins ${second}.`,
];

describe('several interfaces', () => {
  const joined = bothJoin('MAG1', 'MAG2 by if2 (3G)');

  test('mif-f1: each joins its gateway', () => {
    expect(told('mif-f1', [3000, 8000])).toEqual(joined);
  });

  test('mif-f2: one is switched off', () => {
    expect(told('mif-f2', [5000, 7000])).toEqual([
      ...joined,
      'MN1 switches off if1 (WLAN), which was on MAG1.',
    ]);
  });

  test('mif-f3: the anchor moves flows, and the node sends them as before', () => {
    expect(told('mif-f3', [3000, 4400, 4900, 7000])).toEqual([
      ...joined,
      'The network moves flow F1 of MN1 from if1 to if2; MN1 still sends it by if1.',
      'The network moves flow FN of MN1 from if1 to if2; MN1 still sends it by if1.',
    ]);
  });

  test('S-20: a node that is told follows', () => {
    const knobs = { multihoming: 'muho', flowRoute: 'told' };
    expect(told('mif-f3', [3000, 4400, 4505, 4900], { knobs }).slice(2)).toEqual([
      'The network moves flow F1 of MN1 from if1 to if2; MN1 still sends it by if1.',
      'MN1 moves flow F1 from if1 to if2; both ways go by it.',
    ]);
  });

  test('S-17: to a strong host it is lost', () => {
    const nodes = must(bundled('mif-f3'), 'the figure').nodes.map((node) =>
      node.kind === 'mn' ? { ...node, hostModel: 'strong' as const } : node,
    );
    expect(told('mif-f3', [3000, 4400, 4900], { nodes }).slice(2)).toEqual([
      'The network moves flow F1 of MN1 from if1 to if2; MN1 still sends it by if1.',
      'F1 no longer reaches MN1: strong host: it is of if1.',
    ]);
  });

  test.each(['mif-f4', 'mif-f5'])('%s: a policy of the anchor is changed', (id) => {
    expect(told(id, [3000, 5000, 7000])).toEqual([
      ...joined,
      'The network moves flow F2 of MN1 from if1 to if2; MN1 still sends it by if1.',
    ]);
  });
});

describe('below a virtual interface', () => {
  const joined = bothJoin('MAG1', 'MAG2 by if2 (WiMAX)');

  test('vip-f1: the path of a prefix moves there and back', () => {
    expect(told('vip-f1', [3000, 4010, 5900, 7000])).toEqual([
      ...joined,
      'The path of HNP1 of MN1 moves from if1 to if2; vif stays as it is.',
      'MN1 moves flow F1 from if1 to if2; it still comes by if1.',
      'MN1 moves flow F1 from if2 to if1; both ways go by it.',
      'The path of HNP1 of MN1 moves from if2 to if1; vif stays as it is.',
    ]);
  });

  test('vip-f2: a second one joins', () => {
    expect(told('vip-f2', [900, 2000])).toEqual(joined);
  });

  test('vip-f3: from one technology to the other', () => {
    expect(told('vip-f3', [3900, 4030, 4080, 5000])).toEqual([
      'MN1 joins MAG1 by if1 (WLAN).',
      'MN1 joins MAG2 by if2 (WiMAX).',
      'The network moves flow F1 of MN1 from if1 to if2; MN1 still sends it by if1.',
      'The path of HNP1 of MN1 moves from if1 to if2; vif stays as it is.',
      'MN1 moves flow F1 from if1 to if2; both ways go by it.',
      'MN1 switches off if1 (WLAN), which was on MAG1.',
    ]);
    expect(told('vip-f3', [3900, 5000]).slice(1)).toEqual([
      'MN1 switches from if1 (WLAN) to if2 (WiMAX), on MAG2.',
      'The path of HNP1 of MN1 moves from if1 to if2; vif stays as it is.',
      'Flow F1 of MN1 moves from if1 to if2.',
    ]);
  });
});

describe('client Mobile IPv6', () => {
  test('mipv6-ro: registered, optimised, moved, at home again', () => {
    expect(told('mipv6-ro', [3000, 4000, 6050, 7000, 8050, 9000])).toEqual([
      'HA accepts the Binding Update of MN1: its care-of address is AR1::MN1, at AR1.',
      'Route optimised: CN1 sends to MN1 at AR1 directly.',
      'HA accepts the Binding Update of MN1: its care-of address is AR2::MN1, at AR2.',
      'Route optimised: CN1 sends to MN1 at AR2 directly.',
      'MN1 is at home again: HA has ended its binding.',
      'CN1 sends to the home address of MN1 again.',
    ]);
  });

  test('vmn-f1: with a virtual interface the session changes its path', () => {
    expect(told('vmn-f1', [1000, 5000, 7000])).toEqual([
      ...bothJoin('AR1', 'AR2 by if2 (CDMA)'),
      'HA accepts the Binding Update of MN1: its care-of address is AR1::MN1, at AR1.',
      'MN1 loses if1 (WLAN), which was on AR1.',
      'The path of MN1 changes from if1 to if2; vif stays as it is.',
      'Flow F1 of MN1 moves from if1 to if2.',
      'HA accepts the Binding Update of MN1: its care-of address is AR2::MN1, at AR2.',
    ]);
  });

  test('vmn-nemo: the network goes with its router', () => {
    expect(told('vmn-nemo', [1000, 6000, 8000]).slice(2)).toEqual([
      'HA accepts the Binding Update of MR1: its care-of address is AR1::MR1, at AR1, and its network goes with it.',
      'MR1 loses if1 (WLAN), which was on AR1.',
      'The path of MR1 changes from if1 to if2; vif stays as it is.',
      'HA accepts the Binding Update of MR1: its care-of address is AR2::MR1, at AR2, and its network goes with it.',
    ]);
  });

  test('a binding that is gone while the node is away', () => {
    const page = new Page('mipv6-ro').seek(ms(4000));
    const { scene } = page.still;
    const nodes = scene.nodes.map((node) =>
      node.kind === 'ha' ? { ...node, lma: { bindings: [] } } : node,
    );
    expect(moveWords(scene, { ...scene, nodes })).toEqual(['HA has no binding of MN1 any more.']);
  });
});

test('nodes with one radio are told of elsewhere', () => {
  expect(told('pmip-handoff', [3000, 9000])).toEqual([]);
});
