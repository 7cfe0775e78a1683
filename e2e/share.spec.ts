// Links: the address bar, read-only, broken ones, and what a reload keeps.
import { expect, test } from '@playwright/test';
import { expectHandover, Lab } from './lab.ts';

test('the address bar holds the whole story, and a reload shows it again', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.press('h');
  await lab.untilQuiet();
  await lab.untilQuiet();
  await expect(page).toHaveURL(/&e=\d+&k=[\w-]{6}$/);
  const event = await page.locator('.clock-event').innerText();
  await page.reload();
  await expect(page.locator('.clock-event')).toHaveText(event);
  await expectHandover(lab);
  await expect(page.getByText('recorded with another engine')).toBeHidden();
});

test('another digest is never silent', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('d=1r~dmm-f4&e=100&k=AAAAAA');
  await expect(page.getByText('recorded with another engine')).toBeVisible();
});

test('a broken link says which part failed and loses nothing', async ({ page }) => {
  await page.goto('/#d=1z~AAAAnonsense');
  await expect(page.getByRole('heading', { name: 'This link cannot be opened' })).toBeVisible();
  await expect(page.getByText(/What failed is/)).toBeVisible();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save what the link holds' }).click();
  expect((await saved).suggestedFilename()).toBe('roamscope-link.txt');
  await page.getByRole('button', { name: /instead/ }).click();
  const lab = new Lab(page);
  await expect(lab.mobile('MN1')).toBeVisible();
});

test('a read-only link locks what alters the script', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('d=1r~dmm-f4&t=5000000&ro=1');
  await lab.press('h');
  await expect(page.getByText('MN1 moves now')).toBeHidden();
  await lab.untilQuiet();
  await expect(page).toHaveURL(/&ro=1/);
});

test('the share sheet gives a link from the beginning, and a QR code', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('d=1r~dmm-f4&t=5000000');
  await page.getByRole('button', { name: 'Share' }).click();
  const link = page.getByRole('textbox', { name: 'Link' });
  await expect(link).toHaveValue(/#d=1r~dmm-f4&e=\d+&k=/);
  await page.getByRole('radio', { name: 'at the beginning' }).check();
  await page.getByRole('checkbox', { name: 'read-only' }).check();
  await expect(link).toHaveValue(/#d=1r~dmm-f4&ro=1$/);
  await expect(page.getByText('QR code of the link')).toBeAttached();
});

test('the last session can be restored on the next visit', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('d=1r~dmm-f4&t=5000000');
  await lab.press('h');
  await lab.untilQuiet();
  await expect(page).toHaveURL(/&o=1z~/);
  await page.goto('about:blank');
  await lab.open();
  await page.getByRole('button', { name: 'Restore last session' }).click();
  await expect(page).toHaveURL(/&o=1z~/);
  await expect(lab.mobile('MN1')).toHaveAccessibleName(/^MN1, on D-GW2/);
});
