// Several interfaces of one node at the anchor: groups, MuHo options, telling gateways, shared
// prefixes, flows (MIF §4.2, §5.2, §5.3; RFC 7864). S-15, S-16, S-18 to S-20, S-11.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import type { FlowSelector } from '#net/flow.ts';
import { datagram, packetOf } from '#sim/toy.ts';
import { ipv6 } from '#wire/address.ts';
import { decodePacket, encodePacket } from '#wire/packet.ts';
import {
  buildFlowAcknowledgement,
  readFlowIndication,
  readFlows,
  summaryOption,
} from '#protocols/pmipv6/flow-options.ts';
import { muhoOptions, readMuho, readOffLink } from '#protocols/pmipv6/multihoming.ts';
import {
  buildNotificationAnswer,
  readNotification,
} from '#protocols/pmipv6/notification-messages.ts';
import { readIndication, buildRevocationAnswer } from '#protocols/pmipv6/revocation-messages.ts';
import { CN1, HNP1, HNP2, hostIn, M1, M2, MN1 } from './toy-cast.ts';
import type { Gateway } from './toy.ts';
import { DELAY, Domain } from './toy.ts';

const MUHO = { multihoming: 'muho' };
const asks = { extensions: muhoOptions([]) };

const upns = (domain: Domain, mag: Gateway) =>
  domain.heard(mag).flatMap(({ at, packet }) => {
    const upn = readNotification(packet);
    return upn === undefined ? [] : [{ at, ...upn, offLink: readOffLink(upn.options) }];
  });
/** A gateway answers its last UPN. */
function answer(domain: Domain, mag: Gateway, status = 0): void {
  const upn = must(upns(domain, mag).at(-1), 'a UPN came');
  domain.send(`mag${mag}`, buildNotificationAnswer(upn, status));
  domain.run(DELAY + ms(1));
}
/** Both interfaces are attached, and MAG1 knows of the second. */
function attached(knobs: Readonly<Record<string, string>> = MUHO, config = {}): Domain {
  const domain = new Domain(config, knobs);
  domain.register(1, asks);
  domain.runTo(seconds(1));
  domain.register(2, { ...asks, linkLayerId: M2 });
  domain.run(DELAY);
  if (upns(domain, 1).length > 0) answer(domain, 1);
  return domain;
}
const move = (domain: Domain, order: object): void => {
  domain.command({ do: 'operate', node: 'lma', order: 'moveFlow', mn: 'mn1', ...order });
  domain.run(ms(1));
};
const entry = (domain: Domain, n = 1) => domain.table('flows').get(`${MN1} ${n}`);

describe('attachment with the MuHo option, S-15', () => {
  test('MIF-18, MIF-20, MIF-21: the PBA names the prefixes of the others, or none', () => {
    const domain = attached();
    const [first] = domain.pbas(1);
    const [second] = domain.pbas(2);
    expect(readMuho(first?.options ?? [])).toEqual([]);
    expect(second).toMatchObject({ status: 0, prefixes: [HNP2] });
    expect(readMuho(second?.options ?? [])).toEqual([HNP1]);
    expect(domain.table('groups').get(MN1)).toMatchObject({
      members: [
        { binding: `${MN1} #1`, bid: 1, priority: 20 },
        { binding: `${MN1} #2`, bid: 2, priority: 30 },
      ],
    });
  });

  test('MIF-10, MIF-11, MIF-22: the earlier gateway is told once, after the PBA', () => {
    const domain = attached();
    expect(upns(domain, 1)).toMatchObject([
      { reason: 8, acknowledge: true, mnId: MN1, offLink: [HNP2] },
    ]);
    expect(upns(domain, 2)).toEqual([]);
    expect([...domain.table('told').values()].map((row) => [row.state, row.prefixes])).toEqual([
      ['told', [HNP2]],
      ['told', [HNP1]],
    ]);
  });

  test('MIF-6, MIF-17: bindings are grouped by identifier, and told apart by interface', () => {
    const domain = attached();
    domain.register(1, { ...asks, mnId: 'mn2@example.net', linkLayerId: '02:00:5e:00:02:01' });
    expect(domain.table('groups').get(MN1)?.members).toHaveLength(2);
    expect(domain.table('groups').get('mn2@example.net')?.members).toHaveLength(1);
  });

  test('an anchor without it answers plainly', () => {
    const domain = new Domain({ supports: ['notification'] }, MUHO);
    const pba = domain.register(1, asks);
    expect(pba?.status).toBe(0);
    expect(readMuho(pba?.options ?? [])).toBeUndefined();
    domain.register(2, { ...asks, linkLayerId: M2 });
    domain.run(seconds(1));
    expect(domain.table('groups').size).toBe(0);
    expect(upns(domain, 1)).toEqual([]);
  });

  test('MIF-3: packets of a prefix may come by each gateway of its node, R-10', () => {
    const domain = attached();
    expect(domain.pong(2, hostIn(HNP1))).toBe(true);
    expect(domain.pong(1, hostIn(HNP2))).toBe(true);
    expect(domain.pong(3, hostIn(HNP1))).toBe(false);
    domain.register(2, { lifetime: 0, prefixes: [HNP2], handoff: 4, linkLayerId: M2 });
    domain.run(ms(1));
    expect(domain.pong(2, hostIn(HNP1))).toBe(false);
  });
});

describe('telling earlier gateways, S-18', () => {
  test('a: lost twice; the same number, D set; the gateway stays out', () => {
    const domain = new Domain({}, MUHO);
    domain.register(1, asks);
    domain.register(2, { ...asks, linkLayerId: M2 });
    domain.run(seconds(5));
    const [one, two, ...more] = upns(domain, 1);
    expect(more).toEqual([]);
    expect([one?.retransmission, two?.retransmission]).toEqual([false, true]);
    expect([two?.sequence, (two?.at ?? 0) - (one?.at ?? 0)]).toEqual([one?.sequence, seconds(1)]);
    move(domain, { prefix: HNP2, peer: 'mag1' });
    expect(domain.notes.at(-1)).toContain('the flow stays: MAG1 does not know');
    expect(domain.table('flows').size).toBe(0);
  });

  test('b: the other interface is gone for good: the list that is left, here its own', () => {
    const domain = attached();
    domain.register(1, { lifetime: 0, prefixes: [HNP1], handoff: 4 });
    domain.run(seconds(10));
    const [told] = upns(domain, 2);
    expect(told).toMatchObject({ reason: 8, offLink: [], prefixes: [HNP2] });
    answer(domain, 2);
    expect(domain.table('notifications').size).toBe(0);
  });

  test('c: 132: the flow stays on its route', () => {
    const domain = attached({ multihoming: 'rfc7864' });
    move(domain, { prefix: HNP2, peer: 'mag1' });
    domain.run(DELAY);
    answer(domain, 1, 132);
    expect(domain.ping(hostIn(HNP2))).toEqual([2]);
    expect(entry(domain)).toMatchObject({ active: false, out: [] });
  });

  test('d: to the letter: BRI 7 with MuHo options, and no binding goes here (B-3)', () => {
    const domain = attached({ multihoming: 'literal' });
    const [bri] = domain.heard(1).flatMap(({ packet }) => readIndication(packet) ?? []);
    expect(bri).toMatchObject({ trigger: 7, proxy: true, mnId: MN1, muho: [HNP2] });
    domain.send('mag1', buildRevocationAnswer(must(bri, 'it came'), { status: 0 }));
    domain.run(DELAY + ms(1));
    expect(domain.table('bindings').size).toBe(2);
    expect(domain.table('revocations').size).toBe(0);
    expect([...domain.table('told').values()][0]).toMatchObject({ state: 'told', by: 'BRI' });
  });
});

describe('flows, S-16', () => {
  const exact = (sourcePort: number, dst = hostIn(HNP1)): FlowSelector => ({
    src: [CN1, CN1],
    dst: [dst, dst],
    sourcePort: [sourcePort, sourcePort],
    destinationPort: [40_000, 40_000],
    flowLabel: [0, 0],
    protocol: [17, 17],
  });
  const policy = (name: string, selector: FlowSelector, ...gateways: string[]) => ({
    name,
    mnId: MN1,
    selector,
    gateways: gateways.map((each) => ipv6(each)),
    action: 'forward' as const,
  });
  const MAG1 = '2001:db8:1::1';
  const MAG2 = '2001:db8:2::1';
  const send = (domain: Domain, sourcePort: number, dst = hostIn(HNP1)) => {
    const before = [1, 2].map((n) => domain.heard(n as Gateway).length);
    const data = new Uint8Array(16);
    const payload = { is: 'udp', sourcePort, destinationPort: 40_000, data } as const;
    domain.send('cn', packetOf(CN1, dst, payload));
    domain.run(ms(50));
    return [1, 2].filter((n, i) => domain.heard(n as Gateway).length > (before[i] ?? 0));
  };
  const three = {
    flows: [
      policy('flow1', exact(5001), MAG2),
      policy('flow2', exact(5001, hostIn(HNP2)), MAG2),
      policy('flowN', exact(5009), MAG1),
    ],
  };

  test('MIF-7, MIF-8, MIF-24, MIF-27: each by its rule, and others by their prefix', () => {
    const domain = attached(MUHO, three);
    expect(send(domain, 5001)).toEqual([2]);
    expect(send(domain, 5001, hostIn(HNP2))).toEqual([2]);
    expect(send(domain, 5009)).toEqual([1]);
    expect(send(domain, 5555)).toEqual([1]);
    const rows = [...must(domain.flows, 'it steers').values()];
    expect(rows.map((row) => [row.mark, row.rule, row.listed])).toEqual([
      [1, `${MN1} 1`, true],
      [2, `${MN1} 2`, true],
      [3, `${MN1} 3`, true],
      [4, undefined, false],
    ]);
  });

  test('MIF-28: a move takes effect with the next packet, without a message', () => {
    const domain = attached(MUHO, three);
    expect(send(domain, 5009)).toEqual([1]);
    const before = [1, 2].map((n) => domain.heard(n as Gateway).length);
    move(domain, { flow: 'flowN', peer: 'mag2' });
    domain.run(seconds(1));
    expect([1, 2].map((n) => domain.heard(n as Gateway).length)).toEqual(before);
    expect(send(domain, 5009)).toEqual([2]);
    expect(domain.flows?.size).toBe(1);
  });

  test('MIF-25: no octet changes but the hop limit', () => {
    const domain = attached(MUHO, three);
    send(domain, 5001);
    const packet = must(domain.heard(2).at(-1)?.packet, 'it came');
    expect(packet).toMatchObject({ flowLabel: 0, trafficClass: 0, hopLimit: 63 });
    const again = decodePacket(encodePacket(packet, 'draft-05'), 'draft-05');
    expect(again.ok && again.value).toEqual(packet);
  });

  test('an unlisted flow is moved by its mark, and given back', () => {
    const domain = attached();
    send(domain, 5555);
    move(domain, { mark: 1, peer: 'mag2' });
    expect(send(domain, 5555)).toEqual([2]);
    expect(send(domain, 5556)).toEqual([1]);
    move(domain, { mn: 'mn1', fid: 1 });
    expect(send(domain, 5555)).toEqual([1]);
  });

  test('RFC 6089 §5.3.6: a flow with two bindings is duplicated; one that is dropped ends', () => {
    const domain = attached(MUHO, three);
    move(domain, { flow: 'flow1', bids: [1, 2] });
    expect(send(domain, 5001)).toEqual([1, 2]);
    move(domain, { flow: 'flow1', drop: true });
    expect(send(domain, 5001)).toEqual([]);
    expect(domain.drops.at(-1)).toContain('policy: a rule discards this flow');
  });

  test('S-20: without its gateway a flow follows its prefix; it comes back with it', () => {
    const domain = attached(MUHO, three);
    expect(send(domain, 5001)).toEqual([2]);
    domain.register(2, { lifetime: 0, prefixes: [HNP2], handoff: 4, linkLayerId: M2 });
    expect(entry(domain)).toMatchObject({ active: false });
    expect(send(domain, 5001)).toEqual([1]);
    domain.register(2, { ...asks, linkLayerId: M2 });
    domain.run(DELAY);
    expect(send(domain, 5001)).toEqual([2]);
  });

  test('S-20: with two bindings it keeps the other; entries end with the last binding', () => {
    const domain = attached(MUHO, three);
    move(domain, { flow: 'flow1', bids: [1, 2] });
    domain.register(2, { lifetime: 0, prefixes: [HNP2], handoff: 4, linkLayerId: M2 });
    expect(entry(domain)).toMatchObject({ active: true, bids: [1, 2] });
    domain.register(1, { lifetime: 0, prefixes: [HNP1], handoff: 4 });
    domain.run(seconds(12));
    expect(domain.table('flows').size).toBe(0);
    expect(domain.flowRules).toBe(0);
  });

  test('MIF-13, MIF-15: the node moves a flow by its own packets; then they come there', () => {
    const domain = attached({ ...MUHO, flowDecider: 'mn' });
    expect(send(domain, 5001)).toEqual([1]);
    const data = new Uint8Array(16);
    const payload = { is: 'udp', sourcePort: 40_000, destinationPort: 5001, data } as const;
    domain.send('mag2', packetOf(hostIn(HNP1), CN1, payload), 'tun');
    domain.run(ms(20));
    expect(send(domain, 5001)).toEqual([2]);
    expect(entry(domain)).toMatchObject({ by: 'node', bids: [2] });
    move(domain, { mark: 1, peer: 'mag1' });
    expect(domain.notes.at(-1)).toContain('the mobile node decides');
  });

  test('MIF-14: where the anchor decides, the node moves nothing', () => {
    const domain = attached({ ...MUHO, flowDecider: 'lma' });
    send(domain, 5001);
    domain.send('mag2', datagram(hostIn(HNP1), CN1, new Uint8Array(16)), 'tun');
    domain.run(ms(20));
    expect(domain.table('flows').size).toBe(0);
  });

  test('flows without a rule are bounded: the one that was idle longest goes', () => {
    const domain = attached();
    for (let n = 0; n < 258; n += 1) send(domain, 10_000 + n);
    expect(domain.flows?.size).toBe(256);
    expect(domain.flows?.has('1')).toBe(false);
    expect(domain.flows?.has('3')).toBe(true);
  });

  test('RFC 7109: an indication per change at the gateway, acknowledged; repeated once', () => {
    const domain = attached({ ...MUHO, flowDetail: 'fbi' }, three);
    const fbis = () =>
      domain.heard(2).flatMap(({ packet }) => {
        const fbi = readFlowIndication(packet);
        return fbi === undefined ? [] : [fbi];
      });
    domain.run(seconds(3));
    const said = fbis().map(({ flows }) => flows.map(({ fid, action }) => [fid, action]));
    expect(said.flat()).toEqual([
      [1, 11],
      [2, 11],
      [1, 11],
      [2, 11],
    ]);
    move(domain, { flow: 'flowN', peer: 'mag2' });
    domain.run(DELAY);
    const last = must(fbis().at(-1), 'it came');
    domain.send('mag2', buildFlowAcknowledgement(last, 0, []));
    domain.run(seconds(3));
    expect(fbis()).toHaveLength(5);
  });

  test('RFC 6089 §4.2.2: of what a flow summary lacks a gateway is told again', () => {
    const domain = attached({ ...MUHO, flowDetail: 'fmi' }, three);
    answer(domain, 2);
    const before = upns(domain, 2).length;
    const again = { prefixes: [HNP2], handoff: 5, linkLayerId: M2 };
    domain.register(2, { ...again, extensions: [summaryOption([1, 2])] });
    expect(upns(domain, 2)).toHaveLength(before);
    domain.register(2, { ...again, extensions: [summaryOption([1])] });
    expect(readFlows(upns(domain, 2).at(-1)?.options ?? []).map(({ fid }) => fid)).toEqual([1, 2]);
    expect(upns(domain, 2)).toHaveLength(before + 1);
  });

  test('RFC 7864 §3.3: with flows in the update notification', () => {
    const domain = attached({ ...MUHO, flowDetail: 'fmi' }, three);
    const told = upns(domain, 2).at(-1);
    expect(readFlows(told?.options ?? []).map(({ fid, bids }) => [fid, bids])).toEqual([
      [1, [2]],
      [2, [2]],
    ]);
  });
});

describe('a prefix of one session moves, S-11', () => {
  test('RFC 7864 §3.2.2: the target is told, then packets go there', () => {
    const domain = new Domain({}, { multihoming: 'rfc7864' });
    domain.register(1);
    domain.register(2, { linkLayerId: M2 });
    domain.run(seconds(1));
    expect(upns(domain, 1)).toEqual([]);
    move(domain, { prefix: HNP1, peer: 'mag2' });
    domain.run(DELAY);
    expect(upns(domain, 2)).toMatchObject([{ reason: 8, offLink: [HNP1] }]);
    expect(domain.ping(hostIn(HNP1))).toEqual([1]);
    answer(domain, 2);
    expect(domain.ping(hostIn(HNP1))).toEqual([2]);
    expect(domain.pong(2, hostIn(HNP1))).toBe(true);
  });
});

describe('a shared prefix, S-19', () => {
  const bonded = { linkLayerId: M1, accessTechnology: 5, prefixes: [HNP1] };
  const shared = (): Domain => {
    const domain = new Domain({}, { multihoming: 'rfc7864' });
    domain.register(1);
    domain.register(2, { ...bonded, handoff: 6 });
    domain.run(ms(1));
    return domain;
  };

  test('a: without Handoff Indicator 6 the prefix is in use: 155', () => {
    const domain = new Domain({}, { multihoming: 'rfc7864' });
    domain.register(1);
    expect(domain.register(2, bonded)?.status).toBe(155);
  });

  test('b: the same technology and identifier is a handover, whatever is said', () => {
    const domain = new Domain({}, { multihoming: 'rfc7864' });
    domain.register(1);
    expect(domain.register(2, { prefixes: [HNP1], handoff: 6 })?.status).toBe(0);
    expect(domain.bindings).toMatchObject([{ gateway: '2001:db8:2::1' }]);
  });

  test('c, MIF-33 to MIF-35: two bindings, one prefix; flows are split without a message', () => {
    const domain = shared();
    expect(domain.bindings.map(({ prefixes }) => prefixes)).toEqual([[HNP1], [HNP1]]);
    expect(domain.ping(hostIn(HNP1))).toEqual([1]);
    move(domain, { mark: 1, bids: [2] });
    expect(domain.ping(hostIn(HNP1))).toEqual([2]);
    move(domain, { mark: 1, bids: [1] });
    expect(domain.ping(hostIn(HNP1))).toEqual([1]);
    expect([...upns(domain, 1), ...upns(domain, 2)]).toEqual([]);
  });

  test('d: again from the same interface is an update', () => {
    const domain = shared();
    expect(domain.register(2, { ...bonded, handoff: 6 })?.status).toBe(0);
    expect(domain.bindings).toHaveLength(2);
  });

  test('the other holds the prefix when the first leaves, and it is free after the last', () => {
    const domain = shared();
    domain.register(1, { lifetime: 0, prefixes: [HNP1], handoff: 4 });
    domain.run(ms(1));
    expect(domain.ping(hostIn(HNP1))).toEqual([2]);
    expect(domain.pong(2, hostIn(HNP1))).toBe(true);
    expect(domain.pong(1, hostIn(HNP1))).toBe(false);
    domain.run(seconds(11));
    expect(domain.ping(hostIn(HNP1))).toEqual([2]);
    domain.register(2, { ...bonded, lifetime: 0, handoff: 4 });
    domain.run(seconds(11));
    expect(domain.table('prefixes').get(HNP1)?.state).toBe('free');
    expect(domain.routeOf(HNP1)).toBe('no binding for the prefix');
  });

  test('without a named prefix those of the first session are shared', () => {
    const domain = new Domain({}, { multihoming: 'rfc7864' });
    domain.register(1);
    const pba = domain.register(2, { accessTechnology: 5, handoff: 6 });
    expect(pba).toMatchObject({ status: 0, prefixes: [HNP1] });
  });
});
