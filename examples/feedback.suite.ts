import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { aPerson } from '@heart-survey/server/test/staff';
import { feedbackCatalogs, type FeedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { inEveryFamily, roomToSpare } from '@heart-survey/widget/test/in-every-family';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectFit, onePerLanguage, settings, viewport, type Combination } from './test/every-state.ts';
import { staffWindow } from './staff-window.ts';

// Complaints and requests, as the public sends them and reads the answers.

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();

inEveryFamily((browser, family) => {
  const inThis = onePerLanguage.filter((combination) => combination.family === family);

  test.each(inThis)(
    'fits every page and state without axe findings: $lang, $theme, text $text%',
    { timeout: 120_000 },
    (combination) => expectEveryStateFits(browser(), combination),
  );

  test.each(inThis.map(({ lang }) => lang))('in %s, fits the poster and the paper form on their sheets', (lang) =>
    expectSheetsFit(browser(), lang),
  );
});

async function expectEveryStateFits(browser: Browser, combination: Combination): Promise<void> {
  const { lang, theme } = combination;
  const [text, texts] = [catalogs[lang]!, feedbackCatalogs[lang]!];
  await using collector = await aCollector(settings);
  const page = await browser.newPage({
    viewport,
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    forcedColors: theme === 'forced colors' ? 'active' : 'none',
    bypassCSP: true,
  });
  const look = (what: string) => expectFit(page, combination, text, what);
  const open = async (path: string) => {
    await page.goto(`${collector.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
    await look(path);
  };
  await open('/feedback/poster');
  await open('/feedback');
  await open('/feedback?from=survey');
  await page.locator('#email').fill('nobody');
  await press(page, texts.form.send);
  await heading(page, text.problem);
  await look('nothing written');
  await page.locator('#text').fill('A'.repeat(20_001));
  await press(page, texts.form.send);
  await page.getByText('20,001').first().waitFor();
  await look('too much written');
  await page.locator('#text').fill('Nobody called me back.');
  await page.locator('#email').fill('');
  await press(page, texts.form.send);
  await heading(page, texts.receipt.title);
  await page.getByText(texts.case.counted).first().click();
  await look('receipt');
  const key = await keyOn(page);
  await page.reload();
  await heading(page, texts.receipt.againTitle);
  await look('sent again');

  await open('/case');
  await openCase(page, texts, { ...key, receipt: '0000 0000 0000 0000' });
  await heading(page, text.problem);
  await look('wrong receipt');
  await openCase(page, texts, key);
  await heading(page, texts.case.messages);
  await look('case');
  await press(page, texts.case.send);
  await heading(page, text.problem);
  await look('empty message');
  await page.locator('#message').fill('They called me today.');
  await press(page, texts.case.send);
  await page.locator('.done').waitFor();
  await look('message sent');

  // Answered, not satisfied, answered again, and closed.
  const { $client } = collector.db;
  const happens = (stage: 'answered' | 'closed') =>
    $client.executeMultiple(`
      INSERT INTO case_event (case_id, kind, at) SELECT id, '${stage}', ${collector.clock.now} FROM case_file;
      UPDATE case_file SET stage = '${stage}', region_id = 1, version = version + 1,
        closed_at = ${stage === 'closed' ? collector.clock.now : 'NULL'};`);
  await happens('answered');
  await openAgain(page, collector.url, lang, key);
  await page.locator('#why').fill('A'.repeat(20_001));
  await press(page, texts.second.send);
  await heading(page, text.problem);
  await look('too much written about the answer');
  await page.locator('#why').fill('You asked the wrong person.');
  await press(page, texts.second.send);
  await page.getByRole('status').filter({ hasText: texts.second.begun }).waitFor();
  await look('second stage');
  for (const stage of ['answered', 'closed'] as const) await happens(stage);
  await openAgain(page, collector.url, lang, key);
  await page.getByText(texts.second.last).waitFor();
  await page.getByRole('link', { name: texts.after.link }).waitFor();
  await look('after the last answer');
  await page.close();
}

/** The numbers on the page after sending. */
async function keyOn(page: Page) {
  return {
    reference: await page.locator('#reference').innerText(),
    receipt: await page.locator('#receipt').innerText(),
  };
}

async function openCase(page: Page, texts: FeedbackTexts, key: { reference: string; receipt: string }): Promise<void> {
  await page.locator('#reference').fill(key.reference);
  await page.locator('#receipt').fill(key.receipt);
  await press(page, texts.case.open);
}

/** Opens the case as it is now. */
async function openAgain(page: Page, url: string, lang: string, key: Awaited<ReturnType<typeof keyOn>>): Promise<void> {
  await page.goto(`${url}/case?lang=${lang}`);
  await openCase(page, feedbackCatalogs[lang]!, key);
  await heading(page, feedbackCatalogs[lang]!.case.messages);
}

/** US Letter paper without its margins, in CSS pixels. */
const paper = { width: Math.floor(((215.9 - 16) / 25.4) * 96), height: Math.floor(((279.4 - 16) / 25.4) * 96) };
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;
/** As long as an agency's mailing address. */
const address =
  'Health and Human Services Agency; HEART Team, Mail Stop W-414; 100 Main Street, Suite 207; Springfield, CA 90000';

async function expectSheetsFit(browser: Browser, lang: string): Promise<void> {
  await using collector = await aCollector(settings);
  await collector.heart('settings', '--address', address, '--agency', 'Example County', '--hotline', '858-560-2191');
  const page = await browser.newPage({ viewport: paper, bypassCSP: true });
  await page.emulateMedia({ media: 'print' });
  await page.goto(`${collector.url}/feedback/poster?lang=${lang}`);
  expect(await overflows(page)).toEqual(['0 0']);
  expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toBe(1);
  const staff = await staffWindow(browser, collector.url, await aPerson(collector, 'ambassador'));
  await staff.goto(`${collector.url}/console/cases/forms`);
  await staff.getByLabel('How many forms').fill('2');
  await staff.getByLabel('Language').selectOption(lang);
  await press(staff, 'Make the forms');
  await staff.locator('.stub').first().waitFor();
  await staff.setViewportSize(paper);
  await staff.emulateMedia({ media: 'print' });
  expect(await overflows(staff)).toEqual(Array(4).fill('0 0'));
  expect(pagesOf(await staff.pdf({ preferCSSPageSize: true }))).toBe(4);
  await Promise.all([page.close(), staff.close()]);
}

/** By how many pixels each sheet's content is too high and too wide for a sheet that is a little smaller than the paper. */
async function overflows(page: Page): Promise<string[]> {
  const sheets = await page.locator('.sheet').all();
  return Promise.all(
    sheets.map((sheet) =>
      sheet.evaluate(
        (one: HTMLElement, { width, height }) => {
          one.style.inlineSize = `${width}px`;
          one.style.blockSize = `${height}px`;
          const over = `${Math.max(0, one.scrollHeight - one.clientHeight)} ${Math.max(0, one.scrollWidth - one.clientWidth)}`;
          one.removeAttribute('style');
          return over;
        },
        { width: Math.floor(paper.width * roomToSpare), height: Math.floor(paper.height * roomToSpare) },
      ),
    ),
  );
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('an anonymous complaint from a phone in Arabic, without JavaScript, is answered, and its writer writes back', async () => {
  await using collector = await aCollector(settings);
  const handler = await staffWindow(browser, collector.url, await aPerson(collector, 'handler'));
  const texts = feedbackCatalogs['ar']!;
  const context = await browser.newContext({
    viewport,
    isMobile: true,
    hasTouch: true,
    javaScriptEnabled: false,
    locale: 'ar',
  });
  const page = await context.newPage();
  // The thank-you page of the survey leads to the form.
  await page.goto(`${collector.url}/s/central/thanks`);
  await page.getByRole('link', { name: texts.survey.link }).tap();
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  await page.getByLabel(texts.form.what).fill('لم يتصل بي أحد منذ أسبوعين.');
  await page.getByLabel(texts.form.kinds.courtesy).tap();
  await page.getByRole('button', { name: texts.form.send, exact: true }).tap();
  await heading(page, texts.receipt.title);
  const key = await keyOn(page);
  expect(await context.cookies()).toEqual([]);

  await page.goto(`${collector.url}/case`);
  await openCase(page, texts, { ...key, receipt: inArabicDigits(key.receipt) });
  await page.getByText('لم يتصل بي أحد منذ أسبوعين.').waitFor();
  await page.getByText(texts.case.stages.received).waitFor();
  await handler.goto(`${collector.url}/console/cases`);
  await handler.getByRole('link', { name: key.reference }).click();
  await handler.getByText('لم يتصل بي أحد منذ أسبوعين.').waitFor();
  await write(handler, 'Acknowledge', 'What to tell the writer', 'وصلتنا رسالتك.', 'Acknowledge');
  await write(handler, 'Answer', 'Your answer', 'نعتذر. سنتصل بك غدًا.', 'Answer and send');

  await page.goto(`${collector.url}/case`);
  await openCase(page, texts, key);
  await page.getByText(texts.case.stages.answered).waitFor();
  await page.getByText('وصلتنا رسالتك.').waitFor();
  await page.getByText('نعتذر. سنتصل بك غدًا.').waitFor();
  await page.getByLabel(texts.case.message).fill('ما زلت أنتظر.');
  await page.getByRole('button', { name: texts.case.send, exact: true }).tap();
  await page.getByRole('status').filter({ hasText: texts.case.sent }).waitFor();
  await page.getByText('ما زلت أنتظر.').waitFor();
  // Nothing in the address opens the case, or names it.
  expect(new URL(page.url()).search).toBe('');
  expect(await stored(collector)).toEqual([
    { channel: 'survey', language: 'ar', kind: 'courtesy', is_time_hidden: 1, is_unread: 1 },
  ]);
  await handler.goto(`${collector.url}/console/cases`);
  await handler.getByText('New message').waitFor();
  await handler.getByRole('link', { name: key.reference }).click();
  await handler.locator('.written').getByText('ما زلت أنتظر.').waitFor();
  await Promise.all([context.close(), handler.close()]);
});

/** Opens a step of a case, and takes it with a message. */
async function write(page: Page, step: string, label: string, text: string, button: string): Promise<void> {
  await page.getByText(step, { exact: true }).first().click();
  await page.getByLabel(label).fill(text);
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
}

const inArabicDigits = (receipt: string) => receipt.replaceAll(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)]!);

async function stored({ db }: TestCollector) {
  const { rows } = await db.$client.execute('SELECT channel, language, kind, is_time_hidden, is_unread FROM case_file');
  return rows.map((row) => ({ ...row }));
}

test('the thank-you of the script leads to the form too', async () => {
  await using collector = await aCollector();
  const page = await browser.newPage();
  await page.goto(`${collector.url}/s/central`);
  await page.locator('#overall-2').check();
  await press(page, catalogs['en']!.send);
  await heading(page, catalogs['en']!.thanksTitle);
  await page.getByRole('link', { name: 'Tell us on a separate form' }).click();
  await heading(page, 'Tell us what happened');
  expect(page.url()).toBe(`${collector.url}/feedback?from=survey&lang=en`);
  await page.close();
});
