// The shape of a role beside its name.

import { NodeGlyph } from '#view/draw/LadderGlyphs.tsx';

export function NodeIcon({ kind, size = 18 }: { readonly kind: string; readonly size?: number }) {
  return (
    <svg className="node-icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <NodeGlyph kind={kind} />
    </svg>
  );
}
