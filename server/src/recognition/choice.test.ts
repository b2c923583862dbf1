import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { contents } from '../../test/contents.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { personId } from '../../test/plans.ts';
import { aThankYou, sendThankYou } from '../../test/recognition.ts';
import { aPerson, sendForm } from '../../test/staff.ts';
import { recognitionRecipient } from '../database/schema.ts';

const maria = { name: 'Lopez, Maria', email: 'maria@example.gov' };
/** Noon in California on August 17, a year after the tests' usual day. */
const yearLater = Date.UTC(2027, 7, 17, 19);

/** A thank-you that was sent, and the path in its email. */
async function aSentThankYou(given: Parameters<typeof aThankYou>[2] = {}, settings: Record<string, string> = {}) {
  const mail = await aMailServer();
  const collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov', ...settings });
  const ambassador = await aPerson(collector, 'ambassador');
  const thanks = await aThankYou(collector, ambassador, { employees: [maria], ...given });
  await sendThankYou(collector, await personId(collector, ambassador), thanks);
  const link = /\/thanks\/[\w-]+/.exec(mail.emails.map(({ text }) => text).join('\n'))![0];
  return {
    collector,
    ambassador,
    thanks,
    link,
    async [Symbol.asyncDispose]() {
      await collector[Symbol.asyncDispose]();
      await mail[Symbol.asyncDispose]();
    },
  };
}

const open = ({ url }: TestCollector, path: string, init?: RequestInit) =>
  fetch(url + path, { redirect: 'manual', ...init });

const chosen = async ({ db }: TestCollector) =>
  (await db.select({ shownAs: recognitionRecipient.shownAs }).from(recognitionRecipient)).map(({ shownAs }) => shownAs);

test('opening the link changes nothing, and a press changes how the employee is shown, as often as they like', async () => {
  await using scene = await aSentThankYou({ comment: 'Maria, call 619-555-0123. Thanks!', language: 'en' });
  const { collector, link } = scene;
  const before = await contents(collector.db);
  const page = await open(collector, link);
  expect(page.status).toBe(200);
  expect((await open(collector, link, { method: 'HEAD' })).status).toBe(200);
  expect(await contents(collector.db)).toEqual(before);
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('cache-control')).toBe('no-store');
  const body = await page.text();
  expect(text(body)).toContain('[…], call ▇▇▇. Thanks!');
  expect(text(body)).toContain('Currently shown with your region, Central Region.');
  expect(body).not.toMatch(/0123|August|2026|<script/);

  for (const [choice, shown, name] of [
    ['first name', 'Currently shown with your first name, Maria.', 'Maria,'],
    ['hidden', 'Currently hidden.', '[…],'],
    ['team', 'Currently shown with your region, Central Region.', '[…],'],
  ] as const) {
    const saved = await sendForm(collector, link, { shown: choice });
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `${link}?notice=saved`]);
    expect(await chosen(collector)).toEqual([choice]);
    const after = text(await (await open(collector, `${link}?notice=saved`)).text());
    expect(after).toContain(shown);
    expect(after).toContain(`${name} call ▇▇▇.`);
    expect(after).toContain('Your choice is saved.');
  }
  const { rows } = await collector.db.$client.execute(
    "SELECT count(*) AS n FROM audit_event WHERE detail LIKE '%aria%'",
  );
  expect(rows[0]!['n']).toBe(0);
});

test.each([
  ['nothing', {}],
  ['something else', { shown: 'last name' }],
])('choosing %s changes nothing', async (_, fields: Record<string, string>) => {
  await using scene = await aSentThankYou();
  expect((await sendForm(scene.collector, scene.link, fields)).status).toBe(200);
  expect(await chosen(scene.collector)).toEqual([null]);
});

test('a member of a team cannot be shown by name', async () => {
  await using scene = await aSentThankYou({ team: 'Central front desk' });
  const { collector, link } = scene;
  const body = await (await open(collector, link)).text();
  expect(text(body)).toMatch(/Currently shown with your team, Central front desk\..*Hide this quote/s);
  expect(body).not.toContain('first name');
  await sendForm(collector, link, { shown: 'first name' });
  expect(await chosen(collector)).toEqual([null]);
  await sendForm(collector, link, { shown: 'team' });
  expect(await chosen(collector)).toEqual(['team']);
});

test('says so if someone else who was thanked hid the quote', async () => {
  const ana = { name: 'Ana Silva', email: 'ana@example.gov', shownAs: 'hidden' as const };
  await using scene = await aSentThankYou({ team: 'Central front desk', employees: [maria, ana] });
  const body = await (await open(scene.collector, scene.link)).text();
  expect(text(body)).toContain('Currently hidden, because someone else who was thanked chose that.');
  expect(body).not.toContain('Ana');
});

test('an unknown or an old link is a page that says so, and changes nothing', async () => {
  await using scene = await aSentThankYou();
  const { collector, link, thanks } = scene;
  const stored = String((await collector.db.$client.execute('SELECT sha256 FROM recognition_link')).rows[0]!['sha256']);
  for (const path of ['/thanks/unknown', `${link}x`, `/thanks/${stored}`, `/thanks/${thanks.recipients[0]}`]) {
    const page = await open(collector, path);
    expect([page.status, text(await page.text())]).toMatchObject([
      404,
      expect.stringContaining('This link does not work'),
    ]);
    expect((await sendForm(collector, path, { shown: 'hidden' })).status).toBe(404);
  }
  collector.clock.now = yearLater - 1;
  expect((await open(collector, link)).status).toBe(200);
  collector.clock.now = yearLater;
  expect((await open(collector, link)).status).toBe(404);
  expect((await sendForm(collector, link, { shown: 'hidden' })).status).toBe(404);
  expect(await chosen(collector)).toEqual([null]);
});

test('shows nothing of a comment that was hidden since', async () => {
  await using scene = await aSentThankYou({ comment: 'Maria was wonderful.' });
  const { collector, ambassador, link, thanks } = scene;
  const hiding = `/console/departments/cws/comments/${thanks.responseId}/hiding`;
  expect((await ambassador.post(hiding, { reason: 'Names a child' })).status).toBe(303);
  const body = await (await open(collector, link)).text();
  expect(body).not.toContain('wonderful');
  expect(text(body)).toContain('This quote is no longer shown');
});

test('a client that opens too many links has to wait', async () => {
  await using scene = await aSentThankYou({}, { RATE_LIMIT: '1' });
  const { collector, link } = scene;
  const statuses = [];
  for (let n = 0; n < 11; n++) statuses.push((await open(collector, '/thanks/unknown')).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 404), 429]);
  const limited = await open(collector, link);
  expect([limited.status, Number(limited.headers.get('retry-after')) > 0]).toEqual([429, true]);
});
