import { randomUUID } from 'node:crypto';
import { aCollector, sendForm, type TestCollector } from '@heart-survey/server/test/collector';
import { feedbackCatalogs } from '@heart-survey/shared/feedback/feedback';
import { formTextsOf } from '@heart-survey/shared/languages/languages';
import { resultsCatalogs } from '@heart-survey/shared/results/results';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Locator, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leftOver, messages, pseudo } from './test/pseudo.ts';
import { textsIn } from './test/page-texts.ts';
import { serving } from './test/site.ts';

// The pseudo-locale puts every message of the catalog in brackets, so text outside of brackets bypassed the catalog.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The public issue form and the results have catalogs of their own. These are their links on other pages. */
const { form, print, case: writers, survey } = feedbackCatalogs['en']!;
const { title, lead, agencyPage } = resultsCatalogs['en']!;
const results = [title, lead, agencyPage.latest];
const links = [form.title, form.lead, ...Object.values(print), writers.title, survey.question, survey.link, ...results];

/** Text that does not come from the catalog: directory names, language names, and the agency's own details. */
const data = [
  ...links,
  ...['Child Welfare Services', 'HEART Survey', 'Example County', 'heart@example.gov', 'survey.example.gov/s/central'],
  ...['HEART Team, 100 Main Street', 'HEART Team', '100 Main Street', 'For two years.', 'English', 'Español'],
  ...['Adoptions', 'CCWS', 'Central Region', 'East Region', 'North Central Region', 'North Coastal Region'],
  ...['North Inland Region', 'South Region', 'Client'],
];
const settings = ['--agency', 'Example County', '--email', 'heart@example.gov', '--phone', '555-0142'];
const more = ['--address', 'HEART Team; 100 Main Street', '--retention', 'For two years.'];

const seen = new Set<string>();

async function expectAllFromCatalog(page: Page, what: string): Promise<void> {
  const texts = await textsIn(page);
  expect(texts.length, what).toBeGreaterThan(2);
  for (const text of texts) {
    expect(leftOver(text, data), `${what}: ${text}`).toBe('');
    for (const [id, message] of messages) {
      const parts = message.split(/\{\w+\}/);
      if (parts.every((part) => text.includes(part))) seen.add(id);
    }
  }
}

/** A collector that offers only the pseudo-locale, with the box below the comment and the question for the group. */
async function aPseudoCollector(): Promise<TestCollector> {
  const settings = { LANGUAGES: 'en', BASE_URL: 'https://survey.example.gov' };
  const collector = await aCollector(settings, { catalogs: { en: pseudo } });
  await collector.db.$client.executeMultiple(`UPDATE department SET asks_to_show = 1, asks_group = 1;
    INSERT INTO customer_group (department_id, code, names, place, created_at) VALUES (1, 'client', '{"en":"Client"}', 1, 0);`);
  return collector;
}

/** Shows the collector's answer to a form that a browser would not send on its own. */
async function posted(collector: TestCollector, page: Page, fields: Record<string, string> | string) {
  const answer = await sendForm(collector, fields);
  await page.setContent(await answer.text());
  return answer.status;
}

test('takes every text on every page of the collector from the catalogs', async () => {
  await using collector = await aPseudoCollector();
  const page = await browser.newPage({ bypassCSP: true });
  const open = async (path: string, what = path) => {
    await page.goto(collector.url + path, { waitUntil: 'networkidle' });
    await expectAllFromCatalog(page, what);
  };
  const paths = ['/', '/privacy', '/accessibility', '/signature', '/print', '/print/central', '/s/nowhere', '/nowhere'];
  for (const path of paths) await open(path);
  await collector.heart('settings', ...settings, ...more);
  for (const path of ['/', '/privacy', '/accessibility', '/print/central?sheet=form'])
    await open(path, `${path}, with agency details`);
  await open('/s/central/thanks');
  await open('/s/central/thanks?channel=kiosk');

  await page.goto(`${collector.url}/signature`);
  const press = async (copy: Locator) => {
    await copy.click();
    await copy.locator('xpath=../*[@role="status"]').filter({ hasText: /./ }).waitFor();
  };
  for (const copy of await page.locator('[data-copy]').all()) {
    await press(copy);
    await page.locator('#numbers').check();
    await press(copy);
    await expectAllFromCatalog(page, 'the signature, copied');
  }
  await page.evaluate(() => {
    document.execCommand = () => false;
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await press(page.locator('[data-copy]').first());
  await expectAllFromCatalog(page, 'the signature, not copied');

  const [id, overall] = [randomUUID(), '5'];
  for (const [what, status, fields] of [
    ['nothing rated', 400, { id }],
    ['an invalid rating', 400, { id, overall: '7' }],
    ['a comment that is too long', 400, { id, overall, comment: '9'.repeat(4001) }],
    ['an invalid id', 400, { id: 'x', overall }],
    ['invalid characters', 400, `id=${id}&overall=5&comment=%ff`],
    ['paper', 403, { id, overall, channel: 'paper' }],
    ['stored', 303, { id, overall }],
    ['a different answer with the same id', 409, { id, overall: '1' }],
    ['too large', 413, { id, overall, comment: '9'.repeat(70_000) }],
  ] as const) {
    expect(await posted(collector, page, fields), what).toBe(status);
    if (status !== 303) await expectAllFromCatalog(page, what);
  }
  await collector.db.$client.execute("UPDATE region SET retired_at = 0 WHERE slug = 'east'");
  await open('/s/east');
  await collector.db.$client.execute('ALTER TABLE response RENAME TO away');
  expect(await posted(collector, page, { id: randomUUID(), overall })).toBe(503);
  await expectAllFromCatalog(page, 'database unavailable');
  await collector.db.$client.execute('UPDATE region SET retired_at = 0');
  for (const path of ['/', '/signature', '/print']) await open(path, `${path}, with no region`);
  await collector.db.$client.execute('ALTER TABLE region RENAME TO gone');
  await open('/', 'the front page, database unavailable');
  await page.close();
});

test('takes every text of the page’s script from the catalogs', async () => {
  await using collector = await aPseudoCollector();
  const context = await browser.newContext();
  const page = await context.newPage();
  const press = () => page.locator('[type="submit"]:not([hidden])').click();
  await page.goto(`${collector.url}/s/central`, { waitUntil: 'networkidle' });
  await expectAllFromCatalog(page, 'empty');
  await page.getByRole('textbox').fill('619-555-0142');
  await press();
  await page.getByRole('heading', { name: pseudo.problem }).waitFor();
  await expectAllFromCatalog(page, 'nothing rated');
  await page.locator('#overall-5').check();
  const goOn = Promise.withResolvers<void>();
  await page.route('**/api/v1/responses', async (route) => {
    await goOn.promise;
    await route.abort();
  });
  await press();
  await page.getByText(pseudo.sending).waitFor();
  await expectAllFromCatalog(page, 'sending');
  goOn.resolve();
  await page.getByRole('heading', { name: pseudo.keptTitle }).waitFor();
  await expectAllFromCatalog(page, 'saved');
  await page.unroute('**/api/v1/responses');
  for (const [status, reason] of [
    [404, 'notFound'],
    [410, 'retired'],
    [413, 'tooLarge'],
    [409, 'alreadySent'],
    [400, 'refused'],
  ] as const) {
    await page.evaluate(() => localStorage.clear());
    await page.goto(`${collector.url}/s/central?overall=4`, { waitUntil: 'networkidle' });
    await page.route('**/api/v1/responses', (route) => route.fulfill({ status, json: { status } }), { times: 1 });
    await press();
    await page.getByRole('heading', { name: pseudo.problem }).waitFor();
    await expectAllFromCatalog(page, reason);
  }
  for (const status of [503, 429]) {
    await page.evaluate(() => [localStorage, sessionStorage].forEach((storage) => storage.clear()));
    await page.goto(`${collector.url}/s/central?overall=4`, { waitUntil: 'networkidle' });
    await page.route('**/api/v1/responses', (route) => route.fulfill({ status, json: { status } }), { times: 1 });
    await press();
    await page.getByRole('heading', { name: pseudo.keptTitle }).waitFor();
    await expectAllFromCatalog(page, `saved after ${status}`);
  }
  const kiosk = await context.newPage();
  await kiosk.clock.install();
  await kiosk.goto(`${collector.url}/s/central?channel=kiosk&overall=4`, { waitUntil: 'networkidle' });
  await kiosk.clock.runFor(1000);
  await kiosk.locator('main > [role="status"]').waitFor({ state: 'attached' });
  await kiosk.clock.fastForward(150_001);
  await kiosk.getByText(pseudo.stillThere).waitFor();
  await expectAllFromCatalog(kiosk, 'an idle kiosk');
  await context.close();
});

test('takes every text of the element from the catalogs', async () => {
  await using collector = await aPseudoCollector();
  const texts = { ...formTextsOf(pseudo), tag: 'es' };
  await using site = await serving(() => ({
    page: `<!doctype html><title>⟦⟧</title><main><heart-survey lang="es" languages="en es" region="central" display="dialog"></heart-survey></main>
      <script type="module" src="${collector.url}/widget/v1/heart-survey.js"></script>`,
  }));
  const page = await browser.newPage();
  await page.route('**/*.json', (route) =>
    route.fulfill({ json: texts, headers: { 'access-control-allow-origin': '*' } }),
  );
  await page.goto(site.url);
  await page.getByRole('button').click();
  await page.getByRole('checkbox').waitFor();
  await expectAllFromCatalog(page, 'the dialog, empty');
  await page.getByRole('button', { name: pseudo.send }).click();
  await page.getByRole('heading', { name: pseudo.problem }).waitFor();
  await expectAllFromCatalog(page, 'the dialog, nothing rated');
  await page.locator('#overall-4').check();
  await page.getByRole('button', { name: pseudo.send }).click();
  await page.getByRole('heading', { name: pseudo.thanksTitle }).waitFor();
  await expectAllFromCatalog(page, 'the dialog, thanked');
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('No room', 'QuotaExceededError');
    };
  });
  await page.evaluate(() => document.querySelector('heart-survey')!.setAttribute('region', 'south'));
  await page.getByRole('button', { name: pseudo.title }).click();
  for (const [status, reason] of [
    [503, 'unavailable'],
    [429, 'tooMany'],
    ['no answer', 'notKept'],
  ] as const) {
    const answer = (route: Route) =>
      status === 'no answer' ? route.abort() : route.fulfill({ status, json: { status } });
    await page.route('**/api/v1/responses', answer, { times: 1 });
    await page.locator('#overall-4').check();
    await page.getByRole('button', { name: pseudo.send }).click();
    await page.getByText(pseudo[reason]).first().waitFor();
    await expectAllFromCatalog(page, reason);
  }
  await page.close();
});

test('has shown every message of the catalog', () => {
  // These appear only when the form's endpoint is limited, which has its own test, and when a page cannot be rendered.
  const elsewhere = new Set(['home.none', 'offline', 'accessibility.noLimits']);
  expect([...messages.keys()].filter((id) => !seen.has(id) && !elsewhere.has(id))).toEqual([]);
});
