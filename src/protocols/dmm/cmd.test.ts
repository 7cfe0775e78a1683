// The Central Mobility Database by itself: which PBU it accepts from whom, what a PBA says, and what
// ends a question (RFC 8885 §3 and §4).
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { Table } from '#base/table.ts';
import {
  buildProxyAcknowledgement,
  buildProxyUpdate,
  readProxyAcknowledgement,
  readProxyUpdate,
} from '#protocols/pmipv6/messages.ts';
import type { Answer, ProxyUpdate, UpdateParts } from '#protocols/pmipv6/messages.ts';
import { optionsOf } from '#protocols/pmipv6/options.ts';
import type { Effect } from '#sim/effect.ts';
import { stepMachine } from '#sim/machine.ts';
import type { Role, Sight, Stimulus, TablesOf } from '#sim/role.ts';
import { ipv6, mac, prefix, type Ipv6 } from '#wire/address.ts';
import type { MobilityOption, Packet } from '#wire/packet.ts';
import { cmd } from './cmd.ts';
import { cmdTables, type CmdConfig, type CmdTables } from './cmd-rows.ts';
import { dlifOptions } from './messages.ts';
import { question } from './question.machine.ts';

const CMD = ipv6('2001:db8:cd::1');
const [A, B, C] = [1, 2, 3].map((n) => ipv6(`2001:db8:d${n}::1`)) as [Ipv6, Ipv6, Ipv6];
/** More of them than a node may have behind it. */
const MAARS = Array.from({ length: 40 }, (_, i) => ipv6(`2001:db8:d${i + 1}::1`));
const PREF = { [A]: prefix('2001:db8:aa:1::/64'), [B]: prefix('2001:db8:bb:1::/64') };
const PREF_C = prefix('2001:db8:cc:1::/64');
const prefixOf = (maar: Ipv6) => PREF[maar] ?? PREF_C;
const MN = 'mn1@example.net';
const DLIF = { mac: mac('00:11:22:33:01:01'), linkLocal: ipv6('fe80::211:22ff:fe33:101') };
const OPTIONS = dlifOptions({ prefixes: [prefixOf(A)], localPrefixes: [], dlif: DLIF });

/** A CMD without an engine. */
class Database {
  now = seconds(1);
  readonly tables: TablesOf<CmdTables>;
  readonly timers = new Map<string, number>();
  readonly #role = cmd as unknown as Role<CmdTables, CmdConfig>;
  readonly #config: CmdConfig = {
    address: CMD,
    partners: Object.fromEntries(MAARS.map((maar, i) => [maar, `MAAR${i + 1}`])),
    profiles: { [MN]: { [A]: DLIF } },
  };
  readonly #sight: Sight;

  constructor(mode = '') {
    const ids = Object.keys(cmdTables);
    const tables = ids.map((id) => [id, new Table<object>(`cmd/cmd/${id}`, [])] as const);
    this.tables = Object.fromEntries(tables) as unknown as TablesOf<CmdTables>;
    const clock = () => this.now;
    this.#sight = {
      get now() {
        return clock();
      },
      get clock() {
        return clock();
      },
      node: 'cmd',
      knob: (name: string) => (name === 'cmdMode' ? mode : ''),
    } as unknown as Sight; // the role looks at nothing else
    this.#role.begin(this.tables, this.#config, this.#sight);
  }

  handle(stimulus: Stimulus): readonly Effect[] {
    const effects = this.#role.handle(this.tables, stimulus, this.#sight, this.#config);
    for (const effect of effects) {
      if (effect.do === 'arm') this.timers.set(effect.timer, this.now + effect.after);
      if (effect.do === 'disarm') this.timers.delete(effect.timer);
    }
    return effects;
  }
  receive(packet: Packet): readonly Effect[] {
    this.now += ms(10);
    return this.handle({ on: 'packet', packet, via: 'eth0', fromMac: undefined });
  }
  /** A PBU of a MAAR for its own prefix. */
  update(source: Ipv6, change: Partial<UpdateParts> = {}): readonly Effect[] {
    const packet = buildProxyUpdate({
      source,
      destination: CMD,
      sequence: 1,
      lifetime: 75,
      distributed: true,
      mnId: MN,
      prefixes: [prefixOf(source)],
      handoff: 3,
      accessTechnology: 4,
      linkLayerId: '02:00:5e:00:01:01',
      now: this.now + ms(10),
      ...change,
    });
    return this.receive(packet);
  }
  /** The PBA of a previous MAAR. */
  answer(pbu: ProxyUpdate | undefined, change: Partial<Answer> = {}): readonly Effect[] {
    const request = must(pbu, 'a PBU was sent');
    const packet = buildProxyAcknowledgement(request, {
      status: 0,
      lifetime: 75,
      distributed: true,
      prefixes: request.prefixes,
      extensions: [...optionsOf(request.options, 'ServingMaar'), ...OPTIONS],
      ...change,
    });
    return this.receive(packet);
  }
}

const packetsIn = (effects: readonly Effect[]): readonly Packet[] =>
  effects.flatMap((effect) => (effect.do === 'send' ? [effect.packet] : []));
const pbus = (effects: readonly Effect[]) =>
  packetsIn(effects).flatMap((packet) => readProxyUpdate(packet) ?? []);
const pbas = (effects: readonly Effect[]) =>
  packetsIn(effects).flatMap((packet) => readProxyAcknowledgement(packet) ?? []);
const kindsOf = (options: readonly MobilityOption[]) => options.map(({ is }) => is);
const previousIn = (options: readonly MobilityOption[]) =>
  optionsOf(options, 'PreviousMaar').map(({ maar }) => maar);
const notes = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.do === 'note' ? [effect.text] : []));

/** MN1 at MAAR2, MAAR1 not having answered yet. */
function moving(mode = ''): { readonly database: Database; readonly effects: readonly Effect[] } {
  const database = new Database(mode);
  database.update(A);
  return { database, effects: database.update(B) };
}

describe('a first registration', () => {
  test('makes one binding and is answered with D and the own prefix', () => {
    const database = new Database();
    const [pba] = pbas(database.update(A));
    expect(pba).toMatchObject({ status: 0, lifetime: 75, distributed: true });
    expect(pba?.prefixes).toEqual([prefixOf(A)]);
    expect(pba?.options.some(({ is }) => is === 'PreviousMaar')).toBe(false);
    expect(database.tables.bindings.get(MN)).toMatchObject({ proxyCareOfAddress: A, previous: [] });
  });

  test.each([
    ['of a stranger', { source: ipv6('2001:db8:9::9') }, 154, false],
    ['without the D flag', { distributed: false }, 128, false],
    ['from long ago', { now: 0 }, 156, true],
  ] as const)('%s is refused', (_, change, status, distributed) => {
    const database = new Database();
    const [pba] = pbas(database.update(A, change));
    expect(pba).toMatchObject({ status, distributed, lifetime: 0 });
    expect(database.tables.bindings.size).toBe(0);
  });

  test('that is older than the last one changes nothing', () => {
    const { database } = moving();
    const [pba] = pbas(database.update(A, { now: database.now - ms(100) }));
    expect(pba?.status).toBe(157);
    expect(database.tables.bindings.get(MN)?.proxyCareOfAddress).toBe(B);
  });

  test('that comes twice is answered twice, and asks nobody again', () => {
    const { database, effects } = moving('proxy');
    const again = { now: database.now };
    expect(pbas(effects)).toHaveLength(1);
    const twice = database.update(B, again);
    expect(pbas(twice)).toHaveLength(1);
    expect(pbus(twice)).toEqual([]);
  });
});

const UNKNOWN: MobilityOption = {
  is: 'UnknownMobilityOption',
  type: 222,
  data: Uint8Array.of(1),
};

describe('what a CMD takes', () => {
  test('MAAR-43: no PBU of a stranger', () => {
    const database = new Database();
    const [pba] = pbas(database.update(ipv6('2001:db8:99::1')));
    expect(pba).toMatchObject({ status: 154, distributed: false });
    expect(database.tables.bindings.size).toBe(0);
  });

  test('MAAR-28, MAAR-31: options that it does not understand are skipped', () => {
    const database = new Database();
    expect(pbas(database.update(A, { extensions: [UNKNOWN] }))).toMatchObject([{ status: 0 }]);
    const [pbu] = pbus(database.update(B, { extensions: [UNKNOWN] }));
    expect(kindsOf(pbu?.options ?? [])).not.toContain('UnknownMobilityOption');
    const extensions = [...optionsOf(pbu?.options ?? [], 'ServingMaar'), UNKNOWN, ...OPTIONS];
    const [pba] = pbas(database.answer(pbu, { extensions }));
    expect(previousIn(pba?.options ?? [])).toEqual([A]);
    expect(kindsOf(pba?.options ?? [])).not.toContain('UnknownMobilityOption');
  });

  test('MAAR-42: at most 32 previous MAARs of a node, the newest', () => {
    const database = new Database('proxy');
    for (const maar of MAARS) {
      for (const pbu of pbus(database.update(maar))) database.answer(pbu);
    }
    const [pba] = pbas(database.update(A));
    const named = previousIn(pba?.options ?? []);
    expect(named).toHaveLength(32);
    expect(named.at(-1)).toBe(MAARS.at(-1));
    expect(named).not.toContain(B);
  });

  test('MAAR-23: a MAAR gets at most three PBUs a second, however the node moves', () => {
    const database = new Database();
    database.update(A);
    const sent: number[] = [];
    const note = (effects: readonly Effect[]) => {
      for (const { destination } of pbus(effects)) if (destination === A) sent.push(database.now);
    };
    for (const maar of [B, C, B, C, B, C]) note(database.update(maar));
    expect(sent).toHaveLength(3);
    while (sent.length === 3) {
      database.now = must(database.timers.get('pace'), 'the rest waits');
      note(database.handle({ on: 'timer', timer: 'pace' }));
    }
    expect((sent[3] ?? 0) - (sent[0] ?? 0)).toBeGreaterThanOrEqual(seconds(1));
  });
});

describe('a handover', () => {
  test('MAAR-6: asks the former MAAR with the Serving MAAR option', () => {
    const { effects } = moving();
    const [pbu] = pbus(effects);
    expect(pbu).toMatchObject({ destination: A, distributed: true, lifetime: 75 });
    expect(pbu?.prefixes).toEqual([prefixOf(A)]);
    expect(optionsOf(pbu?.options ?? [], 'ServingMaar')).toEqual([
      { is: 'ServingMaar', address: B },
    ]);
    expect(pbas(effects)).toEqual([]);
  });

  test('MAAR-8: relayed: the options for the DLIF are passed on unchanged behind their MAAR', () => {
    const { database, effects } = moving();
    const [pba] = pbas(database.answer(pbus(effects)[0]));
    expect(pba?.destination).toBe(B);
    const options = pba?.options ?? [];
    const start = kindsOf(options).indexOf('PreviousMaar');
    expect(options.slice(start)).toEqual([
      { is: 'PreviousMaar', maar: A, prefix: '2001:db8:aa:1::', prefixLength: 64 },
      ...OPTIONS,
    ]);
  });

  test('relayed: after 200 ms what is collected goes, if only nothing', () => {
    const { database, effects } = moving();
    expect(database.timers.get(`round ${MN}`)).toBe(database.now + ms(200));
    database.now += ms(200);
    const [first] = pbas(database.handle({ on: 'timer', timer: `round ${MN}` }));
    expect(previousIn(first?.options ?? [])).toEqual([]);
    const [late] = pbas(database.answer(pbus(effects)[0]));
    expect(previousIn(late?.options ?? [])).toEqual([A]);
  });

  test('relayed: a repeated PBU is answered once, by its newest sequence number', () => {
    const { database, effects } = moving();
    const again = database.update(B, { sequence: 2 });
    expect(packetsIn(again)).toEqual([]);
    const answered = pbas(database.answer(pbus(effects)[0]));
    expect(answered.map(({ sequence }) => sequence)).toEqual([2]);
  });

  test('MAAR-15: located: the answer goes nowhere, and enters the list', () => {
    const { database, effects } = moving('locator');
    expect(packetsIn(database.answer(pbus(effects)[0]))).toEqual([]);
    expect(database.tables.bindings.get(MN)?.previous.map(({ maar }) => maar)).toEqual([A]);
    expect(database.timers.has(`round ${MN}`)).toBe(false);
  });

  test('by a proxy: named at once, with the DLIF of the profile', () => {
    const { effects } = moving('proxy');
    const [first] = packetsIn(effects);
    const pba = readProxyAcknowledgement(must(first, 'the PBA leaves first'));
    expect(previousIn(pba?.options ?? [])).toEqual([A]);
    expect(kindsOf(pba?.options ?? []).slice(-2)).toEqual([
      'DlifLinkLocalAddress',
      'DlifLinkLayerAddress',
    ]);
  });

  test('while another is under way asks all again, each about the new place', () => {
    const { database } = moving();
    const effects = database.update(C);
    const [pbu] = pbus(effects);
    expect(pbu?.destination).toBe(A);
    expect(optionsOf(pbu?.options ?? [], 'ServingMaar')[0]?.address).toBe(C);
    expect([...database.tables.questions.values()].map(({ maar }) => maar)).toEqual([A, B]);
    expect(database.tables.waiting.size).toBe(1);
  });

  test('an answer about the place before is no answer', () => {
    const { database, effects } = moving();
    database.update(C);
    const late = database.answer(pbus(effects)[0]);
    expect(packetsIn(late)).toEqual([]);
    expect(notes(late)).toEqual(['PBA 1 of MAAR1 answers no PBU that waits']);
  });

  test('an answer that echoes another S-MAAR is none either', () => {
    const { database, effects } = moving();
    const extensions = [{ is: 'ServingMaar', address: C }] as const;
    const other = database.answer(pbus(effects)[0], { extensions });
    expect(packetsIn(other)).toEqual([]);
    expect(notes(other)).toEqual(['PBA 1 of MAAR1 echoes another Serving MAAR']);
    expect(database.tables.questions.size).toBe(1);
  });

  test('a MAAR that has the prefix no longer leaves the list, and the rest goes on', () => {
    const { database, effects } = moving();
    const refused = { status: 155, lifetime: 0, prefixes: [] };
    const [pba] = pbas(database.answer(pbus(effects)[0], refused));
    expect(pba).toMatchObject({ status: 0, destination: B });
    expect(previousIn(pba?.options ?? [])).toEqual([]);
    expect(database.tables.bindings.get(MN)?.previous).toEqual([]);
  });

  test('a MAAR that finds the PBU outdated is asked again, not at once', () => {
    const { database, effects } = moving();
    const refused = { status: 157, lifetime: 0, prefixes: [] };
    expect(packetsIn(database.answer(pbus(effects)[0], refused))).toEqual([]);
    expect(database.tables.questions.size).toBe(1);
  });

  test('back to a previous MAAR: that one is asked nothing and leaves the list', () => {
    const { database, effects } = moving();
    database.answer(pbus(effects)[0]);
    const back = database.update(A);
    expect(pbus(back).map(({ destination }) => destination)).toEqual([B]);
    expect(database.tables.bindings.get(MN)?.previous).toEqual([]);
  });
});

describe('de-registration (3.5)', () => {
  const settled = (): Database => {
    const { database, effects } = moving();
    database.answer(pbus(effects)[0]);
    return database;
  };

  test('by a P-MAAR is answered with a lifetime, and changes nothing', () => {
    const database = settled();
    const before = database.tables.bindings.get(MN);
    database.now += seconds(300);
    const [pba] = pbas(database.update(A, { lifetime: 0 }));
    expect(pba).toMatchObject({ status: 0, lifetime: 75, destination: A });
    const [known] = before?.previous ?? [];
    const until = database.now + seconds(301);
    expect(database.tables.bindings.get(MN)).toEqual({
      ...before,
      previous: [{ ...known, until }],
    });
  });

  test('by the S-MAAR ends the session', () => {
    const database = settled();
    const [pba] = pbas(database.update(B, { lifetime: 0 }));
    expect(pba).toMatchObject({ status: 0, lifetime: 0, destination: B });
    expect(database.tables.bindings.size).toBe(0);
    expect(database.timers.has(`binding ${MN}`)).toBe(false);
  });

  test('by a third is not answered', () => {
    const database = settled();
    expect(packetsIn(database.update(C, { lifetime: 0 }))).toEqual([]);
    expect(database.tables.bindings.size).toBe(1);
  });

  test('without one the binding ends a second after its lifetime, with its questions', () => {
    const { database } = moving();
    expect(database.timers.get(`binding ${MN}`)).toBe(database.now + seconds(301));
    database.handle({ on: 'timer', timer: `binding ${MN}` });
    expect(database.tables.bindings.size).toBe(0);
    expect(database.tables.questions.size).toBe(0);
  });

  test('a P-MAAR that has not asked after its lifetime is named no longer', () => {
    const database = settled();
    database.now += seconds(240);
    const refresh = { handoff: 5, sequence: 2 };
    expect(previousIn(pbas(database.update(B, refresh))[0]?.options ?? [])).toEqual([A]);
    database.now += seconds(61);
    expect(previousIn(pbas(database.update(B, refresh))[0]?.options ?? [])).toEqual([]);
  });

  test('an attachment at the same MAAR asks the others anew, a refresh does not', () => {
    const database = settled();
    expect(pbus(database.update(B, { handoff: 5 }))).toEqual([]);
    const again = database.update(B);
    expect(pbus(again).map(({ destination }) => destination)).toEqual([A]);
    expect(previousIn(pbas(again)[0]?.options ?? [])).toEqual([A]);
    expect(packetsIn(database.answer(pbus(again)[0]))).toEqual([]);
  });

  test('a proxy names to a repeated PBU also who has not answered', () => {
    const { database } = moving('proxy');
    const [pba] = pbas(database.update(B, { sequence: 2 }));
    expect(previousIn(pba?.options ?? [])).toEqual([A]);
    expect(database.tables.questions.size).toBe(1);
  });

  test('a refresh names the previous MAARs again', () => {
    const [pba] = pbas(settled().update(B, { handoff: 5 }));
    expect(previousIn(pba?.options ?? [])).toEqual([A]);
  });
});

describe('the life of a question', () => {
  const after = (state: 'planned' | 'asking', type: 'ASK' | 'END') =>
    stepMachine(question, { value: state, context: { retransmissions: 0 } }, { type }).row.value;

  test.each([
    ['planned', 'ASK', 'asking'],
    ['planned', 'END', 'gone'],
    ['asking', 'ASK', 'asking'],
    ['asking', 'END', 'gone'],
  ] as const)('%s, %s: %s', (state, type, next) => {
    expect(after(state, type)).toBe(next);
  });
});
