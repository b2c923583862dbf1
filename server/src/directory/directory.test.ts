import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aPerson } from '../../test/staff.ts';

const base = '/console/directory';
const month = 31 * 24 * 60 * 60 * 1000;

const aDepartment = (given: Record<string, string> = {}) => ({
  ...{ name: 'Public Health', slug: 'health', zone: 'America/New_York', first_month: '10', target: '4.20' },
  ...{
    closes_after: '5',
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

test('an administrator sets up a department, its regions and its employees, and each step is audited', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  expect((await administrator.post(`${base}/departments/new`, aDepartment())).status).toBe(303);
  expect(await one(collector, "SELECT * FROM department WHERE slug = 'health'")).toMatchObject({
    ...{ name: 'Public Health', zone: 'America/New_York', first_month: 10, target: 420, closes_after: 5 },
    ...{ holidays: 'US-NY', notice: null, contact_email: null },
  });
  // A department without a region breaks no page.
  for (const path of ['/', '/embed', '/print', '/signature'])
    expect((await fetch(collector.url + path)).status).toBe(200);
  expect((await administrator.get('/console')).body).toContain('Public Health has no region or programme');
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
  ...['US-XX', 'ZZ', 'California'].map((value): [string, string] => ['holidays', value]),
  ['notice', 'x'.repeat(601)],
  ['contact_email', 'nobody'],
];

test.each(wrong)(
  'a department whose %s is “%s” is refused at that field, and nothing is written',
  async (at, value) => {
    await using collector = await aCollector();
    const administrator = await aPerson(collector, 'administrator');
    const before = await contents(collector.db);
    const { status, body } = await administrator.post(`${base}/departments/new`, aDepartment({ [at]: value }));
    expect(status).toBe(400);
    expect(body).toContain(`href="#${at}"`);
    expect(body).toContain('<title>Error:');
    expect(await contents(collector.db)).toEqual(before);
  },
);

test('the calendar of a department is fixed with the first answer, and the rest is not', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const path = `${base}/departments/cws`;
  const given = aDepartment({ name: 'Children', zone: 'America/Denver', first_month: '7' });
  await administrator.post(path, given);
  expect(await one(collector, 'SELECT zone, name, slug FROM department')).toEqual({
    ...{ zone: 'America/Denver', name: 'Children', slug: 'cws' },
  });
  await send(collector, aResponse());
  expect((await administrator.get(path)).body).not.toContain('name="zone"');
  const answer = await administrator.post(path, { ...given, zone: 'UTC', first_month: '1', target: '4.50' });
  expect(answer.status).toBe(303);
  expect(await one(collector, 'SELECT zone, first_month, target FROM department')).toEqual({
    ...{ zone: 'America/Denver', first_month: 7, target: 450 },
  });
  const before = await count(collector.db, 'audit_event');
  await administrator.post(path, { ...given, target: '4.50' });
  expect(await count(collector.db, 'audit_event'), 'what changes nothing is no change').toBe(before);
});

test('the calendar stays fixed once the answers are purged, and where the first one comes between look and change', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const path = `${base}/departments/cws`;
  const given = aDepartment({ name: 'Children', zone: 'America/Denver', first_month: '7' });
  const calendar = () => one(collector, 'SELECT zone, first_month FROM department');
  const kept = await calendar();
  // As if the first answer came just before the commit, after the page had looked.
  await collector.db.$client.execute(`CREATE TRIGGER meanwhile BEFORE UPDATE ON department BEGIN
    INSERT INTO response (id, region_id, quarter, received_at, overall, wording, fingerprint)
      SELECT 'first', min(id), '2026-07', 1, 4, 1, '' FROM region; END`);
  const late = await administrator.post(path, given);
  expect(late.status).toBe(400);
  expect(late.body).toContain('The first answer came meanwhile');
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
  expect((await later.post(`${base}/import`, file)).body).toContain('The zone and the first month are fixed');
  await expect(collector.db.$client.execute("UPDATE department SET zone = 'UTC'")).rejects.toThrow('are fixed');
});

test('a retired region takes answers for thirty days, then leads to its successor, and can come back', async () => {
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

test('an answer by an employee’s link names the employee, by either door; an unknown or left one costs nothing', async () => {
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
  // What was stored before they left is compared as it was sent.
  expect((await send(collector, before)).status).toBe(200);
});

test('what an administrator writes is shown as text, and nobody else sees the directory', async () => {
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

test('an employee moves to another region, by the form or by a file, and what was given before stays where it was', async () => {
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
  // The link in letters sent before names them still, in the region that it was for.
  expect((await send(collector, aResponse({ region: 'east', employee: code }))).status).toBe(201);
  const given = "response JOIN region ON region.id = region_id WHERE employee_id = 1 AND slug = 'east'";
  expect(await count(collector.db, given)).toBe(2);

  await administrator.post(`${base}/regions/south/retirement`, { successor: '' });
  expect((await administrator.get(path)).body).not.toContain('<option value="south"');
  const bring = (slug: string, step: string) =>
    administrator.post(`${base}/import`, {
      ...{ kind: 'employees', step, text: `region,name,email\n${slug},Q. Example,q@example.gov` },
    });
  expect((await bring('south', 'import')).body).toContain('south is retired');
  expect((await bring('adoptions', '')).body.replaceAll(/<[^>]*>/g, '')).toContain('region: central becomes adoptions');
  await bring('adoptions', 'import');
  expect(await region()).toEqual({ slug: 'adoptions' });
});
