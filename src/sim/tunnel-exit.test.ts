import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Interface } from '#net/interface.ts';
import type { Packet } from '#wire/packet.ts';
import { keyed, R1, R2, tunnel, tunnelled, udp } from './toy-tunnel.ts';
import * as toy from './toy.ts';

freezeRows();

describe('GRE keys tell tunnels between the same ends apart (RFC 5845 §3)', () => {
  const gre = (id: string, more: object): Interface =>
    tunnel(R2, R1, { id, tunnel: { local: R2, remote: R1, ...more } });
  const arrivesBy = (sends: Interface, ends: readonly Interface[]): string => {
    const rules = ends.map(({ id }) =>
      toy.route('::/0', 'left', undefined, {
        id: `by ${id}`,
        order: -1,
        rule: 'discard',
        ingress: { iface: id },
        why: id,
      }),
    );
    const timeline = tunnelled({
      packet: udp(200),
      at1: [sends],
      at2: ends,
      more: { r2: { routes: rules } },
    });
    return toy.ofKind(timeline, 'dropped')[0]?.words ?? '';
  };
  const keyless = tunnel(R1, R2, { tunnel: { local: R1, remote: R2, gre: true } });
  const ends = [
    gre('plain', {}),
    gre('gre', { gre: true }),
    gre('one', { greKey: 5, greKeyIn: 77 }),
    gre('two', { greKey: 78 }),
  ];

  test('the key that arrives decides, not the one that is sent', () => {
    expect(arrivesBy(keyed(R1, R2), ends)).toBe('one');
    expect(arrivesBy(keyless, ends)).toBe('gre');
    expect(arrivesBy(tunnel(R1, R2), ends)).toBe('plain');
  });

  test('a key that nobody has opens no tunnel', () => {
    expect(arrivesBy(keyed(R1, R2), ends.slice(0, 2))).toBe(
      `no tunnel from ${R1} with GRE key 0x4d`,
    );
    expect(arrivesBy(tunnel(R1, R2), ends.slice(1))).toBe(`no tunnel from ${R1}`);
  });

  test('without a key the header is four octets', () => {
    const timeline = tunnelled({ packet: udp(200), at1: [keyless], at2: [ends[1] as Interface] });
    expect(timeline.log.frame(1).octets().length).toBe(14 + 40 + 4 + 200);
    expect(toy.packetIn(timeline, 1)).toMatchObject({ payload: { is: 'gre', protocol: 0x86dd } });
    expect(toy.ofKind(timeline, 'delivered')).toHaveLength(1);
  });
});

describe('tunnel packets that hold no packet', () => {
  const raw = (nextHeader: number, octets: readonly number[]): Packet =>
    toy.packetOf(R1, R2, { is: 'raw', nextHeader, data: Uint8Array.from(octets) });
  const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0);
  const at2 = [
    tunnel(R2, R1),
    tunnel(R2, R1, { id: 'gre', tunnel: { local: R2, remote: R1, gre: true } }),
    tunnel(R2, R1, { id: 'keyed', tunnel: { local: R2, remote: R1, greKey: 0 } }),
  ];
  const noHeader = 'no whole header in the tunnel (RFC 8200 §3)';
  const half = 'half a GRE header (RFC 2890 §2)';
  const another = 'GRE of another kind (RFC 5845 §3)';

  test.each([
    ['nothing', raw(41, []), noHeader],
    ['half a header', raw(41, zeros(39)), noHeader],
    ['half a header behind GRE', raw(47, [0, 0, 0x86, 0xdd, ...zeros(39)]), noHeader],
    ['half a header behind a key', raw(47, [0x20, 0, 0x86, 0xdd, ...zeros(43)]), noHeader],
    ['half of GRE', raw(47, [0, 0, 0x86]), half],
    ['half a key', raw(47, [0x20, 0, 0x86, 0xdd, 0, 0]), half],
    ['GRE with a checksum', raw(47, [0x80, 0, 0x86, 0xdd, ...zeros(60)]), another],
    ['GRE around IPv4', raw(47, [0, 0, 0x08, 0, ...zeros(60)]), another],
  ])('%s', (_, packet, words) => {
    const timeline = tunnelled({ packet, at2 });
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { node: 'r2', why: 'malformed', words },
    ]);
  });

  test('a bit that makes GRE of IPv6 in IPv6 does no harm', () => {
    for (let bit = 0; bit < 8; bit += 1) {
      const corrupt = {
        do: 'catch',
        name: 'bend',
        link: 'r1-r2',
        kind: 'any',
        nth: 1,
        act: 'corrupt',
        bit: 8 * (14 + 6) + bit,
        at: ms(1),
      } as const;
      const timeline = tunnelled({ packet: udp(200), at2, script: [corrupt] });
      expect(toy.ofKind(timeline, 'delivered').map(({ node }) => node)).not.toContain('mn');
      expect(toy.dropsOf(timeline)[0]).toMatch(/^r2 /);
    }
  });
});
