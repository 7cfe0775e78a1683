// Flows of a node with two interfaces, told twice: a flow goes to the other gateway while its socket
// stays, the host becomes strong and what comes is lost with the reason. By mouse and by keyboard.
import type { Locator, Page } from '@playwright/test';
import { expectClean } from './axe.ts';
import { expect, test } from './watched.ts';

const FIGURE_3 = 'd=1r~mif-f3&t=5500000';

/** The row of a flow in the anchor's card, then in the box of the node. */
const grip = (page: Page, flow: string): Locator =>
  page.locator(`.flow-layer [data-flow="${flow}"]`).first();

const goesTo = (page: Page, flow: string, where: RegExp): Promise<void> =>
  expect(grip(page, flow)).toHaveAccessibleName(where);

test('by mouse: FN is dragged to MAG2, F1 back by menu, a strong host drops it', async ({
  lab,
  page,
}) => {
  await lab.open(FIGURE_3);
  await goesTo(page, 'FN', /to MAG1/);
  const from = await grip(page, 'FN').boundingBox();
  const mag2 = page.locator('.stage-svg [data-pick="node:mag2"] > path').first();
  const to = await mag2.boundingBox();
  if (!from || !to) throw new Error('both are on the stage');
  await page.mouse.move(from.x + 40, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 90, from.y + 60, { steps: 4 });
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
  await expect(page.getByTestId('flow-forecast')).toContainText('FN to MAG2 (if2, 3G)');
  await page.mouse.up();
  await lab.press('ArrowRight');
  await goesTo(page, 'FN', /to MAG2/);
  await expect(page).toHaveURL(/&o=1z~/);

  await grip(page, 'F1').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Send F1 over MAG1 and MAG2/ }).click();
  await lab.press('ArrowRight');
  await goesTo(page, 'F1', /to MAG1 and MAG2/);
  await expect(page.locator('.stage-svg [data-pick="flow:F1"]').first()).toContainText(
    'MAG1 + MAG2',
  );

  await grip(page, 'F1').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Give F1 back to its prefix/ }).click();
  await lab.press('ArrowRight');
  await goesTo(page, 'F1', /to MAG1/);

  await page.locator('[data-handle="mn1"]').click({ button: 'right', position: { x: 24, y: 128 } });
  await page.getByRole('menuitem', { name: /^Make it a strong host/ }).click();
  await lab.press('Shift+ArrowRight');
  await expect(page.locator('.stage-svg [data-mobile="mn1"]')).toContainText('drops FN');
});

test('by keyboard: F2 goes to MAG1 from the outline, and a strong host drops it', async ({
  lab,
  page,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await lab.open(FIGURE_3);
  const row = lab.outline('flow F2');
  await row.focus();
  await lab.press('Enter');
  await lab.press('ArrowRight');
  await expect(row).toContainText('F2 to MAG1 and MAG2 (a copy to each)');
  await lab.press('Escape');
  await expect(row).toContainText('to MAG2');
  await lab.press('Enter');
  await lab.press('ArrowLeft');
  await expect(row).toContainText('F2 to MAG1 (if1, WLAN)');
  await lab.press('Enter');
  await lab.press('Shift+ArrowRight');
  await expect(row).toContainText('to MAG1');
  await expect(lab.outline('socket F2')).toContainText(/comes by if1.*HNP2::MN1/);

  await lab.outline('MN1').first().focus();
  await lab.press('Enter');
  await lab.press('a');
  // A key that comes before the menu does is the menu's.
  await lab.press('m');
  await expect(page.getByRole('menu')).toHaveCount(1);
  await lab.choose('Make it a strong host');
  await lab.press('Shift+ArrowRight');
  await expect(lab.outline('socket F2')).toContainText('dropped, strong host: it is of if2');
});

test('hooks of a packet, and axe finds nothing on a screen with layers and flows', async ({
  lab,
  page,
}) => {
  await lab.open(FIGURE_3);
  await expect(grip(page, 'F1')).toBeVisible();
  await page.getByRole('tab', { name: 'Hooks' }).click();
  await expect(page.getByRole('heading', { name: /^In LMA: mark \d+/ })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'POSTROUTING' })).toBeVisible();
  await expectClean(page);
});
