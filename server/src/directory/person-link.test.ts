import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const base = '/console/directory';
const path = `${base}/employees/1`;
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

async function one({ db }: TestCollector, sql: string) {
  return (await db.$client.execute(sql)).rows.map((row) => ({ ...row }))[0];
}

/** Two employees, an administrator, and another person who signs in. */
async function anOffice(collector: TestCollector) {
  const administrator = await aPerson(collector, 'administrator');
  for (const name of ['Q. Example', 'R. Example']) {
    const employee = { name, email: '', supervisor_name: '', supervisor_email: '' };
    await administrator.post(`${base}/regions/east/employees`, employee);
  }
  const { email } = await aPerson(collector, 'ambassador');
  const { id } = (await one(collector, `SELECT id FROM person WHERE email = '${email}'`))!;
  return { administrator, email, personPage: `/console/people/${String(id)}` };
}

const linked = ({ db }: TestCollector) => count(db, 'employee WHERE person_id IS NOT NULL');
const link = (person: Staff, email: string, employee = path) =>
  person.post(`${employee}/person`, { person_email: email });

test('links an employee to a person, shows it on both pages, unlinks them again, and audits each change', async () => {
  await using collector = await aCollector();
  const { administrator, email, personPage } = await anOffice(collector);
  expect((await administrator.get(personPage)).body).not.toContain('Q. Example');
  expect((await link(administrator, email.toUpperCase())).status).toBe(303);
  expect((await administrator.get(path)).body).toContain(`href="${personPage}"`);
  const shown = (await administrator.get(personPage)).body;
  expect(shown).toContain(`href="${path}"`);
  expect(shown).toContain('>Q. Example</a>, East Region.');
  const again = await link(administrator, administrator.email);
  expect(again.status).toBe(400);
  expect(again.body).toContain('This employee already has a link');
  expect((await administrator.post(`${path}/person/end`)).status).toBe(303);
  expect(await linked(collector)).toBe(0);
  const { rows } = await collector.db.$client.execute(
    "SELECT action, subject, detail, department_id FROM audit_event WHERE action LIKE 'employee %linked' ORDER BY id",
  );
  const entry = { subject: 'Q. Example', detail: `{"person":"${email}"}`, department_id: 1 };
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { action: 'employee linked', ...entry },
    { action: 'employee unlinked', ...entry },
  ]);
  // Doing it twice is one change.
  expect((await administrator.post(`${path}/person/end`)).status).toBe(303);
  expect(await count(collector.db, "audit_event WHERE action = 'employee unlinked'")).toBe(1);
});

test('links no one twice, and rejects an address that no one signs in with', async () => {
  await using collector = await aCollector();
  const { administrator, email } = await anOffice(collector);
  for (const unknown of ['', 'nobody@example.gov', 'nobody']) {
    const { status, body } = await link(administrator, unknown);
    expect([status, body.includes('href="#person_email"')], unknown).toEqual([400, true]);
  }
  const both = await Promise.all([link(administrator, email), link(administrator, email, `${base}/employees/2`)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 400]);
  expect(both.find(({ status }) => status === 400)!.body).toContain('is linked to another employee');
  expect(await linked(collector)).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'employee linked'")).toBe(1);
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await link(ambassador, ambassador.email)).status).toBe(404);
  expect((await link(administrator, email, `${base}/employees/9`)).status).toBe(404);
  expect(await linked(collector)).toBe(1);
});

test('a file with a sign-in column links employees, and a file without it keeps their links', async () => {
  await using collector = await aCollector();
  const { administrator, email } = await anOffice(collector);
  const other = administrator.email;
  const send = async (text: string, step = '') =>
    textOf((await administrator.post(`${base}/import`, { kind: 'employees', step, text })).body);
  const header = 'region,name,sign_in_email\n';
  expect(await send(`${header}east,Q. Example,${email}`)).toContain(`sign_in_email : nothing becomes ${email}`);
  expect(await linked(collector)).toBe(0);
  await send(`${header}east,Q. Example,${email}\neast,New Example,${other}`, 'import');
  expect(await linked(collector)).toBe(2);
  expect(await one(collector, "SELECT detail FROM audit_event WHERE action = 'employee changed'")).toEqual({
    detail: `{"fields":["person"],"person":[null,"${email}"]}`,
  });
  expect(await send(`${header}east,Q. Example,${email}`)).toContain('1 unchanged');
  const before = await contents(collector.db);
  for (const [wrong, message] of [
    [`east,R. Example,${email}`, 'is linked to another employee'],
    ['east,R. Example,nobody@example.gov', 'No one here has an account with nobody@example.gov'],
  ] as const) {
    expect(await send(header + wrong, 'import'), wrong).toContain(message);
  }
  expect((await contents(collector.db))['employee']).toEqual(before['employee']);
  await send('region,name\neast,Q. Example', 'import');
  expect(await linked(collector)).toBe(2);
  await send(`${header}east,Q. Example,`, 'import');
  expect(await linked(collector)).toBe(1);
  // The same person twice in one file.
  expect(await send(`${header}east,Q. Example,${email}\neast,R. Example,${email}`, 'import')).toContain(
    'is linked to another employee',
  );
});
