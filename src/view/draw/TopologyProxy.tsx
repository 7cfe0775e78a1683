// MAGs and LMAs: hexagon and octagon with a header in their colour, and what a MAG holds in rows.

import type { GatewayShape } from './layout-gateways.ts';
import type { LmaShape } from './layout-proxies.ts';
import { HEX_CORNER, LINK_ROW, OCT_CORNER } from './layout-proxies.ts';
import type { NodeMark } from './scene.ts';
import { BindingCard, FlowTable } from './TopologyCards.tsx';
import { fitText, monoWidth, textWidth } from './text-width.ts';
import { fitWords, Mast, Tally, TimerRing } from './TopologyGateway.tsx';
import { pickOf, Ring, Tile } from './TopologyParts.tsx';

interface Props<S> {
  readonly shape: S;
  readonly roomy: boolean;
  readonly now: number;
  /** Keys `node/row` of table rows that just changed. */
  readonly hot: ReadonlySet<string>;
  readonly chosen: string | undefined;
  readonly nameOf: (node: string) => string;
}

/** Name at the left of a header, role at its right, a timer between them. */
function Header(props: {
  node: NodeMark;
  left: number;
  right: number;
  y: number;
  now: number;
  className: string;
  roomy: boolean;
}) {
  const { node, left, right, y, roomy, className } = props;
  const size = roomy ? 17 : 16;
  const small = roomy ? 14 : 13;
  const nameW = textWidth(node.name, size, true);
  const room = right - left - nameW - (node.timer ? 26 : 0) - 8;
  return (
    <g className={className}>
      <text className="is-bold" x={left} y={y + size * 0.36} fontSize={size}>
        {node.name}
      </text>
      <TimerRing node={node} now={props.now} x={left + nameW + 16} y={y} />
      <text x={right} y={y + small * 0.36} textAnchor="end" fontSize={small}>
        {fitWords(node.role, room, small)}
      </text>
    </g>
  );
}

/** A flat-top hexagon, and its part down to `d` below the top. */
function hexagon({ x, y, w, h }: GatewayShape['box'], d = h): string {
  const c = HEX_CORNER;
  const half = h / 2;
  const at = (depth: number): number => c * Math.abs(1 - depth / half);
  const sides = d > half ? [half, d] : [d];
  const right = sides.map((depth) => `L${x + w - at(depth)} ${y + depth}`).join('');
  const left = sides
    .toReversed()
    .map((depth) => `L${x + at(depth)} ${y + depth}`)
    .join('');
  return `M${x + c} ${y}H${x + w - c}${right}${left}z`;
}

export function TopologyMag(props: Props<GatewayShape> & { cause: string | undefined }) {
  const { shape, roomy, now, hot, chosen, nameOf } = props;
  const { node, box, strips, tally } = shape;
  const pick = pickOf('node', node.id);
  const middle = box.x + box.w / 2;
  const size = roomy ? 14 : 13;
  const links = node.mag?.links ?? [];
  const shown = links.length > 2 ? links.slice(0, 1) : links;
  const first = strips.head + 26;
  // A home agent is an anchor: it has an anchor's outline.
  const outline = node.kind === 'ha' ? octagon : hexagon;
  return (
    <g className={`st-mag is-${node.kind}${node.up ? '' : ' is-down'}`}>
      <BindingCard shape={shape} now={now} hot={hot} nameOf={nameOf} cause={props.cause} />
      <Mast shape={shape} />
      <g data-pick={pick}>
        <path className="st-mag-body" d={outline(box)} />
        <path className="st-mag-head" d={outline(box, strips.head - box.y)} />
        <path className="st-mag-body is-line" d={outline(box)} />
        <Header
          className="st-on-mag"
          node={node}
          left={box.x + HEX_CORNER + 4}
          right={box.x + box.w - HEX_CORNER - 4}
          y={(box.y + strips.head) / 2}
          {...{ now, roomy }}
        />
        <text
          className="is-mono"
          x={middle}
          y={strips.head + 19}
          textAnchor="middle"
          fontSize={monoWidth(node.address ?? '', 14) < box.w - 30 && roomy ? 14 : 13}
        >
          {node.address}
        </text>
        {shown.map(({ key: row, mn, anchor, state, prefixes }, i) => {
          const key = `${node.id}/${row}`;
          const words = fitText(`${nameOf(mn)} ${state}`, size, box.w - 70);
          const tile = prefixes.length > 0 ? 22 : 0;
          const x = middle - (tile + textWidth(words, size)) / 2;
          const y = first + i * LINK_ROW;
          return (
            <g key={key} className={hot.has(key) ? 'is-hot' : ''}>
              {hot.has(key) && (
                <rect
                  className="st-now-row"
                  x={box.x + 18}
                  y={y}
                  width={box.w - 36}
                  height={LINK_ROW - 1}
                />
              )}
              {tile > 0 && <Tile letter={anchor.letter} x={x} y={y + 2} />}
              <text x={x + tile} y={y + 16} fontSize={size}>
                {words}
              </text>
            </g>
          );
        })}
        {shown.length < links.length && (
          <text
            className="is-dim"
            x={middle}
            y={first + LINK_ROW + 16}
            textAnchor="middle"
            fontSize={13}
          >
            {links.length - shown.length} more
          </text>
        )}
        {links.length === 0 && (
          <text className="is-dim" x={middle} y={first + 16} textAnchor="middle" fontSize={13}>
            {node.mag === undefined ? (node.prefix ?? '') : 'no node here'}
          </text>
        )}
      </g>
      {chosen === pick && <Ring {...box} />}
      <Tally node={node} {...tally} size={roomy ? 14 : 13} />
    </g>
  );
}

function octagon({ x, y, w, h }: LmaShape['box'], d = h): string {
  const c = OCT_CORNER;
  const low = Math.max(0, d - (h - c));
  const side = Math.min(d, h - c);
  const inset = d < c ? c - d : low;
  return `M${x + c} ${y}H${x + w - c}L${x + w - Math.max(0, c - d)} ${y + Math.min(c, d)}V${y + side}L${x + w - inset} ${y + d}H${x + inset}L${x} ${y + side}V${y + Math.min(c, d)}z`;
}

export function TopologyLma(props: Props<LmaShape> & { cause: string | undefined }) {
  const { shape, roomy, now, hot, chosen, nameOf } = props;
  const { node, box, head } = shape;
  const pick = pickOf('node', node.id);
  const middle = box.x + box.w / 2;
  return (
    <g className={node.up ? 'st-lma' : 'st-lma is-down'}>
      <BindingCard shape={shape} now={now} hot={hot} nameOf={nameOf} cause={props.cause} />
      <FlowTable {...{ shape, hot, nameOf, chosen }} cause={props.cause} />
      <g data-pick={pick}>
        <path className="st-lma-body" d={octagon(box)} />
        <path className="st-lma-head" d={octagon(box, head - box.y)} />
        <path className="st-lma-body is-line" d={octagon(box)} />
        <g className="st-on-lma">
          <text
            className="is-bold"
            x={middle}
            y={(box.y + head) / 2 + 7}
            textAnchor="middle"
            fontSize={roomy ? 17 : 16}
          >
            {node.name}
          </text>
          <TimerRing
            node={node}
            now={now}
            x={middle + textWidth(node.name, 17, true) / 2 + 18}
            y={(box.y + head) / 2 + 1}
          />
        </g>
        <text
          className="is-mono"
          x={middle}
          y={(head + box.y + box.h) / 2 + 4}
          textAnchor="middle"
          fontSize={roomy ? 14 : 13}
        >
          {node.address}
        </text>
      </g>
      {chosen === pick && <Ring {...box} />}
      <Tally node={node} {...shape.tally} size={roomy ? 14 : 13} />
    </g>
  );
}
