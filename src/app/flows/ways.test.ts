// Ways of a flow and what its menu says of them, on runs without a browser.
import { expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import type { Command } from '#session/protocol.ts';
import { Page } from '#session/toy-page.ts';
import { flowDeeds } from '#app/faults/flow-deeds.ts';
import { withCopy } from './carry.ts';
import { movable } from './ways.ts';

const figure3 = (): Page => new Page('mif-f3').seek(seconds(5));

const waysOf = (page: Page, flow: string) => movable(page.still, flow)?.ways ?? [];
const namesOf = (page: Page, flow: string): readonly string[] =>
  waysOf(page, flow).map(({ words, isNow }) => (isNow ? `${words}, now` : words));
const menuOf = (page: Page, flow: string): readonly string[] =>
  flowDeeds(page.still, flow).flatMap((group) => group.map(({ words }) => words));

function take(page: Page, flow: string, words: string): void {
  const command: Command | undefined = waysOf(page, flow).find(
    (one) => one.words === words,
  )?.command;
  expect(command).toBeDefined();
  page.say({ say: 'command', command });
  page.seek(page.still.now + seconds(0.5));
}

test('a flow goes to one gateway, or a copy to each of both', () => {
  const page = figure3();
  expect(namesOf(page, 'F1')).toEqual(['MAG1', 'MAG2, now', 'MAG1 and MAG2']);
  expect(menuOf(page, 'F1')).toEqual([
    'Move F1 to MAG1',
    'Send F1 over MAG1 and MAG2',
    'Give F1 back to its prefix',
    'Drop F1 at LMA',
    'Stop F1',
  ]);
});

test('RFC 6089 §5.3.6: copies are sent by one command, and end by another or with it', () => {
  const page = figure3();
  take(page, 'F1', 'MAG1 and MAG2');
  expect(namesOf(page, 'F1')).toEqual(['MAG1', 'MAG2', 'MAG1 and MAG2, now']);
  expect(menuOf(page, 'F1')).toEqual([
    'Send F1 to MAG1 only',
    'Send F1 to MAG2 only',
    'Give F1 back to its prefix',
    'Drop F1 at LMA',
    'Stop F1',
  ]);
  expect(movable(page.still, 'F1')?.words).toBe('CN1 → MN1, to MAG1 and MAG2');
  page.say({ say: 'undo' });
  page.seek(seconds(5.5));
  expect(namesOf(page, 'F1')).toEqual(['MAG1', 'MAG2, now', 'MAG1 and MAG2']);
  take(page, 'F1', 'MAG1 and MAG2');
  take(page, 'F1', 'MAG1');
  expect(namesOf(page, 'F1')).toEqual(['MAG1, now', 'MAG2', 'MAG1 and MAG2']);
});

test('a flow without an entry gets one when it is sent over both', () => {
  const page = figure3();
  take(page, 'F2', 'MAG1 and MAG2');
  const entry = page.node('lma').lma?.flows?.find(({ name }) => name === 'F2');
  expect(entry).toMatchObject({ state: 'active', bids: [1, 2] });
});

test('with the copy key held a flow goes over a gateway besides where it goes now', () => {
  const page = figure3();
  const ways = waysOf(page, 'F1');
  expect(ways[withCopy(ways, 0)]?.words).toBe('MAG1 and MAG2');
  // Where it goes already a copy is nothing new.
  expect(ways[withCopy(ways, 1)]?.words).toBe('MAG1 and MAG2');
});

test('where an anchor does not number bindings nothing is offered twice', () => {
  const page = new Page('pmip-handoff').seek(seconds(4));
  expect(waysOf(page, 'F1')).toEqual([]);
});
