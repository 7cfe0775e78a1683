// The run in sentences: for the summary, and for the live region.

import type { Scene, Still } from '#session/protocol.ts';
import { clockText } from '#app/time-text.ts';

type Node = Scene['nodes'][number];

const nameIn = (scene: Scene, id: string): string =>
  scene.nodes.find((node) => node.id === id)?.name ?? id;

function mobileWords({ name, mn }: Node, scene: Scene): string {
  const where = mn?.attachedTo
    ? `is on ${nameIn(scene, mn.attachedTo)}`
    : mn?.joining
      ? `is joining ${nameIn(scene, mn.joining)}`
      : 'is not attached';
  const addresses = (mn?.addresses ?? []).map(({ short, state }) => `${short} ${state}`);
  return `${name} ${where}${addresses.length > 0 ? `: ${addresses.join(', ')}` : ''}.`;
}

/** Where everyone is, what just happened, and what is running. */
export function summaryOf(still: Still): readonly string[] {
  const { scene, accent, now, status } = still;
  const running = scene.flows.filter((flow) => flow.running).map(({ id }) => id);
  const tunnels = scene.tunnels.map(({ ends }) =>
    ends.map((end) => nameIn(scene, end)).join(' to '),
  );
  return [
    `${clockText(now)}, ${status}.`,
    ...scene.nodes.filter(({ mn }) => mn).map((node) => mobileWords(node, scene)),
    ...(tunnels.length > 0 ? [`Tunnel ${tunnels.join(', ')}.`] : []),
    ...(running.length > 0 ? [`Running: ${running.join(', ')}.`] : []),
    ...(accent ? [accent.words] : []),
  ];
}

/** All addresses that other gateways anchor are deprecated, and there is at least one. */
function isSettled({ mn }: Node): boolean {
  const others = (mn?.addresses ?? []).filter(({ anchor }) => anchor.gateway !== mn?.attachedTo);
  return (
    mn?.attachedTo !== undefined &&
    others.length > 0 &&
    others.every(({ state }) => state === 'deprecated')
  );
}

/** `Handover of MN1 to D-GW2 complete: 2 packets lost.` when it is so since the last still. */
export function handoverWords(before: Still, after: Still): readonly string[] {
  return after.scene.nodes.flatMap((node) => {
    const earlier = before.scene.nodes.find(({ id }) => id === node.id);
    const { attachedTo } = node.mn ?? {};
    if (!earlier || attachedTo === undefined) return [];
    const same = isSettled(earlier) && earlier.mn?.attachedTo === attachedTo;
    if (same || !isSettled(node)) return [];
    const lost = after.scene.nodes
      .flatMap((one) => one.lost)
      .reduce((sum, { count }) => sum + count, 0);
    const words = `${lost} packet${lost === 1 ? '' : 's'} lost`;
    return [`Handover of ${node.name} to ${nameIn(after.scene, attachedTo)} complete: ${words}.`];
  });
}
