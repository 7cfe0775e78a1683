import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventHeap } from './heap.ts';

type Item = readonly [at: number, kind: number, data: number];
const items = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat({ max: 3 }), fc.nat({ max: 1000 })),
  { maxLength: 300 },
);

function pushAll(heap: EventHeap, all: readonly Item[]): void {
  all.forEach(([at, kind, data], sequence) => {
    heap.push(at, sequence, kind, data);
  });
}

function popAll(heap: EventHeap): number[][] {
  const popped: number[][] = [];
  while (heap.size > 0) {
    popped.push([heap.topAt, heap.topSequence, heap.topKind, heap.topData]);
    heap.pop();
  }
  return popped;
}

test('entries come by time, then by sequence', () => {
  fc.assert(
    fc.property(items, (all) => {
      const heap = new EventHeap();
      pushAll(heap, all);
      const wanted = all
        .map(([at, kind, data], sequence) => [at, sequence, kind, data])
        .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0));
      expect(heap.entries().map((e) => [e.at, e.sequence, e.kind, e.data])).toEqual(wanted);
      expect(popAll(heap)).toEqual(wanted);
    }),
    { seed: 1 },
  );
});

test('a kept queue comes back, whatever happened since', () => {
  fc.assert(
    fc.property(items, items, fc.nat({ max: 100 }), (before, after, pops) => {
      const heap = new EventHeap();
      pushAll(heap, before);
      const kept = heap.keep();
      const wanted = heap.entries();
      pushAll(heap, after);
      for (let i = 0; i < pops && heap.size > 0; i += 1) heap.pop();
      heap.restore(kept);
      expect(heap.entries()).toEqual(wanted);
      expect(popAll(heap)).toHaveLength(before.length);
    }),
    { seed: 2 },
  );
});

test('an empty queue has no next time, and nothing to take', () => {
  const heap = new EventHeap();
  expect(heap.topAt).toBe(Infinity);
  expect(() => {
    heap.pop();
  }).toThrow('not empty');
});

test('an entry is taken out from wherever it stands, and the rest keeps its order', () => {
  fc.assert(
    fc.property(items, fc.nat({ max: 299 }), (all, which) => {
      const heap = new EventHeap();
      pushAll(heap, all);
      const before = heap.entries();
      const wanted = all[which];
      const first = before.find((e) => e.kind === wanted?.[1] && e.data === wanted[2]);
      expect(heap.take(wanted?.[1] ?? 0, wanted?.[2] ?? 1001)).toEqual(first);
      expect(heap.entries()).toEqual(before.filter((entry) => entry !== first));
    }),
    { seed: 2 },
  );
});
