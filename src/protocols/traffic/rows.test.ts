import { expect, test } from 'vitest';
import { ipv6 } from '#wire/address.ts';
import { flowWith, peerWith, type FlowRow, type PeerRow } from './rows.ts';

const heard = { received: 1, lost: 2, reordered: 3, duplicates: 4, gap: 5, highest: 6, seen: 7 };
const news = { ...heard, received: 10, lastAt: 11 };

const flow: Required<FlowRow> = {
  ...heard,
  id: 'F1',
  from: 'mn1',
  to: 'cn1',
  every: 20_000,
  octets: 160,
  mode: 'echo',
  count: 9,
  bind: 'dgw1',
  bindIface: 'if1',
  afterMove: 12,
  number: 3,
  running: true,
  awaiting: true,
  run: 2,
  source: ipv6('2001:db8:a1:1::1'),
  destination: ipv6('2001:db8:c1::10'),
  port: 5004,
  sent: 8,
  startedAt: 13,
  stoppedAt: 14,
  lastAt: 15,
  lastError: 'no route',
};

test('a flow with other counters keeps all else, whatever it has', () => {
  expect(flowWith(flow, flow, flow)).toStrictEqual(flow);
  const { received, lastAt } = news;
  const wanted = { ...flow, received, lastAt, sent: 20, running: false };
  expect(flowWith(flow, news, { sent: 20, running: false })).toStrictEqual(wanted);
  const optional = ['count', 'bind', 'bindIface', 'afterMove', 'awaiting', 'source'] as const;
  const more = ['destination', 'startedAt', 'stoppedAt', 'lastAt', 'lastError'] as const;
  for (const key of [...optional, ...more]) {
    const { [key]: _, ...without } = flow;
    expect(flowWith(without, without, without)).toStrictEqual(without);
  }
});

test('a peer with other counters keeps all else, whatever it has', () => {
  const peer: PeerRow = {
    ...heard,
    address: ipv6('2001:db8:a1:1::1'),
    port: 40_003,
    number: 3,
    run: 2,
    local: ipv6('2001:db8:c1::10'),
    sent: 8,
  };
  expect(peerWith(peer, peer, 8)).toStrictEqual(peer);
  const streaming = { ...peer, stream: { every: 20_000, octets: 160, left: 3 } };
  const { received, lastAt } = news;
  expect(peerWith(streaming, news, 9)).toStrictEqual({ ...streaming, received, lastAt, sent: 9 });
});
