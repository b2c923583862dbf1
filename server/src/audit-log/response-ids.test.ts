import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, sendForm } from '../../test/collector.ts';
import { readCsv } from '../../test/csv.ts';
import { aMailServer, type Received } from '../../test/mail-server.ts';
import { aPerson } from '../../test/staff.ts';

// With the id of a response, anyone could send guesses at its content and compare the answers. Administrators may read
// the audit log, but no responses.

const comments = '/console/departments/cws/comments';
const flagged = '/console/departments/cws/flagged';
const paper = '/console/departments/cws/paper';

/** Makes every audit entry that is about one response, each through its own page or command. */
async function everyEntry(collector: Awaited<ReturnType<typeof aCollector>>) {
  const [praise, trap, gone] = [aResponse({ comment: 'Very kind' }), aResponse(), aResponse()];
  for (const response of [praise, gone]) expect((await send(collector, response)).status).toBe(201);
  const form = { id: trap.id, overall: '1', topic: 'Cheap pills' };
  expect((await sendForm(collector, form)).status).toBe(303);

  const representative = await aPerson(collector, 'representative');
  const one = `${comments}/${praise.id}`;
  await representative.post(`${one}/reveal`);
  await representative.post(`${one}/hiding`, { reason: 'rude' });
  await representative.post(`${one}/hiding/end`);
  await representative.post(`${one}/flag`, { note: 'worried' });
  await representative.post(`${one}/flag/end`);
  const excluding = { quarter: '2026-07', response: trap.id, reason: 'Sent by a machine' };
  await representative.post(`${flagged}/exclusions`, excluding);
  await representative.post(`${flagged}/exclusions/end`, { quarter: '2026-07', back: trap.id });

  const batch = (await representative.post(paper, { region: 'central' })).headers.get('location')!;
  const page = (await representative.get(batch)).body;
  const typed = /name="id"\s+value="([^"]+)"/.exec(page)![1]!;
  await representative.post(batch, { id: typed, date: '2026-08-10', overall: '3', language: 'en' });
  await representative.post(`${batch}/forms/${typed}/undoing`);

  expect((await collector.heart('forget', gone.id, '--reason', `asked for ${gone.id}`)).err).toBe('');
  return [praise.id, trap.id, typed, gone.id];
}

const about = [
  'comment revealed',
  'comment hidden',
  'comment shown again',
  'comment flagged',
  'comment flag lifted',
  'response excluded',
  'response put back',
  'paper form removed',
  'response forgotten',
];

test('the audit log shows no id of a response, on its pages and in its file', async () => {
  await using collector = await aCollector();
  const ids = await everyEntry(collector);
  for (const action of about)
    expect(await count(collector.db, `audit_event WHERE action = '${action}'`), action).toBe(1);

  const administrator = await aPerson(collector, 'administrator');
  const page = (await administrator.get('/console/audit')).body;
  const { body: csv } = await administrator.get('/console/audit.csv');
  for (const shown of [page, csv]) {
    for (const action of about) expect(shown).toContain(action);
    for (const id of ids) expect(shown.toLowerCase()).not.toContain(id.toLowerCase());
  }
  // It still shows which entries are about the same response.
  const { lines } = readCsv(csv);
  const subjectOf = (action: string) => lines.find((line) => line['action'] === action)!['subject']!;
  expect(subjectOf('comment hidden')).toMatch(/^response [0-9a-f]{12}$/);
  expect(subjectOf('comment flagged')).toBe(subjectOf('comment hidden'));
  expect(subjectOf('response put back')).toBe(subjectOf('response excluded'));
  expect(new Set(about.map(subjectOf)).size).toBe(4);
  expect(page).toContain(subjectOf('comment hidden'));
  // The hash depends on the installation, not on the id alone.
  await using another = await aCollector();
  await everyEntry(another);
  expect((await (await aPerson(another, 'administrator')).get('/console/audit')).body).not.toContain(
    subjectOf('comment hidden'),
  );
});

test('an email about a flagged comment links to the list, without the id of the response', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  await collector.db.$client.execute("UPDATE department SET contact_email = 'duty@example.gov'");
  const response = aResponse({ comment: 'The child is being hurt' });
  await send(collector, response);
  const ambassador = await aPerson(collector, 'ambassador');
  await ambassador.post(`${comments}/${response.id}/flag`, { note: 'worried' });
  await expect.poll(() => mail.emails).toHaveLength(1);
  const [{ headers, text, html }] = mail.emails as [Received];
  expect(JSON.stringify([headers, text, html])).not.toContain(response.id);
  const path = new RegExp(`${comments}\\?\\S+`).exec(text)![0];
  expect((await ambassador.get(path)).body).toContain('The child is being hurt');
});
