// The machine that watches a peer, RFC 5847 §3: each transition with what it asks for.
import { describe, expect, test } from 'vitest';
import { fireMachine, startMachine, stepMachine } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { heartbeat } from './heartbeat.machine.ts';
import type { HeartbeatEvent, HeartbeatLife, HeartbeatState } from './heartbeat.machine.ts';

const fresh: HeartbeatLife = { missing: 0, pending: false };

/** Next state, counts, then what is asked. */
function told({ row, asks }: Stepped<typeof heartbeat>): string {
  const words = asks.map((ask) => {
    if (ask.ask === 'act') return ask.type;
    return ask.ask === 'arm' ? `+${ask.after / 1_000_000}` : '-';
  });
  const { missing, pending } = row.context;
  return [row.value, `${missing}${pending ? '?' : ''}`, ...words].join(' ');
}
const step = (value: HeartbeatState, type: HeartbeatEvent['type'], context = fresh): string =>
  told(stepMachine(heartbeat, { value, context }, { type }));
const tick = (value: 'watching' | 'failed', context: HeartbeatLife): string =>
  told(fireMachine(heartbeat, { value, context }, `HEARTBEAT_INTERVAL.${value}`));

describe('a peer', () => {
  const waits = { missing: 2, pending: true };

  test.each([
    ['quiet', 'START', 'watching 0 +60'],
    ['quiet', 'RESPONSE', 'quiet 0'],
    ['watching', 'STOP', 'quiet 0 -'],
    ['watching', 'RESPONSE', 'watching 0'],
    ['watching', 'REFUSED', 'mute 0 -'],
    ['failed', 'RESPONSE', 'watching 0 - +60'],
    ['failed', 'STOP', 'quiet 0 -'],
    ['mute', 'START', 'mute 0'],
  ] as const)('%s, %s: %s', (state, event, expected) => {
    expect(step(state, event, state === 'quiet' || state === 'mute' ? fresh : waits)).toBe(
      expected,
    );
  });

  test('begins quiet', () => {
    expect(startMachine(heartbeat, fresh).row.value).toBe('quiet');
  });

  test.each([
    [{ missing: 0, pending: false }, 'watching 0? sendRequest - +60'],
    [{ missing: 0, pending: true }, 'watching 1? sendRequest - +60'],
    [{ missing: 2, pending: true }, 'watching 3? sendRequest - +60'],
    [{ missing: 3, pending: true }, 'failed 4? reportFailure sendRequest - +60'],
  ])('asks each minute, and fails when more than three are missing: %o', (context, expected) => {
    const sorted = (text: string): string[] => text.split(' ').toSorted();
    expect(sorted(tick('watching', context))).toEqual(sorted(expected));
  });

  test('that has failed is asked on', () => {
    expect(tick('failed', { missing: 4, pending: true })).toContain('sendRequest');
  });
});
