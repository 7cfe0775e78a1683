// What has become of the interfaces, flows and registrations of mobile nodes between two pictures of a
// run, in sentences: radios, paths below a virtual interface, flows (MIF §4.4), client Mobile IPv6.

import type { Scene } from '#session/protocol.ts';

type Node = Scene['nodes'][number];
type Mobile = NonNullable<Node['mn']>;
type Session = NonNullable<Mobile['stack']>['sessions'][number];

/** Two pictures, the earlier one first. */
interface Pair {
  readonly before: Scene;
  readonly after: Scene;
}

const nameIn = ({ nodes }: Scene, id: string): string =>
  nodes.find((node) => node.id === id)?.name ?? id;

const nodeIn = ({ nodes }: Scene, id: string): Node | undefined =>
  nodes.find((node) => node.id === id);

/** All that is worth a sentence, those of one node together. */
export function moveWords(before: Scene, after: Scene): readonly string[] {
  const pair = { before, after };
  return after.nodes.flatMap((node) => {
    const old = nodeIn(before, node.id);
    if (old === undefined) return [];
    return [
      ...(node.mn && old.mn ? mobileWords(pair, node.name, old.mn, node.mn) : []),
      ...(node.kind === 'ha' ? registrationWords(pair, old, node) : []),
      ...directWords(pair, old, node),
    ];
  });
}

function mobileWords(pair: Pair, name: string, was: Mobile, is: Mobile): readonly string[] {
  return [
    ...(is.radios.length > 1 ? radioWords(pair, name, was, is) : []),
    ...pathWords(name, was, is),
    ...(is.stack?.sessions ?? []).flatMap((session) => {
      const old = was.stack?.sessions.find(({ flow }) => flow === session.flow);
      return old?.running === true && session.running ? sessionWords(name, old, session) : [];
    }),
  ];
}

/** Which radio is where. Two that change places in one step are one sentence. */
function radioWords({ after }: Pair, name: string, was: Mobile, is: Mobile): readonly string[] {
  const changed = is.radios.flatMap((radio) => {
    const old = was.radios.find(({ iface }) => iface === radio.iface);
    return old === undefined ? [] : [{ old, radio }];
  });
  const left = changed.filter(({ old, radio }) => old.attachedTo && !radio.attachedTo);
  const come = changed.filter(({ old, radio }) => !old.attachedTo && radio.attachedTo);
  const [from, to] = [left[0], come[0]];
  if (left.length === 1 && come.length === 1 && from && to) {
    const place = nameIn(after, to.radio.attachedTo ?? '');
    const [ours, theirs] = [from.radio, to.radio];
    return [`${name} switches from ${radioName(ours)} to ${radioName(theirs)}, on ${place}.`];
  }
  const moved = changed.filter(
    ({ old, radio }) => old.attachedTo && radio.attachedTo && old.attachedTo !== radio.attachedTo,
  );
  return [
    ...left.map(({ old, radio }) => {
      const place = nameIn(after, old.attachedTo ?? '');
      const how = radio.off === true ? 'switches off' : 'loses';
      return `${name} ${how} ${radioName(radio)}, which was on ${place}.`;
    }),
    ...come.map(({ radio }) => {
      return `${name} joins ${nameIn(after, radio.attachedTo ?? '')} by ${radioName(radio)}.`;
    }),
    ...moved.map(({ old, radio }) => {
      const [a, b] = [old, radio].map(({ attachedTo }) => nameIn(after, attachedTo ?? ''));
      return `${name} moves ${radioName(radio)} from ${a ?? ''} to ${b ?? ''}.`;
    }),
  ];
}

const radioName = ({ iface, technology }: Mobile['radios'][number]): string =>
  `${iface} (${technology})`;

/** Below a virtual interface: the path of a prefix, or the one that all packets take. */
function pathWords(name: string, was: Mobile, is: Mobile): readonly string[] {
  if (was.virtual === undefined || is.virtual === undefined) return [];
  const { virtual } = is;
  const stays = `${virtual.iface} stays as it is`;
  if (virtual.mode === 'active') {
    const [from, to] = [was.virtual, virtual].map(
      ({ subs }) => subs.find(({ active }) => active)?.iface,
    );
    if (from === undefined || to === undefined || from === to) return [];
    return [`The path of ${name} changes from ${from} to ${to}; ${stays}.`];
  }
  return virtual.paths.flatMap(({ prefix, name: what, over }) => {
    const old = was.virtual?.paths.find((one) => one.prefix === prefix)?.over;
    if (old === undefined || old === over) return [];
    return [`The path of ${what} of ${name} moves from ${old} to ${over}; ${stays}.`];
  });
}

/** By which interface a running flow comes and leaves, MIF §4.4. */
function sessionWords(name: string, was: Session, is: Session): readonly string[] {
  const { flow } = is;
  const broken =
    is.broken !== undefined && was.broken === undefined
      ? [`${flow} no longer reaches ${name}: ${is.broken}.`]
      : [];
  const [downBefore, downNow] = [downOf(was), downOf(is)];
  const down = downBefore && downNow && downBefore !== downNow;
  const up = was.up && is.up && was.up !== is.up;
  const where = is.up === downNow ? 'both ways go by it' : undefined;
  if (down && up) {
    return [`Flow ${flow} of ${name} moves from ${downBefore} to ${downNow}.`, ...broken];
  }
  if (down) {
    const rest =
      where ?? `${name} ${was.up === is.up ? 'still ' : ''}sends it by ${is.up ?? 'none'}`;
    const does =
      is.comes.length > 1
        ? `sends flow ${flow} of ${name} to ${downNow} at once`
        : `moves flow ${flow} of ${name} from ${downBefore} to ${downNow}`;
    return [`The network ${does}; ${rest}.`, ...broken];
  }
  if (up) {
    const rest =
      where ?? `it ${downBefore === downNow ? 'still ' : ''}comes by ${downNow ?? 'none'}`;
    return [`${name} moves flow ${flow} from ${was.up} to ${is.up}; ${rest}.`, ...broken];
  }
  return broken;
}

/** The radios by which it comes: `if1`, or `if1 and if2` when there are copies. */
function downOf({ comes }: Session): string | undefined {
  return comes.length === 0 ? undefined : comes.map(({ iface }) => iface).join(' and ');
}

/** Registrations at a home agent, MIP6 §10.3 and RFC 3963 §6. */
function registrationWords({ after }: Pair, old: Node, node: Node): readonly string[] {
  const rows = activeOf(node);
  const news = rows.flatMap((row) => {
    const known = activeOf(old).find(({ key }) => key === row.key);
    if (known?.careOf === row.careOf) return [];
    const mn = row.mn === undefined ? undefined : nodeIn(after, row.mn);
    const own = mn?.mn?.addresses.find(
      ({ home, anchor }) => home !== true && anchor.gateway === row.careOf,
    )?.short;
    const whose = mn?.name ?? row.mnId;
    const place = nameIn(after, row.careOf);
    const address = own === undefined ? `is at ${place}` : `is ${own}, at ${place}`;
    const network = mn?.kind === 'mr' ? ', and its network goes with it' : '';
    return [
      `${node.name} accepts the Binding Update of ${whose}: its care-of address ${address}${network}.`,
    ];
  });
  const gone = activeOf(old).filter(({ key }) => !rows.some((row) => row.key === key));
  return [
    ...news,
    ...gone.map(({ mn, mnId }) => {
      const found = mn === undefined ? undefined : nodeIn(after, mn);
      const whose = found?.name ?? mnId;
      const isHome = found?.mn?.radios.some(({ attachedTo }) => attachedTo === node.id) === true;
      return isHome
        ? `${whose} is at home again: ${node.name} has ended its binding.`
        : `${node.name} has no binding of ${whose} any more.`;
    }),
  ];
}

const activeOf = ({ lma }: Node) => (lma?.bindings ?? []).filter(({ state }) => state === 'active');

/** Route optimisation, MIP6 §9.5. */
function directWords({ after }: Pair, old: Node, node: Node): readonly string[] {
  const [was, is] = [old.direct ?? [], node.direct ?? []];
  return [
    ...is.flatMap(({ mn, careOf }) => {
      if (was.find((one) => one.mn === mn)?.careOf === careOf) return [];
      const whose = nameIn(after, mn);
      return [
        `Route optimised: ${node.name} sends to ${whose} at ${nameIn(after, careOf)} directly.`,
      ];
    }),
    ...was
      .filter(({ mn }) => !is.some((one) => one.mn === mn))
      .map(({ mn }) => `${node.name} sends to the home address of ${nameIn(after, mn)} again.`),
  ];
}
