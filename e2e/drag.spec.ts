// Moving MN1 to D-GW2 with the pointer: by dragging, and by click and click.
import { expectHandover } from './lab.ts';
import { expect, test } from './watched.ts';

test('a first visit shows the handover figure, paused at 0, with one hint', async ({
  lab,
  page,
}) => {
  await lab.open();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Handover to D-GW2');
  await expect(page.getByRole('note')).toContainText('Drag MN1 to D-GW2, or press H');
  expect(await lab.seconds()).toBe(0);
  await expect(page).toHaveURL(/#d=1r~dmm-f4&e=0$/);
});

test('dragging MN1 to D-GW2 gives distributed anchoring', async ({ lab, page }) => {
  await lab.open();
  await lab.drag('MN1', 'D-GW2');
  await expect(page.getByText('MN1 moves at 3.000 000 s')).toBeVisible();
  await lab.untilQuiet();
  await lab.untilQuiet();
  await expectHandover(lab);
  await expect(page).toHaveURL(/&o=1z~/);
});

test('the forecast says what a drop would do, and Escape takes it back', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=5000000');
  await expect(lab.mobile('MN1')).toHaveAccessibleName(/^MN1, on D-GW1/);
  await lab.mobile('MN1').focus();
  await lab.press('Enter');
  await lab.press('ArrowRight');
  await expect(lab.forecast).toContainText('detach D-GW1, attach D-GW2, L2 delay 20 ms');
  await lab.press('Escape');
  await expect(lab.forecast).toBeHidden();
  await expect(page).toHaveURL(/#d=1r~dmm-f4&e=\d+&k=[\w-]{6}$/);
});

test('a click on MN1 and a click on D-GW2 move it', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=5000000');
  await expect(lab.mobile('MN1')).toHaveAccessibleName(/^MN1, on D-GW1/);
  await lab.clickTo('MN1', 'D-GW2');
  await expect(page.getByText('MN1 moves now')).toBeVisible();
  await lab.untilQuiet();
  await expectHandover(lab);
});

test('while playing, the move happens when coverage is crossed', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=5000000');
  await page.getByRole('button', { name: 'Adaptive pace' }).click();
  await page.getByRole('radio', { name: 'Proportional' }).check();
  await lab.press('Escape');
  await page.getByRole('button', { name: 'Play' }).click();
  await lab.drag('MN1', 'D-GW2');
  await expect(lab.outline('mn1dgw2')).toContainText('serving', { timeout: 20_000 });
});

test('acting in the past keeps the old future as a branch', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=12000000');
  await expect(lab.mobile('MN1')).toHaveAccessibleName(/^MN1, on D-GW2/);
  await page.getByRole('slider', { name: 'Time' }).press('Home');
  await expect.poll(() => lab.seconds()).toBe(0);
  await lab.press('h');
  await expect(page.getByText('MN1 moves at 3.000 000 s')).toBeVisible();
  await expect(page.getByRole('button', { name: /^branch:/ })).toBeVisible();
});

test('on a phone the whole figure is in the pane, packets on their lines, and MN1 can be dragged', async ({
  lab,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await lab.open('d=1r~dmm-f4&t=5000000');
  const pane = await page.locator('.stage-field').boundingBox();
  for (const shape of await page.locator('.stage-svg [data-pick^="node:"]').all()) {
    const box = await shape.boundingBox();
    expect(box && pane && box.x >= -1 && box.x + box.width <= pane.width + 1).toBe(true);
  }
  const canvas = page.locator('.stage-canvas');
  expect(await canvas.evaluate((one: HTMLCanvasElement) => one.width)).toBe(pane?.width);
  await lab.drag('MN1', 'D-GW2');
  await lab.untilQuiet();
  await expect(lab.mobile('MN1')).toHaveAccessibleName(/^MN1, on D-GW2/);
});
