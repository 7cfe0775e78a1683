// What can be done to a node: crash and restart, its clock, its radio cell, and what an operator may
// tell it (orders of RFC 5846, RFC 7077 and RFC 5213 in operator-deeds.ts).

import type { NodeId, NodeScene, Still } from '#session/protocol.ts';
import { mobileActions } from '#app/rail/mobile-actions.ts';
import { act } from '#app/stores/document.ts';
import { breakDeeds } from './break-deeds.ts';
import type { Deed, DeedGroup } from './deed.ts';
import { talkDeed } from './flow-deeds.ts';
import { cellDeeds } from './link-deeds.ts';
import { operatorDeeds } from './operator-deeds.ts';
import { toMicros } from './question.ts';

const KEEPS_STATE: ReadonlySet<string> = new Set(['dgw', 'mag', 'lma', 'cmd', 'ar', 'ha']);
/** RFC 5847: heartbeats say how often a node has begun anew. */
const COUNTS_RESTARTS: ReadonlySet<string> = new Set(['mag', 'lma']);
const TIMED: ReadonlySet<string> = new Set(['mn', 'mag', 'lma', 'dgw', 'cmd']);

/** An hour either way. */
const MOST_OFFSET = 3_600_000;

/** Nodes have bindings of their own: client Mobile IPv6. */
const isOfClients = ({ scene }: Still): boolean => scene.nodes.some(({ kind }) => kind === 'ha');

function crashDeeds(still: Still, { id, kind, up }: NodeScene): readonly Deed[] {
  if (kind === 'hss') {
    const words = up ? 'Stops answering' : 'Answers again';
    return [{ words, does: () => act({ do: 'node', node: id, up: !up }) }];
  }
  // A correspondent of client Mobile IPv6 keeps bindings (MIP6 §9.1).
  const keeps = KEEPS_STATE.has(kind) || (kind === 'cn' && isOfClients(still));
  if (kind === 'cn' && !keeps) {
    const words = up ? 'Crash' : 'Restart';
    return [{ words, does: () => act({ do: 'node', node: id, up: !up }) }];
  }
  if (!keeps) return [];
  if (!up) return [{ words: 'Restart', does: () => act({ do: 'node', node: id, up: true }) }];
  return [
    {
      words: 'Crash, tables kept',
      note: 'After a restart it goes on with what it knew.',
      does: () => act({ do: 'node', node: id, up: false, state: 'kept' }),
    },
    {
      words: 'Crash, tables lost',
      note: COUNTS_RESTARTS.has(kind)
        ? 'After a restart it begins anew; only its restart counter has grown.'
        : 'After a restart it begins anew and knows nothing of before.',
      does: () => act({ do: 'node', node: id, up: false, state: 'lost' }),
    },
  ];
}

function clockDeeds(still: Still, node: NodeScene): readonly Deed[] {
  const { id, kind, name, clock = 0 } = node;
  // Messages of client Mobile IPv6 have no timestamps.
  if (!TIMED.has(kind) || isOfClients(still)) return [];
  const offset: Deed = {
    words: 'Clock offset…',
    ...(clock !== 0 && { note: `now ${clock / 1000} ms` }),
    does: {
      title: `Clock of ${name}`,
      note: 'Its timestamps follow this clock; timers do not.',
      fields: [
        {
          kind: 'number',
          id: 'offset',
          label: 'Ahead of the true time',
          unit: 'ms',
          value: clock === 0 ? 301 : clock / 1000,
          min: -MOST_OFFSET,
          max: MOST_OFFSET,
        },
      ],
      confirm: 'Set the clock',
      run: ({ offset: by }) => act({ do: 'clock', node: id, offset: toMicros(by) }),
    },
  };
  const right: Deed = {
    words: 'Set its clock right',
    does: () => act({ do: 'clock', node: id, offset: 0 }),
  };
  return clock === 0 ? [offset] : [offset, right];
}

const moveDeeds = (still: Still, id: NodeId): readonly Deed[] =>
  mobileActions(still, id).map(({ words, note, run }) => ({
    words,
    ...(note !== undefined && { note }),
    does: run,
  }));

/** Radios on and off, and from one to another on purpose. */
function radioDeeds(still: Still, { id, mn }: NodeScene): readonly Deed[] {
  const radios = mn?.radios ?? [];
  const switches = radios.map(({ iface, technology, off }): Deed => ({
    words: `Switch ${iface} ${off === true ? 'on' : 'off'}`,
    note: technology,
    does: () => act({ do: 'radio', node: id, iface, up: off === true }),
  }));
  const note = isOfClients(still)
    ? 'On purpose: the other is switched off a little after this one has joined.'
    : 'On purpose: the gateway hears of it, and asks for a handoff between interfaces.';
  const inUse = radios.filter(({ off }) => off !== true);
  const changes = inUse.flatMap(({ iface: instead }) =>
    radios
      .filter(({ iface }) => iface !== instead)
      .map(({ iface }): Deed => ({
        words: `Change from ${instead} to ${iface}`,
        note,
        does: () => act({ do: 'radio', node: id, iface, up: true, instead }),
      })),
  );
  return [...switches, ...changes];
}

/** The other host model, where a node has several radios. */
function modelDeeds({ id, kind, mn }: NodeScene): readonly Deed[] {
  if (kind !== 'mn' || (mn?.radios.length ?? 0) < 2 || mn?.virtual !== undefined) return [];
  const weak: Deed = {
    words: 'Make it a weak host',
    note: 'It takes packets to any of its addresses on any interface.',
    does: () => act({ do: 'operate', node: id, order: 'weakHost' }),
  };
  const strong: Deed = {
    words: 'Make it a strong host',
    note: 'It drops packets to the address of another interface (RFC 1122 §3.3.4.2).',
    does: () => act({ do: 'operate', node: id, order: 'strongHost' }),
  };
  return [mn?.stack?.model === 'strong' ? weak : strong];
}

/** What is for a correspondent leaves by one interface. */
function hostRouteDeeds(still: Still, { id, mn }: NodeScene): readonly Deed[] {
  const radios = mn?.radios ?? [];
  if (radios.length < 2 || mn?.virtual !== undefined) return [];
  const peers = still.scene.nodes.filter(({ kind }) => kind === 'cn' || kind === 'localnet');
  return peers.flatMap(({ id: peer, name }) => {
    const now = mn?.stack?.hostRoutes.find((route) => route.peer === name)?.iface;
    const order = { do: 'operate', node: id, order: 'hostRoute', peer } as const;
    const routes = radios
      .filter(({ iface }) => iface !== now)
      .map(({ iface }): Deed => ({
        words: `Route ${name} by ${iface}`,
        does: () => act({ ...order, iface }),
      }));
    const back: Deed = {
      words: `Take the route to ${name} back`,
      note: 'Its packets leave by the interface of their address again.',
      does: () => act(order),
    };
    return now === undefined ? routes : [...routes, back];
  });
}

/** The ways of a virtual interface, laid by hand. */
function pathDeeds({ id, mn }: NodeScene): readonly Deed[] {
  if (mn?.virtual === undefined) return [];
  const { mode, subs, paths } = mn.virtual;
  const up = subs.filter((sub) => sub.up);
  if (mode === 'active') {
    return up
      .filter(({ active }) => !active)
      .map(({ iface }): Deed => ({
        words: `Make ${iface} the active path`,
        note: 'The host above the virtual interface keeps its addresses and sockets.',
        does: () => act({ do: 'operate', node: id, order: 'path', iface }),
      }));
  }
  return paths.flatMap(({ prefix, name, over }) =>
    up
      .filter(({ iface }) => iface !== over)
      .map(({ iface }): Deed => ({
        words: `Send ${name} by ${iface}`,
        note: 'The host above the virtual interface sees nothing of it.',
        does: () => act({ do: 'operate', node: id, order: 'path', prefix, iface }),
      })),
  );
}

/** Flows of a node that has no layers to choose them in. */
const talkDeeds = (still: Still, { id, kind }: NodeScene): readonly Deed[] =>
  kind === 'lfn' || kind === 'cn'
    ? still.scene.flows
        .filter(({ from, to }) => from === id || to === id)
        .map((flow) => talkDeed(still, flow))
    : [];

/** All deeds for a node, in groups. */
export function nodeDeeds(still: Still, id: NodeId): readonly DeedGroup[] {
  const node = still.scene.nodes.find((one) => one.id === id);
  if (!node) return [];
  const groups: readonly DeedGroup[] = [
    node.mn ? moveDeeds(still, id) : [],
    radioDeeds(still, node),
    talkDeeds(still, node),
    [...modelDeeds(node), ...hostRouteDeeds(still, node), ...pathDeeds(node)],
    operatorDeeds(still, node),
    crashDeeds(still, node),
    [...clockDeeds(still, node), ...cellDeeds(still, node)],
    breakDeeds(node),
  ];
  return groups.filter((group) => group.length > 0);
}
