import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
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

/** A site with the frame. It starts first, because the collector must list it. */
const framing = (collector: () => TestCollector) => aSite('iframe.html', () => collector().url);

test('sends a response from the frame if the collector lists the site', async () => {
  await using site = await framing(() => collector);
  await using collector = await aCollector({ FRAME_ANCESTORS: site.origin });
  const { page, consoleErrors } = await visit(browser, site.url);
  const height = () => page.locator('iframe').evaluate((frame) => frame.clientHeight);
  const overflow = () =>
    page
      .frameLocator('iframe')
      .locator('html')
      .evaluate((root) => root.scrollHeight - root.clientHeight);
  // As tall as its content, so that nothing scrolls inside.
  await expect.poll(overflow).toBe(0);
  const asked = await height();
  expect(asked).toBeGreaterThan(1000);
  expect(await page.getByText('Thank you for telling us how we did.').isVisible()).toBe(false);
  await takeSurvey(page.frameLocator('iframe'));
  await page.getByText('Thank you for telling us how we did.').waitFor();
  await expect.poll(height).toBeLessThan(asked);
  await expect.poll(overflow).toBe(0);
  expect(await storedResponses(collector)).toEqual([taken]);
  expect(consoleErrors).toEqual([]);
  await page.close();
});

test('keeps the frame’s height and scrolls inside it without JavaScript', async () => {
  await using site = await framing(() => collector);
  await using collector = await aCollector({ FRAME_ANCESTORS: site.origin });
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(site.url);
  await takeSurvey(page.frameLocator('iframe'));
  expect(await storedResponses(collector)).toEqual([taken]);
  await page.close();
});

test.each([
  ['another site', { FRAME_ANCESTORS: 'https://www.example.gov' }],
  ['no site', {}],
])('leaves the frame empty, with a working link, if the collector lists %s', async (_, settings) => {
  await using collector = await aCollector(settings);
  await using site = await framing(() => collector);
  const { page, consoleErrors } = await visit(browser, site.url);
  expect(await page.frameLocator('iframe').getByRole('radio').count()).toBe(0);
  expect(consoleErrors.join('\n')).toContain('frame-ancestors');
  await page.getByRole('link', { name: 'Take the survey' }).click();
  await takeSurvey(page);
  expect(await storedResponses(collector)).toEqual([taken]);
  await page.close();
});
