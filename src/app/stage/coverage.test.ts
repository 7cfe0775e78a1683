// Where a node is put that moves to a gateway.
import { expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { Page } from '#session/toy-page.ts';
import { coveringGateway, spotIn } from './coverage.ts';

test.each([
  ['vmn-nemo', 'mr1', 'ar2'],
  ['vmn-f1', 'mn1', 'ar2'],
  ['mif-f3', 'mn1', 'mag2'],
] as const)('%s: %s that moves to %s leaves the cells of others', (figure, node, gateway) => {
  const page = new Page(figure).seek(seconds(5));
  const { scene } = page.still;
  const spot = spotIn(scene, gateway, node);
  expect(spot).toBeDefined();
  expect(spot && coveringGateway(scene, spot)).toBe(gateway);
  page.say({ say: 'command', command: { do: 'place', node, ...spot } });
  page.seek(seconds(5.5));
  const links = page.node(node).mn?.radios.flatMap(({ attachedTo }) => attachedTo ?? []);
  expect(links).toEqual([gateway]);
});

test('where cells do not overlap the first free spot is taken', () => {
  const { scene } = new Page('dmm-f4').seek(seconds(3)).still;
  const spot = spotIn(scene, 'dgw2', 'mn1');
  expect(spot && coveringGateway(scene, spot)).toBe('dgw2');
});
