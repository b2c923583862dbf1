import { aCollector } from '@heart-survey/server/test/collector';
import { statement } from '@heart-survey/server/test/statement';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { inEveryFamily, roomToSpare } from '@heart-survey/widget/test/in-every-family';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const press = (page: Page) => page.getByRole('button', { name: 'Send my answers' }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const rate = (page: Page, word: RegExp) =>
  page.getByRole('group', { name: word }).getByRole('radio', { name: 'Agree', exact: true }).check();

test('with scripts, answers that cannot be sent wait on the device and go out on their own, once', async () => {
  await using collector = await aCollector();
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.goto(`${collector.url}/s/central?lang=es&channel=signature`);
  await page
    .getByRole('group', { name: /Respeto/ })
    .getByRole('radio', { name: 'De acuerdo', exact: true })
    .check();
  await page.getByRole('textbox').fill('Gracias');
  await page.reload();
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('Gracias');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Enviar mis respuestas' }).click();
  await heading(page, 'Sus respuestas están guardadas').waitFor();
  expect((await collector.figures()).total.responses).toBe(0);
  await context.setOffline(false);
  await heading(page, 'Gracias').waitFor();
  const { rows } = await collector.db.$client.execute('SELECT respect, comment, language, channel FROM response');
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { respect: 4, comment: 'Gracias', language: 'es', channel: 'signature' },
  ]);
  expect(errors).toEqual([]);
  await context.close();
});

test('with scripts, a reload keeps what was typed behind a link that chose a rating; another link begins anew', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  const overall = (point: string) =>
    page.getByRole('group', { name: /Overall/ }).getByRole('radio', { name: point, exact: true });
  await page.goto(`${collector.url}/s/central?overall=5`);
  await overall('Agree').check();
  await page.getByRole('textbox').fill('Almost perfect.');
  await page.reload();
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('Almost perfect.');
  expect(await overall('Agree').isChecked()).toBe(true);
  for (const link of ['?overall=1', '?overall=5&employee=another']) {
    await page.goto(`${collector.url}/s/central${link}`);
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('textbox').inputValue()).toBe('');
  }
  expect(await overall('Strongly agree').isChecked()).toBe(true);
  await page.close();
});

test('with scripts, a form without a rating says so in place, and nothing typed is lost', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  await page.goto(`${collector.url}/s/central`);
  await page.getByRole('textbox').fill('Nobody called back.');
  await press(page);
  await page.getByRole('link', { name: 'Rate at least one statement.' }).click();
  expect(await page.title()).toBe('Error: How are we doing? – Central Region');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('helpfulness-1');
  expect(await page.getByRole('textbox').inputValue()).toBe('Nobody called back.');
  await rate(page, /Overall/);
  await press(page);
  await heading(page, 'Thank you').waitFor();
  expect(await page.title()).toBe('Thank you – Central Region');
  await page.close();
});

/** Sends the form as it is before the page's script has come: without a rating, so that the page comes back. */
async function sentTooEarly(page: Page, comment: string): Promise<void> {
  await page.getByRole('textbox').fill(comment);
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form.survey')!.submit());
  await heading(page, 'There is a problem').waitFor();
  await isImproved(page);
}
/** The page's script is at work. */
const isImproved = (page: Page) =>
  page.waitForFunction(() => document.querySelector('main > [role="status"]') !== null);

test('what is changed in a page that came back with a problem survives a reload, and a refusal that comes late', async () => {
  await using collector = await aCollector();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${collector.url}/s/central`);
  await sentTooEarly(page, 'The first words.');
  await rate(page, /Overall/);
  await page.getByRole('textbox').fill('Better words.');
  await page.reload();
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('Better words.');
  expect(await page.locator('#overall-4').isChecked()).toBe(true);

  await context.setOffline(true);
  await press(page);
  await heading(page, 'Your answers are kept').waitFor();
  const long = collector.clock.now - 31 * 24 * 60 * 60 * 1000;
  await collector.db.$client.execute(statement('UPDATE region SET retired_at = ?', [long]));
  await context.setOffline(false);
  await heading(page, 'There is a problem').waitFor();
  expect(await page.getByRole('textbox').inputValue()).toBe('Better words.');
  expect(await page.locator('#overall-4').isChecked()).toBe(true);
  await context.close();
});

test('at a kiosk, what one person sent too early is not there for the next', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  await page.clock.install();
  await page.goto(`${collector.url}/s/central?channel=kiosk`);
  await sentTooEarly(page, 'For nobody else.');
  await rate(page, /Overall/);
  await press(page);
  await heading(page, 'Thank you').waitFor();
  await page.clock.fastForward(15_001);
  await page.getByRole('button', { name: 'Send my answers' }).waitFor();
  expect(await page.getByRole('textbox').inputValue()).toBe('');
  expect(await page.locator(':checked').count()).toBe(0);
  expect(await heading(page, 'There is a problem').count()).toBe(0);
  expect(await page.title()).toBe('How are we doing? – Central Region');

  await page.goto(`${collector.url}/s/central?channel=kiosk`);
  await sentTooEarly(page, 'And left.');
  await page.clock.fastForward(3 * 60_000 + 1000);
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('');
  await page.close();
});

test('a kiosk without scripts thanks, and asks the next person on its own or at a press', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${collector.url}/s/central?channel=kiosk&lang=es`);
  await page.locator('#overall-5').check();
  const [answer] = await Promise.all([
    page.waitForResponse('**/thanks*'),
    page.getByRole('button', { name: 'Enviar mis respuestas' }).click(),
  ]);
  expect(answer.headers()['refresh']).toBe('15; url=/s/central?lang=es&channel=kiosk');
  await page.getByRole('link', { name: 'Empezar de nuevo' }).click();
  expect(await page.locator('[name="channel"]').inputValue()).toBe('kiosk');
  expect(await page.locator(':checked').count()).toBe(0);
  expect((await collector.figures()).total.responses).toBe(1);
  await page.close();
});

inEveryFamily((browser) => {
  test.each([Math.floor(320 * roomToSpare), 1280])(
    'at %i pixels nothing is clipped when lines and letters are spaced out, and rows are as high as a thumb',
    async (width) => {
      await using collector = await aCollector();
      const page = await browser().newPage({ viewport: { width, height: 800 }, bypassCSP: true });
      await page.goto(`${collector.url}/s/central`);
      const targets = page.locator('label:has(input), main button, nav button:not([hidden])');
      const sizes = await targets.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(sizes.length).toBe(33);
      for (const height of sizes) expect(height).toBeGreaterThanOrEqual(44);
      // WCAG 2.2, 1.4.12.
      await page.addStyleTag({
        content:
          '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }',
      });
      const clipped = await page.evaluate(() =>
        [...document.querySelectorAll('body, body *')]
          .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
          .map(({ localName, className }) => `${localName}.${className}`),
      );
      expect(clipped).toEqual([]);
      await page.close();
    },
  );
});

test('what is typed is of this tab alone', async () => {
  await using collector = await aCollector();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${collector.url}/s/central`);
  await isImproved(page);
  await page.getByRole('textbox').fill('Only here.');
  const other = await context.newPage();
  await other.goto(`${collector.url}/s/central`);
  await isImproved(other);
  expect(await other.getByRole('textbox').inputValue()).toBe('');
  await context.close();
});

test.each([
  [320, 'below'],
  [600, 'below'],
  [768, 'beside'],
  [1280, 'beside'],
])('at %i pixels the five points stand %s each other', async (width, place) => {
  await using collector = await aCollector();
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  await page.goto(`${collector.url}/s/central`);
  const points = page.getByRole('group', { name: /Respect/ }).locator('label');
  const tops = await points.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(new Set(tops).size).toBe(place === 'beside' ? 1 : 5);
  await page.close();
});

test('at a kiosk the page thanks, and then asks the next person an empty form', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  await page.clock.install();
  await page.goto(`${collector.url}/s/central?channel=kiosk`);
  await rate(page, /Overall/);
  await page.getByRole('textbox').fill('Nobody else is to read this.');
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await press(page);
  await heading(page, 'Thank you').waitFor();
  expect(await page.evaluate(() => [sessionStorage.length, localStorage.length])).toEqual([0, 0]);
  await page.clock.fastForward(15_001);
  await page.getByRole('button', { name: 'Send my answers' }).waitFor();
  expect(await page.getByRole('textbox').inputValue()).toBe('');
  expect(await page.locator(':checked').count()).toBe(0);
  expect((await collector.figures()).total.responses).toBe(1);
  await page.close();
});

test('a kiosk’s page goes on though the collector is down, and sends what waits when it is back', async () => {
  await using collector = await aCollector();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${collector.url}/s/central?channel=kiosk`);
  await rate(page, /Overall/);
  await context.setOffline(true);
  await press(page);
  await heading(page, 'Your answers are kept').waitFor();
  await page.clock.fastForward(15_001);
  await rate(page, /Respect/);
  await press(page);
  await heading(page, 'Your answers are kept').waitFor();
  await context.setOffline(false);
  await expect.poll(async () => (await collector.figures()).total.responses).toBe(2);
  await context.close();
});

test('once the answer is stored the page thanks, whatever becomes of the network, and has the focus', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  await page.route('**/thanks*', (route) => route.abort());
  await page.goto(`${collector.url}/s/central`);
  await rate(page, /Overall/);
  await press(page);
  await heading(page, 'Thank you').waitFor();
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('h1');
  expect(await page.title()).toBe('Thank you – Central Region');
  expect(await page.getByRole('status').innerText()).toContain('Your answers are with the HEART team');
  expect(new URL(page.url()).pathname).toBe('/s/central/thanks');
  await page.close();
});

test('a link with a rating chooses it and puts the focus in the form, and nothing is recorded', async () => {
  await using collector = await aCollector();
  for (const javaScriptEnabled of [true, false]) {
    const page = await browser.newPage({ javaScriptEnabled });
    await page.goto(`${collector.url}/s/central?overall=5&employee=nobody`);
    expect(
      await page
        .getByRole('group', { name: /Overall/ })
        .getByLabel('Strongly agree')
        .isChecked(),
    ).toBe(true);
    await expect.poll(() => page.locator('form:focus').count()).toBe(1);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.locator('#helpfulness-1').isChecked()).toBe(true);
    await page.close();
  }
  expect((await collector.figures()).total.responses).toBe(0);
});

const ways: Record<string, BrowserContextOptions & { css?: string }> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'reduced motion': { reducedMotion: 'reduce' },
  '320 pixels': { viewport: { width: 320, height: 640 } },
  'text of 200 %': { css: ':root { font-size: 200% }' },
};

describe.each(Object.entries(ways))('in %s', (_, { css = '', ...options }) => {
  test.each([
    ['with its script', true],
    ['without its script', false],
  ])('%s, axe finds nothing in any state of the page, and nothing runs out of it', async (_, withScript) => {
    await using collector = await aCollector();
    const context = await browser.newContext({ ...options, bypassCSP: true });
    const page = await context.newPage();
    // axe itself needs scripts to run, so the page is left without its own alone.
    if (!withScript) await page.route('**/assets/**', (route) => route.abort());
    const look = async () => {
      if (css !== '') await page.addStyleTag({ content: css });
      const { findings, inPage } = await audit(page);
      expect(inPage).toBeGreaterThan(10);
      const sideways = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      return { findings, sideways };
    };
    const clean = { findings: [], sideways: 0 };

    await page.goto(`${collector.url}/s/central`);
    expect(await page.getByRole('radio').count()).toBe(30);
    expect(await look()).toEqual(clean);
    await press(page);
    await heading(page, 'There is a problem').waitFor();
    expect(await page.getByRole('radio').count()).toBe(30);
    expect(await look()).toEqual(clean);
    await rate(page, /Overall/);
    await page.getByRole('textbox').fill('Call me at 619-555-0142.');
    expect(await page.getByText('This looks like a phone number').count()).toBe(withScript ? 1 : 0);
    expect(await look()).toEqual(clean);
    if (withScript) {
      await context.setOffline(true);
      await press(page);
      await heading(page, 'Your answers are kept').waitFor();
      expect(await look()).toEqual(clean);
      await context.setOffline(false);
    } else {
      await press(page);
    }
    await heading(page, 'Thank you').waitFor();
    await page.waitForURL('**/thanks*');
    expect(await look()).toEqual(clean);
    await context.close();
  });
});

test('axe finds nothing on the pages beside the survey', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage({ bypassCSP: true });
  for (const path of ['/', '/docs', '/s/nowhere']) {
    await page.goto(collector.url + path);
    const { findings, inPage } = await audit(page);
    expect(findings, path).toEqual([]);
    expect(inPage).toBeGreaterThan(5);
  }
  await page.close();
});
