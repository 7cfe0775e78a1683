// How a PBA is made (RFC 5213 §5.3.6), and which PBAs a MAG takes (§6.9.1.2); an Alternate Care-of
// Address, several prefixes, and a link-local address that collides. The invariants are checked
// after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { ipv6, prefix } from '#wire/address.ts';
import type { MobilityOption } from '#wire/packet.ts';
import { outerEnds, packetIn } from './watched.ts';
import type { Lab } from './lab.ts';
import { belowMag, HNP1, HNP2, LMA, MAG1, MAG2, MN1, nowhere } from './pmip-cast.ts';
import { datagram, message, pba, pbu, type UpdateByHand } from './pmip-packets.ts';
import {
  ALL,
  arriving,
  ATTACHED,
  attached,
  BINDING,
  bindings,
  tunnels,
  updates,
} from './pmip-run.ts';
import { told, toldAt, wayOf } from './pmip-words.ts';

const AT = seconds(3);

/** The LMA's words to a PBU by hand, after MN1 is registered. */
function answerTo(change: UpdateByHand, run: Lab = attached()): string {
  run.inject('mag1', pbu(run.now, { handoff: 5, ...change })).to(seconds(4));
  return told(run, AT, /^PBA/)[0]?.replace('LMA -> MAG1 ', '') ?? 'nothing';
}
const linkLocal = (text: string) => ({ linkLocal: ipv6(text) });
const own = { prefixes: [prefix(HNP1)] };

describe('PMIP-34, PMIP-60: the options of a PBA', () => {
  test('PMIP-63, PMIP-69, PMIP-70, PMIP-116, PMIP-126: those of its PBU, in their order', () => {
    expect(answerTo(own)).toBe('PBA{0,1,L75,HNP HNP1,HI5,ATT4,TS 3.000,LL M1}');
  });

  test('PMIP-61, PMIP-62, PMIP-79: between the addresses of the PBU, without routing header', () => {
    const run = attached();
    answerTo({ alternateCareOf: ipv6('2001:db8:77::1'), ...own }, run);
    const octets = run.octets('PBA');
    expect(octets[6]).toBe(135);
    const framed = Uint8Array.from([...new Uint8Array(14), ...octets]);
    expect(outerEnds(framed)).toEqual({ src: LMA, dst: MAG1 });
  });

  test('PMIP-65, PMIP-66: all prefixes of a PBU that is refused, even several', () => {
    const prefixes = [HNP1, HNP2].map((text) => prefix(text));
    expect(answerTo({ prefixes })).toContain('PBA{159,1,L0,HNP HNP1,HNP HNP2,');
  });

  test('PMIP-68: all prefixes of the session when accepted', () => {
    const run = attached({ nodes: { mn1: { prefixCount: 2 } } });
    expect(answerTo({ handoff: 3 }, run)).toContain('PBA{0,1,L75,HNP HNP1,HNP HNP2,');
  });

  test('PMIP-71: a timestamp if there was one', () => {
    const run = attached({ knobs: { timestamps: 'off' } });
    const sequence = Number(bindings(run, 'lastSequence')[0]) + 1;
    expect(answerTo({ timestamp: undefined, sequence, ...own }, run)).not.toContain('TS');
  });

  test('PMIP-72: a link-layer identifier if there was one', () => {
    expect(answerTo({ linkLayerId: undefined, ...own })).toBe(
      'PBA{0,1,L75,HNP HNP1,HI5,ATT4,TS 3.000}',
    );
  });

  test('PMIP-300: P if it was set: a BU of a node is no PBU', () => {
    const packet = pbu(AT);
    const { payload } = packet;
    if (payload.is !== 'mobility' || payload.message.is !== 'BindingUpdate') throw new Error();
    const plain = { ...payload.message, proxyRegistration: false };
    const run = attached()
      .inject('mag1', message(MAG1, LMA, plain))
      .to(seconds(4));
    expect(told(run, AT, /^PBA/)).toEqual([]);
    expect(run.notes(AT).join()).toContain('LMA');
  });
});

describe('the link-local address of the MAG', () => {
  const made = () => attached({ knobs: { magAddress: 'lma' } });

  test('PMIP-73: none without the option', () => {
    expect(answerTo(own)).not.toContain('LLA');
  });

  test('PMIP-74: that of the PBU when it is refused', () => {
    const words = answerTo({ prefixes: [], ...linkLocal('fe80::9') });
    expect(words).toContain('PBA{158,');
    expect(words).toContain('LLA fe80::9');
  });

  test('PMIP-75: that of the session when none is named', () => {
    const run = made();
    const [known] = bindings(run, 'magLinkLocal');
    expect(answerTo({ ...own, ...linkLocal('::') }, run)).toContain(`LLA ${known ?? ''}`);
  });

  test('PMIP-77: one that is named is kept', () => {
    const run = made();
    expect(answerTo({ ...own, ...linkLocal('fe80::77') }, run)).toContain('LLA fe80::77');
    expect(bindings(run, 'magLinkLocal')).toEqual(['fe80::77']);
  });

  test('PMIP-174: it stays through a handoff', () => {
    const run = made().put('mn1', belowMag(2)).to(seconds(5));
    const [one, two] = told(run, 0, /^RA/).map((line) => /RA\{(fe80[^,]*)/.exec(line)?.[1]);
    expect(two).toBe(one);
  });

  test('PMIP-223, PMIP-224: one that MN1 has is not used; the MAG tells another', () => {
    // The first address that the LMA makes is fe80::52:13ff:fe00:1, which this MN has already.
    const nodes = { mn1: { mac: '02:52:13:00:00:01' } };
    const run = attached({ knobs: { magAddress: 'lma' }, nodes });
    expect(toldAt(run, 0, ALL)).toMatchInlineSnapshot(`
      [
        "1020 MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL 02:52:13:00:00:01,LLA ::}",
        "1030 LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL 02:52:13:00:00:01,LLA fe80::52:13ff:fe00:1}",
        "1040 MAG1 -> MN1 RA{fe80::2c0:ff:fe01:0,lft 1800,SLLAO 00:00:5e:00:52:13,MTU 1460,PIO HNP1 L A 2592000/604800}",
        "1040 MAG1 -> LMA PBU{2,L75,HNP HNP1,HI5,ATT4,TS 1.040,LL 02:52:13:00:00:01,LLA fe80::2c0:ff:fe01:0}",
        "1050 LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HI5,ATT4,TS 1.040,LL 02:52:13:00:00:01,LLA fe80::2c0:ff:fe01:0}",
      ]
    `);
    expect(bindings(run, 'magLinkLocal')).not.toEqual(['fe80::52:13ff:fe00:1']);
  });
});

describe('PBAs that a MAG does not take', () => {
  /** The PBA of the LMA is lost; another comes in its place. */
  function forged(change: UpdateByHand, answer: Parameters<typeof pba>[1] = {}): Lab {
    const run = arriving();
    run.do({ do: 'link', link: 'core-lma', loss: 1 }).to(ATTACHED + ms(20));
    run.do({ do: 'link', link: 'core-lma', loss: 0 });
    const update = pbu(ATTACHED, { sequence: 1, ...change });
    return run.inject('lma', pba(update, { prefixes: [prefix(HNP1)], ...answer }));
  }

  test('the right one is taken', () => {
    expect(updates(forged({}).to(ATTACHED + ms(100)), 'mag1', 'state')).toEqual(['active']);
  });

  test.each([
    ['PMIP-205: another sequence number', { sequence: 9 }],
    ['PMIP-206: another HI', { handoff: 3 }],
    ['PMIP-206: another technology', { accessTechnology: 5 }],
    ['PMIP-206: another link-layer identifier', { linkLayerId: '02:00:5e:00:09:09' }],
    ['PMIP-206: another node', { mnId: 'mn9@example.net' }],
  ])('%s: ignored, and noted', (_, change) => {
    const run = forged(change).to(ATTACHED + ms(100));
    expect(updates(run, 'mag1', 'state')).not.toContain('active');
    expect(told(run, 0, /^RA/)).toEqual([]);
    expect(run.notes(ATTACHED + ms(20)).some((note) => note.startsWith('MAG1'))).toBe(true);
  });

  test('PMIP-201: one with a wrong checksum is dropped before it is read', () => {
    const run = arriving();
    run.do({
      do: 'catch',
      name: 'bent',
      link: 'core-mag1',
      from: 'core',
      kind: 'PBA',
      nth: 1,
      act: 'corrupt',
    });
    run.to(ATTACHED + ms(100));
    expect(updates(run, 'mag1', 'state')).toEqual(['registering']);
    expect(run.drops('mag1')).toMatchInlineSnapshot(`
      [
        "notMine: not a member of ff02::1:ff00:101",
        "malformed: the checksum is wrong (MIP6 §6.1.1)",
      ]
    `);
    run.to(seconds(4));
    expect(updates(run, 'mag1', 'state')).toEqual(['active']);
  });

  test('PMIP-203: that it has no routing header is no fault; PMIP-301: nor an unknown option', () => {
    const unknown: MobilityOption = {
      is: 'UnknownMobilityOption',
      type: 222,
      data: new Uint8Array(3),
    };
    const run = forged({}, { extensions: [unknown] }).to(ATTACHED + ms(100));
    expect(updates(run, 'mag1', 'state')).toEqual(['active']);
  });
});

test('R-16: 135 to an older PBU, which its number does not tell, stops nothing', () => {
  const run = arriving({ knobs: { timestamps: 'off' } });
  run.do({ do: 'link', link: 'core-lma', loss: 1 }).to(ATTACHED + ms(20));
  run.do({ do: 'link', link: 'core-lma', loss: 0 });
  const older = pbu(ATTACHED, { handoff: 4, lifetime: 0, timestamp: undefined });
  run
    .inject('lma', pba(older, { status: 135, sequence: 4321, lifetime: 0 }))
    .to(ATTACHED + ms(100));
  expect(updates(run, 'mag1', 'state')).toEqual(['registering']);
  expect(run.notes(ATTACHED).at(-1)).toContain('MAG1: PBA 4321 of LMA answers an older PBU');
  run.to(seconds(4));
  expect(updates(run, 'mag1', 'state')).toEqual(['active']);
});

describe('an Alternate Care-of Address', () => {
  const other = '2001:db8:1::99';
  const nodes = { mag1: { alternateCareOf: other } };

  test('PMIP-238: the tunnel ends there, the messages do not', () => {
    const run = attached({ nodes });
    expect(told(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1,CoA 2001:db8:1::99}",
        "LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HI1,ATT4,TS 1.020,LL M1}",
      ]
    `);
    expect(bindings(run, 'proxyCareOfAddress', 'gateway')).toEqual([`${other} ${MAG1}`]);
    expect(tunnels(run, 'lma')).toEqual([`${other} 1`]);
    const { log } = run.inject('cn1', datagram('2001:db8:c1::10', MN1)).to(seconds(4)).timeline;
    expect(wayOf(run, AT)).toBe('CN1 -> LMA => MAG1 ->');
    const ends = new Set<string>();
    for (let seq = 0; seq < log.length; seq += 1) {
      const event = log.event(seq);
      if (event.kind !== 'sent' || event.node !== 'lma' || event.at < AT) continue;
      const octets = log.frame(event.frame).octets();
      if (packetIn(octets, 'draft-05')?.payload.is === 'ipv6') ends.add(outerEnds(octets).dst);
    }
    expect([...ends]).toEqual([other]);
  });

  test('PMIP-53: a de-registration without it is not for this binding', () => {
    const run = attached({ nodes });
    const end = { handoff: 4, lifetime: 0, sequence: 9, ...own };
    run.inject('mag1', pbu(run.now, end)).to(seconds(4));
    expect(told(run, AT, /^PBA/)).toEqual([]);
    expect(bindings(run, 'state')).toEqual(['active']);
  });

  test('it is refreshed, handed over and ended like any other', () => {
    const run = attached({ nodes }).to(seconds(245)).put('mn1', belowMag(2)).to(seconds(250));
    expect(bindings(run, 'proxyCareOfAddress', 'state')).toEqual([`${MAG2} active`]);
    expect(tunnels(run, 'lma')).toEqual([`${MAG2} 1`]);
    run.put('mn1', nowhere).to(seconds(270));
    expect([bindings(run, 'state'), tunnels(run, 'lma')]).toEqual([[], []]);
  });
});

describe('a session with several prefixes', () => {
  test('PMIP-82, PMIP-83, PMIP-226, PMIP-230: through its whole life', () => {
    const run = attached({ nodes: { mn1: { prefixCount: 2 } } });
    run.to(seconds(245)).put('mn1', belowMag(2)).to(seconds(250)).put('mn1', nowhere);
    run.to(seconds(270));
    expect(told(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{1,L75,HNP ::/0,HI1,ATT4,TS 1.020,LL M1}",
        "LMA -> MAG1 PBA{0,1,L75,HNP HNP1,HNP HNP2,HI1,ATT4,TS 1.020,LL M1}",
        "MAG1 -> LMA PBU{2,L75,HNP HNP1,HNP HNP2,HI5,ATT4,TS 241.040,LL M1}",
        "LMA -> MAG1 PBA{0,2,L75,HNP HNP1,HNP HNP2,HI5,ATT4,TS 241.040,LL M1}",
        "MAG1 -> LMA PBU{3,L0,HNP HNP1,HNP HNP2,HI4,ATT4,TS 245.000,LL M1}",
        "LMA -> MAG1 PBA{0,3,L0,HNP HNP1,HNP HNP2,HI4,ATT4,TS 245.000,LL M1}",
        "MAG2 -> LMA PBU{1,L75,HNP ::/0,HI3,ATT4,TS 245.020,LL M1}",
        "LMA -> MAG2 PBA{0,1,L75,HNP HNP1,HNP HNP2,HI3,ATT4,TS 245.020,LL M1}",
        "MAG2 -> LMA PBU{2,L0,HNP HNP1,HNP HNP2,HI4,ATT4,TS 250.000,LL M1}",
        "LMA -> MAG2 PBA{0,2,L0,HNP HNP1,HNP HNP2,HI4,ATT4,TS 250.000,LL M1}",
      ]
    `);
    expect([bindings(run, 'state'), tunnels(run, 'lma')]).toEqual([[], []]);
    const prefixes = run.table('lma', 'lma/prefixes').map((row) => row['state']);
    expect(prefixes).not.toContain('used');
  });

  test('PMIP-161, PMIP-170, PMIP-172: both are advertised, alike at each MAG', () => {
    const run = attached({ nodes: { mn1: { prefixCount: 2 } } });
    run.put('mn1', belowMag(2)).to(seconds(6));
    const [one = '', two = ''] = told(run, 0, /^RA/);
    expect(one).toContain('PIO HNP1 L A 2592000/604800,PIO HNP2 L A 2592000/604800');
    expect(two.replace('MAG2', 'MAG1')).toBe(one);
  });

  test('PMIP-182, PMIP-180: prefixes are asked for by name, each in an option of its own', () => {
    const run = attached({ nodes: { mag1: { asks: { mn1: [HNP2, HNP1] } } } });
    expect(told(run, 0, BINDING)).toMatchInlineSnapshot(`
      [
        "MAG1 -> LMA PBU{1,L75,HNP HNP2,HNP HNP1,HI1,ATT4,TS 1.020,LL M1}",
        "LMA -> MAG1 PBA{0,1,L75,HNP HNP2,HNP HNP1,HI1,ATT4,TS 1.020,LL M1}",
      ]
    `);
    expect(bindings(run, 'prefixes')).toEqual([`[${HNP2} ${HNP1}]`]);
  });
});

test('PMIP-299: options in another order mean the same', () => {
  const packet = pbu(AT, { handoff: 5, ...own });
  const { payload } = packet;
  if (payload.is !== 'mobility' || payload.message.is !== 'BindingUpdate') throw new Error();
  const options = payload.message.options.toReversed();
  const turned = { ...packet, payload: { ...payload, message: { ...payload.message, options } } };
  const run = attached().inject('mag1', turned).to(seconds(4));
  expect(told(run, AT, /^PBA/)[0]).toContain('PBA{0,1,L75,HNP HNP1,HI5,ATT4,TS 3.000,LL M1}');
});
