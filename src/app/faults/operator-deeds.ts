// Orders of an operator: revocation (RFC 5846), update notification (RFC 7077), renumbering at an LMA;
// forgetting, resuming and revoking all at a MAG; letting go of anchors at a D-GW.

import type { Command, NodeId, NodeScene, Still } from '#session/protocol.ts';
import { act } from '#app/stores/document.ts';
import { nameOf } from '#app/stores/run.ts';
import type { Deed } from './deed.ts';
import type { Field } from './question.ts';

/** Revocation triggers for one session (RFC 5846 §11). */
const TRIGGERS = [
  { value: '1', words: '1, administrative reason' },
  { value: '0', words: '0, unspecified' },
  { value: '2', words: '2, handover between MAGs, same access' },
  { value: '3', words: '3, handover between MAGs, other access' },
  { value: '4', words: '4, handover between MAGs, unknown' },
  { value: '5', words: '5, the user ended the session' },
  { value: '6', words: '6, the network ended the session' },
  { value: '7', words: '7, bindings may differ' },
] as const;

/** Reasons of an update notification (RFC 7077 §4.1). */
const REASONS = [
  { value: '1', words: '1, register again' },
  { value: '2', words: '2, session parameters changed' },
] as const;

const ALL = '';

type Dlif = NonNullable<NodeScene['dlifs']>[number];

interface Choice {
  readonly value: string;
  readonly words: string;
}

const choice = (id: string, label: string, options: readonly Choice[]): Field => ({
  kind: 'choice',
  id,
  label,
  value: options[0]?.value ?? '',
  options,
});

/** Mobile nodes with a binding at the LMA; all of the stage when there is none. */
function boundNodes(still: Still, lma: NodeScene): readonly Choice[] {
  const bound = (lma.lma?.bindings ?? []).flatMap(({ mn }) => (mn === undefined ? [] : [mn]));
  const all = still.scene.nodes.filter(({ kind }) => kind === 'mn').map(({ id }) => id);
  const nodes = [...new Set(bound.length > 0 ? bound : all)];
  return nodes.map((id) => ({ value: id, words: nameOf(still, id) }));
}

/** `MN1: HNP1` for each session; the value holds both. */
function sessions(still: Still, lma: NodeScene): readonly Choice[] {
  return (lma.lma?.bindings ?? []).flatMap(({ mn, prefixes, names }) =>
    mn === undefined
      ? []
      : prefixes.map((prefix, i) => ({
          value: `${mn} ${prefix}`,
          words: `${nameOf(still, mn)}: ${names[i] ?? prefix}`,
        })),
  );
}

const order = (command: Omit<Command & { do: 'operate' }, 'do'>): void =>
  act({ do: 'operate', ...command });

function revokeDeed(still: Still, lma: NodeScene): Deed {
  const prefixes = sessions(still, lma).map(({ value, words }) => ({
    value,
    words: `only ${words}`,
  }));
  return {
    words: 'Revoke a node…',
    does: {
      title: `${lma.name} revokes a binding`,
      note: 'It sends a BRI to the MAG of the binding (RFC 5846 §8.1).',
      fields: [
        choice('mn', 'Mobile node', boundNodes(still, lma)),
        choice('prefix', 'Prefixes', [{ value: ALL, words: 'all of its prefixes' }, ...prefixes]),
        choice('trigger', 'Trigger', TRIGGERS),
        { kind: 'tick', id: 'ipv4', label: 'Only the IPv4 home address (V)', value: false },
      ],
      confirm: 'Revoke',
      run: ({ mn = '', prefix = '', trigger, ipv4 }) => {
        const [owner, own] = prefix.split(' ');
        order({
          node: lma.id,
          order: 'revoke',
          mn: owner || mn,
          trigger: Number(trigger),
          ...(own !== undefined && own !== '' && { prefix: own }),
          ...(ipv4 === 'yes' && { ipv4: true }),
        });
      },
    },
  };
}

function lmaDeeds(still: Still, lma: NodeScene): readonly Deed[] {
  const mags = still.scene.nodes.filter(({ kind }) => kind === 'mag');
  const realm = /@.*$/.exec(lma.lma?.bindings[0]?.mnId ?? '@example.net')?.[0] ?? '@example.net';
  const bound = boundNodes(still, lma);
  const all = sessions(still, lma);
  return [
    ...(bound.length > 0 ? [revokeDeed(still, lma)] : []),
    ...mags.map(({ id, name }): Deed => ({
      words: `Revoke all nodes of ${name}`,
      does: () => order({ node: lma.id, order: 'revokeAll', peer: id, trigger: 128 }),
    })),
    {
      words: 'Revoke a realm…',
      does: {
        title: `${lma.name} revokes a realm`,
        fields: [{ kind: 'text', id: 'realm', label: 'Realm', value: realm, most: 120 }],
        confirm: 'Revoke',
        run: ({ realm: text = '' }) => {
          const name = text.trim().replace(/^@?/, '@');
          order({ node: lma.id, order: 'revokeRealm', realm: name, trigger: 129 });
        },
      },
    },
    ...(bound.length > 0 ? [notifyDeed(lma, bound)] : []),
    ...(all.length > 0 ? [renumberDeed(lma, all)] : []),
  ];
}

const notifyDeed = (lma: NodeScene, bound: readonly Choice[]): Deed => ({
  words: 'Notify a MAG…',
  does: {
    title: `${lma.name} sends an update notification`,
    fields: [choice('mn', 'About', bound), choice('reason', 'Reason', REASONS)],
    confirm: 'Send',
    run: ({ mn = '', reason }) =>
      order({ node: lma.id, order: 'notify', mn, reason: Number(reason) }),
  },
});

const renumberDeed = (lma: NodeScene, all: readonly Choice[]): Deed => ({
  words: 'Renumber…',
  does: {
    title: `${lma.name} withdraws a prefix`,
    note: 'The node is advertised another one.',
    fields: [choice('session', 'Prefix', all)],
    confirm: 'Withdraw',
    run: ({ session = '' }) => {
      const [mn = '', prefix = ''] = session.split(' ');
      order({ node: lma.id, order: 'renumber', mn, prefix });
    },
  },
});

function magDeeds(still: Still, mag: NodeScene): readonly Deed[] {
  const here = [...new Set((mag.mag?.links ?? []).map(({ mn }) => mn))];
  const of = (mn: NodeId): string => nameOf(still, mn);
  return [
    ...here.flatMap((mn): Deed[] => [
      {
        words: `Forget ${of(mn)}`,
        note: 'It is no longer refreshed: its binding expires.',
        does: () => order({ node: mag.id, order: 'forget', mn }),
      },
      {
        words: `Resume ${of(mn)}`,
        note: 'Registers again after a refusal that stopped it.',
        does: () => order({ node: mag.id, order: 'resume', mn }),
      },
    ]),
    {
      words: 'Ask to revoke all its nodes',
      does: () => order({ node: mag.id, order: 'revokeAll', trigger: 128 }),
    },
  ];
}

/** a serving gateway lets go of other anchors; an anchor ends what no lifetime ends. */
function gatewayDeeds(still: Still, gateway: NodeScene): readonly Deed[] {
  // RFC 8885 has no message for that.
  if (still.scene.nodes.some(({ kind }) => kind === 'cmd')) return [];
  const dlifs = gateway.dlifs ?? [];
  const isHere = (mn: NodeId): boolean =>
    still.scene.nodes.find(({ id }) => id === mn)?.mn?.attachedTo === gateway.id;
  const nodes = (is: (dlif: Dlif) => boolean): readonly NodeId[] => [
    ...new Set(dlifs.filter(is).map(({ mn }) => mn)),
  ];
  const forget = (mn: NodeId) => (): void => order({ node: gateway.id, order: 'forget', mn });
  return [
    ...nodes(({ state }) => state === 'clone').map((mn): Deed => ({
      words: `Let go of other anchors of ${nameOf(still, mn)}`,
      note: 'Sends them a PBU of lifetime 0: their prefixes end, and flows that use them.',
      does: forget(mn),
    })),
    ...nodes(({ state, mn }) => state === 'serving' && !isHere(mn)).map((mn): Deed => ({
      words: `End the binding of ${nameOf(still, mn)}`,
      note: 'Where only an order ends anchors (knob anchorRelease); else it expires.',
      does: forget(mn),
    })),
  ];
}

/** What an operator may tell a node. */
export function operatorDeeds(still: Still, node: NodeScene): readonly Deed[] {
  if (!node.up) return [];
  if (node.kind === 'lma') return lmaDeeds(still, node);
  if (node.kind === 'dgw') return gatewayDeeds(still, node);
  return node.kind === 'mag' ? magDeeds(still, node) : [];
}
