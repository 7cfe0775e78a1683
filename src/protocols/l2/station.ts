// Role `station`: the radios of a mobile node. Where it stands decides which cells they belong to,
// each of its own technology; a radio leaves the old cell at once and joins the new one after the
// attachment delay. No draft: the laboratory's layer 2.

import { unreachable } from '#base/assert.ts';
import { ms, type IfaceId, type LinkId, type Micros, type NodeId } from '#base/ids.ts';
import type { Command } from '#sim/command.ts';
import type { Effect } from '#sim/effect.ts';
import { fireMachine, fromTimer, startMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Cell, Sight, Stimulus, TableSpec, TablesOf } from '#sim/role.ts';
import { attachment, type AttachmentEvent } from './attachment.machine.ts';
import { coveringCell, type Point } from './coverage.ts';

/** A radio and its Access Technology Type, RFC 5213 §8.5. */
export interface Radio {
  readonly iface: IfaceId;
  readonly att: number;
  /** It joins the cells of these access points only. */
  readonly joins?: readonly NodeId[];
  /** It is off at the beginning. */
  readonly off?: true;
}

export interface StationConfig {
  readonly radios: readonly Radio[];
  /** From entering a cell to the link being up. */
  readonly attachDelay: Micros;
}

/** The attachment of one interface; key: the interface. */
export interface AttachmentRow {
  readonly iface: IfaceId;
  readonly state: 'detached' | 'joining' | 'attached';
  /** The cell that is joined or being joined. */
  readonly cell?: LinkId;
  readonly accessPoint?: NodeId;
  /** Since when the state, the cell and the access point are what they are. */
  readonly since: Micros;
  /** Where the node stands, and stood before its last move. */
  readonly place: Point;
  readonly cameFrom?: Point;
  /** It is switched off. */
  readonly off?: true;
  /** The radio that it replaces on purpose, until it has joined a cell. */
  readonly instead?: IfaceId;
}

// A type, not an interface: it must have the index signature of `Tables`.
type StationRows = { readonly attachment: AttachmentRow };
type StationTables = TablesOf<StationRows>;

interface Turn {
  readonly tables: StationTables;
  readonly config: StationConfig;
  readonly sight: Sight;
}

const tables: { readonly attachment: TableSpec<AttachmentRow> } = {
  attachment: {
    id: 'attachment',
    title: 'Attachment',
    cite: 'PMIP §8.5',
    columns: [
      { id: 'iface', title: 'Interface', text: (row) => row.iface },
      { id: 'state', title: 'State', text: (row) => (row.off === true ? 'off' : row.state) },
      { id: 'cell', title: 'Cell', text: (row) => row.cell ?? '' },
      { id: 'accessPoint', title: 'Access point', text: (row) => row.accessPoint ?? '' },
    ],
  },
};

function begin(own: StationTables, config: StationConfig, sight: Sight): readonly Effect[] {
  const turn = { tables: own, config, sight };
  const input = { cell: undefined, accessPoint: undefined, attachDelay: config.attachDelay };
  return config.radios.flatMap((radio) => {
    const { iface } = radio;
    const row: AttachmentRow = {
      iface,
      state: 'detached',
      since: sight.now,
      place: placeOf(sight),
      ...(radio.off === true && { off: true }),
    };
    return [...take(turn, row, startMachine(attachment, input)), ...look(turn, radio)];
  });
}

function handle(
  own: StationTables,
  stimulus: Stimulus,
  sight: Sight,
  config: StationConfig,
): readonly Effect[] {
  const turn = { tables: own, config, sight };
  switch (stimulus.on) {
    case 'command':
      return onCommand(turn, stimulus.command);
    case 'boot':
      return onPlace(turn); // it may have been carried about meanwhile
    case 'timer':
      return onTimer(turn, stimulus.timer);
    case 'link': {
      const radio = radioOf(turn, stimulus.iface);
      return stimulus.change === 'down' && radio !== undefined ? onDown(turn, radio) : [];
    }
    case 'packet':
    case 'news':
      return [];
    default:
      return unreachable(stimulus);
  }
}

const placeOf = ({ position: { x, y } }: Sight): Point => ({ x, y });

const radioOf = ({ config }: Turn, iface: IfaceId): Radio | undefined =>
  config.radios.find((radio) => radio.iface === iface);

/** The node was put somewhere else, or an access point is on the air again. */
function onCommand(turn: Turn, command: Command): readonly Effect[] {
  if (command.do === 'place') return onPlace(turn);
  if (command.do === 'radio') return onRadio(turn, command);
  return command.do === 'node' ? turn.config.radios.flatMap((radio) => look(turn, radio)) : [];
}

function onPlace(turn: Turn): readonly Effect[] {
  const place = placeOf(turn.sight);
  return turn.config.radios.flatMap((radio) => {
    const row = turn.tables.attachment.get(radio.iface);
    if (row === undefined) return [];
    const isMoved = place.x !== row.place.x || place.y !== row.place.y;
    if (isMoved) turn.tables.attachment.set(row.iface, { ...row, place, cameFrom: row.place });
    return look(turn, radio);
  });
}

/** How long the radio that is replaced stays on when the new one has joined a cell (Choice). */
const OVERLAP = ms(100);
const breakTimer = (iface: IfaceId): string => `break ${iface}`;

type RadioCommand = Extract<Command, { do: 'radio' }>;

/** A radio is switched. */
function onRadio(turn: Turn, { iface, up, instead, breakFirst }: RadioCommand): readonly Effect[] {
  const radio = radioOf(turn, iface);
  const row = turn.tables.attachment.get(iface);
  if (radio === undefined || row === undefined) return [];
  if (!up) return switchOff(turn, iface);
  const { off: _off, instead: _instead, ...kept } = row;
  turn.tables.attachment.set(iface, { ...kept, ...(instead !== undefined && { instead }) });
  const first = breakFirst === true && instead !== undefined ? switchOff(turn, instead) : [];
  return [
    { do: 'disarm', timer: breakTimer(iface) },
    ...first,
    ...(row.state === 'attached' ? reassociate(turn, iface) : look(turn, radio)),
  ];
}

/** A radio that is in a cell already tells the access point what it replaces. */
function reassociate(turn: Turn, iface: IfaceId): readonly Effect[] {
  const row = turn.tables.attachment.get(iface);
  return row?.instead === undefined ? [] : joinCell(turn, row, row.cell);
}

/** The radio is in a cell; what it replaces is given up a little later. */
function joinCell(
  { tables: own }: Turn,
  { instead, ...row }: AttachmentRow,
  cell: LinkId | undefined,
): readonly Effect[] {
  const { iface } = row;
  own.attachment.set(iface, row);
  if (instead === undefined) return [{ do: 'associate', iface, cell }];
  const isOff = own.attachment.get(instead)?.off === true;
  const say = `${instead} is given up`;
  return [
    { do: 'associate', iface, cell, instead },
    ...(isOff ? [] : [{ do: 'arm', timer: breakTimer(instead), after: OVERLAP, say } as const]),
  ];
}

/** The radio falls silent; IP is told, since the interface is gone and not only its link. */
function switchOff(turn: Turn, iface: IfaceId): readonly Effect[] {
  const before = turn.tables.attachment.get(iface);
  if (before === undefined || before.off === true) return [];
  const { instead: _instead, ...kept } = before;
  const row: AttachmentRow = { ...kept, off: true };
  turn.tables.attachment.set(iface, row);
  const news = { say: RADIO_OFF, iface };
  return [
    { do: 'disarm', timer: breakTimer(iface) },
    ...step(turn, row, { type: 'UNCOVER' }),
    { do: 'tell', role: 'host', news },
  ];
}

/** What role `host` hears of a radio that is switched off (`nd/host.ts`). */
const RADIO_OFF = 'radioOff';

/** Looks which cell covers the node best, and follows it. */
function look(turn: Turn, radio: Radio): readonly Effect[] {
  const row = turn.tables.attachment.get(radio.iface);
  const cell = cellFor(turn, radio);
  if (row === undefined || cell?.link === row.cell) return [];
  if (cell === undefined) return step(turn, row, { type: 'UNCOVER' });
  const { link, accessPoint } = cell;
  return step(turn, row, { type: 'COVER', cell: link, accessPoint });
}

/** The best cell for a radio; none for one that is off. */
function cellFor({ sight, tables: own }: Turn, { iface, att, joins }: Radio): Cell | undefined {
  if (own.attachment.get(iface)?.off === true) return undefined;
  const cells =
    joins === undefined
      ? sight.cells
      : sight.cells.filter(({ accessPoint }) => joins.includes(accessPoint));
  return coveringCell(cells, sight.position, att);
}

/** The attachment delay is over. The cell may have gone off the air meanwhile. */
function onTimer(turn: Turn, key: string): readonly Effect[] {
  const replaced = turn.config.radios.find(({ iface }) => breakTimer(iface) === key);
  if (replaced !== undefined) return switchOff(turn, replaced.iface);
  const { owner, timer } = fromTimer(key);
  const row = turn.tables.attachment.get(owner);
  const radio = radioOf(turn, owner);
  if (row === undefined || radio === undefined) return [];
  if (cellFor(turn, radio)?.link !== row.cell) return look(turn, radio);
  return take(turn, row, fireMachine(attachment, machineRow(turn, row), timer));
}

/**
 * The link went down by itself. (After a step of this role the cell is gone from the row already.)
 */
function onDown(turn: Turn, radio: Radio): readonly Effect[] {
  const row = turn.tables.attachment.get(radio.iface);
  if (row?.state !== 'attached' || turn.sight.association(row.iface) !== undefined) return [];
  return [...step(turn, row, { type: 'UNCOVER' }), ...look(turn, radio)];
}

const machineRow = ({ config }: Turn, { state, cell, accessPoint }: AttachmentRow) => ({
  value: state,
  context: { cell, accessPoint, attachDelay: config.attachDelay },
});

function step(turn: Turn, row: AttachmentRow, event: AttachmentEvent): readonly Effect[] {
  return take(turn, row, stepMachine(attachment, machineRow(turn, row), event));
}

/** Takes a step of the machine into the table. */
function take(
  turn: Turn,
  row: AttachmentRow,
  stepped: Stepped<typeof attachment>,
): readonly Effect[] {
  const { tables: own, sight } = turn;
  const { iface, place, cameFrom, off, instead } = row;
  const { value, context } = stepped.row;
  const { cell, accessPoint } = context;
  const next: AttachmentRow = {
    iface,
    state: value as AttachmentRow['state'], // the machine is flat
    since: sight.now,
    place,
    ...(cameFrom !== undefined && { cameFrom }),
    ...(cell !== undefined && { cell }),
    ...(accessPoint !== undefined && { accessPoint }),
    ...(off === true && { off }),
    ...(instead !== undefined && { instead }),
  };
  own.attachment.set(iface, next);
  return toEffects(stepped.asks, iface, {
    associate: () => joinCell(turn, next, cell),
    dissociate: () => [{ do: 'associate', iface, cell: undefined }],
  });
}

/** The role. */
export const station: AnyRole = defineRole<StationRows, StationConfig>({
  name: 'station',
  takes: {},
  tables,
  begin,
  handle,
});
