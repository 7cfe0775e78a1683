// Copies that are of one shape. An engine gives objects that got equal keys one by one in the same
// order one hidden class, but objects out of `...` behind other keys, or of which a key was taken, may
// each have a class of their own; code that reads many of them then looks every key up by its name.

type Plain = Readonly<Record<string, unknown>>;

/** An equal record, and equal records in it, to be read by what runs for each packet. */
export function shaped<T extends object>(record: T): T {
  const made: Record<string, unknown> = {};
  for (const key in record) {
    const value = (record as Plain)[key];
    made[key] = isRecord(value) ? shaped(value) : value;
  }
  return made as T; // the same keys and values
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
