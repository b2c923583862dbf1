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

/** A site with the frame, before the collector that must be told of it. */
const framing = (collector: () => TestCollector) => aSite('iframe.html', () => collector().url);

test('the page with the frame takes a response where the collector is told of the site', async () => {
  await using site = await framing(() => collector);
  await using collector = await aCollector({ FRAME_ANCESTORS: site.origin });
  const { page, complaints } = await visit(browser, site.url);
  const height = () => page.locator('iframe').evaluate((frame) => frame.clientHeight);
  const overflow = () =>
    page
      .frameLocator('iframe')
      .locator('html')
      .evaluate((root) => root.scrollHeight - root.clientHeight);
  // As high as what is in it, so that nothing scrolls inside.
  await expect.poll(overflow).toBe(0);
  const asked = await height();
  expect(asked).toBeGreaterThan(1000);
  expect(await page.getByText('Thank you for telling us how we did.').isVisible()).toBe(false);
  await takeSurvey(page.frameLocator('iframe'));
  await page.getByText('Thank you for telling us how we did.').waitFor();
  await expect.poll(height).toBeLessThan(asked);
  await expect.poll(overflow).toBe(0);
  expect(await storedResponses(collector)).toEqual([taken]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('without scripts the frame keeps its height, and what is in it scrolls', async () => {
  await using site = await framing(() => collector);
  await using collector = await aCollector({ FRAME_ANCESTORS: site.origin });
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(site.url);
  await takeSurvey(page.frameLocator('iframe'));
  expect(await storedResponses(collector)).toEqual([taken]);
  await page.close();
});

test.each([
  ['of another site', { FRAME_ANCESTORS: 'https://www.example.gov' }],
  ['of none', {}],
])(
  'the frame stays empty where the collector is told %s, and the link above it leads to the survey',
  async (_, told) => {
    await using collector = await aCollector(told);
    await using site = await framing(() => collector);
    const { page, complaints } = await visit(browser, site.url);
    expect(await page.frameLocator('iframe').getByRole('radio').count()).toBe(0);
    expect(complaints.join('\n')).toContain('frame-ancestors');
    await page.getByRole('link', { name: 'Take the survey' }).click();
    await takeSurvey(page);
    expect(await storedResponses(collector)).toEqual([taken]);
    await page.close();
  },
);
