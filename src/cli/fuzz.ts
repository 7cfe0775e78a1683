// `fuzz`: storms of random moves, faults and orders. After every engine event the invariants must
// hold, nothing may be left over once a storm is over, and what comes of running, seeking and forking
// must be one. What fails is made smaller and given as a link.

import { splitStream } from '#base/random.ts';
import { build } from '#scenario/build.ts';
import { radiosOf, subsOf } from '#scenario/names.ts';
import type { Scenario } from '#scenario/schema.ts';
import { writeLink } from '#scenario/url.ts';
import { Timeline } from '#sim/timeline.ts';
import { differencesOf } from '#testing/distributed-agreement.ts';
import { bindingsApart } from '#testing/client-invariants.ts';
import { foreignPrefixes } from '#testing/interface-invariants.ts';
import { orphansOf, watchInvariants } from '#testing/invariants.ts';
import { disagreementsOf } from '#testing/proxy-agreement.ts';
import { once, sortArguments, wholeNumber } from './options.ts';
import { Failure } from './failure.ts';
import { smallest } from './shrink.ts';
import { remended } from './storm.ts';
import { clientStorm } from './storm-clients.ts';
import { distributedStorm } from './storm-distributed.ts';
import { interfaceStorm } from './storm-interfaces.ts';
import { proxyStorm } from './storm-proxy.ts';
import type { Terminal } from './terminal.ts';

const storms = {
  distributed: distributedStorm,
  proxy: proxyStorm,
  interfaces: interfaceStorm,
  clients: clientStorm,
} as const;
/** In which kind of domain a storm rages. */
type StormKind = keyof typeof storms;
/** What the command says of each kind. */
const KIND_WORDS: Readonly<Record<StormKind, string>> = {
  distributed: 'distributed anchors',
  proxy: 'proxy anchors',
  interfaces: 'interfaces',
  clients: 'clients',
};

/** One storm in so many is in a domain of distributed anchoring, the others among proxies. */
const DISTRIBUTED_EVERY = 10;

const isKind = (text: string): text is StormKind => Object.hasOwn(storms, text);
const kindOf = (seed: number): StormKind =>
  seed % DISTRIBUTED_EVERY === 0 ? 'distributed' : 'proxy';

/** The scenario of one number: everything in it follows from the seed, and the kind if one is given. */
export function stormy(seed: number, kind: StormKind = kindOf(seed)): Scenario {
  return storms[kind](seed, splitStream(seed, 'fuzz'));
}

/** What is wrong with a run; `undefined` when nothing is. */
export function faultOf(scenario: Scenario): string | undefined {
  try {
    return brokenIn(scenario);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function brokenIn(scenario: Scenario): string | undefined {
  const { spec, script } = build(scenario);
  const timeline = new Timeline(spec, script);
  const watch = watchInvariants(timeline);
  while ((timeline.next()?.at ?? Infinity) <= scenario.end && timeline.forward()) {
    const [broken] = watch();
    if (broken !== undefined) return `at ${timeline.now}: ${broken}`;
  }
  timeline.runTo(scenario.end);
  const [loose] = leftOver(timeline, scenario);
  if (loose !== undefined) return `left over: ${loose}`;
  return scenario.seed % REPLAY_EVERY === 0 ? replayed(timeline, scenario) : undefined;
}

/** What a run that has come to rest has not cleared up. */
function leftOver(timeline: Timeline, scenario: Scenario): readonly string[] {
  const { nodes, script, knobs } = scenario;
  const isOfClients = nodes.some(({ kind }) => kind === 'ha');
  if (isOfClients) return [...orphansOf(timeline), ...bindingsApart(timeline)];
  const isOfProxies = nodes.some(({ kind }) => kind === 'mag');
  // What an operator has ended or withdrawn stays so, and what only an operator ends stays.
  const isOrdered = script.some((one) => one.do === 'operate');
  const isKept = knobs?.['anchorRelease'] === 'explicit';
  if (isOrdered || isKept || isAtOdds(scenario)) return orphansOf(timeline);
  const differing = isOfProxies
    ? [...disagreementsOf(timeline), ...foreignPrefixes(timeline)]
    : differencesOf(timeline);
  return [...orphansOf(timeline), ...differing];
}

/**
 * Gateway and anchor differ as the drafts have it: one that takes a revocation that tells at its word
 * (B-3), and sub-interfaces of one technology with one link-layer identifier, which have one key (V-2).
 */
function isAtOdds({ nodes, knobs }: Scenario): boolean {
  const isLiteral = knobs?.['multihoming'] === 'literal';
  return nodes.some((node) => {
    if (node.lacks?.includes('multihoming') === true) return isLiteral;
    if (node.virtual === undefined || node.virtual.ownMacs === true) return false;
    const subs = subsOf(node);
    const technologies = radiosOf(node)
      .filter(({ id }) => subs.includes(id))
      .map(({ att }) => att);
    return new Set(technologies).size < technologies.length;
  });
}

/** What is wrong with the storms of some seeds. */
export const faultsOf = (first: number, count: number, kind?: StormKind): readonly string[] =>
  Array.from({ length: count }, (_, n) => first + n).flatMap((seed) => {
    const fault = faultOf(stormy(seed, kind));
    return fault === undefined ? [] : [`seed ${seed}: ${fault}`];
  });

/** Every so many seeds, the run is also taken back and run again. */
const REPLAY_EVERY = 16;

/** Seeking back and running again must give the same; so must a fork that does nothing new. */
function replayed(timeline: Timeline, scenario: Scenario): string | undefined {
  const played = timeline.fingerprint();
  timeline.seek(scenario.seed % scenario.end);
  timeline.seek(scenario.end);
  if (timeline.fingerprint() !== played) return 'seeking back and on gives another fingerprint';
  const { spec, script } = build(scenario);
  // Nobody can act before the first event.
  const other = new Timeline(
    spec,
    script.filter((one) => one.at === 0),
  );
  for (const { at: when, ...command } of script) {
    if (when === 0) continue;
    other.runTo(when - 1);
    other.command(command, when);
  }
  other.runTo(scenario.end);
  return other.fingerprint() === played ? undefined : 'acting by hand gives another fingerprint';
}

/** The smallest scenario found that fails in the same way. */
export function shrunk(scenario: Scenario): Scenario {
  const way = wayOf(faultOf(scenario));
  // What is left over counts only at the end, and when all faults are mended.
  const whole = (one: Scenario): Scenario =>
    way === 'left over' ? { ...one, end: scenario.end, script: remended(one.script) } : one;
  return whole(smallest(scenario, (one) => wayOf(faultOf(whole(one))) === way));
}

/** `I-3`, `left over`, `AssertionError`: the words without what differs from run to run. */
const wayOf = (fault: string | undefined): string | undefined =>
  fault?.replace(/^at \d+: /, '').replace(/( at \d+)?:.*$/s, '');

/** Runs the scenarios of a range of seeds; stops at the first that fails. */
export async function fuzz(args: readonly string[], terminal: Terminal): Promise<void> {
  const given = sortArguments(args, ['runs', 'seed', 'of']);
  if (given.plain[0] !== undefined) throw new Failure(`'${given.plain[0]}' is too much`);
  const runs = wholeNumber(once(given, 'runs') ?? '100', 'runs', [1, 1_000_000]);
  const first = wholeNumber(once(given, 'seed') ?? '1', 'seed', [0, 0x7fff_ffff]);
  const kind = once(given, 'of');
  if (kind !== undefined && !isKind(kind)) {
    const words = Object.keys(storms).join(' or ');
    throw new Failure(`option '--of' must be ${words}, not '${kind}'`);
  }
  for (let n = 0; n < runs; n += 1) {
    const scenario = stormy(first + n, kind);
    if (faultOf(scenario) === undefined) continue;
    const small = shrunk(scenario);
    const link = await writeLink({ scenario: small });
    throw new Failure(`seed ${first + n} fails, ${faultOf(small) ?? ''}; play it: #${link}`);
  }
  const what = kind === undefined ? '' : ` of ${KIND_WORDS[kind]}`;
  await terminal.out(`${runs} runs${what} from seed ${first}: nothing found\n`);
}
