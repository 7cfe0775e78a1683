// The one place where XState is stepped, as a pure function: a row's value and context and an event
// give the next row and what the machine asks for, in order. Nothing runs: delays come back as
// timers to arm. Machines have named actions, guards and delays, and no actors, no history, no
// inline functions.

import {
  createActor,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventFrom,
  type InputFrom,
  type SnapshotFrom,
} from 'xstate';
import { assert, must } from '#base/assert.ts';
import type { Micros, TimerKey } from '#base/ids.ts';
import type { Effect } from './effect.ts';
import { StepMemory } from './step-memory.ts';

/** What a table row keeps of a machine. */
export interface MachineRow<M extends AnyStateMachine> {
  readonly value: SnapshotFrom<M>['value'];
  readonly context: SnapshotFrom<M>['context'];
}

/** One thing that a machine asks for. Timers are named `DELAY.state`. */
export type Ask =
  | {
      readonly ask: 'act';
      readonly type: string;
      readonly params: Readonly<Record<string, unknown>>;
    }
  | { readonly ask: 'arm'; readonly timer: TimerKey; readonly after: Micros }
  | { readonly ask: 'disarm'; readonly timer: TimerKey };

/** The machine after a step. */
export interface Stepped<M extends AnyStateMachine> {
  readonly row: MachineRow<M>;
  /** It has reached a final state. */
  readonly isDone: boolean;
  readonly asks: readonly Ask[];
}

/** A new row of a machine. */
export function startMachine<M extends AnyStateMachine>(
  machine: M,
  input: InputFrom<M>,
): Stepped<M> {
  return record(machine, (scope) => machine.getInitialSnapshot(scope, input));
}

/** A row of a machine after an event. */
export function stepMachine<M extends AnyStateMachine>(
  machine: M,
  row: MachineRow<M>,
  event: EventFrom<M>,
): Stepped<M> {
  const { value, context } = row;
  return memoryOf(machine).of(value, context, event, () => {
    const snapshot = machine.resolveState({ value, context });
    return record(machine, (scope) => machine.transition(snapshot, event, scope));
  });
}

/** Steps are pure, so those of many rows are made once. */
const memories = new WeakMap<AnyStateMachine, StepMemory<Stepped<any>>>();

function memoryOf<M extends AnyStateMachine>(machine: M): StepMemory<Stepped<M>> {
  const known = memories.get(machine);
  if (known !== undefined) return known;
  const made = new StepMemory<Stepped<M>>();
  memories.set(machine, made);
  return made;
}

/** A row of a machine after one of its timers fired. */
export function fireMachine<M extends AnyStateMachine>(
  machine: M,
  row: MachineRow<M>,
  timer: TimerKey,
): Stepped<M> {
  const [delay = '', ...state] = timer.split('.');
  const type = [AFTER, delay, machine.id, ...state].join('.');
  return stepMachine(machine, row, { type } as EventFrom<M>);
}

/** What to do for each named action of a machine. */
export type Acts = Readonly<
  Record<string, (params: Readonly<Record<string, unknown>>) => readonly Effect[]>
>;

/**
 * The asks as effects, in order. `owner` tells rows of one machine apart: timers become
 * `owner/DELAY.state`. An action without an act is for show only.
 */
export function toEffects(asks: readonly Ask[], owner: string, acts: Acts): readonly Effect[] {
  return asks.flatMap((ask): readonly Effect[] => {
    if (ask.ask === 'act') return acts[ask.type]?.(ask.params) ?? [];
    const timer = `${owner}/${ask.timer}`;
    if (ask.ask === 'disarm') return [{ do: 'disarm', timer }];
    return [{ do: 'arm', timer, after: ask.after, say: ask.timer.replace(/\..*$/, '') }];
  });
}

/** The parts of a timer that `toEffects` named. */
export function fromTimer(timer: TimerKey): { readonly owner: string; readonly timer: TimerKey } {
  const slash = timer.lastIndexOf('/');
  return { owner: timer.slice(0, Math.max(0, slash)), timer: timer.slice(slash + 1) };
}

const AFTER = 'xstate.after';

type Scope = Parameters<AnyStateMachine['transition']>[2];
interface Executed {
  readonly type: string;
  readonly params?: any;
}

/** One inert scope per machine: XState's own `transition()` builds an actor for each call. */
const scopes = new WeakMap<AnyStateMachine, { scope: Scope; executed: Executed[] }>();

function scopeOf(machine: AnyStateMachine): { scope: Scope; executed: Executed[] } {
  const known = scopes.get(machine);
  if (known !== undefined) return known;
  const self = createActor(machine);
  const executed: Executed[] = [];
  const scope = {
    self,
    id: '',
    sessionId: '',
    system: self.system,
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
    actionExecutor: (action: Executed) => executed.push(action),
  } as Scope;
  scopes.set(machine, { scope, executed });
  return { scope, executed };
}

function record<M extends AnyStateMachine>(
  machine: M,
  run: (scope: Scope) => AnyMachineSnapshot,
): Stepped<M> {
  const { scope, executed } = scopeOf(machine);
  executed.length = 0;
  const next = run(scope);
  const asks = executed.map((action) => askOf(machine, action));
  executed.length = 0;
  assert(next.status !== 'error', () => `${machine.id} steps without an error`);
  return {
    row: { value: next.value, context: next.context },
    isDone: next.status === 'done',
    asks,
  };
}

function askOf(machine: AnyStateMachine, { type, params }: Executed): Ask {
  if (type === 'xstate.raise') {
    const after: Micros = must(params.delay, 'only delayed events are left to raise');
    assert(Number.isInteger(after) && after >= 0, () => `a delay in microseconds: ${after}`);
    return { ask: 'arm', timer: timerName(machine, params.id), after };
  }
  if (type === 'xstate.cancel') {
    return { ask: 'disarm', timer: timerName(machine, params.sendId) };
  }
  assert(!type.startsWith('xstate.'), () => `a machine of the engine does not use ${type}`);
  return { ask: 'act', type, params: params ?? {} };
}

/** `xstate.after.REFRESH.binding-update.active` is `REFRESH.active`. */
function timerName(machine: AnyStateMachine, id: string): TimerKey {
  assert(id.startsWith(`${AFTER}.`), `a delay stands under \`after\`: ${id}`);
  const [delay = '', machineId, ...state] = id.slice(AFTER.length + 1).split('.');
  assert(machineId === machine.id, () => `a machine's id holds no dot: ${machine.id}`);
  return [delay, ...state].join('.');
}
