// The heads of the lifelines: they stay in sight, and choose their node.

import type { LadderGeometry } from '#view/draw/ladder-layout.ts';
import { NodeGlyph } from '#view/draw/LadderGlyphs.tsx';
import { useView, view } from '#app/stores/view.ts';

export function LadderHeads({ geometry, height }: { geometry: LadderGeometry; height: number }) {
  const { gutter, width, columns } = geometry;
  const chosen = useView(({ selection }) =>
    selection?.kind === 'node' ? selection.node : undefined,
  );
  const size = geometry.dense ? 15 : 18;
  return (
    <div className="ladder-heads" style={{ height, width: gutter + width }}>
      <div className="ladder-corner" style={{ width: gutter }} />
      {columns.map(({ node, kind, name, x }, i) => (
        <button
          key={node}
          type="button"
          className="ladder-head-button"
          aria-pressed={chosen === node}
          style={{ left: gutter + x, maxWidth: roomAt(geometry, i) }}
          onClick={() => view.select({ kind: 'node', node })}
        >
          <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
            <NodeGlyph kind={kind} />
          </svg>
          <span>{name}</span>
        </button>
      ))}
    </div>
  );
}

function roomAt({ columns, width }: LadderGeometry, i: number): number {
  const x = columns[i]?.x ?? 0;
  const left = i === 0 ? x + 30 : x - (columns[i - 1]?.x ?? 0);
  const right = (columns[i + 1]?.x ?? 2 * width - x) - x;
  return Math.min(left, right);
}
