import { readFileSync } from 'node:fs';
import { aCollector, count } from '@heart-survey/server/test/collector';
import { statement } from '@heart-survey/server/test/statement';
import { contents } from '@heart-survey/server/test/contents';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { inEveryFamily, roomToSpare } from '@heart-survey/widget/test/in-every-family';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serving } from './test/site.ts';

const BASE_URL = 'https://survey.example.gov';
const bundle = readFileSync(new URL(import.meta.resolve('@heart-survey/widget/bundle')), 'utf8');

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const embed = (collector: { url: string }, query = '') => `${collector.url}/embed${query}`;
const codeOf = (page: Page, name: string) => page.locator(`#${name}-code`).innerText();

/** An agency page with the copied code in it. */
const agencyPage = (copied: string) =>
  `<!doctype html><html lang="en"><title>An agency</title><h1>An agency</h1>${copied}</html>`;

async function answer(survey: Locator): Promise<void> {
  await survey
    .getByRole('group', { name: /Respect/ })
    .getByLabel('Agree', { exact: true })
    .check();
  await survey.getByRole('button', { name: 'Send my answers' }).click();
  await survey.getByRole('heading', { name: 'Thank you' }).waitFor();
}

/** Resolves when the page's scripts have run or were blocked. */
async function settled(page: Page): Promise<boolean> {
  await page.waitForLoadState('load');
  return page.evaluate(() => customElements.get('heart-survey') !== undefined);
}

describe('the copied tag', () => {
  test('sends answers from another origin with only the policy that the page shows, before and after an upgrade', async () => {
    const yesterday = new Uint8Array(Buffer.from(`${bundle}\n/* Yesterday's build. */\n`));
    await using collector = await aCollector({ BASE_URL }, { widget: yesterday });
    const name = `A & B's "office" </script>`;
    await collector.db.$client.execute(statement("UPDATE region SET name = ? WHERE slug = 'central'", [name]));
    const page = await browser.newPage();
    await page.goto(embed(collector, '?region=central'));
    const tag = await codeOf(page, 'tag');
    const policy = `default-src 'none'; require-trusted-types-for 'script'; ${await codeOf(page, 'policy')} ${await codeOf(page, 'trusted-types')}`;
    const here = (text: string) => text.replaceAll(BASE_URL, collector.url);
    await using site = await serving(() => ({
      page: agencyPage(here(tag)),
      policy: here(policy).replaceAll('\n', ' '),
    }));
    const consoleErrors: string[] = [];
    page.on('console', (message) => consoleErrors.push(message.text()));

    await page.goto(site.url);
    expect(await page.locator('heart-survey').getAttribute('region-name')).toBe(name);
    await answer(page.locator('heart-survey'));
    await collector.restart();
    const loaded = page.waitForResponse(/heart-survey\./);
    await page.goto(site.url);
    expect(await (await loaded).text()).toContain("Yesterday's build.");
    await answer(page.locator('heart-survey'));
    expect(await count(collector.db, "response WHERE respect = 4 AND channel = 'embed'")).toBe(2);
    // The browser asks for a favicon, which this site does not have.
    expect(consoleErrors.filter((text) => !text.includes('favicon'))).toEqual([]);
    await page.close();
  });

  test('shows its link and runs nothing if the script is not the pinned one', async () => {
    await using collector = await aCollector({ BASE_URL });
    const page = await browser.newPage();
    await page.goto(embed(collector, '?region=central'));
    const tag = (await codeOf(page, 'tag')).replaceAll(BASE_URL, collector.url);
    const tampered = tag.replace(/sha384-./, (start) => (start.endsWith('A') ? 'sha384-B' : 'sha384-A'));
    let shown = tag;
    await using site = await serving(() => ({ page: agencyPage(shown) }));
    await page.goto(site.url);
    expect(await settled(page)).toBe(true);

    shown = tampered;
    await page.goto(site.url);
    expect(await settled(page)).toBe(false);
    await page.getByRole('link', { name: 'How are we doing?' }).click();
    await page.getByRole('button', { name: 'Send my answers' }).waitFor();
    expect(page.url()).toBe(`${collector.url}/s/central`);
    await page.close();
  });
});

test('copies the tag with a button', async () => {
  await using collector = await aCollector({ BASE_URL });
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(embed(collector, '?region=east'));
  await page.getByRole('button', { name: 'Copy the tag' }).click();
  await page.getByText('Copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await codeOf(page, 'tag'));
  await context.close();
});

test('selects the code if the browser does not allow copying', async () => {
  await using collector = await aCollector({ BASE_URL });
  const page = await browser.newPage();
  await page.addInitScript(() => {
    Clipboard.prototype.writeText = () => Promise.reject(new DOMException('No', 'NotAllowedError'));
  });
  await page.goto(embed(collector));
  await page.getByRole('button', { name: 'Copy the tag' }).click();
  const tag = await codeOf(page, 'tag');
  await expect.poll(() => page.evaluate(() => String(getSelection()))).toBe(tag);
  await page.close();
});

test('previews the survey and stores nothing that is sent from the preview', async () => {
  await using collector = await aCollector({ BASE_URL });
  const before = await contents(collector.db);
  const page = await browser.newPage();
  for (const query of ['?region=central', '?region=east&address=newest', '?display=dialog']) {
    await page.goto(embed(collector, query));
    if (query === '?display=dialog') await page.locator('heart-survey').getByRole('button').click();
    await answer(page.locator('heart-survey'));
  }
  expect(await contents(collector.db)).toEqual(before);
  expect(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])).toEqual([]);
  await page.close();
});

test('never thanks people on another site that uses the preview’s endpoint by mistake', async () => {
  await using collector = await aCollector({ BASE_URL });
  const tag = `<heart-survey region="central" endpoint="${collector.url}/embed/preview"></heart-survey>
    <script type="module" src="${collector.url}/widget/v1/heart-survey.js"></script>`;
  await using site = await serving(() => ({ page: agencyPage(tag) }));
  const page = await browser.newPage();
  await page.goto(site.url);
  const survey = page.locator('heart-survey');
  await survey
    .getByRole('group', { name: /Respect/ })
    .getByLabel('Agree', { exact: true })
    .check();
  await survey.getByRole('button', { name: 'Send my answers' }).click();
  await survey.getByRole('heading', { name: 'Your answers are saved on this device' }).waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage).length)).toBe(1);
  await page.close();
});

test('works without JavaScript, with code to copy by hand', async () => {
  await using collector = await aCollector({ BASE_URL });
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(embed(collector));
  await page.getByLabel('Region or program').selectOption({ label: 'South Region' });
  await page.getByLabel('Behind a button').check();
  await page.getByLabel('Always the latest').check();
  await page.getByRole('button', { name: 'Show the tag' }).click();
  expect(new URL(page.url()).search).toBe('?region=south&display=dialog&address=newest');
  expect(await codeOf(page, 'tag')).toContain('region="south" region-name="South Region" display="dialog"');
  expect(await page.getByRole('button').allInnerTexts()).toEqual(['Show the tag']);
  await page.getByRole('link', { name: 'How are we doing?' }).click();
  expect(page.url()).toBe(`${collector.url}/s/south`);
  await page.close();
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each([320, 1280])('has no axe findings at %i pixels', async (width) => {
    await using collector = await aCollector({ BASE_URL });
    const page = await browser.newPage({ bypassCSP: true, colorScheme, viewport: { width, height: 800 } });
    await page.goto(embed(collector));
    await page.getByRole('button', { name: 'Copy the tag' }).waitFor();
    await page.locator('heart-survey').getByRole('radio').first().waitFor();
    expect((await audit(page)).findings).toEqual([]);
    await page.close();
  });
});

inEveryFamily((browser) => {
  test.each([Math.floor(320 * roomToSpare), 1280])('fits the window at %i pixels', async (width) => {
    await using collector = await aCollector({ BASE_URL });
    const page = await browser().newPage({ viewport: { width, height: 800 } });
    await page.goto(embed(collector));
    await page.locator('heart-survey').getByRole('radio').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.close();
  });
});

test('lets a listed origin frame the survey and nothing else, and other origins frame nothing', async () => {
  let framed = '';
  await using named = await serving(() => ({ page: agencyPage(`<iframe src="${framed}" title="A frame"></iframe>`) }));
  await using other = await serving(() => ({ page: agencyPage(`<iframe src="${framed}" title="A frame"></iframe>`) }));
  await using collector = await aCollector({ BASE_URL, FRAME_ANCESTORS: new URL(named.url).origin });
  const page = await browser.newPage();
  const shows = async (site: { url: string }, path: string) => {
    framed = collector.url + path;
    await page.goto(site.url);
    // The browser shows its own error page instead of a page that cannot be framed.
    return page.frames()[1]!.url() === framed;
  };
  expect(await shows(named, '/s/central?channel=embed')).toBe(true);
  for (const path of ['/embed', '/docs', '/']) expect(await shows(named, path), path).toBe(false);
  expect(await shows(other, '/s/central?channel=embed')).toBe(false);
  await page.close();
});
