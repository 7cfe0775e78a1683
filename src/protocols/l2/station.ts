// Role `station`: the radios of a mobile node. Where it stands decides which cells they belong to,
// each of its own technology; a radio leaves the old cell at once and joins the new one after the
// attachment delay. No draft: the laboratory's layer 2.

import { unreachable } from '#base/assert.ts';
import type { IfaceId, LinkId, Micros, NodeId } from '#base/ids.ts';
import type { Command } from '#sim/command.ts';
import type { Effect } from '#sim/effect.ts';
import { fireMachine, fromTimer, startMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Sight, Stimulus, TableSpec, TablesOf } from '#sim/role.ts';
import { attachment, type AttachmentEvent } from './attachment.machine.ts';
import { coveringCell, type Point } from './coverage.ts';

/** A radio and its Access Technology Type, RFC 5213 §8.5. */
export interface Radio {
  readonly iface: IfaceId;
  readonly att: number;
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
      { id: 'state', title: 'State', text: (row) => row.state },
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

/** Looks which cell covers the node best, and follows it. */
function look(turn: Turn, radio: Radio): readonly Effect[] {
  const row = turn.tables.attachment.get(radio.iface);
  const cell = cellFor(turn, radio);
  if (row === undefined || cell?.link === row.cell) return [];
  if (cell === undefined) return step(turn, row, { type: 'UNCOVER' });
  const { link, accessPoint } = cell;
  return step(turn, row, { type: 'COVER', cell: link, accessPoint });
}

const cellFor = ({ sight }: Turn, { att }: Radio) => coveringCell(sight.cells, sight.position, att);

/** The attachment delay is over. The cell may have gone off the air meanwhile. */
function onTimer(turn: Turn, key: string): readonly Effect[] {
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
  { tables: own, sight }: Turn,
  row: AttachmentRow,
  stepped: Stepped<typeof attachment>,
): readonly Effect[] {
  const { iface, place, cameFrom } = row;
  const { value, context } = stepped.row;
  const { cell, accessPoint } = context;
  own.attachment.set(iface, {
    iface,
    state: value as AttachmentRow['state'], // the machine is flat
    since: sight.now,
    place,
    ...(cameFrom !== undefined && { cameFrom }),
    ...(cell !== undefined && { cell }),
    ...(accessPoint !== undefined && { accessPoint }),
  });
  return toEffects(stepped.asks, iface, {
    associate: () => [{ do: 'associate', iface, cell }],
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
