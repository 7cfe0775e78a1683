// S-28 of the acceptance scenarios: what a PBA may say or leave out, and who says it. A handover of
// Figure 4 in a hurry; the answer of D-GW1 is taken off the link, changed, and sent instead.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { buildProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { ipv6, linkLocalOf, mac } from '#wire/address.ts';
import { decodePacket, encodePacket, type MobilityOption } from '#wire/packet.ts';
import type { Profile } from '#wire/packet.ts';
import type { Scenario } from '#scenario/schema.ts';
import { mn1 } from './gateway.ts';
import { DGW1, PREF_A, updateParts } from './dmm-cast.ts';
import { lab, type Lab } from './lab.ts';

const MOVE = ms(1600);
const DONE = seconds(2.5);
const MH = 40;

/** Figure 4 with F1 from 1.5 s on and the handover at 1.6 s. */
function hurry(change: Partial<Scenario> = {}): Lab {
  const { script } = lab('dmm-f4').scenario;
  const moves = script.filter((one) => one.do === 'place').map((one) => ({ ...one, at: MOVE }));
  const start = { do: 'flow', flow: 'F1', change: 'start', at: ms(1500) } as const;
  return lab('dmm-f4', { script: [start, ...moves], ...change });
}

type Change = (options: readonly MobilityOption[]) => readonly MobilityOption[];

/** The handover with another PBA than D-GW1 sent; `bend` changes its octets in the end. */
const answered = (
  change: Change,
  bend: (octets: Uint8Array) => void = () => {},
  profile: Profile = 'draft-05',
): Lab => reply(hurry({ profile }), change, bend);

function reply(run: Lab, change: Change, bend: (octets: Uint8Array) => void = () => {}): Lab {
  run.to(MOVE).do({
    do: 'catch',
    name: 'pba',
    link: 'core-dgw1',
    from: 'dgw1',
    kind: 'PBA',
    nth: 1,
    act: 'drop',
  });
  run.until((event) => event.kind === 'sent' && event.node === 'dgw1' && run.isControl(event.seq));
  const known = run.scenario.profile;
  const decoded = decodePacket(run.octets('PBA'), known);
  const packet = decoded.ok ? decoded.value : undefined;
  const payload = packet?.payload;
  if (payload?.is !== 'mobility' || payload.message.is !== 'BindingAcknowledgement') {
    throw new Error('the last message of D-GW1 is a PBA');
  }
  const message = { ...payload.message, options: change(payload.message.options) };
  const octets = encodePacket(
    { ...must(packet, 'it is read'), payload: { ...payload, message } },
    known,
  );
  bend(octets);
  sumUp(octets);
  const hex = Buffer.from(octets).toString('hex');
  return run.do({ do: 'inject', node: 'dgw1', hex }).to(DONE);
}

/** Writes the checksum that a Mobility Header has (MIP6 §6.1.1). */
function sumUp(octets: Uint8Array): void {
  const word = (at: number): number => ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
  octets.set([0, 0], MH + 4);
  let sum = 135 + word(4);
  for (let at = 8; at < octets.length; at += 2) sum += word(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  octets.set([(~sum >>> 8) & 255, ~sum & 255], MH + 4);
}

/** Where an option with that type and length begins. */
function optionAt(octets: Uint8Array, type: number, length: number): number {
  for (let at = MH + 12; at < octets.length; at += 2 + (octets[at + 1] ?? 0)) {
    while (octets[at] === 0) at += 1;
    if (octets[at] === type && octets[at + 1] === length) return at;
  }
  throw new Error(`there is an option ${type}`);
}

const without =
  (...kinds: readonly MobilityOption['is'][]): Change =>
  (options) =>
    options.filter((option) => !kinds.includes(option.is));
const DLIF = ['DlifLinkLocalAddress', 'DlifLinkLayerAddress'] as const;
const ALL_OF_DMM = ['AnchoredPrefix', 'LocalPrefix', ...DLIF] as const;

const dlifs = (run: Lab) =>
  run.columns('dgw2', 'dgw/dlifs', ['name', 'state', 'mac', 'linkLocal', 'prefixes', 'deprecated']);
const S22 = [
  'mn1dgw2 serving 00:11:22:33:02:02 fe80::211:22ff:fe33:202 [2001:db8:bb:1::/64] false',
  'mn1dgw1 clone 00:11:22:33:01:01 fe80::211:22ff:fe33:101 [2001:db8:aa:1::/64] true',
];
const F1 = 'MN1 -> D-GW2 => D-GW1 -> CN1';

describe.each(['draft-05', 'rfc8885'] as const)('S-28 in profile %s', (profile) => {
  test('a) without the options, the HSS gives the same DLIF set', () => {
    const run = answered(without(...ALL_OF_DMM), undefined, profile);
    expect(dlifs(run)).toEqual(S22);
    expect(run.path('F1')).toBe(F1);
  });

  test('a) the same by reading: an anchor that leaves them out of its PBA', () => {
    const run = hurry({ profile, knobs: { dlifParameters: 'hss' } }).to(DONE);
    expect(dlifs(run)).toEqual(S22);
  });

  test('c) a PBU without D gets an ordinary PBA, without options of the draft', () => {
    const run = hurry({ profile, script: [] }).to(seconds(2));
    run
      .inject('dgw2', buildProxyUpdate(updateParts(run.now, { distributed: false })))
      .to(seconds(3));
    const pba = decodePacket(run.octets('PBA'), profile);
    const message = pba.ok && pba.value.payload.is === 'mobility' && pba.value.payload.message;
    expect(message).toMatchObject({ is: 'BindingAcknowledgement', status: 0, distributed: false });
    const kinds = message && 'options' in message ? message.options.map(({ is }) => is) : [];
    expect(kinds).toContain('HomeNetworkPrefix');
    expect(kinds.filter((kind) => ALL_OF_DMM.some((one) => one === kind))).toEqual([]);
    expect(run.columns('dgw1', 'dgw/bindings', ['prefix', 'state'])).toEqual([`${PREF_A} away`]);
  });

  test('d) a PBU with D at a plain LMA: refused where D is a bit of its own, else not seen', () => {
    const run = lab('pmip-attach', { profile }).to(seconds(4));
    const { nodes } = run.scenario;
    const address = (id: string) => nodes.find((one) => one.id === id)?.address ?? '';
    const ends = { source: ipv6(address('mag1')), destination: ipv6(address('lma')) };
    const pbu = buildProxyUpdate(updateParts(run.now, { ...ends, prefixes: [], handoff: 1 }));
    const before = run.messages().length;
    run.inject('mag1', pbu).to(seconds(5));
    const answer = run.messages().slice(before).join();
    expect(answer).toContain(profile === 'rfc8885' ? 'PBA 128' : 'PBA 0');
    expect(answer).not.toContain('PBA D');
  });

  test('e) an unknown option, reserved octets and bits beyond the prefix are ignored', () => {
    const odd: MobilityOption = {
      is: 'UnknownMobilityOption',
      type: 222,
      data: Uint8Array.of(1, 2, 3, 4),
    };
    const run = answered(
      (options) => [...options, odd],
      (octets) => {
        const at = optionAt(octets, 65, 18);
        octets[at + 2] = 0xff;
        octets.set([0xde, 0xad], at + 4 + 14);
      },
      profile,
    );
    expect(dlifs(run)).toEqual(S22);
    expect(run.path('F1')).toBe(F1);
    expect(run.notes(MOVE).join()).toContain('option 222 is not understood and skipped');
  });
});

describe('S-28', () => {
  test('b) with neither, prefA works by the own DLIF once MN1 has given up the other router', () => {
    const { scenario } = lab('dmm-f4');
    const flows = scenario.flows.map((flow) => ({ ...flow, every: ms(400) }));
    // A host that sends what is of prefA to whoever advertised it (RFC 8028) never gives it up.
    const nodes = scenario.nodes.map((node) =>
      node.kind === 'mn' ? { ...node, sourceRouter: false } : node,
    );
    const run = hurry({ flows, nodes }).to(ms(1550));
    // Nobody writes so little to the HSS: its record is cut by hand.
    const records = must(run.timeline.world.tables.get('hss/hss/records'), 'the HSS has records');
    for (const [key, record] of records.entries()) {
      const anchors = record['anchors'] as readonly object[]; // of HssRecord
      records.set(key, { ...record, anchors: anchors.map((one) => ({ ...one, dlif: undefined })) });
    }
    reply(run, without(...ALL_OF_DMM));
    expect(run.notes(MOVE).join()).toContain('sees one router only');
    expect(dlifs(run)).toEqual(S22.slice(0, 1));
    // Towards MN1 prefA works; what it sends is for a router that nobody is any longer.
    expect(run.drops('dgw2', DONE - ms(500)).join()).toContain('no interface 00:11:22:33:01:01');
    // Unreachability detection gives that router up, and the running flow leaves it (ND §7.3.3).
    run.to(seconds(20));
    expect(dlifs(run)).toEqual(S22.slice(0, 1));
    expect(run.path('F1')).toBe(F1);
    const { received, gap } = run.flow('F1');
    expect(Number(received)).toBeGreaterThan(20);
    expect(Number(gap)).toBeGreaterThan(seconds(5));
    expect(Number(gap)).toBeLessThan(seconds(12));
  });

  test('f) a length octet of 17 drops the message; the PBU is sent again', () => {
    const run = answered(
      (options) => options,
      (octets) => {
        const at = optionAt(octets, 65, 18);
        octets[at + 1] = 17;
      },
    );
    expect(run.drops('dgw2', MOVE).filter((one) => one.startsWith('malformed'))).toHaveLength(1);
    expect(dlifs(run)).toEqual(S22.slice(0, 1));
    expect(run.to(seconds(3)).columns('dgw2', 'dgw/updates', ['state', 'sequence'])).toEqual([
      'active 2',
    ]);
    expect(dlifs(run)).toEqual(S22);
  });

  test('g) two Anchored Prefix options are two deprecated prefixes', () => {
    const second: MobilityOption = {
      is: 'AnchoredPrefix',
      prefixLength: 64,
      prefix: ipv6('2001:db8:aa:7::'),
    };
    const run = answered((options) => [...options, second]);
    const clone = run.table('dgw2', 'dgw/dlifs').find(({ state }) => state === 'clone');
    expect(clone?.['prefixes']).toEqual([PREF_A, '2001:db8:aa:7::/64']);
    expect(run.messages(MOVE).join()).toMatch(/RA @mn1dgw1, prefA lft 0, 2001:db8:aa:7\S* lft 0/);
    const states = run.columns('mn1', 'host/addresses', ['prefix', 'state']);
    expect(states).toContain(`${PREF_A} deprecated`);
  });

  test('h) where links have no link-layer addresses the link-local one is enough', () => {
    const run = answered(without('DlifLinkLayerAddress'));
    const clone = run.table('dgw2', 'dgw/dlifs').find(({ state }) => state === 'clone');
    expect(clone?.['linkLocal']).toBe(linkLocalOf(mac('00:11:22:33:01:01')));
    expect(run.path('F1')).toBe(F1);
  });

  test('i) one anchor for ever: no prefB, prefA stays preferred, one router', () => {
    const run = hurry({ knobs: { legacy: 'firstAnchor' } }).to(DONE);
    expect(run.table('dgw2', 'dgw/bindings')).toEqual([]);
    expect(run.columns('dgw2', 'dgw/dlifs', ['name', 'state'])).toEqual(['mn1dgw1 clone']);
    expect(
      run.columns('mn1', 'host/addresses', ['prefix', 'state']).filter((row) => /aa|bb/.test(row)),
    ).toEqual([`${PREF_A} preferred`]);
    expect(run.table('mn1', 'host/routers')).toHaveLength(1);
    expect(run.path('F1')).toBe(F1);
    expect(run.columns('dgw1', 'dgw/bindings', ['mnId', 'state'])).toEqual([`${mn1.mnId} away`]);
    expect(run.columns('dgw2', 'dgw/updates', ['anchor', 'state'])).toEqual([`${DGW1} active`]);
  });
});
