// Commands of `--do` in words, each with its time first: `1.5 drop PBA on core-mag1`.

import { faultWords } from '#scenario/fault.ts';
import { ifacesOf, radiosOf, subsOf } from '#scenario/names.ts';
import type { NodeKind } from '#scenario/scenario.ts';
import { check, type Scenario } from '#scenario/schema.ts';
import type { Command, Stamped } from '#sim/command.ts';
import { messageFault, type Reading } from './do-faults.ts';
import { flowOf, isCalled, linkOf, nodeOf, prefixOf } from './do-names.ts';
import { move } from './do-places.ts';
import { Failure } from './failure.ts';
import { listed, microsOf, number, seconds, wordsOf, type Words } from './word-reader.ts';

const DAY = 86_400_000_000;

const CRASHING = ['hss', 'cmd', 'dgw', 'mag', 'lma', 'ar', 'ha', 'cn'] as const;

const SENDING = ['mn', 'mr', 'mag', 'lma', 'dgw', 'cmd', 'ar', 'ha', 'cn'] as const;

/** One line per form, for the help. */
export const DO_FORMS = `drop|hold|delay|duplicate|corrupt KIND on LINK [from NODE] [number N] [by S] [bit N] [name NAME]
drop|hold|delay|duplicate|corrupt frame N [by S] [bit N] [name NAME]
release NAME
crash NODE [lost]
restart NODE
clock NODE +SECONDS
move MN GATEWAY | X Y | away
link LINK [up] [down] [loss SHARE] [delay SECONDS]
radio MN IFACE up|down [instead IFACE] [breakFirst]
start FLOW
stop FLOW
revoke LMA MN [prefix P] [trigger N] [ipv4]
revokeAll LMA MAG | MAG LMA
revokeRealm LMA @REALM
notify LMA MN [reason N]
renumber LMA MN prefix P
moveFlow LMA FLOW|mark N|MN fid N|MN prefix P MAG|bid N[,N]|back|drop
resume MAG MN
forget MAG|D-GW MN
weakHost MN
strongHost MN
hostRoute MN NODE [IFACE]
path MN IFACE [prefix P]
inject NODE HEX`;

const verbs: Readonly<Record<string, (reading: Reading) => Command>> = {
  drop: (reading) => messageFault(reading, 'drop'),
  hold: (reading) => messageFault(reading, 'hold'),
  delay: (reading) => messageFault(reading, 'delay'),
  duplicate: (reading) => messageFault(reading, 'duplicate'),
  corrupt: (reading) => messageFault(reading, 'corrupt'),
  release: ({ words, names }) => ({
    do: 'release',
    name: words.read(
      names.size === 0 ? 'a name, but nothing is caught' : listed([...names]),
      (word) => (names.has(word) ? word : undefined),
    ),
  }),
  crash: ({ words, scenario }) => {
    const node = nodeOf(words, scenario, CRASHING).id;
    const state = words.option('lost', 'kept');
    return { do: 'node', node, up: false, ...(state === 'lost' ? { state } : {}) };
  },
  restart: ({ words, scenario }) => ({
    do: 'node',
    node: nodeOf(words, scenario, CRASHING).id,
    up: true,
  }),
  clock: ({ words, scenario }) => ({
    do: 'clock',
    node: nodeOf(words, scenario, ['mn', 'mag', 'lma', 'dgw']).id,
    offset: words.read('seconds, like +0.301', (word) => microsOf(word, -DAY, DAY)),
  }),
  move: ({ words, scenario }) => move(words, scenario),
  link,
  radio,
  start: ({ words, scenario }) => ({ do: 'flow', flow: flowOf(words, scenario), change: 'start' }),
  stop: ({ words, scenario }) => ({ do: 'flow', flow: flowOf(words, scenario), change: 'stop' }),
  revoke,
  revokeAll: ({ words, scenario }) => {
    const node = nodeOf(words, scenario, ['lma', 'mag']);
    const peer = nodeOf(words, scenario, [node.kind === 'lma' ? 'mag' : 'lma']);
    return { do: 'operate', node: node.id, order: 'revokeAll', peer: peer.id };
  },
  revokeRealm: ({ words, scenario }) => ({
    do: 'operate',
    node: nodeOf(words, scenario, ['lma']).id,
    order: 'revokeRealm',
    realm: words.read('a realm, like @example.net', (word) =>
      /^@[^@]{1,63}$/.test(word) ? word : undefined,
    ),
  }),
  notify: ({ words, scenario }) => ({
    ...about(words, scenario, 'lma', 'notify'),
    ...(words.option('reason') === undefined ? {} : { reason: number(words, 65_535) }),
  }),
  renumber: ({ words, scenario }) => {
    const order = about(words, scenario, 'lma', 'renumber');
    words.option('prefix');
    return { ...order, prefix: prefixOf(words, scenario) };
  },
  moveFlow,
  resume: ({ words, scenario }) => about(words, scenario, 'mag', 'resume'),
  forget: ({ words, scenario }) => about(words, scenario, ['mag', 'dgw'], 'forget'),
  weakHost: ({ words, scenario }) => toHost(words, scenario, 'weakHost'),
  strongHost: ({ words, scenario }) => toHost(words, scenario, 'strongHost'),
  hostRoute: ({ words, scenario }) => {
    const order = toHost(words, scenario, 'hostRoute');
    const mn = scenario.nodes.find(({ id }) => id === order.node);
    const peer = nodeOf(words, scenario, ['cn', 'localnet']).id;
    const iface = words.option(...(mn === undefined ? [] : ifacesOf(mn)));
    return { ...order, peer, ...(iface === undefined ? {} : { iface }) };
  },
  path: ({ words, scenario }) => {
    const { id: node } = nodeOf(words, scenario, ['mn', 'mr']);
    const order = { do: 'operate', node, order: 'path' } as const;
    const mn = scenario.nodes.find(({ id }) => id === order.node);
    const subs = mn === undefined ? [] : subsOf(mn);
    const iface = words.read(`a sub-interface: ${listed(subs)}`, (word) =>
      subs.find((id) => id === word),
    );
    const isOne = words.option('prefix') !== undefined;
    return { ...order, iface, ...(isOne && { prefix: prefixOf(words, scenario) }) };
  },
  inject: ({ words, scenario }) => ({
    do: 'inject',
    node: nodeOf(words, scenario, SENDING).id,
    hex: words.read('an IPv6 packet in hexadecimal', (word) =>
      /^6[0-9a-f]{79,3999}$/i.test(word) && word.length % 2 === 0 ? word.toLowerCase() : undefined,
    ),
  }),
};

/** One or more changes of a link. */
function link({ words, scenario }: Reading): Command {
  let command: Command & { readonly do: 'link' } = { do: 'link', link: linkOf(words, scenario) };
  const known = ['up', 'down', 'loss', 'delay'] as const;
  let word: string | undefined = words.read(listed(known), (one) => known.find((it) => it === one));
  for (; word !== undefined; word = words.option(...known)) {
    if (word === 'loss') command = { ...command, loss: words.read('a share, 0 to 1', share) };
    else if (word === 'delay') command = { ...command, delay: seconds(words) };
    else command = { ...command, up: word === 'up' };
  }
  return command;
}

/** A radio is switched, or the node changes from another one to it. */
function radio({ words, scenario }: Reading): Command {
  const mn = nodeOf(words, scenario, ['mn', 'mr']);
  const ids = radiosOf(mn).map(({ id }) => id);
  const which = () =>
    words.read(`a radio: ${listed(ids)}`, (word) =>
      ids.find((id) => id.toLowerCase() === word.toLowerCase()),
    );
  const iface = which();
  const up = words.read('up or down', (word) => ({ up: true, down: false })[word]);
  const instead = words.option('instead') === undefined ? {} : { instead: which() };
  const order = words.option('breakFirst') === undefined ? {} : ({ breakFirst: true } as const);
  return { do: 'radio', node: mn.id, iface, up, ...instead, ...order };
}

const share = (word: string): number | undefined =>
  /^(0|1|0?\.\d{1,6}|1\.0+)$/.test(word) ? Number(word) : undefined;

function revoke({ words, scenario }: Reading): Command {
  let command: Command & { readonly do: 'operate' } = about(words, scenario, 'lma', 'revoke');
  for (;;) {
    const next = words.option('prefix', 'trigger', 'ipv4');
    if (next === undefined) return command;
    if (next === 'prefix') command = { ...command, prefix: prefixOf(words, scenario) };
    else if (next === 'trigger') command = { ...command, trigger: number(words, 255) };
    else command = { ...command, ipv4: true };
  }
}

/** A flow by name, mark, number of its entry or prefix; and where it goes. */
function moveFlow({ words, scenario }: Reading): Command {
  const { id: node } = nodeOf(words, scenario, ['lma']);
  const order: Command & { readonly do: 'operate' } = { do: 'operate', node, order: 'moveFlow' };
  const which = meantFlow(words, scenario);
  const mags = scenario.nodes.filter(({ kind }) => kind === 'mag');
  const where = words.read(`${listed(mags.map(({ id }) => id))}, bid, back or drop`, (word) => {
    const mag = mags.find((one) => isCalled(one, word));
    return mag?.id ?? (['bid', 'back', 'drop'].includes(word) ? word : undefined);
  });
  if (where === 'back') return { ...order, ...which };
  if (where === 'drop') return { ...order, ...which, drop: true };
  if (where !== 'bid') return { ...order, ...which, peer: where };
  const bids = words.read('numbers of bindings, like 1,2', (word) =>
    /^[1-9]\d{0,4}(,[1-9]\d{0,4}){0,7}$/.test(word) ? word.split(',').map(Number) : undefined,
  );
  return { ...order, ...which, bids };
}

function meantFlow(
  words: Words,
  scenario: Scenario,
): Pick<Command & { readonly do: 'operate' }, 'flow' | 'mark' | 'mn' | 'fid' | 'prefix'> {
  const policies = scenario.nodes.flatMap(({ flowPolicy = [] }) => flowPolicy);
  const names = [...scenario.flows, ...policies].map(({ id }) => id);
  const nodes = scenario.nodes.filter(({ kind }) => kind === 'mn');
  const known = [...names, ...nodes.map(({ id }) => id), 'mark'];
  const word = words.read(listed(known), (one) => {
    const mn = nodes.find((node) => isCalled(node, one));
    return mn?.id ?? known.find((name) => name.toLowerCase() === one.toLowerCase());
  });
  if (word === 'mark') return { mark: number(words, 0x7fff_ffff) };
  if (names.includes(word)) return { flow: word };
  const how = words.read('fid or prefix', (one) =>
    one === 'fid' || one === 'prefix' ? one : undefined,
  );
  if (how === 'fid') return { mn: word, fid: number(words, 65_535) };
  return { mn: word, prefix: prefixOf(words, scenario) };
}

/** An order about a mobile node. */
function about(
  words: Words,
  scenario: Scenario,
  kind: NodeKind | readonly NodeKind[],
  order: 'revoke' | 'notify' | 'renumber' | 'resume' | 'forget',
): Command & { readonly do: 'operate' } {
  const node = nodeOf(words, scenario, [kind].flat()).id;
  return { do: 'operate', node, order, mn: nodeOf(words, scenario, ['mn']).id };
}

/** An order to a mobile node. */
const toHost = (
  words: Words,
  scenario: Scenario,
  order: 'weakHost' | 'strongHost' | 'hostRoute' | 'path',
): Command & { readonly do: 'operate' } => ({
  do: 'operate',
  node: nodeOf(words, scenario, ['mn']).id,
  order,
});

/** The scenario with commands added, each given in words; complete, as a link would give it. */
export function withCommands(scenario: Scenario, texts: readonly string[]): Scenario {
  return texts.reduce((before, text) => {
    const script = [...before.script, commandOf(text, before)];
    const checked = check({ ...before, script });
    if (checked.ok) return checked.value.scenario;
    const [fault] = checked.why;
    const path = fault?.path.replace(/^script\[\d+\]\.?/, '') ?? '';
    const words = fault === undefined ? 'is no command' : faultWords({ ...fault, path });
    throw new Failure(`option '--do' '${text}': ${words}`);
  }, scenario);
}

/** One command in words. */
function commandOf(text: string, scenario: Scenario): Stamped {
  const words = wordsOf(text, `option '--do'`);
  const at = words.read('a time in seconds, like 1.5', (word) => microsOf(word, 0, DAY));
  const names = new Set(
    scenario.script.flatMap((one) => (one.do === 'catch' || one.do === 'frame' ? [one.name] : [])),
  );
  const verb = words.read(`a verb: ${listed(Object.keys(verbs))}`, (word) =>
    Object.hasOwn(verbs, word) ? verbs[word] : undefined,
  );
  const command = verb({ words, scenario, names });
  words.end('no more words');
  return { ...command, at };
}
