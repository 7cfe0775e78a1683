// Proxy Mobile IPv6 and what happens when things break, told twice: by mouse and by keyboard. Attach,
// hand over, lose PBAs and wait 1, 2 and 4 s, hold a PBU and let a newer one overtake it, restart the LMA.
import type { Lab } from './lab.ts';
import { expect, test } from './watched.ts';

const SCENARIO = 'd=1r~pmip-attach';

/** Times of the PBUs that a gateway sends with a sequence number above 0, by the ladder's table. */
async function timesOf(lab: Lab, row: RegExp): Promise<readonly number[]> {
  const rows = await lab.rows();
  const found = rows.filter((text) => row.test(text));
  return found.map((text) => Number(/(\d+\.\d{3} \d{3})/.exec(text)?.[1]?.replace(' ', '')));
}

const gaps = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((time, i) => Math.round((time - (times[i] ?? 0)) * 10) / 10);

/** Runs until quiet until something is so; a retransmission that is far ahead is not quiet's concern. */
async function onUntil(lab: Lab, what: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 8 && !(await what()); n += 1) await lab.untilQuiet();
  expect(await what()).toBe(true);
}

const bindingIs = async (lab: Lab, words: RegExp): Promise<void> => {
  await expect(lab.outline('MN1 HNP1').last()).toContainText(words);
};

test('by mouse: attach, hand over, lost PBAs, a PBU that is overtaken, an LMA that restarts', async ({
  lab,
  page,
}) => {
  test.slow();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await lab.open(SCENARIO);
  await page.getByLabel('Heartbeat').selectOption('on');
  await lab.drag('MN1', 'MAG1');
  await onUntil(lab, () => lab.says('HNP1::MN1', /preferred/));
  await bindingIs(lab, /active, MAG1/);

  await lab.drag('MN1', 'MAG2');
  await lab.untilQuiet();
  await bindingIs(lab, /active, MAG2/);
  await expect(lab.mobile('MN1')).toHaveAccessibleName(/^MN1, on MAG2/);

  // Three PBAs on their way to MAG1 are dropped: the first three that come after now.
  for (const nth of ['1', '2', '3']) {
    await page.getByRole('button', { name: 'Hold next message…' }).click();
    await lab.answer({
      Message: 'PBA',
      On: 'MAG1 – core',
      'Number, from now': nth,
      And: 'drop it',
    });
  }
  await lab.drag('MN1', 'MAG1');
  await lab.goOn();
  await onUntil(lab, async () => (await timesOf(lab, /PBU MAG1 .*HI3/)).length >= 4);
  expect(gaps((await timesOf(lab, /PBU MAG1 .*HI3/)).slice(-4))).toEqual([1, 2, 4]);
  await expect(lab.outline('HNP1::MN1')).toContainText('preferred');

  // A PBU of MAG2 is held; MN1 goes back, MAG1 registers, then the older one arrives: 157.
  await page.getByRole('button', { name: 'Hold next message…' }).click();
  await lab.answer({ Message: 'PBU', On: 'MAG2 – core' });
  await lab.drag('MN1', 'MAG2');
  const release = page.getByRole('button', { name: /^Release hold/ });
  await onUntil(lab, () => release.isVisible());
  await lab.drag('MN1', 'MAG1');
  await lab.untilQuiet();
  await release.click();
  await onUntil(lab, async () => (await lab.rows()).some((row) => /PBA 157/.test(row)));
  await bindingIs(lab, /active, MAG1/);

  // The menu of the drawing: a crash that loses all, and the restart.
  await lab.menuOf('LMA', 'Crash, tables lost');
  await lab.stepUntil(() => lab.says('LMA', /crashed/));
  await lab.menuOf('LMA', 'Restart');
  await onUntil(lab, () => lab.says('MN1 HNP1', /active, MAG1/));

  // The tables say what changed each row.
  await page
    .getByRole('group', { name: 'Whose tables' })
    .getByRole('button', { name: 'LMA' })
    .click();
  const cache = page.getByRole('figure', { name: /^Binding cache LMA/ });
  await expect(cache.getByRole('row', { name: /mn1@example\.net .*Why: #\d+ PBU/ })).toBeVisible();
});

test('by keyboard: the same story', async ({ lab, page }) => {
  test.slow();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await lab.open(SCENARIO);
  await onUntil(lab, () => lab.says('HNP1::MN1', /preferred/));
  await lab.press('2');
  await lab.untilQuiet();
  await bindingIs(lab, /active, MAG2/);

  for (const nth of ['1', '2', '3']) {
    await lab.press('d');
    await lab.type({ Message: 'PBA', On: 'MAG1', 'Number, from now': nth, And: 'drop' });
  }
  await lab.press('1');
  await lab.goOn();
  await onUntil(lab, async () => (await timesOf(lab, /PBU MAG1 .*HI3/)).length >= 4);
  expect(gaps((await timesOf(lab, /PBU MAG1 .*HI3/)).slice(-4))).toEqual([1, 2, 4]);

  await lab.press('d');
  await lab.type({ Message: 'PBU', On: 'MAG2' });
  await lab.press('2');
  const release = page.getByRole('button', { name: /^Release hold/ });
  await onUntil(lab, async () => (await release.count()) > 0);
  await lab.press('1');
  await lab.untilQuiet();
  await release.focus();
  await lab.press('Enter');
  await onUntil(lab, async () => (await lab.rows()).some((row) => /PBA 157/.test(row)));

  await lab.outline('LMA').first().focus();
  await lab.press('Enter');
  await lab.press('a');
  await lab.choose('Crash, tables lost');
  await lab.stepUntil(() => lab.says('LMA', /crashed/));
  await lab.press('a');
  await lab.choose('Restart');
  await lab.stepUntil(async () => !(await lab.says('LMA', /crashed/)));
});

test('a message of the past is dropped where it was sent, and Undo gives it back', async ({
  lab,
  page,
}) => {
  await lab.open('d=1r~pmip-handoff&t=4100000');
  const pba = lab.ladder.getByRole('option', { name: /PBA LMA to MAG2: PBA 0/ });
  await pba.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Drop' }).click();
  await expect(page.getByRole('button', { name: /^branch:/ })).toBeVisible();
  await lab.untilQuiet();
  await expect(lab.ladder.getByRole('option', { name: /PBU seq2 .*at 5\.0/ })).toBeAttached();
  await lab.press('Control+z');
  await expect(lab.ladder.getByRole('option', { name: /PBU seq2 .*at 5\.0/ })).toHaveCount(0);
});

test('breakpoints stop the run, say why, and stay on this machine', async ({ lab, page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await lab.open('d=1r~pmip-handoff&t=3500000');
  await page.getByRole('button', { name: 'Breakpoint…' }).click();
  await lab.answer({ 'Stop when': 'a message is received', Message: 'PBA', At: 'MAG2' });
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Why it stands' })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.locator('.clock-event')).toContainText('paused');
  expect(await lab.seconds()).toBeCloseTo(4.08, 2);
  await page.getByRole('button', { name: 'Why it stands' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Packet' })).toContainText('Binding Acknowledg');
  await page.reload();
  await expect(page.getByRole('list', { name: 'Breakpoints' })).toContainText(
    'PBA is received at MAG2',
  );
  expect(page.url()).not.toContain('break');
});

test('B breaks on a ladder row, the gutter of a table on its row', async ({ lab, page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await lab.open('d=1r~pmip-handoff&t=3500000');
  await lab.ladder.getByRole('option', { name: /PBA LMA to MAG1/ }).click();
  await lab.press('b');
  const list = page.getByRole('list', { name: 'Breakpoints' });
  await expect(list).toContainText('PBA is received at MAG1');
  await lab.press('b');
  await expect(list).toHaveCount(0);
  await page
    .getByRole('group', { name: 'Whose tables' })
    .getByRole('button', { name: 'LMA' })
    .click();
  await page
    .getByRole('button', { name: /^Break when mn1.* changes/ })
    .first()
    .click();
  await expect(list).toContainText('changes at LMA');
  await lab.press('q');
  await expect(page.getByRole('button', { name: 'Why it stands' })).toBeVisible();
});

test('a number that makes no sense is told at its field', async ({ lab, page }) => {
  await lab.open('d=1r~pmip-handoff&t=3500000');
  await lab.menuOf('MAG1', 'Clock offset…');
  const dialog = page.getByRole('dialog', { name: 'Clock of MAG1' });
  const field = dialog.getByLabel('Ahead of the true time');
  await field.fill('much');
  await dialog.getByRole('button', { name: 'Set the clock' }).click();
  await expect(dialog).toContainText('A number is needed.');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('301');
  await dialog.getByRole('button', { name: 'Set the clock' }).click();
  await expect(dialog).toHaveCount(0);
  await lab.stepUntil(() => lab.says('MAG1', /clock 301 ms ahead/));
});

test('the reference lists what is demanded, finds words, and opens a scenario that shows it', async ({
  page,
}) => {
  await page.goto('/#ref=PMIP-3');
  const dialog = page.getByRole('dialog', { name: 'What the specifications demand' });
  await expect(dialog.locator('[data-asked]')).toContainText('PMIP-3');
  await dialog.getByLabel('Search').fill('restart counter');
  await expect(dialog.getByRole('listitem').first()).toContainText(
    /leaves the counter|restart counter/i,
  );
  await dialog.getByLabel('Search').fill('');
  await dialog.getByLabel('Document').selectOption('PMIP');
  await dialog.getByLabel('Level').selectOption('MUST');
  await expect(dialog.getByRole('listitem').first()).toContainText('PMIP §');
  await dialog
    .getByRole('button', { name: /^See it:/ })
    .first()
    .click();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/#d=1r~pmip-/);
});
