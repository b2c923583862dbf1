import { aCollector } from '@heart-survey/server/test/collector';
import { statement } from '@heart-survey/server/test/statement';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { inEveryFamily, roomToSpare } from '@heart-survey/widget/test/in-every-family';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heading, press, rate } from './test/survey-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('with JavaScript, saves answers that cannot be sent on the device and sends them automatically, once', async () => {
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

test('with JavaScript, keeps answers after a reload of a link with a rating, and starts fresh with another link', async () => {
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

test('with JavaScript, shows in place that a rating is missing and keeps what was typed', async () => {
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

/** Sends the form before the page's script has loaded, without a rating, so that the page comes back. */
async function sentTooEarly(page: Page, comment: string): Promise<void> {
  await page.getByRole('textbox').fill(comment);
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form.survey')!.submit());
  await heading(page, 'There is a problem').waitFor();
  await isImproved(page);
}
/** Waits until the page's script is running. */
const isImproved = (page: Page) =>
  page.waitForFunction(() => document.querySelector('main > [role="status"]') !== null);

test('keeps changes on a page with a problem after a reload and after a late rejection', async () => {
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
  await heading(page, 'Your answers are saved on this device').waitFor();
  const long = collector.clock.now - 31 * 24 * 60 * 60 * 1000;
  await collector.db.$client.execute(statement('UPDATE region SET retired_at = ?', [long]));
  await context.setOffline(false);
  await heading(page, 'There is a problem').waitFor();
  expect(await page.getByRole('textbox').inputValue()).toBe('Better words.');
  expect(await page.locator('#overall-4').isChecked()).toBe(true);
  await context.close();
});

test('on a kiosk, does not show one person’s early answers to the next', async () => {
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

test('on a kiosk without JavaScript, thanks, and starts over automatically or with a click', async () => {
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
    'at %i pixels, clips nothing with wide text spacing, and keeps rows large enough to tap',
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

test('keeps what is typed in its own tab', async () => {
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
  [320, 'in a column'],
  [600, 'in a column'],
  [768, 'in a row'],
  [1280, 'in a row'],
])('at %i pixels, shows the five points %s', async (width, layout) => {
  await using collector = await aCollector();
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  await page.goto(`${collector.url}/s/central`);
  const points = page.getByRole('group', { name: /Respect/ }).locator('label');
  const tops = await points.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(new Set(tops).size).toBe(layout === 'in a row' ? 1 : 5);
  await page.close();
});

test('on a kiosk, thanks and then shows an empty form to the next person', async () => {
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

test('keeps a kiosk working while the collector is down, and sends the saved answers afterward', async () => {
  await using collector = await aCollector();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${collector.url}/s/central?channel=kiosk`);
  await rate(page, /Overall/);
  await context.setOffline(true);
  await press(page);
  await heading(page, 'Your answers are saved on this device').waitFor();
  await page.clock.fastForward(15_001);
  await rate(page, /Respect/);
  await press(page);
  await heading(page, 'Your answers are saved on this device').waitFor();
  await context.setOffline(false);
  await expect.poll(async () => (await collector.figures()).total.responses).toBe(2);
  await context.close();
});

test('thanks and moves the focus once the answer is stored, even if the network fails', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  await page.route('**/thanks*', (route) => route.abort());
  await page.goto(`${collector.url}/s/central`);
  await rate(page, /Overall/);
  await press(page);
  await heading(page, 'Thank you').waitFor();
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('h1');
  expect(await page.title()).toBe('Thank you – Central Region');
  expect(await page.getByRole('status').innerText()).toContain('Your answers went to the HEART team');
  expect(new URL(page.url()).pathname).toBe('/s/central/thanks');
  await page.close();
});

test('preselects a link’s rating, focuses the form, and records nothing', async () => {
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

test('has no axe findings on the other public pages', async () => {
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
