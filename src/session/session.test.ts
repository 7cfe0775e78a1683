import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { MARK } from './protocol.ts';
import type { ToWorker } from './protocol.ts';
import { Page } from './toy-page.ts';

const TO_DGW2 = { do: 'place', node: 'mn1', x: 712, y: 536 } as const;
const LADDER = {
  signalling: true,
  data: true,
  neighbourDiscovery: false,
  onlyChanges: false,
} as const;

test('a scenario opens at 0, paused, with the first things to come', () => {
  const page = new Page('dmm-f4');
  expect(page.still).toMatchObject({ status: 'paused', now: 0, step: 0 });
  expect(page.still.next.length).toBe(3);
  expect(page.still.next[1]?.message?.label).toBe('RA @mn1dgw1, prefA 7 d');
});

test('looking ahead leaves the playhead and its fingerprint where they are', () => {
  const page = new Page('dmm-f4');
  page.say({ say: 'step', unit: 'event', back: false });
  const { step, now, digest, seq } = page.still;
  page.say({ say: 'pause' });
  expect(page.still).toMatchObject({ step, now, digest, seq });
});

test('one drag at the opening plays the whole figure: S-22 on the stage', () => {
  const page = new Page('dmm-f4');
  page.say({ say: 'command', command: TO_DGW2 });
  expect(page.still.now).toBe(0);
  page.play(120_000);
  expect(page.still.status).toBe('ended');
  const mn = must(page.node('mn1').mn, 'mn');
  expect(mn.attachedTo).toBe('dgw2');
  expect(mn.addresses.map(({ short, state }) => `${short} ${state}`)).toEqual([
    'prefA::MN1 deprecated',
    'prefB::MN1 preferred',
  ]);
  expect(mn.believes.map((router) => router.linkLocal).sort()).toEqual([
    'fe80::211:22ff:fe33:101',
    'fe80::211:22ff:fe33:202',
  ]);
  expect(page.node('dgw2').dlifs?.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'mn1dgw2 serving',
    'mn1dgw1 clone',
  ]);
  expect(page.still.scene.tunnels.map(({ id, users }) => [id, users.length])).toEqual([
    ['dgw1=dgw2', 1],
  ]);
  const flows = page.still.scene.flows.map(
    (flow) => `${flow.id} ${flow.running ? 'runs' : 'stands'} on ${flow.anchor?.letter}`,
  );
  // F2 is a new socket, opened after the move: RFC 6724 rule 3 keeps it off the deprecated prefix.
  expect(flows).toEqual(['F1 runs on A', 'F2 runs on B', 'L1 runs on A']);
});

test('the accent names the message, its path and every row that it changed', () => {
  const page = new Page('dmm-f4');
  page.say({ say: 'command', command: TO_DGW2 });
  for (let n = 0; n < 200 && !page.still.accent?.short.endsWith('PBA'); n += 1) {
    page.say({ say: 'step', unit: 'message', back: false });
  }
  const accent = must(page.still.accent, 'an accent');
  expect(accent.path.map(({ from, to }) => `${from}>${to}`)).toEqual(['dgw1>core', 'core>dgw2']);
  const changed = accent.changes.map(({ table, sign }) => `${table} ${sign}`);
  for (const expected of ['dlifs +', 'tunnels +', 'updates ~', 'routes +']) {
    expect(changed).toContain(expected);
  }
  const tables = page.ask('tables', { node: 'dgw2' });
  const dlifs = must(
    tables.find(({ table }) => table === 'dlifs'),
    'dlifs',
  );
  const clone = must(
    dlifs.rows.find((row) => row.key === 'mn1dgw1'),
    'clone',
  );
  expect(clone.sign).toBe('+');
  expect(clone.why?.words).toBe(accent.short);
  const packet = page.ask('packet', { frame: must(accent.frame, 'a frame') });
  expect(packet.title).toContain('D-GW2');
  expect(packet.end.how).toBe('delivered');
  expect(packet.hops.map(({ from, to }) => `${from}>${to}`)).toEqual(['dgw1>core', 'core>dgw2']);
});

test('an advertisement that deprecates a prefix is marked in flight', () => {
  const page = new Page('dmm-f4');
  const marked = () =>
    [...page.still.flights.marks].some((marks) => (marks & MARK.deprecates) !== 0);
  page.say({ say: 'seek', to: { at: 9_989_000 } });
  expect(marked()).toBe(false);
  page.say({ say: 'seek', to: { at: 10_019_000 } });
  expect(marked()).toBe(true);
});

test('message steps back and forth meet the same instants', () => {
  const page = new Page('dmm-f4');
  const forth: string[] = [];
  for (let n = 0; n < 14; n += 1) {
    page.say({ say: 'step', unit: 'message', back: false });
    forth.push(`${page.still.step} ${page.still.digest}`);
  }
  const back = [forth.pop()];
  expect(back[0]).toBeDefined();
  while (forth.length > 0) {
    page.say({ say: 'step', unit: 'message', back: true });
    expect(`${page.still.step} ${page.still.digest}`).toBe(forth.pop());
  }
});

test('until quiet passes the whole handover', () => {
  const page = new Page('dmm-f4');
  page.say({ say: 'seek', to: { at: 9_900_000 } });
  page.say({ say: 'step', unit: 'quiet', back: false });
  expect(page.node('mn1').mn?.addresses.map((one) => one.state)).toEqual([
    'deprecated',
    'preferred',
  ]);
});

test('acting in the past forks: the old future stays as a branch and can be gone back to', () => {
  const page = new Page('dmm-f4');
  page.say({ say: 'seek', to: { at: 12_000_000 } });
  const { digest } = page.still;
  page.say({ say: 'seek', to: { at: 5_000_000 } });
  page.say({ say: 'command', command: { do: 'flow', flow: 'F1', change: 'stop' } });
  expect(page.still.branches.length).toBe(2);
  const left = must(
    page.still.branches.find((branch) => !branch.current),
    'the branch that was left',
  );
  page.say({ say: 'branch', id: left.id });
  page.say({ say: 'seek', to: { at: 12_000_000 } });
  expect(page.still.digest).toBe(digest);
});

test('undo goes back to the branch that a command left, and there is none without a deed', () => {
  const page = new Page('dmm-f4');
  expect(page.still.undoable).toBe(false);
  const { script } = page.still;
  page.say({ say: 'seek', to: { at: 5_000_000 } });
  page.say({ say: 'command', command: TO_DGW2 });
  expect(page.still.undoable).toBe(true);
  expect(page.still.script).not.toEqual(script);
  page.say({ say: 'undo' });
  expect(page.still).toMatchObject({ script, now: 5_000_000, undoable: false });
});

test('two deeds are taken back one after the other', () => {
  const page = new Page('dmm-f4');
  const { script } = page.still;
  page.say({ say: 'seek', to: { at: 5_000_000 } });
  page.say({ say: 'command', command: TO_DGW2 });
  const after = page.still.script;
  page.say({ say: 'step', unit: 'quiet', back: false });
  page.say({ say: 'command', command: { do: 'flow', flow: 'F1', change: 'stop' } });
  page.say({ say: 'undo' });
  expect(page.still.script).toEqual(after);
  page.say({ say: 'undo' });
  expect(page.still.script).toEqual(script);
});

test('a command that makes no sense is refused in words', () => {
  const page = new Page('dmm-f4');
  const [refused] = page.say({
    say: 'command',
    command: { do: 'place', node: 'mn9', x: 0, y: 0 },
  });
  expect(refused).toMatchObject({ say: 'refused' });
});

test('questions of a page that knows no better are refused, not thrown', () => {
  const page = new Page('dmm-f4');
  const ask = (query: string, question: unknown) =>
    page.session.hear({ say: 'ask', id: 7, query, with: question } as ToWorker)[0]?.say;
  expect(ask('packet', { frame: 10_000 })).toBe('refused');
  expect(ask('tables', { node: 'nowhere' })).toBe('refused');
  expect(ask('explain', { seq: -1 })).toBe('refused');
  expect(ask('nonsense', {})).toBe('refused');
});

test('the ladder window gives rows and strips for the screen', () => {
  const page = new Page('dmm-f4');
  page.say({ say: 'seek', to: { at: 14_000_000 } });
  const ladder = page.ask('ladder', { from: 0, count: 100, filter: LADDER });
  expect(ladder.rows.length).toBe(ladder.total);
  expect(ladder.attachment.filter((one) => one.node === 'mn1').map((one) => one.to)).toEqual([
    'dgw1',
    undefined,
    'dgw2',
  ]);
  const flowing = ladder.rows.filter((row) => row.row === 'data').map((row) => row.flow);
  expect(new Set(flowing)).toEqual(new Set(['F1', 'L1', 'F2']));
});

test('every export has something in it', () => {
  const page = new Page('dmm-f4');
  page.say({ say: 'seek', to: { at: 10_100_000 } });
  for (const what of ['ascii', 'pcapng', 'trace', 'tables'] as const) {
    expect(page.ask('export', { what }).octets.length).toBeGreaterThan(1000);
  }
});

test('figures are those of the run up to the playhead', () => {
  const page = new Page('dmm-f4').seek(5_000_000);
  const before = page.ask('metrics', {});
  page.seek(12_000_000);
  const after = page.ask('metrics', {});
  const attachments = (of: typeof before) =>
    of.figures.find(({ name }) => name === 'attachments')?.value;
  expect([before.at, after.at]).toEqual([5_000_000, 12_000_000]);
  expect([attachments(before), attachments(after)]).toEqual([1, 2]);
});
