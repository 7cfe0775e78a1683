import { expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { Page } from './toy-page.ts';

const bindings = (page: Page): readonly string[] =>
  (page.node('ha').lma?.bindings ?? []).map(({ mn, names, careOf, state }) =>
    [mn, ...names, careOf, state].join(' '),
  );
const pipes = (page: Page): readonly string[] => page.still.scene.tunnels.map(({ id }) => id);
const addresses = (page: Page): readonly string[] =>
  (page.node('mn1').mn?.addresses ?? []).map(({ short, anchor }) => `${short} ${anchor.letter}`);

test('a home agent has its binding cache and a pipe to the router of the care-of address', () => {
  const page = new Page('mipv6-ro').seek(ms(4500));
  expect(bindings(page)).toEqual(['mn1 HoA ar1 active']);
  expect(pipes(page)).toEqual(['ar1=ha']);
  expect(addresses(page)).toEqual(['home::MN1 H', 'AR1::MN1 1']);
  page.seek(ms(7500));
  expect(bindings(page)).toEqual(['mn1 HoA ar2 active']);
  expect(pipes(page)).toEqual(['ar2=ha']);
});

test('what a router tells a cell without hosts is not lost; what came for one that left is', () => {
  const lostAt = (page: Page) =>
    page.still.scene.nodes.filter(({ lost }) => lost.length > 0).map(({ id }) => id);
  expect(lostAt(new Page('mipv6-ro').seek(ms(4500)))).toEqual([]);
  const handoff = new Page('pmip-handoff').seek(ms(4100));
  expect(handoff.node('mag1').lost.map(({ why }) => why)).toEqual(['not attached']);
});

test('a home agent that has crashed leaves a BA overdue, not a PBA', () => {
  const page = new Page('vmn-f1').seek(seconds(5));
  page.say({ say: 'command', command: { do: 'node', node: 'ha', up: false, state: 'lost' } });
  page.seek(seconds(7.002));
  expect(page.still.accent?.short).toBe('BA overdue');
});

test('back at home there is neither binding nor pipe', () => {
  const page = new Page('mipv6-ro').seek(seconds(11));
  expect([bindings(page), pipes(page)]).toEqual([[], []]);
  expect(page.node('mn1').mn?.attachedTo).toBe('ha');
});

test('under a virtual interface the socket is bound to the home address, and it to one radio', () => {
  const page = new Page('vmn-f1').seek(seconds(5));
  const bound = () => {
    const { paths = [], sessions = [] } = page.node('mn1').mn?.stack ?? {};
    const own = paths.find(({ address }) => address === sessions[0]?.address);
    return [own?.address, own?.iface, own?.over, sessions[0]?.up];
  };
  expect(bound()).toEqual(['2001:db8:f0:1::5', 'vif', 'if1', 'if1']);
  page.seek(seconds(7));
  expect(bound()).toEqual(['2001:db8:f0:1::5', 'vif', 'if2', 'if2']);
});

test('the node of a network that moves goes with its router; the cache shows the network', () => {
  const page = new Page('vmn-nemo').seek(seconds(6));
  const apart = () => page.node('mr1').x - page.node('lfn1').x;
  const [before, x] = [apart(), page.node('lfn1').x];
  expect(bindings(page)).toEqual(['mr1 MR1 ar1 active']);
  page.seek(seconds(8));
  expect(bindings(page)).toEqual(['mr1 MR1 ar2 active']);
  expect([apart(), page.node('lfn1').x > x]).toEqual([before, true]);
});

test('tunnelled frames fly in the pipe on wires, and beside it by radio', () => {
  const page = new Page('vmn-f1');
  const seen = new Map<string, Set<number>>();
  const mn1 = page.still.scene.nodes.findIndex(({ id }) => id === 'mn1');
  for (let at = 4500; at < 4520; at += 1) {
    const { flights } = page.seek(ms(at)).still;
    flights.frame.forEach((_, n) => {
      if (((flights.marks[n] ?? 0) & 1) === 0) return;
      const kind = flights.from[n] === mn1 || flights.to[n] === mn1 ? 'radio' : 'wire';
      seen.set(kind, (seen.get(kind) ?? new Set()).add(flights.tunnel[n] ?? -2));
    });
  }
  expect([...(seen.get('wire') ?? [])]).toEqual([0]);
  expect([...(seen.get('radio') ?? [])]).toEqual([-1]);
});
