// The HSS: what gateways store, ask for and remove.
import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { Table } from '#base/table.ts';
import type { Effect, News } from '#sim/effect.ts';
import type { Role, Sight } from '#sim/role.ts';
import { ipv6, prefix } from '#wire/address.ts';
import { asNews, hss } from './hss.ts';
import type { HssAnchor, HssConfig, HssRecord } from './hss.ts';

const DGW1 = ipv6('2001:db8:d1::1');
const DGW2 = ipv6('2001:db8:d2::1');
const mnId = 'mn1@example.net';
const anchorA: HssAnchor = {
  anchor: DGW1,
  gateway: 'D-GW1',
  prefixName: 'prefA',
  prefix: prefix('2001:db8:aa:1::/64'),
  localPrefixes: [],
};
const anchorB: HssAnchor = {
  anchor: DGW2,
  gateway: 'D-GW2',
  prefixName: 'prefB',
  prefix: prefix('2001:db8:bb:1::/64'),
  localPrefixes: [],
};

type Tables = { readonly records: HssRecord };
const role = hss as unknown as Role<Tables, HssConfig>;

function makeHss() {
  const records = new Table<HssRecord>('hss/hss/records', []);
  const sight = {} as Sight; // the HSS looks at nothing
  const tell = (from: string, news: News): readonly Effect[] =>
    role.handle({ records }, { on: 'news', from, news }, sight, { delay: ms(5) });
  return { records, tell };
}
const store = (anchor: HssAnchor, serving = anchor.anchor): News =>
  asNews({ say: 'store', mnId, serving, anchor });
const query = (gateway: typeof DGW1): News => asNews({ say: 'query', mnId, gateway, since: 7 });

describe('the HSS', () => {
  test('answers none for a node that it does not know', () => {
    const { tell } = makeHss();
    expect(tell('dgw1', query(DGW1))).toEqual([
      {
        do: 'signal',
        to: 'dgw1',
        role: 'dgw',
        after: ms(5),
        label: 'none',
        news: { say: 'anchors', mnId, since: 7, anchors: [] },
      },
    ]);
  });

  test('tells the other anchors of a node, in the order in which they came', () => {
    const { tell, records } = makeHss();
    tell('dgw1', store(anchorA));
    tell('dgw2', store(anchorB));
    expect(records.get(mnId)?.serving).toBe(DGW2);
    const answers = [DGW1, DGW2, ipv6('2001:db8:d3::1')].map((gateway) =>
      tell('dgw', query(gateway)).map((each) => (each.do === 'signal' ? each.label : '')),
    );
    expect(answers).toEqual([['D-GW2: prefB'], ['D-GW1: prefA'], ['D-GW1: prefA, D-GW2: prefB']]);
  });

  test('keeps one record of an anchor, however often it is stored', () => {
    const { tell, records } = makeHss();
    tell('dgw1', store(anchorA));
    tell('dgw1', store(anchorA));
    expect(records.get(mnId)?.anchors).toEqual([anchorA]);
  });

  test('a store without a serving gateway leaves the one that is known', () => {
    const { tell, records } = makeHss();
    tell('dgw1', store(anchorA));
    tell('dgw2', asNews({ say: 'store', mnId, serving: undefined, anchor: anchorB }));
    expect(records.get(mnId)?.serving).toBe(DGW1);
  });

  test('forgets an anchor that has ended, and the node with the last', () => {
    const { tell, records } = makeHss();
    tell('dgw1', store(anchorA));
    tell('dgw2', store(anchorB));
    const gone = ({ anchor, prefix: one }: HssAnchor): News =>
      asNews({ say: 'remove', mnId, anchor, prefix: one });
    tell('dgw1', gone(anchorA));
    expect(records.get(mnId)?.anchors).toEqual([anchorB]);
    tell('dgw1', gone(anchorA));
    tell('dgw2', gone(anchorB));
    expect(records.size).toBe(0);
  });

  test('takes no packets and no timers', () => {
    const records = new Table<HssRecord>('hss/hss/records', []);
    const sight = {} as Sight; // as above
    const effects = role.handle({ records }, { on: 'timer', timer: 'x' }, sight, { delay: 0 });
    expect(effects).toEqual([]);
  });
});
