// What can be taken home: ladder, capture, trace and tables, as files that others can read.
import { outputOf } from './command-line.ts';
import { after, fingerprintIn, momentOf, saved, textOf } from './moment.ts';
import { expect, test } from './watched.ts';

const END = 'd=1r~dmm-f4&t=14000000';

test('the ladder is text in the width of a draft', async ({ lab }) => {
  await lab.open(END);
  await momentOf(lab);
  const download = await saved(lab, /^ASCII ladder/);
  expect(download.suggestedFilename()).toBe('dmm-f4.txt');
  const text = await textOf(download);
  expect(text).toMatch(/^[\n -~]+$/);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(69);
  expect(text).toMatch(/PBU[^]*PBA[^]*RA/);
});

test('tshark reads the capture and finds nothing malformed', async ({ lab }) => {
  await lab.open(END);
  await momentOf(lab);
  const download = await saved(lab, /^Capture/);
  expect(download.suggestedFilename()).toBe('dmm-f4.pcapng');
  const read = async (filter: string, field: string): Promise<readonly string[]> => {
    const file = ['-r', await download.path(), '-o', 'udp.check_checksum:TRUE'];
    const lines = await outputOf('tshark', [...file, '-Y', filter, '-T', 'fields', '-e', field]);
    return lines.split('\n').slice(0, -1);
  };
  const bad = '_ws.malformed || _ws.expert.severity >= 0x600000 || udp.checksum.status == 0';
  expect(await read(bad, 'frame.number')).toEqual([]);
  // One PBU and one PBA, on two links each.
  expect(await read('mip6.mhtype', 'mip6.mhtype')).toEqual(['5', '5', '6', '6']);
});

test('the trace is lines of JSON, the tables are one object', async ({ lab }) => {
  await lab.open(END);
  await momentOf(lab);
  const trace = await textOf(await saved(lab, /^Trace/));
  const lines = trace
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(fingerprintIn(trace)).toMatch(/^[0-9a-f]{16}$/);
  expect(lines[0]).toMatchObject({ seq: 0, at: 0 });
  const download = await saved(lab, /^Tables/);
  expect(download.suggestedFilename()).toBe('dmm-f4-tables.json');
  const tables = JSON.parse(await textOf(download)) as Record<string, Record<string, unknown[]>>;
  expect(Object.keys(tables)).toEqual(expect.arrayContaining(['mn1', 'dgw1', 'dgw2', 'hss']));
  expect(JSON.stringify(tables['dgw2'])).toContain('mn1dgw1');
});

test('an export holds what has happened up to the playhead, not what came later', async ({
  lab,
}) => {
  await lab.open('d=1r~dmm-f4&t=9960000');
  const here = await after(lab, () => lab.press('Shift+ArrowRight'));
  const exported = async (): Promise<readonly string[]> => {
    const texts: string[] = [];
    for (const item of [/^ASCII/, /^Capture/, /^Tables/, /^Trace/]) {
      texts.push(await textOf(await saved(lab, item)));
    }
    return texts;
  };
  const early = await exported();
  await after(lab, () => lab.press('Shift+ArrowRight'));
  expect(await after(lab, () => lab.press('Shift+ArrowLeft'))).toEqual(here);
  const again = await exported();
  for (const [n, text] of again.entries()) expect(text === early[n], `export ${n}`).toBe(true);
});
