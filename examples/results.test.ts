import { aCollector } from '@heart-survey/server/test/collector';
import { publishFirst, withdraw } from '@heart-survey/server/test/publishing';
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

const link = { name: 'Results for Child Welfare Services', exact: true };

test('shows what is published on a page of another origin with a strict policy, until it is withdrawn', async () => {
  await using collector = await aCollector();
  await publishFirst(collector);
  await using site = await aSite('results.html', collector.url);
  const { page, consoleErrors } = await visit(browser, site.url);
  const results = page.locator('heart-results');
  await results
    .getByText(
      'In July to September 2026, 12 people rated Child Welfare Services. The average was 4.00 of 5; the goal is 4.',
    )
    .waitFor();
  expect(await results.getByRole('img').getAttribute('aria-label')).toContain(
    'Average ratings for Child Welfare Services',
  );
  expect(await page.getByRole('link', link).isVisible()).toBe(false);
  await results.getByText('Show as a table').click();
  expect(await results.getByRole('row').allInnerTexts()).toEqual([
    'Quarter\tAverage\t95% confidence interval\tResponses',
    expect.stringMatching(/^Jul–Sep 2026\t4\.00\t.*\t12$/),
  ]);
  await page.getByRole('button', { name: 'How are we doing?' }).click();
  await takeSurvey(page.getByRole('dialog'));
  expect((await storedResponses(collector)).at(-1)).toEqual(taken);
  expect(consoleErrors).toEqual([]);

  // The address in BASE_URL is not that of this collector.
  const more = results.getByRole('link', { name: 'All results for Child Welfare Services' });
  const { pathname, search } = new URL((await more.getAttribute('href'))!);
  expect((await fetch(collector.url + pathname + search)).status).toBe(200);
  expect(pathname).toBe('/results/cws/2026-07');

  await withdraw(collector, { quarter: '2026-07', reason: 'A region was counted twice.' });
  await page.goto(site.url);
  await page.locator('heart-results[settled]').waitFor();
  expect(await page.getByRole('link', link).isVisible()).toBe(true);
  expect(await results.getByRole('img').count()).toBe(0);
  await page.close();
});

test('shows results in the language of the page', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,ar' });
  await publishFirst(collector);
  await using site = await aSite('results.html', collector.url);
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.locator('heart-results').evaluate((element) => element.setAttribute('lang', 'ar'));
  await page.locator('heart-results [lang=ar][dir=rtl]').waitFor();
  expect(await page.locator('heart-results [part=sentence]').innerText()).toContain('4.00');
  await page.close();
});

test('shows the link when JavaScript is off', async () => {
  await using collector = await aCollector();
  await publishFirst(collector);
  await using site = await aSite('results.html', collector.url);
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(site.url);
  await page.getByRole('link', link).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(page.url()).toBe(`${collector.url}/results/cws`);
  await page.close();
});
