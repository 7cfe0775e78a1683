// S-07 of the acceptance scenarios: forwarding, tunnels, GRE and IPv4. The invariants are checked after
// every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds, type NodeId } from '#base/ids.ts';
import { packetIn } from './watched.ts';
import type { Lab } from './lab.ts';
import { belowMag, HNP1, HNP2, LMA, MAG1, MAG2, MN1, nowhere, stream } from './pmip-cast.ts';
import { datagram, tunnelled } from './pmip-packets.ts';
import { attached, arriving, BINDING, bindings, tunnels } from './pmip-run.ts';
import { told, toldAt, wayOf } from './pmip-words.ts';

const CN1 = '2001:db8:c1::10';
const MN2 = '2001:db8:a2:2:0:5eff:fe00:201';
const AT = seconds(3);

/** The traffic class with which a datagram of 4711 came to a node. */
function classAt(run: Lab, node: NodeId): number | undefined {
  const { log } = run.timeline;
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.kind !== 'arrived' || event.node !== node || event.at < AT) continue;
    const packet = packetIn(log.frame(event.frame).octets(), run.scenario.profile);
    if (packet?.payload.is === 'udp' && packet.payload.sourcePort === 4711) {
      return packet.trafficClass;
    }
  }
  return undefined;
}

describe('S-07 packets that are not forwarded', () => {
  test('PMIP-281: from a link-local source', () => {
    const run = attached();
    run.inject('mn1', datagram('fe80::5eff:fe00:101', CN1)).to(seconds(4));
    expect(run.drops('mag1', AT)).toMatchInlineSnapshot(`
      [
        "notMine: not a member of ff02::1:ff00:10",
      ]
    `);
  });

  test('PMIP-278: from a source outside the prefix', () => {
    const run = attached().inject('mn1', datagram('2001:db8:a2:2::5', CN1)).to(seconds(4));
    expect(run.drops('mag1', AT)).toMatchInlineSnapshot(`
      [
        "policy: no binding for the source (PMIP §6.10.5)",
      ]
    `);
  });

  test('PMIP-275: out of the tunnel for a prefix that nobody has', () => {
    const run = attached();
    run.inject('lma', tunnelled(LMA, MAG1, datagram(CN1, '2001:db8:a2:2::5'))).to(seconds(4));
    expect(run.drops('mag1', AT)).toMatchInlineSnapshot(`
      [
        "policy: no access link for the destination (PMIP §6.10.5)",
      ]
    `);
    expect(told(run, AT, /Unreachable/)).toEqual([]);
  });

  test('R-10: at the LMA, from a gateway where MN1 is not', () => {
    const run = attached()
      .inject('mag2', tunnelled(MAG2, LMA, datagram(MN1, CN1)))
      .to(seconds(4));
    expect(run.drops('lma', AT)).toMatchInlineSnapshot(`
      [
        "notMine: no tunnel from 2001:db8:2::1",
      ]
    `);
  });

  test('R-10: the same from a gateway that serves another node', () => {
    const run = attached({ mobiles: 2 }).put('mn2', belowMag(2)).to(seconds(5));
    run.inject('mag2', tunnelled(MAG2, LMA, datagram(MN1, CN1))).to(seconds(6));
    expect(run.drops('lma', AT)).toMatchInlineSnapshot(`
      [
        "policy: the source is of no session of this tunnel (PMIP §5.6.2)",
      ]
    `);
  });

  test('R-10 is off: it is forwarded', () => {
    const run = attached({ mobiles: 2, knobs: { tunnelSourceCheck: 'off' } });
    run.put('mn2', belowMag(2)).to(seconds(5));
    run.inject('mag2', tunnelled(MAG2, LMA, datagram(MN1, CN1))).to(seconds(6));
    expect(run.drops('lma', AT)).toEqual([]);
  });

  test('PMIP-140, PMIP-58: at the LMA, for a prefix that has no binding', () => {
    const run = attached().inject('cn1', datagram(CN1, '2001:db8:a2:2::5')).to(seconds(4));
    expect(run.drops('lma', AT)).toMatchInlineSnapshot(`
      [
        "policy: no binding for the prefix (PMIP §5.6.2)",
      ]
    `);
  });
});

describe('S-07 two nodes at one gateway', () => {
  const two = (localRouting: string) => {
    const run = arriving({ mobiles: 2, knobs: { localRouting } });
    return run.put('mn2', belowMag(1)).to(AT);
  };

  test('PMIP-279, PMIP-320: without local routing packets go by the LMA and back (I-10)', () => {
    const run = two('off').inject('mn1', datagram(MN1, MN2)).to(seconds(5));
    expect(wayOf(run, AT)).toBe('MN1 -> MAG1 => LMA => MAG1 ->');
  });

  test('PMIP-270, PMIP-321: with local routing they stay', () => {
    const run = two('on').inject('mn1', datagram(MN1, MN2)).to(seconds(5));
    expect(wayOf(run, AT)).toBe('MN1 -> MAG1 ->');
  });

  test('PMIP-138, PMIP-139, PMIP-272: one tunnel with two sessions, kept for the second', () => {
    const run = two('off');
    expect([tunnels(run, 'lma'), tunnels(run, 'mag1')]).toEqual([[`${MAG1} 2`], [`${LMA} 2`]]);
    run.put('mn1', nowhere).to(seconds(15));
    expect([tunnels(run, 'lma'), tunnels(run, 'mag1')]).toEqual([[`${MAG1} 1`], [`${LMA} 1`]]);
    run.put('mn2', nowhere).to(seconds(30));
    expect([tunnels(run, 'lma'), tunnels(run, 'mag1')]).toEqual([[], []]);
  });

  test('PMIP-13, PMIP-36: each has a prefix of its own', () => {
    expect(bindings(two('off'), 'mnId', 'prefixes')).toEqual([
      `mn1@example.net [${HNP1}]`,
      `mn2@example.net [${HNP2}]`,
    ]);
  });
});

describe('S-07 congestion and size', () => {
  const ECT = 2;
  const CE = 3;

  test('PMIP-145: CE around ECT becomes CE', () => {
    const inner = datagram(CN1, MN1, 32, ECT);
    const run = attached()
      .inject('lma', tunnelled(LMA, MAG1, inner, CE))
      .to(seconds(4));
    expect(classAt(run, 'mn1')).toBe(CE);
  });

  test('PMIP-146: else the inner field stays', () => {
    const inner = datagram(CN1, MN1, 32, ECT);
    const run = attached()
      .inject('lma', tunnelled(LMA, MAG1, inner, 0))
      .to(seconds(4));
    expect(classAt(run, 'mn1')).toBe(ECT);
  });

  test('PMIP-144: ECT is copied into the tunnel', () => {
    const run = attached()
      .inject('cn1', datagram(CN1, MN1, 32, ECT))
      .to(seconds(4));
    const { log } = run.timeline;
    const outer: number[] = [];
    for (let seq = 0; seq < log.length; seq += 1) {
      const event = log.event(seq);
      if (event.kind !== 'sent' || event.at < AT || event.node !== 'lma') continue;
      const packet = packetIn(log.frame(event.frame).octets(), run.scenario.profile);
      if (packet?.payload.is === 'ipv6') outer.push(packet.trafficClass);
    }
    expect(outer).toEqual([ECT]);
  });

  test('PMIP-248, PMIP-263 to PMIP-265: 1500 octets: Packet Too Big 1460 from the LMA', () => {
    const run = attached()
      .inject('cn1', datagram(CN1, MN1, 1452))
      .to(seconds(4));
    expect(told(run, AT, /Big/)).toMatchInlineSnapshot(`
      [
        "LMA -> CN1 Packet Too Big{1460}",
      ]
    `);
    expect(told(run, 0, /^RA/)[0]).toContain('MTU 1460');
  });
});

describe('S-07 renumbering', () => {
  test('PMIP-286, PMIP-287: the prefix is withdrawn, its routes go at both ends', () => {
    const run = attached();
    run.do({ do: 'operate', node: 'lma', order: 'renumber', mn: 'mn1', prefix: HNP1 });
    run.to(seconds(6));
    expect(toldAt(run, AT)).toMatchInlineSnapshot(`
      [
        "3000 LMA -> MAG1 UPN{reason 2,seq 32784,A,HNP HNP2}",
        "3010 MAG1 -> MN1 RA{fe80::200:5eff:fe00:5213,lft 1800,SLLAO 00:00:5e:00:52:13,MTU 1460,PIO HNP2 L A 2592000/604800,PIO HNP1 L A 0/0}",
        "3010 MAG1 -> LMA UPA{0,seq 32784}",
      ]
    `);
    expect(bindings(run, 'prefixes')).toEqual([`[${HNP2}]`]);
    for (const node of ['lma', 'mag1']) {
      const open = run.table(node, 'stack/routes').filter((row) => row['out'] !== undefined);
      expect(JSON.stringify(open)).toContain(HNP2);
      expect(JSON.stringify(open)).not.toContain(HNP1);
    }
  });
});

describe('S-07 GRE', () => {
  const withGre = (knobs: Record<string, string>) =>
    attached({ knobs, flows: [stream('F1', 'mn1', ms(100))] });

  /** GRE keys of what the LMA and MAG1 have sent into the tunnel. */
  function keysIn(run: Lab): readonly string[] {
    run.do({ do: 'flow', flow: 'F1', change: 'start' }).to(seconds(4));
    const { log } = run.timeline;
    const keys = new Set<string>();
    for (let seq = 0; seq < log.length; seq += 1) {
      const event = log.event(seq);
      if (event.kind !== 'sent' || event.at < AT || !/mag|lma/.test(event.node)) continue;
      const packet = packetIn(log.frame(event.frame).octets(), run.scenario.profile);
      if (packet?.payload.is !== 'gre') continue;
      keys.add(`${event.node} ${packet.payload.key ?? 'none'}`);
    }
    return [...keys].toSorted((a, b) => (a < b ? -1 : 1));
  }

  test('with keys: each end chooses the key of what it receives', () => {
    const run = withGre({ gre: 'wanted' });
    const [keys] = run.table('lma', 'lma/bindings');
    expect(told(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1,GRE key}",
        "LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL M1,GRE key}",
      ]
    `);
    expect(keysIn(run)).toEqual([
      `lma ${String(keys?.['greKeyDown'])}`,
      `mag1 ${String(keys?.['greKeyUp'])}`,
    ]);
    expect(told(run, 0, /^RA/)[0]).toContain('MTU 1452');
    run.inject('cn1', datagram(CN1, MN1)).to(seconds(5));
    expect(wayOf(run, AT)).toBe('CN1 -> LMA => MAG1 ->');
  });

  test('without keys: GRE without keys', () => {
    expect(keysIn(withGre({ gre: 'withoutKey' }))).toEqual(['lma none', 'mag1 none']);
  });

  test('required and not asked for: 163, then asked for', () => {
    const run = withGre({ lmaGre: 'require' });
    expect(told(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1}",
        "LMA -> MAG1 PBA{163,1,L0,HNP ::/0,HI1,ATT4,TS 1.020,LL M1}",
        "MAG1 -> LMA PBU{2,L75,HNP ::/0,HI1,ATT4,TS 1.040,LL M1,GRE key}",
        "LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HI1,ATT4,TS 1.040,LL M1,GRE key}",
      ]
    `);
    expect(bindings(run, 'state')).toEqual(['active']);
  });

  test('asked for and not wanted: 2, without the option, and no GRE', () => {
    const run = withGre({ gre: 'wanted', lmaGre: 'refuse' });
    expect(told(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1,GRE key}",
        "LMA -> MAG1 PBA{2,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL M1}",
      ]
    `);
    expect(keysIn(run)).toEqual([]);
    run.inject('cn1', datagram(CN1, MN1)).to(seconds(5));
    expect(wayOf(run, AT)).toBe('CN1 -> LMA => MAG1 ->');
  });
});

describe('S-07 IPv4 home address', () => {
  test('from the pool, with the default router', () => {
    const nodes = { mn1: { ipv4: 'pool' }, lma: { ipv4Pool: '192.0.2.0/24' } };
    const run = attached({ nodes });
    expect(told(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1,IPv4? 0.0.0.0/0}",
        "LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL M1,IPv4! 0 192.0.2.17/24,router 192.0.2.1}",
      ]
    `);
    expect(bindings(run, 'ipv4Home', 'prefixes')).toEqual([`192.0.2.17 [${HNP1}]`]);
  });

  test('not allowed: 170, and no binding', () => {
    const nodes = { mn1: { ipv4: 'refused' }, lma: { ipv4Pool: '192.0.2.0/24' } };
    const run = attached({ nodes });
    expect(told(run, 0, /^PBA/)[0]).toContain('PBA{170,');
    expect(bindings(run, 'state')).toEqual([]);
  });
});
