// For those who do not see the drawing, or hold no mouse: axe, keyboard, what is said, and stillness.
import { expectClean, expectCleanInThemes, THEMES } from './axe.ts';
import { walk } from './focus.ts';
import type { Lab } from './lab.ts';
import { momentOf } from './moment.ts';
import { expect, test } from './watched.ts';

const STORY = 'd=1r~dmm-f4&t=10030000';
const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

const atTheHandover = async (lab: Lab): Promise<void> => {
  await expect(lab.outline('tunnel to D-GW1')).toBeAttached();
  await expect(lab.ladder.getByRole('option').first()).toBeVisible();
};

for (const theme of THEMES) {
  test(`axe finds nothing on the main screen in ${theme}`, async ({ lab, page }) => {
    await lab.open(`${STORY}&theme=${theme}`);
    await atTheHandover(lab);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    for (const size of theme === 'light' ? SIZES : SIZES.slice(0, 1)) {
      await page.setViewportSize(size);
      await expect(page.getByRole('heading', { name: 'Tables' })).toHaveCount(
        size.width < 1600 ? 0 : 1,
      );
      await expectClean(page);
    }
  });
}

test('axe finds nothing in what opens over it, in any theme', async ({ lab, page }) => {
  test.slow();
  await lab.open(STORY);
  await atTheHandover(lab);
  for (const name of ['Menu', 'Export', 'Adaptive pace', 'Legend']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.locator('.popup')).toBeVisible();
    await expectCleanInThemes(page, '.popup');
    await page.keyboard.press('Escape');
    await expect(page.locator('.popup')).toBeHidden();
  }
  await page.keyboard.press('m');
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await expectCleanInThemes(page, '.popup');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  for (const name of ['Share', 'Help']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectCleanInThemes(page, '[role="dialog"]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('button', { name, exact: true })).toBeFocused();
  }
});

test('axe finds nothing in menus of deeds, questions and the reference, in any theme', async ({
  lab,
  page,
}) => {
  test.slow();
  await lab.open('d=1r~pmip-overtaking-pbus&t=4100000');
  await expect(lab.ladder.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await expectCleanInThemes(page, '.popup');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  for (const key of ['d', 'b', 'r']) {
    await page.keyboard.press(key);
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    if (key === 'r') {
      // Hundreds of demands look alike: those of one document, of all levels but one.
      await dialog.getByLabel('Document').selectOption('RFC 8885');
      await expect(dialog.getByText('not modelled').last()).toBeAttached();
      await expect(dialog.getByText('PMIP-3', { exact: true })).toHaveCount(0);
    }
    await expectCleanInThemes(page, '[role="dialog"]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await lab.menuOf('MAG1', 'Clock offset…');
  await page.getByLabel('Ahead of the true time').fill('x');
  await page.getByRole('button', { name: 'Set the clock' }).click();
  await expectCleanInThemes(page, '[role="dialog"]');
});

test('axe finds nothing in the other tabs, and in the ladder as a table', async ({ lab, page }) => {
  await lab.open(STORY);
  await atTheHandover(lab);
  await lab.ladder.getByRole('option', { name: /PBA D st 0/ }).click();
  await lab.ladder.getByRole('button', { name: 'As a table' }).click();
  await expect(lab.ladder.getByRole('row', { name: /PBA D st 0/ })).toBeAttached();
  await expectClean(page, 'main');
  for (const tab of ['Tables', 'Packet', 'Explain', 'Metrics']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).toContainText(/PBA|mn1/);
    await expectClean(page, '[role="tabpanel"]');
  }
});

test('axe finds nothing on a broken link, in any theme', async ({ page }) => {
  await page.goto('/#d=1z~AAAAnonsense');
  await expect(page.getByRole('heading', { name: 'This link cannot be opened' })).toBeVisible();
  await expectCleanInThemes(page);
});

for (const size of SIZES) {
  test(`Tab comes to every control, and one sees where, at ${size.width}`, async ({
    lab,
    page,
  }) => {
    await page.setViewportSize(size);
    await lab.open(STORY);
    await atTheHandover(lab);
    await momentOf(lab);
    const { missed, ringless, covered, stops } = await walk(page);
    expect(missed, 'never reached').toEqual([]);
    expect(ringless, 'no focus ring').toEqual([]);
    expect(covered, 'hidden by something').toEqual([]);
    expect(stops.length).toBeGreaterThan(30);
  });
}

test('the live region tells the handover of dmm-f4', async ({ lab }) => {
  await lab.open('d=1r~dmm-f4&t=9900000');
  await momentOf(lab);
  await lab.press('q');
  await expect(lab.live).toContainText('Handover of MN1 to D-GW2 complete: 4 packets lost.');
});

test('with reduced motion nothing starts by itself and nothing is animated', async ({
  lab,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await lab.open('d=1r~dmm-f4&t=9990000&play=1');
  expect(await momentOf(lab)).toMatchObject({ seconds: 9.99, status: 'paused' });
  const animations = (): Promise<readonly string[]> =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter((one) => Number(one.effect?.getComputedTiming().duration) > 0)
        .map((one) => (one instanceof CSSAnimation ? one.animationName : one.id || 'transition')),
    );
  await page.getByRole('tab', { name: 'Tables' }).click();
  await lab.press('q');
  await expect(lab.outline('tunnel to D-GW1')).toBeAttached();
  expect(await animations()).toEqual([]);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  expect(await animations()).toEqual([]);
});

test('the headings stand in the order of the story', async ({ lab, page }) => {
  await page.setViewportSize(SIZES[1]);
  await lab.open(STORY);
  await expect(page.getByRole('heading', { name: 'Tables' })).toBeAttached();
  const all = await page.getByRole('heading', { level: 2 }).allInnerTexts();
  const wanted = ['Summary', 'Stage Outline', 'Ladder', 'Tables', 'Controls'];
  const seen = all.map((text) => text.replace(/\s+/g, ' ').trim());
  expect(seen.filter((text) => wanted.includes(text))).toEqual(wanted);
});

test('no target is smaller than 24 pixels', async ({ lab, page }) => {
  for (const size of [...SIZES, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    await lab.open(STORY);
    await expect(page.getByRole('button', { name: /^Why: / }).first()).toBeVisible();
    const small = await page
      .locator('button:visible, input:visible, select:visible')
      .evaluateAll((all) =>
        all
          .filter((one) => getComputedStyle(one).display !== 'inline')
          .map((one) => ({ box: one.getBoundingClientRect(), name: one.outerHTML.slice(0, 120) }))
          .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
          .map(({ box, name }) => `${Math.round(box.width)} by ${Math.round(box.height)}: ${name}`),
      );
    expect(small).toEqual([]);
  }
});
