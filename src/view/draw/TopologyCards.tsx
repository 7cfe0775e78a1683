// The cards over an LMA: its binding cache, and which flow goes into which tunnel (MIF Figure 3).

import type { Box } from './geometry.ts';
import { CARD_HEAD, CARD_ROW, nodeText, prefixName, wayWords } from './layout-cards.ts';
import { OCT_CORNER, type LmaShape } from './layout-proxies.ts';
import type { BindingMark, FlowMark } from './scene.ts';
import { textWidth } from './text-width.ts';
import { FlowDisc, pickOf, Ring, Tile } from './TopologyParts.tsx';

/** From a card down to its octagon; of a home agent beside the wire that it crosses. */
function stemOf(card: Box, { box: { x, y, w }, node }: Carded): string {
  const middle = node.kind === 'ha' ? x + OCT_CORNER + 6 : x + w / 2;
  const from = Math.max(card.x + 10, Math.min(card.x + card.w - 10, middle));
  const to = Math.max(x + OCT_CORNER, Math.min(x + w - OCT_CORNER, from));
  return `M${from} ${card.y + card.h}L${to} ${y}`;
}

/** What is left of a time, short: `298 s`, `8.2 s`; a dash when it has no end. */
function leftText(until: number, now: number): string {
  if (!Number.isFinite(until)) return '–';
  const seconds = Math.max(0, until - now) / 1e6;
  return seconds >= 100 ? `${Math.ceil(seconds)} s` : `${seconds.toFixed(1)} s`;
}

/** An LMA, or a home agent. */
type Carded = Pick<LmaShape, 'node' | 'box'> & { readonly card?: LmaShape['card'] };

export function BindingCard(props: {
  shape: Carded;
  now: number;
  hot: ReadonlySet<string>;
  nameOf: (node: string) => string;
  cause: string | undefined;
}) {
  const { shape, hot, now, nameOf, cause } = props;
  const { node, card } = shape;
  if (!card) return null;
  const { box, rows, more, columns } = card;
  const head = box.y + 17;
  const right = box.x + box.w - 10;
  const heads: readonly (readonly [string, number])[] = [
    ['MN', columns.node],
    [node.kind === 'ha' ? 'Home' : 'Prefix', columns.prefix],
    ['Care-of', columns.careOf],
    ['State', columns.state],
  ];
  const changed = rows.some(({ key }) => hot.has(`${node.id}/${key}`));
  const empty = rows.length === 0;
  return (
    <g className="st-bce" data-pick={pickOf('node', node.id)}>
      <path className="st-bce-stem" d={stemOf(box, shape)} />
      <rect className="st-bce-box" x={box.x} y={box.y} width={box.w} height={box.h} rx={4} />
      <path className="st-bce-rule" d={`M${box.x} ${box.y + CARD_HEAD}h${box.w}`} />
      <Heads {...{ heads, box }} cause={changed ? cause : undefined} />
      <text className="is-dim" x={right} y={head} textAnchor="end" fontSize={13}>
        {(changed && cause !== undefined) || !columns.left ? '' : 'Left'}
      </text>
      {changed && cause !== undefined && <Cause text={cause} right={right + 4} y={box.y} />}
      {rows.map((row, i) => (
        <BindingRow
          key={row.key}
          row={row}
          shape={shape}
          y={box.y + CARD_HEAD + 2 + i * CARD_ROW}
          hot={hot.has(`${node.id}/${row.key}`)}
          {...{ now, nameOf }}
        />
      ))}
      {(more > 0 || empty) && (
        <text
          className="is-dim"
          x={box.x + columns.node}
          y={box.y + CARD_HEAD + 17 + rows.length * CARD_ROW}
          fontSize={13}
        >
          {empty ? 'no bindings' : `${more} more`}
        </text>
      )}
    </g>
  );
}

const causeWidth = (text: string): number => textWidth(text, 13, true) + 16;

/** Heads of columns, but for those that the cause would cover. */
function Heads(props: {
  heads: readonly (readonly [string, number])[];
  box: Box;
  cause: string | undefined;
}) {
  const { heads, box, cause } = props;
  const room = cause === undefined ? box.w : box.w - 6 - causeWidth(cause);
  return heads
    .filter(([words, x]) => x + textWidth(words, 13) <= room)
    .map(([words, x]) => (
      <text key={words} className="is-dim" x={box.x + x} y={box.y + 17} fontSize={13}>
        {words}
      </text>
    ));
}

/** Which message changed a row: on the upper right corner of the card. */
function Cause({ text, right, y }: { text: string; right: number; y: number }) {
  const w = causeWidth(text);
  return (
    <g>
      <rect className="st-cause" x={right - w} y={y + 2} width={w} height={20} rx={10} />
      <text className="is-bold" x={right - w / 2} y={y + 16.5} textAnchor="middle" fontSize={13}>
        {text}
      </text>
    </g>
  );
}

function BindingRow(props: {
  row: BindingMark;
  shape: Carded;
  y: number;
  hot: boolean;
  now: number;
  nameOf: (node: string) => string;
}) {
  const { row, shape, y, hot, now, nameOf } = props;
  const { card } = shape;
  if (!card) return null;
  const { box, columns } = card;
  const base = y + 15;
  const whole = columns.whole && row.prefixes.length === 1;
  return (
    <g className={`st-bce-row is-${row.state}${hot ? ' is-hot' : ''}`}>
      {hot && (
        <rect className="st-now-row" x={box.x + 2} y={y} width={box.w - 4} height={CARD_ROW - 1} />
      )}
      {hot && <rect className="st-now-bar" x={box.x + 2} y={y} width={4} height={CARD_ROW - 1} />}
      <text className="is-bold" x={box.x + columns.node} y={base} fontSize={13}>
        {nodeText(row, nameOf)}
      </text>
      <Tile letter={row.anchor.letter} x={box.x + columns.prefix} y={y + 1.5} />
      <text
        className={whole ? 'is-mono' : ''}
        x={box.x + columns.prefix + 23}
        y={base}
        fontSize={13}
      >
        {whole ? row.prefixes[0] : prefixName(row)}
      </text>
      <text x={box.x + columns.careOf} y={base} fontSize={13}>
        {nameOf(row.careOf)}
      </text>
      <text className="is-state" x={box.x + columns.state} y={base} fontSize={13}>
        {row.state}
      </text>
      <text className="is-tabular" x={box.x + box.w - 10} y={base} textAnchor="end" fontSize={13}>
        {columns.left && leftText(row.until ?? row.expiresAt ?? Infinity, now)}
      </text>
    </g>
  );
}

/** A flow of the scenario is chosen by its name, another one by the key of its entry. */
const flowPick = ({ flow, key }: FlowMark): string => `flow:${flow ?? key}`;

/** Flow, packets, way and count of an anchor that tells flows apart. */
export function FlowTable(props: {
  shape: LmaShape;
  hot: ReadonlySet<string>;
  nameOf: (node: string) => string;
  chosen: string | undefined;
  cause: string | undefined;
}) {
  const { shape, hot, nameOf, chosen, cause } = props;
  const { node, flows } = shape;
  if (!flows) return null;
  const { box, rows, more, columns } = flows;
  const right = box.x + box.w - 10;
  const heads = [
    ['Flow', columns.name],
    ['Packets of', columns.short],
    ['Go to', columns.way],
  ] as const;
  const changed = rows.some(({ key }) => hot.has(`${node.id}/${key}`));
  const isSaid = changed && cause !== undefined;
  return (
    <g className="st-bce is-flows" data-pick={pickOf('node', node.id)}>
      <path className="st-bce-stem" d={stemOf(box, shape)} />
      <rect className="st-bce-box" x={box.x} y={box.y} width={box.w} height={box.h} rx={4} />
      <path className="st-bce-rule" d={`M${box.x} ${box.y + CARD_HEAD}h${box.w}`} />
      <Heads {...{ heads, box }} cause={isSaid ? cause : undefined} />
      {isSaid && <Cause text={cause} right={right + 4} y={box.y} />}
      {rows.map((row, i) => (
        <FlowRow
          key={row.key}
          {...{ row, box, columns, nameOf }}
          y={box.y + CARD_HEAD + 2 + i * CARD_ROW}
          hot={hot.has(`${node.id}/${row.key}`)}
          chosen={chosen === flowPick(row)}
        />
      ))}
      {(more > 0 || rows.length === 0) && (
        <text
          className="is-dim"
          x={box.x + columns.name}
          y={box.y + CARD_HEAD + 17 + rows.length * CARD_ROW}
          fontSize={13}
        >
          {rows.length === 0 ? 'no flows' : `${more} more`}
        </text>
      )}
    </g>
  );
}

function FlowRow(props: {
  row: FlowMark;
  box: Box;
  columns: NonNullable<LmaShape['flows']>['columns'];
  y: number;
  hot: boolean;
  chosen: boolean;
  nameOf: (node: string) => string;
}) {
  const { row, box, columns, y, hot, nameOf } = props;
  const base = y + 15;
  const { x, w } = box;
  return (
    <g className={`st-bce-row is-${row.state}${hot ? ' is-hot' : ''}`} data-pick={flowPick(row)}>
      <rect
        className={hot ? 'st-now-row' : 'st-row-bed'}
        {...{ x: x + 2, y, width: w - 4, height: CARD_ROW - 1 }}
      />
      {hot && <rect className="st-now-bar" x={x + 2} y={y} width={4} height={CARD_ROW - 1} />}
      <title>{row.bids.length > 0 ? `${row.facts}; BIDs ${row.bids.join(', ')}` : row.facts}</title>
      <FlowDisc x={x + columns.name + 9} y={y + 10} number={row.number} />
      <text className="is-bold" x={x + columns.name + 22} y={base} fontSize={13}>
        {row.name}
      </text>
      <text x={x + columns.short} y={base} fontSize={13}>
        {row.short}
      </text>
      <text className="is-state" x={x + columns.way} y={base} fontSize={13}>
        {wayWords(row, { nameOf, brief: columns.brief })}
      </text>
      <text className="is-tabular" x={x + w - 10} y={base} textAnchor="end" fontSize={13}>
        {row.packets}
      </text>
      {props.chosen && <Ring x={x + 6} y={y + 5} w={w - 12} h={CARD_ROW - 11} />}
    </g>
  );
}
