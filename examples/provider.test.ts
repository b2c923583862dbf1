import { aCollector } from '@heart-survey/server/test/collector';
import { aFreePort } from '@heart-survey/server/test/listener';
import { aProvider, claims, invited } from '@heart-survey/server/test/provider';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('without JavaScript, signs in at the identity provider, signs out, and signs in there again', async () => {
  await using provider = await aProvider(claims);
  const port = await aFreePort();
  const url = `http://localhost:${port}`;
  await using collector = await aCollector({ ...provider.env, PORT: String(port), BASE_URL: url });
  await invited(collector);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${url}/console`);
  await page.getByRole('link', { name: 'Sign in with County sign-in' }).click();
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByText('You are signed out.').waitFor();
  expect(page.url()).toBe(`${url}/console/sign-in?notice=out`);
  expect(asked.filter((path) => path === '/endsession')).toHaveLength(1);
  await context.close();
});
