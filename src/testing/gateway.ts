// A distributed gateway as a pure function, for tests: its tables, a clock, and stimuli in words.
// The engine is not here; effects are handed back, and those that bear on the stack are kept in
// plain maps.

import type { Micros } from '#base/ids.ts';
import { must } from '#base/assert.ts';
import { Table } from '#base/table.ts';
import type { Journal } from '#base/table.ts';
import type { Interface } from '#net/interface.ts';
import type { Route } from '#net/route.ts';
import { dgw } from '#protocols/dmm/dgw.ts';
import { asNews } from '#protocols/dmm/hss.ts';
import type { HssAnchor } from '#protocols/dmm/hss.ts';
import type { DgwConfig, DgwTables } from '#protocols/dmm/rows.ts';
import { tables as specs } from '#protocols/dmm/tables.ts';
import { readProxyAcknowledgement, readProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { ProxyAcknowledgement, ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { Effect } from '#sim/effect.ts';
import type { Role, Sight, Stimulus, TablesOf } from '#sim/role.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import type { Mac } from '#wire/address.ts';
import type { Packet, Profile } from '#wire/packet.ts';

type EffectOf<D extends Effect['do']> = Extract<Effect, { readonly do: D }>;

/** Gateway 1, 2 or 3 of the acceptance cast. */
export function configOf(n: 1 | 2 | 3): DgwConfig {
  const letter = { 1: 'aa', 2: 'bb', 3: 'cc' }[n];
  const peers = [1, 2, 3].filter((other) => other !== n);
  return {
    address: ipv6(`2001:db8:d${n}::1`),
    index: n,
    pool: [1, 2, 3].map((i) => prefix(`2001:db8:${letter}:${i}::/64`)),
    dlifMacs: { [`mn1dgw${n}`]: mac(`00:11:22:33:0${n}:0${n}`) },
    phy: 'phy',
    localPrefixes: n === 1 ? [prefix('2001:db8:1c::/64')] : [],
    hss: 'hss',
    hssDelay: 5_000,
    peers: Object.fromEntries(peers.map((other) => [`2001:db8:d${other}::1`, `D-GW${other}`])),
  };
}

/** MN1 of the cast as layer 2 tells of it. */
export const mn1 = {
  mnId: 'mn1@example.net',
  node: 'mn1',
  mac: mac('02:00:5e:00:01:01'),
  att: 4,
};

/** A gateway to play with. `now` may be set at will. */
export class Gateway {
  now: Micros = 0;
  readonly config: DgwConfig;
  readonly tables: TablesOf<DgwTables>;
  readonly journal: Journal = [];
  readonly routes = new Map<string, Route>();
  readonly interfaces = new Map<string, Interface>();
  /** Armed timers and when they are due. */
  readonly timers = new Map<string, Micros>();
  /** When packets went by routes that count last. */
  readonly uses = new Map<string, Micros>();
  /** Effects of the last stimulus. */
  effects: readonly Effect[] = [];
  readonly #role = dgw as unknown as Role<DgwTables, DgwConfig>;
  readonly #sight: Sight;

  constructor(config: DgwConfig, knobs: Readonly<Record<string, string>> = {}) {
    this.config = config;
    const table = <K extends keyof DgwTables>(id: K): Table<DgwTables[K]> =>
      new Table(`dgw${config.index}/dgw/${id}`, this.journal);
    this.tables = Object.fromEntries(
      Object.keys(specs).map((id) => [id, table(id as keyof DgwTables)]),
    ) as unknown as TablesOf<DgwTables>;
    this.#sight = sightOf(this, knobs);
    this.#perform(this.#role.begin(this.tables, config, this.#sight));
  }

  /** Hands a stimulus to the role; gives its effects. */
  handle(stimulus: Stimulus): readonly Effect[] {
    const effects = this.#role.handle(this.tables, stimulus, this.#sight, this.config);
    return this.#perform(effects);
  }

  attach(station: typeof mn1 & { readonly previous?: string } = mn1): readonly Effect[] {
    return this.#news('accessPoint', { say: 'attached', ...station, iface: 'phy' });
  }
  detach(station = mn1): readonly Effect[] {
    return this.#news('accessPoint', { say: 'detached', ...station, iface: 'phy' });
  }
  /** The HSS answers for the present attachment. */
  answer(anchors: readonly HssAnchor[], mnId = mn1.mnId): readonly Effect[] {
    const since = this.tables.stations.get(mnId)?.since ?? 0;
    return this.#news('hss', asNews({ say: 'anchors', mnId, since, anchors }));
  }
  /** Another gateway says or asks something by context transfer. */
  hear(from: string, news: EffectOf<'tell'>['news']): readonly Effect[] {
    return this.#news(from, news);
  }
  source(source: string, destination: string, iface: string): readonly Effect[] {
    return this.#news('stack', {
      say: 'tunnelSource',
      iface,
      source: ipv6(source),
      destination: ipv6(destination),
    });
  }
  receive(packet: Packet, via = 'core', fromMac?: Mac): readonly Effect[] {
    return this.handle({ on: 'packet', packet, via, fromMac });
  }

  /** Fires timers until a time, in order. */
  runTo(at: Micros): readonly Effect[] {
    const all: Effect[] = [];
    for (let n = 0; n < 10_000; n += 1) {
      const next = [...this.timers].sort((a, b) => a[1] - b[1])[0];
      if (next === undefined || next[1] > at) break;
      this.timers.delete(next[0]);
      this.now = next[1];
      all.push(...this.handle({ on: 'timer', timer: next[0] }));
    }
    this.now = at;
    this.effects = all;
    return all;
  }

  /** What the last stimulus asked for. */
  asked<D extends Effect['do']>(what: D): readonly EffectOf<D>[] {
    return this.effects.filter((each): each is EffectOf<D> => each.do === what);
  }
  get sent(): readonly Packet[] {
    return this.asked('send').map((each) => each.packet);
  }
  get pbus(): readonly ProxyUpdate[] {
    return this.sent.flatMap((packet) => readProxyUpdate(packet) ?? []);
  }
  get pbas(): readonly ProxyAcknowledgement[] {
    return this.sent.flatMap((packet) => readProxyAcknowledgement(packet) ?? []);
  }
  get notes(): readonly string[] {
    return this.asked('note').map((each) => `${each.level}: ${each.text} (${each.cite})`);
  }
  /** Label of each advertisement, prefixes with lifetimes, preference, routes. */
  get advertisements(): readonly string[] {
    return this.asked('send').flatMap((each) => raText(each) ?? []);
  }
  /** Name and role of each DLIF. */
  get dlifs(): readonly string[] {
    return [...this.tables.dlifs.values()].map((row) => `${row.name} ${row.state}`);
  }
  /** Routes as one line each, by id. */
  route(id: string): string | undefined {
    const route = this.routes.get(id);
    return route && `${route.rule ?? 'forward'} ${route.out ?? ''}`.trim();
  }
  binding(one: string): DgwTables['bindings'] {
    return must(this.tables.bindings.get(one), `a binding of ${one}`);
  }
  update(anchor: string, mnId = mn1.mnId): DgwTables['updates'] | undefined {
    return this.tables.updates.get(`${mnId} ${anchor}`);
  }

  #news(from: string, news: EffectOf<'tell'>['news']): readonly Effect[] {
    return this.handle({ on: 'news', from, news });
  }

  #perform(effects: readonly Effect[]): readonly Effect[] {
    this.effects = effects;
    for (const effect of effects) {
      if (effect.do === 'addRoute') this.routes.set(effect.route.id, effect.route);
      else if (effect.do === 'removeRoute') this.routes.delete(effect.id);
      else if (effect.do === 'addInterface') this.interfaces.set(effect.iface.id, effect.iface);
      else if (effect.do === 'removeInterface') this.interfaces.delete(effect.iface);
      else if (effect.do === 'arm') this.timers.set(effect.timer, this.now + effect.after);
      else if (effect.do === 'disarm') this.timers.delete(effect.timer);
    }
    return effects;
  }
}

function raText(effect: EffectOf<'send'>): string | undefined {
  const { payload } = effect.packet;
  if (payload.is !== 'icmpv6' || payload.message.is !== 'RouterAdvertisement') return undefined;
  const { preference, routerLifetime, options } = payload.message;
  const parts = options.flatMap((option) => {
    if (option.is === 'PrefixInformation') {
      return [`${option.prefix} ${option.validLifetime}/${option.preferredLifetime}`];
    }
    return option.is === 'RouteInformation'
      ? [`route ${option.prefix}/${option.prefixLength} ${option.routeLifetime}`]
      : [];
  });
  const names = ['medium', 'high', 'reserved', 'low'];
  return [effect.label, `${names[preference]} ${routerLifetime}`, ...parts].join(', ');
}

function sightOf(gateway: Gateway, knobs: Readonly<Record<string, string>>): Sight {
  const defaults = { anchoredPrefixMode: 'deprecate', localNetwork: 'on', dlifParameters: 'pba' };
  const all: Readonly<Record<string, string>> = { ...defaults, ...knobs };
  const profile: Profile = 'draft-05';
  const empty = (name: string): Table<never> => new Table<never>(name, []);
  return {
    get now() {
      return gateway.now;
    },
    get clock() {
      return gateway.now;
    },
    node: `dgw${gateway.config.index}`,
    profile,
    knob: (name) => all[name] ?? '',
    random: () => 0.5,
    interfaces: empty('interfaces'),
    addresses: empty('addresses'),
    routes: empty('routes'),
    neighbours: empty('neighbours'),
    lastUse: (name) => gateway.uses.get(name),
    flows: undefined,
    position: { x: 0, y: 0 },
    cells: [1, 2, 3].map((n) => ({
      link: `radio-dgw${n}`,
      accessPoint: `dgw${n}`,
      x: 0,
      y: 0,
      rx: 8,
      ry: 8,
      up: true,
      att: 4,
    })),
    association: () => undefined,
    sibling: (role, table) => empty(`${role}/${table}`),
  };
}
