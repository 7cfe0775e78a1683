// Several interfaces of one node on the stage: its layers, the anchor's table of flows, and the radio
// that each flow comes by, as figures of the multihoming draft and of virtual interfaces show them.
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { seconds } from '#base/ids.ts';
import { bundled } from '#scenario/library.ts';
import { Page } from './toy-page.ts';

const flows = (page: Page): readonly string[] =>
  (page.node('lma').lma?.flows ?? []).map(({ name, short, state, to }) =>
    [name, short, state, ...to].join(' '),
  );
const sockets = (page: Page): readonly string[] =>
  (page.node('mn1').mn?.stack?.sessions ?? []).map(({ flow, up, comes, broken }) =>
    [
      flow,
      up ?? '-',
      ...comes.map(({ iface }) => iface),
      ...(broken === undefined ? [] : [broken]),
    ].join(' '),
  );

test('MIF Figure 3: a flow is sent to the other gateway, and only what comes moves', () => {
  const page = new Page('mif-f3').seek(seconds(5));
  expect(flows(page)).toEqual([
    'F1 CN1 → MN1 active mag2',
    'F2 CN1 → HNP2 prefix mag2',
    'FN CN2 → HNP1 prefix mag1',
  ]);
  expect(page.node('lma').lma?.flows?.every(({ packets }) => packets > 5)).toBe(true);
  expect(page.node('lma').lma?.bindings.map(({ iface }) => iface)).toEqual(['if1', 'if2']);
  expect(sockets(page)).toEqual(['F1 if1 if2', 'F2 if2 if2', 'FN if1 if1']);
});

test.each([true, false])(
  'MIF-14: both ways move, where the node is told (RFC 8028: %s)',
  (rule) => {
    const nodes = must(bundled('mif-f3'), 'the figure').nodes.map((node) =>
      node.kind === 'mn' ? { ...node, sourceRouter: rule } : node,
    );
    const knobs = { multihoming: 'muho', flowRoute: 'told' };
    const page = new Page('mif-f3', { knobs, nodes }).seek(seconds(5));
    expect(sockets(page)).toContain('F1 if2 if2');
    expect(page.node('mn1').mn?.stack?.hostRoutes).toEqual([{ peer: 'CN1', iface: 'if2' }]);
    page.say({ say: 'command', command: { do: 'operate', node: 'mn1', order: 'strongHost' } });
    page.seek(seconds(5.5));
    expect(sockets(page)).toContain('F1 if1 if2 strong host: it is of if1');
  },
);

test('a strong host drops what comes by the other interface, and says why', () => {
  const page = new Page('mif-f3').seek(seconds(5));
  page.say({
    say: 'command',
    command: { do: 'operate', node: 'mn1', order: 'strongHost' },
  });
  page.seek(seconds(5.5));
  expect(page.node('mn1').mn?.stack?.model).toBe('strong');
  expect(sockets(page)[0]).toBe('F1 if1 if2 strong host: it is of if1');
  expect(page.node('mn1').lost.map(({ why }) => why)).toContain('strong host');
});

/** F1 of MIF Figure 3 over both bindings, a second long. */
function duplicated(): Page {
  const page = new Page('mif-f3').seek(seconds(5));
  const order = { do: 'operate', node: 'lma', order: 'moveFlow', flow: 'F1' } as const;
  page.say({ say: 'command', command: { ...order, bids: [1, 2] } });
  return page.seek(seconds(5.8));
}

test('RFC 6089 §5.3.6: a flow with two bindings goes to both gateways and comes by both radios', () => {
  const page = duplicated();
  expect(page.node('lma').lma?.bindings.map(({ bid }) => bid)).toEqual([1, 2]);
  const entry = page.node('lma').lma?.flows?.find(({ name }) => name === 'F1');
  expect(entry).toMatchObject({ state: 'active', to: ['mag1', 'mag2'], bids: [1, 2] });
  expect(sockets(page)).toEqual(['F1 if1 if1 if2', 'F2 if2 if2', 'FN if1 if1']);
});

test('of two copies a strong host drops one, and the socket has the other', () => {
  const page = duplicated();
  page.say({ say: 'command', command: { do: 'operate', node: 'mn1', order: 'strongHost' } });
  page.seek(seconds(6));
  expect(page.node('mn1').mn?.stack?.sessions[0]).toMatchObject({
    comes: [{ iface: 'if1' }, { iface: 'if2', broken: 'strong host: it is of if1' }],
  });
  expect(page.node('mn1').mn?.stack?.sessions[0]?.broken).toBeUndefined();
});

test('what is delivered says by which interface it came', () => {
  const page = new Page('mif-f3').seek(seconds(5));
  const events = page.ask('events', { from: page.still.seq - 300, count: 300 });
  const ends = events.flatMap((event) =>
    event.kind === 'delivered' && event.node === 'mn1'
      ? [page.ask('packet', { frame: event.frame })]
      : [],
  );
  const came = ends.map(({ from, end }) => `${from}: ${end.words}`);
  expect(came).toContain('mag2: delivered at MN1 by if2');
  expect(came).toContain('mag1: delivered at MN1 by if1');
});

test('under a virtual interface an address has the path of its prefix', () => {
  const page = new Page('vip-f1').seek(seconds(3));
  const paths = (): readonly string[] =>
    (page.node('mn1').mn?.stack?.paths ?? []).map(({ iface, over }) => `${iface} ${over ?? '-'}`);
  expect(paths()).toEqual(['vif if1', 'vif if2']);
  page.seek(seconds(5));
  expect(paths()).toEqual(['vif if2', 'vif if2']);
});

test('a node with one radio has no layers, an anchor that does not tell flows apart no table', () => {
  const page = new Page('pmip-handoff').seek(seconds(2));
  expect(page.node('mn1').mn?.stack).toBeUndefined();
  expect(page.node('lma').lma?.flows).toBeUndefined();
});
