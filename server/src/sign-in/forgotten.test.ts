import { hash } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { aPerson, fromConsole, sendForm, signIn } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const hour = 60 * 60 * 1000;
const next = 'a wholly different sentence';

/** Asks for a reset link as from a page on another host. `fetch` does not allow these headers. */
async function askAs(url: string, host: string, email: string): Promise<IncomingMessage> {
  const headers = {
    ...fromConsole,
    host,
    'x-forwarded-host': host,
    'x-forwarded-proto': 'http',
    forwarded: `host=${host}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  const asking = request(`${url}/console/forgotten`, { method: 'POST', headers });
  asking.end(new URLSearchParams({ email }).toString());
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
}

test('resets a forgotten password with an emailed link and ends every session', async () => {
  await using mail = await aMailServer();
  const MAIL_FROM = 'HEART Survey <survey@example.gov>';
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM, BASE_URL: 'https://survey.example.gov' });
  const staff = await aPerson(collector, 'ambassador', 'cws');
  // The host that a request claims never gets into an email.
  const asked = await askAs(collector.url, 'evil.example', ` ${staff.email.toUpperCase()} `);
  expect([asked.statusCode, asked.headers.location]).toEqual([303, '/console/sign-in?notice=asked']);
  await expect.poll(() => mail.emails).toHaveLength(1);
  const [email] = mail.emails;
  expect(email).toMatchObject({ from: 'survey@example.gov', to: [staff.email] });
  expect(email!.headers).toMatchObject({
    from: [MAIL_FROM],
    to: [staff.email],
    subject: ['Reset your HEART Survey password'],
    'content-type': [expect.stringMatching(/^multipart\/alternative; /)],
  });
  expect(email!.text).not.toContain('evil.example');
  const link = /https:\/\/survey\.example\.gov(\/console\/link\/[\w-]{43})\r?\n/.exec(email!.text)![1]!;

  const set = await sendForm(collector, link, { password: next, again: next });
  expect(set.headers.get('location')).toBe('/console/sign-in?notice=set');
  expect((await staff.get('/console')).status).toBe(303);
  await signIn(collector, staff.email, next);
  expect((await sendForm(collector, link, { password: staff.password, again: staff.password })).status).toBe(404);
});

test('answers known, unknown and former people alike, and emails only the first', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const known = await aPerson(collector, 'ambassador', 'cws');
  const left = await aPerson(collector, 'junior', 'central');
  await collector.db.$client.execute(statement('UPDATE person SET left_at = 1 WHERE email = ?', [left.email]));
  const answers = [];
  for (const email of ['nobody@example.gov', left.email, known.email]) {
    const { status, headers, body } = await sendForm(collector, '/console/forgotten', { email });
    answers.push({ status, body, location: headers.get('location'), cookies: headers.getSetCookie() });
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  await expect.poll(() => mail.emails.map(({ to }) => to)).toEqual([[known.email]]);
  expect(await count(collector.db, "one_time_link WHERE kind = 'reset'")).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'password reset requested'")).toBe(3);
});

test('a reset link works for an hour, and only the most recent one does', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const { email } = await aPerson(collector, 'ambassador', 'cws');
  const links: string[] = [];
  for (const emails of [1, 2]) {
    await sendForm(collector, '/console/forgotten', { email });
    await expect.poll(() => mail.emails).toHaveLength(emails);
    links.push(/\/console\/link\/[\w-]{43}/.exec(mail.emails.at(-1)!.text)![0]);
  }
  const open = async (link: string) => (await fetch(collector.url + link)).status;
  expect([await open(links[0]!), await open(links[1]!)]).toEqual([404, 200]);
  collector.clock.now += hour;
  expect(await open(links[1]!)).toBe(404);
});

test('setting a password ends the person’s other links, including an old invitation', async () => {
  await using collector = await aCollector();
  const { heart } = collector;
  const email = 'two.links@example.gov';
  const { out } = await heart('person', 'add', '--email', email, '--role', 'ambassador', '--department', 'cws');
  const invitation = new URL(out.trim()).pathname;
  const id = (await collector.db.$client.execute("SELECT id FROM person WHERE email = 'two.links@example.gov'"))
    .rows[0]!['id'];
  const secret = 'x'.repeat(43);
  await collector.db.$client.execute(
    statement(
      "INSERT INTO one_time_link (sha256, kind, person_id, created_at, expires_at) VALUES (?, 'reset', ?, 1, ?)",
      [hash('sha256', secret), id!, collector.clock.now + hour],
    ),
  );
  expect((await sendForm(collector, `/console/link/${secret}`, { password: next, again: next })).status).toBe(303);
  expect((await sendForm(collector, invitation, { password: next, again: next })).status).toBe(404);
  // Earlier versions left the invitation open.
  await collector.db.$client.execute("UPDATE one_time_link SET used_at = NULL WHERE kind = 'invitation'");
  expect((await sendForm(collector, invitation, { password: next, again: next })).status).toBe(404);
});

test('two browsers that use a link at the same moment set only one password', async () => {
  await using collector = await aCollector();
  const { out } = await collector.heart(...'person add --email x@example.gov --role executive'.split(' '));
  const link = new URL(out).pathname;
  const passwords = ['the first of two sentences', 'the second of two sentences'];
  const set = await Promise.all(passwords.map((password) => sendForm(collector, link, { password, again: password })));
  expect(set.map(({ status }) => status).toSorted()).toEqual([303, 404]);
  const winner = set.findIndex(({ status }) => status === 303);
  await signIn(collector, 'x@example.gov', passwords[winner]);
  const loser = { email: 'x@example.gov', password: passwords[1 - winner]! };
  expect((await sendForm(collector, '/console/sign-in', loser)).status).toBe(401);
});

test('rejects an invalid address, which cannot add a line to an email', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const { email } = await aPerson(collector, 'ambassador', 'cws');
  for (const given of [
    '',
    'nobody',
    `${email}\r\nBcc: evil@evil.example`,
    `${email},evil@evil.example`,
    'x'.repeat(300),
  ]) {
    const answer = await sendForm(collector, '/console/forgotten', { email: given });
    expect(answer.status, given).toBe(400);
    expect(answer.body).toContain('<title>Error: ');
  }
  expect(mail.emails).toEqual([]);
});
