import { aCollector, aResponse, count, send, type TestCollector } from '@heart-survey/server/test/collector';
import { catalogues } from '@heart-survey/shared/languages/languages';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serving } from './test/site.ts';

// Whoever was refused is told why, and not that the survey could not be reached.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
const status = (page: Page) => page.getByRole('status').filter({ hasText: /\S/ }).first().innerText();

async function sentFrom(page: Page, label = 'Send my answers') {
  await page.locator('#overall-4').check();
  await page.getByRole('button', { name: label, exact: true }).click();
}

describe.each(['the hosted page', 'the element'])('%s', (which) => {
  async function opened({ url }: TestCollector, lang = 'en') {
    const context = await browser.newContext();
    const page = await context.newPage();
    await using site = await serving(() => ({
      page: `<!doctype html><html lang="${lang}"><title>An office</title>
        <heart-survey region="central" region-name="Central Region"></heart-survey>
        <script type="module" src="${url}/widget/v1/heart-survey.js"></script>`,
    }));
    await page.goto(which === 'the element' ? site.url : `${url}/s/central?lang=${lang}`);
    const isReady = which === 'the element' ? 'heart-survey form' : 'main > [role="status"]';
    await page.locator(isReady).waitFor({ state: 'attached' });
    return { page, context };
  }

  test('too many from one network: says so and when it goes on, and then sends the answers by itself', async () => {
    await using collector = await aCollector({ RATE_LIMIT: '1' });
    expect((await send(collector, aResponse())).status).toBe(201);
    const { page, context } = await opened(collector);
    await sentFrom(page);
    await heading(page, 'Your answers are kept');
    const said = await status(page);
    expect(said).toContain('Many answers came from your network just now.');
    expect(said).toContain('ten minutes');
    expect(said).not.toContain('could not reach');
    expect(await count(collector.db, 'response')).toBe(1);
    collector.clock.now += 10 * 60_000;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await heading(page, 'Thank you');
    expect(await count(collector.db, 'response')).toBe(2);
    await context.close();
  });

  test.each([
    [503, 'Your answers are kept', 'We could not save your answers just now.'],
    [429, 'Your answers are kept', 'Many answers came from your network just now.'],
    [403, 'There is a problem', 'your answers could not be saved'],
    [404, 'There is a problem', 'Please check the link.'],
    [409, 'There is a problem', 'Answers were sent from this page before.'],
    [410, 'There is a problem', 'The survey of Central Region does not take answers any more.'],
    [413, 'There is a problem', 'Please shorten your comment'],
  ])('answered %i, says “%s: %s”', async (code, title, words) => {
    await using collector = await aCollector();
    const { page, context } = await opened(collector);
    await page.route('**/api/v1/responses', (route) => route.fulfill({ status: code, json: { status: code } }));
    await sentFrom(page);
    await heading(page, title);
    const said = title === 'There is a problem' ? await page.locator('.problem').innerText() : await status(page);
    expect(said).toContain(words);
    expect(said).not.toContain('could not reach');
    await context.close();
  });

  test.each([
    [429, 'Many answers came from your network just now. Yours are still here. Please wait ten minutes'],
    [503, 'we could not save your answers just now. They are still here.'],
  ])('answered %i on a device that keeps nothing, says “%s”', async (code, words) => {
    await using collector = await aCollector();
    const { page, context } = await opened(collector);
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('No room', 'QuotaExceededError');
      };
    });
    await page.route('**/api/v1/responses', (route) => route.fulfill({ status: code, json: { status: code } }));
    await sentFrom(page);
    await heading(page, 'There is a problem');
    const said = await page.locator('.problem').innerText();
    expect(said).toContain(words);
    expect(said).not.toContain('could not reach');
    await context.close();
  });

  test('a proxy that says 429 in a page of its own has had too many as well', async () => {
    await using collector = await aCollector();
    const { page, context } = await opened(collector);
    await page.route('**/api/v1/responses', (route) =>
      route.fulfill({ status: 429, contentType: 'text/html', body: '<h1>Slow down</h1>' }),
    );
    await sentFrom(page);
    await heading(page, 'Your answers are kept');
    expect(await status(page)).toContain('Many answers came from your network just now.');
    await context.close();
  });

  test('a collector that is down is not reached, and that is what it says', async () => {
    await using collector = await aCollector();
    const { page, context } = await opened(collector);
    await page.route('**/api/v1/responses', (route) => route.abort());
    await sentFrom(page);
    await heading(page, 'Your answers are kept');
    expect(await status(page)).toContain('We could not reach the survey just now.');
    await context.close();
  });

  test.each(Object.entries(catalogues).filter(([tag]) => ['es', 'ar'].includes(tag)))(
    'in %s, too many is said in that language',
    async (lang, text) => {
      await using collector = await aCollector({ LANGUAGES: Object.keys(catalogues).join(), RATE_LIMIT: '1' });
      expect((await send(collector, aResponse())).status).toBe(201);
      const { page, context } = await opened(collector, lang);
      await page.getByRole('button', { name: text.send, exact: true }).waitFor();
      await sentFrom(page, text.send);
      await heading(page, text.keptTitle);
      expect(await status(page)).toContain(text.whyKept.tooMany);
      await context.close();
    },
  );
});
