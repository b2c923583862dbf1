import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { focused, rate, script, tag, useStages, type Stage, type StageOptions } from './stage.ts';

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

const open = useStages();
let stage: Stage;

async function opened(markup?: string, options?: StageOptions): Promise<Page> {
  stage = await open(markup, options);
  return stage.page;
}

const press = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send my answers' }).click();
const thanked = (page: Page): Promise<void> => page.getByRole('heading', { name: 'Thank you' }).waitFor();

test('sends exactly what was rated and said, once, and thanks', async () => {
  const page = await opened();
  await rate(page, { Helpfulness: 'Strongly agree', Respect: 'Neither agree nor disagree', Overall: 'Agree' });
  await page.getByRole('textbox').fill('Ms. Lee called back\nthe same day.');
  await press(page);
  await thanked(page);
  expect(stage.sent).toEqual([
    {
      id: expect.stringMatching(uuid),
      region: 'central',
      ratings: { helpfulness: 5, respect: 3, overall: 4 },
      comment: 'Ms. Lee called back\nthe same day.',
      language: 'en',
      channel: 'embed',
      wording: 1,
    },
  ]);
  expect(await focused(page)).toBe('h2#title');
  const status = page.getByRole('status');
  expect(await status.textContent()).toContain('Your answers are with the HEART team of Central Region.');
  expect(await status.textContent()).toContain('They read every answer');
  expect(await page.locator('heart-survey form').count()).toBe(0);
});

test('carries the employee and the channel of the tag, and no comment that was not written', async () => {
  const page = await opened('<heart-survey region="east" employee="k7q2" channel="kiosk"></heart-survey>' + script);
  await rate(page, { Overall: 'Disagree' });
  await press(page);
  await thanked(page);
  expect(stage.sent).toEqual([
    {
      id: expect.stringMatching(uuid),
      region: 'east',
      ratings: { overall: 2 },
      language: 'en',
      channel: 'kiosk',
      employee: 'k7q2',
      wording: 1,
    },
  ]);
});

test('asks for nothing but its script and the collector, and tells it neither page nor cookie', async () => {
  const page = await opened();
  await page.context().addCookies([{ name: 'session', value: 'x', url: stage.collector }]);
  await rate(page, { Overall: 'Agree' });
  await press(page);
  await thanked(page);
  const own = stage.requests.filter((url) => url !== page.url());
  expect(new Set(own)).toEqual(
    new Set([`${stage.collector}/widget/v1/heart-survey.js`, `${stage.collector}/api/v1/responses`]),
  );
  expect(stage.headers).toHaveLength(1);
  expect(stage.headers[0]).not.toHaveProperty('referer');
  expect(stage.headers[0]).not.toHaveProperty('cookie');
  const kept = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
  expect(kept).toEqual(['session=x', 0, 0]);
});

test('sends to the endpoint of the tag, with whatever path it has', async () => {
  const page = await opened(tag.replace('>', ' endpoint="CDN/heart/?x=1">') + script);
  const request = page.waitForRequest((one) => one.method() === 'POST');
  await rate(page, { Overall: 'Agree' });
  await press(page);
  expect((await request).url()).toBe(`${stage.collector}/heart/api/v1/responses`);
});

test('sends once, however often the button is pressed, and says that it is sending', async () => {
  const page = await opened(tag + script, { replies: [() => 'hang'] });
  await rate(page, { Overall: 'Agree' });
  await page.getByRole('button').dblclick();
  const button = page.locator('heart-survey button[aria-disabled=true]');
  await button.waitFor();
  expect(await page.locator('heart-survey .status').textContent()).toBe('Sending your answers…');
  await button.press('Enter');
  await expect.poll(() => stage.sent.length).toBe(1);
  expect(stage.requests.filter((url) => url.endsWith('/responses'))).toHaveLength(1);
});

test('makes its id on a page without a secure context too', async () => {
  const page = await opened(tag + script, { prepare: () => Reflect.deleteProperty(Crypto.prototype, 'randomUUID') });
  expect(await page.evaluate(() => 'randomUUID' in crypto)).toBe(false);
  await rate(page, { Overall: 'Agree' });
  await press(page);
  await thanked(page);
  expect(stage.sent[0]?.id).toMatch(uuid);
});

test('tells the page in an event that leaves every shadow root, without the answers', async () => {
  const page = await opened('<section></section>' + script);
  const event = page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        document.addEventListener('heart-response', (sent) =>
          resolve({ keys: Object.keys(sent), id: sent.id, quarter: sent.quarter, composed: sent.composed }),
        );
      }),
  );
  await page.evaluate(() => {
    const outer = document.querySelector('section')!.attachShadow({ mode: 'open' });
    const survey = document.createElement('heart-survey');
    survey.setAttribute('region', 'central');
    outer.append(survey);
  });
  await rate(page, { Overall: 'Agree' });
  await press(page);
  expect(await event).toEqual({
    keys: ['isTrusted', 'id', 'quarter'],
    id: stage.sent[0]?.id,
    quarter: '2026-07',
    composed: true,
  });
});
