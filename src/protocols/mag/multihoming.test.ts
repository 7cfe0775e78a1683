// Several interfaces of one node at a gateway: prefixes of the others, told by PBA, UPN or BRI
// (MIF §4.3, §5.2; RFC 7864 §4.2), flows of RFC 7109, and what a gateway without all that does.
import { describe, expect, test } from 'vitest';
import {
  buildFlowIndication,
  readFlowAcknowledgement,
  readSummary,
} from '#protocols/pmipv6/flow-options.ts';
import { readProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { muhoOptions, offLinkOption, readMuho } from '#protocols/pmipv6/multihoming.ts';
import { buildNotification } from '#protocols/pmipv6/notification-messages.ts';
import { buildIndication } from '#protocols/pmipv6/revocation-messages.ts';
import * as toy from '#sim/toy.ts';
import type { Prefix } from '#wire/address.ts';
import { CN1, HNP1, HNP2, HNP3, hostIn, identity, LMA, MAGS } from './toy-cast.ts';
import { Access } from './toy.ts';
import type { Part } from './toy.ts';

const attached = (how: string, part: Part = {}): Access =>
  new Access({ ...part, knobs: { multihoming: how } }).attach(1, 1).run(100);
const fmi = (sequence: number, offLink: readonly Prefix[], own: readonly Prefix[] = []) =>
  buildNotification({
    source: LMA,
    destination: MAGS[1],
    sequence,
    reason: 8,
    acknowledge: true,
    retransmission: false,
    mnId: identity(1),
    prefixes: own,
    extensions: offLink.map(offLinkOption),
  });
const foreign = (access: Access): readonly string[] =>
  [...access.table('foreign').values()].flatMap(({ by, routed }) =>
    routed.map((one) => `${by} ${one}`),
  );
const routes = (access: Access): readonly string[] =>
  [...access.node('mag1').routes.keys()].filter((id) => id.includes(HNP3));

describe('prefixes of other interfaces', () => {
  test('the PBU asks with an empty MuHo option, the PBA tells; nothing is advertised', () => {
    const asked: unknown[] = [];
    const say: Part['say'] = (update) => {
      asked.push(readMuho(update.options));
      return { extensions: muhoOptions([HNP3]) };
    };
    const access = attached('muho', { say });
    expect(asked).toEqual([[]]);
    expect(foreign(access)).toEqual([`PBA ${HNP3}`]);
    expect(routes(access)).toEqual([`from ${HNP3} mn1-if1`, `to ${HNP3} mn1-if1`]);
    expect([...access.table('links').values()][0]?.prefixes).toEqual([HNP1]);
  });

  test('without the knob there is no option, and an answer with one is not heeded', () => {
    const access = new Access({ say: () => ({ extensions: muhoOptions([HNP3]) }) });
    access.attach(1, 1).run(100);
    expect(access.table('foreign').size).toBe(0);
    expect(access.sent('mag1', / PBU /)).toHaveLength(1);
  });

  test('UPN 8 says all there is: what it does not name goes', () => {
    const access = attached('rfc7864');
    access.lma(fmi(5, [HNP3]));
    expect(foreign(access)).toEqual([`UPN ${HNP3}`]);
    access.lma(fmi(6, [HNP2]));
    expect(foreign(access)).toEqual([`UPN ${HNP2}`]);
    access.lma(fmi(7, [], [HNP1]));
    expect([foreign(access), routes(access)]).toEqual([[], []]);
    expect(access.sent('mag1', / UPA /)).toHaveLength(3);
  });

  test('packets for it reach the node over its link, and those from it the tunnel', () => {
    const access = attached('rfc7864').lma(fmi(5, [HNP3]));
    access.does('mn1', {
      do: 'setAddress',
      address: { address: hostIn(HNP3), iface: 'if1', prefixLength: 64, state: 'preferred' },
    });
    expect(access.ping('mn1', hostIn(HNP3), CN1)).toEqual(['lma']);
    access.receivers();
    access.send('lma', toy.datagram(CN1, hostIn(HNP3), new Uint8Array(16)), 'tun1').run(60);
    expect(access.receivers()).toEqual(['mn1']);
  });

  test('132 for a node that is not here, 128 where it is not understood', () => {
    const access = attached('rfc7864').attach(1, undefined).run(100);
    access.lma(fmi(5, [HNP3]));
    expect(access.sent('mag1', / UPA /).at(-1)).toContain('132');
    const plain = attached('off');
    plain.lma(fmi(5, [HNP3]));
    expect(plain.sent('mag1', / UPA /).at(-1)).toContain('128');
  });

  test('they go with the registration', () => {
    const access = attached('rfc7864').lma(fmi(5, [HNP3]));
    access.attach(1, undefined).run(2000);
    expect([access.table('foreign').size, routes(access)]).toEqual([0, []]);
  });
});

describe('BRI 7 with MuHo options, B-3', () => {
  const bri = buildIndication({
    source: LMA,
    destination: MAGS[1],
    trigger: 7,
    sequence: 3,
    proxy: true,
    ipv4Only: false,
    global: false,
    mnId: identity(1),
    prefixes: [],
    ipv4: undefined,
    alternateCareOf: undefined,
    muho: [HNP3],
  });

  test('a gateway that is set up so adds routes', () => {
    const access = attached('literal').lma(bri);
    expect(foreign(access)).toEqual([`BRI ${HNP3}`]);
    expect(access.update()).toMatchObject({ state: 'active' });
  });

  test('any other one deletes the binding', () => {
    expect(attached('muho').lma(bri).update()).toBeUndefined();
  });
});

describe('flows that the anchor operates on, RFC 7109', () => {
  const flow = { fid: 1, priority: 10, status: 0, selector: { protocol: [17, 17] as const } };
  const fbi = (action: number, mnId = identity(1)) => {
    const flows = [{ ...flow, bids: [2], action, target: undefined }];
    const parts = { source: LMA, destination: MAGS[1], sequence: action, mnId, flows };
    return buildFlowIndication(parts, 1);
  };
  const statuses = (access: Access): readonly number[] =>
    toy.ofKind(access.timeline, 'sent').flatMap(({ frame }) => {
      const answer = readFlowAcknowledgement(toy.packetIn(access.timeline, frame));
      return answer === undefined ? [] : answer.flows.map(({ status }) => status);
    });

  test('added, changed, listed in refreshes, deleted; each is acknowledged', () => {
    const access = attached('rfc7864');
    access.lma(fbi(13)).lma(fbi(11)).lma(fbi(13));
    expect([...access.table('flows').values()]).toMatchObject([{ fid: 1, bids: [2] }]);
    access.run(240_000);
    const summaries = toy.ofKind(access.timeline, 'sent').flatMap(({ frame }) => {
      const update = readProxyUpdate(toy.packetIn(access.timeline, frame));
      return update === undefined ? [] : [readSummary(update.options)];
    });
    expect(summaries).toEqual([undefined, [1]]);
    access.lma(fbi(12)).lma(fbi(12));
    expect(access.table('flows').size).toBe(0);
    expect(statuses(access)).toEqual([132, 0, 0, 0, 132]);
  });

  test('of a node that is not here: rejected', () => {
    const access = attached('rfc7864').lma(fbi(11, identity(2)));
    expect(statuses(access)).toEqual([129]);
  });
});
