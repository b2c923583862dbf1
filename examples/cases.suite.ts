import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { aPerson, type Staff } from '@heart-survey/server/test/staff';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffWindow } from './staff-window.ts';

// Cases, as a customer sends them and staff see them.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const windowOf = ({ url }: TestCollector, person: Staff) => staffWindow(browser, url, person);
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Sends a message from the public form. @returns its reference. */
async function customerWrites({ url }: TestCollector, text: string, kind: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(`${url}/feedback`);
  await page.getByLabel('What happened?').fill(text);
  await page.getByLabel(kind).check();
  await press(page, 'Send');
  const reference = await page.locator('#reference').innerText();
  await page.close();
  return reference;
}

/** Looks for a case where staff would: on the list, with the search, and at its address. */
async function finds(page: Page, { url }: TestCollector, reference: string, word: string): Promise<boolean> {
  await page.goto(`${url}/console/cases/${reference}`);
  const opens = (await page.getByText(word).count()) > 0;
  const seen = [opens];
  for (const query of ['', `?q=${word}`, `?q=${reference}`, '?view=closed', '?kind=privacy']) {
    await page.goto(`${url}/console/cases${query}`);
    seen.push(
      (await page.getByRole('link', { name: reference }).count()) > 0 || page.url().endsWith(`/cases/${reference}`),
    );
  }
  expect(
    seen.slice(1, 4).every((one) => one === opens),
    seen.join(),
  ).toBe(true);
  return seen.some(Boolean);
}

test('a breach of privacy is found by the Clerk’s desk and its owner, from the first second, and by no one else', async () => {
  await using collector = await aCollector();
  const clerk = await windowOf(collector, await aPerson(collector, 'handler', 'clerk'));
  const others = [];
  for (const role of ['handler', 'manager', 'representative', 'ambassador', 'administrator', 'executive'] as const) {
    others.push(await windowOf(collector, await aPerson(collector, role)));
  }
  const reference = await customerWrites(
    collector,
    'My file was mailed to a stranger.',
    'My private information was shared',
  );
  for (const page of others) {
    await page.goto(`${collector.url}/console`);
    expect(await page.getByText(/\d cases? (?:is|are)/).count()).toBe(0);
    expect(await finds(page, collector, reference, 'stranger')).toBe(false);
  }
  expect(await finds(clerk, collector, reference, 'stranger')).toBe(true);
  await clerk.goto(`${collector.url}/console/cases/${reference}`);
  await press(clerk, 'Become its owner');
  await clerk.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
});

test('a voicemail on a Friday at 5:10 p.m. before a holiday Monday is due on Tuesday, day by day', async () => {
  await using collector = await aCollector();
  // A department's zone is set before its first response.
  await collector.db.$client.execute("UPDATE department SET zone = 'America/Toronto', holidays = 'CA-ON'");
  collector.clock.now = Date.UTC(2027, 4, 21, 21, 30);
  const page = await windowOf(collector, await aPerson(collector, 'handler'));
  await page.goto(`${collector.url}/console/cases`);
  await page.getByRole('link', { name: 'Enter a complaint' }).click();
  await page.getByLabel('What happened').fill('Nobody answers the phone.');
  await page.getByLabel('What it is about').selectOption({ label: 'Service level' });
  await page.getByLabel('Department or office').selectOption({ index: 1 });
  await page.getByLabel('How it came').selectOption({ label: 'Voicemail' });
  await page.getByLabel('Date when it came').fill('2027-05-21');
  await page.getByLabel('Time when it came').fill('17:10');
  await press(page, 'Save complaint');
  await page.getByText(/\d{4} \d{4} \d{4} \d{4}/).waitFor();
  await page.goto(`${collector.url}/console/cases`);
  await page.getByRole('rowheader').getByRole('link').click();
  await page.getByText('Reply to a call, a voicemail, or a visit: due on May 25, 2027').waitFor();
  await page.getByRole('link', { name: 'How was this counted?' }).click();
  const days = await page.locator('.counted').first().getByRole('listitem').allInnerTexts();
  expect(days).toEqual([
    'Friday, May 21, 2027: the day that it starts',
    'Saturday, May 22, 2027: weekend, not counted',
    'Sunday, May 23, 2027: weekend, not counted',
    'Monday, May 24, 2027: not counted (Victoria Day)',
    'Tuesday, May 25, 2027: business day 1',
  ]);
});

test('words of danger raise an alert in the commit that stores them', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute("UPDATE department SET contact_email = 'duty@example.gov'");
  // If the alert cannot be stored, neither is the case.
  await collector.db.$client.execute(
    "CREATE TRIGGER full BEFORE INSERT ON case_danger BEGIN SELECT RAISE(ABORT, 'full'); END",
  );
  const page = await browser.newPage();
  await page.goto(`${collector.url}/feedback`);
  await page.getByLabel('What happened?').fill('He hits my child every night.');
  await press(page, 'Send');
  expect(await page.locator('#reference').count()).toBe(0);
  const rows = async (table: string) => (await collector.db.$client.execute(`SELECT * FROM ${table}`)).rows.length;
  expect([await rows('case_file'), await rows('case_event'), await rows('outbox')]).toEqual([0, 0, 0]);
  await collector.db.$client.execute('DROP TRIGGER full');
  const reference = await customerWrites(collector, 'He hits my child every night.', 'Something else');
  expect([await rows('case_file'), await rows('case_danger'), await rows('outbox')]).toEqual([1, 1, 1]);
  const manager = await windowOf(collector, await aPerson(collector, 'manager'));
  await manager.goto(`${collector.url}/console`);
  await manager.getByText(`Case ${reference} may describe danger or abuse.`).waitFor();
  await manager.getByRole('link', { name: 'Open the case' }).click();
  await manager.getByLabel('It was reported').check();
  await manager.getByLabel('Reported to whom').fill('Child abuse hotline, report 12');
  await press(manager, 'Save what was done');
  await manager.getByText('Danger or abuse: reported on').waitFor();
});
