import { aCollector } from '@heart-survey/server/test/collector';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const all = { LANGUAGES: Object.keys(catalogs).join() };
const [en, es, ar] = [catalogs['en']!, catalogs['es']!, catalogs['ar']!];
const choose = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const point = (page: Page, { items, scale }: typeof en, item: keyof typeof items, rating: number) =>
  page.getByRole('group', { name: items[item].word }).getByRole('radio', { name: scale[rating - 1]!, exact: true });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim());

test.each([
  ['with', true],
  ['without', false],
])(
  '%s JavaScript, keeps ratings, comment, and focus when the language is changed halfway',
  async (_, javaScriptEnabled) => {
    await using collector = await aCollector(all);
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${collector.url}/s/central?channel=signature&overall=4`);
    if (javaScriptEnabled) await page.waitForFunction(() => document.querySelector('main > [role="status"]') !== null);
    await point(page, en, 'respect', 5).check();
    await page.getByRole('textbox').fill('Nobody\ncalled back.');
    await choose(page, 'العربية').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: ar.title }).waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await page.locator('html').getAttribute('lang')).toBe('ar');
    expect(await page.title()).toBe(`${ar.title} – Central Region`);
    expect(await focused(page)).toBe('العربية');
    expect(await choose(page, 'العربية').getAttribute('aria-current')).toBe('true');
    expect(await point(page, ar, 'respect', 5).isChecked()).toBe(true);
    expect(await point(page, ar, 'overall', 4).isChecked()).toBe(true);
    await choose(page, 'Español').click();
    await page.getByRole('heading', { name: es.title }).waitFor();
    expect(await page.getByRole('textbox').inputValue()).toBe('Nobody\ncalled back.');
    expect(new URL(page.url()).search).toBe('?lang=es&overall=4&channel=signature');
    await point(page, es, 'timeliness', 2).check();
    await page.getByRole('button', { name: es.send }).click();
    await page.getByRole('heading', { name: es.thanksTitle, exact: true }).waitFor();
    const { rows } = await collector.db.$client.execute(
      'SELECT respect, timeliness, overall, comment, language, channel FROM response',
    );
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { respect: 5, timeliness: 2, overall: 4, comment: 'Nobody\ncalled back.', language: 'es', channel: 'signature' },
    ]);
    await context.close();
  },
);

test('with JavaScript, translates the problems too, keeps everything after a reload, and sends the answers once', async () => {
  await using collector = await aCollector(all);
  const page = await browser.newPage();
  await page.goto(`${collector.url}/s/central?overall=5`);
  await page.waitForFunction(() => document.querySelector('main > [role="status"]') !== null);
  await page.getByRole('textbox').fill('x'.repeat(4001));
  await page.getByRole('button', { name: en.send }).click();
  await page.getByRole('heading', { name: en.problem }).waitFor();
  await choose(page, 'Tiếng Việt').click();
  const vi = catalogs['vi']!;
  await page.getByRole('heading', { name: vi.problem }).waitFor();
  expect(await page.title()).toBe(`${vi.errorPrefix} ${vi.title} – Central Region`);
  await page.getByRole('link', { name: vi.commentTooLong }).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('comment');
  await page.getByRole('textbox').fill('Cảm ơn');
  await point(page, vi, 'overall', 3).check();
  await page.reload();
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('Cảm ơn');
  expect(await point(page, vi, 'overall', 3).isChecked()).toBe(true);
  await page.getByRole('button', { name: vi.send }).click();
  await page.getByRole('heading', { name: vi.thanksTitle, exact: true }).waitFor();
  const { rows } = await collector.db.$client.execute('SELECT overall, comment, language FROM response');
  expect(rows.map((row) => ({ ...row }))).toEqual([{ overall: 3, comment: 'Cảm ơn', language: 'vi' }]);
  await page.close();
});

test('with JavaScript, keeps the form and shows a message if a language cannot be loaded, and offers no languages after the thank-you', async () => {
  await using collector = await aCollector();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${collector.url}/s/central`);
  await page.waitForFunction(() => document.querySelector('main > [role="status"]') !== null);
  await point(page, en, 'respect', 5).check();
  await context.setOffline(true);
  await choose(page, 'Español').click();
  await page.getByText(en.offline).waitFor();
  expect(await point(page, en, 'respect', 5).isChecked()).toBe(true);
  await context.setOffline(false);
  await page.getByRole('button', { name: en.send }).click();
  await page.getByRole('heading', { name: en.thanksTitle, exact: true }).waitFor();
  expect(await page.getByRole('button').count()).toBe(0);
  await context.close();
});

/** Holds back the Spanish page until it is released. */
async function withSpanishHeld(collectorUrl: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const goOn = Promise.withResolvers<void>();
  await page.route('**/s/central?lang=es*', async (route) => {
    await goOn.promise;
    await route.continue();
  });
  await page.goto(`${collectorUrl}/s/central?lang=en`);
  await page.waitForFunction(() => document.querySelector('main > [role="status"]') !== null);
  return { page, goOn: goOn.resolve, close: () => context.close() };
}

/** Releases the Spanish page and waits until the script has loaded it and two animation frames have passed. */
async function spanishIsThere(page: Page, goOn: () => void): Promise<void> {
  const words = page.waitForResponse('**/assets/es-*.json');
  goOn();
  await (await words).finished();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

test('stores answers once, and thanks, if they are sent while a language is loading', async () => {
  await using collector = await aCollector();
  const { page, goOn, close } = await withSpanishHeld(collector.url);
  await point(page, en, 'overall', 3).check();
  await choose(page, 'Español').click();
  await page.getByRole('button', { name: en.send }).click();
  await page.getByRole('heading', { name: en.thanksTitle, exact: true }).waitFor();
  await spanishIsThere(page, goOn);
  expect(await page.getByRole('heading').allInnerTexts()).toEqual([en.thanksTitle]);
  expect((await collector.figures()).total.responses).toBe(1);
  await close();
});

test('uses the last of two chosen languages and loses no answer in between', async () => {
  await using collector = await aCollector(all);
  const { page, goOn, close } = await withSpanishHeld(collector.url);
  await choose(page, 'Español').click();
  await choose(page, 'العربية').click();
  await page.getByRole('heading', { name: ar.title }).waitFor();
  await point(page, ar, 'respect', 5).check();
  await spanishIsThere(page, goOn);
  expect(await page.locator('html').getAttribute('lang')).toBe('ar');
  expect(await point(page, ar, 'respect', 5).isChecked()).toBe(true);
  await close();
});

test('merges answers given before the script loads with those from before the reload', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  await page.goto(`${collector.url}/s/central`);
  await page.waitForFunction(() => document.querySelector('main > [role="status"]') !== null);
  await point(page, en, 'respect', 5).check();
  await page.getByRole('textbox').fill('Nobody called back.');
  const goOn = Promise.withResolvers<void>();
  await page.route('**/assets/*.json', async (route) => {
    await goOn.promise;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  await point(page, en, 'overall', 2).check();
  goOn.resolve();
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('Nobody called back.');
  expect(await point(page, en, 'respect', 5).isChecked()).toBe(true);
  expect(await point(page, en, 'overall', 2).isChecked()).toBe(true);
  await page.close();
});

test('does not store a second response if the receipt was lost and the page is opened in another language', async () => {
  await using collector = await aCollector();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${collector.url}/s/central`);
  await page.waitForFunction(() => document.querySelector('main > [role="status"]') !== null);
  await point(page, en, 'overall', 3).check();
  await page.route('**/api/v1/responses', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: en.send }).click();
  await page.getByRole('heading', { name: en.keptTitle }).waitFor();
  await page.unroute('**/api/v1/responses');
  await page.goto(`${collector.url}/s/central?lang=es`);
  await page.getByRole('heading', { name: es.thanksTitle, exact: true }).waitFor();
  const { rows } = await collector.db.$client.execute('SELECT overall, language FROM response');
  expect(rows.map((row) => ({ ...row }))).toEqual([{ overall: 3, language: 'en' }]);
  await context.close();
});
