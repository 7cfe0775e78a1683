// How the screen looks and what is chosen on it; never part of the run. One selection drives all panes.

import { create } from 'zustand';
import type { LinkFault } from '#scenario/url.ts';
import type { FrameId, LadderFilter, NodeId, Pace, Seq } from '#session/protocol.ts';

/** The one thing that is chosen, by whichever pane. */
export type Selection =
  | { readonly kind: 'node'; readonly node: NodeId }
  | { readonly kind: 'dlif'; readonly node: NodeId; readonly name: string }
  | { readonly kind: 'tunnel'; readonly id: string }
  | { readonly kind: 'link'; readonly id: string }
  /** A flow by its name, or by the key of its entry at an anchor. */
  | { readonly kind: 'flow'; readonly flow: string }
  /** A ladder row (`seq` is the row's), with the frame that shows its octets when it has one. */
  | { readonly kind: 'message'; readonly seq: Seq | undefined; readonly frame: FrameId | undefined }
  /** A field of a packet, by its path of names (`mobility-header/dlif-link-layer/address`). */
  | { readonly kind: 'field'; readonly frame: FrameId; readonly path: string }
  | {
      readonly kind: 'row';
      readonly node: NodeId;
      readonly role: string;
      readonly table: string;
      readonly key: string;
    };

export type Theme = 'light' | 'dark' | 'projector';
export type DetailTab = 'tables' | 'packet' | 'explain' | 'metrics' | 'hooks';
export type Narration = 'off' | 'summaries' | 'all';

/** A mobile node that is being carried: where it would stand (scenario pixels), and on whose radio. */
export interface Carried {
  readonly node: NodeId;
  readonly x: number;
  readonly y: number;
  readonly target: NodeId | undefined;
  /** `hold`: by pointer, released to drop; `pick`: picked up by click or key, dropped by another. */
  readonly by: 'hold' | 'pick';
}

/** Words for everybody, and at most one thing to do about them. */
export interface Notice {
  readonly words: string;
  readonly act?: { readonly words: string; readonly run: () => void };
}

interface ViewState {
  readonly selection: Selection | undefined;
  readonly theme: Theme;
  /**
   * The tab of the detail pane; `tables` only where the tables have no region of their own, `hooks`
   * only where an anchor tells flows apart. Undefined: nobody has chosen one.
   */
  readonly detail: DetailTab | undefined;
  /** What the packet pane shows, for the bar above it: `#11 PBA D-GW1 → D-GW2, 216 B`. */
  readonly detailTitle: string;
  /** Whose tables are shown; absent: those that the accent touches. */
  readonly tablesOf: NodeId | undefined;
  readonly filter: LadderFilter;
  readonly pace: Pace;
  readonly narration: Narration;
  readonly carried: Carried | undefined;
  readonly hintDismissed: boolean;
  /** Controls that alter the script are locked (`ro=1`). */
  readonly readOnly: boolean;
  /** Which parts of the screen the link asks for. */
  readonly ui: 'full' | 'present' | 'embed';
  /** A link that could not be opened, in place of the screen. */
  readonly fault: LinkFault | undefined;
  /** A line above the screen, until it is dismissed. */
  readonly notice: Notice | undefined;
  /** What is open over the screen. */
  readonly open: 'share' | 'help' | 'reference' | 'move' | 'flow' | 'fail' | undefined;
  /** The demand that the reference page shows first. */
  readonly demand: string | undefined;
}

export const useView = create<ViewState>()(() => ({
  selection: undefined,
  theme: 'light',
  detail: undefined,
  detailTitle: '',
  tablesOf: undefined,
  filter: { signalling: true, data: true, neighbourDiscovery: false, onlyChanges: false },
  pace: { mode: 'adaptive', hop: 350 },
  narration: 'summaries',
  carried: undefined,
  hintDismissed: false,
  readOnly: false,
  ui: 'full',
  fault: undefined,
  notice: undefined,
  open: undefined,
  demand: undefined,
}));

export const view = {
  /** Chooses a thing, or nothing. */
  select: (selection: Selection | undefined): void => {
    useView.setState({ selection });
  },
  setTheme: (theme: Theme): void => {
    useView.setState({ theme });
  },
  /** Shows a tab of the detail pane. */
  showDetail: (detail: DetailTab): void => {
    useView.setState({ detail });
  },
  setDetailTitle: (detailTitle: string): void => {
    useView.setState({ detailTitle });
  },
  /** Shows the tables of a node; `undefined`: of the nodes that the accent touches. */
  showTablesOf: (tablesOf: NodeId | undefined): void => {
    useView.setState({ tablesOf });
  },
  setFilter: (change: Partial<LadderFilter>): void => {
    useView.setState(({ filter }) => ({ filter: { ...filter, ...change } }));
  },
  setPace: (pace: Pace): void => {
    useView.setState({ pace });
  },
  setNarration: (narration: Narration): void => {
    useView.setState({ narration });
  },
  carry: (carried: Carried | undefined): void => {
    useView.setState({ carried });
  },
  dismissHint: (): void => {
    useView.setState({ hintDismissed: true });
  },
  setReadOnly: (readOnly: boolean): void => {
    useView.setState({ readOnly });
  },
  setUi: (ui: ViewState['ui']): void => {
    useView.setState({ ui });
  },
  setFault: (fault: LinkFault | undefined): void => {
    useView.setState({ fault });
  },
  setNotice: (notice: Notice | undefined): void => {
    useView.setState({ notice });
  },
  /** The reference page, at one of its demands or at its beginning. */
  openReference: (demand?: string): void => {
    useView.setState({ open: 'reference', demand });
  },
  open: (open: ViewState['open']): void => {
    useView.setState({ open });
  },
};

/** True when both choose the same thing. */
export function sameSelection(a: Selection | undefined, b: Selection | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
