import { aCase } from '@heart-survey/server/test/cases';
import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { readPdf } from '@heart-survey/server/test/pdf';
import { aPerson, signIn, type Staff } from '@heart-survey/server/test/staff';
import { feedbackCatalogs } from '@heart-survey/shared/feedback/feedback';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { roomToSpare } from '@heart-survey/widget/test/in-every-family';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffWindow } from './staff-window.ts';

// The second stage of a complaint, from the first answer to the link to a survey.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const phone = { width: Math.floor(320 * roomToSpare), height: 640 };
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const arabic = feedbackCatalogs['ar']!;

/** Someone's own window, on a page of one case. */
async function atCase({ url }: TestCollector, person: Staff, reference: string): Promise<Page> {
  const page = await staffWindow(browser, url, person);
  await page.goto(`${url}/console/cases/${reference}`);
  return page;
}

/** Opens the form behind that heading. */
const unfold = (page: Page, title: string) => page.locator('summary').filter({ hasText: title }).first().click();

async function answers(page: Page, words: string, outcome: string): Promise<void> {
  await unfold(page, 'Answer');
  const form = page.locator('form[action$="/steps/answer"]');
  await form.getByLabel('Your answer').fill(words);
  await form.getByLabel('Outcome').selectOption({ label: outcome });
  await press(page, 'Answer and send');
  await page.getByRole('status').waitFor();
}

/** The page that the writer opens with the receipt. */
async function writersPage(
  { url }: TestCollector,
  key: { reference: string; receipt: string | null },
  isScripted: boolean,
) {
  const context = await browser.newContext({ viewport: phone, javaScriptEnabled: isScripted, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${url}/case?lang=ar`);
  await page.locator('#reference').fill(key.reference);
  await page.locator('#receipt').fill(key.receipt!);
  await press(page, arabic.case.open);
  await page.getByRole('heading', { name: arabic.case.messages }).waitFor();
  return page;
}

/** Looks for findings, and for anything wider than a phone. axe needs JavaScript, so the page is opened once more. */
async function expectFit(collector: TestCollector, key: { reference: string; receipt: string | null }): Promise<void> {
  const page = await writersPage(collector, key, true);
  expect((await audit(page)).findings).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBe(0);
  await page.context().close();
}

test('whoever is not satisfied gets a second answer from someone else, the Ombudsman, and a survey', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,ar' });
  await collector.db.$client.execute(
    "INSERT INTO setting (name, value) VALUES ('ombudsman:ar', 'أمين المظالم' || char(10) || '1-800-263-1830')",
  );
  const [handler, manager] = [await aPerson(collector, 'handler'), await aPerson(collector, 'manager')];
  let officer = await aPerson(collector, 'handler', 'administration');
  const opened = await aCase(collector, { language: 'ar', text: 'انتظرت ساعتين.', regionId: 1 });
  const { reference } = opened;
  await answers(await atCase(collector, handler, reference), 'نعتذر.', 'Not upheld');

  const writer = await writersPage(collector, opened, false);
  await writer.getByText('نعتذر.').waitFor();
  await expectFit(collector, opened);
  await writer.getByLabel(arabic.second.why).fill('لم يسألني أحد.');
  // Another language keeps what was typed.
  await press(writer, 'English');
  expect(await writer.locator('#why').inputValue()).toBe('لم يسألني أحد.');
  await press(writer, 'العربية');
  await press(writer, arabic.second.send);
  await writer.getByRole('status').filter({ hasText: arabic.second.begun }).waitFor();
  await writer.getByText('لم يسألني أحد.').waitFor();
  expect(await writer.getByRole('button', { name: arabic.second.send, exact: true }).count()).toBe(0);
  await expectFit(collector, opened);

  // The first desk is out of it. The manager, who did not answer, still sees it.
  const first = await atCase(collector, handler, reference);
  expect(await first.getByText('لم يسألني أحد.').count()).toBe(0);
  await (await atCase(collector, manager, reference)).locator('.written').getByText('لم يسألني أحد.').waitFor();
  const home = await staffWindow(browser, collector.url, officer);
  await home.goto(`${collector.url}/console`);
  await home.getByText('1 case is new or has a new message').waitFor();

  // The second answer was due on August 31.
  collector.clock.now = Date.UTC(2026, 8, 2, 19);
  officer = await signIn(collector, officer.email);
  const desk = await atCase(collector, officer, reference);
  await desk.getByText('Answer after reopening: late').waitFor();
  await unfold(desk, 'Committee offered');
  await press(desk, 'Save the date');
  await desk.getByText('Offered on September 2, 2026', { exact: true }).waitFor();
  await answers(desk, 'كنتم على حق.', 'Upheld');
  const again = await writersPage(collector, opened, false);
  for (const words of [arabic.second.answer, 'كنتم على حق.', arabic.second.last, '1-800-263-1830']) {
    await again.getByText(words).first().waitFor();
  }
  await expectFit(collector, opened);

  await unfold(desk, 'Close');
  await press(desk, 'Close the case');
  await desk.getByRole('alert').getByText('Choose whether a procedure or an expectation should change.').waitFor();
  await desk.getByLabel('Yes', { exact: true }).check();
  await desk.getByLabel('What should change, or why nothing has to change').fill('Two people read each second answer.');
  await press(desk, 'Close the case');
  await desk.getByText('Entered what should change.').waitFor();
  const link = (await writersPage(collector, opened, false)).getByRole('link', { name: arabic.after.link });
  expect(await link.getAttribute('href')).toBe('/s/adoptions?lang=ar');
  await expectFit(collector, opened);
  await link.click();
  await link.page().getByRole('radio').first().waitFor({ state: 'attached' });
});

test('someone else’s second answer goes out as a letter with the Ombudsman’s details', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute(
    "INSERT INTO setting (name, value) VALUES ('ombudsman:en', 'Ontario Ombudsman' || char(10) || '1-800-263-1830')",
  );
  const [handler, officer] = [
    await aPerson(collector, 'handler'),
    await aPerson(collector, 'handler', 'administration'),
  ];
  const contact = {
    title: 'Dr.',
    name: 'Rosa Diaz',
    email: null,
    phone: null,
    post: '1 Main Street\nSan Diego, CA 92101',
  };
  const { reference } = await aCase(collector, { contact });
  const first = await atCase(collector, handler, reference);
  await answers(first, 'We did nothing wrong.', 'Not upheld');
  await unfold(first, 'The writer is not satisfied');
  await first.getByLabel('How they said so').selectOption({ label: 'Letter' });
  await press(first, 'Begin the second stage');
  await first.getByRole('button', { name: 'Begin the second stage' }).waitFor({ state: 'detached' });

  collector.clock.now += 60_000;
  const desk = await atCase(collector, officer, reference);
  await unfold(desk, 'Answer');
  const form = desk.locator('form[action$="/steps/answer"]');
  const usual = await form.getByLabel('Your answer').inputValue();
  await form
    .getByLabel('Your answer')
    .fill(usual.replaceAll('___', 'You were right, and we changed how we greet people.'));
  await form.getByLabel('Outcome').selectOption({ label: 'Upheld' });
  await press(desk, 'Answer and send');
  await desk.getByRole('status').waitFor();
  const links = desk.locator('a[href*="/letters/"]');
  const pdf = await desk.request.get(collector.url + (await links.last().getAttribute('href')));
  const { text } = readPdf(await pdf.body());
  for (const words of [
    'Dr. Rosa Diaz',
    '1 Main Street',
    'Dear Dr. Rosa Diaz',
    'You were right',
    reference,
    'This is our last answer.',
    'Ontario Ombudsman',
    '1-800-263-1830',
  ]) {
    expect(text).toContain(words);
  }
});

test('staff see on a phone why they cannot answer the second stage', async () => {
  await using collector = await aCollector();
  const officer = await aPerson(collector, 'handler', 'administration');
  const { reference } = await aCase(collector, { kind: 'officials' });
  const page = await atCase(collector, officer, reference);
  await page.setViewportSize(phone);
  await answers(page, 'We called you.', 'Not upheld');
  await unfold(page, 'The writer is not satisfied');
  await page.getByLabel('How they said so').selectOption({ label: 'Phone call' });
  await press(page, 'Begin the second stage');
  await page.getByText('Everyone who could answer this case handled its first stage.').waitFor();
  expect(
    await page
      .locator('summary')
      .filter({ hasText: /^\s*Answer\s*$/ })
      .count(),
  ).toBe(0);
});
