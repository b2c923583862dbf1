import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heading } from './test/survey-page.ts';
import { aSite } from './test/site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const turn = (collector: TestCollector, isOn: boolean) =>
  collector.db.$client.execute(`UPDATE department SET asks_to_show = ${isOn ? 1 : 0}`);

async function stored({ db }: TestCollector) {
  const { rows } = await db.$client.execute('SELECT comment, may_show FROM response ORDER BY rowid');
  return rows.map(({ comment, may_show }) => [comment, may_show]);
}

const box = (page: Page) => page.getByRole('checkbox', { name: 'You may show my words to others' });
const press = (page: Page) => page.getByRole('button', { name: 'Send my answers' }).click();

test('without JavaScript, keeps the check through a problem and a change of language, and stores it', async () => {
  await using collector = await aCollector();
  await turn(collector, true);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${collector.url}/s/central`);
  expect(await box(page).isChecked()).toBe(false);
  await box(page).check();
  await page.getByRole('textbox', { name: /tell us more/ }).fill('Ms. Lee called back.');
  await press(page);
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
  expect(await box(page).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Español' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  expect(await box(page).isChecked()).toBe(true);
  await page.locator('#overall-5').check();
  await press(page);
  await heading(page, 'Thank you').waitFor();
  expect(await stored(collector)).toEqual([['Ms. Lee called back.', 1]]);
  await context.close();
});

test('with JavaScript, keeps the check through a reload and a change of language, and sends it once', async () => {
  await using collector = await aCollector();
  await turn(collector, true);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${collector.url}/s/central`, { waitUntil: 'networkidle' });
  await box(page).check();
  await page.getByRole('textbox').fill('Ms. Lee called back.');
  await page.reload({ waitUntil: 'networkidle' });
  await expect.poll(() => box(page).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Español' }).click();
  const spanish = page.getByRole('checkbox', { name: 'Pueden mostrar mis palabras a otras personas' });
  expect(await spanish.isChecked()).toBe(true);
  expect((await audit(page)).findings).toEqual([]);
  await page.locator('#overall-5').check();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Enviar mis respuestas' }).click();
  await heading(page, 'Sus respuestas están guardadas').waitFor();
  await context.setOffline(false);
  await heading(page, 'Gracias').waitFor();
  expect(await stored(collector)).toEqual([['Ms. Lee called back.', 1]]);
  await context.close();
});

test('in the element, shows the box while the department asks, and stores nothing once it does not', async () => {
  await using collector = await aCollector();
  await using site = await aSite('agency-page.html', collector.url);
  const answer = async (isShown: boolean, before: () => Promise<unknown> = async () => {}) => {
    // A new context, because a browser keeps the collector's answer for an hour.
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(site.url, { waitUntil: 'networkidle' });
    // The element asks for the box when someone turns to the form.
    await Promise.all([page.waitForResponse(/\/widget\/v1\/s\//), page.getByRole('textbox').focus()]);
    await page.waitForLoadState('networkidle');
    if (isShown) await box(page).waitFor();
    expect(await box(page).count()).toBe(isShown ? 1 : 0);
    if (isShown) await box(page).check();
    await page.getByRole('textbox').fill('Thank you!');
    await page.locator('#overall-5').check();
    await before();
    await press(page);
    await heading(page, 'Thank you').waitFor();
    await context.close();
  };
  await answer(false);
  await turn(collector, true);
  await answer(true);
  await answer(true, () => turn(collector, false));
  await answer(false);
  expect((await stored(collector)).map(([, mayShow]) => mayShow)).toEqual([null, 1, null, null]);
});
