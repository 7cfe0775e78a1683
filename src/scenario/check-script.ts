// Commands of a script: that the nodes, flows and links that they name exist, and that each says what
// it needs.

import type { NodeId } from '#base/ids.ts';
import type { Order, Stamped } from '#sim/command.ts';
import { HOST_PREFIX, hostPrefix } from './check-addresses.ts';
import { checkFlow, checkNode } from './check-flows.ts';
import { faultAt, type Fault } from './fault.ts';
import { accessNodes, ifacesOf, isMobile, radioOf, radiosOf, subsOf } from './names.ts';
import type { NodeKind, Scenario } from './scenario.ts';

/** What the commands of a script may name. */
interface Known {
  readonly scenario: Scenario;
  readonly flows: ReadonlySet<string>;
  /** Names of faults, for `release`. */
  readonly faults: ReadonlySet<string>;
}

/** Faults of the script. A flow may be started before the command that defines it is reached. */
export function checkScript(scenario: Scenario): Fault[] {
  const { script } = scenario;
  const defined = script.flatMap((one) =>
    one.do === 'flow' && one.define !== undefined ? [one.define.id] : [],
  );
  const known: Known = {
    scenario,
    flows: new Set([...scenario.flows.map((flow) => flow.id), ...defined]),
    faults: new Set(
      script.flatMap((one) => (one.do === 'catch' || one.do === 'frame' ? [one.name] : [])),
    ),
  };
  return script.flatMap((one, i) => checkCommand(known, one, `script[${i}]`));
}

/** Kinds of node that may crash. */
const CRASHING: readonly NodeKind[] = ['hss', 'cmd', 'dgw', 'mag', 'lma', 'ar', 'ha', 'cn'];
/** Kinds of node whose clock matters. */
const TIMED: readonly NodeKind[] = ['mn', 'mag', 'lma', 'dgw', 'cmd'];
/** Kinds of node that have an address of their own to send from. */
const SENDING: readonly NodeKind[] = ['mn', 'mr', 'mag', 'lma', 'dgw', 'cmd', 'ar', 'ha', 'cn'];

function checkCommand(known: Known, one: Stamped, path: string): Fault[] {
  const { scenario } = known;
  const node = (id: NodeId, kinds: readonly NodeKind[]) =>
    checkNode(scenario, { path: `${path}.node`, id }, kinds);
  switch (one.do) {
    case 'place':
      return node(one.node, ['mn', 'mr']);
    case 'radio':
      return checkRadio(scenario, one, path);
    case 'node':
      return [...node(one.node, CRASHING), ...checkState(one, path)];
    case 'flow':
      return checkFlowCommand(known, one, path);
    case 'link':
      return checkLinkName(scenario, one.link, path);
    case 'catch':
      return [...checkLinkName(scenario, one.link, path), ...checkSender(scenario, one, path)];
    case 'frame':
      return [];
    case 'release':
      return known.faults.has(one.name)
        ? []
        : [faultAt(`${path}.name`, one.name, 'the name of a catch or frame command')];
    case 'clock':
      return node(one.node, TIMED);
    case 'operate':
      return checkOrder(scenario, one, path);
    case 'inject':
      return [
        ...node(one.node, SENDING),
        ...(one.hex.startsWith('6') ? [] : [faultAt(`${path}.hex`, one.hex, 'an IPv6 packet')]),
      ];
  }
}

/** The radios that a command names are those of its node, and not the same. */
function checkRadio(
  scenario: Scenario,
  one: Stamped & { readonly do: 'radio' },
  path: string,
): Fault[] {
  const mn = scenario.nodes.find((node) => node.id === one.node && isMobile(node));
  if (mn === undefined) {
    return checkNode(scenario, { path: `${path}.node`, id: one.node }, ['mn', 'mr']);
  }
  const { iface, instead, up, breakFirst } = one;
  const radios = radiosOf(mn).map(({ id }) => id);
  const others = radios.filter((id) => id !== iface);
  const isReplaced = instead !== undefined && up;
  return [
    ...(radios.includes(iface) ? [] : [faultAt(`${path}.iface`, iface, radios.join(' or '))]),
    ...(instead === undefined || (isReplaced && others.includes(instead))
      ? []
      : [faultAt(`${path}.instead`, instead, up ? 'another radio' : 'nothing: it goes off')]),
    ...(breakFirst === undefined || isReplaced
      ? []
      : [faultAt(`${path}.breakFirst`, breakFirst, 'nothing without `instead`')]),
  ];
}

const checkState = ({ up, state }: Stamped & { readonly do: 'node' }, path: string): Fault[] =>
  up && state !== undefined ? [faultAt(`${path}.state`, state, 'nothing: it comes back')] : [];

function checkLinkName(scenario: Scenario, link: string, path: string): Fault[] {
  const cells = accessNodes(scenario).map(({ id }) => radioOf(id));
  const isKnown = [...scenario.links.map(({ id }) => id), ...cells].includes(link);
  return isKnown ? [] : [faultAt(`${path}.link`, link, 'the id of a link or of a radio cell')];
}

/** Who may be the sender on a link: one of its ends, or any mobile node on the air. */
function checkSender(
  scenario: Scenario,
  { link, from }: Stamped & { readonly do: 'catch' },
  path: string,
): Fault[] {
  if (from === undefined) return [];
  const ends = scenario.links.find(({ id }) => id === link)?.ends;
  const onAir = scenario.nodes.filter((one) => isMobile(one) || radioOf(one.id) === link);
  const senders = ends ?? onAir.map(({ id }) => id);
  return senders.includes(from) ? [] : [faultAt(`${path}.from`, from, senders.join(' or '))];
}

type Operate = Stamped & { readonly do: 'operate' };
type Detail = 'mn' | 'prefix' | 'peer' | 'realm' | 'iface';

/** Who takes an order, and what it must say. */
const ORDERS: Readonly<
  Record<Order, { readonly to: readonly NodeKind[]; readonly needs: readonly Detail[] }>
> = {
  revoke: { to: ['lma'], needs: ['mn'] },
  revokeAll: { to: ['lma', 'mag'], needs: [] },
  revokeRealm: { to: ['lma'], needs: ['realm'] },
  notify: { to: ['lma'], needs: ['mn'] },
  renumber: { to: ['lma'], needs: ['mn', 'prefix'] },
  resume: { to: ['mag'], needs: ['mn'] },
  forget: { to: ['mag', 'dgw'], needs: ['mn'] },
  weakHost: { to: ['mn'], needs: [] },
  strongHost: { to: ['mn'], needs: [] },
  hostRoute: { to: ['mn'], needs: ['peer'] },
  moveFlow: { to: ['lma'], needs: [] },
  path: { to: ['mn', 'mr'], needs: ['iface'] },
};

function checkOrder(scenario: Scenario, one: Operate, path: string): Fault[] {
  const { to, needs } = ORDERS[one.order];
  const node = (key: 'mn' | 'peer', kinds: readonly NodeKind[]): Fault[] =>
    one[key] === undefined
      ? []
      : checkNode(scenario, { path: `${path}.${key}`, id: one[key] }, kinds);
  const missing = needs.filter((key) => one[key] === undefined);
  const isPrefix = one.prefix === undefined || hostPrefix(one.prefix) !== undefined;
  const isRealm = one.realm === undefined || /^@[^@]+$/.test(one.realm);
  return [
    ...checkNode(scenario, { path: `${path}.node`, id: one.node }, to),
    ...missing.map((key) => faultAt(`${path}.${key}`, undefined, `a value: ${one.order} needs it`)),
    ...node('mn', ['mn']),
    ...node('peer', one.order === 'hostRoute' ? ['cn', 'localnet'] : ['mag', 'lma']),
    ...checkIface(scenario, one, path),
    ...(isPrefix ? [] : [faultAt(`${path}.prefix`, one.prefix, HOST_PREFIX)]),
    ...(one.order === 'moveFlow' ? checkMove(scenario, one, path) : []),
    ...(isRealm ? [] : [faultAt(`${path}.realm`, one.realm, 'a realm like @example.net')]),
  ];
}

/** An interface that IP runs on, or a sub-interface, of the node that is told. */
function checkIface({ nodes }: Scenario, one: Operate, path: string): Fault[] {
  const { node, iface, order } = one;
  const mn = nodes.find((known) => known.id === node && isMobile(known));
  if (iface === undefined || mn === undefined) return [];
  const known = order === 'path' ? subsOf(mn) : ifacesOf(mn);
  return known.includes(iface) ? [] : [faultAt(`${path}.iface`, iface, known.join(' or '))];
}

/** Which flow is moved: one way of saying it, and all that it needs. */
function checkMove(scenario: Scenario, one: Operate, path: string): Fault[] {
  const { flow, fid, mark, prefix, mn } = one;
  const policies = scenario.nodes.flatMap(({ flowPolicy = [] }) => flowPolicy.map(({ id }) => id));
  const names = [...scenario.flows.map(({ id }) => id), ...policies];
  const said = [flow, fid, mark, prefix].filter((each) => each !== undefined);
  if (said.length !== 1) {
    return [faultAt(`${path}.flow`, flow, 'one of flow, fid, mark and prefix')];
  }
  if (flow !== undefined && !names.includes(flow)) {
    return [faultAt(`${path}.flow`, flow, 'the id of a flow or of a policy')];
  }
  const needsNode = fid !== undefined || prefix !== undefined;
  return needsNode && mn === undefined
    ? [faultAt(`${path}.mn`, undefined, 'a value: moveFlow needs it')]
    : [];
}

function checkFlowCommand(
  { scenario, flows }: Known,
  one: Stamped & { readonly do: 'flow' },
  path: string,
): Fault[] {
  const { define } = one;
  if (define === undefined) {
    return flows.has(one.flow) ? [] : [faultAt(`${path}.flow`, one.flow, 'the id of a flow')];
  }
  const faults = checkFlow(scenario, define, `${path}.define`);
  return define.id === one.flow
    ? faults
    : [...faults, faultAt(`${path}.define.id`, define.id, `the flow that is started, ${one.flow}`)];
}
