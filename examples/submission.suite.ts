import { aCollector, aResponse, count, send, type TestCollector } from '@heart-survey/server/test/collector';
import { aFreePort } from '@heart-survey/server/test/listener';
import { oneTimeCode } from '@heart-survey/server/test/one-time-code';
import { aProvider, claims, invited } from '@heart-survey/server/test/provider';
import { withSecondFactor } from '@heart-survey/server/test/second-factor';
import { aPerson, type Staff } from '@heart-survey/server/test/staff';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffWindow } from './staff-window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Midnight in California on October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);
const quarter = '/console/departments/cws/quarters/2026-07';
const submission = `${quarter}/submission`;

const windowOf = ({ url }: TestCollector, person: Pick<Staff, 'cookie'>) => staffWindow(browser, url, person);

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const fill = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
const sees = (page: Page, words: string) => page.getByText(words).first().waitFor();

async function handIn(page: Page, { url }: TestCollector, note: string, department = 'cws') {
  await page.goto(`${url}/console/departments/${department}/quarters/2026-07/submission`);
  await fill(page, 'Note (optional)', note);
  await press(page, 'Hand in the quarter');
  await sees(page, 'You handed in the quarter.');
}

/** Reads the submission in the executive office's inbox and confirms it. */
async function receive(page: Page, { url }: TestCollector) {
  await page.goto(`${url}/console`);
  await page.getByRole('link', { name: 'Read and confirm' }).click();
  await sees(page, 'I submit them to the executive office.');
  await press(page, 'Confirm that you received it');
  await sees(page, 'You confirmed that the executive office received the quarter.');
}

/** Types a late paper form into a restatement, and makes it. */
async function restate(page: Page, { url }: TestCollector) {
  await page.goto(`${url}${quarter}/restating`);
  await page.getByLabel('Late paper forms', { exact: true }).check();
  await fill(page, 'Reason', 'A form was found in a drawer.');
  await press(page, 'Start');
  await page.getByLabel('Region or program', { exact: true }).selectOption({ label: 'Central Region' });
  await fill(page, 'Date on the form', '2026-08-03');
  for (const item of ['Helpfulness', 'Expertise', 'Attentiveness', 'Respect', 'Timeliness', 'Overall']) {
    await page.getByLabel(item, { exact: true }).fill('5');
  }
  await press(page, 'Add form');
  await press(page, 'Restate the quarter');
  await sees(page, 'Version 2');
}

test('follows a quarter from its close to the executive office, with a return and a restatement', async () => {
  await using collector = await aCollector();
  for (const rating of [4, 4, 5]) await send(collector, aResponse({ rating }));
  collector.clock.now = end;
  const { secret, staff } = await withSecondFactor(collector, await aPerson(collector, 'representative'));
  const deciding = await windowOf(collector, staff);
  await deciding.goto(`${collector.url}${quarter}/closing`);
  await press(deciding, 'Close the quarter');

  const giving = await windowOf(collector, await aPerson(collector, 'ambassador'));
  await giving.goto(`${collector.url}/console`);
  await giving.getByRole('link', { name: 'Check and hand in' }).click();
  await handIn(giving, collector, 'All forms are in.');
  await deciding.goto(`${collector.url}/console`);
  await deciding.getByRole('link', { name: 'Review and submit' }).click();
  await sees(deciding, 'All forms are in.');
  await fill(deciding, 'What has to change', 'A form is missing.');
  await press(deciding, 'Return the quarter');
  await sees(deciding, 'You returned the quarter.');

  await handIn(giving, collector, 'Now it is in.');
  await deciding.goto(collector.url + submission);
  const before = await windowOf(collector, staff);
  await before.goto(collector.url + submission);
  await restate(deciding, collector);
  // The window that was open before cannot submit the old figures.
  await fill(before, 'Code from your authenticator app', oneTimeCode(secret, 1));
  await press(before, 'Submit the quarter');
  await sees(before, 'Something changed since you opened this page');

  await handIn(giving, collector, 'With the late form.');
  await deciding.goto(collector.url + submission);
  await fill(deciding, 'Code from your authenticator app', oneTimeCode(secret, 1));
  await press(deciding, 'Submit the quarter');
  await sees(deciding, 'You submitted the quarter to the executive office.');

  await receive(await windowOf(collector, await aPerson(collector, 'executive')), collector);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});

test('another department submits with a new sign-in at the identity provider, and the executive office receives it', async () => {
  await using provider = await aProvider(claims);
  const port = await aFreePort();
  const url = `http://localhost:${port}`;
  await using collector = await aCollector({ ...provider.env, PORT: String(port), BASE_URL: url });
  await collector.db.$client.batch([
    "INSERT INTO department (slug, name, zone, first_month) VALUES ('parks', 'Parks', 'America/Los_Angeles', 7)",
    `INSERT INTO region (department_id, slug, name) VALUES (
      (SELECT id FROM department WHERE slug = 'parks'), 'lakes', 'Lakes'
    )`,
  ]);
  await send(collector, aResponse({ region: 'lakes', rating: 4 }));
  collector.clock.now = end;
  const asked = ['--department', 'parks', '--quarter', '2026-07'];
  expect(await collector.heart('close-quarter', ...asked)).toMatchObject({ code: 0 });
  await handIn(
    await windowOf(collector, await aPerson(collector, 'ambassador', 'parks')),
    collector,
    'Ready.',
    'parks',
  );
  await invited(collector, 'representative', 'parks');

  const page = await windowOf(collector, { cookie: '' });
  await page.goto(`${url}/console`);
  await page.getByRole('link', { name: 'Sign in with County sign-in' }).click();
  await page.getByRole('link', { name: 'Review and submit' }).click();
  const opened = page.url();
  const submit = async (claimed: Record<string, unknown>) => {
    provider.claims = { ...claims, ...claimed };
    await page.goto(opened);
    await press(page, 'Sign in again and submit the quarter');
    // The page continues to the provider, and the provider back, without a click.
  };
  const seconds = Math.floor(end / 1000);
  const isRefused = () => sees(page, 'We could not confirm your identity');
  await submit({ auth_time: seconds - 360 });
  await isRefused();
  await submit({ auth_time: seconds, sub: 'someone else' });
  await isRefused();
  provider.beforeReturn((back) => back.searchParams.set('state', 'of another submission'));
  await submit({ auth_time: seconds });
  await isRefused();
  expect(await count(collector.db, "submission_event WHERE kind = 'submitted'")).toBe(0);
  await submit({ auth_time: seconds });
  await sees(page, 'You submitted the quarter to the executive office.');
  await sees(page, 'Submitted, receipt not confirmed yet');
  await receive(await windowOf(collector, await aPerson(collector, 'executive')), collector);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
