// The stage in words: nodes, what they hold, and in what state. This is what screen readers read.

import type { Scene, Still } from '#session/protocol.ts';
import { endNames } from '#app/faults/link-name.ts';
import { flowRows, radioRows, socketRows } from './outline-flows.ts';
import type { OutlineRow } from './outline-row.ts';

export interface OutlineNode extends OutlineRow {
  readonly kind: string;
  readonly rows: readonly OutlineRow[];
}

type Node = Scene['nodes'][number];

/** Rows that the accent touched, as `node/table/key`; for tunnels also `node/tunnels`. */
function signsOf(still: Still): ReadonlyMap<string, string> {
  const signs = new Map<string, string>();
  for (const { node, table, key, sign } of still.accent?.changes ?? []) {
    signs.set(`${node}/${table}/${key}`, sign);
    signs.set(`${node}/${table}`, sign);
  }
  return signs;
}

export function outlineOf(still: Still): readonly OutlineNode[] {
  const signs = signsOf(still);
  const name = (id: string): string => still.scene.nodes.find((one) => one.id === id)?.name ?? id;
  const order = [
    'mn',
    'mr',
    'lfn',
    'mag',
    'ar',
    'lma',
    'ha',
    'dgw',
    'hss',
    'cmd',
    'localnet',
    'cn',
    'core',
  ];
  return still.scene.nodes
    .filter((node) => node.kind !== 'core' || !node.up || node.lost.length > 0)
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .map((node): OutlineNode => {
      const rows = [
        ...radioRows(node, { signs, name }),
        ...addressRows(node, signs),
        ...socketRows(node, name),
        ...dlifRows(node, signs),
        ...bindingRows(node, { signs, name }),
        ...flowRows(node, { signs, name }),
        ...accessRows(node, { signs, name }),
        ...tunnelRows(),
      ];
      function tunnelRows(): readonly OutlineRow[] {
        const ends = node.dlifs ?? node.lma ?? node.mag;
        return ends ? bindingAndTunnels(node, still, { signs, name }) : [];
      }
      return {
        key: node.id,
        kind: node.kind,
        name: node.name,
        state: stateOf(node),
        sign: '',
        selection: { kind: 'node', node: node.id },
        rows,
      };
    });
}

/** `HNP1`, or `HNP1 of if2` where the node has several interfaces. */
const sessionName = (names: readonly string[], iface: string | undefined): string =>
  [names.join(', '), ...(iface === undefined ? [] : [`of ${iface}`])].join(' ');

function stateOf(node: Node): string {
  if (!node.up) return node.kind === 'hss' ? 'not answering' : 'crashed';
  const lost = node.lost.reduce((sum, { count }) => sum + count, 0);
  const records = node.records?.length;
  const what = node.role || (records ? `${records} record${records === 1 ? '' : 's'}` : '');
  const clock = node.clock === undefined ? [] : [`clock ${node.clock / 1000} ms ahead`];
  const said = node.note === undefined ? [] : [node.note.words];
  return [what, ...(lost > 0 ? [`${lost} lost`] : []), ...clock, ...said]
    .filter((part) => part !== '')
    .join(', ');
}

function addressRows(node: Node, signs: ReadonlyMap<string, string>): readonly OutlineRow[] {
  return (node.mn?.addresses ?? []).map(({ address, short, anchor, state, home }) => ({
    key: address,
    name: short,
    letter: anchor.letter,
    state,
    sign: signs.get(`${node.id}/addresses/${address}`) ?? '',
    selection:
      home === true
        ? { kind: 'row', node: node.id, role: 'mobile', table: 'registration', key: 'home' }
        : { kind: 'row', node: node.id, role: 'host', table: 'addresses', key: address },
  }));
}

function dlifRows(node: Node, signs: ReadonlyMap<string, string>): readonly OutlineRow[] {
  const dlifs = (node.dlifs ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return dlifs.map(({ name, anchor, state, deprecated }) => ({
    key: name,
    name,
    letter: anchor.letter,
    state: deprecated ? `${state}, lft 0` : state,
    sign: signs.get(`${node.id}/dlifs/${name}`) ?? '',
    selection: { kind: 'dlif', node: node.id, name },
  }));
}

interface Naming {
  readonly signs: ReadonlyMap<string, string>;
  readonly name: (id: string) => string;
}

/** The binding cache of an LMA or a home agent. */
function bindingRows(node: Node, { signs, name }: Naming): readonly OutlineRow[] {
  return (node.lma?.bindings ?? []).map(
    ({ key, mnId, mn, iface, names, anchor, state, careOf }) => ({
      key,
      name: `${mn === undefined ? mnId : name(mn)} ${sessionName(names, iface)}`,
      letter: anchor.letter,
      state: `${state}, ${name(careOf)}`,
      sign: signs.get(`${node.id}/bindings/${key}`) ?? '',
      selection: {
        kind: 'row',
        node: node.id,
        role: node.kind === 'ha' ? 'ha' : 'lma',
        table: 'bindings',
        key,
      },
    }),
  );
}

/** The access links of a MAG. */
function accessRows(node: Node, { signs, name }: Naming): readonly OutlineRow[] {
  return (node.mag?.links ?? []).map(({ key, mn, names, anchor, state }) => ({
    key: `link ${key}`,
    name: `${name(mn)} ${names.join(', ')}`.trim(),
    ...(names.length > 0 && { letter: anchor.letter }),
    state,
    sign: signs.get(`${node.id}/updates/${key}`) ?? '',
    selection: { kind: 'row', node: node.id, role: 'mag', table: 'updates', key },
  }));
}

/** Wires with what is wrong with them, for those who do not see the stage. */
export function linksOf(still: Still): readonly OutlineRow[] {
  return still.scene.links.map(({ id, ends, up, loss, delay }) => ({
    key: id,
    name: endNames(still, ends).join(' – '),
    state: [
      up ? `${delay / 1000} ms` : 'down',
      ...(loss > 0 ? [`loses ${Math.round(loss * 100)} %`] : []),
    ].join(', '),
    sign: '',
    selection: { kind: 'link', id },
  }));
}

/** Bindings whose node is elsewhere, and tunnels that end here. */
function bindingAndTunnels(
  node: Node,
  still: Still,
  of: { signs: ReadonlyMap<string, string>; name: (id: string) => string },
): readonly OutlineRow[] {
  return still.scene.tunnels
    .filter(({ ends }) => ends.includes(node.id))
    .flatMap((tunnel): OutlineRow[] => {
      const far = tunnel.ends[0] === node.id ? tunnel.ends[1] : tunnel.ends[0];
      const away = node.dlifs
        ? tunnel.users.filter(({ anchor }) => anchor.gateway === node.id)
        : [];
      const remote = still.scene.nodes.find(({ id }) => id === far)?.address ?? '';
      const sign = of.signs.get(`${node.id}/tunnels/${remote}`) ?? '';
      const selection = { kind: 'tunnel', id: tunnel.id } as const;
      return [
        ...away.map(({ mn, prefix }) => ({
          key: `${tunnel.id} ${prefix}`,
          name: `binding ${mn.replace(/@.*/, '')}`,
          state: `at ${of.name(far)}`,
          sign: of.signs.get(`${node.id}/bindings`) ?? '',
          selection,
        })),
        { key: tunnel.id, name: `tunnel to ${of.name(far)}`, state: 'up', sign, selection },
      ];
    });
}
