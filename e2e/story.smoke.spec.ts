// The main job, from an empty address to the end of S-22, in every browser: told by the outline,
// the tables and the ladder.
import type { Page } from '@playwright/test';
import { expectHandover } from './lab.ts';
import { momentOf } from './moment.ts';
import { expect, test } from './watched.ts';

test('a first visit, two clicks, and MN1 is anchored at two gateways', async ({ lab, page }) => {
  await lab.open();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Handover to D-GW2');
  await expect(page.getByRole('note')).toContainText('Drag MN1 to D-GW2, or press H');
  expect(await momentOf(lab)).toMatchObject({ event: 0, seconds: 0, status: 'paused' });

  await lab.clickTo('MN1', 'D-GW2');
  await expect(page.getByText('MN1 moves at 3.000 000 s')).toBeVisible();
  await lab.untilQuiet(); // the figure's opening
  await lab.untilQuiet(); // the handover
  await expectHandover(lab);

  await page.getByRole('tab', { name: 'Tables' }).click();
  await expectRows(page, 'D-GW2', 'DLIF set', [/mn1dgw2 serving/, /mn1dgw1 clone .*Why: #\d+ PBA/]);
  await expectRows(page, 'D-GW2', 'Binding update list', [/(^| )A .*Why: #\d+ PBA/]);
  await expectRows(page, 'D-GW1', 'Tunnels', [/2001:db8:d2::1 .*Why: #\d+ PBU/]);
  await expectRows(page, 'MN1', 'Addresses', [
    /(^| )A .*deprecated .*Why: #\d+ RA/,
    /B .*preferred .*Why: DAD/,
  ]);

  // The ladder as a table, which holds every row: the messages of the draft's figure in their order.
  await lab.ladder.getByRole('button', { name: 'As a table' }).click();
  const story = async (): Promise<string> => {
    const rows = await lab.ladder.getByRole('row').allInnerTexts();
    return rows.map((row) => row.replace(/\s+/g, ' ')).join('\n');
  };
  await expect
    .poll(story)
    .toMatch(/attach[^]*RA @mn1dgw2[^]*PBU D[^]*PBA D st 0[^]*RA @mn1dgw1, prefA lft 0/);
});

test('dragging MN1 to D-GW2 keeps prefA and opens a tunnel', async ({ lab, page }) => {
  await lab.open();
  await lab.drag('MN1', 'D-GW2');
  await expect(page.getByText('MN1 moves at 3.000 000 s')).toBeVisible();
  await lab.untilQuiet();
  await lab.untilQuiet();
  await expectHandover(lab);
});

/** Rows that a table of a node must have. */
async function expectRows(
  page: Page,
  node: string,
  title: string,
  rows: readonly RegExp[],
): Promise<void> {
  const chips = page.getByRole('group', { name: 'Whose tables' });
  const chip = chips.getByRole('button', { name: node });
  if ((await chip.getAttribute('aria-pressed')) === 'false') await chip.click();
  const figure = page.getByRole('figure', { name: new RegExp(`^${title} ${node}`) });
  await expect(figure).toBeVisible();
  const more = figure.getByRole('button', { name: /more column/ });
  if (await more.isVisible()) await more.click();
  for (const row of rows) await expect(figure.getByRole('row', { name: row })).toBeAttached();
}
