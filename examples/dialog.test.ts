import { aCollector } from '@heart-survey/server/test/collector';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storedResponses, takeSurvey, taken, visit } from './test/customer.ts';
import { aSite } from './test/site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('sends a response from the dialog and returns to the page', async () => {
  await using collector = await aCollector();
  await using site = await aSite('dialog.html', collector.url);
  const { page, consoleErrors } = await visit(browser, site.url);
  const opener = page.getByRole('button', { name: 'How are we doing?' });
  await opener.waitFor();
  expect(await page.getByRole('radio').count()).toBe(0);

  await opener.click();
  const dialog = page.getByRole('dialog');
  await takeSurvey(dialog);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await opener.isVisible()).toBe(true);
  expect(await storedResponses(collector)).toEqual([taken]);
  expect(consoleErrors).toEqual([]);
  await page.close();
});

test('keeps the answers while the dialog is closed', async () => {
  await using collector = await aCollector();
  await using site = await aSite('dialog.html', collector.url);
  const { page } = await visit(browser, site.url);
  const agree = page.getByRole('group', { name: /Respect/ }).getByRole('radio', { name: 'Agree', exact: true });
  await page.getByRole('button', { name: 'How are we doing?' }).click();
  await agree.check();
  await page.keyboard.press('Escape');
  await agree.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'How are we doing?' }).click();
  expect(await agree.isChecked()).toBe(true);
  await page.close();
});
