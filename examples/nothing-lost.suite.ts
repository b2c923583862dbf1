import { aCollector, count, type TestCollector } from '@heart-survey/server/test/collector';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBadNetwork } from './test/bad-network.ts';
import { aSite } from './test/site.ts';

// A real collector, real browsers, and a bad network between them. There must be one row for each person who answered.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
const press = (page: Page) => page.getByRole('button', { name: 'Send my answers' }).click();
const networkIsBack = (page: Page) => page.evaluate(() => dispatchEvent(new Event('online')));
const waiting = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('unsent')).length);

async function filledIn(page: Page): Promise<void> {
  await page
    .getByRole('group', { name: /Respect/ })
    .getByLabel('Agree', { exact: true })
    .check();
  await page.getByRole('textbox').fill('Thank you!');
}

async function expectOneRow(collector: TestCollector): Promise<void> {
  const { rows } = await collector.db.$client.execute('SELECT respect, comment FROM response');
  expect(rows.map((row) => ({ ...row }))).toEqual([{ respect: 4, comment: 'Thank you!' }]);
}

describe.each([
  ['in an agency’s page', 'agency-page.html'],
  ['on the hosted page', null],
])('%s', (_, example) => {
  async function aPage(collector: TestCollector) {
    const network = await aBadNetwork(collector.url);
    const site = example === null ? undefined : await aSite(example, network.url);
    const context = await browser.newContext();
    const address = site?.url ?? `${network.url}/s/central`;
    const page = await context.newPage();
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(address);
    return {
      network,
      page,
      context,
      address,
      errors,
      async [Symbol.asyncDispose]() {
        await context.close();
        await site?.[Symbol.asyncDispose]();
        await network[Symbol.asyncDispose]();
      },
    };
  }

  test.each([
    ['is down', { isUp: false }],
    ['shows a sign-in page', { reply: { status: 200, type: 'text/html', body: '<h1>Sign in</h1>' } }],
    ['has a proxy that answers 500', { reply: { status: 500, type: 'text/plain', body: 'Internal Server Error' } }],
    ['loses its answer after the commit', { dropsEvery: 1 }],
  ])('sends the answers once to a collector that %s, when it is back', async (_, weather) => {
    await using collector = await aCollector();
    await using there = await aPage(collector);
    const { page, network, errors } = there;
    await filledIn(page);
    Object.assign(network, weather);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    expect(await waiting(page)).toBe(1);
    Object.assign(network, { isUp: true, reply: undefined, dropsEvery: 0 });
    await networkIsBack(page);
    await heading(page, 'Thank you');
    await expectOneRow(collector);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
    expect(errors).toEqual([]);
  });

  test('sends once if the page is reloaded while sending', async () => {
    await using collector = await aCollector();
    await using there = await aPage(collector);
    const { page, network } = there;
    await filledIn(page);
    network.hangs = true;
    await press(page);
    await expect.poll(() => network.passed).toBe(1);
    network.hangs = false;
    await page.reload();
    await heading(page, 'Thank you');
    await expectOneRow(collector);
  });

  test('sends once from two tabs that reconnect together, and both show the thank-you', async () => {
    await using collector = await aCollector();
    await using there = await aPage(collector);
    const { page, network, context, address } = there;
    await filledIn(page);
    network.reply = { status: 503, type: 'application/json', body: '{}' };
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    const other = await context.newPage();
    await other.goto(address);
    await other.getByRole('button', { name: 'Send my answers' }).waitFor();
    network.reply = undefined;
    await Promise.all([networkIsBack(page), networkIsBack(other), networkIsBack(page), networkIsBack(other)]);
    await heading(page, 'Thank you');
    await expectOneRow(collector);
    expect(await waiting(other)).toBe(0);
    // One tab sent the answers, and the other asked for the result.
    expect(network.passed).toBeLessThanOrEqual(2);
  });

  test('shows saved answers again, with the reason, if they are rejected later', async () => {
    await using collector = await aCollector();
    await using there = await aPage(collector);
    const { page, network } = there;
    await filledIn(page);
    network.isUp = false;
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    Object.assign(network, {
      isUp: true,
      reply: { status: 410, type: 'application/problem+json', body: JSON.stringify({ status: 410 }) },
    });
    await networkIsBack(page);
    await heading(page, 'There is a problem');
    await page.locator('.problem').getByText('has ended').waitFor();
    expect(await page.getByRole('textbox').inputValue()).toBe('Thank you!');
  });

  test('does not resend answers that the collector rejects', async () => {
    await using collector = await aCollector();
    await using there = await aPage(collector);
    const { page, network } = there;
    await filledIn(page);
    network.reply = {
      status: 400,
      type: 'application/problem+json',
      body: JSON.stringify({ status: 400, errors: [{ path: 'ratings.respect', message: 'No.' }] }),
    };
    await press(page);
    await heading(page, 'There is a problem');
    network.reply = undefined;
    await networkIsBack(page);
    expect([await waiting(page), network.passed]).toEqual([0, 0]);
    // After the person fixes it, it is one response.
    await page
      .getByRole('group', { name: /Respect/ })
      .getByLabel('Agree', { exact: true })
      .check();
    await press(page);
    await heading(page, 'Thank you');
    await expectOneRow(collector);
  });
});

const people = { browsers: 10, each: 20 };

test(
  'stores two hundred rows for two hundred people on ten devices, over a network that drops every third answer',
  { timeout: 240_000 },
  async () => {
    await using collector = await aCollector();
    await using network = await aBadNetwork(collector.url);
    await using site = await aSite('agency-page.html', network.url);
    const contexts: BrowserContext[] = [];
    const tabs: Page[] = [];
    for (let device = 0; device < people.browsers; device += 1) {
      const context = await browser.newContext();
      contexts.push(context);
      const page = await context.newPage();
      tabs.push(page);
      await page.goto(site.url);
      await page.getByRole('button', { name: 'Send my answers' }).waitFor();
    }

    network.isUp = false;
    await Promise.all(tabs.map((page) => page.evaluate(answer, people.each)));
    for (const page of tabs) expect(await waiting(page)).toBe(people.each);
    expect(await count(collector.db, 'response')).toBe(0);
    // Half of the devices have the page open in two tabs.
    for (const context of contexts.slice(0, people.browsers / 2)) {
      const again = await context.newPage();
      await again.goto(site.url, { waitUntil: 'commit' });
      tabs.push(again);
    }

    Object.assign(network, { isUp: true, dropsEvery: 3 });
    await expect
      .poll(
        async () => {
          await Promise.all(tabs.map(networkIsBack));
          const left = await Promise.all(tabs.map(waiting));
          return left.reduce((sum, each) => sum + each, 0);
        },
        { timeout: 180_000, interval: 500 },
      )
      .toBe(0);

    const all = people.browsers * people.each;
    expect(network.dropped).toBeGreaterThan(all / 4);
    expect(await count(collector.db, 'response')).toBe(all);
    const { rows } = await collector.db.$client.execute('SELECT COUNT(DISTINCT comment) AS people FROM response');
    expect(rows[0]!['people']).toBe(all);
    expect((await collector.heart('verify')).code).toBe(0);
    for (const context of contexts) await context.close();
  },
);

/** Runs in a page: that many people answer there one after another, each with a new survey. */
async function answer(people: number): Promise<void> {
  const main = document.body;
  for (let person = 0; person < people; person += 1) {
    const survey = document.createElement('heart-survey');
    for (const { name, value } of document.querySelector('heart-survey')!.attributes) survey.setAttribute(name, value);
    // A device that many people share is a kiosk.
    survey.setAttribute('channel', 'kiosk');
    main.append(survey);
    await Promise.resolve();
    const root = survey.shadowRoot!;
    root.querySelector<HTMLInputElement>('#overall-4')!.click();
    root.querySelector('textarea')!.value = crypto.randomUUID();
    const kept = new Promise((resolve) => survey.addEventListener('heart-error', resolve, { once: true }));
    root.querySelector('form')!.requestSubmit();
    await kept;
  }
}
