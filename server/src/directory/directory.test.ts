import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aPerson } from '../../test/staff.ts';
import { createOrganization } from '../org/org.ts';

const base = '/console/directory';
const month = 31 * 24 * 60 * 60 * 1000;

const aDepartment = (given: Record<string, string> = {}) => ({
  ...{ name: 'Public Health', slug: 'health', zone: 'America/New_York', first_month: '10', target: '4.20' },
  ...{
    closes_after: '5',
    plans_due_after: '15',
    hand_in_after: '3',
    submit_after: '6',
    comment_months: '24',
    rating_months: '36',
    holidays: 'US-NY',
    notice: '',
    contact_name: '',
    contact_email: '',
  },
  ...given,
});

async function one({ db }: TestCollector, sql: string) {
  return (await db.$client.execute(sql)).rows.map((row) => ({ ...row }))[0];
}

test('an administrator sets up a department, a region and an employee, and each step is audited', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  expect((await administrator.post(`${base}/departments/new`, aDepartment())).status).toBe(303);
  expect(await one(collector, "SELECT * FROM department WHERE slug = 'health'")).toMatchObject({
    ...{ name: 'Public Health', zone: 'America/New_York', first_month: 10, target: 420, closes_after: 5 },
    ...{ plans_due_after: 15, hand_in_after: 3, submit_after: 6, holidays: 'US-NY', notice: null, contact_email: null },
  });
  // A department without a region breaks no page.
  for (const path of ['/', '/embed', '/print', '/signature'])
    expect((await fetch(collector.url + path)).status).toBe(200);
  expect((await administrator.get('/console')).body).toContain('Public Health has no region or program');
  const region = { name: 'Harbor Clinic', slug: 'harbor' };
  expect((await administrator.post(`${base}/departments/health/regions/new`, region)).status).toBe(303);
  expect((await fetch(`${collector.url}/s/harbor`)).status).toBe(200);
  const employee = { name: 'Q. Example', email: 'Q@Example.gov', supervisor_name: '', supervisor_email: '' };
  expect((await administrator.post(`${base}/regions/harbor/employees`, employee)).status).toBe(303);
  const { code, email } = (await one(collector, 'SELECT * FROM employee'))!;
  expect(email).toBe('q@example.gov');
  // 128 bits or more.
  expect(Buffer.from(String(code), 'base64url').length).toBeGreaterThanOrEqual(16);
  const link = new RegExp(`/s/harbor\\?(channel=signature&amp;)?employee=${String(code)}`);
  expect((await administrator.get(`${base}/employees/1`)).body).toMatch(link);
  for (const action of ['department added', 'region added', 'employee added'])
    expect(await count(collector.db, `audit_event WHERE action = '${action}'`), action).toBe(1);
});

const wrong: [at: string, value: string][] = [
  ...['', 'CWS', 'a b', '-a', 'a--b', 'x'.repeat(41), 'ä', 'cws', 'new'].map((value): [string, string] => [
    'slug',
    value,
  ]),
  ...['', ' ', 'x'.repeat(121)].map((value): [string, string] => ['name', value]),
  ...['', 'Mars/Phobos', '+01:00', 'UTC; DROP'].map((value): [string, string] => ['zone', value]),
  ...['0', '13', 'x', '7.5'].map((value): [string, string] => ['first_month', value]),
  ...['0.99', '5.01', '6', 'x', '4.000', '-4'].map((value): [string, string] => ['target', value]),
  ...['91', '-1', 'x'].map((value): [string, string] => ['closes_after', value]),
  ...['', '0', '91', '1.5'].map((value): [string, string] => ['plans_due_after', value]),
  ...['', '0', '91', '1.5'].map((value): [string, string] => ['hand_in_after', value]),
  ...['', '0', '91', '2'].map((value): [string, string] => ['submit_after', value]),
  ...['US-XX', 'ZZ', 'California'].map((value): [string, string] => ['holidays', value]),
  ['notice', 'x'.repeat(601)],
  ['contact_email', 'nobody'],
  ['asks_to_show', 'perhaps'],
  ...['x'.repeat(501), 'Thanks\r\nBcc: all', 'Thanks\u2028all', 'Thanks \u202Ella'].map((value): [string, string] => [
    'thanks_sentence',
    value,
  ]),
  ...['0', '-1', '1.5', '1000', 'first'].map((value): [string, string] => ['place', value]),
];

test.each(wrong)('rejects a department whose %s is “%s” at that field, and writes nothing', async (at, value) => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const before = await contents(collector.db);
  const { status, body } = await administrator.post(`${base}/departments/new`, aDepartment({ [at]: value }));
  expect(status).toBe(400);
  expect(body).toContain(`href="#${at}"`);
  expect(body).toContain('<title>Error:');
  expect(await contents(collector.db)).toEqual(before);
});

test('an administrator turns the box on and off and words the thank-you, and each change is audited', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const path = `${base}/departments/cws`;
  const given = aDepartment({ zone: 'America/Los_Angeles', first_month: '7' });
  await administrator.post(path, given);
  const stored = () => one(collector, 'SELECT asks_to_show, thanks_sentence FROM department');
  const isChecked = async () =>
    / checked/.test(/<input[^>]*name="asks_to_show"[^>]*>/.exec((await administrator.get(path)).body)![0]);
  const change = () =>
    one(collector, "SELECT detail FROM audit_event WHERE action = 'department changed' ORDER BY id DESC");
  expect([await stored(), await isChecked()]).toEqual([{ asks_to_show: 0, thanks_sentence: null }, false]);

  const sentence = 'Our customers say “thank you”, and so do we.';
  await administrator.post(path, { ...given, asks_to_show: 'yes', thanks_sentence: sentence });
  expect([await stored(), await isChecked()]).toEqual([{ asks_to_show: 1, thanks_sentence: sentence }, true]);
  expect(JSON.parse(String((await change())!['detail']))).toEqual({
    asksToShow: [0, 1],
    thanksSentence: [null, sentence],
  });
  expect(await (await fetch(`${collector.url}/s/central`)).text()).toContain('name="mayShow"');

  const refused = await administrator.post(path, { ...given, name: '', asks_to_show: 'yes', thanks_sentence: 'New' });
  expect(refused.status).toBe(400);
  expect(refused.body).toMatch(/name="asks_to_show"[^>]* checked/);
  expect(refused.body).toContain('value="New"');

  await administrator.post(path, given);
  expect([await stored(), await isChecked()]).toEqual([{ asks_to_show: 0, thanks_sentence: null }, false]);
  expect(await (await fetch(`${collector.url}/s/central`)).text()).not.toContain('name="mayShow"');
});

test('an administrator puts a department in its place on the page of results, and each change is audited', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const path = `${base}/departments/health`;
  await administrator.post(`${base}/departments/new`, aDepartment({ place: '1' }));
  const place = async () => (await createOrganization(collector.db)()).departments.map((one) => [one.slug, one.place]);
  expect(await place()).toEqual([
    ['cws', null],
    ['health', 1],
  ]);
  expect((await administrator.get(path)).body).toMatch(/<input[^>]*name="place"[^>]*value="1"/);
  await administrator.post(path, aDepartment({ place: '' }));
  expect((await place())[1]).toEqual(['health', null]);
  const { detail } = (await one(collector, "SELECT detail FROM audit_event WHERE action = 'department changed'"))!;
  expect(JSON.parse(String(detail))).toEqual({ place: [1, null] });
});

test('the first response fixes the time zone and the first month, and nothing else', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const path = `${base}/departments/cws`;
  const given = aDepartment({ name: 'Children', zone: 'America/Denver', first_month: '7' });
  await administrator.post(path, given);
  expect(await one(collector, 'SELECT zone, name, slug FROM department')).toEqual({
    ...{ zone: 'America/Denver', name: 'Children', slug: 'cws' },
  });
  await send(collector, aResponse());
  const { body } = await administrator.get(path);
  expect(body).not.toContain('name="zone"');
  expect(body).toMatch(/the fiscal year starts in\s+<b>July<\/b>/);
  const answer = await administrator.post(path, { ...given, zone: 'UTC', first_month: '1', target: '4.50' });
  expect(answer.status).toBe(303);
  expect(await one(collector, 'SELECT zone, first_month, target FROM department')).toEqual({
    ...{ zone: 'America/Denver', first_month: 7, target: 450 },
  });
  const before = await count(collector.db, 'audit_event');
  await administrator.post(path, { ...given, target: '4.50' });
  expect(await count(collector.db, 'audit_event'), 'no audit entry without a change').toBe(before);
});

test('the time zone stays fixed after responses are purged, and if the first one arrives during a change', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const path = `${base}/departments/cws`;
  const given = aDepartment({ name: 'Children', zone: 'America/Denver', first_month: '7' });
  const calendar = () => one(collector, 'SELECT zone, first_month FROM department');
  const kept = await calendar();
  // As if the first response arrived just before the commit, after the check.
  await collector.db.$client.execute(`CREATE TRIGGER meanwhile BEFORE UPDATE ON department BEGIN
    INSERT INTO response (id, region_id, quarter, month, received_at, overall, wording, fingerprint)
      SELECT 'first', min(id), '2026-07', '2026-07', 1, 4, 1, '' FROM region; END`);
  const late = await administrator.post(path, given);
  expect(late.status).toBe(400);
  expect(late.body).toContain('The first response just arrived');
  expect(await calendar()).toEqual(kept);
  await collector.db.$client.execute('DROP TRIGGER meanwhile');

  await send(collector, aResponse());
  collector.clock.now += 3 * month;
  await collector.heart('close-quarter', '--quarter', '2026-07');
  await collector.db.$client.execute('DELETE FROM response');
  const later = await aPerson(collector, 'administrator');
  expect((await later.get(path)).body).not.toContain('name="zone"');
  await later.post(path, given);
  expect(await calendar()).toEqual(kept);
  const file = { kind: 'departments', step: 'import', text: 'slug,name,zone\ncws,Children,UTC' };
  expect((await later.post(`${base}/import`, file)).body).toContain(
    'The time zone and the first month cannot be changed',
  );
  await expect(collector.db.$client.execute("UPDATE department SET zone = 'UTC'")).rejects.toThrow('are fixed');
});

test('a retired region accepts responses for 30 days, then links to its successor, and can be restored', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  expect((await administrator.post(`${base}/regions/central/retirement`, { successor: 'central' })).status).toBe(400);
  expect((await administrator.post(`${base}/regions/central/retirement`, { successor: 'east' })).status).toBe(303);
  expect((await fetch(`${collector.url}/s/central`)).status).toBe(200);
  collector.clock.now += month;
  const ended = await fetch(`${collector.url}/s/central`);
  expect(ended.status).toBe(410);
  expect(await ended.text()).toContain('<a href="/s/east?lang=en">East Region</a>');
  const again = await aPerson(collector, 'administrator');
  expect((await again.post(`${base}/regions/central/return`)).status).toBe(303);
  expect((await fetch(`${collector.url}/s/central`)).status).toBe(200);
});

test('a response through an employee’s link names the employee; an unknown or former one is still stored', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const employee = { name: 'Q. Example', email: '', supervisor_name: '', supervisor_email: '' };
  await administrator.post(`${base}/regions/east/employees`, employee);
  const { code } = (await one(collector, 'SELECT code FROM employee'))!;
  const sent = async (given: Record<string, unknown>) => {
    const response = aResponse(given);
    expect((await send(collector, response)).status).toBe(201);
    expect((await send(collector, response)).status).toBe(200);
    return (await one(collector, `SELECT employee_id FROM response WHERE id = '${response.id}'`))!['employee_id'];
  };
  expect(await sent({ employee: code })).toBe(1);
  expect(await sent({ employee: 'unknown' })).toBeNull();
  expect(await sent({})).toBeNull();
  await administrator.post(`${base}/employees/1/code`);
  expect(await sent({ employee: code })).toBeNull();
  const renewed = (await one(collector, 'SELECT code FROM employee'))!['code'];
  expect(renewed).not.toBe(code);
  const before = aResponse({ employee: renewed });
  expect((await send(collector, before)).status).toBe(201);
  await administrator.post(`${base}/employees/1/leaving`);
  expect(await sent({ employee: renewed })).toBeNull();
  // A response from before they left is still recognized when it is sent again.
  expect((await send(collector, before)).status).toBe(200);
});

test.each([
  'departments/none',
  'departments/none/calendar',
  'departments/none/regions/new',
  'regions/none',
  'regions/none/employees',
  'employees/9',
  'employees/x',
])('%s is not found, and a form sent to it changes nothing', async (path) => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const before = await contents(collector.db);
  expect((await administrator.get(`${base}/${path}`)).status).toBe(404);
  const form = { ...aDepartment(), day: '2026-10-09', kind: 'closed', reason: 'Moving' };
  const target = path.endsWith('calendar') ? `${path}/days` : path;
  expect((await administrator.post(`${base}/${target}`, form)).status).toBe(404);
  expect(await contents(collector.db)).toEqual(before);
});

test('rejects a reserved short name', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const { status, body } = await administrator.post(`${base}/departments/cws/regions/new`, { name: 'X', slug: 'new' });
  expect(status).toBe(400);
  expect(body).toContain('This name is reserved.');
});

test('shows what an administrator types as text, and shows the directory to no one else', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const name = '<script>alert("1")</script>\u202E';
  await administrator.post(`${base}/departments/cws/regions/new`, { name, slug: 'odd' });
  for (const path of [base, `${base}/regions/odd`, `${base}/regions/odd/employees`]) {
    const { status, body } = await administrator.get(path);
    expect(status, path).toBe(200);
    expect(body, path).not.toContain('<script>');
  }
  const settings = { agency: '<b>County</b>', email: '', phone: '', address: '', retention: '' };
  expect((await administrator.post('/console/settings', settings)).status).toBe(303);
  expect(await (await fetch(collector.url)).text()).toContain('&lt;b&gt;County&lt;/b&gt;');
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const before = await contents(collector.db);
  for (const path of [
    base,
    `${base}/departments/cws`,
    `${base}/regions/central`,
    `${base}/import`,
    '/console/settings',
  ])
    expect((await ambassador.get(path)).status, path).toBe(404);
  expect((await ambassador.post(`${base}/departments/new`, aDepartment())).status).toBe(404);
  expect((await contents(collector.db))['department']).toEqual(before['department']);
});

test('an employee moves to another region by form or file, and earlier responses stay where they were', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const employee = { name: 'Q. Example', email: 'q@example.gov', supervisor_name: '', supervisor_email: '' };
  await administrator.post(`${base}/regions/east/employees`, employee);
  const { code } = (await one(collector, 'SELECT code FROM employee'))!;
  await send(collector, aResponse({ region: 'east', employee: code }));
  const region = () => one(collector, 'SELECT slug FROM region WHERE id = (SELECT region_id FROM employee)');
  const path = `${base}/employees/1`;
  expect((await administrator.get(path)).body).toMatch(/<option value="east" selected>/);
  expect((await administrator.post(path, { ...employee, region: 'nowhere' })).status).toBe(400);
  expect((await administrator.post(path, { ...employee, region: 'central' })).status).toBe(303);
  expect(await region()).toEqual({ slug: 'central' });
  expect((await one(collector, "SELECT detail FROM audit_event WHERE action = 'employee changed'"))!['detail']).toBe(
    '{"fields":[],"region":["east","central"]}',
  );
  // The link in earlier email still names them, in the region it was for.
  expect((await send(collector, aResponse({ region: 'east', employee: code }))).status).toBe(201);
  const given = "response JOIN region ON region.id = region_id WHERE employee_id = 1 AND slug = 'east'";
  expect(await count(collector.db, given)).toBe(2);

  await administrator.post(`${base}/regions/south/retirement`, { successor: '' });
  expect((await administrator.get(path)).body).not.toContain('<option value="south"');
  const importLine = (slug: string, step: string) =>
    administrator.post(`${base}/import`, {
      ...{ kind: 'employees', step, text: `region,name,email\n${slug},Q. Example,q@example.gov` },
    });
  expect((await importLine('south', 'import')).body).toContain('south is retired');
  expect((await importLine('adoptions', '')).body.replaceAll(/<[^>]*>/g, '')).toContain(
    'region: central becomes adoptions',
  );
  await importLine('adoptions', 'import');
  expect(await region()).toEqual({ slug: 'adoptions' });
});
