// Drawings that only some scenarios need. They are fetched as soon as such a scenario is opened, while
// its run is made, so that the stage does not wait for them.

import { lazy } from 'react';
import type { Scenario } from '#session/protocol.ts';
import type { ProxyParts } from '#view/draw/Topology.tsx';

const proxyParts = () => import('#view/draw/TopologyProxy.tsx');
const stackParts = () => import('#view/draw/TopologyStack.tsx');

export const drawings: ProxyParts = {
  Mag: lazy(() => proxyParts().then(({ TopologyMag: part }) => ({ default: part }))),
  Lma: lazy(() => proxyParts().then(({ TopologyLma: part }) => ({ default: part }))),
  Stack: lazy(() => stackParts().then(({ TopologyStack: part }) => ({ default: part }))),
};

const PROXIES: ReadonlySet<string> = new Set(['mag', 'lma', 'ar', 'ha']);

export function fetchDrawings({ nodes }: Pick<Scenario, 'nodes'>): void {
  // Who cannot fetch one is told where it is drawn.
  const begin = (part: () => Promise<unknown>): void => void part().catch(() => undefined);
  if (nodes.some(({ kind }) => PROXIES.has(kind))) begin(proxyParts);
  const isLayered = nodes.some(
    ({ interfaces, virtual }) => virtual || (interfaces?.length ?? 0) > 1,
  );
  if (isLayered) begin(stackParts);
}
