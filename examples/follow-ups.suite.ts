import { randomUUID } from 'node:crypto';
import { aCase } from '@heart-survey/server/test/cases';
import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { readPdf } from '@heart-survey/server/test/pdf';
import { aPerson } from '@heart-survey/server/test/staff';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { paleTexts } from '@heart-survey/widget/test/contrast';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffWindow } from './staff-window.ts';

// What follows from a case, as staff do it.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const saved = (page: Page) => page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
/** Opens a form by its heading. @param at which of those with that heading. */
const unfold = (page: Page, heading: string, at = 0) =>
  page.locator('summary').filter({ hasText: heading }).nth(at).click();

const contact = { title: 'Ms.', name: 'Ada Marlowe', email: null, phone: null, post: '1 Main Street\nOakville' };
const privacy = { kind: 'privacy', contact, text: 'My file was mailed to a stranger.' } as const;

/** Writes the letter of one notice, and opens it. @returns what its PDF says. */
async function sendNotice(page: Page, { url }: TestCollector, at: number, name: string): Promise<string> {
  await unfold(page, 'Write the letter', at);
  const form = page.locator('details[open] form');
  const letter = form.getByLabel('The letter');
  await letter.fill((await letter.inputValue()).replaceAll('___', 'a file.'));
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Mailing address').fill('2 Main Street\nOakville');
  await press(page, 'Save the letter');
  await saved(page);
  const links = page.locator('.history').first().getByRole('link');
  const pdf = await page.request.get(url + (await links.nth(2 * at + 1).getAttribute('href')));
  await links.nth(2 * at).click();
  await page.getByRole('article').getByText(name).first().waitFor();
  // On paper, there is nothing but the letter.
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('main').innerText()).not.toMatch(/mail it|Letter, case|Back to the case/);
  expect(await page.locator('main').innerText()).toContain(name);
  await page.emulateMedia({ media: null });
  await page.getByRole('link', { name: 'Back to the case' }).click();
  return readPdf(await pdf.body()).text;
}

test('a breach of privacy has both notices, dated and printed as letters', async () => {
  await using collector = await aCollector();
  const page = await staffWindow(browser, collector.url, await aPerson(collector, 'handler', 'clerk'));
  const { reference, receipt } = await aCase(collector, privacy);
  await page.goto(`${collector.url}/console/cases/${reference}`);
  await unfold(page, 'Was it a breach?');
  await page.getByLabel('Yes', { exact: true }).check();
  await page.locator('details[open]').getByLabel('Why').fill('The file went to the wrong address.');
  await press(page, 'Save the decision');
  await saved(page);
  await page.goto(`${collector.url}/console`);
  await page.getByText('The person and the Commissioner have not been notified.').waitFor();
  await page.getByRole('link', { name: 'Open the case' }).first().click();
  const toPerson = await sendNotice(page, collector, 0, 'Ada Marlowe');
  expect(toPerson).toContain('Dear Ms. Ada Marlowe');
  expect(toPerson).toContain('This is what happened: a file.');
  expect(toPerson).toContain('August 17, 2026');
  const toCommissioner = await sendNotice(page, collector, 1, 'Commissioner Park');
  expect(toCommissioner).toContain('We are reporting a breach of privacy.');
  expect(await page.getByText('notified on August 17, 2026, entered by').count()).toBe(2);
  await page.goto(`${collector.url}/console`);
  expect(await page.getByText('notified').count()).toBe(0);
  // The writer sees neither letter.
  const writer = await browser.newPage();
  await writer.goto(`${collector.url}/case`);
  await writer.locator('input[name="reference"]').fill(reference);
  await writer.locator('input[name="receipt"]').fill(receipt!);
  await writer.locator('form button').first().click();
  await writer.getByText(reference).first().waitFor();
  expect(await writer.content()).not.toMatch(/Commissioner Park|wrong address/);
});

test('a case with everything that follows from it has no problems at any width, with every form open', async () => {
  await using collector = await aCollector();
  const clerk = await aPerson(collector, 'handler', 'clerk');
  const { reference } = await aCase(collector, privacy);
  const first = await aCase(collector, { kind: 'privacy' });
  const path = `/console/cases/${reference}`;
  const long = 'W'.repeat(200);
  const id = randomUUID();
  for (const [form, fields] of [
    ['breach', { 'breach-answer': 'yes', 'breach-before': '', 'breach-text': long }],
    ['actions', { id: randomUUID(), 'action-new-text': long, 'action-new-owner': '', 'action-new-due': '2026-08-20' }],
    ['referrals', { id, 'referral-new-agency': long, 'referral-new-text': long }],
    ['links', { 'link-reference': first.reference, 'link-as': 'related' }],
  ] as const) {
    expect((await clerk.post(`${path}/${form}`, fields)).status, form).toBe(303);
  }
  // axe needs JavaScript, which the page's policy forbids.
  const { cookies } = await (await staffWindow(browser, collector.url, clerk)).context().storageState();
  const context = await browser.newContext({ bypassCSP: true, storageState: { cookies, origins: [] } });
  const page = await context.newPage();
  for (const step of ['', 'given', 'passing']) {
    if (step === 'given') {
      const answer = { [`permission-${id}-answer`]: 'given', [`permission-${id}-way`]: 'by phone' };
      expect((await clerk.post(`${path}/referrals/${id}/permission`, answer)).status).toBe(303);
    }
    if (step === 'passing') {
      const fields = { [`passing-${id}-date`]: '2026-08-24' };
      expect((await clerk.post(`${path}/referrals/${id}/passing`, fields)).status).toBe(303);
      // A form that was rejected shows its problems.
      await page.goto(collector.url + path);
      await unfold(page, 'Write the letter');
      await press(page, 'Save the letter');
      await page.getByRole('alert').waitFor();
    } else await page.goto(collector.url + path);
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const { findings, inPage } = await audit(page);
      expect(inPage).toBeGreaterThan(10);
      expect.soft(findings.filter((one) => !one.startsWith('color-contrast (needs review)'))).toEqual([]);
      expect.soft(await paleTexts(page)).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(wide, `${width} px, ${step}`).toBeLessThanOrEqual(width);
    }
  }
});
