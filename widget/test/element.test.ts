import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { rate, script, tag, useStages, type Stage, type StageOptions } from './stage.ts';

const open = useStages();
let stage: Stage;

async function opened(markup?: string, options?: StageOptions): Promise<Page> {
  stage = await open(markup, options);
  return stage.page;
}

const radios = (page: Page): Promise<number> =>
  page.locator('heart-survey').evaluate((element) => element.shadowRoot!.querySelectorAll('input[type=radio]').length);

test.each([
  ['before', tag + script],
  ['after', script + tag],
  ['twice before and after', tag + script.replace('.js"', '.js?again"') + script],
])('works if it is parsed %s its script', async (_, markup) => {
  const page = await opened(markup);
  await page.getByRole('button', { name: 'Send my answers' }).waitFor();
  expect(await radios(page)).toBe(30);
  expect(stage.errors).toEqual([]);
});

test('works if a script creates it, and if its properties were set before its definition', async () => {
  const page = await opened('');
  await page.evaluate(() => {
    const created = Object.assign(document.createElement('heart-survey'), {
      region: 'central',
      regionName: 'Adoptions',
    });
    document.querySelector('main')?.append(created);
  });
  await page.addScriptTag({ type: 'module', url: `${stage.collector}/widget/v1/heart-survey.js` });
  await page.getByText('HEART team for Adoptions.').waitFor();
  expect(await page.locator('heart-survey').getAttribute('region-name')).toBe('Adoptions');
});

const strict =
  "default-src 'none'; script-src 'self' CDN; style-src 'self'; connect-src CDN; require-trusted-types-for 'script'";

test.each([
  ['a strict policy', strict],
  ['a policy that allows only our own name', `${strict}; trusted-types heart-survey`],
])('works under %s', async (_, policy) => {
  const page = await opened(tag + script, { policy });
  await rate(page, { Overall: 'Agree' });
  expect(await page.locator('heart-survey .survey').evaluate((form) => getComputedStyle(form).display)).toBe('grid');
  await page.getByRole('button').click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  expect(stage.errors).toEqual([]);
});

test('shows the fallback and throws nothing if no Trusted Types policy may be created', async () => {
  const page = await opened(tag + script, { policy: `${strict}; trusted-types 'none'` });
  await page.locator('heart-survey slot').waitFor({ state: 'attached' });
  expect(await page.getByText('The survey is not here.').isVisible()).toBe(true);
  expect(stage.errors).toEqual([]);
});

test('requests only its script and the collector, and sends neither the page’s address nor a cookie', async () => {
  const page = await opened();
  await page.context().addCookies([{ name: 'session', value: 'x', url: stage.collector }]);
  await rate(page, { Overall: 'Agree' });
  await page.getByRole('button').click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  const own = stage.requests.filter((url) => url !== page.url());
  const paths = ['/widget/v1/heart-survey.js', '/widget/v1/s/central?form=2&lang=en', '/api/v1/responses'];
  expect(new Set(own)).toEqual(new Set(paths.map((path) => stage.collector + path)));
  expect(stage.headers).toHaveLength(1);
  expect(stage.headers[0]).not.toHaveProperty('referer');
  expect(stage.headers[0]).not.toHaveProperty('cookie');
  const kept = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
  expect(kept).toEqual(['session=x', 0, 0]);
});
