// At most MAX_UPDATE_RATE updates in any second to one peer, MIP6 §11.8: the rest wait in order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Micros } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';
import { Table } from '#base/table.ts';
import type { Effect } from '#sim/effect.ts';
import { ipv6 } from '#wire/address.ts';
import type { Ipv6 } from '#wire/address.ts';
import { drain, mayLeave, PACE_TIMER } from './pacing.ts';
import type { Pace } from './pacing.ts';

interface Row {
  readonly peer: Ipv6;
}
const peers = [ipv6('2001:db8:ff::1'), ipv6('2001:db8:ff::2')] as const;

/** A queue with its clock: what was sent when, and when the timer is due. */
class Queue {
  now: Micros = 0;
  due: Micros | undefined;
  readonly sent: { readonly at: Micros; readonly key: string; readonly peer: Ipv6 }[] = [];
  readonly waiting = new Table<Row>('waiting');

  #pace(effects: Effect[]): Pace<Row> {
    return {
      now: this.now,
      waiting: this.waiting,
      peerOf: (row) => row.peer,
      sendsTo: (peer) => this.sent.filter((one) => one.peer === peer).map((one) => one.at),
      notBefore: () => this.now,
      effects,
    };
  }
  #obey(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.do === 'arm' && effect.timer === PACE_TIMER) this.due = this.now + effect.after;
    }
  }
  want(key: string, peer: Ipv6): void {
    const effects: Effect[] = [];
    if (mayLeave(this.#pace(effects), key, { peer })) this.sent.push({ at: this.now, key, peer });
    this.#obey(effects);
  }
  /** Time goes on; the timer fires when it is due. */
  to(at: Micros): void {
    while (this.due !== undefined && this.due <= at) {
      this.now = this.due;
      this.due = undefined;
      const effects: Effect[] = [];
      drain(this.#pace(effects), (key, { peer }) => this.sent.push({ at: this.now, key, peer }));
      this.#obey(effects);
    }
    this.now = at;
  }
}

test('three at once, the others a second after, first come first', () => {
  const queue = new Queue();
  for (const key of ['a', 'b', 'c', 'd', 'e']) queue.want(key, peers[0]);
  expect(queue.sent.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  queue.to(seconds(1) - 1);
  expect(queue.sent).toHaveLength(3);
  queue.to(seconds(1));
  expect(queue.sent.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('another peer does not wait', () => {
  const queue = new Queue();
  for (const key of ['a', 'b', 'c', 'd']) queue.want(key, peers[0]);
  queue.want('x', peers[1]);
  expect(queue.sent.at(-1)?.key).toBe('x');
});

test('what waits already does not wait twice', () => {
  const queue = new Queue();
  for (const key of ['a', 'b', 'c', 'd', 'd']) queue.want(key, peers[0]);
  queue.to(seconds(9));
  expect(queue.sent.filter(({ key }) => key === 'd')).toHaveLength(1);
});

test('I-6: never more than three in any second to one peer, and all leave in the end', () => {
  const wishes = fc.array(fc.tuple(fc.nat({ max: 700_000 }), fc.nat({ max: 1 })), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(wishes, (list) => {
      const queue = new Queue();
      for (const [i, [later, n]] of list.entries()) {
        queue.to(queue.now + later);
        queue.want(`u${i}`, peers[n === 0 ? 0 : 1]);
      }
      queue.to(queue.now + seconds(60));
      expect(queue.sent).toHaveLength(list.length);
      for (const peer of peers) {
        const times = queue.sent.filter((one) => one.peer === peer).map((one) => one.at);
        for (const [i, at] of times.entries()) {
          expect(at - (times[i - 3] ?? -seconds(1))).toBeGreaterThanOrEqual(seconds(1));
        }
      }
    }),
  );
});
