import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { readCsv } from '../../test/csv.ts';
import { aPerson, sendForm } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const quarter = '/console/departments/cws/quarters/2026-07';

test('an administrator reads, searches and exports the audit log, and the export is recorded too', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  await ambassador.get(`${quarter}/averages.csv`);
  await sendForm(collector, '/console/sign-in', { email: ambassador.email, password: 'wrong' });
  const all = (await administrator.get('/console/audit')).body;
  for (const action of ['averages exported', 'sign-in refused', 'signed in', 'person invited', 'invitation accepted'])
    expect(all).toContain(`<td>${action}</td>`);
  expect(all).toContain('August 17, 2026, 12:00 p.m.');
  const found = (await administrator.get(`/console/audit?action=averages+exported&who=${ambassador.email}`)).body;
  expect(found.match(/<td>averages exported<\/td>/g)).toHaveLength(1);
  expect(found).not.toContain('<td>signed in</td>');
  expect((await administrator.get('/console/audit?who=nobody')).body).toContain('No matching entries');
  expect((await administrator.get('/console/audit?from=2026-08-18')).body).toContain('No matching entries');
  expect((await administrator.get('/console/audit?from=2026-08-17&to=2026-08-17')).body).toContain(
    '<td>signed in</td>',
  );
  const { lines } = readCsv((await administrator.get('/console/audit.csv?who=ambassador')).body);
  expect(lines.map(({ action }) => action)).toContain('averages exported');
  expect(lines.every(({ email }) => email === ambassador.email)).toBe(true);
  expect(await count(collector.db, "audit_event WHERE action = 'audit exported'")).toBe(1);
});

test('finds names with characters that are wildcards in SQL', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const ambassador = await aPerson(collector, 'ambassador');
  await collector.db.$client.execute(
    statement("UPDATE person SET name = 'A_b 100%' WHERE email = ?", [ambassador.email]),
  );
  for (const who of ['a_b', '100%'])
    expect((await administrator.get(`/console/audit?who=${encodeURIComponent(who)}`)).body).toContain(ambassador.email);
  expect((await administrator.get('/console/audit?who=a%25b')).body).not.toContain(ambassador.email);
});

test('pages of the audit log have no gaps and no duplicates', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  for (let n = 0; n < 120; n += 1)
    await collector.db.$client.execute(
      statement("INSERT INTO audit_event (at, action, subject) VALUES (?, 'counted', ?)", [n, `thing ${n}`]),
    );
  const seen: string[] = [];
  for (let path: string | undefined = '/console/audit?action=counted'; path !== undefined;) {
    const { body } = await administrator.get(path);
    seen.push(...[...body.matchAll(/<td>thing (\d+)/g)].map(([, n]) => n!));
    path = /<a href="([^"]*before=\d+)">Older/.exec(body)?.[1]?.replaceAll('&amp;', '&');
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => String(119 - n)));
});

test('the database does not let anyone change, delete or replace an entry', async () => {
  await using collector = await aCollector();
  await aPerson(collector, 'administrator');
  const lines = async () => (await collector.db.$client.execute('SELECT * FROM audit_event')).rows;
  const before = JSON.stringify(await lines());
  const tries = [
    "UPDATE audit_event SET action = 'nothing'",
    'DELETE FROM audit_event',
    "INSERT OR REPLACE INTO audit_event (id, at, action, subject) VALUES (1, 0, 'x', 'x')",
    "REPLACE INTO audit_event (id, at, action, subject) VALUES (1, 0, 'x', 'x')",
    "INSERT INTO audit_event (id, at, action, subject) VALUES (1, 0, 'x', 'x') ON CONFLICT (id) DO UPDATE SET action = 'x'",
  ];
  for (const sql of tries) await expect(collector.db.$client.execute(sql), sql).rejects.toThrow('append-only');
  expect(JSON.stringify(await lines())).toBe(before);
});

test('only administrators can open the audit log, and it escapes HTML', async () => {
  await using collector = await aCollector();
  for (const [role, where] of [
    ['ambassador', 'cws'],
    ['executive', undefined],
    ['junior', 'central'],
  ] as const) {
    const person = await aPerson(collector, role, where);
    for (const path of ['/console/audit', '/console/audit.csv'])
      expect((await person.get(path)).status, `${role} ${path}`).toBe(404);
  }
  await collector.db.$client.execute(
    "INSERT INTO audit_event (at, action, subject) VALUES (1, 'x', '<script>1</script>')",
  );
  const administrator = await aPerson(collector, 'administrator');
  const { body } = await administrator.get('/console/audit');
  expect(body).toContain('&lt;script&gt;1&lt;/script&gt;');
  expect(body).not.toContain('<script>');
  const hostile = await administrator.get(`/console/audit?who=${encodeURIComponent('"><script>%_\\')}`);
  expect(hostile.status).toBe(200);
  expect(hostile.body).not.toContain('<script>');
});

test('describes changes in words', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  await aPerson(collector, 'ambassador', 'cws');
  const text = 'slug,name,zone,target,contact_email\ncws,Children,America/Los_Angeles,4.5,duty@example.gov';
  await administrator.post('/console/directory/import', { kind: 'departments', step: 'import', text });
  const { body } = await administrator.get('/console/audit');
  expect(body).toContain(
    '<td>name: changed from Child Welfare Services to Children, target: changed from 4.00 to 4.50, contact’s email address: changed from (empty) to duty@example.gov</td>',
  );
  expect(body).toContain('<td>role: HEART Ambassador</td>');
  expect(body).toContain('<td>added: 0, changed: 1, unchanged: 0</td>');
});
