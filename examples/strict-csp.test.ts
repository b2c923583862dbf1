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

test('sends a response from a page with a strict policy, without browser errors', async () => {
  await using collector = await aCollector();
  await using site = await aSite('strict-csp.html', collector.url);
  const { page, consoleErrors } = await visit(browser, site.url);
  await takeSurvey(page.locator('heart-survey'));
  expect(await storedResponses(collector)).toEqual([taken]);
  expect(await page.locator('body').evaluate((body) => getComputedStyle(body).fontFamily)).toBe('Georgia, serif');
  expect(consoleErrors).toEqual([]);
  await page.close();
});

test('blocks inline styles, markup from strings, and requests to other sites with its policy', async () => {
  await using collector = await aCollector();
  await using site = await aSite('strict-csp.html', collector.url);
  const { page, consoleErrors } = await visit(browser, site.url);
  const refused = await page.evaluate(() => {
    document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { display: none }' }));
    try {
      document.body.innerHTML = '<p></p>';
      return '';
    } catch (error) {
      return String(error);
    }
  });
  expect(refused).toContain('TrustedHTML');
  expect(await page.getByRole('heading', { name: 'Contact the Central Region office' }).isVisible()).toBe(true);
  expect(await page.evaluate(() => fetch('/').catch(String))).toBe('TypeError: Failed to fetch');
  expect(consoleErrors.join('\n')).toMatch(/style-src 'self'(.|\n)*TrustedHTML(.|\n)*connect-src/);
  await page.close();
});
