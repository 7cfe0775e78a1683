// The anchor's binding cache and the gateway's access links as the stage shows them (RFC 5213).

import type { NodeId } from '#base/ids.ts';
import type { AccessScene, BindingScene, NodeScene } from './protocol.ts';
import { timerName } from './cause.ts';
import { entriesOf } from './reader.ts';
import type { LmaBindingRow, MagUpdateRow, RelayRow } from './rows.ts';
import { flowEntries, membersOf } from './scene-flows.ts';
import { anchorOf, listOf, type SceneSource } from './scene-source.ts';

/** What the stage shows of a local mobility anchor. */
export function anchorScene(
  source: SceneSource,
  node: NodeId,
): Pick<NodeScene, 'role' | 'lma' | 'timer'> {
  const rows = entriesOf<LmaBindingRow>(source.reader, node, 'lma', 'bindings');
  const relays = entriesOf<RelayRow>(source.reader, node, 'homeLma', 'relays');
  const timer = nextTimer(source, node, 'lma') ?? nextTimer(source, node, 'homeLma');
  const active = rows.filter(([, row]) => row.state === 'active').length;
  const flows = flowEntries(source, node);
  const passing = relays.filter(([, row]) => row.stands).length;
  return {
    role: [
      ...(active === 0 ? [] : [`anchor of ${sessions(active)}`]),
      ...(passing === 0 ? [] : [`passes on ${sessions(passing)}`]),
    ].join(', '),
    lma: {
      bindings: [
        ...rows.map(([key, row]) => bindingScene(source, node, key, row)),
        ...relays.map(([key, row]) => relayScene(source, node, key, row)),
      ],
      ...(flows === undefined ? {} : { flows }),
    },
    ...(timer === undefined ? {} : { timer }),
  };
}

const sessions = (count: number): string => `${count} ${count === 1 ? 'session' : 'sessions'}`;

/** A registration that an LMA between operators passes on (DMM §5) stands in its card as a binding. */
function relayScene(source: SceneSource, node: NodeId, key: string, row: RelayRow): BindingScene {
  const { connected = row.careOf, mnId, prefixes, state, expiresAt } = row;
  const at = {
    mnId,
    prefixes,
    proxyCareOfAddress: connected,
    state,
    expiresAt,
    until: undefined,
    linkLayerId: undefined,
  };
  return bindingScene(source, node, key, at);
}

/** What a card shows of a row. */
type CardRow = Pick<
  LmaBindingRow,
  'mnId' | 'prefixes' | 'proxyCareOfAddress' | 'until' | 'expiresAt' | 'linkLayerId'
> & {
  readonly state: string;
};

function bindingScene(source: SceneSource, node: NodeId, key: string, row: CardRow): BindingScene {
  const { cast } = source;
  const mn = cast.mobileOf(row.mnId);
  const iface = mn === undefined ? undefined : ifaceOf(source, mn, row.linkLayerId);
  const bid = membersOf(source, node, row.mnId).find(({ binding }) => binding === key)?.bid;
  return {
    key,
    mnId: row.mnId,
    ...(mn === undefined ? {} : { mn }),
    ...(iface === undefined ? {} : { iface }),
    ...(bid === undefined ? {} : { bid }),
    prefixes: row.prefixes,
    names: row.prefixes.map((prefix) => cast.prefixes.nameOf(prefix)),
    careOf: cast.nodeAt(row.proxyCareOfAddress) ?? row.proxyCareOfAddress,
    state: row.state,
    ...(row.until === undefined ? {} : { until: row.until }),
    ...(row.expiresAt === undefined ? {} : { expiresAt: row.expiresAt }),
    anchor: anchorOf(source, row.prefixes[0] ?? '', node),
  };
}

/** The radio with that link-layer address, where a node has several that differ in it. */
function ifaceOf(source: SceneSource, mn: NodeId, link: string | undefined): string | undefined {
  const node = source.scenario.nodes.find(({ id }) => id === mn);
  const radios = node?.interfaces ?? [];
  const found = radios.filter(({ mac }) => mac !== undefined && mac === link);
  return radios.length < 2 || found.length !== 1 ? undefined : found[0]?.id;
}

/** States of an update in which the node has its session here. */
const SERVING = new Set<string>(['active', 'refreshing', 'invalid']);

/** What the stage shows of a mobile access gateway. */
export function accessGatewayScene(
  source: SceneSource,
  node: NodeId,
): Pick<NodeScene, 'role' | 'mag' | 'timer'> {
  const rows = entriesOf<MagUpdateRow>(source.reader, node, 'mag', 'updates');
  const serving = rows
    .filter(([, row]) => SERVING.has(row.state))
    .map(([, row]) => source.cast.nameOf(row.mn));
  const timer = nextTimer(source, node, 'mag');
  return {
    role: serving.length === 0 ? '' : `serving ${listOf([...new Set(serving)])}`,
    mag: { links: rows.map(([key, row]) => accessScene(source, key, row)) },
    ...(timer === undefined ? {} : { timer }),
  };
}

function accessScene(source: SceneSource, key: string, row: MagUpdateRow): AccessScene {
  const { cast } = source;
  return {
    key,
    mnId: row.mnId,
    mn: row.mn,
    iface: row.iface,
    prefixes: row.prefixes,
    names: row.prefixes.map((prefix) => cast.prefixes.nameOf(prefix)),
    state: row.state,
    ...(row.status === undefined ? {} : { status: row.status }),
    ...(row.expiresAt === undefined ? {} : { expiresAt: row.expiresAt }),
    anchor: anchorOf(source, row.prefixes[0] ?? '', cast.nodeAt(row.lma)),
  };
}

/** Timers that only repeat themselves say nothing of a session; lifetimes are counted down elsewhere. */
const QUIET_TIMERS = /MAX_RTR_ADV_INTERVAL|HEARTBEAT_INTERVAL|^pace|^expiry/;

/** The next thing that a role waits for. */
function nextTimer(source: SceneSource, node: NodeId, role: string): NodeScene['timer'] {
  const next = source.timersOf(node, role).find(({ timer }) => !QUIET_TIMERS.test(timer));
  return next && { label: timerName(next.timer), armedAt: next.armedAt, due: next.due };
}
