// Links: what the address bar holds, what a link may ask for, and what happens to one that is broken.
import { deflateRawSync } from 'node:zlib';
import { expectHandover } from './lab.ts';
import { momentOf, textOf } from './moment.ts';
import { expect, test } from './watched.ts';

const OTHER_ENGINE = /recorded with another engine/;

const packed = (value: unknown): string =>
  `1z~${deflateRawSync(JSON.stringify(value)).toString('base64url')}`;

test('the address bar reopens the same instant of the same story', async ({ lab, page }) => {
  await lab.open();
  await lab.press('h');
  await lab.untilQuiet();
  await lab.untilQuiet();
  await expectHandover(lab);
  const moment = await momentOf(lab);
  await page.reload();
  await expectHandover(lab);
  expect(await momentOf(lab)).toEqual(moment);
  await expect(page.getByText(OTHER_ENGINE)).toBeHidden();

  // A friend opens it in a window of his own, and a link that is pasted over it is followed too.
  const friend = await page.context().newPage();
  await friend.goto(page.url());
  await expect(friend.getByText(`event ${moment.event}, `)).toBeVisible();
  await friend.close();
  await page.goto('/#d=1r~dmm-f1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A prefix at each gateway');
});

test('another digest than the sender saw is never silent', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&e=100&k=AAAAAA');
  await expect(page.getByText(OTHER_ENGINE)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(page.getByText(OTHER_ENGINE)).toBeHidden();
  // Nor is an event that this run never reaches.
  await page.goto('/#d=1r~dmm-f4&e=9999999&k=AAAAAA');
  await expect(page.getByText(OTHER_ENGINE)).toBeVisible();
});

test('a read-only link locks what alters the script, and nothing else', async ({ lab, page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await lab.open('d=1r~dmm-f4&t=5000000&ro=1');
  const before = await momentOf(lab);
  for (const key of ['h', '2', 'm', 'f', 'Control+z']) await lab.press(key);
  await lab.mobile('MN1').press('Enter');
  await expect(lab.forecast).toBeHidden();
  await expect(page.getByRole('menu')).toHaveCount(0);
  for (const name of [/^Move MN1 to…/, /^Flow…/, /^Fail link…/, /^Undo/]) {
    await expect(page.getByRole('button', { name })).toBeDisabled();
  }
  await expect(page.getByRole('button', { name: 'Move MN1 to D-GW2' })).toHaveCount(0);
  for (const knob of await page.getByRole('combobox').all()) await expect(knob).toBeDisabled();
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Handover to D-GW2' })).toHaveCount(0);
  expect(await momentOf(lab)).toEqual(before);

  await lab.untilQuiet();
  await expect(page).toHaveURL(/#d=1r~dmm-f4&e=\d+&k=[\w-]{6}&ro=1$/);
  await expect(page.getByRole('button', { name: 'Export' })).toBeEnabled();
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('checkbox', { name: 'read-only' })).toBeChecked();
});

test('a link asks for its theme, its parts of the screen, and to play', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&e=0&ui=embed&theme=dark&zz=kept');
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('region', { name: 'Controls' })).toBeVisible();
  await expect(page).toHaveURL(/#d=1r~dmm-f4&e=0&ui=embed&theme=dark&zz=kept$/);
  await page.goto('/#d=1r~dmm-f4&ui=present');
  await expect(page.getByRole('banner')).toBeHidden();
  await page.goto('/#d=1r~dmm-f4&play=1');
  await expect(page.getByRole('banner')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('the share sheet gives a link from the beginning, and a QR code', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=5000000');
  await page.getByRole('button', { name: 'Share' }).click();
  const link = page.getByRole('textbox', { name: 'Link' });
  await expect(link).toHaveValue(/#d=1r~dmm-f4&e=\d+&k=[\w-]{6}$/);
  await page.getByRole('radio', { name: 'at the beginning' }).check();
  await page.getByRole('checkbox', { name: 'read-only' }).check();
  await page.getByRole('checkbox', { name: 'playing' }).check();
  await expect(link).toHaveValue(/#d=1r~dmm-f4&e=0&play=1&ro=1$/);
  await expect(page.getByText('QR code of the link')).toBeAttached();
});

test('the last session can be restored on the next visit', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=5000000');
  await lab.press('h');
  await lab.untilQuiet();
  await expect(page).toHaveURL(/&o=1z~/);
  const left = await momentOf(lab);
  await page.goto('about:blank');
  await lab.open();
  await page.getByRole('button', { name: 'Restore last session' }).click();
  await expect.poll(() => momentOf(lab)).toEqual(left);
});

const long = `d=${packed({ nodes: Array.from({ length: 40 }, (_, n) => `node${n}`) })}`;
const whole = packed({ v: 1, t: 'Mine' });
const BROKEN: readonly { name: string; link: string; part: string; words: RegExp }[] = [
  {
    name: 'of a later version',
    link: `d=9${whole.slice(1)}`,
    part: 'the version of its format',
    words: /version 9/,
  },
  { name: 'of an unknown codec', link: 'd=1q~AAAA', part: 'the way it is packed', words: /“q”/ },
  {
    name: 'cut in the middle',
    link: long.slice(0, 65),
    part: 'its compressed data',
    words: /damaged/,
  },
  {
    name: 'cut within a letter',
    link: long.slice(0, 66),
    part: 'its letters',
    words: /lacks some/,
  },
  { name: 'without a scenario', link: `d=${whole}`, part: 'the scenario in it', words: /scenario/ },
  {
    name: 'that is a bomb',
    link: `d=1z~${deflateRawSync(Buffer.alloc(8_000_000)).toString('base64url')}`,
    part: 'its size',
    words: /more than a scenario may hold/,
  },
  {
    name: 'with a name for another prototype',
    link: `d=1j~${Buffer.from('{"__proto__":{"x":1}}').toString('base64url')}`,
    part: 'the scenario in it',
    words: /__proto__/,
  },
];

test('a link that is broken says which part failed, and loses nothing', async ({ lab, page }) => {
  for (const { name, link, part, words } of BROKEN) {
    await test.step(`a link ${name}`, async () => {
      await page.goto(`/#${link}`);
      const main = page.getByRole('main');
      await expect(main.getByRole('heading', { level: 1 })).toHaveText(
        'This link cannot be opened',
      );
      await expect(main.getByText('What failed is')).toContainText(part);
      await expect(main.getByText('What failed is')).toContainText(words);
      expect(new URL(page.url()).hash).toBe(`#${link}`);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save what the link holds' }).click();
      expect(await textOf(await download)).toBe(link.slice('d='.length));
    });
  }
  await page.getByRole('button', { name: /^Open “.*” instead$/ }).click();
  await expect(lab.mobile('MN1')).toBeVisible();
});

test('a bundled name that does not exist leads to the nearest', async ({ lab, page }) => {
  await page.goto('/#d=1r~dmm-f33');
  await expect(page.getByText('What failed is')).toContainText('the name of the scenario');
  await page
    .getByRole('button', { name: 'Open “Three nodes, six logical interfaces” instead' })
    .click();
  await expect(lab.mobile('MN3')).toBeVisible();
  await expect(page).toHaveURL(/#d=1r~dmm-f3&e=\d+/);
});

test('text that comes with a link is never markup', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=5000000');
  const title = `<img src=x onerror="document.title='taken'"><script>alert(1)</script>`;
  await page.getByRole('button', { name: 'Handover to D-GW2' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/&o=1z~/);
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog came up: ${dialog.message()}`);
  });
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page).toHaveTitle(`${title} – Roamscope`);
  await expect(page.locator('main img, header img, script:not([src])')).toHaveCount(0);

  // On the page of broken links, too.
  const bad = Buffer.from(JSON.stringify({ v: title })).toString('base64url');
  await page.goto(`/#d=1j~${bad}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link cannot be opened');
  await page.goto(`/#d=1r~${title}`);
  await expect(page.getByText('What failed is')).toContainText('There is no bundled scenario');
  await expect(page.locator('img, script:not([src])')).toHaveCount(0);
});
