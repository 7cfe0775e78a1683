// Kinds of value of a scenario with their bounds, and the words that are said when one is not kept.

import * as v from 'valibot';

/** The stage in pixels. */
export const STAGE = { width: 1000, height: 640 } as const;

/** The longest virtual time that a scenario may last: a day. */
export const LONGEST = 86_400_000_000;

/** A whole number within bounds. */
export const whole = (least: number, most: number, doc: string) => {
  const words = `a whole number from ${least} to ${most}`;
  return v.pipe(
    v.number(words),
    v.integer(words),
    v.minValue(least, words),
    v.maxValue(most, words),
    v.description(doc),
  );
};

/** Text of bounded length, without control characters. */
export const text = (most: number, doc: string) => {
  const words = `text of 1 to ${most} characters in one line`;
  return v.pipe(
    v.string(words),
    v.minLength(1, words),
    v.maxLength(most, words),
    v.regex(/^[^\p{Cc}\u2028\u2029]*$/u, words),
    v.description(doc),
  );
};

const ID = 'a name of 1 to 24 letters, digits or hyphens that begins with a letter';
export const id = (doc: string) =>
  v.pipe(v.string(ID), v.regex(/^[A-Za-z][A-Za-z0-9-]{0,23}$/, ID), v.description(doc));

const LINK_ID = 'a name of 1 to 56 letters, digits or hyphens that begins with a letter';
export const linkId = (doc: string) =>
  v.pipe(v.string(LINK_ID), v.regex(/^[A-Za-z][A-Za-z0-9-]{0,55}$/, LINK_ID), v.description(doc));

export const share = (doc: string) => {
  const words = 'a number from 0 to 1';
  return v.pipe(v.number(words), v.minValue(0, words), v.maxValue(1, words), v.description(doc));
};

export const time = (doc: string) => whole(0, LONGEST, `${doc} Microseconds.`);
export const delay = (doc: string) => whole(0, 10_000_000, `${doc} Microseconds.`);
export const address = (doc: string) => text(64, doc);
export const x = whole(0, STAGE.width, 'Pixels from the left of the stage.');
export const y = whole(0, STAGE.height, 'Pixels from the top of the stage.');
export const optional = v.exactOptional;

/** A list of bounded length. */
export const list = <const Item extends v.GenericSchema>(item: Item, most: number, doc: string) => {
  const words = `a list of at most ${most}`;
  return v.pipe(v.array(item, words), v.maxLength(most, words), v.description(doc));
};

/** Texts by name. */
export const named = (most: number, doc: string) => {
  const words = `an object of at most ${most} texts`;
  return v.pipe(
    v.record(v.string(), v.pipe(v.string('text'), v.maxLength(64, 'at most 64 characters')), words),
    v.maxEntries(most, words),
    v.description(doc),
  );
};

/** Lists of texts by name. */
export const lists = (most: number, doc: string) => {
  const words = `an object of at most ${most} lists of texts`;
  const texts = v.pipe(
    v.array(address('A prefix.'), words),
    v.maxLength(16, 'a list of at most 16'),
  );
  return v.pipe(v.record(v.string(), texts, words), v.maxEntries(most, words), v.description(doc));
};

/** One of a few words. */
export const choice = <const Words extends readonly [string, ...string[]]>(
  words: Words,
  doc: string,
) => v.pipe(v.picklist(words, quoted(words)), v.description(doc));

/** `a`, `b` or `c` */
export function quoted(words: readonly string[]): string {
  const all = words.map((word) => `\`${word}\``);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}

/** true or false. */
export const flag = (doc: string) => v.pipe(v.boolean('true or false'), v.description(doc));
