import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import type { DepartmentList, QuarterList, RegionList } from './lists-schema.ts';

const api = '/api/v1/departments';
const afterClosing = Date.UTC(2026, 9, 20, 19);

async function twoDepartments(): Promise<TestCollector> {
  const collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/New_York', 10);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  return collector;
}

const departments = async (staff: Staff) =>
  (JSON.parse((await staff.get(api)).body) as DepartmentList).departments.map(({ department }) => department);
const quarters = async (staff: Staff, slug = 'cws') =>
  (JSON.parse((await staff.get(`${api}/${slug}/quarters`)).body) as QuarterList).quarters;

test('lists the departments that a role may see, with what defines their quarters', async () => {
  await using collector = await twoDepartments();
  const seen: Record<string, string[]> = {};
  for (const role of ['ambassador', 'representative', 'junior', 'administrator', 'executive'] as const)
    seen[role] = await departments(await aPerson(collector, role));
  expect(seen).toEqual({
    ambassador: ['cws'],
    representative: ['cws'],
    junior: [],
    administrator: [],
    executive: ['cws', 'other'],
  });
  const executive = await aPerson(collector, 'executive');
  expect((JSON.parse((await executive.get(api)).body) as DepartmentList).departments[1]).toEqual({
    department: 'other',
    name: 'Other Services',
    target: '4.00',
    zone: 'America/New_York',
    firstMonth: 10,
  });
});

test('a token for one department lists that department and finds no other', async () => {
  await using collector = await twoDepartments();
  const representative = await aPerson(collector, 'representative');
  const id = "SELECT id FROM person WHERE email LIKE 'representative.%'";
  await collector.db.$client.execute(
    `INSERT INTO role_grant (person_id, role, department_id, granted_at) VALUES ((${id}), 'representative', 2, 1)`,
  );
  expect(await departments(representative)).toEqual(['cws', 'other']);
  const made = await representative.post('/console/tokens', { name: 'x', scope: 'averages', department: 'cws' });
  const headers = { Authorization: `Bearer ${/heart_[\w-]{43}/.exec(made.body)![0]}` };
  const ask = (path: string) => fetch(`${collector.url}${api}${path}`, { headers });
  const list = (await (await ask('')).json()) as DepartmentList;
  expect(list.departments.map(({ department }) => department)).toEqual(['cws']);
  for (const path of ['regions', 'quarters']) {
    expect((await ask(`/cws/${path}`)).status).toBe(200);
    expect((await ask(`/other/${path}`)).status).toBe(404);
  }
});

test('gives the same answer for what a reader does not have access to and for what does not exist', async () => {
  await using collector = await twoDepartments();
  for (const role of ['ambassador', 'junior', 'administrator'] as const) {
    const staff = await aPerson(collector, role);
    for (const path of ['regions', 'quarters']) {
      const [foreign, unknown] = [await staff.get(`${api}/other/${path}`), await staff.get(`${api}/nowhere/${path}`)];
      expect([foreign.status, foreign.body], role).toEqual([404, unknown.body]);
    }
  }
  for (const path of ['', '/cws/regions', '/cws/quarters']) {
    expect((await fetch(`${collector.url}${api}${path}`)).status, path).toBe(401);
  }
});

test('lists the regions in the order of the figures, with the successor of a retired one', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute(
    "UPDATE region SET retired_at = 1785542400000, successor_id = (SELECT id FROM region WHERE slug = 'east') WHERE slug = 'south'",
  );
  const staff = await aPerson(collector, 'ambassador');
  const list = JSON.parse((await staff.get(`${api}/cws/regions`)).body) as RegionList;
  const figures = await collector.figures('2026-07');
  expect(list.regions.map(({ region, name }) => ({ region, name }))).toEqual(
    figures.regions.map(({ region, name }) => ({ region, name })),
  );
  expect(list.regions.find(({ region }) => region === 'south')).toMatchObject({
    retiredAt: '2026-08-01T00:00:00.000Z',
    successor: 'east',
  });
  expect(list.regions[0]).toMatchObject({ retiredAt: null, successor: null });
});

test('lists the department’s quarters from the first one with responses, latest first, with the same heads as in the figures', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'ambassador');
  const label = 'FY 2026-27 Q1 (Jul–Sep 2026)';
  expect(await quarters(staff)).toEqual([{ id: '2026-07', label, status: 'open' }]);
  await insertRows(collector.db, { responses: 3, quarter: '2025-10' });
  expect((await quarters(staff)).map(({ id }) => id)).toEqual(['2026-07', '2026-04', '2026-01', '2025-10']);
  collector.clock.now = afterClosing;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  const again = await aPerson(collector, 'ambassador');
  const listed = await quarters(again);
  expect(listed.map(({ id, status }) => [id, status])).toEqual([
    ['2026-10', 'open'],
    ['2026-07', 'closed'],
    ['2026-04', 'open'],
    ['2026-01', 'open'],
    ['2025-10', 'open'],
  ]);
  expect(listed[1]).toEqual((await collector.figures('2026-07')).quarter);
  for (const { id } of listed) expect((await again.get(`${api}/cws/quarters/${id}`)).status, id).toBe(200);
});

test('lists only closed quarters outside the department, and each of them can be read', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 20, quarter: '2026-04' });
  expect((await send(collector, aResponse())).status).toBe(201);
  expect(await quarters(await aPerson(collector, 'executive'))).toEqual([]);
  expect((await collector.heart('close-quarter', '--quarter', '2026-04')).code).toBe(0);
  const executive = await aPerson(collector, 'executive');
  const listed = await quarters(executive);
  expect(listed.map(({ id, status, version }) => ({ id, status, version }))).toEqual([
    { id: '2026-04', status: 'closed', version: 1 },
  ]);
  const figures = JSON.parse((await executive.get(`${api}/cws/quarters/2026-04`)).body) as { quarter: object };
  expect(figures.quarter).toEqual(listed[0]);
});

test('answers 405 with an Allow header to other methods', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'ambassador');
  const quarter = `${api}/cws/quarters/2026-07`;
  const paths = [
    api,
    `${api}/cws/regions`,
    `${api}/cws/quarters`,
    `${api}/cws/months`,
    quarter,
    `${quarter}.csv`,
    `${quarter}.xlsx`,
  ];
  for (const path of [...paths, `${quarter}/responses.csv`]) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await fetch(collector.url + path, { method, headers: { cookie: staff.cookie } });
      expect([answer.status, answer.headers.get('allow')], `${method} ${path}`).toEqual([405, 'GET, HEAD']);
    }
    expect((await fetch(collector.url + path, { method: 'HEAD', headers: { cookie: staff.cookie } })).status).toBe(200);
  }
});
