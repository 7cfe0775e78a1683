// A gateway beside a CMD: what it takes from whom (RFC 8885 §3.2, §3.3, §4.6), and what it does for an
// anchor of which it knows no DLIF.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import {
  buildProxyAcknowledgement,
  buildProxyUpdate,
  readProxyUpdate,
} from '#protocols/pmipv6/messages.ts';
import type { UpdateParts } from '#protocols/pmipv6/messages.ts';
import { DGW1, DGW2, optionsOfA, PREF_A, updateParts } from '#testing/dmm-cast.ts';
import { configOf, Gateway, mn1 } from '#testing/gateway.ts';
import { ipv6 } from '#wire/address.ts';
import type { MobilityOption, Packet } from '#wire/packet.ts';

const CMD = ipv6('2001:db8:cd::1');
const SERVING: MobilityOption = { is: 'ServingMaar', address: DGW2 };
const PREVIOUS: MobilityOption = {
  is: 'PreviousMaar',
  maar: DGW1,
  prefix: ipv6('2001:db8:aa:1::'),
  prefixLength: 64,
};

function maar(n: 1 | 2, knobs: Readonly<Record<string, string>> = {}): Gateway {
  const config = configOf(n);
  return new Gateway({ ...config, peers: { ...config.peers, [CMD]: 'CMD' }, cmd: CMD }, knobs);
}

/** The CMD's PBA to the last PBU. */
function accepted(gateway: Gateway, extensions: readonly MobilityOption[] = []): Packet {
  const pbu = must(gateway.pbus.at(-1), 'a PBU was sent');
  const { prefixes } = pbu;
  const answer = { status: 0, lifetime: 75, distributed: true, prefixes, extensions };
  return buildProxyAcknowledgement(pbu, answer);
}

/** The CMD's PBU about prefA. */
function relayed(gateway: Gateway, change: Partial<UpdateParts> = {}): void {
  const parts = { source: CMD, extensions: [SERVING], ...change };
  gateway.receive(buildProxyUpdate(updateParts(gateway.now, parts)));
}

/** MAAR1 with MN1, registered; a second later. */
function serving(): Gateway {
  const gateway = maar(1);
  gateway.attach();
  gateway.receive(accepted(gateway));
  gateway.now = seconds(1);
  return gateway;
}

const statusOf = (gateway: Gateway) => gateway.pbas.at(-1)?.status;
const placeOf = (gateway: Gateway) => gateway.tables.bindings.get(PREF_A)?.proxyCareOfAddress;

describe('a PBU of the CMD', () => {
  test('ends the visit, and the tunnel leads to the S-MAAR', () => {
    const gateway = serving();
    relayed(gateway);
    expect(statusOf(gateway)).toBe(0);
    expect(placeOf(gateway)).toBe(DGW2);
    expect([...gateway.tables.tunnels.keys()]).toEqual([DGW2]);
    expect(gateway.tables.updates.size).toBe(0);
  });

  test('without the Serving MAAR option is refused: no tunnel leads to the CMD', () => {
    const gateway = serving();
    relayed(gateway, { extensions: [] });
    expect(statusOf(gateway)).toBe(128);
    expect(placeOf(gateway)).toBe('here');
  });

  test('is outdated while the node is here and its registration on the way', () => {
    const gateway = serving();
    gateway.detach();
    gateway.attach();
    const answer = accepted(gateway);
    gateway.now += ms(5);
    relayed(gateway);
    expect(statusOf(gateway)).toBe(157);
    expect(placeOf(gateway)).toBe('here');
    gateway.receive(answer);
    gateway.now += ms(5);
    relayed(gateway);
    expect(placeOf(gateway)).toBe(DGW2);
  });

  test('from a MAAR means nothing by its Serving MAAR option', () => {
    const gateway = serving();
    relayed(gateway, { source: ipv6('2001:db8:d3::1') });
    expect(placeOf(gateway)).toBe('2001:db8:d3::1');
  });
});

describe('a PBA', () => {
  /** MAAR2 with MN1, not registered yet. */
  function arriving(knobs: Readonly<Record<string, string>> = {}): Gateway {
    const gateway = maar(2, knobs);
    gateway.attach({ ...mn1, previous: 'radio-dgw1' });
    return gateway;
  }
  /** What MAAR1 says to MAAR2 when it is asked by the CMD. */
  const direct = (now: number): Packet => {
    const pbu = readProxyUpdate(buildProxyUpdate(updateParts(now, { sequence: 77 })));
    return buildProxyAcknowledgement(must(pbu, 'it is a PBU'), {
      status: 0,
      lifetime: 75,
      distributed: true,
      prefixes: [PREF_A],
      extensions: optionsOfA,
    });
  };

  test('of a previous MAAR counts with a locator, and stands for that of the CMD', () => {
    const gateway = arriving({ cmdMode: 'locator' });
    gateway.receive(direct(gateway.now));
    const states = [...gateway.tables.updates.values()].map(({ anchor, state }) => [anchor, state]);
    expect(states).toEqual([
      [CMD, 'active'],
      [DGW1, 'told'],
    ]);
    expect([...gateway.tables.tunnels.keys()]).toEqual([DGW1]);
  });

  test.each([['relay'], ['proxy'], ['']])('of a MAAR is not asked for with "%s"', (cmdMode) => {
    const gateway = arriving({ cmdMode });
    gateway.receive(direct(gateway.now));
    expect(gateway.tables.tunnels.size).toBe(0);
    expect(gateway.tables.updates.size).toBe(1);
  });

  test('MAAR-41: that names an unknown MAAR makes no tunnel', () => {
    const gateway = arriving();
    gateway.receive(accepted(gateway, [{ ...PREVIOUS, maar: ipv6('2001:db8:9::9') }]));
    expect(gateway.tables.tunnels.size).toBe(0);
  });

  test('MAAR-36: that names one MAAR with two prefixes makes one row and one tunnel', () => {
    const gateway = arriving();
    const second: MobilityOption = { ...PREVIOUS, prefix: ipv6('2001:db8:aa:2::') };
    gateway.receive(accepted(gateway, [PREVIOUS, second, ...optionsOfA]));
    const row = gateway.tables.updates.get(`${mn1.mnId} ${DGW1}`);
    expect(row?.prefixes).toEqual([PREF_A, '2001:db8:aa:2::/64']);
    expect([...gateway.tables.tunnels.values()].map(({ users }) => users.length)).toEqual([2]);
  });

  test('that says no DLIF: the own one advertises the old prefix, deprecated', () => {
    const gateway = arriving();
    gateway.receive(accepted(gateway, [PREVIOUS]));
    expect([...gateway.tables.dlifs.keys()]).toEqual(['mn1dgw2']);
    const prefixes = gateway.sent.flatMap(({ payload }) => {
      if (payload.is !== 'icmpv6' || payload.message.is !== 'RouterAdvertisement') return [];
      return payload.message.options.flatMap((option) =>
        option.is === 'PrefixInformation' ? [[option.prefix, option.preferredLifetime > 0]] : [],
      );
    });
    expect(prefixes).toEqual([
      ['2001:db8:bb:1::', true],
      ['2001:db8:aa:1::', false],
    ]);
  });

  test('that does not name an anchor again lets it run out after its lifetime', () => {
    const gateway = arriving();
    gateway.receive(accepted(gateway, [PREVIOUS, ...optionsOfA]));
    expect([...gateway.tables.dlifs.keys()]).toEqual(['mn1dgw2', 'mn1dgw1']);
    expect(gateway.timers.get(`expiry ${mn1.mnId} ${DGW1}`)).toBe(seconds(300));
    gateway.now = seconds(300);
    gateway.handle({ on: 'timer', timer: `expiry ${mn1.mnId} ${DGW1}` });
    expect(gateway.tables.tunnels.size).toBe(0);
    expect([...gateway.tables.dlifs.keys()]).toEqual(['mn1dgw2']);
  });
});
