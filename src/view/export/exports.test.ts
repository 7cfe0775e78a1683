import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { lab } from '#testing/lab.ts';
import { capture } from './pcapng.ts';
import { tablesText } from './tables.ts';
import { traceLines } from './trace.ts';

const script = [{ do: 'place', node: 'mn1', x: 712, y: 536, at: ms(1500) }] as const;
const run = lab('dmm-f4', { script }).to(ms(1700));
const { log, world } = run.timeline;

interface Block {
  readonly type: number;
  readonly body: DataView;
}

/** Blocks of a capture; both lengths of each must agree. */
function blocksOf(octets: Uint8Array): readonly Block[] {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const blocks: Block[] = [];
  for (let at = 0; at < octets.length;) {
    const length = view.getUint32(at + 4, true);
    expect(length % 4).toBe(0);
    expect(view.getUint32(at + length - 4, true)).toBe(length);
    blocks.push({
      type: view.getUint32(at, true),
      body: new DataView(octets.buffer, octets.byteOffset + at + 8, length - 12),
    });
    at += length;
  }
  return blocks;
}

describe('a capture', () => {
  const octets = capture(log, run.cast);
  const blocks = blocksOf(octets);

  test('has a section, an interface per link, and a packet per frame', () => {
    const types = blocks.map((block) => block.type);
    expect(types.slice(0, 7)).toEqual([0x0a0d0d0a, 1, 1, 1, 1, 1, 1]);
    expect(types.slice(7).every((type) => type === 6)).toBe(true);
    expect(types).toHaveLength(7 + log.frames);
  });

  test('holds the octets that crossed the link', () => {
    blocks.slice(7).forEach(({ body }, id) => {
      const length = body.getUint32(12, true);
      const held = new Uint8Array(body.buffer, body.byteOffset + 20, length);
      expect(held).toEqual(log.frame(id).octets());
    });
  });

  test('is the same for the same run', () => {
    const again = lab('dmm-f4', { script }).to(ms(1700));
    expect(capture(again.timeline.log, again.cast)).toEqual(octets);
  });
});

test('a trace has an event per line, and last the fingerprint', () => {
  const lines = [...traceLines(log)].map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toHaveLength(log.known + 1);
  expect(lines.at(-1)).toEqual({ fingerprint: run.timeline.fingerprint() });
  lines.slice(0, -1).forEach((line, seq) => {
    const event = JSON.parse(JSON.stringify(log.event(seq))) as object;
    expect(line).toMatchObject(event);
  });
  const sent = lines.find((line) => line['kind'] === 'sent');
  expect(sent).toMatchObject({ octets: expect.any(Number) as unknown, tunnelled: false });
});

test('tables are told by node and table id, each row with its key', () => {
  const tables = JSON.parse(tablesText(world.tables)) as Record<string, Record<string, object[]>>;
  expect(Object.keys(tables)).toEqual(expect.arrayContaining(['world', 'mn1', 'dgw1', 'core']));
  expect(tables['dgw2']?.['dlifs']).toMatchObject([{ key: 'mn1dgw2' }, { key: 'mn1dgw1' }]);
  expect(tables['mn1']?.['routers']).toHaveLength(2);
});
