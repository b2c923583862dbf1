import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

// People press Back after the thank-you page to see whether it worked, and then press Send again.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
const press = (page: Page) => page.getByRole('button', { name: 'Send my answers' }).click();

const same = [4, 'Thank you!'];

async function stored({ db }: TestCollector) {
  const { rows } = await db.$client.execute('SELECT overall, comment FROM response ORDER BY rowid');
  return rows.map(({ overall, comment }) => [overall, comment]);
}

/** Fills in the page without JavaScript, sends it, and goes back from the thank-you page. */
async function sentAndBack(collector: TestCollector, channel = 'signature') {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${collector.url}/s/central?channel=${channel}`);
  await page.locator('#overall-4').check();
  await page.getByRole('textbox').fill('Thank you!');
  await press(page);
  await heading(page, 'Thank you');
  await page.goBack();
  await heading(page, 'How are we doing?');
  return page;
}

test('without JavaScript, stores one response for Send, Back, and Send again, and thanks again', async () => {
  await using collector = await aCollector();
  const page = await sentAndBack(collector);
  // If the browser does not restore the answers, the person fills them in again.
  await page.locator('#overall-4').check();
  await page.getByRole('textbox').fill('Thank you!');
  await press(page);
  await heading(page, 'Thank you');
  expect(await stored(collector)).toEqual([[4, 'Thank you!']]);
  await page.close();
});

test('without JavaScript, stores different answers after Back once the person has confirmed them', async () => {
  await using collector = await aCollector();
  const page = await sentAndBack(collector);
  await page.locator('#overall-2').check();
  await press(page);
  await page.getByText('Answers were already sent from this page.').waitFor();
  expect(await stored(collector)).toEqual([[4, 'Thank you!']]);
  expect(await page.locator('#overall-2').isChecked()).toBe(true);
  await press(page);
  await heading(page, 'Thank you');
  expect(await stored(collector)).toEqual([
    [4, 'Thank you!'],
    [2, 'Thank you!'],
  ]);
  await page.close();
});

test('stores one response if the page is sent before its script loads, and again by the script after Back', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  await page.goto(`${collector.url}/s/central`);
  await page.locator('#overall-4').check();
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form.survey')!.submit());
  await heading(page, 'Thank you');
  await page.goBack();
  await page.locator('main > [role="status"]').waitFor({ state: 'attached' });
  await page.locator('#overall-4').check();
  await press(page);
  await heading(page, 'Thank you');
  expect(await stored(collector)).toEqual([[4, null]]);
  await page.close();
});

test('without JavaScript, stores a new response if the link is opened again instead of going back', async () => {
  await using collector = await aCollector();
  const page = await sentAndBack(collector);
  for (const open of [() => page.goto(page.url()), () => page.reload()]) {
    await open();
    await page.locator('#overall-4').check();
    await page.getByRole('textbox').fill('Thank you!');
    await press(page);
    await heading(page, 'Thank you');
    await page.goBack();
  }
  expect(await stored(collector)).toEqual([same, same, same]);
  await page.close();
});

test('on a kiosk without JavaScript, Back leads to an empty page for the next person', async () => {
  await using collector = await aCollector();
  const page = await sentAndBack(collector, 'kiosk');
  expect(await page.locator(':checked').count()).toBe(0);
  expect(await page.getByRole('textbox').inputValue()).toBe('');
  await press(page);
  await page.getByText('Rate at least one statement.').first().waitFor();
  expect(await stored(collector)).toEqual([[4, 'Thank you!']]);
  await page.locator('#overall-4').check();
  await page.getByRole('textbox').fill('Thank you!');
  await press(page);
  await heading(page, 'Thank you');
  expect(await stored(collector)).toEqual([same, same]);
  await page.close();
});
