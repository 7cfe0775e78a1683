// Proxy Mobile IPv6 in every browser: a handover, a PBA that is dropped by the menu of its ladder row,
// and the second try.
import { expect, test } from './watched.ts';

test('a handover, its PBA dropped, and MAG2 asks again after a second', async ({ lab, page }) => {
  await lab.open('d=1r~pmip-handoff&t=3500000');
  await expect(lab.outline('MN1 HNP1').last()).toContainText('active, MAG1');
  await lab.untilQuiet();
  await expect(lab.outline('MN1 HNP1').last()).toContainText('active, MAG2');
  await lab.ladder
    .getByRole('option', { name: /PBA LMA to MAG2: PBA 0/ })
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Drop' }).click();
  await lab.untilQuiet();
  await expect(lab.ladder.getByRole('option', { name: /PBU seq2 .*at 5\.0/ })).toBeAttached();
  await expect(lab.outline('HNP1::MN1')).toContainText('preferred');
});
