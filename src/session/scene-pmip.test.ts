import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { bundled } from '#scenario/library.ts';
import { Page } from './toy-page.ts';

const bindings = (page: Page): readonly string[] =>
  (page.node('lma').lma?.bindings ?? []).map(({ mn, names, careOf, state, until }) =>
    [mn, ...names, careOf, state, until].filter((word) => word !== undefined).join(' '),
  );
const links = (page: Page, node: string): readonly string[] =>
  (page.node(node).mag?.links ?? []).map(({ mn, iface, names, state }) =>
    [mn, iface, ...names, state].join(' '),
  );
const pipes = (page: Page): readonly string[] =>
  page.still.scene.tunnels.map(({ id, users }) =>
    [id, ...users.map(({ mn, anchor }) => `${mn} ${anchor.letter}@${anchor.gateway}`)].join(' '),
  );

test('the handoff on the stage: cards, access links, tunnels and their users', () => {
  const page = new Page('pmip-handoff').seek(seconds(1));
  expect(bindings(page)).toEqual(['mn1 HNP1 mag1 active']);
  expect(links(page, 'mag1')).toEqual(['mn1 mn1-if1 HNP1 active']);
  expect(pipes(page)).toEqual(['lma=mag1 mn1 1@lma']);
  expect([page.node('lma').role, page.node('mag1').role, page.node('mag2').role]).toEqual([
    'anchor of 1 session',
    'serving MN1',
    '',
  ]);
  expect(page.node('mag1').timer).toMatchObject({ label: 'refresh due', due: 240_080_000 });
  page.seek(ms(4015));
  expect(bindings(page)).toEqual([`mn1 HNP1 mag1 waitDelete ${4_010_000 + 10_000_000}`]);
  expect(page.node('lma').timer).toMatchObject({ label: 'BCE delete due', due: 14_010_000 });
  page.seek(seconds(5));
  expect(bindings(page)).toEqual(['mn1 HNP1 mag2 active']);
  expect(links(page, 'mag1')).toEqual([]);
  expect(links(page, 'mag2')).toEqual(['mn1 mn1-if1 HNP1 active']);
  expect(pipes(page)).toEqual(['lma=mag2 mn1 1@lma']);
});

test('between operators: the LMA passes on, and has a pipe to either gateway', () => {
  const page = new Page('dmm-f5').seek(seconds(9));
  expect([bindings(page), pipes(page), page.node('lma').role]).toEqual([[], [], '']);
  page.seek(seconds(12));
  expect(bindings(page)).toEqual(['mn1 prefA dgw2 active']);
  expect(pipes(page)).toEqual(['dgw1=lma mn1 A@dgw1', 'dgw2=lma mn1 A@dgw1']);
  expect(page.node('lma').role).toBe('passes on 1 session');
});

test('the accent says what became of the session first', () => {
  const page = new Page('pmip-handoff');
  const at = (time: number): string | undefined => page.seek(ms(time)).still.accent?.words;
  expect(at(4011)).toBe('#5 PBU: BCE of MN1 active → waitDelete, route removed, route changed.');
  expect(at(4071)).toContain('#8 PBU: BCE of MN1 waitDelete → active, ');
  expect(at(4081)).toContain('#9 PBA accepted: BUL entry of MN1 registering → active, ');
});

test('a refusal is an accent, and a note at its node while it is fresh', () => {
  const page = new Page('pmip-overtaking-pbus').seek(ms(4261));
  expect(page.still.accent).toMatchObject({
    short: '#8 PBU',
    words: '#8 PBU: PBU 1 of MAG2 for mn1@example.net refused: 157 (PMIP §5.5 rule 8).',
    changes: [],
    notes: [{ node: 'lma', level: 'warning', cite: 'PMIP §5.5 rule 8' }],
  });
  expect(page.node('lma').note).toMatchObject({ cite: 'PMIP §5.5 rule 8', at: 4_260_000 });
  page.seek(ms(4271));
  expect(page.still.accent?.words).toMatch(/^#13 PBA refused: 157 TIMESTAMP_LOWER/);
  expect(page.node('mag2').note?.words).toContain('157');
  expect(page.node('lma').note).toBeUndefined();
});

test('each cell knows the message that gave it what it says', () => {
  const page = new Page('pmip-handoff').seek(seconds(5));
  const cache = must(
    page.ask('tables', { node: 'lma' }).find(({ table }) => table === 'bindings'),
    'a binding cache',
  );
  const [row] = cache.rows;
  const whyOf = (column: string): string | undefined =>
    row?.cells[cache.columns.findIndex(({ id }) => id === column)]?.why?.words;
  expect(row?.why?.words).toBe('#8 PBU');
  expect(whyOf('proxyCareOfAddress')).toBeUndefined();
  expect(whyOf('prefixes')).toBe('#2 PBU');
  expect(whyOf('mnId')).toBe('#2 PBU');
});

test('strips are those of the session, and a clock that is wrong is shown', () => {
  const page = new Page('pmip-handoff').seek(seconds(3));
  page.say({ say: 'command', command: { do: 'clock', node: 'mag1', offset: 301_000 } });
  expect(page.node('mag1').clock).toBe(301_000);
  expect(page.node('mag2').clock).toBeUndefined();
  page.seek(seconds(5));
  const filter = { signalling: true, data: false, neighbourDiscovery: false, onlyChanges: false };
  const { attachment } = page.ask('ladder', { from: 0, count: 1, filter });
  const home = { letter: '1', gateway: 'lma' };
  expect(attachment.map(({ node, to, anchor }) => ({ node, to, anchor }))).toEqual([
    { node: 'mag1', to: 'mag1', anchor: home },
    { node: 'mag1', to: 'mag2', anchor: home },
    { node: 'mag2', to: 'mag2', anchor: home },
    { node: 'mn1', to: 'mag1', anchor: home },
    { node: 'mn1', to: undefined, anchor: undefined },
    { node: 'mn1', to: 'mag2', anchor: home },
  ]);
});

test('a node of several radios has a port for each', () => {
  const scenario = must(bundled('pmip-handoff'), 'pmip-handoff');
  const nodes = scenario.nodes.map((node) =>
    node.kind === 'mn'
      ? {
          ...node,
          interfaces: [
            { id: 'if1', mac: '02:00:5e:00:01:01' },
            { id: 'if2', mac: '02:00:5e:00:01:02', att: 5 },
          ],
        }
      : node,
  );
  const page = new Page('pmip-handoff', { nodes }).seek(seconds(1));
  expect(page.node('mn1').mn?.radios).toEqual([
    {
      iface: 'if1',
      att: 4,
      technology: 'WLAN',
      mac: '02:00:5e:00:01:01',
      attachedTo: 'mag1',
      joining: undefined,
    },
    {
      iface: 'if2',
      att: 5,
      technology: 'WiMAX',
      mac: '02:00:5e:00:01:02',
      attachedTo: undefined,
      joining: undefined,
    },
  ]);
});

test('exports say what was done by hand, and what was refused', () => {
  const page = new Page('pmip-overtaking-pbus').seek();
  const text = (what: 'ascii' | 'pcapng' | 'trace' | 'tables'): string =>
    new TextDecoder().decode(page.ask('export', { what }).octets);
  const ascii = text('ascii').replace(/[\s|]+/g, ' ');
  expect(ascii).toContain('# The next PBU from MAG2 on core-mag2 is to be held');
  expect(ascii).toContain('PBU seq1 L75 HI3 any prefix (held 230 ms)');
  expect(ascii).toContain('# older is released');
  expect(ascii).toContain('refused: 157 (PMIP section 5.5 rule 8)');
  const capture = text('pcapng');
  expect(capture).toContain('PBU seq1 L75 HI3 any prefix, MAG2 to core, held 230 ms by hand.');
  expect(capture).toContain('HNP ::/0, HI 3, ATT 4');
  expect(text('trace')).toContain('"do":"release","name":"older"');
  expect(text('tables')).toContain('"proxyCareOfAddress": "2001:db8:1::1"');
});
