// The tile of an anchor: the same wherever a prefix is shown. The shade only repeats letter or digit.

import { shadeOf } from '#view/draw/TopologyParts.tsx';

export function AnchorTile({ letter }: { readonly letter: string }) {
  return <span className={`tile tile-${shadeOf(letter)}`}>{letter}</span>;
}
