// The fixed nodes beside the gateways: store, correspondent, local network, core.

import type { BoxShape, LocalShape } from './layout-frame.ts';
import { fitText } from './text-width.ts';
import { Tally } from './TopologyGateway.tsx';
import { pickOf, Ring } from './TopologyParts.tsx';

interface Props<S> {
  readonly shape: S;
  readonly roomy: boolean;
  readonly chosen: string | undefined;
}

/** A database: a cylinder, its records beside it. */
export function Store({ shape, roomy, chosen }: Props<BoxShape>) {
  const { node, box } = shape;
  const { x, y, w, h } = box;
  const pick = pickOf('node', node.id);
  const r = 9;
  const lines = roomy ? (node.records ?? []) : [];
  const shown = lines.length > 2 ? [...lines.slice(0, 1), `${lines.length - 1} more`] : lines;
  const middle = y + h / 2 - (shown.length * 20) / 2;
  // At the edge of the stage a pipe comes down beside it.
  const room = x < 60 ? 130 : 400;
  return (
    <g data-pick={pick} className={node.up ? '' : 'is-down'}>
      <path
        className="st-plain"
        d={`M${x} ${y + r}v${h - 2 * r}a${w / 2} ${r} 0 0 0 ${w} 0v${2 * r - h}`}
      />
      <ellipse className="st-plain" cx={x + w / 2} cy={y + r} rx={w / 2} ry={r} />
      <text className="is-bold" x={x + w + 10} y={middle + 5} fontSize={roomy ? 15 : 14}>
        {node.name}
      </text>
      {shown.map((line, i) => (
        <text key={line} className="is-dim" x={x + w + 10} y={middle + 25 + 20 * i} fontSize={14}>
          {fitText(line, 14, room)}
        </text>
      ))}
      {chosen === pick && <Ring {...box} />}
    </g>
  );
}

/** A correspondent: a rectangle with a cut corner. */
export function Correspondent({ shape, roomy, chosen }: Props<BoxShape>) {
  const { node, box } = shape;
  const { x, y, w, h } = box;
  const pick = pickOf('node', node.id);
  const middle = x + w / 2;
  return (
    <g data-pick={pick} className={node.up ? '' : 'is-down'}>
      <path className="st-plain" d={`M${x} ${y}h${w - 12}l12 12v${h - 12}h${-w}z`} />
      <text
        className="is-bold"
        x={middle}
        y={y + h / 2 + (roomy ? -3 : 5.5)}
        textAnchor="middle"
        fontSize={roomy ? 17 : 16}
      >
        {node.name}
      </text>
      {roomy && (
        <text className="is-mono" x={middle} y={y + h / 2 + 18} textAnchor="middle" fontSize={14}>
          {node.address}
        </text>
      )}
      {chosen === pick && <Ring {...box} />}
      <Tally node={node} x={middle - 36} y={y + h + 8} size={13} />
    </g>
  );
}

/** A local network: a bus bar with its server; only the gateway beside it reaches it. */
export function Local({ shape, roomy, chosen }: Props<LocalShape>) {
  const { node, bus, server, label } = shape;
  const pick = pickOf('node', node.id);
  const address = node.address ?? '';
  const prefix = address.includes('/') ? address : address.replace(/::[^:]*$/, '::/64');
  const host = address.includes('/') ? '::80' : address.replace(/^.*::/, '::');
  const near = server.x < bus.x ? server.x + server.w : server.x;
  const size = roomy ? 15 : 14;
  const box = {
    x: server.x,
    y: bus.top,
    w: Math.abs(bus.x - server.x) + 6,
    h: bus.bottom - bus.top,
  };
  return (
    <g data-pick={pick} className={node.up ? '' : 'is-down'}>
      <path className="st-bus" d={`M${bus.x} ${bus.top}V${bus.bottom}`} />
      {server.y >= bus.top && (
        <path className="st-wire" d={`M${bus.x} ${server.y + server.h / 2}H${near}`} />
      )}
      <rect
        className="st-plain"
        x={server.x}
        y={server.y}
        width={server.w}
        height={server.h}
        rx={3}
      />
      <text
        className="is-mono"
        x={server.x + server.w / 2}
        y={server.y + server.h / 2 + 5}
        textAnchor="middle"
        fontSize={roomy ? 14 : 13}
      >
        {host}
      </text>
      <text className="is-bold st-halo" x={label.x} y={label.y} fontSize={size}>
        {node.name}
      </text>
      {roomy && (
        <text className="is-mono st-halo" x={label.x} y={label.y + 18} fontSize={14}>
          {prefix}
        </text>
      )}
      {chosen === pick && <Ring {...box} />}
      <Tally node={node} x={Math.max(8, server.x)} y={bus.bottom + 10} size={13} />
    </g>
  );
}

/** The router inside the operator's core. */
export function Core({ shape, chosen }: Props<BoxShape>) {
  const { node, box } = shape;
  const pick = pickOf('node', node.id);
  return (
    <g data-pick={pick} className={node.up ? '' : 'is-down'}>
      <circle className="st-core" cx={box.x + box.w / 2} cy={box.y + box.h / 2} r={5} />
      {chosen === pick && <Ring {...box} />}
      <Tally node={node} x={box.x + 20} y={box.y + 13} size={13} inline />
    </g>
  );
}
