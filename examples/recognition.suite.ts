import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aCollector, count, type TestCollector } from '@heart-survey/server/test/collector';
import { aFolder } from '@heart-survey/server/test/folder';
import { aMailServer } from '@heart-survey/server/test/mail-server';
import { readPdf } from '@heart-survey/server/test/pdf';
import { requires } from '@heart-survey/server/test/requires';
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

/** Names the program that checks PDFs (.ci/verapdf). */
const verapdf = process.env['HEART_VERAPDF'];
const certificates: Buffer[] = [];

const sentences = [
  'Thank you for providing exceptional customer service.',
  'You have been recognized by a customer for your Helpfulness, Expertise, Attentiveness, Respect and Timeliness (HEART)!',
];

const windowOf = ({ url }: TestCollector, person: Pick<Staff, 'cookie'>) => staffWindow(browser, url, person);

const press = (page: Page, name: string) => page.getByRole('button', { name }).first().click();
const sees = (page: Page, words: string) => page.getByText(words).first().waitFor();

/** A customer opens the link of an employee's signature and praises them. */
async function customerPraises({ url }: TestCollector, code: string, comment: string) {
  const page = await browser.newPage();
  await page.goto(`${url}/s/central?employee=${code}`);
  for (const group of await page.getByRole('group').all()) {
    await group.getByRole('radio', { name: 'Strongly agree', exact: true }).check();
  }
  await page.locator('#comment').fill(comment);
  await page.getByRole('button', { name: /send/i }).click();
  await page
    .getByText(/thank you/i)
    .first()
    .waitFor();
  await page.close();
}

async function thanked(collector: TestCollector) {
  await collector.db.$client.execute(
    `INSERT INTO employee (region_id, name, email, supervisor_name, supervisor_email, code, created_at)
      SELECT id, 'Maria Gomez', 'maria.gomez@example.gov', 'Lee Boss', 'lee.boss@example.gov', 'code-of-maria', 1
      FROM region WHERE slug = 'central'`,
  );
  await customerPraises(collector, 'code-of-maria', 'She called me back twice. My son Leo was ill. ขอบคุณมาก 👍🏽');
  const staff = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'ambassador')] as const;
  const page = await windowOf(collector, staff[0]);
  await page.goto(`${collector.url}/console`);
  await page.getByRole('link', { name: 'Thank staff' }).click();
  await press(page, 'Thank');
  expect(await page.getByLabel('Maria Gomez').isChecked()).toBe(true);
  await page.getByLabel('My son Leo was ill.').check();
  await page.getByLabel('Expertise', { exact: true }).uncheck();
  await page.getByLabel('Your own words (optional)').fill('Thank you from all of us.');
  const other = await windowOf(collector, staff[1]);
  await other.goto(page.url());
  await sees(other, 'is working on this');
  await press(page, 'Preview the email');
  for (const words of [...sentences, 'She called me back twice. […]']) await sees(page, words);
  await press(page, 'Send');
  await sees(page, 'The thank-you is on its way.');
  await press(other, 'Preview the email');
  await sees(other, `${staff[0].email} thanked Maria Gomez for this comment`);
  return staff[0];
}

test('a customer’s praise reaches the employee, and the next person sees who thanked', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const sender = await thanked(collector);
  await expect.poll(() => mail.emails.length, { timeout: 20_000 }).toBe(2);
  const email = mail.emails.find(({ attachments }) => attachments.length > 0);
  const { headers, text, attachments, to } = email!;
  expect(to.toSorted()).toEqual(['lee.boss@example.gov', 'maria.gomez@example.gov']);
  expect([headers['to'], headers['cc'], headers['reply-to']]).toEqual([
    ['maria.gomez@example.gov'],
    ['lee.boss@example.gov'],
    [sender.email],
  ]);
  const lines = text.split('\r\n');
  for (const sentence of sentences) expect(lines).toContain(sentence);
  for (const line of ['> She called me back twice. […] ขอบคุณมาก 👍🏽', 'Thank you from all of us.']) {
    expect(lines).toContain(line);
  }
  expect(text).not.toContain('Leo');
  expect(lines).toContain('Recognized for: Helpfulness, Attentiveness, Respect, Timeliness.');
  const [certificate] = attachments;
  expect(certificate).toMatchObject({ name: 'certificate.pdf', type: expect.stringMatching(/^application\/pdf/) });
  const pdf = readPdf(new Uint8Array(certificate!.content));
  for (const words of ['Maria Gomez', 'She called me back twice.', '\uFFFD']) expect(pdf.text).toContain(words);
  expect(await count(collector.db, "audit_event WHERE action = 'thank-you sent'")).toBe(1);
  certificates.push(certificate!.content);

  const own = mail.emails.find((one) => one !== email);
  expect(own!.to).toEqual(['maria.gomez@example.gov']);
  const page = await browser.newPage();
  await page.goto(collector.url + /\/thanks\/\S+/.exec(own!.text)![0]);
  await sees(page, 'Currently shown with your region');
  await press(page, 'Hide this quote');
  await sees(page, 'Currently hidden.');
  await page.close();
});

test.skipIf(verapdf === undefined || verapdf === '')(
  'the certificate complies with PDF/UA-1',
  requires('veraPDF'),
  async () => {
    await using folder = await aFolder();
    const file = join(folder.path, 'certificate.pdf');
    await writeFile(file, certificates[0]!);
    const { stdout } = await promisify(execFile)(verapdf!, ['ua1', file]);
    expect(stdout).toMatch(/: (ua1 )?(complies|compliant)/);
  },
);
