import { aCollector, count, type TestCollector } from '@heart-survey/server/test/collector';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serving } from './test/site.ts';

// Many people use one device. Each of them gets the survey in the language that the office opened it in.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const thanksShown = 15_001;
const fetchLimit = 10_001;
const abandoned = 3 * 60_000 + 1000;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
const english = (page: Page) => button(page, 'Send my answers').waitFor();
const spanish = (page: Page) => button(page, 'Enviar mis respuestas').waitFor();

async function aKiosk(collector: TestCollector, query = '', options: BrowserContextOptions = {}) {
  const page = await browser.newPage(options);
  if (options.javaScriptEnabled !== false) await page.clock.install();
  await page.goto(`${collector.url}/s/central?channel=kiosk${query}`);
  if (options.javaScriptEnabled !== false) await isImproved(page);
  return page;
}
const isImproved = (page: Page) => page.locator('main > [role="status"]').waitFor({ state: 'attached' });

async function inSpanish(page: Page) {
  await button(page, 'Español').click();
  await spanish(page);
}

async function answerInSpanish(page: Page) {
  await page.locator('#overall-5').check();
  await button(page, 'Enviar mis respuestas').click();
  await heading(page, 'Gracias');
}

async function expectBlank(page: Page, language: string) {
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language);
  expect(await page.locator(':checked').count()).toBe(0);
  expect(await page.getByRole('textbox').inputValue()).toBe('');
  expect(await page.locator('[name="language"]').inputValue()).toBe(language);
  expect(await page.locator('[name="channel"]').inputValue()).toBe('kiosk');
}

describe('with JavaScript', () => {
  test('returns to its language after each thank-you, even while the collector is down', async () => {
    await using collector = await aCollector();
    const page = await aKiosk(collector);
    for (const isDown of [false, true]) {
      await button(page, 'Español').click();
      await spanish(page);
      if (isDown) await page.context().setOffline(true);
      await page.locator('#overall-5').check();
      await button(page, 'Enviar mis respuestas').click();
      await heading(page, isDown ? 'Sus respuestas están guardadas' : 'Gracias');
      await page.clock.fastForward(thanksShown);
      await english(page);
      await expectBlank(page, 'en');
      expect(await page.title()).toBe('How are we doing? – Central Region');
    }
    await page.context().setOffline(false);
    await button(page, 'Español').waitFor();
    await page.close();
  });

  test('returns to its language when the person who changed it has left, even after a long idle time', async () => {
    await using collector = await aCollector();
    const page = await aKiosk(collector);
    await page.clock.fastForward(abandoned);
    await button(page, 'Español').click();
    await spanish(page);
    await page.getByRole('textbox').fill('Hola');
    await page.clock.fastForward(abandoned);
    await english(page);
    await expectBlank(page, 'en');
    // The language was chosen, and nothing else was touched.
    await button(page, 'Español').click();
    await spanish(page);
    await page.clock.fastForward(abandoned);
    await english(page);
    await page.close();
  });

  test('returns to Spanish if it was opened in Spanish, whatever the browser’s language', async () => {
    await using collector = await aCollector();
    const page = await aKiosk(collector, '&lang=es&employee=k7', { locale: 'en-US' });
    await button(page, 'English').click();
    await english(page);
    await page.locator('#overall-5').check();
    await button(page, 'Send my answers').click();
    await heading(page, 'Thank you');
    await page.clock.fastForward(thanksShown);
    await spanish(page);
    await expectBlank(page, 'es');
    expect(await page.locator('[name="employee"]').inputValue()).toBe('k7');
    await page.close();
  });

  test('shows the kiosk’s language after a reload in another language', async () => {
    await using collector = await aCollector();
    const page = await aKiosk(collector);
    await button(page, 'Español').click();
    await spanish(page);
    await page.reload();
    await english(page);
    await expectBlank(page, 'en');
    await page.close();
  });

  test.each(['thanks', 'idling'])(
    'drops a language chosen before the script loaded after %s, and for the next person',
    async (what) => {
      await using collector = await aCollector();
      const page = await browser.newPage();
      await page.clock.install();
      const script = '**/assets/survey*.js';
      await page.route(script, (route) => route.abort());
      await page.goto(`${collector.url}/s/central?channel=kiosk`);
      await page.unroute(script);
      await button(page, 'Español').click();
      await spanish(page);
      await isImproved(page);
      if (what === 'thanks') {
        await answerInSpanish(page);
        await page.clock.fastForward(thanksShown);
      } else {
        await page.clock.fastForward(abandoned);
      }
      await english(page);
      await expectBlank(page, 'en');
      await button(page, 'Español').click();
      await spanish(page);
      await answerInSpanish(page);
      await page.clock.fastForward(thanksShown);
      await english(page);
      await page.close();
    },
  );

  /** An abandoned page in Spanish that is waiting for its own language. Its script loaded only after the switch. */
  async function waitingForEnglish(collector: TestCollector) {
    const page = await browser.newPage();
    await page.clock.install();
    const script = '**/assets/survey*.js';
    await page.route(script, (route) => route.abort());
    await page.goto(`${collector.url}/s/central?channel=kiosk`);
    await page.unroute(script);
    await inSpanish(page);
    await isImproved(page);
    await page.evaluate(() => {
      AbortSignal.timeout = (time: number) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), time);
        return controller.signal;
      };
    });
    const home = '**/s/central?lang=en&channel=kiosk';
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await page.route(home, async (route) => {
      await released;
      await route.continue().catch(() => {});
    });
    const asked = page.waitForRequest(home);
    await page.clock.fastForward(abandoned);
    await asked;
    return {
      page,
      /** Releases the page's language. */
      arrive: async () => {
        const texts = page.waitForEvent('requestfinished', (request) => /\/en-[^/]*\.json$/.test(request.url()));
        release();
        await texts;
        // By then, the texts have been parsed too.
        await page.evaluate(() => fetch('/favicon.svg').then((answer) => answer.text()));
      },
      release,
    };
  }

  test('keeps the answers of a person who starts while the page waits for its language', async () => {
    await using collector = await aCollector();
    const { page, arrive } = await waitingForEnglish(collector);
    await page.locator('#overall-5').check();
    await arrive();
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    await button(page, 'Enviar mis respuestas').click();
    await heading(page, 'Gracias');
    expect(await count(collector.db, 'response')).toBe(1);
    await page.clock.fastForward(thanksShown);
    await english(page);
    await expectBlank(page, 'en');
    await page.close();
  });

  test('keeps the thank-you of a person who finished while the page waits for its language', async () => {
    await using collector = await aCollector();
    const { page, arrive } = await waitingForEnglish(collector);
    await answerInSpanish(page);
    await arrive();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Gracias');
    await page.clock.fastForward(thanksShown);
    await english(page);
    await page.close();
  });

  test('asks for its language again after someone has come and gone if it waited too long', async () => {
    await using collector = await aCollector();
    const { page, release } = await waitingForEnglish(collector);
    const failed = page.waitForEvent('requestfailed');
    await page.clock.fastForward(fetchLimit);
    await failed;
    await page.getByRole('textbox').fill('Hola');
    release();
    await page.clock.fastForward(abandoned);
    await english(page);
    await expectBlank(page, 'en');
    await page.close();
  });

  test.each<[string, (page: Page) => Promise<void>]>([
    ['uses the Tab key', (page) => page.keyboard.press('Tab')],
    ['moves the focus', (page) => page.locator('#overall-1').focus()],
    ['touches the page outside the form', (page) => page.locator('h1').dispatchEvent('pointerdown')],
    [
      'scrolls',
      (page) =>
        page.evaluate(async () => {
          const { promise, resolve } = Promise.withResolvers<Event>();
          addEventListener('scroll', resolve);
          scrollTo(0, scrollY > 0 ? 0 : 300);
          await promise;
        }),
    ],
  ])('treats a person who %s as present', async (_, act) => {
    await using collector = await aCollector();
    const page = await aKiosk(collector);
    await inSpanish(page);
    await page.getByRole('textbox').fill('Hola');
    await page.clock.fastForward(2 * 60_000);
    await act(page);
    await page.clock.fastForward(2 * 60_000);
    expect(await page.getByRole('textbox').inputValue()).toBe('Hola');
    await page.clock.fastForward(abandoned);
    await english(page);
    await expectBlank(page, 'en');
    await page.close();
  });

  test('warns half a minute before starting over, and stays if any key is pressed', async () => {
    await using collector = await aCollector();
    const page = await aKiosk(collector);
    const notice = page.getByRole('status').getByText(catalogs['es']!.stillThere);
    await inSpanish(page);
    await page.clock.fastForward(149_000);
    expect(await notice.count()).toBe(0);
    await page.clock.fastForward(1001);
    await notice.waitFor();
    await page.keyboard.press('Shift');
    expect(await notice.count()).toBe(0);
    await page.clock.fastForward(149_000);
    await page.clock.fastForward(1001);
    await notice.waitFor();
    await page.clock.fastForward(30_001);
    await english(page);
    await expectBlank(page, 'en');
    expect(await page.locator('.still-there').count()).toBe(0);
    await page.close();
  });

  test('also warns a person who answered in the kiosk’s language, but not on an empty page', async () => {
    await using collector = await aCollector();
    const page = await aKiosk(collector);
    const notice = page.getByRole('status').getByText(catalogs['en']!.stillThere);
    await page.clock.fastForward(150_001);
    expect(await notice.count()).toBe(0);
    await page.locator('#overall-5').check();
    await page.clock.fastForward(150_001);
    await notice.waitFor();
    await page.clock.fastForward(30_001);
    await expectBlank(page, 'en');
    expect(await notice.count()).toBe(0);
    await page.close();
  });

  test('starts over after a person saw a problem and left', async () => {
    await using collector = await aCollector();
    const page = await aKiosk(collector);
    await page.clock.fastForward(abandoned);
    await button(page, 'Send my answers').click();
    await heading(page, 'There is a problem');
    await page.clock.fastForward(abandoned);
    await expect.poll(() => page.getByRole('heading', { name: 'There is a problem' }).count()).toBe(0);
    await page.close();
  });
});

describe('without JavaScript', () => {
  const withoutScript = { javaScriptEnabled: false };

  test('returns to the kiosk’s language from the thank-you page, automatically and by its link', async () => {
    await using collector = await aCollector();
    const page = await aKiosk(collector, '&employee=k7', withoutScript);
    await button(page, 'Español').click();
    await spanish(page);
    // A mistake in between loses nothing.
    await button(page, 'Enviar mis respuestas').click();
    await heading(page, 'Hay un problema');
    await page.locator('#overall-5').check();
    const [answer] = await Promise.all([
      page.waitForResponse('**/thanks*'),
      button(page, 'Enviar mis respuestas').click(),
    ]);
    await heading(page, 'Gracias');
    expect(answer.headers()['refresh']).toBe('15; url=/s/central?lang=en&employee=k7&channel=kiosk');
    await page.getByRole('link', { name: 'Empezar de nuevo' }).click();
    await english(page);
    await expectBlank(page, 'en');
    expect(await page.locator('[name="employee"]').inputValue()).toBe('k7');
    await page.close();
  });

  const withoutAnswers: [string, (page: Page) => Promise<void>][] = [
    ['in another language', (page) => inSpanish(page)],
    [
      'with a problem',
      async (page) => {
        await button(page, 'Send my answers').click();
        await heading(page, 'There is a problem');
      },
    ],
  ];
  test.each(withoutAnswers)('replaces an empty form that is left %s with the kiosk’s own page', async (_, leave) => {
    await using collector = await aCollector();
    const page = await aKiosk(collector, '', withoutScript);
    await page.route('**/s/central?**', async (route) => {
      const response = await route.fetch();
      const body = await response.text();
      // Ten minutes are shortened to one second here.
      await route.fulfill({ response, body: body.replace('content="600; url', 'content="1; url') });
    });
    await leave(page);
    await page.waitForURL('**/s/central?lang=en&channel=kiosk');
    await english(page);
    await expectBlank(page, 'en');
    await page.close();
  });

  const withAnswers: [string, (page: Page) => Promise<void>][] = [
    [
      'a comment and a problem',
      async (page) => {
        await page.getByRole('textbox').fill('Nobody called back.');
        await button(page, 'Send my answers').click();
        await heading(page, 'There is a problem');
      },
    ],
    [
      'a comment in another language',
      async (page) => {
        await page.getByRole('textbox').fill('Nobody called back.');
        await inSpanish(page);
      },
    ],
    [
      'a rating in another language',
      async (page) => {
        await page.locator('#respect-2').check();
        await inSpanish(page);
      },
    ],
  ];
  // WCAG 2.2, 2.2.1: without JavaScript, no one can be asked whether they need more time.
  test.each(withAnswers)('sets no time limit on a page that shows %s again', async (_, answer) => {
    await using collector = await aCollector();
    const page = await aKiosk(collector, '', withoutScript);
    await answer(page);
    expect(await page.locator('form.survey').count()).toBe(1);
    expect(await page.locator('meta[http-equiv="refresh"]').count()).toBe(0);
    await page.close();
  });

  test('also returns from the address of the page in another language', async () => {
    await using collector = await aCollector();
    const page = await aKiosk(collector, '', withoutScript);
    await button(page, 'Español').click();
    await spanish(page);
    await page.goto(page.url());
    await spanish(page);
    await page.locator('#overall-5').check();
    await button(page, 'Enviar mis respuestas').click();
    await page.getByRole('link', { name: 'Empezar de nuevo' }).click();
    await english(page);
    await expectBlank(page, 'en');
    await page.close();
  });

  test('also leaves a page without a form, such as the one after a comment that is too long', async () => {
    await using collector = await aCollector();
    const action = await actionOf(collector);
    const large = await sent(collector, action);
    expect([large.status, large.headers.get('refresh')]).toEqual([413, next]);
    for (const home of ['', '&home=%22%3E']) {
      const unopened = await sent(collector, `/s/central?channel=kiosk${home}`);
      expect(unopened.headers.get('refresh')).toBeNull();
    }
  });

  const next = '600; url=/s/central?lang=en&employee=k7&channel=kiosk';

  async function actionOf({ url }: TestCollector) {
    const page = await (await fetch(`${url}/s/central?channel=kiosk&employee=k7`)).text();
    return /action="([^"]*)"/.exec(page)![1]!.replaceAll('&amp;', '&');
  }

  const sent = ({ url }: TestCollector, path: string, comment = 'x'.repeat(70_000)) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ channel: 'kiosk', language: 'es', comment }).toString(),
    });
});

test('stays in the chosen language if the page is not on a kiosk', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  await page.goto(`${collector.url}/s/central?home=en`);
  await isImproved(page);
  await button(page, 'Español').click();
  await spanish(page);
  expect(new URL(page.url()).search).toBe('?lang=es&channel=page');
  await answerInSpanish(page);
  expect(new URL(page.url()).search).toBe('?lang=es');
  await page.close();
});

describe('the element', () => {
  async function anElement(collector: TestCollector, lang = '') {
    const site = await serving(() => ({
      page: `<!doctype html><html lang="en"><title>An office</title>
        <heart-survey region="central" channel="kiosk" languages="en es" ${lang}></heart-survey>
        <script type="module" src="${collector.url}/widget/v1/heart-survey.js"></script>`,
    }));
    const page = await browser.newPage();
    await page.clock.install();
    await page.goto(site.url);
    return { page, site };
  }
  const choose = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
  const attribute = (page: Page) => page.locator('heart-survey').getAttribute('lang');

  test('returns to the language of the surrounding page, after the thank-you and when idle', async () => {
    await using collector = await aCollector();
    const { page, site } = await anElement(collector);
    await english(page);
    await page.clock.fastForward(abandoned);
    await choose(page, 'Español');
    await spanish(page);
    await answerInSpanish(page);
    await page.clock.fastForward(thanksShown);
    await english(page);
    expect(await attribute(page)).toBeNull();
    await choose(page, 'Español');
    await spanish(page);
    await page.clock.fastForward(abandoned);
    await english(page);
    expect(await attribute(page)).toBeNull();
    await page.close();
    await site[Symbol.asyncDispose]();
  });

  test('returns to the language of its tag after two others were chosen', async () => {
    await using collector = await aCollector();
    const { page, site } = await anElement(collector, 'lang="es-MX"');
    await spanish(page);
    await choose(page, 'English');
    await english(page);
    await choose(page, 'Español');
    await spanish(page);
    await choose(page, 'English');
    await english(page);
    await page.clock.fastForward(abandoned);
    await spanish(page);
    expect(await attribute(page)).toBe('es-MX');
    await page.close();
    await site[Symbol.asyncDispose]();
  });
});
