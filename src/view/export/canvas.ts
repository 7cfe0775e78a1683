// Text lines that grow downwards over lifelines: the paper of the ASCII ladder.

/** Columns of the drawing. */
export interface Columns {
  /** Characters of a line. */
  readonly width: number;
  /** Characters left of the drawing, for times. */
  readonly gutter: number;
  /** Place of each lifeline. */
  readonly at: readonly number[];
}

/** One line: the lifelines, and what is put over them. */
export class Line {
  readonly #letters: string[];

  constructor(
    readonly columns: Columns,
    lifeline: '|' | ':' = '|',
  ) {
    this.#letters = Array.from({ length: columns.width }, () => ' ');
    for (const x of columns.at) this.#letters[x] = lifeline;
  }

  put(x: number, text: string): void {
    for (let i = 0; i < text.length; i += 1) {
      if (x + i >= 0 && x + i < this.columns.width) this.#letters[x + i] = text[i] ?? ' ';
    }
  }

  /** Fills what lies between two places. */
  fill(from: number, to: number, letter: string): void {
    for (let x = from; x <= to; x += 1) this.put(x, letter);
  }

  /** Whether nothing is written there but lifelines. */
  isFree(from: number, to: number): boolean {
    return this.#letters
      .slice(Math.max(0, from), to + 1)
      .every((letter) => letter === ' ' || letter === '|');
  }

  toString(): string {
    return this.#letters.join('').trimEnd();
  }
}

/** What the screen's letters become in ASCII; others become `?`. */
const SPELLED: Readonly<Record<string, string>> = {
  '→': '->',
  '×': 'x',
  '§': 'section ',
  '“': '"',
  '”': '"',
  '’': "'",
  '…': '...',
};

/** Text as printable ASCII. */
export function asciiOf(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (letter) => SPELLED[letter] ?? '?');
}

/** Words in lines of at most `most` characters; longer words are cut. */
export function wrap(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    while (word.length > most) {
      if (line !== '') lines.push(line);
      line = '';
      lines.push(word.slice(0, most));
      word = word.slice(most);
    }
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= most) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].filter(
    (one, i, all) => one !== '' || all.length === 1 || i < all.length - 1,
  );
}

/** Places for lifelines under heads of the given widths; wider than `width` only where it must be. */
export function placeColumns(heads: readonly number[], width: number, gutter: number): Columns {
  const half = (i: number) => Math.ceil(((heads[i] ?? 0) - 1) / 2);
  const least = heads.map((_, i) => (i === 0 ? half(0) : half(i - 1) + half(i) + 2));
  const needed = least.reduce((sum, one) => sum + one, 0) + half(heads.length - 1) + 1;
  const room = Math.max(0, width - gutter - needed);
  const gaps = Math.max(1, heads.length - 1);
  let x = gutter;
  const at = least.map((one, i) => {
    const share = i === 0 ? 0 : Math.floor((room * i) / gaps) - Math.floor((room * (i - 1)) / gaps);
    x += one + share;
    return x;
  });
  return { width: Math.max(width, gutter + needed), gutter, at };
}
