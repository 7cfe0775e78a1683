// The page driver: the app in the words of a person. Everything is found by role and name.
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

export class Lab {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the app with a fragment and waits for the first picture. */
  async open(fragment = ''): Promise<void> {
    await this.page.goto(fragment === '' ? '/' : `/#${fragment}`);
    // A mobile node, or a mobile router, has a handle as soon as the run is there.
    await expect(this.page.locator('button[data-handle]').first()).toBeVisible();
  }

  /** The handle of a mobile node on the stage; its name tells where the node is. */
  mobile(name: string): Locator {
    return this.page
      .getByRole('button', { name: new RegExp(`^${name}, (?!.*Share)`) })
      .and(this.page.locator('[data-handle]'));
  }

  get forecast(): Locator {
    return this.page.getByTestId('forecast');
  }

  get live(): Locator {
    return this.page.getByTestId('live');
  }

  /** A row of the outline, by name: node, DLIF, address, tunnel; not a link that ends there. */
  outline(name: string): Locator {
    const rail = this.page.getByRole('complementary', { name: 'Outline and actions' });
    return rail.getByRole('button', { name: new RegExp(`(^|[A-Z1-9] ?)${name}\\b(?! –)`) });
  }

  /** True when a row of that name is in the outline and says something. */
  async says(name: string, words: RegExp): Promise<boolean> {
    return (await this.outline(name).allInnerTexts()).some((text) => words.test(text));
  }

  /** A message of the ladder as its table says it. */
  get ladder(): Locator {
    return this.page.getByRole('region', { name: 'Ladder' });
  }

  /** The clock, in seconds. */
  async seconds(): Promise<number> {
    const text = await this.page.locator('.clock-time').innerText();
    return Number(text.replace(/[^\d.]/g, ''));
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** Runs until quiet, by its key, and waits until time has moved and stands. */
  async untilQuiet(): Promise<void> {
    const before = await this.seconds();
    await this.press('q');
    await expect.poll(() => this.seconds()).toBeGreaterThan(before);
    await expect(this.page.locator('.clock-event')).toContainText(/paused|ended/);
  }

  /** Rows of the ladder in words, as far as they are in sight. */
  async rows(): Promise<readonly string[]> {
    const all = this.ladder.getByRole('option');
    return all.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
  }

  /** Event by event, by its key, until something is so. */
  async stepUntil(what: () => Promise<boolean>): Promise<void> {
    const event = this.page.locator('.clock-event');
    for (let n = 0; n < 30 && !(await what()); n += 1) {
      const before = await event.innerText();
      await this.press('ArrowRight');
      await expect(event).not.toHaveText(before);
    }
    expect(await what()).toBe(true);
  }

  /** The run's end is moved away as far as a person would want. */
  async goOn(): Promise<void> {
    const on = this.page.getByRole('button', { name: 'Go on for 10 s' });
    await expect(async () => {
      await this.press('End');
      await expect(on).toBeVisible({ timeout: 1000 });
    }).toPass();
    await on.click();
    await expect(on).toHaveCount(0);
  }

  /** Fills the question that is open, with the mouse, and does what it asks about. */
  async answer(fields: Readonly<Record<string, string>>): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    for (const [label, value] of Object.entries(fields)) {
      const field = dialog.getByLabel(label, { exact: true });
      if (/^\d+$/.test(value)) await field.fill(value);
      else await field.selectOption({ label: value });
    }
    await dialog.locator('button[type="submit"]').click();
    await expect(dialog).toHaveCount(0);
  }

  /** The same by keys alone: choices by their first letters, Tab to the next. */
  async type(fields: Readonly<Record<string, string>>): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    for (const [label, value] of Object.entries(fields)) {
      const field = dialog.getByLabel(label, { exact: true });
      for (let n = 0; n < 12; n += 1) {
        if (await field.evaluate((one) => one === document.activeElement)) break;
        await this.press('Tab');
      }
      await expect(field).toBeFocused();
      await this.page.keyboard.type(value);
    }
    await this.press('Tab');
    const submit = dialog.locator('button[type="submit"]');
    for (
      let n = 0;
      n < 12 && !(await submit.evaluate((one) => one === document.activeElement));
      n += 1
    ) {
      await this.press('Tab');
    }
    await this.press('Enter');
    await expect(dialog).toHaveCount(0);
  }

  /** An item of the menu that is open, by keys. */
  async choose(item: string): Promise<void> {
    const wanted = this.page.getByRole('menuitem', { name: new RegExp(`^${item}`) });
    await expect(wanted).toBeVisible();
    for (let n = 0; n < 30; n += 1) {
      if (await wanted.evaluate((one) => one === document.activeElement)) break;
      await this.press('ArrowDown');
    }
    await this.press('Enter');
    await expect(this.page.getByRole('menu')).toHaveCount(0);
  }

  /** Right click on a node of the drawing, and an item of its menu. */
  async menuOf(node: string, item: string): Promise<void> {
    const shape = this.page.locator(`.stage-svg [data-pick="node:${idOf(node)}"] > path`).last();
    const box = await boxOf(shape);
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height - 8, { button: 'right' });
    await this.page.getByRole('menuitem', { name: new RegExp(`^${item}`) }).click();
  }

  /** Drags a mobile node to the middle of a gateway's radio cell. */
  async drag(name: string, to: string): Promise<void> {
    const start = await boxOf(this.mobile(name));
    const cell = await boxOf(this.page.locator(`.st-cover[data-pick="node:${idOf(to)}"]`));
    const { mouse } = this.page;
    await mouse.move(start.x + start.width / 2, start.y + start.height / 2);
    await mouse.down();
    await mouse.move(start.x + 60, start.y + 30, { steps: 4 });
    await mouse.move(cell.x + cell.width / 2 - 30, cell.y + cell.height * 0.66, { steps: 8 });
    await expect(this.forecast).toContainText(new RegExp(`attach ${to}|stays on ${to}`));
    await mouse.up();
  }

  /** Click on the node, click on the gateway. */
  async clickTo(name: string, to: 'D-GW1' | 'D-GW2' | 'D-GW3'): Promise<void> {
    await this.mobile(name).click();
    const gateway = await boxOf(
      this.page.locator(`.st-gw-body`).nth(Number(idOf(to).slice(-1)) - 1),
    );
    await this.page.mouse.click(gateway.x + 40, gateway.y + gateway.height - 10);
  }
}

const idOf = (gateway: string): string => gateway.toLowerCase().replace('-', '');

async function boxOf(
  locator: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not on the page');
  return box;
}

/** S-22 as the outline tells it: what every way of moving must end in. */
export async function expectHandover(lab: Lab): Promise<void> {
  await expect(lab.mobile('MN1')).toHaveAccessibleName(/^MN1, on D-GW2/);
  await expect(lab.outline('prefA::MN1')).toContainText('deprecated');
  await expect(lab.outline('prefB::MN1')).toContainText('preferred');
  await expect(lab.outline('mn1dgw1').first()).toContainText('kept');
  await expect(lab.outline('mn1dgw1').last()).toContainText('clone, lft 0');
  await expect(lab.outline('mn1dgw2')).toContainText('serving');
  await expect(lab.outline('tunnel to D-GW1')).toContainText('up');
  await expect(lab.outline('CN1')).toContainText('F1 running');
}
