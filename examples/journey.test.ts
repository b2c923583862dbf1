import { items } from '@heart-survey/shared/items';
import { aCollector, midQuarter, type TestCollector } from '@heart-survey/server/test/collector';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSite } from './test/site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const points = ['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree'];
/** Eleven business days after 2026-09-30, with Columbus Day in between: 2026-10-16. */
const afterClosing = Date.UTC(2026, 9, 16, 19);

/** Follows the link in an email signature and takes the survey, as a customer would. */
async function takeSurvey(page: Page, signature: string, rating: number): Promise<number> {
  await page.goto(signature);
  await page.getByRole('link', { name: 'Central Region 1-minute Customer Experience Survey' }).click();
  await page.getByRole('heading', { name: 'How are we doing?' }).waitFor();
  for (const group of await page.getByRole('group').all()) {
    await group.getByRole('radio', { name: points[rating - 1]!, exact: true }).check();
  }
  const posted = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  return (await posted).status();
}

async function central(collector: TestCollector, quarter: string) {
  const { regions } = await collector.figures(quarter);
  return regions.find(({ region }) => region === 'central')!;
}

describe.each([
  { scripts: 'off', javaScriptEnabled: false },
  { scripts: 'on', javaScriptEnabled: true },
])('with JavaScript $scripts', ({ javaScriptEnabled }) => {
  test('takes one response all the way: link, form, average, action plan, close, export', async () => {
    await using collector = await aCollector();
    await using mail = await aSite('signature.html', collector.url);
    const page = await browser.newPage({ javaScriptEnabled });

    expect(await takeSurvey(page, mail.url, 4)).toBeOneOf([201, 303]);
    expect((await collector.heart('averages')).out).toMatch(/Central Region +1 +6 +4\.00 .*met/);
    expect(await central(collector, '2026-07')).toMatchObject({ average: '4.00', status: 'met', plan: null });

    expect(await takeSurvey(page, mail.url, 3)).toBeOneOf([201, 303]);
    expect(await central(collector, '2026-07')).toMatchObject({
      responses: 2,
      sum: 42,
      n: 12,
      average: '3.50',
      status: 'below',
      plan: { stage: 'watch', focus: [...items], tags: ['low volume', 'within noise'] },
    });

    expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(1);
    collector.clock.now = afterClosing;
    expect(await collector.heart('close-quarter')).toMatchObject({
      code: 0,
      out: expect.stringContaining('(Jul–Sep 2026) is closed'),
    });
    expect(await central(collector, '2026-07')).toMatchObject({
      average: '3.50',
      plan: { stage: 'required', focus: [...items] },
    });

    const token = (await collector.heart('token', 'create')).out;
    const csv = await fetch(`${collector.url}/api/v1/departments/cws/quarters/2026-07.csv`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(await csv.text()).toContain('cws,2026-07,central,2,42,12,3.50,below,7,2,3.50');
    expect(await collector.heart('verify')).toMatchObject({
      code: 0,
      out: 'Recounted 2 responses: every tally agrees.',
    });
    const { rows } = await collector.db.$client.execute('SELECT DISTINCT channel, received_at AS at FROM response');
    expect(rows.map((row) => ({ ...row }))).toEqual([{ channel: 'signature', at: midQuarter }]);
  });
});
