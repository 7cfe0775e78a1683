// The layout of the last still for a pane of this size, and what the accent lights up in it.

import { useMemo } from 'react';
import type { Still } from '#session/protocol.ts';
import type { StageLayout } from '#view/draw/layout.ts';
import { layOut } from '#view/draw/layout.ts';
import type { Size } from '#view/draw/layout-frame.ts';
import type { StageAccent } from '#view/draw/topology-accent.ts';
import { accentOf } from '#view/draw/topology-accent.ts';
import { useDocument } from '#app/stores/document.ts';
import { useRun } from '#app/stores/run.ts';
import type { Selection } from '#app/stores/view.ts';
import { useView } from '#app/stores/view.ts';

/** Whose beliefs are shown where there are several mobile nodes. */
function believerOf(still: Still, selection: Selection | undefined): string | undefined {
  const mobiles = still.scene.nodes.filter(({ mn }) => mn).map(({ id }) => id);
  const chosen = selection?.kind === 'node' ? selection.node : undefined;
  return (
    mobiles.find((id) => id === chosen) ??
    mobiles.find((id) => still.accent?.changes.some(({ node }) => node === id))
  );
}

export function useStageLayout(
  size: Size | undefined,
): { layout: StageLayout; accent: StageAccent } | undefined {
  const scene = useRun((state) => state.still?.scene);
  const accent = useRun((state) => state.still?.accent);
  const selection = useView((state) => state.selection);
  const still = useRun((state) => state.still);
  const believer = still && believerOf(still, selection);
  const nodes = useDocument((state) => state.scenario?.nodes);
  const operators = useMemo(
    () => new Map(nodes?.flatMap(({ id, operator }) => (operator ? [[id, operator]] : []))),
    [nodes],
  );
  const layout = useMemo(() => {
    const hot = new Set(accent?.changes.map(({ key }) => key));
    return scene && size ? layOut(scene, { size, believer, hot, operators }) : undefined;
  }, [scene, size, believer, accent, operators]);
  const lit = useMemo(() => layout && accentOf(layout, accent), [layout, accent]);
  return layout && lit ? { layout, accent: lit } : undefined;
}
