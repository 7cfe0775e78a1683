// The octets of what gateways and anchors send: types, lengths, alignment, reserved bits (RFC 5213 §8,
// RFC 5846 §5, RFC 5847 §3). Read with a small reader of its own, not with the codec.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { bindingStatus } from '#wire/numbers-status.ts';
import type { Lab } from './lab.ts';
import { belowMag, HNP1, LMA, MAG1, nowhere, type Domain } from './pmip-cast.ts';
import { datagram, message } from './pmip-packets.ts';
import { arriving, attached, bindings, updates } from './pmip-run.ts';
import { told } from './pmip-words.ts';

/** Everything that a domain says: attachment, refresh, handoff, heartbeats, revocation. */
const parts: Domain = {
  knobs: { heartbeat: 'on', magAddress: 'lma', gre: 'wanted' },
  nodes: { mn1: { prefixCount: 2, ipv4: 'pool' }, lma: { ipv4Pool: '192.0.2.0/24' } },
};

interface Option {
  readonly type: number;
  readonly length: number;
  /** Counted from the first octet of the Mobility Header. */
  readonly at: number;
  readonly data: Uint8Array;
}

interface Message {
  readonly type: number;
  readonly octets: Uint8Array;
  readonly options: readonly Option[];
}

/** The Mobility Header messages of a run; options of all of them begin at octet 12. */
function messagesOf(run: Lab): readonly Message[] {
  const { log } = run.timeline;
  const seen = new Set<number>();
  const all: Message[] = [];
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.kind !== 'sent' || seen.has(event.datagram)) continue;
    seen.add(event.datagram);
    const packet = log.frame(event.frame).octets().subarray(14);
    if (packet[6] !== 135) continue;
    const octets = packet.subarray(40);
    all.push({ type: octets[2] ?? -1, octets, options: optionsOf(octets) });
  }
  return all;
}

function optionsOf(octets: Uint8Array): readonly Option[] {
  const options: Option[] = [];
  for (let at = 12; at < octets.length;) {
    const type = octets[at] ?? 0;
    const length = type === 0 ? 0 : (octets[at + 1] ?? 0);
    const data = octets.subarray(at + 2, at + 2 + length);
    if (type > 1) options.push({ type, length, at, data });
    at += type === 0 ? 1 : 2 + length;
  }
  return options;
}

function play(): Lab {
  const run = attached(parts).to(seconds(245)).put('mn1', belowMag(2)).to(seconds(310));
  run.do({ do: 'operate', node: 'lma', order: 'revoke', mn: 'mn1', trigger: 1 }).to(seconds(320));
  run.put('mn1', nowhere).to(seconds(321)).put('mn1', belowMag(1)).to(seconds(330));
  return run.do({ do: 'operate', node: 'lma', order: 'revokeAll', peer: 'mag1' }).to(seconds(335));
}

const run = play();
const messages = messagesOf(run);
const ofType = (type: number): readonly Message[] => messages.filter((one) => one.type === type);
const options = messages.flatMap((one) => one.options);

test('every kind of message was said', () => {
  expect([...new Set(messages.map((one) => one.type))].toSorted((a, b) => a - b)).toEqual([
    5, 6, 13, 16,
  ]);
});

describe('the Mobility Header', () => {
  test('BRI-2, BRI-8, BRI-22: Payload Proto 59, a length in eights, reserved bits zero', () => {
    for (const { octets } of messages) {
      expect(octets[0]).toBe(59);
      expect(octets.length).toBe(8 * ((octets[1] ?? 0) + 1));
      expect(octets[3]).toBe(0);
    }
    for (const { octets } of ofType(16))
      expect([(octets[10] ?? 0) & 0x1f, octets[11]]).toEqual([0, 0]);
    for (const { octets } of ofType(13))
      expect([octets[6], (octets[7] ?? 0) & 0xfc]).toEqual([0, 0]);
  });

  test('PMIP-236, PMIP-297, PMIP-300: A and P in a PBU, P in a PBA, no other flag', () => {
    for (const { octets } of ofType(5)) expect([octets[8], octets[9]]).toEqual([0x82, 0x00]);
    for (const { octets } of ofType(6)) expect(octets[7]).toBe(0x20);
  });

  test('PMIP-302: all were accepted, with a status below 128', () => {
    expect(ofType(6).every(({ octets }) => (octets[6] ?? 255) < 128)).toBe(true);
  });

  test('HB-23: a heartbeat has type 13', () => {
    expect(told(run, 0, /^HB/)).toHaveLength(ofType(13).length);
  });

  test('BRI-19, BRI-27: without options 4 octets of padding, Header Len 1', () => {
    const bare = ofType(16).filter((one) => one.options.length === 0);
    expect(bare.length).toBeGreaterThanOrEqual(2);
    for (const { octets } of bare) {
      expect(octets[1]).toBe(1);
      expect([...octets.subarray(12)]).toEqual([1, 2, 0, 0]);
    }
  });
});

/** Requirement, type, length, alignment x n + y, octets that are reserved. */
const formats: readonly [string, number, number, number, number, readonly number[]][] = [
  ['PMIP-303, PMIP-304: Home Network Prefix', 22, 18, 8, 4, [0]],
  ['PMIP-305, PMIP-306: Handoff Indicator', 23, 2, 1, 0, [0]],
  ['PMIP-307, PMIP-308: Access Technology Type', 24, 2, 1, 0, [0]],
  ['PMIP-309, PMIP-310: Mobile Node Link-layer Identifier', 25, 8, 2, 0, [0, 1]],
  ['PMIP-311: Link-local Address', 26, 16, 8, 6, []],
  ['PMIP-312: Timestamp', 27, 8, 8, 2, []],
  ['HB-26: Restart Counter', 28, 4, 4, 2, []],
  ['GRE Key', 33, 6, 4, 0, [0, 1]],
  ['IPv4 Home Address Request', 36, 6, 4, 0, []],
];

describe('options', () => {
  test.each(formats)('%s', (_, type, length, every, offset, reserved) => {
    const found = options.filter((one) => one.type === type);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      expect(one.length).toBe(length);
      expect(one.at % every).toBe(offset % every);
      for (const at of reserved) expect(one.data[at]).toBe(0);
    }
  });

  test('PMIP-120, PMIP-313: 48 bits of seconds since 1970, 16 of their fractions', () => {
    const first = options.find((one) => one.type === 27);
    const bits = BigInt(`0x${Buffer.from(first?.data ?? []).toString('hex')}`);
    expect(bits >> 16n).toBe(1_700_000_001n);
    expect(Number(bits & 0xffffn) / 65_536).toBeCloseTo(0.02, 4);
  });

  test('HB-27: the Restart Counter stands in responses only', () => {
    for (const one of ofType(13)) {
      const isResponse = ((one.octets[7] ?? 0) & 1) === 1;
      expect(one.options.map(({ type }) => type)).toEqual(isResponse ? [28] : []);
    }
  });

  test('PMIP-299: in the order of the figure (C-2)', () => {
    for (const { options: some } of [...ofType(5), ...ofType(6)]) {
      const order = [8, 22, 23, 24, 27, 25, 26];
      const known = some.map(({ type }) => order.indexOf(type)).filter((place) => place >= 0);
      expect(known).toEqual(known.toSorted((a, b) => a - b));
    }
  });
});

describe('unknown options are skipped', () => {
  const unknown = {
    is: 'UnknownMobilityOption',
    type: 222,
    data: new Uint8Array([1, 2, 3]),
  } as const;
  const identity = {
    is: 'MobileNodeIdentifier',
    subtype: 1,
    identifier: 'mn1@example.net',
  } as const;
  const flags = { proxy: true, ipv4Only: false, global: false } as const;

  test('BRI-9: in a BRI', () => {
    const one = attached();
    const bri = { is: 'BindingRevocationIndication', trigger: 1, sequence: 7, ...flags } as const;
    one.inject('lma', message(LMA, MAG1, { ...bri, options: [unknown, identity] })).to(seconds(4));
    expect(told(one, seconds(3), /^BRA/)).toEqual(['MAG1 -> LMA BRA{0,seq 7,P}']);
    expect(updates(one, 'mag1', 'state')).toEqual([]);
  });

  test('HB-25: in a heartbeat', () => {
    const one = attached();
    const request = { is: 'Heartbeat', unsolicited: false, response: false, sequence: 7 } as const;
    one.inject('mag1', message(MAG1, LMA, { ...request, options: [unknown] })).to(seconds(4));
    expect(told(one, seconds(3), /^HB.R/)).toEqual(['LMA -> MAG1 HB{R,7,RC 7}']);
  });

  test('BRI-41: a BRI with a wrong checksum is dropped before it is read', () => {
    const one = attached();
    one.do({ do: 'catch', name: 'bent', link: 'core-mag1', kind: 'BRI', nth: 1, act: 'corrupt' });
    one.do({ do: 'operate', node: 'lma', order: 'revoke', mn: 'mn1', trigger: 1 });
    one.to(seconds(3) + ms(500));
    expect(told(one, seconds(3), /^BRA/)).toEqual([]);
    expect(updates(one, 'mag1', 'state')).toEqual(['active']);
    one.to(seconds(5));
    expect(told(one, seconds(3), /^BRA/)).toHaveLength(1);
  });
});

describe('who is who', () => {
  test('PMIP-163, PMIP-164, PMIP-168: one identifier per node, on one link, at both ends', () => {
    const two = arriving({ mobiles: 2 }).put('mn2', belowMag(1)).to(seconds(3));
    const ids = ['mn1@example.net', 'mn2@example.net'];
    expect(bindings(two, 'mnId')).toEqual(ids);
    expect(updates(two, 'mag1', 'mnId', 'iface')).toEqual([
      `${ids[0]} mn1-if1`,
      `${ids[1]} mn2-if1`,
    ]);
  });

  test('PMIP-160: of two nodes at one MAG each hears its own advertisements only', () => {
    const two = arriving({ mobiles: 2 }).put('mn2', belowMag(1)).to(seconds(3));
    const own = (mn: string) =>
      two.columns(mn, 'host/addresses', ['address']).filter((text) => !text.startsWith('fe80'));
    expect(own('mn1')).toEqual(['2001:db8:a1:1:0:5eff:fe00:101']);
    expect(own('mn2')).toEqual(['2001:db8:a2:2:0:5eff:fe00:201']);
  });

  test('PMIP-148, PMIP-155, PMIP-158, PMIP-159: the profile names the LMA, and may name prefixes', () => {
    const own = '2001:db8:a9:9::/64';
    const one = attached({ nodes: { mn1: { prefixes: [own] } } });
    expect(updates(one, 'mag1', 'lma', 'prefixes')).toEqual([`${LMA} [${own}]`]);
    expect(bindings(one, 'prefixes')).not.toEqual([`[${HNP1}]`]);
  });

  test('PMIP-142: the tunnel header is a plain one around the whole packet', () => {
    const one = attached();
    one.do({ do: 'flow', flow: 'F1', change: 'start' }).to(seconds(4));
    const { log } = one.timeline;
    const outer: Uint8Array[] = [];
    for (let seq = 0; seq < log.length; seq += 1) {
      const event = log.event(seq);
      if (event.kind !== 'sent' || event.node !== 'lma') continue;
      const packet = log.frame(event.frame).octets().subarray(14);
      if (packet[6] === 41) outer.push(packet);
    }
    expect(outer.length).toBeGreaterThan(5);
    for (const packet of outer) {
      expect((packet[4] ?? 0) * 256 + (packet[5] ?? 0)).toBe(packet.length - 40);
      expect((packet[40] ?? 0) >> 4).toBe(6);
      // RFC 2473 §3.1: the hop limit inside counts the entry as one hop.
      expect(packet[47]).toBe(62);
    }
  });
});

describe('variables', () => {
  test('PMIP-315, PMIP-319, PMIP-323: knobs are read alike by all gateways, after a restart too', () => {
    const one = attached({ knobs: { magAddress: 'lma', timestamps: 'off' } });
    for (const node of ['lma', 'mag1']) one.do({ do: 'node', node, up: false, state: 'lost' });
    one.to(seconds(4));
    for (const node of ['lma', 'mag1']) one.do({ do: 'node', node, up: true });
    one.to(seconds(20));
    const [pbu = ''] = told(one, seconds(4), /^PBU/);
    expect(pbu).toContain('LLA ::');
    expect(pbu).not.toContain('TS');
    expect(told(one, seconds(4), /^PBA/)[0]).not.toContain('TS');
  });
});

describe('what there is not', () => {
  test('PMIP-149: mobile prefix discovery', () => {
    const one = attached();
    const solicitation = { is: 'MobilePrefixSolicitation', identifier: 7 } as const;
    const packet = datagram(MAG1, LMA);
    const payload = { is: 'icmpv6', message: solicitation } as const;
    one.inject('mag1', { ...packet, payload }).to(seconds(4));
    const { log } = one.timeline;
    const answers = Array.from({ length: log.length }, (_, seq) => log.event(seq)).filter(
      (event) => event.kind === 'sent' && event.node === 'lma' && event.at > seconds(3),
    );
    expect(answers).toEqual([]);
  });

  test('PMIP-150: return routability, and so route optimization', () => {
    const one = attached();
    const test = { is: 'HomeTestInit', cookie: new Uint8Array(8), options: [] } as const;
    one.inject('mag1', message(MAG1, LMA, test)).to(seconds(4));
    expect(told(one, seconds(3), /^HomeTest$/)).toEqual([]);
  });
});

test('PMIP-314: the statuses of proxies, and those that they share with Mobile IPv6', () => {
  const named = new Set(bindingStatus.points.map(({ value }) => value));
  const all = [0, 128, 129, 130, ...Array.from({ length: 11 }, (_, n) => 152 + n)];
  expect(all.filter((one) => !named.has(one))).toEqual([]);
});
