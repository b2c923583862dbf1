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

test('shows the six statements with five points each in its shadow root, and not the fallback', async () => {
  const page = await opened();
  await page.getByRole('group', { name: 'Helpfulness Staff helped me' }).waitFor();
  expect(await radios(page)).toBe(30);
  expect(await page.locator('heart-survey input:checked').count()).toBe(0);
  expect(await page.getByText('The survey is not here.').isVisible()).toBe(false);
  expect(await page.getByText('HEART team of Central Region.').isVisible()).toBe(true);
  expect(
    await page.locator('heart-survey').evaluate((element) => element.shadowRoot!.querySelector('style')),
  ).toBeNull();
  expect(stage.errors).toEqual([]);
});

test.each([
  ['before', tag + script],
  ['after', script + tag],
  ['twice before and after', tag + script.replace('.js"', '.js?again"') + script],
])('comes to life when it is parsed %s its script', async (_, markup) => {
  const page = await opened(markup);
  await page.getByRole('button', { name: 'Send my answers' }).waitFor();
  expect(await radios(page)).toBe(30);
  expect(stage.errors).toEqual([]);
});

test('comes to life when it is made by script, and when its properties were set before its definition', async () => {
  const page = await opened('');
  await page.evaluate(() => {
    const made = Object.assign(document.createElement('heart-survey'), { region: 'central', regionName: 'Adoptions' });
    document.querySelector('main')?.append(made);
  });
  await page.addScriptTag({ type: 'module', url: `${stage.collector}/widget/v1/heart-survey.js` });
  await page.getByText('HEART team of Adoptions.').waitFor();
  expect(await page.locator('heart-survey').getAttribute('region-name')).toBe('Adoptions');
});

test('speaks of this office where the name of the region is not given', async () => {
  const page = await opened('<heart-survey region="central"></heart-survey>' + script);
  const about = page.getByText('Your answers go to');
  await about.waitFor();
  expect(await about.innerText()).toContain('HEART team of this office.');
});

test.each([
  ['the region is missing', '<heart-survey><p>Call us.</p></heart-survey>'],
  ['the region is empty', '<heart-survey region=" "><p>Call us.</p></heart-survey>'],
  ['the endpoint is no address', '<heart-survey region="central" endpoint="http://["><p>Call us.</p></heart-survey>'],
  ['the endpoint is a script', '<heart-survey region="central" endpoint="javascript:1"><p>Call us.</p></heart-survey>'],
])('leaves the fallback in place when %s', async (_, markup) => {
  const page = await opened(markup + script);
  await page.locator('heart-survey slot').waitFor({ state: 'attached' });
  expect(await page.getByText('Call us.').isVisible()).toBe(true);
  expect(await page.locator('heart-survey form').count()).toBe(0);
  expect(stage.errors).toEqual([]);
});

test('shows the form once it is told the region', async () => {
  const page = await opened('<heart-survey><p>Call us.</p></heart-survey>' + script);
  await page.locator('heart-survey slot').waitFor({ state: 'attached' });
  await page.locator('heart-survey').evaluate((element) => element.setAttribute('region', 'central'));
  await page.getByRole('button', { name: 'Send my answers' }).waitFor();
  expect(await page.getByText('Call us.').isVisible()).toBe(false);
});

test('two on a page keep their answers apart', async () => {
  const two = tag.replace('>', ' id="one">') + tag.replace('central', 'north-coastal').replace('>', ' id="two">');
  const page = await opened(two + script);
  const point = page.getByRole('radio', { name: 'Agree', exact: true });
  await page.locator('#one').locator(point).first().check();
  await page.locator('#two').locator(point).nth(1).check();
  await page.locator('#two').getByRole('button').click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  expect(stage.sent).toMatchObject([{ region: 'north-coastal', ratings: { expertise: 4 } }]);
  expect(await page.locator('#one input:checked').count()).toBe(1);
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

test('leaves the fallback and throws nothing where no Trusted Types policy may be made', async () => {
  const page = await opened(tag + script, { policy: `${strict}; trusted-types 'none'` });
  await page.locator('heart-survey slot').waitFor({ state: 'attached' });
  expect(await page.getByText('The survey is not here.').isVisible()).toBe(true);
  expect(stage.errors).toEqual([]);
});
