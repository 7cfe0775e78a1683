// A small question before a deed: its fields, and what is wrong with an answer. Pure.

/** Asked only while another field has one of these answers. */
interface Asked {
  readonly when?: { readonly id: string; readonly among: readonly string[] };
}

/** A number with its bounds, a choice, a word, or a tick. */
export type Field = Asked &
  (
    | {
        readonly kind: 'number';
        readonly id: string;
        readonly label: string;
        readonly unit: string;
        readonly value: number;
        readonly min: number;
        readonly max: number;
        /** Whole numbers only. */
        readonly whole?: true;
      }
    | {
        readonly kind: 'choice';
        readonly id: string;
        readonly label: string;
        readonly value: string;
        readonly options: readonly { readonly value: string; readonly words: string }[];
      }
    | {
        readonly kind: 'text';
        readonly id: string;
        readonly label: string;
        readonly value: string;
        readonly most: number;
      }
    | {
        readonly kind: 'tick';
        readonly id: string;
        readonly label: string;
        readonly value: boolean;
      }
  );

/** Answers by the id of their field; a tick is `yes` or ``. */
export type Answers = Readonly<Record<string, string>>;

export interface Question {
  readonly title: string;
  /** A line under the title. */
  readonly note?: string;
  readonly fields: readonly Field[];
  /** Words of the button that does it. */
  readonly confirm: string;
  readonly run: (answers: Answers) => void;
}

/** The fields that are asked, by the answers so far. */
export const askedOf = (fields: readonly Field[], answers: Answers): readonly Field[] =>
  fields.filter(({ when }) => when === undefined || when.among.includes(answers[when.id] ?? ''));

/** The answer that a field begins with. */
export function firstAnswer(field: Field): string {
  switch (field.kind) {
    case 'number':
      return String(field.value);
    case 'tick':
      return field.value ? 'yes' : '';
    case 'choice':
    case 'text':
      return field.value;
  }
}

/** What is wrong with an answer, in words; absent: nothing. */
export function wrongWith(field: Field, answer: string): string | undefined {
  switch (field.kind) {
    case 'number':
      return wrongNumber(field, answer);
    case 'choice':
      return field.options.some(({ value }) => value === answer) ? undefined : 'Choose one.';
    case 'text':
      if (answer.trim() === '') return 'Say something.';
      return answer.length > field.most ? `At most ${field.most} letters.` : undefined;
    case 'tick':
      return undefined;
  }
}

function wrongNumber(field: Field & { kind: 'number' }, answer: string): string | undefined {
  const { min, max, unit, whole } = field;
  const value = Number(answer);
  if (answer.trim() === '' || !Number.isFinite(value)) return 'A number is needed.';
  if (whole && !Number.isInteger(value)) return 'A whole number is needed.';
  const of = unit === '' ? '' : ` ${unit}`;
  return value < min || value > max ? `From ${min} to ${max}${of}.` : undefined;
}

/** Milliseconds as they were typed, in microseconds. */
export const toMicros = (milliseconds: string | undefined): number =>
  Math.round(Number(milliseconds) * 1000);
