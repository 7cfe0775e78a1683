// A mobile node as a box of layers: sub-interfaces, virtual interface, addresses, sockets, and the
// lines that bind them. Lines move when a binding changes.

import type { CSSProperties } from 'react';
import { along, pathOf } from './geometry.ts';
import type { Bond, StackShape } from './layout-stack.ts';
import { stateWord } from './layout-stack.ts';
import type { NodeMark, RadioMark } from './scene.ts';
import { fitText, monoWidth, textWidth } from './text-width.ts';
import { Cross, FlowDisc, pickOf, Ring, Tile } from './TopologyParts.tsx';

interface Props {
  readonly node: NodeMark;
  readonly shape: StackShape;
  readonly hot: ReadonlySet<string>;
  readonly chosen: string | undefined;
  readonly nameOf: (node: string) => string;
}

/** `on MAG1`, `joining MAG1`, `off`, `no link`. */
function radioState(
  { attachedTo, joining, off }: RadioMark,
  nameOf: (node: string) => string,
): string {
  if (off === true) return 'off';
  if (attachedTo !== undefined) return `on ${nameOf(attachedTo)}`;
  return joining === undefined ? 'no link' : `joining ${nameOf(joining)}`;
}

function Radios({ node, shape, hot, nameOf }: Omit<Props, 'chosen'>) {
  return shape.radios.map(({ mark, box }) => {
    const { x, y, w, h } = box;
    const isIdle = mark.attachedTo === undefined;
    const middle = x + w / 2;
    const state = fitText(radioState(mark, nameOf), 13, w - 6);
    const name = textWidth(mark.iface, 14, true);
    const technology = fitText(mark.technology, 13, w - name - 14);
    const left = middle - (name + 5 + textWidth(technology, 13)) / 2;
    const isHot = hot.has(`${node.id}/${mark.iface}`);
    return (
      <g key={mark.iface} data-radio={`${node.id}/${mark.iface}`}>
        <rect
          className={`st-layer is-radio${isIdle ? ' is-idle' : ''}${isHot ? ' is-hot' : ''}`}
          {...{ x, y, width: w, height: h }}
          rx={4}
        />
        <text className="is-bold" x={left} y={y + 16} fontSize={14}>
          {mark.iface}
        </text>
        <text className="is-dim" x={left + name + 5} y={y + 16} fontSize={13}>
          {technology}
        </text>
        <text x={middle} y={y + 31} textAnchor="middle" fontSize={13}>
          {state}
        </text>
      </g>
    );
  });
}

function Slab({ node, shape }: Pick<Props, 'node' | 'shape'>) {
  const { slab, switcher } = shape;
  const virtual = node.mn?.virtual;
  if (!slab || !virtual) return null;
  const words = `${virtual.iface} …${virtual.mac.slice(-5)}`;
  return (
    <g>
      <rect
        className="st-layer is-slab"
        {...{ x: slab.x, y: slab.y, width: slab.w, height: slab.h }}
        rx={3}
      />
      {switcher && (
        <g>
          <rect
            className="st-layer is-switcher"
            {...{ x: switcher.x, y: switcher.y, width: switcher.w, height: switcher.h }}
            rx={3}
          />
          <text
            x={switcher.x + switcher.w / 2}
            y={switcher.y + 16}
            textAnchor="middle"
            fontSize={13}
          >
            IFS
          </text>
          <path className="st-bond" d={`M${switcher.x} ${switcher.y + 11}h-8`} />
        </g>
      )}
      <text
        className="st-halo is-on-slab"
        x={slab.x + slab.w / 2}
        y={slab.y + 16}
        textAnchor="middle"
        fontSize={13}
      >
        {words}
      </text>
    </g>
  );
}

function Addresses({ node, shape, hot }: Pick<Props, 'node' | 'shape' | 'hot'>) {
  return shape.addresses.map(({ mark, box }) => {
    const { x, y, w, h } = box;
    const { address, short, anchor, state } = mark;
    const isHot = hot.has(`${node.id}/${address}`);
    const word = stateWord(state);
    // No node of the scenario anchors it.
    const known = anchor.letter !== '?';
    const room = w - 28 - (word === '' ? 0 : textWidth(word, 13) + 8);
    // A name in the fixed font that has no room is cut at its end.
    const most = Math.max(3, Math.floor(room / monoWidth('0', 13)));
    const shown = short.length > most ? `${short.slice(0, most - 1)}…` : short;
    return (
      <g key={address} className={`st-address is-${state}${isHot ? ' is-hot' : ''}`}>
        <rect
          className={`st-layer is-address${isHot ? ' is-hot' : ''}`}
          {...{ x, y, width: w, height: h }}
          rx={3}
        />
        {known && <Tile letter={anchor.letter} x={x + 2} y={y + 1.5} />}
        <text className="is-mono" x={x + (known ? 23 : 6)} y={y + 15} fontSize={13}>
          {shown}
        </text>
        <text className="is-dim" x={x + w - 4} y={y + 15} textAnchor="end" fontSize={13}>
          {word}
        </text>
      </g>
    );
  });
}

function Sessions({ node, shape, chosen, nameOf }: Omit<Props, 'hot'>) {
  const { sessions, more, box } = shape;
  return (
    <g>
      {sessions.map(({ mark, box: { x, y, w, h } }) => {
        const pick = `flow:${mark.flow}`;
        const words = `${mark.flow} → ${nameOf(mark.peer)}`;
        const room = w - 26;
        return (
          <g key={mark.flow} data-pick={pick} className={mark.running ? '' : 'is-down'}>
            <rect
              className={`st-layer is-session${mark.broken === undefined ? '' : ' is-broken'}`}
              {...{ x, y, width: w, height: h }}
              rx={10}
            />
            <FlowDisc x={x + 12} y={y + h / 2} number={mark.number} />
            <text x={x + 24} y={y + 15.5} fontSize={13}>
              {textWidth(words, 13) > room ? fitText(mark.flow, 13, room) : words}
            </text>
            {chosen === pick && <Ring x={x + 3} y={y + 3} w={w - 6} h={h - 6} />}
          </g>
        );
      })}
      {more > 0 && (
        <text
          className="is-dim"
          x={box.x + box.w - 8}
          y={shape.title.y}
          textAnchor="end"
          fontSize={13}
        >
          {more} more
        </text>
      )}
      {sessions.length === 0 && (
        <text className="is-dim" x={box.x + 44} y={shape.layers.at(-1)?.y ?? 0} fontSize={13}>
          no sockets
          <title>{node.name}</title>
        </text>
      )}
    </g>
  );
}

/** Where the sign of a flow stands on its line: those of several flows side by side. */
function shareOf(bond: Bond, bonds: readonly Bond[]): number {
  const alike = bonds.filter(({ kind }) => kind === 'down');
  return (alike.indexOf(bond) + 1) / (alike.length + 1);
}

/** One line. The `d` of the style is what moves; browsers without it take the attribute. */
function BondLine({ bond }: { bond: Bond }) {
  const d = pathOf(bond.line);
  const style = { d: `path("${d}")` } as CSSProperties; // not every version of the type knows `d`
  return (
    <g>
      <path className="st-bond-bed" d={d} style={style} />
      <path className={`st-bond is-${bond.kind} is-${bond.state}`} d={d} style={style} />
    </g>
  );
}

/** Whose line it is, or that nothing gets through: over the layers, which are close to each other. */
function BondSigns({ bonds }: { bonds: readonly Bond[] }) {
  return bonds.map((bond) => {
    if (bond.kind !== 'down') return null;
    const { x, y } = along(bond.line, shareOf(bond, bonds));
    return bond.state === 'broken' ? (
      <Cross key={bond.key} x={x} y={y} size={6} />
    ) : (
      <FlowDisc key={bond.key} x={x} y={y} number={bond.number} />
    );
  });
}

/** What is said of the host beside its name: its model, or why packets do not arrive. */
function titleWords({ mn }: NodeMark): string {
  const stack = mn?.stack;
  if (!stack) return '';
  const running = stack.sessions.filter((one) => one.running);
  const [first] = running.flatMap(({ broken }) => broken ?? []);
  if (first !== undefined) {
    const lost = running.filter(({ broken }) => broken === first).map(({ flow }) => flow);
    return `drops ${lost.join(', ')}: ${first}`;
  }
  for (const { flow, comes } of running) {
    const one = comes.find(({ broken }) => broken !== undefined);
    if (one) return `drops the copy of ${flow} by ${one.iface}: ${one.broken ?? ''}`;
  }
  const routes = stack.hostRoutes.map(({ peer, iface }) => `${peer} by ${iface}`);
  const model = mn?.virtual === undefined ? `${stack.model} host` : 'virtual interface';
  return [model, ...routes].join(', ');
}

export function TopologyStack({ node, shape, hot, chosen, nameOf }: Props) {
  const { box, title, layers, bonds } = shape;
  const pick = pickOf('node', node.id);
  const name = textWidth(node.name, 15, true);
  return (
    <g>
      <g data-pick={pick} data-mobile={node.id}>
        <rect
          className="st-mn-body"
          {...{ x: box.x, y: box.y, width: box.w, height: box.h }}
          rx={9}
        />
        {layers.map(({ words, y }) => (
          <text key={words} className="is-dim" x={box.x + 8} y={y} fontSize={13}>
            {words}
          </text>
        ))}
        <text className="is-bold" x={title.x} y={title.y} fontSize={15}>
          {node.name}
        </text>
        <text className="is-dim" x={title.x + name + 8} y={title.y} fontSize={13}>
          {fitText(titleWords(node), 13, box.w - name - 26)}
        </text>
        {chosen === pick && <Ring {...box} />}
      </g>
      <Slab {...{ node, shape }} />
      {bonds.map((bond) => (
        <BondLine key={bond.key} bond={bond} />
      ))}
      <Radios {...{ node, shape, hot, nameOf }} />
      <Addresses {...{ node, shape, hot }} />
      <Sessions {...{ node, shape, chosen, nameOf }} />
      <BondSigns bonds={bonds} />
    </g>
  );
}
