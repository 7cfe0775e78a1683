// How the fields of a thing travel in a link: short keys, defaults left out, times in milliseconds.
// Reading tolerates any JSON; what makes no sense is left as it is, for `check` to say so.

/** Plain data by name. */
export type Json = Record<string, unknown>;

/** How one field travels. `same` says when a value need not travel. */
interface Field {
  readonly short: string;
  readonly to?: (value: never) => unknown;
  readonly from?: (packed: unknown) => unknown;
  /** The value that is left out; put back on reading. */
  readonly default?: unknown;
}
/** The fields of one kind of thing, by their long names. */
export type Fields = Readonly<Record<string, Field>>;

/** The short form of a thing; what stands at its default is left out. */
export function packWith(fields: Fields, value: object): Json {
  const packed: Json = {};
  for (const [name, field] of Object.entries(fields)) {
    const part = (value as Json)[name];
    if (part === undefined || part === field.default) continue;
    packed[field.short] = field.to === undefined ? part : field.to(part as never);
  }
  return packed;
}

/** The long form of anything. */
export function unpackWith(fields: Fields, packed: unknown): unknown {
  if (!isRecord(packed)) return packed;
  const value: Json = {};
  for (const [name, field] of Object.entries(fields)) {
    const part = Object.hasOwn(packed, field.short) ? packed[field.short] : undefined;
    if (part !== undefined) value[name] = field.from === undefined ? part : field.from(part);
    else if (field.default !== undefined) value[name] = field.default;
  }
  return value;
}

/** Whether a value is an object with keys. */
export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Times travel in milliseconds, as decimals where they must. */
export const time = {
  to: (micros: number) => micros / 1000,
  from: (millis: unknown) => (typeof millis === 'number' ? Math.round(millis * 1000) : millis),
};

/** Lists of packed things. */
export function listOf<T extends object>(
  pack: (one: T, i: number) => unknown,
  unpack: (one: unknown) => unknown,
) {
  return {
    to: (values: readonly T[]) => values.map(pack),
    from: (packed: unknown) => (Array.isArray(packed) ? packed.map(unpack) : packed),
  };
}
