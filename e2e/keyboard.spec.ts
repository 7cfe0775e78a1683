// The whole story of S-22 by keyboard alone, and what it says to those who listen.
import { expectHandover } from './lab.ts';
import { expect, test } from './watched.ts';

test('H moves MN1, Q runs until quiet, and the live region tells it', async ({ lab }) => {
  await lab.open();
  await lab.press('h');
  await lab.untilQuiet();
  await lab.untilQuiet();
  await expectHandover(lab);
  await expect(lab.live).toContainText('Handover of MN1 to D-GW2 complete');
});

test('Enter picks MN1 up, an arrow chooses D-GW2, Enter drops it', async ({ lab }) => {
  await lab.open();
  await lab.mobile('MN1').focus();
  await lab.press('Enter');
  await lab.press('ArrowRight');
  await expect(lab.forecast).toContainText('attach D-GW2');
  await lab.press('Enter');
  await lab.untilQuiet();
  await lab.untilQuiet();
  await expectHandover(lab);
});

test('the menu of M moves MN1', async ({ lab, page }) => {
  await lab.open();
  await lab.press('m');
  const item = page.getByRole('menuitem', { name: /Move MN1 to D-GW2/ });
  await expect(item).toBeVisible();
  await lab.press('ArrowDown');
  await expect(item).toBeFocused();
  await lab.press('Enter');
  // While it goes, keys are still the menu's.
  await expect(item).toBeHidden();
  await lab.untilQuiet();
  await lab.untilQuiet();
  await expectHandover(lab);
});

test('2 moves MN1 to the second access point, Ctrl+Z takes it back', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=5000000');
  await lab.press('2');
  await expect(page.getByText('MN1 moves now')).toBeVisible();
  await lab.press('Control+z');
  await expect(page.getByText('MN1 moves now')).toBeHidden();
});

test('steps go forward and back by event and by message', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=9988000');
  const event = page.locator('.clock-event');
  const start = await event.innerText();
  await lab.press('ArrowRight');
  await expect(event).not.toHaveText(start);
  await lab.press('ArrowLeft');
  await expect(event).toHaveText(start);
  await lab.press('Shift+ArrowRight');
  await expect(event).not.toHaveText(start);
  await lab.press('Home');
  await expect.poll(() => lab.seconds()).toBe(0);
});

test('keys are ignored while typing', async ({ lab, page }) => {
  await lab.open();
  await page.getByRole('button', { name: 'Handover to D-GW2' }).press('Enter');
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.fill('hhh qqq');
  await title.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('hhh qqq');
  expect(await lab.seconds()).toBe(0);
});
