// `move` in words: into the cell of a gateway, to a point, or out of all cells.

import { accessNodes } from '#scenario/names.ts';
import type { Scenario, ScenarioNode } from '#scenario/schema.ts';
import type { Command } from '#sim/command.ts';
import { isCalled, nodeOf } from './do-names.ts';
import { countOf, listed, number, type Words } from './word-reader.ts';

/** The stage in pixels. */
const STAGE = { width: 1000, height: 640 } as const;
const GRID = 8;

/** Reads what follows the verb. */
export function move(words: Words, scenario: Scenario): Command {
  const node = nodeOf(words, scenario, ['mn', 'mr']).id;
  words.option('to');
  if (words.option('away') !== undefined) return { do: 'place', node, ...uncovered(scenario) };
  const gateways = accessNodes(scenario);
  const expected = listed([...gateways.map(({ id }) => id), 'away', 'two numbers']);
  const target = words.read<ScenarioNode | number>(
    expected,
    (word) => gateways.find((one) => isCalled(one, word)) ?? countOf(word, 0, STAGE.width),
  );
  if (typeof target === 'number') {
    return { do: 'place', node, x: target, y: number(words, STAGE.height) };
  }
  const { dx = 0, dy = 0 } = target.cell ?? {};
  return { do: 'place', node, x: target.x + dx, y: target.y + dy };
}

/** A point of the stage that no cell covers; the corner when there is none. */
function uncovered(scenario: Scenario): { readonly x: number; readonly y: number } {
  const cells = accessNodes(scenario).flatMap(({ x, y, cell }) =>
    cell === undefined ? [] : [{ ...cell, x: x + cell.dx, y: y + cell.dy }],
  );
  for (let y = STAGE.height; y >= 0; y -= GRID) {
    for (let x = 0; x <= STAGE.width; x += GRID) {
      const isFree = cells.every(
        (cell) => ((x - cell.x) / cell.rx) ** 2 + ((y - cell.y) / cell.ry) ** 2 > 1,
      );
      if (isFree) return { x, y };
    }
  }
  return { x: 0, y: 0 };
}
