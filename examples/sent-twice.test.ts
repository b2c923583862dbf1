import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

// People press Back after the thank-you, to see whether it worked, and press Send again.

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

/** Fills the page in without a script, sends it, and goes back to it from the thank-you. */
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

test('without a script, Send, Back and Send again stores one response and says thank you again', async () => {
  await using collector = await aCollector();
  const page = await sentAndBack(collector);
  // A browser that does not fill the page in again leaves it to the person.
  await page.locator('#overall-4').check();
  await page.getByRole('textbox').fill('Thank you!');
  await press(page);
  await heading(page, 'Thank you');
  expect(await stored(collector)).toEqual([[4, 'Thank you!']]);
  await page.close();
});

test('without a script, other answers sent after Back are stored once the person has confirmed them', async () => {
  await using collector = await aCollector();
  const page = await sentAndBack(collector);
  await page.locator('#overall-2').check();
  await press(page);
  await page.getByText('Answers were sent from this page before.').waitFor();
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

test('a page sent before its script came, and again by it after Back, is one response', async () => {
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

test('without a script, whoever opens the link again instead of going back sends a response of their own', async () => {
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

test('on a kiosk without a script, Back leads to an empty page, which is the next person’s', async () => {
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
