// What a mobile node believes of its routers, beside what is true: the illusion of DLIFs (DMM §4.1).

import type { Scene } from '#session/protocol.ts';

type Node = Scene['nodes'][number];
type Mobile = NonNullable<Node['mn']>;
type Router = Mobile['believes'][number];

export interface Belief {
  readonly linkLocal: string;
  readonly letter: string;
  /** `its default router, preference medium` */
  readonly believes: string;
  /** `prefA::MN1 deprecated` */
  readonly addresses: readonly string[];
  readonly truth: string;
}

const RANKS: readonly string[] = ['high', 'medium', 'low'];
const rankOf = ({ preference }: Router): number => RANKS.indexOf(preference);

/** One line for each router that the node lists; none where its gateway has no DLIFs. */
export function beliefsOf(node: Node, nodes: Scene['nodes']): readonly Belief[] {
  const { mn } = node;
  const there = nodes.find(({ id }) => id === mn?.attachedTo);
  if (!mn || (there && there.dlifs === undefined)) return [];
  if (!nodes.some(({ dlifs }) => dlifs !== undefined)) return [];
  const best = Math.min(...mn.believes.map(rankOf));
  const nameOf = (id: string): string => nodes.find((one) => one.id === id)?.name ?? id;
  return mn.believes.map((router): Belief => {
    const { linkLocal, anchor, preference } = router;
    const isDefault = rankOf(router) === best;
    const equals = mn.believes.filter((one) => rankOf(one) === best).length;
    const rank = isDefault
      ? equals > 1
        ? 'one of its default routers'
        : 'its default router'
      : 'a router';
    return {
      linkLocal,
      letter: anchor.letter,
      believes: `${rank} on its link, preference ${preference}`,
      addresses: mn.addresses
        .filter(
          (one) => one.anchor.letter === anchor.letter && one.anchor.gateway === anchor.gateway,
        )
        .map(({ short, state }) => `${short} ${state}`),
      truth: truthOf(node, { there, linkLocal, owner: nameOf(anchor.gateway) }),
    };
  });
}

function truthOf(
  node: Node,
  { there, linkLocal, owner }: { there: Node | undefined; linkLocal: string; owner: string },
): string {
  if (!there) return `${node.name} is not attached: nobody answers`;
  const dlif = there.dlifs?.find((one) => one.mn === node.id && one.linkLocal === linkLocal);
  if (!dlif) return `${owner}, out of reach: nobody at ${there.name} answers for it`;
  return dlif.state === 'clone'
    ? `a clone at ${there.name}; the prefix is owned by ${owner}, through a tunnel`
    : `${there.name} itself, by radio`;
}

const COUNTS = [
  'No router',
  'One router',
  'Two routers',
  'Three routers',
  'Four routers',
  'Five routers',
  'Six routers',
];

/** `Two routers believed; true is one radio, at D-GW2.` */
export function sumOf(node: Node, nodes: Scene['nodes']): string {
  const count = node.mn?.believes.length ?? 0;
  const at = nodes.find(({ id }) => id === node.mn?.attachedTo)?.name;
  const radio = at === undefined ? 'no radio at all' : `one radio, at ${at}`;
  return `${COUNTS[count] ?? `${count} routers`} believed; true is ${radio}.`;
}
