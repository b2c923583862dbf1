import { aCase } from '@heart-survey/server/test/cases';
import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { aPerson, type Staff } from '@heart-survey/server/test/staff';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffWindow } from './staff-window.ts';

// What is kept of a case, as two case managers decide it in two browsers.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const windowOf = ({ url }: TestCollector, person: Staff) => staffWindow(browser, url, person);
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const says = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words }).waitFor();
const open = (page: Page, name: string) => page.locator('summary').filter({ hasText: name }).click();

test('a hold stops an erasure that two people agree on, and after it the case is gone', async () => {
  await using collector = await aCollector();
  const first = await windowOf(collector, await aPerson(collector, 'manager'));
  const second = await windowOf(collector, await aPerson(collector, 'manager'));
  const { reference } = await aCase(collector, { text: 'Xylofonquark' });
  await collector.db.$client.execute(
    `UPDATE case_file SET stage = 'closed', closed_at = received_at WHERE reference = '${reference}'`,
  );
  const path = `${collector.url}/console/cases/${reference}`;
  await first.goto(path);
  await open(first, 'Ask to erase the case early');
  await first.getByLabel('Why it is erased').fill('It was sent to us by mistake.');
  await press(first, 'Ask a second person');
  await says(first, 'A second person who sees this case has to agree.');
  expect(await first.getByRole('button', { name: 'Agree and erase it' }).count()).toBe(0);
  await second.goto(path);
  await open(second, 'Place a hold');
  await second.getByLabel('Why it must be kept').fill('A lawsuit.');
  await press(second, 'Place the hold');
  await says(second, 'The hold is placed.');
  expect(await second.getByRole('button', { name: 'Agree and erase it' }).count()).toBe(0);
  // axe needs JavaScript, which the windows of staff do without.
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, bypassCSP: true });
  await context.addCookies(await second.context().cookies());
  const narrow = await context.newPage();
  await narrow.goto(path);
  expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  const { findings } = await audit(narrow);
  // `console-pages.suite.ts` measures the contrast that axe cannot.
  expect(findings.filter((one) => !one.startsWith('color-contrast (needs review)'))).toEqual([]);
  await first.reload();
  await open(first, 'Lift the hold');
  await press(first, 'Lift the hold');
  await says(first, 'The hold is lifted.');
  await second.goto(path);
  await press(second, 'Agree and erase it');
  await says(second, 'The case was erased.');
  for (const page of [first, second]) expect((await page.goto(path))!.status()).toBe(404);
});
