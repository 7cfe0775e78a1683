// What the words of a command may name: nodes, links, flows, kinds of message, prefixes. Letters may
// be small or large; nodes may be called as on the screen.

import { accessNodes, homePrefixes, nodesOf, radioOf } from '#scenario/names.ts';
import type { Scenario, ScenarioNode } from '#scenario/schema.ts';
import { messageClassNames, type MessageClassName } from '#wire/classify.ts';
import { parsePrefix } from '#wire/address.ts';
import { listed, type Words } from './word-reader.ts';

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

/** Whether a node is meant by a word: its id, or its name. */
export const isCalled = ({ id, name }: ScenarioNode, word: string): boolean =>
  same(id, word) || same(name, word);

/** A node of some kinds. */
export function nodeOf(
  words: Words,
  { nodes }: Scenario,
  kinds: readonly ScenarioNode['kind'][],
): ScenarioNode {
  const known = nodes.filter(({ kind }) => kinds.includes(kind));
  const expected = known.length === 0 ? `a node of kind ${listed(kinds)}` : listed(idsOf(known));
  return words.read(expected, (word) => known.find((node) => isCalled(node, word)));
}

const idsOf = (all: readonly { readonly id: string }[]): readonly string[] =>
  all.map(({ id }) => id);

/** A link or a radio cell, by its id or by its ends in either order: `mag1-core`. */
export function linkOf(words: Words, scenario: Scenario): string {
  const cells = accessNodes(scenario).map(({ id }) => radioOf(id));
  const links = [...idsOf(scenario.links), ...cells];
  return words.read(`a link: ${listed(links)}`, (word) => {
    const byEnds = scenario.links.find(
      ({ ends: [a, b] }) => same(`${a}-${b}`, word) || same(`${b}-${a}`, word),
    );
    return links.find((link) => same(link, word)) ?? byEnds?.id;
  });
}

/** A flow. */
export function flowOf(words: Words, { flows }: Scenario): string {
  const ids = idsOf(flows);
  const expected = ids.length === 0 ? 'nothing: there are no flows' : `a flow: ${listed(ids)}`;
  return words.read(expected, (word) => ids.find((id) => same(id, word)));
}

const KINDS = ['any', ...messageClassNames] as const;

/** A kind of message. */
export const kindOf = (words: Words): MessageClassName | 'any' =>
  words.read(`a kind of message: ${KINDS.join(', ')}`, (word) =>
    KINDS.find((kind) => same(kind, word)),
  );

/** A home network prefix: its text, or its name, HNP1. */
export function prefixOf(words: Words, scenario: Scenario): string {
  const all = nodesOf(scenario, 'lma').flatMap((lma) => homePrefixes(scenario, lma));
  return words.read('a prefix, like 2001:db8:a1:1::/64 or HNP1', (word) => {
    const number = /^hnp([1-9]\d{0,2})$/i.exec(word)?.[1];
    return number === undefined ? parsePrefix(word) : all[Number(number) - 1];
  });
}
