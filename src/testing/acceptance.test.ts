// Part D of the acceptance scenarios, one operator: S-21 to S-25, in both wire profiles; S-26 is in
// local-network.test.ts. The figures are compared as text; the invariants I-1 to I-13 are checked
// after every event by the lab.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { mac } from '#wire/address.ts';
import { vectors } from '#wire/vectors.ts';
import { FIGURE, lab, SIGNALLING, type Lab } from './lab.ts';

const PREF_A = '2001:db8:aa:1::/64';
const PREF_B = '2001:db8:bb:1::/64';
const LOCALNET = '2001:db8:1c::/64';
const profiles = ['draft-05', 'rfc8885'] as const;

/** The octets of a vector, with timestamp and checksum made equal to those of the run. */
function vectorLike(name: string, octets: Uint8Array): string {
  const { hex } = must(
    vectors.find((one) => one.name === name),
    `there is a vector ${name}`,
  );
  const like = Uint8Array.from(Buffer.from(hex, 'hex'));
  const stamp = Buffer.from(octets).indexOf(Buffer.from('1b08', 'hex')) + 2;
  like.set(octets.subarray(stamp, stamp + 8), stamp);
  like.set(octets.subarray(44, 46), 44);
  return Buffer.from(like).toString('hex');
}
const hexOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

const dlifs = (run: Lab, node: string) =>
  run.columns(node, 'dgw/dlifs', ['name', 'state', 'mac', 'linkLocal', 'deprecated']);
const addresses = (run: Lab, node: string) =>
  run
    .columns(node, 'host/addresses', ['address', 'state', 'router'])
    .filter((row) => !row.startsWith('fe80'));
const tunnels = (run: Lab, node: string) =>
  run
    .table(node, 'dgw/tunnels')
    .map(({ remote, users }) => `${String(remote)} ${(users as []).length}`);

describe.each(profiles)('in profile %s', (profile) => {
  describe('S-21 initial attachment', () => {
    const run = lab('dmm-f4', { profile }).to(seconds(2.9));

    test('goes as figure 4 begins', () => {
      expect(run.ladder()).toMatchInlineSnapshot(`
        "             +-----+   +-------+   +-----+   +-----+     +----------+
                     | MN1 |   | D-GW1 |   | HSS |   | CN1 |     | localnet |
                     +-----+   +-------+   +-----+   +-----+     +----------+
          1    0.020    | attach, WLAN        |         |             |
                        |<........>| + mn1dgw1|         |             |
          2    0.020    | RA @mn1dgw1, prefA 7 d        |             |
                        |<---------|          |         |             |
                        | + prefA::MN1        |         |             |
          3    0.020    |          | HSS? mn1 |         |             |
                        |          |~~~~~~~~~>|         |             |
          4    0.025    |          |   none   |         |             |
                        |          |<~~~~~~~~~|         |             |
          5    0.030    |          | HSS! mn1 at D-GW1  |             |
                        |          |~~~~~~~~~>| + record|             |
           (1.965 s)    :          :          :         :             :
               2.000    | * F1: source 2001:db8:aa:1:0:5eff:fe00:101 (RFC
                        | 6724 section 5)     |         |             |
               2.000    |        (F1 x91, prefA)        |             |
                        |<---------|------------------->|             |
               2.000    | * L1: source 2001:db8:aa:1:0:5eff:fe00:101 (RFC
                        | 6724 section 5)     |         |             |
               2.000    |          |    (L1 x4, prefA)  |             |
                        |<---------|--------------------------------->|
                        |          |          |         |             |
        "
      `);
    });

    test('sends no PBU', () => {
      expect(run.messages().join()).not.toContain('PBU');
    });

    test('leaves a serving DLIF and a binding at D-GW1, and a preferred address at MN1', () => {
      expect(dlifs(run, 'dgw1')).toEqual([
        'mn1dgw1 serving 00:11:22:33:01:01 fe80::211:22ff:fe33:101 false',
      ]);
      expect(
        run.columns('dgw1', 'dgw/bindings', ['mnId', 'linkLayerId', 'att', 'prefix', 'state']),
      ).toEqual([`mn1@example.net 02:00:5e:00:01:01 4 ${PREF_A} serving`]);
      expect(addresses(run, 'mn1')).toEqual([
        '2001:db8:aa:1:0:5eff:fe00:101 preferred fe80::211:22ff:fe33:101',
      ]);
      expect(run.columns('mn1', 'host/routers', ['address', 'mac', 'preference'])).toEqual([
        'fe80::211:22ff:fe33:101 00:11:22:33:01:01 medium',
      ]);
      expect(tunnels(run, 'dgw1')).toEqual([]);
    });

    test('leaves data on native paths', () => {
      expect(run.path('F1')).toBe('MN1 -> D-GW1 -> CN1');
      expect(run.path('L1')).toBe('MN1 -> D-GW1 -> localnet');
    });
  });

  describe('S-22 handover to D-GW2', () => {
    const run = lab('dmm-f4', { profile }).play();

    test('goes as figure 4', () => {
      expect(run.ladder(FIGURE, ms(9900))).toMatchInlineSnapshot(`
        "             +---+   +-----+   +-----+   +---+   +---+     +--------+
                     |MN1|   |D-GW1|   |D-GW2|   |HSS|   |CN1|     |localnet|
                     +---+   +-----+   +-----+   +---+   +---+     +--------+
               9.968   x leaves D-GW1     |        |       |           |
               9.980   | (F1 x1, lost: MN1 not attached)   |           |
               9.982   |        | (F1 x1, prefA, lost: MN1 not attached)
                       |        |x-------------------------|           |
          6    9.988   |   attach, WLAN   |        |       |           |
                       |<................>| + mn1dgw2      |           |
          7    9.988   | RA @mn1dgw2, prefB 7 d    |       |           |
                       |<-----------------|        |       |           |
                       | + prefB::MN1     |        |       |           |
          8    9.988   |        |         | HSS? mn1       |           |
                       |        |         |~~~~~~~>|       |           |
          9    9.993   |        |         | D-GW1: prefA   |           |
                       |        |         |<~~~~~~~|       |           |
         10    9.998   |        | PBU D seq 1 prefA|       |           |
                       |        |<--------|        |       |           |
                       |        | CoA D-GW2, mn1dgw1 kept, + tunnel    |
              10.000   | (L1 x1, prefA, lost: no interface 00:11:22:33:01:01)
                       |-----------------x|        |       |           |
              10.000   | (F1 x1, prefA, lost: no interface 00:11:22:33:01:01)
                       |-----------------x|        |       |           |
         11   10.008   |        | PBA D st 0 prefA |       |           |
                       |        |-------->| + mn1dgw1, tunnel, 4 routes|
         12   10.018   | RA @mn1dgw1, prefA lft 0  |       |           |
                       |<-----------------|        |       |           |
                       | prefA::MN1 deprecated, + route localnet       |
         13   10.018   |        |         | HSS! mn1 at D-GW2          |
                       |        |         |~~~~~~~>| serving D-GW2     |
              10.020   |        |(F1 x398, prefA)  |       |           |
                       |<---------------->|        |       |           |
                       |        |<=======>|        |       |           |
                       |        |<------------------------>|           |
              10.500   |        |       (L1 x15, prefA)    |           |
                       |<---------------->|        |       |           |
                       |        |<=======>|        |       |           |
                       |        |<------------------------------------>|
              11.000   | * F2: source 2001:db8:bb:1:0:5eff:fe00:101, rule 3
                       | (RFC 6724 section 5)      |       |           |
              11.000   |        |(F2 x301, prefB)  |       |           |
                       |<-----------------|--------------->|           |
                       |        |         |        |       |           |
        "
      `);
    });

    test('has the messages of the draft in their order', () => {
      expect(run.messages(ms(9900))).toEqual([
        'MN1 -> D-GW1 leaves D-GW1',
        'MN1 -> D-GW2 attach, WLAN',
        'D-GW2 -> MN1 RA @mn1dgw2, prefB 7 d',
        'D-GW2 -> HSS HSS? mn1',
        'HSS -> D-GW2 D-GW1: prefA',
        'D-GW2 -> D-GW1 PBU D seq 1 prefA',
        'D-GW1 -> D-GW2 PBA D st 0 prefA',
        'D-GW2 -> MN1 RA @mn1dgw1, prefA lft 0',
        'D-GW2 -> HSS HSS! mn1 at D-GW2',
      ]);
    });

    test('MAAR-25, MAAR-29: sets the D flag where the profile has it, all other octets as in the vectors', () => {
      const [pbu, pba] = [run.octets('PBU'), run.octets('PBA')];
      const isDraft = profile === 'draft-05';
      expect(((pbu[48] ?? 0) << 8) | (pbu[49] ?? 0)).toBe(0x8200 | (isDraft ? 0x0100 : 0x0010));
      expect(pba[47]).toBe(0x20 | (isDraft ? 0x10 : 0x02));
      const names = isDraft
        ? (['dmm-pbu-draft05-flag-layout', 'dmm-pba-draft05-flag-layout'] as const)
        : (['dmm-pbu-serving-to-anchoring', 'dmm-pba-with-dlif-parameters'] as const);
      expect(hexOf(pbu)).toBe(vectorLike(names[0], pbu));
      expect(hexOf(pba)).toBe(vectorLike(names[1], pba));
    });

    test('gives D-GW2 a clone of mn1dgw1 beside its own DLIF', () => {
      expect(dlifs(run, 'dgw2')).toEqual([
        'mn1dgw2 serving 00:11:22:33:02:02 fe80::211:22ff:fe33:202 false',
        'mn1dgw1 clone 00:11:22:33:01:01 fe80::211:22ff:fe33:101 true',
      ]);
      expect(dlifs(run, 'dgw1')).toEqual([
        'mn1dgw1 kept 00:11:22:33:01:01 fe80::211:22ff:fe33:101 false',
      ]);
    });

    test('leaves MN1 with prefA deprecated, prefB preferred, and two routers', () => {
      expect(addresses(run, 'mn1')).toEqual([
        '2001:db8:aa:1:0:5eff:fe00:101 deprecated fe80::211:22ff:fe33:101',
        '2001:db8:bb:1:0:5eff:fe00:101 preferred fe80::211:22ff:fe33:202',
      ]);
      expect(run.columns('mn1', 'host/routers', ['address', 'mac', 'preference'])).toEqual([
        'fe80::211:22ff:fe33:101 00:11:22:33:01:01 low',
        'fe80::211:22ff:fe33:202 00:11:22:33:02:02 medium',
      ]);
      expect(run.columns('mn1', 'host/routes', ['prefix', 'router'])).toEqual([
        `${LOCALNET} fe80::211:22ff:fe33:101`,
      ]);
    });

    test('makes one tunnel with one user at either end', () => {
      expect(tunnels(run, 'dgw1')).toEqual(['2001:db8:d2::1 1']);
      expect(tunnels(run, 'dgw2')).toEqual(['2001:db8:d1::1 1']);
      expect(
        run.columns('dgw1', 'dgw/bindings', ['prefix', 'state', 'proxyCareOfAddress', 'lifetime']),
      ).toEqual([`${PREF_A} away 2001:db8:d2::1 75`]);
      expect(
        run.columns('dgw2', 'dgw/updates', ['anchor', 'prefixes', 'state', 'lifetime', 'status']),
      ).toEqual([`2001:db8:d1::1 [${PREF_A}] active 75 0`]);
    });

    test('keeps F1 alive through the tunnel, and starts F2 on prefB without one', () => {
      expect(run.path('F1')).toBe('MN1 -> D-GW2 => D-GW1 -> CN1');
      expect(run.path('F2')).toBe('MN1 -> D-GW2 -> CN1');
      expect(run.path('L1')).toBe('MN1 -> D-GW2 => D-GW1 -> localnet');
      expect(run.flow('F1')['source']).toBe('2001:db8:aa:1:0:5eff:fe00:101');
      expect(run.flow('F2')['source']).toBe('2001:db8:bb:1:0:5eff:fe00:101');
    });

    test('loses of F1 only what was sent between the detachment and the PBA', () => {
      const rows = run.rows().filter((row) => row.row === 'data' && row.lost > 0);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter((row) => row.at < ms(9968) || row.until > ms(10_018))).toEqual([]);
    });

    test('changes no neighbour entry of the router that MN1 knew', () => {
      const { log } = run.timeline;
      const events = Array.from({ length: log.known }, (_, seq) => log.event(seq));
      const writes = events.filter(
        (event) =>
          event.kind === 'row' &&
          event.node === 'mn1' &&
          event.table === 'neighbours' &&
          event.key === 'if1 fe80::211:22ff:fe33:101' &&
          event.at > ms(9968) &&
          event.before?.['mac'] !== event.after?.['mac'],
      );
      expect(writes).toEqual([]);
    });
  });

  test('S-23 three MNs, six DLIFs', () => {
    const run = lab('dmm-f3', { profile }).play();
    const names = (node: string, state: string) =>
      run
        .table(node, 'dgw/dlifs')
        .filter((row) => (row['state'] === 'kept') === (state === 'kept'))
        .map((row) => String(row['name']))
        .toSorted((a, b) => (a < b ? -1 : 1));
    expect(names('dgw1', 'shown')).toEqual(['mn2dgw1', 'mn2dgw2', 'mn3dgw1', 'mn3dgw2']);
    expect(names('dgw2', 'shown')).toEqual(['mn1dgw1', 'mn1dgw2']);
    const shown = ['dgw1', 'dgw2'].flatMap((node) =>
      run.table(node, 'dgw/dlifs').filter((row) => row['state'] !== 'kept'),
    );
    const hardware = ['dgw1', 'dgw2'].map(
      (node) => run.table(node, 'stack/interfaces')[0]?.['mac'],
    );
    expect(new Set([...shown.map((row) => row['mac']), ...hardware]).size).toBe(8);
    for (const mn of ['mn1', 'mn2', 'mn3']) expect(run.table(mn, 'host/routers')).toHaveLength(2);
    expect(tunnels(run, 'dgw1')).toEqual(['2001:db8:d2::1 3']);
    expect(tunnels(run, 'dgw2')).toEqual(['2001:db8:d1::1 3']);
    expect([run.path('F1'), run.path('F2'), run.path('F3')]).toEqual([
      'MN1 -> D-GW2 => D-GW1 -> CN1',
      'MN2 -> D-GW1 => D-GW2 -> CN1',
      'MN3 -> D-GW1 => D-GW2 -> CN1',
    ]);
  });

  test('S-23 a frame of MN3 to LMAC3 ends: the link of mn2dgw1 is to MN2 alone', () => {
    const run = lab('dmm-f3', { profile });
    // Nothing of F3 is on its way at this time.
    const since = run.to(run.scenario.end - ms(950)).now;
    const macs = new Map(
      run.table('dgw1', 'dgw/dlifs').map((row) => [String(row['name']), String(row['mac'])]),
    );
    const lmac3 = mac(macs.get('mn2dgw1') ?? '');
    const { neighbours } = must(run.timeline.world.nodeById.get('mn3'), 'there is MN3');
    const own = [macs.get('mn3dgw1'), macs.get('mn3dgw2')];
    for (const [key, row] of neighbours.entries()) {
      if (own.includes(row.mac)) neighbours.set(key, { ...row, mac: lmac3 });
    }
    const before = run.flow('F3');
    expect(run.play().flow('F3')).toMatchObject({ running: true, received: before['received'] });
    const sent = Number(run.flow('F3')['sent']) - Number(before['sent']);
    expect(sent).toBeGreaterThan(5);
    expect(run.drops('dgw1', since)).toEqual(Array(sent).fill(`notMine: no interface ${lmac3}`));
  });

  describe('S-24 third gateway', () => {
    const run = lab('dmm-three', { profile }).play();

    test('repeats the process for each earlier gateway', () => {
      expect(run.ladder(SIGNALLING, seconds(8.5))).toMatchInlineSnapshot(`
        "             +-----+   +-------+    +-------+    +-------+    +-----+
                     | MN1 |   | D-GW1 |    | D-GW2 |    | D-GW3 |    | HSS |
                     +-----+   +-------+    +-------+    +-------+    +-----+
               9.000    x leaves D-GW2          |            |           |
         14    9.020    |          | attach, WLAN            |           |
                        |<..................................>| + mn1dgw3 |
         15    9.020    |       RA @mn1dgw3, prefC 7 d       |           |
                        |<-----------------------------------|           |
                        | + prefC::MN1          |            |           |
         16    9.020    |          |            |            | HSS? mn1  |
                        |          |            |            |~~~~~~~~~~>|
         17    9.025    |          |           D-GW1: prefA, D-GW2: prefB|
                        |          |            |            |<~~~~~~~~~~|
         18    9.030    |          |    PBU D seq 1 prefA    |           |
                        |          |<------------------------|           |
                        |          | CoA D-GW3, + tunnel, - tunnel       |
         19    9.031    |          |           PBU D seq 2 prefB         |
                        |          |            |<-----------|           |
                        |          |            | CoA D-GW3, mn1dgw2 kept, +
                        |          |            | tunnel, - mn1dgw1, tunnel,
                        |          |            | 3 routes   |           |
         20    9.040    |          |    PBA D st 0 prefA     |           |
                        |          |------------------------>|           |
                        |        + mn1dgw1, tunnel, 2 routes |           |
         21    9.041    |          |           PBA D st 0 prefB          |
                        |          |            |----------->|           |
                        |        + mn1dgw2, tunnel, 2 routes |           |
         22    9.050    |      RA @mn1dgw1, prefA lft 0      |           |
                        |<-----------------------------------|           |
         23    9.051    |      RA @mn1dgw2, prefB lft 0      |           |
                        |<-----------------------------------|           |
                        | prefB::MN1 deprecated |            |           |
         24    9.051    |          |           HSS! mn1 at D-GW3         |
                        |          |            |            |~~~~~~~~~~>|
                        |          |            |          serving D-GW3 |
           (1.944 s)    :          :            :            :           :
              11.000    | * F3: source 2001:db8:cc:1:0:5eff:fe00:101, rule 3
                        | (RFC 6724 section 5)  |            |           |
                        |          |            |            |           |
        "
      `);
    });

    test('keeps a tunnel per anchor and removes the one that is not used', () => {
      expect(tunnels(run, 'dgw3')).toEqual(['2001:db8:d1::1 1', '2001:db8:d2::1 1']);
      expect(tunnels(run, 'dgw1')).toEqual(['2001:db8:d3::1 1']);
      expect(tunnels(run, 'dgw2')).toEqual(['2001:db8:d3::1 1']);
      expect(run.table('dgw2', 'dgw/updates')).toEqual([]);
    });

    test('gives each prefix its own path', () => {
      expect(run.path('F1')).toBe('MN1 -> D-GW3 => D-GW1 -> CN1');
      expect(run.path('F2')).toBe('MN1 -> D-GW3 => D-GW2 -> CN1');
      expect(run.path('F3')).toBe('MN1 -> D-GW3 -> CN1');
      expect(addresses(run, 'mn1').map((row) => row.split(' ')[1])).toEqual([
        'deprecated',
        'deprecated',
        'preferred',
      ]);
    });

    test('sends the two PBUs at least a millisecond apart', () => {
      const pbus = run.rows().filter((row) => row.row === 'message' && row.type === 'PBU');
      const [one, two] = pbus.slice(-2);
      expect((two?.at ?? 0) - (one?.at ?? 0)).toBeGreaterThanOrEqual(1000);
    });

    test('when the PBA of D-GW1 is lost, makes only prefA wait', () => {
      const faulty = lab('dmm-three', { profile }).to(seconds(9));
      faulty.until(
        (event) =>
          event.kind === 'sent' &&
          event.node === 'core' &&
          event.link === 'core-dgw1' &&
          faulty.isControl(event.seq),
      );
      faulty.do({ do: 'link', link: 'core-dgw1', loss: 1 });
      faulty.to(faulty.now + ms(8)).do({ do: 'link', link: 'core-dgw1', loss: 0 });
      faulty.to(seconds(9.9));
      expect(faulty.path('F2')).toBe('MN1 -> D-GW3 => D-GW2 -> CN1');
      expect(faulty.columns('dgw3', 'dgw/updates', ['anchor', 'state'])).toEqual([
        '2001:db8:d1::1 registering',
        '2001:db8:d2::1 active',
      ]);
      faulty.play();
      expect(faulty.path('F1')).toBe('MN1 -> D-GW3 => D-GW1 -> CN1');
    });
  });

  describe('S-25 return to a previous gateway', () => {
    const run = lab('dmm-return', { profile }).play();

    test('goes the other way round', () => {
      expect(run.ladder(SIGNALLING, seconds(8.5))).toMatchInlineSnapshot(`
        "             +-----+        +-------+        +-------+        +-----+
                     | MN1 |        | D-GW1 |        | D-GW2 |        | HSS |
                     +-----+        +-------+        +-------+        +-----+
               9.000    x leaves D-GW2  |                |               |
         14    9.020    | attach, WLAN  |                |               |
                        |<.............>|                |               |
                        |               | prefA here, mn1dgw1 serving, - |
                        |               | tunnel         |               |
         15    9.020    | RA @mn1dgw1, prefA 7 d         |               |
                        |<--------------|                |               |
                        | prefA::MN1 preferred           |               |
         16    9.020    |               |            HSS? mn1            |
                        |               |~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~>|
         17    9.025    |               |          D-GW2: prefB          |
                        |               |<~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|
         18    9.030    |               | PBU D seq 1 prefB              |
                        |               |--------------->|               |
                      CoA D-GW1, mn1dgw2 kept, - mn1dgw1 |               |
         19    9.040    |               | PBA D st 0 prefB               |
                        |               |<---------------|               |
                        |               | + mn1dgw2, tunnel, 3 routes    |
         20    9.050    | RA @mn1dgw2, prefB lft 0       |               |
                        |<--------------|                |               |
                        | prefB::MN1 deprecated          |               |
         21    9.050    |               |       HSS! mn1 at D-GW1        |
                        |               |~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~>|
                        |               |                | serving D-GW1 |
                        |               |                |               |
        "
      `);
    });

    test('restores prefA and mn1dgw1, and portrays D-GW2', () => {
      expect(dlifs(run, 'dgw1')).toEqual([
        'mn1dgw1 serving 00:11:22:33:01:01 fe80::211:22ff:fe33:101 false',
        'mn1dgw2 clone 00:11:22:33:02:02 fe80::211:22ff:fe33:202 true',
      ]);
      expect(run.columns('dgw1', 'dgw/bindings', ['prefix', 'state'])).toEqual([
        `${PREF_A} serving`,
      ]);
      expect(addresses(run, 'mn1')).toEqual([
        '2001:db8:aa:1:0:5eff:fe00:101 preferred fe80::211:22ff:fe33:101',
        '2001:db8:bb:1:0:5eff:fe00:101 deprecated fe80::211:22ff:fe33:202',
      ]);
    });

    test('drops the tunnel of prefA and makes one for prefB', () => {
      expect(run.table('dgw1', 'dgw/tunnels').map((row) => row['users'])).toEqual([
        [{ mnId: 'mn1@example.net', prefix: PREF_B }],
      ]);
      expect(run.path('F1')).toBe('MN1 -> D-GW1 -> CN1');
      expect(run.path('F2')).toBe('MN1 -> D-GW1 => D-GW2 -> CN1');
    });

    test('makes D-GW2 forget the clone and the binding update of prefA', () => {
      expect(dlifs(run, 'dgw2').map((row) => row.split(' ')[0])).toEqual(['mn1dgw2']);
      expect(run.table('dgw2', 'dgw/updates')).toEqual([]);
    });
  });
});
