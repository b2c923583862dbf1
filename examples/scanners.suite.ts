import { aCollector, aResponse, send } from '@heart-survey/server/test/collector';
import { contents } from '@heart-survey/server/test/contents';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Opens the address like some email scanners: in a real browser, following every link on every page. */
async function scan(start: string) {
  const context = await browser.newContext();
  const requests: string[] = [];
  context.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  const pages = new Set([start]);
  const open = async (page: Page, address: string) => {
    // Gives the survey page time to do everything it would do.
    await page.goto(address, { waitUntil: address.includes('/s/') ? 'networkidle' : 'load' });
    const links = await page.locator('a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    for (const link of links) if (new URL(link).origin === new URL(start).origin) pages.add(link.split('#')[0]!);
  };
  const tabs = await Promise.all(Array.from({ length: 6 }, () => context.newPage()));
  for (let seen = 0; seen < pages.size;) {
    const next = [...pages].slice(seen, seen + tabs.length);
    await Promise.all(next.map((address, tab) => open(tabs[tab]!, address)));
    seen += next.length;
  }
  await context.close();
  return { pages: [...pages], requests };
}

test('stores nothing for a scanner that runs scripts and follows every link', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '1' });
  const before = await contents(collector.db);
  const link = `${collector.url}/s/central?overall=5&channel=signature`;
  const { pages, requests } = await scan(link);
  for (const path of ['/privacy?lang=en', '/accessibility?lang=es', '/s/south?lang=es'])
    expect(pages).toContain(collector.url + path);
  requests.push(...(await scan(`${collector.url}/s/central%27`)).requests);
  expect(requests.filter((request) => !request.startsWith(`GET ${collector.url}/`))).toEqual([]);
  // The page's script ran.
  expect(requests.some((request) => /\/assets\/survey-[\w-]+\.js$/.test(request))).toBe(true);
  expect(await contents(collector.db)).toEqual(before);
  expect([(await send(collector, aResponse())).status, (await send(collector, aResponse())).status]).toEqual([
    201, 429,
  ]);
});

test.each<[string, (page: Page) => Promise<void>]>([
  ['presses the button', (page) => page.getByRole('button', { name: 'Send my answers' }).click()],
  ['submits the form', (page) => page.locator('form.survey').evaluate((form: HTMLFormElement) => form.requestSubmit())],
])('a bot that fills in the hidden field and %s is flagged', async (_, submit) => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  await page.goto(`${collector.url}/s/central`);
  await page.locator('main > [role="status"]').waitFor({ state: 'attached' });
  await page.locator('#overall-4').check();
  await page.locator('.trap input').evaluate((field: HTMLInputElement) => (field.value = 'Cheap pills'));
  await submit(page);
  await page.getByRole('heading', { name: 'Thank you', exact: true }).waitFor();
  const { rows } = await collector.db.$client.execute('SELECT kind FROM response_flag');
  expect(rows.map(({ kind }) => kind)).toContain('trap');
  await page.close();
});
