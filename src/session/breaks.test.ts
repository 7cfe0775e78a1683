import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms } from '#base/ids.ts';
import type { Break } from './protocol.ts';
import { Page } from './toy-page.ts';

/** A page with breakpoints, played until it stands. */
function played(id: string, breaks: readonly Break[], from = 0): Page {
  const page = new Page(id).seek(from);
  page.say({ say: 'breaks', breaks });
  page.play(600_000, { mode: 'proportional', microsPerSecond: 1_000_000 });
  return page;
}

/** Where and why a run stands: `1030000 LMA takes PBU …`. */
const stopped = ({ still }: Page): string => `${still.now} ${still.stop?.words ?? 'nothing'}`;

const pbuAtLma: Break = { id: 'b1', on: 'message', type: 'PBU', when: 'received', node: 'lma' };

describe('a run stops right behind the event that fits', () => {
  const cases: readonly (readonly [string, string, Break, string])[] = [
    [
      'a message is received',
      'pmip-attach',
      pbuAtLma,
      '1030000 LMA takes PBU seq1 L75 HI1 any prefix',
    ],
    [
      'a message is sent, by its sender and not by a router on its way',
      'pmip-attach',
      { id: 'b', on: 'message', type: 'PBA', when: 'sent' },
      '1030000 LMA sends PBA 0 seq1 L75 HNP1 to core',
    ],
    [
      'a message is lost',
      'pmip-lost-pba',
      { id: 'b', on: 'message', type: 'PBA', when: 'lost' },
      '1040000 MAG1 drops PBA 0 seq1 L75 HNP1: dropped by lost1',
    ],
    [
      'any message of the control plane',
      'pmip-attach',
      { id: 'b', on: 'message', type: 'any', when: 'received', node: 'mn1' },
      '1042000 MN1 takes RA HNP1 7 d',
    ],
    [
      'user data is lost',
      'pmip-handoff',
      { id: 'b', on: 'loss' },
      '4002000 MAG1 drops a datagram of F1: ',
    ],
    [
      'a row changes',
      'pmip-handoff',
      { id: 'b', on: 'row', node: 'lma', role: 'lma', table: 'bindings' },
      '70000 LMA: bindings',
    ],
    [
      'a rule acts without an answer',
      'pmip-lost-pba',
      { id: 'b', on: 'note' },
      '2010626 MAG1: mn1 asks for a router before its binding is accepted',
    ],
    [
      'a time comes',
      'pmip-attach',
      { id: 'b', on: 'time', at: ms(500) },
      '500000 Time 0.500 000 s',
    ],
  ];
  test.each(cases)('%s', (_, id, one, words) => {
    const page = played(id, [one]);
    expect(page.still.status).toBe('paused');
    expect(page.still.stop?.id).toBe(one.id);
    const [at, ...said] = words.split(' ');
    expect(stopped(page)).toContain(said.join(' '));
    expect(page.still.now).toBe(Number(at));
  });
});

test('the event that fitted is the last step, and has its ladder row', () => {
  const page = played('pmip-attach', [pbuAtLma]);
  const { stop, seq } = page.still;
  const at = must(stop?.seq, 'an event');
  expect(at).toBeLessThan(seq);
  const [event] = page.ask('events', { from: at, count: 1 });
  expect(event).toMatchObject({ kind: 'delivered', node: 'lma', role: 'lma' });
  const row = page.rows().find((one) => one.seq === stop?.rowSeq);
  expect(row).toMatchObject({ row: 'message', type: 'PBU' });
});

test('played on, it stops at the next that fits, and at the end when there is none', () => {
  const page = played('pmip-handoff', [pbuAtLma]);
  const times = [page.still.now];
  for (let n = 0; n < 6 && page.still.stop !== undefined; n += 1) {
    page.play(600_000, { mode: 'proportional', microsPerSecond: 1_000_000 });
    times.push(page.still.now);
  }
  expect(times).toEqual([70_000, 4_010_000, 4_070_000, page.still.endAt]);
  expect(page.still).toMatchObject({ status: 'ended', stop: undefined });
});

test('stepping until quiet, to a message or to a handover stops, too; single events do not', () => {
  const page = new Page('pmip-attach');
  page.say({ say: 'breaks', breaks: [{ id: 'b', on: 'message', type: 'PBU', when: 'sent' }] });
  page.say({ say: 'step', unit: 'quiet', back: false });
  expect(stopped(page)).toContain('1020000 MAG1 sends PBU');
  page.say({ say: 'seek', to: { at: 0 } });
  expect(page.still.stop).toBeUndefined();
  page.say({ say: 'step', unit: 'message', back: false });
  expect(page.still.stop?.id).toBe('b');
  page.say({ say: 'seek', to: { at: 0 } });
  for (let n = 0; n < 30; n += 1) page.say({ say: 'step', unit: 'event', back: false });
  expect(page.still.now).toBeGreaterThan(1_020_000);
  expect(page.still.stop).toBeUndefined();
});

test('why it stands is said until the playhead moves, and not by seeking over it', () => {
  const page = played('pmip-attach', [pbuAtLma]);
  page.say({ say: 'pause' });
  expect(page.still.stop).toBeDefined();
  page.say({ say: 'breaks', breaks: [pbuAtLma] });
  expect(page.still.stop).toBeDefined();
  page.say({ say: 'step', unit: 'event', back: false });
  expect(page.still.stop).toBeUndefined();
  page.seek(0).seek();
  expect(page.still.stop).toBeUndefined();
});

test('breakpoints that are taken away, and those of another node, do not stop', () => {
  const page = played('pmip-attach', [{ ...pbuAtLma, node: 'mag1' }]);
  expect(page.still.status).toBe('ended');
  page.seek(0);
  page.say({ say: 'breaks', breaks: [pbuAtLma] });
  page.say({ say: 'breaks', breaks: [] });
  page.play(600_000, { mode: 'proportional', microsPerSecond: 1_000_000 });
  expect(page.still.status).toBe('ended');
});

test('what a run is does not depend on where it stopped', () => {
  const page = played('pmip-handoff', [pbuAtLma, { id: 'n', on: 'note' }]);
  expect(page.still.stop).toBeDefined();
  expect(page.seek().still.digest).toBe(new Page('pmip-handoff').seek().still.digest);
});
