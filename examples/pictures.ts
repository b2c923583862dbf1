import { mkdir } from 'node:fs/promises';
import { aCollector } from '@heart-survey/server/test/collector';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Page } from 'playwright-core';

// Takes the README's pictures, from a real collector with the demo's made-up responses: `pnpm pictures`.

const folder = new URL('../docs/pictures/', import.meta.url).pathname;

const picture = (page: Page, name: string) => page.screenshot({ path: `${folder}${name}.png` });

async function surveyPage(page: Page, url: string) {
  await page.goto(`${url}/s/central`);
  await page.getByRole('group', { name: 'Staff helped me' }).getByRole('radio', { name: 'Agree', exact: true }).check();
  await picture(page, 'survey');
}

/** @param link opens the account of an ambassador, who sets a password and signs in. */
async function quarterPage(page: Page, link: string) {
  const password = 'correct horse battery staple';
  await page.goto(link);
  for (const field of await page.locator('input[type=password]').all()) await field.fill(password);
  await page.locator('main form button').last().click();
  await page.locator('input[type=email]').fill('ambassador@example.gov');
  await page.locator('input[type=password]').fill(password);
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/console$/);
  await page.goto(new URL('/console/departments/cws/quarters/2026-07', link).href);
  await picture(page, 'quarter');
}

await mkdir(folder, { recursive: true });
await using collector = await aCollector();
const demo = await collector.heart('demo', '--responses', '40000');
const invited = await collector.heart(
  'person',
  'add',
  '--email',
  'ambassador@example.gov',
  '--role',
  'ambassador',
  '--department',
  'cws',
);
if (demo.code !== 0 || invited.code !== 0) throw new Error(demo.err + invited.err);
const link = new URL(new URL(invited.out.trim()).pathname, collector.url).href;
const browser = await launchBrowser();
try {
  await surveyPage(await browser.newPage({ viewport: { width: 860, height: 760 } }), collector.url);
  await quarterPage(await browser.newPage({ viewport: { width: 1100, height: 860 } }), link);
} finally {
  await browser.close();
}
