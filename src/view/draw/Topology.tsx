// The stage but for what flies: core above, gateways side by side, mobile nodes below. No state here.

import type { ComponentProps, ComponentType } from 'react';
import { Suspense } from 'react';
import type { Box } from './geometry.ts';
import { pathOf } from './geometry.ts';
import type { StageLayout } from './layout.ts';
import type { NodeMark } from './scene.ts';
import { textWidth } from './text-width.ts';
import type { StageAccent } from './topology-accent.ts';
import { TopologyGateway } from './TopologyGateway.tsx';
import { Pipe, PipeLabel, Same, Wire } from './TopologyLinks.tsx';
import { Crashed, NodeNote } from './TopologyNote.tsx';
import type { TopologyLma, TopologyMag } from './TopologyProxy.tsx';
import { Ghost, Radio, TopologyMobile } from './TopologyMobile.tsx';
import { Core, Correspondent, Local, Store } from './TopologyNodes.tsx';
import { Bare, Poly } from './TopologyParts.tsx';
import type { TopologyStack } from './TopologyStack.tsx';

/** What draws Proxy Mobile IPv6 and nodes with several radios; given from outside, so that a page may load it when it is needed. */
export interface ProxyParts {
  readonly Mag: ComponentType<ComponentProps<typeof TopologyMag>>;
  readonly Lma: ComponentType<ComponentProps<typeof TopologyLma>>;
  /** A mobile node as a box of layers. */
  readonly Stack: ComponentType<ComponentProps<typeof TopologyStack>>;
}

interface Props {
  readonly layout: StageLayout;
  readonly proxies: ProxyParts;
  readonly accent: StageAccent;
  readonly now: number;
  /** `data-pick` of the chosen shape. */
  readonly chosen: string | undefined;
  /** The gateway whose radio a carried node would get. */
  readonly target: string | undefined;
}

/** Hatches; ids are unique on the page because the stage is. */
export function TopologyDefs() {
  return (
    <defs>
      <pattern
        id="st-hatch"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 0V6" className="st-hatch-line" />
      </pattern>
    </defs>
  );
}

const coverClass = ({ id, kind }: NodeMark, target: string | undefined): string =>
  `st-cover is-${kind}${id === target ? ' is-target' : ''}`;

const rectOf = ({ x, y, w, h }: Box) => ({ x, y, width: w, height: h });

function Ground({ layout, target }: Pick<Props, 'layout' | 'target'>) {
  const { zones, gateways, stores, core, roomy } = layout;
  const bar = core ? core.box.y + core.box.h / 2 : 0;
  return (
    <g>
      {gateways.map(
        ({ cell, node }) =>
          cell && (
            <ellipse
              key={node.id}
              className={coverClass(node, target)}
              data-pick={`node:${node.id}`}
              cx={cell.cx}
              cy={cell.cy}
              rx={cell.rx}
              ry={cell.ry}
            />
          ),
      )}
      {zones.map(({ name, box, label }) => (
        <g key={name}>
          <rect className="st-zone" {...rectOf(box)} rx={28} />
          <text className="is-dim st-halo" {...label} fontSize={roomy ? 14 : 13}>
            {name}
          </text>
        </g>
      ))}
      {core &&
        stores.map(({ box, node }) => (
          <path
            key={node.id}
            className="st-wire"
            d={`M${box.x + box.w / 2} ${box.y + box.h}V${bar}H${core.box.x}`}
          />
        ))}
    </g>
  );
}

const BIG = { PBU: 'U', PBA: 'A' } as const;

/** The message of the accent where it arrived; only what has a glyph of its own. */
function Arrival({ accent, layout }: Pick<Props, 'accent' | 'layout'>) {
  const { arrival } = accent;
  const letter = arrival ? BIG[arrival.name as keyof typeof BIG] : undefined;
  if (!arrival || letter === undefined) return null;
  const { x, y, degrees, name, words } = arrival;
  const size = layout.roomy ? 15 : 13;
  const wide = textWidth(name, size, true) + 7;
  // Beside an LMA's pipes there is room on the inner side only.
  const inner = layout.lmas.length > 0 && x > layout.size.w * 0.55;
  const nameX = inner ? x - 27 - wide - textWidth(words, 14) : x + 27;
  return (
    <g>
      <g transform={`translate(${x} ${y}) rotate(${degrees})`}>
        <path className="st-msg" d="M-15 -15.6L15.6 0L-15 15.6z" />
        {name === 'PBA' && <path className="st-msg-in" d="M-12 -11.5L10.5 0L-12 11.5z" />}
      </g>
      <text
        className={name === 'PBA' ? 'is-bold' : 'is-bold st-inverse'}
        x={x - 4 * Math.cos((degrees * Math.PI) / 180)}
        y={y - 4 * Math.sin((degrees * Math.PI) / 180) + 4.7}
        textAnchor="middle"
        fontSize={13}
      >
        {letter}
      </text>
      <text className="is-bold st-halo" x={nameX} y={y + 2} fontSize={size}>
        {name}
      </text>
      <text className="st-halo" x={nameX + wide} y={y + 2} fontSize={layout.roomy ? 14 : 13}>
        {words}
      </text>
    </g>
  );
}

/** The whole drawing, to stand inside an `svg` with class `stage-svg`. */
export function Topology({ layout, proxies, accent, now, chosen, target }: Props) {
  const { Mag, Lma, Stack } = proxies;
  const { roomy } = layout;
  const nameOf = (id: string): string => layout.nodes.get(id)?.name ?? id;
  const common = { roomy, now, chosen, nameOf };
  return (
    <g>
      <Ground layout={layout} target={target} />
      {accent.lines.map((line) => (
        <Poly key={pathOf(line)} line={line} className="st-now-path" />
      ))}
      {layout.links.map((shape) => (
        <Wire key={shape.id} shape={shape} chosen={chosen} />
      ))}
      {accent.chevrons.map(({ x, y, degrees }) => (
        <path
          key={`${x} ${y}`}
          className="st-chevron"
          d="M-3.6 -6L3.6 0L-3.6 6"
          transform={`translate(${x} ${y}) rotate(${degrees})`}
        />
      ))}
      {layout.core && <Core shape={layout.core} roomy={roomy} chosen={chosen} />}
      {layout.stores.map((shape) => (
        <Store key={shape.node.id} shape={shape} roomy={roomy} chosen={chosen} />
      ))}
      {layout.correspondents.map((shape) => (
        <Correspondent key={shape.node.id} shape={shape} roomy={roomy} chosen={chosen} />
      ))}
      {layout.locals.map((shape) => (
        <Local key={shape.node.id} shape={shape} roomy={roomy} chosen={chosen} />
      ))}
      {layout.gateways.map((shape) =>
        shape.node.kind !== 'dgw' ? (
          <Suspense key={shape.node.id} fallback={<Bare {...shape} />}>
            <Mag shape={shape} hot={accent.rows} cause={accent.cause} {...common} />
          </Suspense>
        ) : (
          <TopologyGateway
            key={shape.node.id}
            shape={shape}
            density={layout.density}
            hot={accent.dlifs}
            {...common}
          />
        ),
      )}
      {layout.lmas.map((shape) => (
        <Suspense key={shape.node.id} fallback={<Bare {...shape} />}>
          <Lma shape={shape} hot={accent.rows} cause={accent.cause} {...common} />
        </Suspense>
      ))}
      {layout.pipes.map((shape) => (
        <Pipe
          key={shape.mark.id}
          shape={shape}
          hot={accent.pipes.has(shape.mark.id)}
          chosen={chosen}
        />
      ))}
      {layout.pipes.map((shape) => (
        <PipeLabel key={shape.mark.id} shape={shape} roomy={roomy} />
      ))}
      {layout.sames.map((shape) => (
        <Same key={`${shape.badge.x}`} shape={shape} roomy={roomy} />
      ))}
      {layout.mobiles.map(({ ghost, node }) => ghost && <Ghost key={node.id} box={ghost} />)}
      {layout.mobiles.map((shape) => (
        <Radio key={shape.node.id} shape={shape} gateways={layout.gateways} />
      ))}
      {layout.mobiles.map((shape) => (
        <TopologyMobile
          key={shape.node.id}
          shape={shape}
          stack={Stack}
          hot={accent.rows}
          chosen={chosen}
          nameOf={nameOf}
        />
      ))}
      {[...layout.gateways, ...layout.lmas, ...layout.mobiles, ...layout.correspondents].map(
        ({ node, box }) => (
          <g key={node.id}>
            <Crashed node={node} box={box} />
            <NodeNote node={node} box={box} width={layout.size.w} roomy={roomy} />
          </g>
        ),
      )}
      <Arrival accent={accent} layout={layout} />
    </g>
  );
}
