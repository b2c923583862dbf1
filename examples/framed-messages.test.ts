import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aCollector, count, type TestCollector } from '@heart-survey/server/test/collector';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeSurvey } from './test/customer.ts';
import { serving } from './test/site.ts';

// The page around a frame is told how high the survey is, and that an answer was sent. Nobody else is told anything.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

type Heard = { type: string; height?: number };

/** A site whose page frames that address, and notes all that it is told. */
const framing = (address: () => string) =>
  serving(() => ({
    page: `<!doctype html><html lang="en"><title>An office</title>
      <script>
        window.heard = [];
        addEventListener('message', ({ data, origin }) => heard.push({ ...data, origin }));
      </script>
      <iframe src="${address()}" title="Survey" width="1000" height="300"></iframe>`,
  }));

const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
const kinds = async (page: Page) => (await heard(page)).map(({ type }) => type);
const heights = async (page: Page) =>
  (await heard(page)).filter(({ type }) => type === 'heart-survey:height').map(({ height }) => height!);
const form = (page: Page) => page.frameLocator('iframe').locator('form.survey');
const heightOf = (page: Page) =>
  page
    .frameLocator('iframe')
    .locator('html')
    .evaluate((root) => Math.ceil(root.getBoundingClientRect().height));
const isImproved = (page: Page) =>
  page.frameLocator('iframe').locator('main > [role="status"]').waitFor({ state: 'attached' });

test('a site that may frame the survey is told its height, each change of it, and that an answer was stored', async () => {
  await using site = await framing(() => `${collector.url}/s/central?channel=embed`);
  await using other = await serving(() => ({ page: '' }));
  await using collector = await aCollector({ FRAME_ANCESTORS: `${other.origin},${site.origin}` });
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(site.url);
  await expect.poll(() => heights(page)).toHaveLength(1);
  const [whole] = await heights(page);
  expect(whole).toBeGreaterThan(1000);

  // Another width is another height.
  await page.locator('iframe').evaluate((frame) => frame.setAttribute('width', '320'));
  await expect.poll(async () => (await heights(page)).at(-1)).toBeGreaterThan(whole!);
  expect((await heights(page)).at(-1)).toBe(await heightOf(page));
  // As high as it asked to be, it asks for no more; and it asks for less when there is less.
  await page.locator('iframe').evaluate((frame, height) => frame.setAttribute('height', String(height)), whole);
  await isImproved(page);
  expect(await kinds(page)).not.toContain('heart-survey:submitted');
  await takeSurvey(page.frameLocator('iframe'));
  await expect.poll(() => kinds(page)).toContain('heart-survey:submitted');
  await expect.poll(async () => (await heights(page)).at(-1)).toBeLessThan(800);
  expect((await heights(page)).at(-1)).toBe(await heightOf(page));

  const all = await heard(page);
  expect(all.filter(({ type }) => type === 'heart-survey:submitted')).toEqual([
    { type: 'heart-survey:submitted', origin: collector.url },
  ]);
  for (const message of all.filter(({ type }) => type !== 'heart-survey:submitted'))
    expect(message).toEqual({ type: 'heart-survey:height', height: expect.any(Number), origin: collector.url });
  expect(complaints).toEqual([]);
  await page.close();
});

test('each message is meant for the origins that are named, and never for whoever happens to listen', async () => {
  await using site = await framing(() => `${collector.url}/s/central?channel=embed`);
  await using collector = await aCollector({ FRAME_ANCESTORS: site.origin });
  const page = await browser.newPage();
  await page.addInitScript(() => {
    if (window === window.top) return;
    const meant: unknown[] = [];
    const parent = { postMessage: (message: unknown, target: unknown) => meant.push([message, target]) };
    Object.assign(window, { meant });
    Object.defineProperty(window, 'parent', { value: parent });
  });
  await page.goto(site.url);
  await isImproved(page);
  await takeSurvey(page.frameLocator('iframe'));
  const meant = () =>
    form(page)
      .page()
      .frames()[1]!
      .evaluate(() => (window as unknown as { meant: unknown[] }).meant);
  await expect.poll(meant).toContainEqual([{ type: 'heart-survey:submitted' }, site.origin]);
  for (const sent of await meant()) expect(sent).toEqual([expect.anything(), site.origin]);
  await page.close();
});

/** The collector as a browser sees it that knows nothing of `frame-ancestors`. */
async function withoutPolicies(collector: () => TestCollector) {
  const pass = async (path: string, response: ServerResponse) => {
    const answer = await fetch(collector().url + path);
    response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type')! });
    response.end(new Uint8Array(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => void pass(request.url!, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test.each(['the form', 'the thank-you'])(
  'a site that is not named is told nothing by %s, even where a browser lets it frame it',
  async (what) => {
    await using old = await withoutPolicies(() => collector);
    const path = what === 'the form' ? '/s/central?channel=embed' : '/s/central/thanks';
    await using site = await framing(() => old.url + path);
    await using named = await framing(() => old.url + path);
    await using collector = await aCollector({ FRAME_ANCESTORS: named.origin });
    for (const [address, isTold] of [
      [site.url, false],
      [named.url, true],
    ] as const) {
      const page = await browser.newPage();
      await page.goto(address, { waitUntil: 'networkidle' });
      // Two frames are painted, and whatever was sent has arrived.
      await page
        .frames()[1]!
        .evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      if (isTold) await expect.poll(() => kinds(page)).toContain('heart-survey:height');
      else expect(await heard(page)).toEqual([]);
      await page.close();
    }
  },
);

test('an answer sent before the script came is told of by the thank-you', async () => {
  await using site = await framing(() => `${collector.url}/s/central?channel=embed`);
  await using collector = await aCollector({ FRAME_ANCESTORS: site.origin });
  const page = await browser.newPage();
  const script = '**/assets/survey*.js';
  await page.route(script, (route) => route.abort());
  await page.goto(site.url);
  await form(page).waitFor();
  await page.unroute(script);
  await takeSurvey(page.frameLocator('iframe'));
  await expect.poll(() => kinds(page)).toContain('heart-survey:submitted');
  expect((await heights(page)).at(-1)).toBe(await heightOf(page));
  expect(await count(collector.db, 'response')).toBe(1);
  await page.close();
});

test('where nobody may frame the survey, its pages name nobody, and the thank-you has no script', async () => {
  await using collector = await aCollector();
  const read = async (path: string) => (await fetch(collector.url + path)).text();
  expect(await read('/s/central')).not.toContain('ancestors');
  expect(await read('/s/central/thanks')).not.toContain('<script');
});

test('a survey that stands in no frame tells nobody anything', async () => {
  await using collector = await aCollector({ FRAME_ANCESTORS: 'https://www.example.gov' });
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard, postMessage: (message: unknown) => heard.push(message) });
  });
  await page.goto(`${collector.url}/s/central`);
  await page.locator('main > [role="status"]').waitFor({ state: 'attached' });
  await takeSurvey(page);
  expect(await heard(page)).toEqual([]);
  await page.close();
});
