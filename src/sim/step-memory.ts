// Steps of machines that were made before: the same state, context and event give the same step, so
// it need not be made again. Rows of many nodes live the same life.

/** More steps than that of one machine are not remembered. */
const MOST_STEPS = 256;

type Facts = Readonly<Record<string, unknown>>;

/** The steps of one machine, by what they came from. */
export class StepMemory<S> {
  readonly #steps = new Map<string, S>();
  #hits = 0;
  /** Its contexts and events hardly ever recur: it is not worth while. */
  #isGivenUp = false;

  /** The step from there; `make` makes it when it is not remembered, and must be pure. */
  of(value: unknown, context: Facts, event: Facts, make: () => S): S {
    const key = this.#isGivenUp ? undefined : keyOf(value, context, event);
    if (key === undefined) return make();
    const known = this.#steps.get(key);
    if (known !== undefined) {
      this.#hits += 1;
      return known;
    }
    const made = make();
    if (this.#steps.size >= MOST_STEPS) {
      this.#isGivenUp = this.#hits < MOST_STEPS;
      this.#steps.clear();
      this.#hits = 0;
    }
    this.#steps.set(key, made);
    return made;
  }
}

/** What a step follows from, as text; nothing when that is more than plain records. */
function keyOf(value: unknown, context: Facts, event: Facts): string | undefined {
  const from = textOf(value);
  const by = textOfRecord(event);
  const within = textOfRecord(context);
  if (from === undefined || by === undefined || within === undefined) return undefined;
  return `${from}|${by}|${within}`;
}

function textOfRecord(record: Facts): string | undefined {
  let all = '';
  for (const key in record) {
    const text = textOf(record[key]);
    if (text === undefined) return undefined;
    all += `${key}=${text},`;
  }
  return all;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  return typeof value === 'boolean' || value === undefined ? String(value) : undefined;
}
