import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { oneTimeCode } from '@heart-survey/server/test/one-time-code';
import { readPdf } from '@heart-survey/server/test/pdf';
import { withSecondFactor } from '@heart-survey/server/test/second-factor';
import { aPerson, staffOf } from '@heart-survey/server/test/staff';
import { afterQuarter, afterSettling, manyAlike } from '@heart-survey/server/test/trend-cases';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffWindow } from './staff-window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const fill = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).first().fill(value);
const sees = (page: Page, words: string) => page.getByText(words).first().waitFor();

/** A collector after the quarter 2026-07, in which these many cases came in. */
async function aQuarter(many: number): Promise<TestCollector> {
  const collector = await aCollector();
  collector.clock.now = afterQuarter;
  await manyAlike(collector.db, many, { regionId: 3 });
  return collector;
}

test('a manager reads the quarter, signs off its review with a code, and follows its decisions up', async () => {
  await using collector = await aQuarter(4);
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, 'manager'));
  const page = await staffWindow(browser, collector.url, staff);
  await page.goto(`${collector.url}/console`);
  await page.getByRole('link', { name: 'Case trends' }).click();
  await page.getByRole('link', { name: 'FY 2026-27 Q1 (Jul–Sep 2026)' }).click();
  await sees(page, 'In July to September 2026, 4 cases came in');
  await fill(page, 'Conclusions', 'People wait too long on Mondays.');
  await fill(page, 'Decision 1', 'Two people answer the phone on Mondays.');
  await fill(page, 'Who carries it out', 'Ana Diaz');
  await fill(page, 'Done by', '2026-10-16');
  await fill(page, 'Code from your authenticator app', oneTimeCode(secret, 1));
  await press(page, 'Sign off the review');
  await page.getByRole('status').filter({ hasText: 'Signed off.' }).waitFor();
  await sees(page, 'The figures have not changed since then.');
  const url = page.url();

  const href = await page.getByRole('link', { name: 'report (PDF)' }).getAttribute('href');
  const answer = await staffOf(collector, staff).open(href!);
  expect(answer.status).toBe(200);
  const pdf = readPdf(Buffer.from(await answer.arrayBuffer()));
  expect(pdf.text).toContain('Two people answer the phone on Mondays.');
  expect(pdf.title).toBe('Case trends, July to September 2026: Child Welfare Services');

  await page.goto(`${collector.url}/console`);
  await sees(page, 'Ana Diaz, by October 16, 2026.');
  await page.getByRole('link', { name: 'Open the review' }).click();
  await page.getByRole('button', { name: /^Done/ }).click();
  await sees(page, 'Done on October 5, 2026.');

  // The page with a review has no violations, also on a narrow window.
  for (const width of [1280, 320]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true });
    const narrow = await context.newPage();
    await context.addCookies(await page.context().cookies());
    await narrow.goto(url);
    await narrow.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
    const { findings, inPage } = await audit(narrow);
    // `console-pages.suite.ts` measures the contrast that axe cannot.
    expect(
      findings.filter((one) => !one.startsWith('color-contrast (needs review)')),
      String(width),
    ).toEqual([]);
    expect(inPage).toBeGreaterThan(20);
    const overflow = await narrow.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, String(width)).toBeLessThanOrEqual(0);
    await context.close();
  }
});

test('an executive reads all departments without small groups, and sets when the policy is reviewed', async () => {
  await using collector = await aQuarter(4);
  collector.clock.now = afterSettling;
  const page = await staffWindow(browser, collector.url, await aPerson(collector, 'executive'));
  await page.goto(`${collector.url}/console`);
  await page.getByRole('link', { name: 'Case trends' }).click();
  await fill(page, 'Next review of the policy', '2031-02-11');
  await press(page, 'Save');
  await page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
  await page.getByRole('link', { name: 'FY 2026-27 Q1 (Jul–Sep 2026)' }).click();
  await sees(page, 'so few cases came in that their number is withheld');
  await sees(page, 'The policy on complaints is due for review on February 11, 2031.');
  expect(await page.getByText('To sign off a review, you need two-step verification').count()).toBe(1);
});
