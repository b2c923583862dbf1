import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aCollector, count, type TestCollector } from '@heart-survey/server/test/collector';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeSurvey } from './test/customer.ts';
import { serving } from './test/site.ts';

// The page around a frame gets the survey's height and a message after an answer was sent. No one else gets anything.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

type Received = { type: string; height?: number };

/** A site whose page frames that address and records every message. */
const framing = (address: () => string) =>
  serving(() => ({
    page: `<!doctype html><html lang="en"><title>An office</title>
      <script>
        window.received = [];
        addEventListener('message', ({ data, origin }) => received.push({ ...data, origin }));
      </script>
      <iframe src="${address()}" title="Survey" width="1000" height="300"></iframe>`,
  }));

const received = (page: Page) => page.evaluate(() => (window as unknown as { received: Received[] }).received);
const kinds = async (page: Page) => (await received(page)).map(({ type }) => type);
const heights = async (page: Page) =>
  (await received(page)).filter(({ type }) => type === 'heart-survey:height').map(({ height }) => height!);
const form = (page: Page) => page.frameLocator('iframe').locator('form.survey');
const heightOf = (page: Page) =>
  page
    .frameLocator('iframe')
    .locator('html')
    .evaluate((root) => Math.ceil(root.getBoundingClientRect().height));
/** The last height that was sent is the page's own. It comes a moment after the page's last lines. */
const expectLastHeight = (page: Page) =>
  expect.poll(async () => ((await heights(page)).at(-1) ?? 0) - (await heightOf(page))).toBe(0);
const isImproved = (page: Page) =>
  page.frameLocator('iframe').locator('main > [role="status"]').waitFor({ state: 'attached' });

test('sends a listed site the survey’s height, each change of it, and that an answer was stored', async () => {
  await using site = await framing(() => `${collector.url}/s/central?channel=embed`);
  await using other = await serving(() => ({ page: '' }));
  await using collector = await aCollector({ FRAME_ANCESTORS: `${other.origin},${site.origin}` });
  const page = await browser.newPage();
  const consoleErrors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()));
  await page.goto(site.url);
  await expect.poll(() => heights(page)).toHaveLength(1);
  const [whole] = await heights(page);
  expect(whole).toBeGreaterThan(1000);

  // A different width gives a different height.
  await page.locator('iframe').evaluate((frame) => frame.setAttribute('width', '320'));
  await expect.poll(async () => (await heights(page)).at(-1)).toBeGreaterThan(whole!);
  await expectLastHeight(page);
  // At the requested height it asks for no more, and it asks for less when the content gets shorter.
  await page.locator('iframe').evaluate((frame, height) => frame.setAttribute('height', String(height)), whole);
  await isImproved(page);
  expect(await kinds(page)).not.toContain('heart-survey:submitted');
  await takeSurvey(page.frameLocator('iframe'));
  await expect.poll(() => kinds(page)).toContain('heart-survey:submitted');
  await expect.poll(async () => (await heights(page)).at(-1)).toBeLessThan(800);
  await expectLastHeight(page);

  const all = await received(page);
  expect(all.filter(({ type }) => type === 'heart-survey:submitted')).toEqual([
    { type: 'heart-survey:submitted', origin: collector.url },
  ]);
  for (const message of all.filter(({ type }) => type !== 'heart-survey:submitted'))
    expect(message).toEqual({ type: 'heart-survey:height', height: expect.any(Number), origin: collector.url });
  expect(consoleErrors).toEqual([]);
  await page.close();
});

test('addresses each message to a listed origin, never to any listener', async () => {
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

/** The collector as seen by a browser that does not support `frame-ancestors`. */
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
  'sends an unlisted site nothing from %s, even if a browser lets it frame the page',
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
      // After two animation frames, any message has arrived.
      await page
        .frames()[1]!
        .evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      if (isTold) await expect.poll(() => kinds(page)).toContain('heart-survey:height');
      else expect(await received(page)).toEqual([]);
      await page.close();
    }
  },
);

test('sends the message from the thank-you page if the answer was sent before the script loaded', async () => {
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
  await expectLastHeight(page);
  expect(await count(collector.db, 'response')).toBe(1);
  await page.close();
});

test('lists no origins and has no script on the thank-you page if no one may frame the survey', async () => {
  await using collector = await aCollector();
  const read = async (path: string) => (await fetch(collector.url + path)).text();
  expect(await read('/s/central')).not.toContain('ancestors');
  expect(await read('/s/central/thanks')).not.toContain('<script');
});

test('sends no message if the survey is not in a frame', async () => {
  await using collector = await aCollector({ FRAME_ANCESTORS: 'https://www.example.gov' });
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const received: unknown[] = [];
    Object.assign(window, { received, postMessage: (message: unknown) => received.push(message) });
  });
  await page.goto(`${collector.url}/s/central`);
  await page.locator('main > [role="status"]').waitFor({ state: 'attached' });
  await takeSurvey(page);
  expect(await received(page)).toEqual([]);
  await page.close();
});
