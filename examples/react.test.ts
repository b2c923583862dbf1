import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { aCollector } from '@heart-survey/server/test/collector';
import type * as widget from '@heart-survey/widget';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import type { HeartErrorEvent, HeartResponseEvent } from './react/heart-survey.js';
import { storedResponses, takeSurvey, taken, visit } from './test/customer.ts';
import { aSite } from './test/site.ts';

let browser: Browser;
let folder: string;
let built: string;
beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'heart-react-'));
  const root = fileURLToPath(new URL('react', import.meta.url));
  await build({ root, configFile: false, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
  built = pathToFileURL(join(folder, 'index.html')).href;
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

test('sends a response from the React page and handles the event', async () => {
  await using collector = await aCollector();
  await using site = await aSite(built, collector.url);
  const { page, consoleErrors } = await visit(browser, site.url);
  await takeSurvey(page.locator('heart-survey'));
  await page.getByText('Counted in the quarter 2026-07.').waitFor();
  expect(await storedResponses(collector)).toEqual([taken]);
  expect(consoleErrors).toEqual([]);
  await page.close();
});

test('handles the event for a response that could not be sent', async () => {
  await using collector = await aCollector();
  await using site = await aSite(built, collector.url);
  const { page } = await visit(browser, site.url);
  const survey = page.locator('heart-survey');
  await survey.getByRole('radio', { name: 'Agree', exact: true }).first().check();
  await page.context().setOffline(true);
  await survey.getByRole('button', { name: 'Send my answers' }).click();
  await page.getByText('Not sent: offline.').waitFor();
  expect(await storedResponses(collector)).toEqual([]);
  await page.close();
});

test('shows the survey for the chosen office, and hides and shows it', async () => {
  await using collector = await aCollector();
  await using site = await aSite(built, collector.url);
  const { page, consoleErrors } = await visit(browser, site.url);
  const survey = page.locator('heart-survey');
  await survey.getByText('HEART team for Central Region.').waitFor();
  await page.getByLabel('Your office').selectOption('North Coastal Region');
  await survey.getByText('HEART team for North Coastal Region.').waitFor();
  await page.getByRole('button', { name: 'Hide the survey' }).click();
  await survey.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Show the survey' }).click();
  await takeSurvey(survey);
  await page.getByText('Counted in the quarter 2026-07.').waitFor();
  expect(await storedResponses(collector)).toEqual([{ ...taken, region: 'north-coastal' }]);
  expect(consoleErrors).toEqual([]);
  await page.close();
});

test("has types that match the element's own", () => {
  expectTypeOf<widget.HeartResponseEvent>().toExtend<HeartResponseEvent>();
  expectTypeOf<widget.HeartErrorEvent>().toExtend<HeartErrorEvent>();
});
