// A mobile node: phone with its port, radio link, ghost of where it left, addresses, beliefs.

import { Suspense } from 'react';
import type { ComponentProps, ComponentType } from 'react';
import type { Box } from './geometry.ts';
import { at, centre } from './geometry.ts';
import type { GatewayShape } from './layout-gateways.ts';
import type { MobileShape } from './layout-mobiles.ts';
import { LABEL_LINE, LETTER, shortState } from './layout-mobiles.ts';
import type { PortShape } from './layout-ports.ts';
import { fitText, monoWidth, textWidth } from './text-width.ts';
import { Tally } from './TopologyGateway.tsx';
import { Bare, pickOf, Poly, Ring, Tile } from './TopologyParts.tsx';
import type { TopologyStack } from './TopologyStack.tsx';

/** The phone alone: also what is carried. */
export function Phone({
  name,
  box,
  ports,
}: {
  name: string;
  box: Box;
  ports: readonly PortShape[];
}) {
  const { x, y, w, h } = box;
  const middle = x + w / 2;
  const size = w >= 58 ? 17 : w >= 54 ? 16 : w >= 38 ? 14 : 13;
  const isWhole = w >= 54;
  const short = /\d+$/.exec(name)?.[0] ?? '';
  const shown = [name, short].find((text) => textWidth(text, size, true) <= w - 4) ?? '';
  const port = Math.min(16, w * 0.6);
  return (
    <g>
      {ports.map((one) => (
        <rect
          key={one.iface}
          className={one.attachedTo === undefined ? 'st-mn-port is-idle' : 'st-mn-port'}
          x={one.x - port / 2}
          y={one.y}
          width={port}
          height={10}
          rx={2}
        />
      ))}
      <rect className="st-mn-body" x={x} y={y} width={w} height={h} rx={w * 0.16} />
      {shown !== '' && (
        <text
          className="is-bold"
          x={middle}
          y={y + (isWhole ? h * 0.46 : h / 2 + 5)}
          textAnchor="middle"
          fontSize={size}
        >
          {shown}
        </text>
      )}
      {isWhole && (
        <text className="is-dim" x={middle} y={y + h * 0.46 + 19} textAnchor="middle" fontSize={13}>
          {ports.map(({ iface }) => iface).join(' ')}
        </text>
      )}
    </g>
  );
}

/** Ports of a phone that is drawn elsewhere. */
export const portsAt = (shape: MobileShape, box: Box): readonly PortShape[] =>
  shape.ports.map((port) => ({
    ...port,
    x: port.x - shape.box.x + box.x,
    y: port.y - shape.box.y + box.y,
  }));

/** The radio links of a phone, one for each port that has one. */
export function Radio({
  shape,
  gateways,
}: {
  shape: MobileShape;
  gateways: readonly GatewayShape[];
}) {
  return shape.ports.map((port, i) => {
    const joining = port.attachedTo === undefined;
    const gateway = gateways.find(({ node }) => node.id === (port.attachedTo ?? port.joining));
    if (!gateway) return null;
    const { x, bottom } = gateway.mast;
    const outward = shape.ports.length > 1 ? i === 0 : x > port.x;
    const aside = outward ? -30 : 14;
    return (
      <g key={port.iface}>
        <Poly
          line={[at(x, bottom), at(port.x, port.y + 4)]}
          className={joining ? 'st-radio is-joining' : 'st-radio'}
        />
        {!joining && shape.box.w >= 54 && !shape.stack && (
          <path
            className="st-bars"
            transform={`translate(${port.x + aside} ${port.y + 4})`}
            d="M0 0v-4h4v4zM6 0v-8h4v8zM12 0v-12h4v12z"
          />
        )}
        {port.technology !== '' && (
          <text
            className="is-dim st-halo"
            x={port.x + (outward ? -38 : 36)}
            y={port.y + 4}
            textAnchor={outward ? 'end' : 'start'}
            fontSize={13}
          >
            {port.technology}
          </text>
        )}
      </g>
    );
  });
}

/** Only letters: all but the preferred ones stand on a hatch. */
function Letters(props: {
  shape: MobileShape;
  hot: ReadonlySet<string>;
  box: Box;
  across: number;
}) {
  const { hot, box, across } = props;
  const { node } = props.shape;
  const addresses = node.mn?.addresses ?? [];
  return addresses.map(({ address, short, anchor, state }, i) => {
    const x = box.x + (i % across) * LETTER.x;
    const y = box.y + Math.floor(i / across) * LETTER.y;
    return (
      <g key={address} className={`st-address is-${state}`}>
        <title>{`${short} ${state}`}</title>
        {hot.has(`${node.id}/${address}`) && (
          <rect className="st-now-row" x={x - 2} y={y - 2} width={21} height={21} rx={3} />
        )}
        <Tile letter={anchor.letter} x={x} y={y} />
        {state !== 'preferred' && (
          <rect className="st-dlif-hatch" x={x} y={y + 17} width={17} height={4} />
        )}
      </g>
    );
  });
}

function Label({ shape, hot }: { shape: MobileShape; hot: ReadonlySet<string> }) {
  const { node, label } = shape;
  if (!label || !node.mn) return null;
  const { box, style } = label;
  if (style === 'letters') return <Letters shape={shape} hot={hot} {...label} />;
  const step = style === 'full' ? LABEL_LINE : style === 'short' ? 24 : 22;
  const size = style === 'full' ? 14 : 13;
  const first = style === 'full' ? 1 : 0;
  return (
    <g>
      {style === 'full' && (
        <text className="is-dim st-halo" x={box.x} y={box.y + 16} fontSize={14}>
          {node.mn.mnId}
        </text>
      )}
      {node.mn.addresses.map(({ address, short, anchor, state }, i) => {
        const y = box.y + (i + first) * step;
        const text = box.x + (style === 'tiles' ? 23 : 25);
        const words = style === 'short' ? shortState(state) : state;
        const wordX = style === 'tiles' ? text : text + monoWidth(short, size) + 10;
        const changed = hot.has(`${node.id}/${address}`);
        return (
          <g key={address} className={`st-address is-${state}${changed ? ' is-hot' : ''}`}>
            {changed && (
              <rect
                className="st-now-row"
                x={box.x - 5}
                y={y - 1}
                width={box.w + 12}
                height={step - 3}
                rx={3}
              />
            )}
            <Tile letter={anchor.letter} x={box.x} y={y + 1} />
            {style !== 'tiles' && (
              <text className="is-mono st-halo" x={text} y={y + 15} fontSize={size}>
                {short}
              </text>
            )}
            <text className="is-dim st-halo" x={wordX} y={y + 15} fontSize={size}>
              {words}
            </text>
          </g>
        );
      })}
    </g>
  );
}

const COUNT = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];

function Card(props: {
  shape: MobileShape;
  hot: ReadonlySet<string>;
  nameOf: (node: string) => string;
}) {
  const { node, card, box } = props.shape;
  if (!card || !node.mn) return null;
  const { x, y, w, h } = card.box;
  const routers = node.mn.believes;
  const many = COUNT[routers.length] ?? String(routers.length);
  const believes = `${many} router${routers.length === 1 ? '' : 's'}`;
  const there = props.shape.ports.flatMap(({ attachedTo }) => (attachedTo ? [attachedTo] : []));
  const where = [...new Set(there)].map(props.nameOf).join(', ');
  const radios = `${COUNT[there.length] ?? there.length} radio${there.length === 1 ? '' : 's'}`;
  const truths = where === '' ? ['not attached'] : [`${radios}, at ${where}`, `at ${where}`];
  const size = card.long ? 14 : 13;
  const lines = truths.map((words) => `True: ${words}`);
  const truth = lines.find((line) => textWidth(line, size) <= w - 26) ?? lines.at(-1) ?? '';
  const tip = Math.max(y + 20, Math.min(y + h - 20, centre(box).y));
  const points =
    card.side === 'left'
      ? `M${x + w - 1} ${tip - 16}l33 16l-33 8`
      : `M${x + 1} ${tip - 16}l-33 16l33 8`;
  return (
    <g className="st-card" data-pick={pickOf('node', node.id)}>
      <rect className="st-card-box" x={x} y={y} width={w} height={h} rx={8} />
      <path className="st-card-tip" d={points} />
      <text className="is-bold" x={x + 16} y={y + 27} fontSize={card.long ? 14 : 13}>
        {card.long ? `${node.name} believes: ${believes}` : `Believes: ${believes}`}
      </text>
      {card.long &&
        routers.map(({ linkLocal, anchor }, i) => {
          const line = y + 40 + i * 24;
          return (
            // Two gateways may show the same address (RFC 6543).
            <g key={`${anchor.letter} ${linkLocal}`}>
              {props.hot.has(`${node.id}/${linkLocal}`) && (
                <rect className="st-now-row" x={x + 8} y={line - 2} width={w - 16} height={21} />
              )}
              <Tile letter={anchor.letter} x={x + 16} y={line} />
              <text className="is-mono" x={x + 42} y={line + 14} fontSize={14}>
                {linkLocal}
              </text>
            </g>
          );
        })}
      {card.long && <path className="st-card-rule" d={`M${x + 16} ${y + h - 35}h${w - 32}`} />}
      <text
        className={card.long ? 'is-bold' : ''}
        x={x + 16}
        y={y + h - (card.long ? 13 : 15)}
        fontSize={size}
      >
        {fitText(truth, size, w - 26)}
      </text>
    </g>
  );
}

export function Ghost({ box }: { box: Box }) {
  return (
    <g>
      <rect
        className="st-mn-ghost"
        x={box.x}
        y={box.y}
        width={box.w}
        height={box.h}
        rx={box.w * 0.16}
      />
      {box.w >= 38 && (
        <text
          className="is-dim"
          x={box.x + box.w / 2}
          y={box.y + box.h / 2 + 5}
          textAnchor="middle"
          fontSize={13}
        >
          left
        </text>
      )}
    </g>
  );
}

export function TopologyMobile(props: {
  shape: MobileShape;
  /** What draws a box of layers. */
  stack: ComponentType<ComponentProps<typeof TopologyStack>>;
  hot: ReadonlySet<string>;
  chosen: string | undefined;
  nameOf: (node: string) => string;
}) {
  const { shape, stack: Stack, hot, chosen, nameOf } = props;
  const { node, stack } = shape;
  const pick = pickOf('node', node.id);
  if (stack) {
    return (
      <g>
        <Card shape={shape} hot={hot} nameOf={nameOf} />
        <Suspense fallback={<Bare {...shape} />}>
          <Stack shape={stack} {...{ node, hot, chosen, nameOf }} />
        </Suspense>
        {shape.tally && <Tally node={node} {...shape.tally} size={13} />}
      </g>
    );
  }
  return (
    <g>
      <Card shape={shape} hot={hot} nameOf={props.nameOf} />
      <g data-pick={pick} data-mobile={shape.node.id}>
        <Phone name={shape.node.name} box={shape.box} ports={shape.ports} />
        {chosen === pick && <Ring {...shape.box} y={shape.box.y - 8} h={shape.box.h + 8} />}
      </g>
      <Label shape={shape} hot={hot} />
      {shape.tally && <Tally node={shape.node} {...shape.tally} size={13} />}
    </g>
  );
}
