// The figures of the draft on the real engine, octets and all: S-21 to S-25. All invariants are
// watched after every engine event.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { Story } from '#testing/story.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';

const profiles = ['draft-05', 'rfc8885'] as const;
const DLIF = ['name', 'state', 'mac', 'linkLocal', 'prefixes', 'deprecated'];

/** Who uses which tunnel of a gateway. */
const tunnels = (story: Story, gateway: string): readonly string[] =>
  story
    .rows<{ remote: string; users: { mnId: string; prefix: string }[] }>(`${gateway}/dgw/tunnels`)
    .map(({ remote, users }) => `${remote}: ${users.map((user) => user.prefix).join(' ')}`);

describe.each(profiles)('S-21, Figure 4 above the handover, in %s', (profile) => {
  const story = new Story('dmm-f4', { profile }).runTo(seconds(9));

  test('attachment, RA, question and store; no PBU', () => {
    expect(story.ladder(0)).toEqual([
      'mn1 up dgw1',
      'dgw1>mn1 RA @mn1dgw1{2001:db8:aa:1:: 2592000/604800, medium}',
      'dgw1>hss HSS? mn1',
      'hss>dgw1 none',
      'dgw1>hss HSS! mn1 at D-GW1',
    ]);
    expect(story.faults).toEqual([]);
  });

  test('one DLIF serves, and the node has one address and one router', () => {
    expect(story.table('dgw1/dgw/dlifs', ...DLIF)).toEqual([
      'mn1dgw1 serving 00:11:22:33:01:01 fe80::211:22ff:fe33:101 2001:db8:aa:1::/64 false',
    ]);
    expect(story.addresses()).toEqual(['2001:db8:aa:1::/64 preferred']);
    expect(story.table('mn1/host/routers', 'address', 'mac', 'preference')).toEqual([
      'fe80::211:22ff:fe33:101 00:11:22:33:01:01 medium',
    ]);
  });

  test('traffic is native, also to the local network', () => {
    expect(story.path('F1', 'mn1')).toBe('mn1->dgw1->cn1');
    expect(story.path('F1', 'cn1')).toBe('cn1->dgw1->mn1');
    expect(story.path('L1', 'mn1')).toBe('mn1->dgw1->localnet');
  });
});

/** Figure 4 in each profile, played once. */
const handovers = new Map(
  profiles.map((profile) => [profile, new Story('dmm-f4', { profile }).runTo(seconds(13))]),
);

describe.each(profiles)('S-22, Figure 4 and Figure 2, in %s', (profile) => {
  const story = must(handovers.get(profile), profile);
  const since = seconds(9);

  test('the messages of the handover, in the order of the figure', () => {
    expect(story.ladder(since)).toEqual([
      'mn1 down dgw1',
      'mn1 up dgw2',
      'dgw2>mn1 RA @mn1dgw2{2001:db8:bb:1:: 2592000/604800, medium}',
      'dgw2>hss HSS? mn1',
      'hss>dgw2 D-GW1: prefA',
      'dgw2>dgw1 PBU{D,seq1,L75,2001:db8:aa:1::/64,HI3}',
      'dgw1>dgw2 PBA{0,D,L75,2001:db8:aa:1::/64,HI3,Anchored 2001:db8:aa:1::,Local 2001:db8:1c::,' +
        'DLIF-LL,DLIF-MAC}',
      'dgw2>mn1 RA @mn1dgw1{2001:db8:aa:1:: 7200/0, RIO 2001:db8:1c::, low}',
      'dgw2>hss HSS! mn1 at D-GW2',
    ]);
    expect(story.faults).toEqual([]);
  });

  test('D-GW2 portrays D-GW1: same MAC, same link-local address', () => {
    expect(story.table('dgw2/dgw/dlifs', ...DLIF)).toEqual([
      'mn1dgw2 serving 00:11:22:33:02:02 fe80::211:22ff:fe33:202 2001:db8:bb:1::/64 false',
      'mn1dgw1 clone 00:11:22:33:01:01 fe80::211:22ff:fe33:101 2001:db8:aa:1::/64 true',
    ]);
    expect(story.table('dgw1/dgw/dlifs', 'name', 'state')).toEqual(['mn1dgw1 kept']);
  });

  test('bindings, registration and the two ends of the tunnel', () => {
    const binding = ['prefix', 'state', 'proxyCareOfAddress', 'lifetime'];
    expect(story.table('dgw1/dgw/bindings', ...binding)).toEqual([
      '2001:db8:aa:1::/64 away 2001:db8:d2::1 75',
    ]);
    expect(story.table('dgw2/dgw/bindings', ...binding)).toEqual([
      '2001:db8:bb:1::/64 serving here 75',
    ]);
    expect(story.table('dgw2/dgw/updates', 'anchor', 'state', 'status', 'sequence')).toEqual([
      '2001:db8:d1::1 active 0 1',
    ]);
    expect(tunnels(story, 'dgw1')).toEqual(['2001:db8:d2::1: 2001:db8:aa:1::/64']);
    expect(tunnels(story, 'dgw2')).toEqual(['2001:db8:d1::1: 2001:db8:aa:1::/64']);
  });

  test('DMM-10: the node keeps prefA, deprecated, and believes in two routers', () => {
    expect(story.addresses()).toEqual([
      '2001:db8:aa:1::/64 deprecated',
      '2001:db8:bb:1::/64 preferred',
    ]);
    expect(story.table('mn1/host/routers', 'address', 'mac', 'preference')).toEqual([
      'fe80::211:22ff:fe33:101 00:11:22:33:01:01 low',
      'fe80::211:22ff:fe33:202 00:11:22:33:02:02 medium',
    ]);
  });

  test('DMM-2, DMM-10, DMM-11, DMM-35, DMM-36: old flows are tunnelled, new ones not', () => {
    expect(story.path('F1', 'mn1')).toBe('mn1->dgw2=>dgw1->cn1');
    expect(story.path('F1', 'cn1')).toBe('cn1->dgw1=>dgw2->mn1');
    expect(story.path('F2', 'mn1')).toBe('mn1->dgw2->cn1');
    expect(story.path('F2', 'cn1')).toBe('cn1->dgw2->mn1');
    expect(story.path('L1', 'mn1')).toBe('mn1->dgw2=>dgw1->localnet');
    expect(story.path('L1', 'localnet')).toBe('localnet->dgw1=>dgw2->mn1');
  });

  test('F1 loses only what is on its way between the detachment and the PBA', () => {
    const [flow] = story.rows<{ id: string; sent: number; received: number; lastAt: number }>(
      'mn1/source/flows',
    );
    const { sent, received } = must(flow, 'F1');
    // 9.968 s to 10.018 s: three datagrams of the 20 ms flow, and two more that were under way.
    expect(sent - received).toBeLessThanOrEqual(6);
  });

  test('the D flag stands where the profile has it', () => {
    const { log } = story.timeline;
    const flags: string[] = [];
    for (let id = 0; id < log.frames; id += 1) {
      const octets = log.frame(id).octets().subarray(ETHERNET_OCTETS);
      if (octets[6] !== 135 || log.frame(id).from === 'core') continue;
      const [high = 0, low = 0] = octets.subarray(octets[42] === 5 ? 48 : 46);
      const word = octets[42] === 5 ? (high << 8) | low : low;
      flags.push(`${octets[42] === 5 ? 'PBU' : 'PBA'} ${word.toString(16)}`);
    }
    expect(flags).toEqual(profile === 'draft-05' ? ['PBU 8300', 'PBA 30'] : ['PBU 8210', 'PBA 22']);
  });
});

test('S-22: both profiles end with the same tables', () => {
  const [draft, rfc] = profiles.map((profile) => handovers.get(profile));
  for (const gateway of ['dgw1', 'dgw2']) {
    for (const table of ['dlifs', 'bindings', 'updates', 'tunnels', 'stations']) {
      const name = `${gateway}/dgw/${table}`;
      expect(rfc?.rows(name)).toEqual(draft?.rows(name));
    }
  }
});

describe('S-23, Figure 3', () => {
  const story = new Story('dmm-f3').runTo(seconds(9));
  const serving = (gateway: string): readonly string[] =>
    story
      .table(`${gateway}/dgw/dlifs`, 'name', 'state', 'mac')
      .filter((line) => !line.includes('kept'));

  test('each gateway has a pair of DLIFs for each of its nodes, all with their own MAC', () => {
    expect(serving('dgw1').map((line) => line.split(' ')[0])).toEqual([
      'mn3dgw1',
      'mn3dgw2',
      'mn2dgw1',
      'mn2dgw2',
    ]);
    expect(serving('dgw2').map((line) => line.split(' ')[0])).toEqual(['mn1dgw2', 'mn1dgw1']);
    const macs = ['dgw1', 'dgw2'].flatMap((gateway) => [
      ...serving(gateway).map((line) => line.split(' ')[2]),
      ...story
        .table(`${gateway}/stack/interfaces`, 'id', 'mac')
        .filter((line) => line.startsWith('phy')),
    ]);
    expect(new Set(macs).size).toBe(8);
    expect(story.faults).toEqual([]);
  });

  test('one tunnel carries all three', () => {
    expect(tunnels(story, 'dgw1')).toEqual([
      '2001:db8:d2::1: 2001:db8:bb:2::/64 2001:db8:bb:1::/64 2001:db8:aa:1::/64',
    ]);
    expect(tunnels(story, 'dgw2').length).toBe(1);
  });

  test('each node sees exactly two routers, and its flow goes on', () => {
    for (const n of [1, 2, 3]) {
      expect(story.table(`mn${n}/host/routers`, 'preference')).toEqual(['low', 'medium']);
    }
    expect(story.path('F1', 'mn1', seconds(8))).toBe('mn1->dgw2=>dgw1->cn1');
    expect(story.path('F2', 'mn2', seconds(8))).toBe('mn2->dgw1=>dgw2->cn1');
    expect(story.path('F3', 'mn3', seconds(8))).toBe('mn3->dgw1=>dgw2->cn1');
  });
});

describe('S-24, a third gateway', () => {
  const story = new Story('dmm-three').runTo(seconds(13));

  test('asks both anchors in parallel, 1 ms apart, and portrays both', () => {
    expect(story.lines(seconds(9)).map((line) => `${line.at} ${line.text}`)).toEqual([
      '9000000 mn1 down dgw2',
      '9020000 mn1 up dgw3',
      '9020000 dgw3>mn1 RA @mn1dgw3{2001:db8:cc:1:: 2592000/604800, medium}',
      '9020000 dgw3>hss HSS? mn1',
      '9025000 hss>dgw3 D-GW1: prefA, D-GW2: prefB',
      '9030000 dgw3>dgw1 PBU{D,seq1,L75,2001:db8:aa:1::/64,HI3}',
      '9031000 dgw3>dgw2 PBU{D,seq2,L75,2001:db8:bb:1::/64,HI3}',
      '9040000 dgw1>dgw3 PBA{0,D,L75,2001:db8:aa:1::/64,HI3,' +
        'Anchored 2001:db8:aa:1::,DLIF-LL,DLIF-MAC}',
      '9041000 dgw2>dgw3 PBA{0,D,L75,2001:db8:bb:1::/64,HI3,' +
        'Anchored 2001:db8:bb:1::,DLIF-LL,DLIF-MAC}',
      '9050000 dgw3>mn1 RA @mn1dgw1{2001:db8:aa:1:: 7200/0, low}',
      '9051000 dgw3>mn1 RA @mn1dgw2{2001:db8:bb:1:: 7200/0, low}',
      '9051000 dgw3>hss HSS! mn1 at D-GW3',
    ]);
    expect(story.faults).toEqual([]);
  });

  test('each prefix has its own way, and no tunnel is left between the earlier gateways', () => {
    expect(story.path('F1', 'cn1')).toBe('cn1->dgw1=>dgw3->mn1');
    expect(story.path('F2', 'cn1')).toBe('cn1->dgw2=>dgw3->mn1');
    expect(story.path('F3', 'mn1')).toBe('mn1->dgw3->cn1');
    expect(tunnels(story, 'dgw1')).toEqual(['2001:db8:d3::1: 2001:db8:aa:1::/64']);
    expect(tunnels(story, 'dgw2')).toEqual(['2001:db8:d3::1: 2001:db8:bb:1::/64']);
    expect(story.addresses()).toEqual([
      '2001:db8:aa:1::/64 deprecated',
      '2001:db8:bb:1::/64 deprecated',
      '2001:db8:cc:1::/64 preferred',
    ]);
  });

  test('when one PBA is lost only that prefix waits', () => {
    const lossy = new Story('dmm-three').runTo(seconds(9) + ms(35));
    lossy.do({ do: 'link', link: 'core-dgw1', up: false }).runTo(seconds(9) + ms(900));
    expect(lossy.table('dgw3/dgw/updates', 'anchor', 'state')).toEqual([
      '2001:db8:d1::1 registering',
      '2001:db8:d2::1 active',
    ]);
    expect(lossy.path('F2', 'cn1', seconds(9) + ms(100))).toBe('cn1->dgw2=>dgw3->mn1');
    lossy.do({ do: 'link', link: 'core-dgw1', up: true }).runTo(seconds(11));
    expect(lossy.path('F1', 'cn1', seconds(10) + ms(200))).toBe('cn1->dgw1=>dgw3->mn1');
    expect(lossy.faults).toEqual([]);
  });
});

describe('S-25, back to D-GW1', () => {
  const story = new Story('dmm-return').runTo(seconds(10));
  story.do({ do: 'flow', flow: 'L1', change: 'start' }).runTo(seconds(12));

  test('D-GW1 takes up prefA and its DLIF again, and registers prefB', () => {
    expect(story.ladder(seconds(9))).toEqual([
      'mn1 down dgw2',
      'mn1 up dgw1',
      'dgw1>mn1 RA @mn1dgw1{2001:db8:aa:1:: 2592000/604800, medium}',
      'dgw1>hss HSS? mn1',
      'hss>dgw1 D-GW2: prefB',
      'dgw1>dgw2 PBU{D,seq1,L75,2001:db8:bb:1::/64,HI3}',
      'dgw2>dgw1 PBA{0,D,L75,2001:db8:bb:1::/64,HI3,Anchored 2001:db8:bb:1::,DLIF-LL,DLIF-MAC}',
      'dgw1>mn1 RA @mn1dgw2{2001:db8:bb:1:: 7200/0, low}',
      'dgw1>hss HSS! mn1 at D-GW1',
    ]);
    expect(story.faults).toEqual([]);
  });

  test('F1 is native again, F2 is tunnelled; D-GW2 keeps no clone', () => {
    expect(story.path('F1', 'mn1', seconds(11))).toBe('mn1->dgw1->cn1');
    expect(story.path('F2', 'cn1', seconds(11))).toBe('cn1->dgw2=>dgw1->mn1');
    expect(story.path('L1', 'mn1', seconds(11))).toBe('mn1->dgw1->localnet');
    expect(story.table('dgw1/dgw/dlifs', 'name', 'state')).toEqual([
      'mn1dgw1 serving',
      'mn1dgw2 clone',
    ]);
    expect(story.table('dgw2/dgw/dlifs', 'name', 'state')).toEqual(['mn1dgw2 kept']);
    expect(story.table('dgw2/dgw/updates', 'state')).toEqual([]);
    expect(story.addresses()).toEqual([
      '2001:db8:aa:1::/64 preferred',
      '2001:db8:bb:1::/64 deprecated',
    ]);
  });
});
