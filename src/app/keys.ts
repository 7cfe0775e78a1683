// The one registry of keys: handlers, help sheet and tooltips are made from it.

import { askBreak, askCatch } from './faults/ask.ts';
import { toggleChosen } from './faults/break-chosen.ts';
import { actOnChosen } from './faults/open-act.ts';
import { openMenu } from './menus/open-menu.ts';
import { moveOn, moveToNumber } from './stage/moving.ts';
import { notchPace, step, toEnd, togglePlay, toStart } from './actions.ts';
import { undo } from './stores/document.ts';
import { useDeeds } from './stores/deeds.ts';
import { useView, view } from './stores/view.ts';

export interface Key {
  /** For tinykeys. */
  readonly keys: readonly string[];
  /** As printed. */
  readonly print: string;
  readonly does: string;
  readonly group: 'Run' | 'Act' | 'Look';
  /** Changes the script: locked in read-only links. */
  readonly edits?: true;
  readonly run: () => void;
}

const menu = (what: 'move' | 'flow') => (): void => openMenu(what);

export const KEYS = {
  play: {
    keys: ['Space', '.'],
    print: 'Space',
    does: 'Play or pause',
    group: 'Run',
    run: togglePlay,
  },
  event: {
    keys: ['ArrowRight'],
    print: '→',
    does: 'Next event',
    group: 'Run',
    run: () => step('event'),
  },
  back: {
    keys: ['ArrowLeft'],
    print: '←',
    does: 'One event back',
    group: 'Run',
    run: () => step('event', true),
  },
  message: {
    keys: ['Shift+ArrowRight'],
    print: 'Shift →',
    does: 'Next message',
    group: 'Run',
    run: () => step('message'),
  },
  messageBack: {
    keys: ['Shift+ArrowLeft'],
    print: 'Shift ←',
    does: 'One message back',
    group: 'Run',
    run: () => step('message', true),
  },
  quiet: { keys: ['q'], print: 'Q', does: 'Until quiet', group: 'Run', run: () => step('quiet') },
  handover: {
    keys: ['n'],
    print: 'N',
    does: 'Next handover',
    group: 'Run',
    run: () => step('handover'),
  },
  home: { keys: ['Home'], print: 'Home', does: 'To the start', group: 'Run', run: toStart },
  end: { keys: ['End'], print: 'End', does: 'To the end', group: 'Run', run: toEnd },
  slower: { keys: ['['], print: '[', does: 'Slower', group: 'Run', run: () => notchPace(-1) },
  faster: { keys: [']'], print: ']', does: 'Faster', group: 'Run', run: () => notchPace(1) },
  next: {
    keys: ['h'],
    print: 'H',
    does: 'Move the mobile node to the next access point',
    group: 'Act',
    edits: true,
    run: moveOn,
  },
  number: {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    print: '1 – 9',
    does: 'Move it to the access point of that number, from the left',
    group: 'Act',
    edits: true,
    run: () => undefined,
  },
  move: {
    keys: ['m'],
    print: 'M',
    does: 'Move … to …',
    group: 'Act',
    edits: true,
    run: menu('move'),
  },
  flow: {
    keys: ['f'],
    print: 'F',
    does: 'Start a flow',
    group: 'Act',
    edits: true,
    run: menu('flow'),
  },
  act: {
    keys: ['a'],
    print: 'A',
    does: 'Act on what is chosen: crash, clock, loss, drop, hold …',
    group: 'Act',
    run: actOnChosen,
  },
  catch: {
    keys: ['d'],
    print: 'D',
    does: 'Drop, hold or delay the next message of a kind',
    group: 'Act',
    edits: true,
    run: () => void askCatch(),
  },
  break: {
    keys: ['b'],
    print: 'B',
    does: 'Breakpoint on what is chosen, or a new one',
    group: 'Run',
    run: () => void toggleChosen(() => void askBreak()),
  },
  undo: {
    keys: ['$mod+z'],
    print: 'Ctrl Z',
    does: 'Take the last action back',
    group: 'Act',
    edits: true,
    run: undo,
  },
  tables: {
    keys: ['t'],
    print: 'T',
    does: 'Tables',
    group: 'Look',
    run: () => focusPane('tables'),
  },
  ladder: {
    keys: ['l'],
    print: 'L',
    does: 'Ladder',
    group: 'Look',
    run: () => focusPane('ladder'),
  },
  packet: {
    keys: ['i'],
    print: 'I',
    does: 'Packet',
    group: 'Look',
    run: () => focusPane('packet'),
  },
  explain: {
    keys: ['e'],
    print: 'E',
    does: 'Explain',
    group: 'Look',
    run: () => focusPane('explain'),
  },
  reference: {
    keys: ['r'],
    print: 'R',
    does: 'What the specifications demand',
    group: 'Look',
    run: () => view.openReference(),
  },
  help: {
    keys: ['?', 'Shift+?'],
    print: '?',
    does: 'Keys',
    group: 'Look',
    run: () => view.open('help'),
  },
} as const satisfies Record<string, Key>;

/** Shows a pane and moves the focus to it. */
function focusPane(pane: 'tables' | 'ladder' | 'packet' | 'explain'): void {
  if (pane !== 'ladder') view.showDetail(pane);
  const names = { tables: 'Tables', ladder: 'Ladder', packet: 'Detail', explain: 'Detail' };
  requestAnimationFrame(() => {
    const region =
      document.querySelector<HTMLElement>(`section[aria-label="${names[pane]}"]`) ??
      document.querySelector<HTMLElement>('section[aria-label="Detail"]');
    const body = region?.querySelector<HTMLElement>('[data-body]');
    const first = '[tabindex="0"], button, [role="tab"][aria-selected="true"]';
    (body ?? region?.querySelector<HTMLElement>(first))?.focus();
  });
}

const TYPING =
  'input:not([type="range"], [type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"]';
/** Lists that take keys for themselves; the ladder prevents what it uses, and leaves the rest. */
const LISTBOX = '[role="listbox"]:not(.ladder-list)';
/** What has a use of its own for arrows, Home and End. */
const ARROWS = `input, [role="slider"], [role="tablist"], [role="grid"], ${LISTBOX}, [role="radiogroup"]`;
/** What the space bar presses or ticks; a slider has no use for it. */
const SPACE = `button, a, summary, input:not([type="range"]), [role="tab"], ${LISTBOX}`;

/** True while a key belongs to what has the focus: typing, menus, dialogs, sliders, buttons. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.defaultPrevented || event.isComposing) return true;
  // A menu that is being fetched has not got the focus yet.
  const { menu, question } = useDeeds.getState();
  if (menu || question) return true;
  if (target.closest(TYPING)) return true;
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]')) return true;
  if (event.key === ' ') return target.closest(SPACE) !== null;
  if (/^(Arrow|Home|End)/.test(event.key)) {
    return target.closest(ARROWS) !== null;
  }
  return false;
}

/** The map for tinykeys. */
export function keyMap(): Record<string, (event: KeyboardEvent) => void> {
  const map: Record<string, (event: KeyboardEvent) => void> = {};
  for (const key of Object.values<Key>(KEYS)) {
    for (const press of key.keys) {
      map[press] = (event) => {
        if (isTaken(event) || (key.edits && useView.getState().readOnly)) return;
        event.preventDefault();
        if (/^[1-9]$/.test(press)) moveToNumber(Number(press));
        else key.run();
      };
    }
  }
  return map;
}
