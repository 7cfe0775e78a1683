import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LadderFilter, Queries } from '#session/protocol.ts';
import type { LadderRow } from '#view/ladder.ts';
import {
  createFeed,
  mergeRows,
  NO_ROWS,
  rowAt,
  type AskRows,
  type LadderData,
} from './ladder-feed.ts';

const filter: LadderFilter = {
  signalling: true,
  data: true,
  neighbourDiscovery: false,
  onlyChanges: false,
};
const row = (seq: number): LadderRow => ({
  row: 'note',
  level: 'info',
  seq,
  lastSeq: seq,
  at: seq,
  until: seq,
  node: 'dgw1',
  text: `row ${seq}`,
  cite: '',
});
const answerOf = (from: number, count: number, total: number): Queries['ladder']['answer'] => ({
  total,
  now: 11,
  rows: Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_, i) => row(from + i)),
  lifelines: [],
  attachment: [],
});

function startFeed(run: { total: number; asked: number }) {
  const seen: LadderData[] = [];
  const ask: AskRows = ({ from, count }) => {
    run.asked += 1;
    return Promise.resolve(answerOf(from, count, run.total));
  };
  return { feed: createFeed(ask, filter, (data) => seen.push(data)), seen };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a window is asked once, and again only when it no longer holds what is wanted', async () => {
  const run = { total: 5000, asked: 0 };
  const { feed, seen } = startFeed(run);
  feed.moved();
  await vi.runAllTimersAsync();
  feed.want(0, 40);
  await vi.runAllTimersAsync();
  expect(run.asked).toBe(1);
  feed.want(2000, 60);
  await vi.runAllTimersAsync();
  expect(run.asked).toBe(2);
  const last = seen.at(-1) ?? NO_ROWS;
  expect(rowAt(last, 2010)?.seq).toBe(2010);
  expect(rowAt(last, 100)).toBeUndefined();
  expect(last.now).toBe(11);
});

test('many stills make few questions', async () => {
  const run = { total: 100, asked: 0 };
  const { feed } = startFeed(run);
  for (let i = 0; i < 60; i += 1) {
    feed.moved();
    await vi.advanceTimersByTimeAsync(16);
  }
  expect(run.asked).toBeLessThanOrEqual(11);
});

test('an ended feed is silent', async () => {
  const run = { total: 100, asked: 0 };
  const { feed, seen } = startFeed(run);
  feed.moved();
  feed.end();
  await vi.runAllTimersAsync();
  expect(seen).toEqual([]);
});

test('a refusal is told in words', async () => {
  const seen: LadderData[] = [];
  const ask: AskRows = () => Promise.reject(new Error('no run'));
  const feed = createFeed(ask, filter, (data) => seen.push(data));
  feed.moved();
  await vi.runAllTimersAsync();
  expect(seen.at(-1)?.why).toBe('no run');
});

test('rows that did not change keep their identity', () => {
  const first = mergeRows(NO_ROWS, 0, answerOf(0, 3, 3));
  const second = mergeRows(first, 1, answerOf(1, 3, 4));
  expect(second.rows[0]).toBe(first.rows[1]);
  expect(second.lifelines).toBe(first.lifelines);
});

test('a window of which most is missing does not wait for the gap of costly pictures', async () => {
  const asked: number[] = [];
  const ask: AskRows = ({ from, count }) => {
    asked.push(from);
    return Promise.resolve(answerOf(from, count, 1000));
  };
  const feed = createFeed(
    ask,
    filter,
    () => undefined,
    () => 1500,
  );
  feed.moved();
  await vi.advanceTimersByTimeAsync(0);
  feed.moved();
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([0]);
  feed.want(800, 60);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual([0, 800]);
  feed.want(810, 60);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([0, 800]);
  feed.end();
});
