import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import type { LadderRow } from '#view/ladder.ts';
import { MESSAGE_CLASS } from '#wire/classify.ts';
import type { FrameId, Queries, ToWorker } from './protocol.ts';
import { Page } from './toy-page.ts';

type Message = Extract<LadderRow, { row: 'message' }>;

const messages = (page: Page): readonly Message[] =>
  page.rows().filter((row) => row.row === 'message');

/** `1020 PBU seq1 … delivered`. */
const told = (page: Page, type: string): readonly string[] =>
  messages(page)
    .filter((row) => row.type === type)
    .map(({ at, label, end, why, fault }) =>
      [at / 1000, label, end, why, fault].filter((word) => word !== undefined).join(' '),
    );

const frameOf = (page: Page, label: string): FrameId =>
  must(
    messages(page).find((row) => row.label.startsWith(label)),
    label,
  ).frame;

const refusal = (page: Page, ask: Queries['faultOf']['ask']): string => {
  const [answer] = page.session.hear({
    say: 'ask',
    id: 1,
    query: 'faultOf',
    with: ask,
  } as ToWorker);
  return answer?.say === 'refused' ? answer.why : 'not refused';
};

describe('a message of the past', () => {
  test('is dropped just where it was sent, and all that follows is another run', () => {
    const page = new Page('pmip-attach').seek();
    const answer = page.fault({ frame: frameOf(page, 'PBA'), act: 'drop' });
    expect(answer).toMatchObject({
      at: 1_030_000,
      command: { do: 'catch', kind: 'PBA', link: 'core-lma', from: 'lma', nth: 1, act: 'drop' },
      words: 'The next PBA from LMA on core-lma is to be dropped',
    });
    expect(page.still.now).toBe(1_030_000);
    expect(page.still.catches.map(({ words }) => words)).toEqual([
      'drop the next PBA from LMA on core-lma',
    ]);
    page.seek(seconds(2.9));
    expect(page.still.catches).toEqual([]);
    expect(told(page, 'PBA')).toEqual([
      '1030 PBA 0 seq1 L75 HNP1 lost dropped by drop1 dropped',
      '2030 PBA 0 seq2 L75 HNP1 delivered',
    ]);
  });

  test('is caught without changing what the script has for later', () => {
    const page = new Page('pmip-handoff').seek();
    const { script } = page.still;
    page.fault({ frame: frameOf(page, 'PBA'), act: 'drop' });
    expect(page.still.script.filter((one) => one.do !== 'catch')).toEqual(script);
    expect(
      page
        .seek()
        .rows()
        .some((row) => row.row === 'detach'),
    ).toBe(true);
  });

  test('undo brings the old run back, where one was, with its digest', () => {
    const page = new Page('pmip-attach').seek();
    const { digest, script, now } = page.still;
    page.fault({ frame: frameOf(page, 'PBA'), act: 'drop' });
    page.seek();
    expect(page.still.digest).not.toBe(digest);
    page.say({ say: 'undo' });
    expect(page.still).toMatchObject({ script, now, digest });
  });

  test('a script with faults plays the same anywhere', () => {
    const page = new Page('pmip-handoff').seek();
    page.fault({ frame: frameOf(page, 'PBU seq2 L0'), act: 'hold' });
    page.seek(seconds(5));
    page.say({ say: 'command', command: { do: 'release', name: 'hold1' } });
    page.seek(seconds(7));
    const { script, digest } = page.still;
    const again = new Page('pmip-handoff', { script }).seek(seconds(7));
    expect(again.still.digest).toBe(digest);
    again.seek(ms(4100)).seek(seconds(7));
    expect(again.still.digest).toBe(digest);
  });

  /** Every message that one run sends: each is the one that its catch drops. */
  test.each(['pmip-handoff', 'dmm-f4', 'pmip-lma-restart'])('is counted exactly: %s', (id) => {
    const page = new Page(id).seek();
    for (const { seq, at, frame, label } of messages(page)) {
      const answer = page.ask('faultOf', { frame, act: 'drop' });
      const fork = new Page(id).seek(at + 1);
      fork.say({ say: 'command', command: answer.command, at: answer.at });
      const [done] = messages(fork.seek(at)).filter((row) => row.fault === 'dropped');
      expect(done, `${id} ${seq} ${label}`).toMatchObject({ label, at });
    }
  });
});

test('a message that is known to come is caught when it comes, and the playhead stays', () => {
  const page = new Page('pmip-attach').seek();
  const frame = frameOf(page, 'PBA');
  page.seek(ms(500));
  const answer = page.fault({ frame, act: 'drop' });
  expect(answer).toMatchObject({ at: 1_030_000, command: { do: 'catch', nth: 1 } });
  expect(page.still).toMatchObject({ now: 500_000, catches: [], undoable: true });
  expect(told(page.seek(ms(1500)), 'PBA')[0]).toContain('lost dropped by drop1');
  page.say({ say: 'undo' });
  expect(page.still.now).toBe(500_000);
  expect(told(page.seek(ms(1500)), 'PBA')[0]).toContain('delivered');
});

describe('a message under way', () => {
  test('is held where it is, named, and flies on when it is released', () => {
    const page = new Page('pmip-attach').seek(ms(1022));
    const frame = frameOf(page, 'PBU');
    expect([...page.still.flights.type]).toContain(MESSAGE_CLASS.PBU);
    const answer = page.fault({ frame, act: 'hold' });
    expect(answer).toMatchObject({ at: 1_022_000, command: { do: 'frame', frame, act: 'hold' } });
    page.seek(seconds(1.5));
    expect(page.still.held).toMatchObject([
      { name: 'hold1', kind: 'PBU', link: 'core-mag1', from: 'mag1', to: 'core' },
    ]);
    expect(page.still.held[0]?.words).toBe('PBU seq1 L75 HI1 any prefix, MAG1 → core');
    expect([...page.still.flights.type]).not.toContain(MESSAGE_CLASS.PBU);
    expect(told(page, 'PBU')[0]).toBe('1020 PBU seq1 L75 HI1 any prefix flying held');
    expect(refusal(page, { frame, act: 'drop' })).toContain('hold1');
    page.say({ say: 'command', command: { do: 'release', name: 'hold1' } });
    expect([...page.still.flights.type]).toContain(MESSAGE_CLASS.PBU);
    page.seek(seconds(1.7));
    expect(page.still.held).toEqual([]);
    expect(told(page, 'PBU')[0]).toBe('1020 PBU seq1 L75 HI1 any prefix delivered held 478 ms');
  });

  test('stays in the middle of its link when it is released, in the picture', () => {
    const page = new Page('pmip-attach').seek(ms(1021));
    page.fault({ frame: frameOf(page, 'PBU'), act: 'hold' });
    page.seek(seconds(1.5));
    page.say({ say: 'command', command: { do: 'release', name: 'hold1' } });
    const { flights, now } = page.still;
    const n = flights.type.indexOf(MESSAGE_CLASS.PBU);
    const [from, to] = [flights.sentAt[n] ?? 0, flights.arriveAt[n] ?? 0];
    expect((now - from) / (to - from)).toBeCloseTo(0.5, 2);
  });

  test('may be dropped, delayed, duplicated, corrupted', () => {
    const at = ms(1025);
    const done = (ask: Omit<Queries['faultOf']['ask'], 'frame'>): readonly string[] => {
      const page = new Page('pmip-attach').seek(at);
      page.fault({ frame: frameOf(page, 'PBU'), ...ask });
      return told(page.seek(ms(1900)), 'PBU');
    };
    const label = '1020 PBU seq1 L75 HI1 any prefix';
    expect(done({ act: 'drop' })).toEqual([`${label} lost dropped by drop1 dropped`]);
    expect(done({ act: 'delay', by: ms(100) })).toEqual([`${label} delivered delayed`]);
    expect(done({ act: 'duplicate', by: ms(5) })[0]).toBe(`${label} delivered duplicated`);
    expect(done({ act: 'corrupt', bit: 600 })[0]).toContain(`${label} lost`);
    expect(done({ act: 'corrupt', bit: 600 })[0]).toContain('bit flipped');
  });
});

test('what makes no sense is refused in words', () => {
  const page = new Page('pmip-attach').seek(seconds(2));
  const frame = frameOf(page, 'PBU');
  expect(refusal(page, { frame: 100_000, act: 'drop' })).toContain('not yet sent');
  expect(refusal(page, { frame, act: 'delay' })).toContain('above 0');
  expect(refusal(page, { frame, act: 'corrupt', bit: 1e6 })).toContain('has bits 0 to');
  const wrong = (command: unknown) => page.say({ say: 'command', command })[0];
  for (const command of [
    { do: 'release', name: 'nobody' },
    { do: 'catch', name: 'c', link: 'nowhere', kind: 'PBU', nth: 1, act: 'drop' },
    { do: 'catch', name: 'c', link: 'core-lma', from: 'x', kind: 'PBU', nth: 1, act: 'drop' },
    { do: 'operate', node: 'lma', order: 'revoke', mn: 'mn9' },
    { do: 'clock', node: 'mag9', offset: 1 },
  ]) {
    expect(wrong(command)).toMatchObject({ say: 'refused' });
  }
  expect(wrong({ do: 'clock', node: 'mag9', offset: 1 })).toMatchObject({
    why: expect.stringMatching(/^This can't be done: node is "mag9"; expected /),
  });
});

test('however a command is written, its replay from a link is the same', () => {
  const page = new Page('pmip-attach').seek(seconds(2));
  const upsideDown = {
    nth: 1,
    act: 'drop',
    kind: 'PBU',
    name: 'c',
    link: 'core-mag1',
    do: 'catch',
  };
  page.say({ say: 'command', command: upsideDown });
  page.say({ say: 'command', command: { offset: 5, node: 'mag1', do: 'clock' } });
  const { script, digest, now } = page.seek().still;
  expect(new Page('pmip-attach', { script }).seek(now).still.digest).toBe(digest);
});

test('names of faults count on over the script', () => {
  const page = new Page('pmip-attach').seek();
  const first = page.fault({ frame: frameOf(page, 'PBA'), act: 'drop' });
  page.seek();
  const second = page.ask('faultOf', { frame: frameOf(page, 'PBU seq2'), act: 'hold' });
  expect([first.command, second.command].map((one) => ('name' in one ? one.name : ''))).toEqual([
    'drop1',
    'hold2',
  ]);
});

describe('what the ladder says', () => {
  test('a repetition names the first sending', () => {
    const page = new Page('pmip-lost-pba').seek();
    const pbus = messages(page).filter((row) => row.type === 'PBU');
    expect(pbus.length).toBe(4);
    expect(pbus.map((row) => row.repeats)).toEqual([
      undefined,
      pbus[0]?.seq,
      pbus[0]?.seq,
      pbus[0]?.seq,
    ]);
    const packet = page.ask('packet', { frame: must(pbus[2], 'a third').frame });
    expect(packet.repeats?.rowSeq).toBe(pbus[0]?.seq);
  });

  test('a refresh or a new attachment repeats nothing', () => {
    for (const id of ['pmip-handoff', 'pmip-lma-restart', 'dmm-f4']) {
      const page = new Page(id).seek();
      expect(messages(page).every((row) => row.repeats === undefined)).toBe(true);
    }
  });

  test('an ignored or refused message says by which rule', () => {
    const page = new Page('pmip-overtaking-pbus').seek();
    const late = must(
      messages(page).find((row) => row.ruled?.node === 'lma'),
      'a PBU that was refused',
    );
    expect(late).toMatchObject({
      type: 'PBU',
      ruled: { level: 'warning', cite: 'PMIP §5.5 rule 8' },
      fault: 'held 230 ms',
    });
    const packet = page.ask('packet', { frame: late.frame });
    expect(packet.ruled).toEqual(late.ruled);
    expect(packet.faults).toEqual([
      'held by older at 4.020 000 s on core-mag2',
      'released at 4.250 000 s on core-mag2',
    ]);
    const before = page.seek(ms(4200));
    expect(messages(before).find((row) => row.seq === late.seq)?.ruled).toBeUndefined();
  });

  test('faults, crashes and orders are lines of words, and marks', () => {
    const page = new Page('pmip-lma-restart').seek();
    const said = page
      .rows()
      .flatMap((row) => (row.row === 'note' && row.level === 'command' ? [row] : []));
    expect(said.map(({ node, text }) => `${node}: ${text}`)).toEqual([
      'lma: LMA crashes, its state is lost',
      'lma: LMA is up again',
    ]);
    const marks = page.still.marks
      .filter(({ type }) => type === 'command')
      .map(({ words }) => words);
    expect(marks).toContain('LMA crashes');
    expect(page.still.marks.some(({ type }) => type === 'note')).toBe(true);
  });
});

test('a fault that changes no row is what just happened, in the words of its command', () => {
  const script = [
    { do: 'node', node: 'dgw2', up: false, state: 'kept', at: seconds(5) },
    { do: 'link', link: 'core-cn1', up: false, at: seconds(6) },
  ] as const;
  const page = new Page('dmm-f4', { script });
  const accentAt = (at: number) => {
    const { accent } = page.seek(at).still;
    return accent && [accent.short, accent.words, accent.changes.length];
  };
  expect(accentAt(seconds(5.5))).toEqual(['D-GW2 crashes', 'D-GW2 crashes, its state is kept.', 0]);
  expect(accentAt(seconds(6.5))).toEqual(['link core-cn1 changes', 'Link core-cn1 goes down.', 0]);
});
