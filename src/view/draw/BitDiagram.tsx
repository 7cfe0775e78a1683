// The boxes of a layer as SVG, 32 bits across. No hooks, no state; who mounts it listens for `data-path`.

import { boxWords, isFlag, type Box, type BoxDrawing, type BoxPart } from './bit-boxes.ts';

const ROW = 22;

interface DiagramProps {
  readonly drawing: BoxDrawing;
  readonly width: number;
  /** What a box is called in the other panes. */
  readonly pathOf: (box: Box) => string;
  readonly selected: string | undefined;
  /** The layer is among what changed in this step. */
  readonly changed: boolean;
}

export function BitDiagram({ drawing, width, pathOf, selected, changed }: DiagramProps) {
  const bit = (width - 2) / 32;
  const height = drawing.rows * ROW;
  const chosen = drawing.boxes.find((box) => pathOf(box) === selected);
  return (
    <svg
      className={changed ? 'bits is-changed' : 'bits'}
      width={width}
      height={height + 2}
      viewBox={`-1 -1 ${width} ${height + 2}`}
      aria-hidden="true"
    >
      {drawing.boxes.map((box) => (
        <BitBox key={box.index} box={box} bit={bit} path={pathOf(box)} selected={box === chosen} />
      ))}
      {chosen && <path className="bit-ring" d={outline(chosen.parts, bit)} />}
    </svg>
  );
}

interface BoxProps {
  readonly box: Box;
  readonly bit: number;
  readonly path: string;
  readonly selected: boolean;
}

function BitBox({ box, bit, path, selected }: BoxProps) {
  const { field, parts } = box;
  const set = isFlag(field) && field.value === true;
  const words = boxWords(box, bit);
  const look = [
    set && 'is-set',
    selected && 'is-selected',
    field.fault !== undefined && 'is-fault',
  ];
  return (
    <g className={['bit-box', ...look].filter(Boolean).join(' ')} data-path={path}>
      {parts.map((part) => (
        <rect key={`${part.row} ${part.from}`} {...rectOf(part, bit)} />
      ))}
      {parts.map((part, i) => (
        <PartText
          key={`${part.row} ${part.from}`}
          rect={rectOf(part, bit)}
          label={i === words.labelPart ? words.label : ''}
          value={i === words.valuePart ? words.value : ''}
          centred={isFlag(field)}
        />
      ))}
    </g>
  );
}

interface TextProps {
  readonly rect: ReturnType<typeof rectOf>;
  readonly label: string;
  readonly value: string;
  readonly centred: boolean;
}

function PartText({ rect, label, value, centred }: TextProps) {
  const y = rect.y + rect.height / 2 + 4.7;
  if (centred) {
    return (
      <text className="bit-label" x={rect.x + rect.width / 2} y={y} textAnchor="middle">
        {label}
      </text>
    );
  }
  return (
    <>
      {label !== '' && (
        <text className="bit-label" x={rect.x + 6} y={y}>
          {label}
        </text>
      )}
      {value !== '' && (
        <text className="bit-value" x={rect.x + rect.width - 6} y={y} textAnchor="end">
          {value}
        </text>
      )}
    </>
  );
}

function rectOf({ row, rows, from, to }: BoxPart, bit: number) {
  return { x: from * bit, y: row * ROW, width: (to - from) * bit, height: rows * ROW };
}

/** Round all parts of a field at once, as round lines of text. */
function outline(parts: readonly BoxPart[], bit: number): string {
  const first = parts[0];
  const last = parts.at(-1);
  if (!first || !last) return '';
  const top = rectOf(first, bit);
  const bottom = rectOf(last, bit);
  if (first === last) return `M${top.x} ${top.y}h${top.width}v${top.height}h${-top.width}z`;
  const right = 32 * bit;
  const end = bottom.x + bottom.width;
  return (
    `M${top.x} ${top.y}H${right}V${bottom.y}H${end}V${bottom.y + bottom.height}` +
    `H0V${top.y + top.height}H${top.x}z`
  );
}
