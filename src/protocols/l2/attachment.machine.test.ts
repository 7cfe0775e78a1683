import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { fireMachine, startMachine, stepMachine } from '#sim/machine.ts';
import { attachment } from './attachment.machine.ts';

const begun = startMachine(attachment, {
  cell: undefined,
  accessPoint: undefined,
  attachDelay: ms(20),
});
const cover = (n: number) =>
  ({ type: 'COVER', cell: `radio-dgw${n}`, accessPoint: `dgw${n}` }) as const;
const joining = stepMachine(attachment, begun.row, cover(1));
const attached = fireMachine(attachment, joining.row, 'ATTACH_DELAY.joining');
const acts = (stepped: typeof begun): string[] =>
  stepped.asks.map((ask) => (ask.ask === 'act' ? ask.type : `${ask.ask} ${ask.timer}`));

describe('attachment', () => {
  test('begins detached', () => {
    expect(begun.row.value).toBe('detached');
    expect(acts(begun)).toEqual([]);
  });

  test('detached → joining: covered by a cell', () => {
    expect(joining.row).toMatchObject({
      value: 'joining',
      context: { cell: 'radio-dgw1', accessPoint: 'dgw1' },
    });
    expect(joining.asks).toEqual([{ ask: 'arm', timer: 'ATTACH_DELAY.joining', after: ms(20) }]);
  });

  test('joining → attached: after the delay, and then associates', () => {
    expect(attached.row).toMatchObject({ value: 'attached', context: { cell: 'radio-dgw1' } });
    expect(acts(attached)).toEqual(['disarm ATTACH_DELAY.joining', 'associate']);
  });

  test('joining → joining: another cell begins the delay anew', () => {
    const again = stepMachine(attachment, joining.row, cover(2));
    expect(again.row).toMatchObject({ value: 'joining', context: { cell: 'radio-dgw2' } });
    expect(acts(again)).toEqual(['disarm ATTACH_DELAY.joining', 'arm ATTACH_DELAY.joining']);
  });

  test('joining → detached: no cell', () => {
    const out = stepMachine(attachment, joining.row, { type: 'UNCOVER' });
    expect(out.row).toMatchObject({ value: 'detached', context: { cell: undefined } });
    expect(acts(out)).toEqual(['disarm ATTACH_DELAY.joining']);
  });

  test('attached → joining: another cell; the old one is left at once', () => {
    const moved = stepMachine(attachment, attached.row, cover(2));
    expect(moved.row).toMatchObject({ value: 'joining', context: { accessPoint: 'dgw2' } });
    expect(acts(moved)).toEqual(['dissociate', 'arm ATTACH_DELAY.joining']);
  });

  test('attached → detached: no cell', () => {
    const out = stepMachine(attachment, attached.row, { type: 'UNCOVER' });
    expect(out.row).toMatchObject({ value: 'detached', context: { cell: undefined } });
    expect(acts(out)).toEqual(['dissociate']);
  });
});
