import { aCollector, aResponse, send, type TestCollector } from '@heart-survey/server/test/collector';
import { aPerson, type Staff } from '@heart-survey/server/test/staff';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A person's own browser window. JavaScript is off, because the console does not need it. */
async function windowOf(): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  return context.newPage();
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const fill = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
const choose = (page: Page, label: string, option: string) =>
  page.getByLabel(label, { exact: true }).selectOption({ label: option });
const sees = (page: Page, words: string) => page.getByText(words).first().waitFor();

/** Opens a page of the console, and signs in first: sessions end overnight. */
async function open(page: Page, { url }: TestCollector, { email, password }: Staff, path: string) {
  await page.context().clearCookies();
  await page.goto(url + path);
  await fill(page, 'Email address', email);
  await fill(page, 'Password', password);
  await press(page, 'Sign in');
  await page.waitForURL(url + path);
}

async function respond(collector: TestCollector, ratings: number[], times: number) {
  for (let round = 0; round < times; round += 1)
    for (const rating of ratings) expect((await send(collector, aResponse({ rating }))).status).toBe(201);
}

const department = '/console/departments/cws';
const plans = `${department}/action-plans`;

/** Closes a quarter on its page. */
async function closeInConsole(page: Page, collector: TestCollector, representative: Staff, quarter: string) {
  await open(page, collector, representative, `${department}/quarters/${quarter}/closing`);
  await sees(page, 'Figures that will be final');
  await press(page, 'Close the quarter');
  await sees(page, 'The quarter is closed.');
}

/** Writes the plan on its page, from the cause to the only action. */
async function writePlan(page: Page, { writer, monitor }: { writer: Staff; monitor: Staff }) {
  await page.getByRole('link', { name: 'Central Region' }).click();
  await choose(page, 'Who is responsible for this plan', writer.email);
  await press(page, 'Save');
  await page.getByRole('link', { name: 'Write the cause and the measure' }).click();
  await page.getByLabel('Process', { exact: true }).check();
  await fill(page, 'Why was the region below target?', 'Calls wait in three queues before anyone answers.');
  await fill(page, 'Goal', '4.20');
  await choose(page, 'Who will monitor the plan?', monitor.email);
  await press(page, 'Save');
  await page.getByRole('link', { name: 'Choose comments to quote' }).click();
  await page
    .getByRole('button', { name: /^Quote the comment/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Back to the plan' }).click();
  await sees(page, 'I waited for an hour.');
  await page.getByRole('link', { name: 'Add an action' }).click();
  await fill(page, 'What will be done?', 'One queue for all calls.');
  await choose(page, 'Who is responsible?', writer.email);
  await fill(page, 'Due date', '2026-12-01');
  await page.getByLabel('Strong', { exact: true }).check();
  await press(page, 'Save');
  await press(page, 'Send for approval');
  await sees(page, 'Waiting for approval');
}

test('follows a plan from watch to clearly better to completed', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  const [writing, deciding] = [await windowOf(), await windowOf()];
  await send(collector, aResponse({ rating: 1, comment: 'I waited for an hour.' }));
  await respond(collector, [3, 4, 2, 3, 4], 6);
  await open(writing, collector, ambassador, plans);
  await expect.poll(() => writing.locator('.board section').first().textContent()).toContain('Central Region');

  collector.clock.now = Date.UTC(2026, 9, 2, 16);
  await closeInConsole(deciding, collector, representative, '2026-07');
  await open(writing, collector, ambassador, plans);
  await sees(writing, 'Due October 30, 2026');
  await writePlan(writing, { writer: ambassador, monitor: representative });

  await open(deciding, collector, representative, `${plans}/1`);
  await fill(deciding, 'What should be changed?', 'Say who answers at lunch.');
  await press(deciding, 'Return the plan');
  await sees(deciding, 'Returned.');
  await writing.reload();
  await sees(writing, 'Reason: Say who answers at lunch.');
  await press(writing, 'Send for approval');
  await deciding.goto(`${collector.url}${plans}/1`);
  await press(deciding, 'Approve this plan');
  await sees(deciding, 'Approved. Work on the actions can begin.');

  collector.clock.now = Date.UTC(2026, 11, 1, 18);
  await open(writing, collector, ambassador, `${plans}/1`);
  await writing.getByRole('link', { name: /^Update/ }).click();
  await fill(writing, 'Evidence that it is done, or your reason for dropping it', 'The new phone menu is in use.');
  await press(writing, 'Mark as done');
  await sees(writing, 'Evidence: The new phone menu is in use.');

  // The quarter in which the plan was approved does not count. The two after it are better.
  collector.clock.now = Date.UTC(2027, 0, 4, 18);
  await closeInConsole(deciding, collector, representative, '2026-10');
  for (const [quarter, during, after] of [
    ['2027-01', Date.UTC(2027, 1, 1), Date.UTC(2027, 3, 2, 16)],
    ['2027-04', Date.UTC(2027, 4, 1), Date.UTC(2027, 6, 2, 16)],
  ] as const) {
    collector.clock.now = during;
    await respond(collector, [5, 4, 5, 4, 5], 6);
    collector.clock.now = after;
    await closeInConsole(deciding, collector, representative, quarter);
  }
  await open(deciding, collector, representative, `${plans}/1`);
  await sees(deciding, 'Clearly better: 4.60 in Jan–Jun 2027 (n 360, 60 responses)');
  await press(deciding, 'Complete the plan');
  await sees(deciding, 'Completed');
  await deciding.goto(collector.url + plans);
  expect(await deciding.locator('.board section').last().textContent()).toContain('Central Region');
});
