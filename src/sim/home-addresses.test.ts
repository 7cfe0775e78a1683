// Data around a home agent, MIP6 §6.3, §6.4, §9.3, §11.3: what stands on the link and what upper
// layers see.
import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import { ipv6 } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { Effect } from './effect.ts';
import type { Stimulus } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';

freezeRows();

const HOME = ipv6('2001:db8:f0:1::5');
const CARE_OF = toy.MN;
const data = Uint8Array.of(1, 2, 3, 4);
const atCn = { homeAddress: HOME, careOfAddress: CARE_OF };
const atMn = { ...atCn, peer: toy.CN };

interface Part {
  readonly cn?: readonly Effect[];
  readonly mn?: readonly Effect[];
  readonly takes?: Parameters<typeof toy.puppet>[2];
}

/** The chain, with what its ends do at the beginning, and what they heard. */
function played({ cn = [], mn = [], takes = { udp: true, mobility: [] } }: Part) {
  const heard: string[] = [];
  const end = (name: string, begin: readonly Effect[]) => {
    const role = toy.puppet(
      (stimulus: Stimulus) => {
        if (stimulus.on !== 'packet') return [];
        const { src, dst, payload } = stimulus.packet;
        heard.push(`${name}: ${src} ${dst} ${payload.is}`);
        return [];
      },
      begin,
      takes,
    );
    return [{ role, config: undefined }];
  };
  const spec = toy.chain({ cn: end('cn', cn), mn: end('mn', mn) });
  const nodes = spec.nodes.map((node) =>
    node.id === 'mn' ? { ...node, addresses: [...node.addresses, toy.address(HOME, 'if1')] } : node,
  );
  const timeline = new Timeline({ ...spec, nodes }, []);
  timeline.runTo(seconds(1));
  return { timeline, heard };
}

const send = (packet: Packet): Effect => ({ do: 'send', packet });

describe('a mobile node with a direct path', () => {
  const sent = {
    cn: [{ do: 'setDirectPath', path: atCn }],
    mn: [{ do: 'setDirectPath', path: atMn }],
  };
  const { cn, mn } = sent as { cn: Effect[]; mn: Effect[] };

  test('MIP-6, MIP-36: sends from its care-of address, and names its home address', () => {
    const out = { cn, mn: [...mn, send(toy.datagram(HOME, toy.CN, data))] };
    const { timeline, heard } = played(out);
    expect(toy.packetIn(timeline, 0)).toMatchObject({ src: CARE_OF, homeAddress: HOME });
    expect(heard).toEqual([`cn: ${HOME} ${toy.CN} udp`]);
  });

  test('MIP-6, MIP-10: is sent to by a type 2 routing header', () => {
    const { timeline, heard } = played({ mn, cn: [...cn, send(toy.datagram(toy.CN, HOME, data))] });
    expect(toy.packetIn(timeline, 0)).toMatchObject({ dst: CARE_OF, routeTo: HOME });
    expect(heard).toEqual([`mn: ${toy.CN} ${HOME} udp`]);
  });

  test('does so with this correspondent alone, and not after its end', () => {
    const gone: Effect = { do: 'removeDirectPath', key: HOME };
    const { timeline } = played({ cn: [...cn, gone, send(toy.datagram(toy.CN, HOME, data))] });
    expect(toy.packetIn(timeline, 0)).not.toHaveProperty('routeTo');
    const other = toy.datagram(HOME, ipv6('2001:db8:c1::11'), data);
    const elsewhere = played({ mn: [...mn, send(other)] }).timeline;
    expect(toy.packetIn(elsewhere, 0)).toMatchObject({ src: HOME });
  });
});

describe('what is refused', () => {
  const claimed = { ...toy.datagram(CARE_OF, toy.CN, data), homeAddress: HOME };

  test('MIP-8, MIP-9: a Home Address option without a binding, by Binding Error 1', () => {
    const { timeline, heard } = played({ mn: [send(claimed)], takes: { mobility: [7] } });
    expect(toy.dropsOf(timeline)).toEqual(['cn policy']);
    expect(heard).toEqual([`mn: ${toy.CN} ${CARE_OF} mobility`]);
    const last = toy.packetIn(timeline, timeline.log.frames - 1);
    expect(last.payload).toMatchObject({ message: { status: 1, homeAddress: HOME } });
  });

  test('the same with a binding to another care-of address', () => {
    const path = { ...atCn, careOfAddress: ipv6('2001:db8:9::9') };
    const { timeline } = played({ cn: [{ do: 'setDirectPath', path }], mn: [send(claimed)] });
    expect(toy.dropsOf(timeline)).toEqual(['cn policy', 'mn noListener']);
  });

  test('by a node that knows no mobility: Parameter Problem about the option', () => {
    const { timeline } = played({ mn: [send(claimed)], takes: { udp: true } });
    expect(toy.dropsOf(timeline)[0]).toBe('cn noListener');
    const last = toy.packetIn(timeline, timeline.log.frames - 1);
    expect(last.payload).toMatchObject({
      message: { is: 'ParameterProblem', code: 2, pointer: 46 },
    });
  });

  test('MIP-7: a routing header with an address that is not the receiver’s own', () => {
    const wrong = { ...toy.datagram(toy.CN, CARE_OF, data), routeTo: ipv6('2001:db8:f0:1::6') };
    const { timeline, heard } = played({ cn: [send(wrong)] });
    expect(toy.dropsOf(timeline)).toEqual(['mn policy']);
    expect(heard).toEqual([]);
  });
});

test('MIP-8: a Binding Update brings its binding with it', () => {
  const message = {
    is: 'BindingUpdate',
    sequence: 1,
    acknowledge: false,
    homeRegistration: false,
    linkLocalCompatibility: false,
    keyManagement: false,
    mapRegistration: false,
    mobileRouter: false,
    proxyRegistration: false,
    forceUdp: false,
    tlvHeader: false,
    bulk: false,
    multicast: false,
    distributed: false,
    lifetime: 1,
    options: [],
  } as const;
  const update = toy.packetOf(CARE_OF, toy.CN, { is: 'mobility', message });
  const { heard } = played({
    mn: [send({ ...update, homeAddress: HOME })],
    takes: { mobility: [5] },
  });
  expect(heard).toEqual([`cn: ${CARE_OF} ${toy.CN} mobility`]);
});
