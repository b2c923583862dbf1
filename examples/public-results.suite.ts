import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { closeQuarter, endOfQuarter } from '@heart-survey/server/test/plans';
import { publish, withdraw } from '@heart-survey/server/test/publishing';
import { aThankYou } from '@heart-survey/server/test/recognition';
import { addTo, makeIt, paperForm, startRestating } from '@heart-survey/server/test/restating';
import { insertRows } from '@heart-survey/server/test/rows';
import { aPerson } from '@heart-survey/server/test/staff';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { resultsCatalogs } from '@heart-survey/shared/results/results';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { paleTexts } from '@heart-survey/widget/test/contrast';
import { inEveryFamily } from '@heart-survey/widget/test/in-every-family';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectFit, onePerLanguage, settings, viewport, type Combination } from './test/every-state.ts';

// Published results, as the public sees them.

const reason = 'Some forms were counted twice.';
const action = 'Two more people answer the phone from 8 to 10 a.m.';
const path = '/results/cws';

/** Less time after the quarter than a session lasts without being used. */
const later = endOfQuarter + 20 * 60 * 1000;
/** The ends of two later quarters, in California. */
const ends = { '2026-10': Date.UTC(2027, 0, 1, 8), '2027-07': Date.UTC(2027, 9, 1, 7) };

/**
 * A department with two published quarters and a withdrawn one between them, and one that published nothing. The first
 * quarter was corrected twice: one correction is shown, and a later one is not. It has quotes. East was below the goal in it.
 */
async function published(): Promise<TestCollector> {
  const collector = await aCollector(settings);
  const { db } = collector;
  const rated = (region: string, rating: string, responses = 40, quarter = '2026-07') =>
    insertRows(db, { responses, region, rating, quarter, ids: `${region} ${quarter}` });
  await rated('central', '3 + 2 * (n % 2)');
  await rated('east', '3 + n % 2');
  await rated('south', '5 - (n % 4 = 0)');
  // Too few in each, but enough in both together that the others can be shown.
  for (const region of ['adoptions', 'ccws']) await rated(region, '4', 8);
  await thanked(collector);
  await closeQuarter(collector);
  collector.clock.now = later;
  const representative = await aPerson(collector, 'representative');
  for (const form of [paperForm(1), paperForm(5, { region: 'south' })]) {
    await startRestating(representative, 'late paper');
    await addTo(representative, 'forms', form);
    expect((await makeIt(representative)).status).toBe(303);
  }
  await publish(collector, { quarter: '2026-07' });
  for (const [quarter, end] of Object.entries(ends)) {
    for (const region of ['central', 'east', 'south']) await rated(region, '4 + n % 2', 1200, quarter);
    await closeQuarter(collector, quarter, end);
    await publish(collector, { quarter, done: [{ region: 'east', quarter: '2026-07', actions: [action] }] });
  }
  await withdraw(collector, { quarter: '2026-10', reason });
  await db.$client.execute(
    `INSERT INTO department (slug, name, zone, first_month) VALUES ('aging', 'Aging and Independence Services', 'America/Los_Angeles', 7)`,
  );
  return collector;
}

/** Quotes in English and Arabic that the public may see. */
async function thanked(collector: TestCollector): Promise<void> {
  const sender = await aPerson(collector, 'ambassador');
  const praises = [
    { comment: 'Maria explained every step.', language: 'en', letters: 'HE' },
    { comment: 'كانوا لطفاء جدًا وساعدوني في كل شيء.', language: 'ar', letters: 'R' },
  ];
  for (const praise of praises)
    await aThankYou(collector, sender, { ...praise, mayShow: true, employees: [{ name: 'Maria Lopez' }] });
  // They were sent after the quarter: others see them for a year.
  await collector.db.$client.executeMultiple(
    `UPDATE recognition SET public_decision = 'approved', decided_at = ${later};
    UPDATE recognition_recipient SET shown_as = 'first name'`,
  );
}

inEveryFamily((browser, family) => {
  const inThis = onePerLanguage.filter((combination) => combination.family === family);

  test.each(inThis)(
    'fits every page without axe findings: $lang, $theme, text $text%',
    { timeout: 120_000 },
    (combination) => expectEveryPageFits(browser(), combination),
  );
});

/** axe cannot tell the contrast of text in a chart, or in a table that scrolls. */
const isContrastToMeasure = (finding: string) => finding.startsWith('color-contrast (needs review)');

async function expectEveryPageFits(browser: Browser, combination: Combination): Promise<void> {
  const { lang, theme } = combination;
  const [text, texts] = [catalogs[lang]!, resultsCatalogs[lang]!];
  await using collector = await published();
  const page = await browser.newPage({
    viewport,
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    forcedColors: theme === 'forced colors' ? 'active' : 'none',
    bypassCSP: true,
  });
  const open = async (of: string, status = 200) => {
    const answer = await page.goto(`${collector.url}${of}?lang=${lang}`);
    expect(answer!.status(), of).toBe(status);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await expectFit(page, combination, text, of, isContrastToMeasure);
    expect(await paleTexts(page), of).toEqual([]);
    await expectNamesMarked(page, lang);
  };
  await open('/results');
  await page.getByRole('heading', { name: texts.title, exact: true }).waitFor();
  await page.getByText('Aging and Independence Services').first().waitFor();
  await open(path);
  await page.getByText(reason).waitFor();
  await open(`${path}/2026-07`);
  await page.getByRole('heading', { name: texts.corrections.title, exact: true }).waitFor();
  await open(`${path}/2027-07`);
  await page.getByText(action).waitFor();
  await page.getByText('كانوا لطفاء').waitFor();
  await open(`${path}/2026-10`, 410);
  await page.getByText(reason).waitFor();
  await open('/results/aging');
  await open('/results/nowhere', 404);
  await page.close();
}

/** Names of departments and regions, and quotes, are in their own language. */
async function expectNamesMarked(page: Page, lang: string): Promise<void> {
  const languages = await page.evaluate(() =>
    [...document.querySelectorAll('main bdi[lang], main blockquote')].map((one) => one.getAttribute('lang')),
  );
  expect(languages.every((one) => one === 'en' || one === 'ar')).toBe(true);
  if (lang === 'en') expect(languages.filter((one) => one !== null && one !== 'en').length).toBeLessThanOrEqual(1);
}

let browser: Browser;
let collector: TestCollector;
beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), published()]);
});
afterAll(async () => {
  await browser.close();
  await collector[Symbol.asyncDispose]();
});

test('a reader without JavaScript goes from the front page to a quarter, its files, and the form', async () => {
  const context = await browser.newContext({ viewport, javaScriptEnabled: false, locale: 'en' });
  const page = await context.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  const { agencyPage, departmentPage, quarterPage } = resultsCatalogs['en']!;
  await page.goto(collector.url);
  await page.getByRole('link', { name: agencyPage.latest }).click();
  await page.getByRole('link', { name: 'Child Welfare Services' }).first().click();
  await page.getByText('In July to September 2027, 3,600 people rated Child Welfare Services.').waitFor();
  await page.getByRole('link', { name: departmentPage.latest }).click();
  await page.getByRole('heading', { name: 'July to September 2027' }).waitFor();
  await page
    .getByText('In July to September 2026, 40 people gave East Region an average of 3.50. That was below the goal.')
    .waitFor();
  // A withheld region has no figures, and says so.
  const files = await page
    .locator('a[href*="2027-07."]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')!));
  expect(files).toHaveLength(3);
  for (const file of files) expect((await fetch(`${collector.url}${file}`)).status, file).toBe(200);
  await page.getByRole('link', { name: 'Jul–Sep 2026' }).click();
  await page.getByRole('heading', { name: 'July to September 2026' }).waitFor();
  await page.getByText('It replaces version 1').waitFor();
  await page.getByText('Only the answers of 1 to 10 people differ').waitFor();
  const adoptions = page.getByRole('row', { name: /^Adoptions/ }).first();
  expect(await adoptions.innerText()).toMatch(/withheld/);
  expect(await adoptions.innerText()).not.toMatch(/\d/);
  await page.getByText(quarterPage.quotesLead).waitFor();
  await page.getByRole('link', { name: 'Tell us what happened' }).click();
  await page.getByRole('link', { name: resultsCatalogs['en']!.title }).waitFor();
  expect(await context.cookies()).toEqual([]);
  expect(requests.filter((one) => /\.(?:js|css|woff2?)$/.test(one))).toEqual([]);
  await context.close();
});

test('prints on paper without what only a screen needs', async () => {
  const page = await browser.newPage({ viewport: { width: 740, height: 1000 } });
  await page.emulateMedia({ media: 'print' });
  for (const of of ['/results', path, `${path}/2026-07`]) {
    await page.goto(`${collector.url}${of}?lang=en`);
    for (const hidden of ['footer', 'nav', 'summary']) {
      for (const one of await page.locator(hidden).all()) expect(await one.isVisible(), `${of} ${hidden}`).toBe(false);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(740);
    for (const table of await page.locator('table:visible').all())
      expect((await table.boundingBox())!.width, of).toBeLessThanOrEqual(740);
  }
  await page.close();
});

test('fits at 400% zoom, and only tables and long charts scroll sideways', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 256 } });
  for (const lang of ['en', 'ar']) {
    for (const of of ['/results', path, `${path}/2027-07`]) {
      await page.goto(`${collector.url}${of}?lang=${lang}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${of} ${lang}`).toBe(320);
    }
  }
  await page.close();
});

test('never orders departments or regions by their averages, and colors nothing but a missed goal', async () => {
  const page = await browser.newPage();
  await page.goto(`${collector.url}${path}/2026-07?lang=en`);
  const { quarterPage } = resultsCatalogs['en']!;
  const table = page.getByRole('region', { name: new RegExp(`^${quarterPage.regions}`) });
  const names = await table.locator('tbody th').allInnerTexts();
  expect(names.slice(0, 4)).toEqual(['Adoptions', 'CCWS', 'Central Region', 'East Region']);
  const missed = await table.locator('tbody td.below').allInnerTexts();
  expect(missed.length).toBeGreaterThan(0);
  for (const cell of missed) expect(cell).toContain('below the goal');
  await page.close();
});
