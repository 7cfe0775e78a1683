// What the menus of nodes offer, on runs without a browser: nothing that is so already, nothing absurd.
import { expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { Page } from '#session/toy-page.ts';
import { nodeDeeds } from './node-deeds.ts';

const menuOf = (page: Page, node: string): readonly string[] =>
  nodeDeeds(page.still, node).flatMap((group) => group.map(({ words }) => words));
const notesOf = (page: Page, node: string): string =>
  nodeDeeds(page.still, node)
    .flatMap((group) => group.map(({ note }) => note))
    .join(' ');

test('a host is offered the model that it has not, and the way back from a route', () => {
  const page = new Page('mif-f3').seek(seconds(5));
  expect(menuOf(page, 'mn1')).toContain('Make it a strong host');
  expect(menuOf(page, 'mn1')).not.toContain('Make it a weak host');
  expect(menuOf(page, 'mn1')).not.toContain('Take the route to CN1 back');
  const order = { do: 'operate', node: 'mn1' } as const;
  page.say({ say: 'command', command: { ...order, order: 'strongHost' } });
  page.say({
    say: 'command',
    command: { ...order, order: 'hostRoute', peer: 'cn1', iface: 'if2' },
  });
  page.seek(seconds(5.2));
  const menu = menuOf(page, 'mn1');
  expect(menu).toContain('Make it a weak host');
  expect(menu).not.toContain('Make it a strong host');
  expect(menu).toContain('Take the route to CN1 back');
  expect(menu).not.toContain('Route CN1 by if2');
});

test('client Mobile IPv6: home is a place to go to, a correspondent has bindings to lose', () => {
  const page = new Page('mipv6-ro').seek(seconds(4.5));
  expect(menuOf(page, 'mn1')).toContain('Move MN1 to HA');
  expect(notesOf(page, 'mn1')).toContain('Its home link');
  expect(menuOf(page, 'cn1')).toContain('Crash, tables lost');
  expect(menuOf(page, 'cn1')).toContain('Stop F1');
  // No message of it has a timestamp, no gateway asks for a handoff, nothing counts restarts.
  expect(menuOf(page, 'mn1')).not.toContain('Clock offset…');
  const layered = new Page('vmn-f1').seek(seconds(5));
  expect(notesOf(layered, 'mn1')).not.toContain('gateway');
  expect(notesOf(layered, 'ha')).not.toContain('restart counter');
});

test('a mobile router moves and changes radios; the node behind it stops and starts its flow', () => {
  const page = new Page('vmn-nemo').seek(seconds(6));
  expect(menuOf(page, 'mr1')).toEqual(
    expect.arrayContaining(['Move MR1 to AR2', 'Switch if1 off', 'Make if2 the active path']),
  );
  expect(menuOf(page, 'lfn1')).toContain('Stop F1');
  page.say({ say: 'command', command: { do: 'flow', flow: 'F1', change: 'stop' } });
  page.seek(seconds(6.2));
  expect(menuOf(page, 'lfn1')).toContain('Start F1');
});

test('a gateway lets go of the anchors that its node has elsewhere', () => {
  const page = new Page('dmm-f4').seek(seconds(10.5));
  expect(menuOf(page, 'dgw2')).toContain('Let go of other anchors of MN1');
  expect(menuOf(page, 'dgw1')).not.toContain('Let go of other anchors of MN1');
  const order = { do: 'operate', node: 'dgw2', order: 'forget', mn: 'mn1' } as const;
  page.say({ say: 'command', command: order });
  page.seek(seconds(11));
  expect(menuOf(page, 'dgw2')).not.toContain('Let go of other anchors of MN1');
});
