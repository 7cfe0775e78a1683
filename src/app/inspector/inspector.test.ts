import { describe, expect, test } from 'vitest';
import type { Profile, TableView } from '#session/protocol.ts';
import { dissectPacket } from '#wire/packet.ts';
import { codePointNote } from './code-points.ts';
import { cText, dumpText, hexText } from './copy-text.ts';
import { newsOf } from './news.ts';
import { isWithin, itemAt, modelOf, placeText, type PacketModel } from './packet-model.ts';
import { treeLines } from './summary.ts';

// PBA of the distributed-anchoring handover as the draft draws it, in a frame.
const PBA =
  '00112233440200112233440186dd' +
  '6000000000b0874020010db800d10000000000000000000120010db800d20000000000000000000' +
  '13b150600a7cf00300001004b0810016d6e31406578616d706c652e6e65740104000000001612004' +
  '020010db800aa00010000000000000000170200031802000401001b0800006553f4e800001908000' +
  '002005e0001010104000000004112004020010db800aa00010000000000000000010200004212004' +
  '020010db8001c000000000000000000000104000000004510fe80000000000000021122fffe33010' +
  '146080000001122330101010400000000';
const octets = Uint8Array.from(PBA.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const read = (profile: Profile): PacketModel =>
  modelOf(dissectPacket(octets, profile, { ethernet: true }), octets.length);
const model = read('draft-05');
const MAC = 'BindingAcknowledgement/DlifLinkLayerAddress/address';

describe('octets, fields and boxes', () => {
  test('every octet belongs to a field', () => {
    expect(model.owners.filter((path) => path === undefined)).toEqual([]);
  });

  test('octets lead to their field and back', () => {
    const item = itemAt(model, MAC);
    expect(item && [item.from, item.to]).toEqual([218, 224]);
    for (let octet = 218; octet < 224; octet += 1) expect(model.owners[octet]).toBe(MAC);
    expect(item && placeText(item)).toBe('octets 204 to 209');
  });

  test('flags share an octet and have a bit each', () => {
    const flag = itemAt(model, 'BindingAcknowledgement/distributed');
    expect(flag && placeText(flag)).toBe('bit 3 of octet 47');
  });

  test('siblings of one name are told apart', () => {
    expect(itemAt(model, 'BindingAcknowledgement/PadN')?.from).toBe(84);
    expect(itemAt(model, 'BindingAcknowledgement/PadN~2')?.from).toBe(118);
  });

  test('the message is the innermost layer that carries no other', () => {
    expect(model.message?.path).toBe('BindingAcknowledgement');
  });

  test('a path is within its layer, not within one of a longer name', () => {
    expect(isWithin(MAC, 'BindingAcknowledgement')).toBe(true);
    expect(isWithin(MAC, 'BindingAcknowledgement/Dlif')).toBe(false);
    expect(isWithin(undefined, 'Ipv6')).toBe(false);
  });
});

describe('the tree', () => {
  const lines = treeLines(model, new Set(['BindingAcknowledgement']));

  test('has the layers, the fields of the open message, and its options without padding', () => {
    expect(lines.map(({ number, title, value }) => `${number} ${title}: ${value}`.trim())).toEqual([
      'Ethernet: …33:44:01 → …33:44:02',
      'IPv6: d1::1 → d2::1',
      'Binding Acknowledgement: type 6, 176 B',
      'Header: 0xa7cf, correct',
      'Status: 0 (accepted)',
      'Flags: P D 0x30',
      'Sequence #: 1',
      'Lifetime: 75 × 4 s = 300 s',
      '8 MN-ID: mn1@example.net',
      '22 Home prefix: 2001:db8:aa:1::/64',
      '23 Handoff: 3 (handoff between gateways for the same interface)',
      '24 Access: 4 (IEEE 802.11a/b/g)',
      '27 Timestamp: 22:30:00.000 UTC',
      '25 MN LL-ID: 02:00:5e:00:01:01',
      '65 Anchored: 2001:db8:aa:1::/64',
      '66 Local: 2001:db8:1c::/64',
      '69 DLIF LL: fe80::211:22ff:fe33:101',
      '70 DLIF MAC: 00:11:22:33:01:01',
    ]);
  });

  test('every line leads to octets', () => {
    for (const { path } of lines) expect(model.items.has(path)).toBe(true);
  });

  test('a wrong checksum is marked', () => {
    const wrong = octets.with(59, 0);
    const layers = dissectPacket(wrong, 'draft-05', { ethernet: true });
    const broken = treeLines(modelOf(layers, wrong.length), new Set(['BindingAcknowledgement']));
    const head = broken.find(({ title }) => title === 'Header');
    expect(head?.value).toContain('wrong');
    expect(head?.fault).toBeDefined();
  });

  test('a packet in a tunnel is a layer, not an option', () => {
    const outer = Uint8Array.from([...octets.subarray(0, 54), ...octets.subarray(14)]);
    outer[14 + 6] = 41;
    outer.set([0, outer.length - 54], 14 + 4);
    const tunnelled = modelOf(dissectPacket(outer, 'draft-05', { ethernet: true }), outer.length);
    expect(tunnelled.message?.path).toBe('Ipv6/BindingAcknowledgement');
    const looks = treeLines(tunnelled, new Set()).map(({ title, look }) => [title, look]);
    expect(looks).toEqual([
      ['Ethernet', 'layer'],
      ['IPv6', 'layer'],
      ['IPv6', 'layer'],
      ['Binding Acknowledgement', 'layer'],
    ]);
  });

  test('octets that are cut short still make a tree', () => {
    for (let end = 0; end < octets.length; end += 7) {
      const cut = octets.subarray(0, end);
      const layers = dissectPacket(cut, 'draft-05', { ethernet: true });
      expect(() => treeLines(modelOf(layers, end), new Set(['Ipv6']))).not.toThrow();
    }
  });
});

describe('code points', () => {
  test('the draft put D where RFC 5845 has T', () => {
    expect(codePointNote(model)).toEqual({
      words: 'D is 0x10 here, which RFC 5845 names T. RFC 8885 put it at 0x02.',
      other: 'rfc8885',
    });
  });

  test('the same octets read by RFC 8885', () => {
    expect(codePointNote(read('rfc8885'))).toEqual({
      words: 'D is 0x02 here, and clear. draft-05 drew it at 0x10, which RFC 5845 names T.',
      other: 'draft-05',
    });
  });
});

test('options whose value stands in a changed row are news; of two the one that says it', () => {
  const table: TableView = {
    node: 'dgw2',
    role: 'dgw',
    table: 'dlifs',
    title: '',
    cite: '',
    columns: [],
    rows: [
      {
        key: 'mn1dgw1',
        sign: '+',
        why: undefined,
        cells: [{ text: '2001:db8:aa:1::/64' }, { text: '00:11:22:33:01:01' }],
      },
      { key: 'old', sign: '', why: undefined, cells: [{ text: 'fe80::211:22ff:fe33:101' }] },
    ],
  };
  expect([...newsOf(model, [table])]).toEqual([
    'BindingAcknowledgement/AnchoredPrefix',
    'BindingAcknowledgement/DlifLinkLayerAddress',
  ]);
});

describe('taking octets away', () => {
  const few = Uint8Array.from([0x60, 0, 0x41, 0xff]);
  test('as hexadecimal', () => expect(hexText(few)).toBe('600041ff'));
  test('as a C array', () => {
    expect(cText(few)).toBe(
      'static const unsigned char packet[4] = {\n  0x60, 0x00, 0x41, 0xff,\n};\n',
    );
  });
  test('as text with offsets', () => {
    expect(dumpText(few)).toBe(`0000  60 00 41 ff${' '.repeat(38)}\`.A.\n`);
  });
});
