import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { outboxOf } from '../../test/outbox.ts';
import { aPerson, signIn, type Staff } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const path = '/console/departments/cws/signatures/central';
const MAIL_FROM = 'survey@example.gov';
const day = 24 * 60 * 60 * 1000;

/** Employees of Central Region, whose ids are their numbers in this list. */
async function employees({ db }: TestCollector, ...all: { name: string; email: string | null }[]) {
  for (const [index, { name, email }] of all.entries()) {
    const sql = 'INSERT INTO employee (region_id, name, email, code, created_at) VALUES (3, ?, ?, ?, 0)';
    await db.$client.execute(statement(sql, [name, email, `code-of-employee-${index + 1}`]));
  }
}

const rosa = { name: 'R. <Example>', email: 'r.example@example.gov' };
const quinn = { name: 'Q. Example', email: null };
const kim = { name: 'K. Example', email: 'k.example@example.gov' };

/** Presses the button beside an employee, as the page has it. */
function press(person: Staff, html: string, id: number) {
  const [, seen] = new RegExp(`employees/${id}".*?name="seen" value="(\\d*)"`, 's').exec(html)!;
  return person.post(`${path}/employees/${id}`, { seen: seen! });
}

/** The value of a hidden field. */
const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)![1]!;

test('an ambassador emails an employee a signature with a link of their own, as HTML and text', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM });
  await employees(collector, rosa);
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.get(path);
  expect(row(body, 'R. &lt;Example&gt;')[1]).toBe('Not emailed yet');
  const answer = await press(ambassador, body, 1);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}?notice=queued`]);
  await expect.poll(() => mail.emails.length).toBe(1);
  const [email] = mail.emails;
  const link = 'http://localhost:0/s/central?lang=en&employee=code-of-employee-1&channel=signature';
  expect(email).toMatchObject({ to: [rosa.email] });
  expect(email!.headers['subject']).toEqual(['Your email signature with the survey link']);
  expect(email!.text.replaceAll('\r\n', '\n')).toContain(
    [
      'R. <Example>, your title',
      'Child Welfare Services',
      'O: your phone',
      '',
      'How are we doing? Click on the link to let us know:',
      'Central Region 1-minute Customer Experience Survey',
      link,
    ].join('\n'),
  );
  expect(email!.html).toContain('<strong>R. &lt;Example&gt;</strong>, your title');
  expect(email!.html).toContain('font-family: Calibri');
  expect(email!.html).toContain(`<a href="${link.replaceAll('&', '&amp;')}"`);
  expect(email!.text).toContain('http://localhost:0/signature?region=central#scripts');

  await expect.poll(async () => row((await ambassador.get(path)).body, 'R.')[1]).toBe('Sent on August 17, 2026');
  const { rows } = await collector.db.$client.execute(
    "SELECT subject, department_id AS department FROM audit_event WHERE action = 'signature emailed'",
  );
  expect(rows.map((one) => ({ ...one }))).toEqual([{ subject: rosa.email, department: 1 }]);
});

test('a second press on the same page sends nothing, and “Send again” sends again', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM });
  await employees(collector, rosa);
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.get(path);
  expect(body).toContain('>Email signature<');
  const together = await Promise.all([press(ambassador, body, 1), press(ambassador, body, 1)]);
  const notices = together.map(({ headers }) => headers.get('location')!.split('=')[1]);
  expect(notices.toSorted()).toEqual(['already', 'queued']);
  await expect.poll(() => mail.emails.length).toBe(1);
  expect(text((await ambassador.get(`${path}?notice=already`)).body)).toContain('Nothing was sent');

  collector.clock.now += 1000;
  const again = (await ambassador.get(path)).body;
  expect(again).toContain('>Send again<');
  expect((await press(ambassador, body, 1)).headers.get('location')).toContain('already');
  expect((await press(ambassador, again, 1)).headers.get('location')).toContain('queued');
  await expect.poll(() => mail.emails.length).toBe(2);
  expect(await count(collector.db, "audit_event WHERE action = 'signature emailed'")).toBe(2);
});

test('emails a whole region after a page that counts the emails and lists who has no address', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM });
  const ambassador = await aPerson(collector, 'ambassador');
  const linked = await aPerson(collector, 'junior');
  await employees(collector, rosa, quinn, kim, { name: 'L. Linked', email: null }, { ...kim, name: 'Gone' });
  await collector.db.$client.executeMultiple(`
    UPDATE employee SET person_id = (SELECT id FROM person WHERE email = '${linked.email}') WHERE name = 'L. Linked';
    UPDATE employee SET left_at = 0 WHERE name = 'Gone'`);
  const { body } = await ambassador.get(path);
  expect(row(body, 'L. Linked')[0]).toBe(`L. Linked ${linked.email}`);
  expect(row(body, 'Gone')).toEqual([]);
  await press(ambassador, body, 3);

  const page = (await ambassador.get(`${path}/everyone`)).body;
  const asked = text(page);
  expect(asked).toContain('2 employees will get an email with a signature');
  expect(asked).toContain('1 employee will not, because they received theirs in the last day.');
  expect(asked).toMatch(/1 employee cannot get one, because they have no email address: Q\. Example/);
  expect(asked).toContain('Send 2 emails');
  const confirmed = { at: hidden(page, 'at'), due: hidden(page, 'due') };
  // Somebody was added after the page was opened: their email is not sent unasked.
  await collector.db.$client.execute("UPDATE employee SET left_at = NULL WHERE name = 'Gone'");
  const changed = await ambassador.post(`${path}/everyone`, confirmed);
  expect(changed.status).toBe(409);
  expect(text(changed.body)).toContain('The list has changed since you opened this page.');
  expect(await outboxOf(collector)).toHaveLength(1);
  await collector.db.$client.execute("UPDATE employee SET left_at = 0 WHERE name = 'Gone'");
  expect((await ambassador.post(`${path}/everyone`, confirmed)).headers.get('location')).toBe(
    `${path}?notice=everyone`,
  );
  await expect
    .poll(() => mail.emails.map(({ to }) => to[0]).toSorted())
    .toEqual([kim.email, rosa.email, linked.email].toSorted());
  expect((await ambassador.post(`${path}/everyone`, confirmed)).headers.get('location')).toBe(`${path}?notice=already`);
  expect(await outboxOf(collector)).toHaveLength(3);

  collector.clock.now += day;
  const back = await signIn(collector, ambassador.email);
  const next = text((await back.get(`${path}/everyone`)).body);
  expect(next).toContain('3 employees will get an email');
  expect(next).toContain('3 of them have already received one.');
  // The page of yesterday confirms nothing today.
  expect((await back.post(`${path}/everyone`, confirmed)).status).toBe(409);
  expect(await outboxOf(collector)).toHaveLength(3);
});

test('no employee of a retired region is emailed', async () => {
  await using collector = await aCollector();
  await employees(collector, rosa);
  const ambassador = await aPerson(collector, 'ambassador');
  await collector.db.$client.execute(`UPDATE region SET retired_at = ${collector.clock.now} WHERE slug = 'central'`);
  expect((await ambassador.post(`${path}/employees/1`, { seen: '' })).status).toBe(404);
  expect((await ambassador.post(`${path}/everyone`, { at: String(collector.clock.now), due: '1' })).status).toBe(404);
  expect(await outboxOf(collector)).toEqual([]);
});

test('without a mail server an email is a draft, for those alone who may send it', async () => {
  await using collector = await aCollector();
  await employees(collector, rosa, quinn);
  const ambassador = await aPerson(collector, 'ambassador');
  await press(ambassador, (await ambassador.get(path)).body, 1);
  const { body } = await ambassador.get(path);
  expect(text(body)).toContain('No mail server is set up');
  const [, draft] = /href="(\/console\/email\/[\w-]+)">Draft</.exec(body)!;
  const shown = text((await ambassador.get(draft!)).body);
  expect(shown).toContain(rosa.email);
  expect(shown).toContain('How are we doing?');
  const administrator = await aPerson(collector, 'administrator');
  expect(text((await administrator.get('/console/email')).body)).toMatch(/Signature .* r…@example\.gov Draft/);
  expect((await administrator.get(draft!)).status).toBe(404);
  // No one without an address, no one of another region, and no one who is not there.
  for (const wrong of [
    `${path}/employees/2`,
    `${path.replace('central', 'east')}/employees/1`,
    `${path}/employees/9`,
  ]) {
    expect((await ambassador.post(wrong)).status, wrong).toBe(404);
  }
  expect(await outboxOf(collector)).toHaveLength(1);
});

test('an email that waits is given up if the employee leaves meanwhile', async () => {
  await using mail = await aMailServer();
  const { faults } = mail;
  faults.greylisted = 1;
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM });
  await employees(collector, rosa);
  const ambassador = await aPerson(collector, 'ambassador');
  await press(ambassador, (await ambassador.get(path)).body, 1);
  await expect.poll(() => outboxOf(collector)).toMatchObject([{ state: 'waiting', problem: 'deferred' }]);
  await collector.db.$client.execute('UPDATE employee SET left_at = 1');
  collector.clock.now += day;
  await collector.restart();
  await expect.poll(() => outboxOf(collector)).toMatchObject([{ state: 'failed', problem: 'obsolete' }]);
  expect(mail.emails).toEqual([]);
});

test('the department page counts employees by region, and leads to the list', async () => {
  await using collector = await aCollector();
  await employees(collector, rosa, quinn, kim);
  const representative = await aPerson(collector, 'representative');
  await press(representative, (await representative.get(path)).body, 1);
  const { body } = await representative.get('/console/departments/cws/signatures');
  expect(row(body, 'Central Region')).toEqual(['Central Region', '3', '1', '1']);
  expect(row(body, 'East Region')).toEqual(['East Region', '0', '0', '0']);
  expect((await representative.get(path.replace('central', 'east'))).body).toContain('No employees yet');
  expect((await (await aPerson(collector, 'junior')).get(path)).status).toBe(404);
});

test('somebody who maintains the directory and is an ambassador too finds the emails from there', async () => {
  await using collector = await aCollector();
  await employees(collector, rosa);
  const administrator = await aPerson(collector, 'administrator');
  const pages = ['/console/directory/regions/central/employees', '/console/directory/employees/1'];
  for (const page of pages) expect((await administrator.get(page)).body, page).not.toContain(path);
  const { rows } = await collector.db.$client.execute('SELECT id FROM person');
  const role = { role: 'ambassador', scope: 'department/cws' };
  const colleague = await aPerson(collector, 'administrator');
  expect((await colleague.post(`/console/people/${String(rows[0]!['id'])}/roles`, role)).status).toBe(303);
  for (const page of pages) expect((await administrator.get(page)).body, page).toContain(`href="${path}`);
});
