// The letter tile of an anchor: the same wherever a prefix is shown. The shade only repeats the letter.

export function AnchorTile({ letter }: { readonly letter: string }) {
  const shade = 'abc'['ABC'.indexOf(letter)] ?? 'c';
  return <span className={`tile tile-${shade}`}>{letter}</span>;
}
