import { aCollector, aResponse, count, send, type TestCollector } from '@heart-survey/server/test/collector';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serving } from './test/site.ts';

// People who are rejected see the reason, not that the survey could not be reached.

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

  test('explains a limit on one network, says when it ends, and then sends the answers automatically', async () => {
    await using collector = await aCollector({ RATE_LIMIT: '1' });
    expect((await send(collector, aResponse())).status).toBe(201);
    const { page, context } = await opened(collector);
    await sentFrom(page);
    await heading(page, 'Your answers are saved on this device');
    const shown = await status(page);
    expect(shown).toContain('We just got many answers from your network.');
    expect(shown).toContain('ten minutes');
    expect(shown).not.toContain('could not reach');
    expect(await count(collector.db, 'response')).toBe(1);
    collector.clock.now += 10 * 60_000;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await heading(page, 'Thank you');
    expect(await count(collector.db, 'response')).toBe(2);
    await context.close();
  });

  test.each([
    [503, 'Your answers are saved on this device', 'The survey could not take your answers.'],
    [429, 'Your answers are saved on this device', 'We just got many answers from your network.'],
    [403, 'There is a problem', 'your answers could not be saved'],
    [404, 'There is a problem', 'Please check the link.'],
    [409, 'There is a problem', 'Answers were already sent from this page.'],
    [410, 'There is a problem', 'The survey for Central Region has ended.'],
    [413, 'There is a problem', 'Please shorten your comment'],
  ])('for status %i, shows “%s: %s”', async (code, title, words) => {
    await using collector = await aCollector();
    const { page, context } = await opened(collector);
    await page.route('**/api/v1/responses', (route) => route.fulfill({ status: code, json: { status: code } }));
    await sentFrom(page);
    await heading(page, title);
    const shown = title === 'There is a problem' ? await page.locator('.problem').innerText() : await status(page);
    expect(shown).toContain(words);
    expect(shown).not.toContain('could not reach');
    await context.close();
  });

  test.each([
    [429, 'We just got many answers from your network. Yours are still here. Please wait ten minutes'],
    [503, 'we could not save your answers. They are still here.'],
  ])('for status %i on a device that cannot save answers, shows “%s”', async (code, words) => {
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
    const shown = await page.locator('.problem').innerText();
    expect(shown).toContain(words);
    expect(shown).not.toContain('could not reach');
    await context.close();
  });

  test('treats a 429 with a proxy’s own page the same way', async () => {
    await using collector = await aCollector();
    const { page, context } = await opened(collector);
    await page.route('**/api/v1/responses', (route) =>
      route.fulfill({ status: 429, contentType: 'text/html', body: '<h1>Slow down</h1>' }),
    );
    await sentFrom(page);
    await heading(page, 'Your answers are saved on this device');
    expect(await status(page)).toContain('We just got many answers from your network.');
    await context.close();
  });

  test('explains that the survey could not be reached if the collector is down', async () => {
    await using collector = await aCollector();
    const { page, context } = await opened(collector);
    await page.route('**/api/v1/responses', (route) => route.abort());
    await sentFrom(page);
    await heading(page, 'Your answers are saved on this device');
    expect(await status(page)).toContain('We could not reach the survey.');
    await context.close();
  });

  test.each(Object.entries(catalogs).filter(([tag]) => ['es', 'ar'].includes(tag)))(
    'in %s, explains the limit in that language',
    async (lang, text) => {
      await using collector = await aCollector({ LANGUAGES: Object.keys(catalogs).join(), RATE_LIMIT: '1' });
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
