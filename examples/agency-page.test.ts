import { aCollector } from '@heart-survey/server/test/collector';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSite } from './test/site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('sends a response from the agency page, and counts it', async () => {
  await using collector = await aCollector();
  await using site = await aSite('agency-page.html', collector.url);
  const page = await browser.newPage();
  await page.goto(site.url);
  const survey = page.locator('heart-survey');
  await survey
    .getByRole('group', { name: /Respect/ })
    .getByLabel('Agree', { exact: true })
    .check();
  await survey
    .getByRole('group', { name: /Overall/ })
    .getByLabel('Strongly agree')
    .check();
  await survey.getByRole('textbox').fill('Thank you!');
  await survey.getByRole('button', { name: 'Send my answers' }).click();
  await survey.getByRole('heading', { name: 'Thank you' }).waitFor();

  const { regions } = await collector.figures();
  expect(regions.find(({ region }) => region === 'central')).toMatchObject({
    responses: 1,
    sum: 9,
    n: 2,
    average: '4.50',
  });
  const { rows } = await collector.db.$client.execute('SELECT comment, channel, language, wording FROM response');
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { comment: 'Thank you!', channel: 'embed', language: 'en', wording: 1 },
  ]);
});

test('shows the link on the agency page when JavaScript is off', async () => {
  await using collector = await aCollector();
  await using site = await aSite('agency-page.html', collector.url);
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(site.url);
  await page.getByRole('link', { name: /How are we doing/ }).click();
  await page.getByRole('heading', { name: 'How are we doing?' }).waitFor();
  expect(page.url()).toBe(`${collector.url}/s/central`);
});
