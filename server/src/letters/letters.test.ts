import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { readPdf } from '../../test/pdf.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { letterById } from './letters.ts';

const post = '12 Main St; Apt 3\nOakland, CA 94601';
const rosa = { title: 'Ms.', name: 'Rosa Díaz <b>', email: null, phone: null, post };

/** What is in the box for a message. */
function usualIn(body: string, step: string): string {
  const found = new RegExp(`<textarea id="${step}-text"[^>]*>\n([^<]*)`).exec(body)?.[1] ?? '';
  return found.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

/** Sends a letter about a case. @returns its id. */
async function sendLetter(handler: Staff, path: string, step: string, given: Record<string, string> = {}) {
  const { body } = await handler.get(path);
  const id = randomUUID();
  const fields = { [`${step}-message`]: id, [`${step}-text`]: usualIn(body, step), [`${step}-way`]: 'print' };
  const sent = await handler.post(`${path}/steps/${step}`, { version: versionIn(body), ...fields, ...given });
  return { id, status: sent.status, body: sent.body };
}

const settle = (collector: TestCollector, name: string, value: string) =>
  collector.db.$client.execute({
    sql: 'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    args: [name, value],
  } as never);

test('a letter begins as the usual text with the name as wished, and is kept as it was sent', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  await settle(collector, 'agency', 'Alameda & County');
  await settle(collector, 'address', '1221 Oak St; Oakland, CA 94612');
  const handler = await aPerson(collector, 'handler');
  const { reference } = await aCase(collector, { contact: rosa });
  const path = `/console/cases/${reference}`;
  const usual = usualIn((await handler.get(path)).body, 'acknowledge');
  expect(usual.split('\n\n')).toEqual([
    'Dear Ms. Rosa Díaz <b>,',
    'We got your message on August 17, 2026. Thank you for telling us.',
    'We will look into it, and then we will write to you.',
    'You will get an answer by August 31, 2026. If we need more time, we will give you a new date.',
    'Sincerely,',
  ]);
  const { id, status } = await sendLetter(handler, path, 'acknowledge');
  expect(status).toBe(303);
  const page = await handler.get(`${path}/letters/${id}`);
  expect(text(page.body)).toContain(
    'Alameda & County 1221 Oak St Oakland, CA 94612 Ms. Rosa Díaz &lt;b&gt; 12 Main St Apt 3 Oakland, CA 94601 August 17, 2026',
  );
  const read = async () => Buffer.from(await (await handler.open(`${path}/letters/${id}.pdf`)).arrayBuffer());
  const pdf = await read();
  const before = readPdf(pdf);
  expect(before.text).toContain('Dear Ms. Rosa Díaz <b>,');
  expect([before.title, before.language, before.pages]).toEqual([
    `Reference: ${reference} · Alameda & County`,
    'en',
    1,
  ]);

  await settle(collector, 'agency', 'Another County');
  await db.$client.executeMultiple(`
    UPDATE case_contact SET name = 'Someone Else', post = 'Elsewhere'; UPDATE department SET name = 'Renamed';
    UPDATE person SET name = 'Renamed';
    INSERT INTO letter_template SELECT 1, 'en', 'acknowledgement', 'Other words', 0, id FROM person LIMIT 1;`);
  const article = (body: string) => /<article[^]*<\/article>/.exec(body)![0];
  expect(article((await handler.get(`${path}/letters/${id}`)).body)).toBe(article(page.body));
  expect((await read()).equals(pdf), 'the same bytes').toBe(true);
  expect(await letterById(db, id)).toMatchObject({ kind: 'acknowledgement', language: 'en', day: '2026-08-17' });
  // A letter from before letters were kept is shown with what is known now.
  await db.$client.execute('DELETE FROM case_letter');
  expect(article((await handler.get(`${path}/letters/${id}`)).body)).toContain('Another County');
});

test('a letter is sent once, has no blank left, and is not for people who do not see its case', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const handler = await aPerson(collector, 'handler');
  const { reference } = await aCase(collector, { contact: rosa });
  const path = `/console/cases/${reference}`;
  const left = await sendLetter(handler, path, 'answer');
  expect(left.status).toBe(400);
  expect(text(left.body)).toContain('Replace each ___ with your own words.');
  const other = await sendLetter(handler, path, 'message', { 'message-text': 'For {office}' });
  expect(text(other.body)).toContain('Replace each {office} with your own words.');
  const { body } = await handler.get(path);
  const form = { 'message-message': randomUUID(), 'message-text': 'Hello {you}', 'message-way': 'print' };
  const send = () => handler.post(`${path}/steps/message`, { version: versionIn(body), ...form });
  expect((await send()).status).toBe(303);
  expect((await send()).status).toBe(409);
  expect(await count(db, 'case_letter')).toBe(1);
  const letter = `${path}/letters/${form['message-message']}`;
  const { reference: own } = await aCase(collector, { kind: 'privacy', contact: rosa });
  const clerk = await aPerson(collector, 'handler', 'clerk');
  for (const ending of ['', '.pdf']) {
    expect((await handler.open(letter + ending)).status).toBe(200);
    expect((await clerk.open(letter + ending)).status).toBe(404);
    expect((await clerk.open(`/console/cases/${own}/letters/${form['message-message']}${ending}`)).status).toBe(404);
    for (const role of ['administrator', 'representative', 'executive'] as const) {
      expect((await (await aPerson(collector, role)).open(letter + ending)).status, role).toBe(404);
    }
  }
  await db.$client.execute('UPDATE case_letter SET content = NULL');
  for (const ending of ['', '.pdf']) expect((await handler.open(letter + ending)).status).toBe(404);
});

test('the date of an extension, and no date or name where there is none', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const { reference } = await aCase(collector, { language: 'es', contact: { ...rosa, title: null, name: null } });
  const path = `/console/cases/${reference}`;
  const { body } = await handler.get(path);
  expect(usualIn(body, 'acknowledge')).toMatch(/^Recibimos su mensaje el 17 de agosto de 2026\./);
  expect(usualIn(body, 'acknowledge')).toContain('a más tardar el 31 de agosto de 2026.');
  expect(body).toMatch(/<textarea id="acknowledge-text"[^>]*lang="es" dir="ltr"/);
  const usual = usualIn(body, 'extend').replace('___', 'falta un papel.');
  const sent = await sendLetter(handler, path, 'extend', {
    'extend-until': '2026-09-30',
    'extend-reason': 'A paper is missing.',
    'extend-text': usual,
  });
  expect(sent.status).toBe(303);
  const after = (await handler.get(path)).body;
  expect(after).toContain('<p class="written" lang="es" dir="auto">Todavía');
  expect(text(after)).toContain('Print the letter of August 17, 2026 · PDF of the letter of August 17, 2026');
  const letter = await letterById(collector.db, sent.id);
  expect(letter!.content!.text).toContain('Recibirá nuestra respuesta a más tardar el 30 de septiembre de 2026.');
  expect(letter!.content!.addressee).toEqual(['12 Main St', 'Apt 3', 'Oakland, CA 94601']);
  expect(letter!.content!.date).toBe('17 de agosto de 2026');
  // The promised date has passed.
  collector.clock.now = Date.UTC(2026, 9, 2, 19);
  const later = await aPerson(collector, 'handler');
  const late = usualIn((await later.get(path)).body, 'acknowledge');
  expect(late).toMatch(/^Recibimos su mensaje/);
  expect(late).not.toContain('a más tardar');
});

test('an email begins with the same salutation, and keeps no letter', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'heart@example.gov' });
  const handler = await aPerson(collector, 'handler');
  const contact = { title: 'Dr.', name: '\u202eRosa  Díaz', email: 'rosa@example.org', phone: null, post: null };
  const { reference } = await aCase(collector, { language: 'vi', contact });
  const sent = await sendLetter(handler, `/console/cases/${reference}`, 'acknowledge', { 'acknowledge-way': 'email' });
  expect(sent.status).toBe(303);
  await expect.poll(() => mail.emails.find(({ to }) => to[0] === contact.email)?.text).toBeDefined();
  const { text: words, html } = mail.emails.find(({ to }) => to[0] === contact.email)!;
  expect(html).toContain('<html lang="vi" dir="ltr">');
  const [salutation, first] = words.split(/\r?\n\r?\n/);
  expect(salutation).toBe('Kính gửi Dr. Rosa Díaz,');
  expect(first).toContain('17 tháng 8, 2026');
  expect(words).toContain('Trân trọng,');
  expect(await count(collector.db, 'case_letter')).toBe(0);
});
