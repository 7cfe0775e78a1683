// A node with a virtual interface on the stage: its radios, and where packets leave.
import { expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { Page } from './toy-page.ts';

test('the path of a prefix moves, and the node stays where it is', () => {
  const virtual = (page: Page) => page.node('mn1').mn?.virtual;
  const page = new Page('vip-f1').seek(seconds(3));
  expect(virtual(page)).toEqual({
    iface: 'vif',
    mac: '02:00:5e:00:0a:0a',
    mode: 'prefix',
    subs: [
      { iface: 'if1', up: true, active: true },
      { iface: 'if2', up: true, active: false },
    ],
    paths: [
      { prefix: '2001:db8:a1:1::/64', name: 'HNP1', over: 'if1' },
      { prefix: '2001:db8:a2:2::/64', name: 'HNP2', over: 'if2' },
    ],
  });
  const moved = virtual(page.seek(seconds(5)))?.paths.map(({ name, over }) => `${name} ${over}`);
  expect(moved).toEqual(['HNP1 if2', 'HNP2 if2']);
});

test('a node is where one of its radios is, and says which one is off', () => {
  const page = new Page('vip-f3').seek(seconds(6));
  expect(page.node('mn1').mn).toMatchObject({ attachedTo: 'mag2' });
  expect(page.node('mn1').mn?.radios.map(({ iface, off }) => [iface, off === true])).toEqual([
    ['if1', true],
    ['if2', false],
  ]);
});

test('the strip of a node that gives up one radio goes on where the other one is', () => {
  const page = new Page('vip-f3').seek(seconds(6));
  const filter = { signalling: true, data: false, neighbourDiscovery: false, onlyChanges: false };
  const { attachment } = page.ask('ladder', { from: 0, count: 1, filter });
  const own = attachment.filter(({ node }) => node === 'mn1');
  expect(own.map(({ to }) => to)).toEqual(['mag1', 'mag2']);
  expect(own.at(-1)?.until).toBeUndefined();
});
