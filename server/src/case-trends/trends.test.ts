import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson } from '../../test/staff.ts';
import { afterQuarter, afterSettling, manyAlike, monday } from '../../test/trend-cases.ts';
import { statement } from '../database/statement.ts';

const inside = '/console/departments/cws/cases/trends/2026-07';
const agency = '/console/agency/case-trends/quarters/2026-07';
const outside = '/console/agency/case-trends/departments/cws/2026-07';
const day = 24 * 60 * 60 * 1000;

/** A collector after the quarter, with another department. */
async function aQuarter(): Promise<TestCollector> {
  const collector = await aCollector();
  collector.clock.now = afterSettling;
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  return collector;
}

test('a manager reads the quarter in full, beside the quarter before and the survey', async () => {
  await using collector = await aQuarter();
  const { db } = collector;
  await closedWith(db, '2026-07', { regions: { central: { 4: 20 } }, closedAt: afterQuarter });
  await manyAlike(db, 3, { regionId: 3 });
  const [improved] = await manyAlike(db, 1, {
    kind: 'delivery',
    channel: 'phone',
    days: 20,
    more: [
      { kind: 'not satisfied', at: monday + 21 * day, detail: { channel: 'phone' } },
      { kind: 'reopened', at: monday + 21 * day },
      { kind: 'moved', at: monday + 21 * day, detail: { from: 1, to: 2 } },
      { kind: 'moved', at: monday + 22 * day, detail: { from: 2, to: 1 } },
      { kind: 'improvement', at: monday + 23 * day, detail: { improvement: 'i', answer: 'change' } },
    ],
  });
  await manyAlike(db, 2, { receivedAt: monday - 30 * day });
  const manager = await aPerson(collector, 'manager');
  const row = { id: randomUUID(), caseId: improved!, at: monday, text: 'Call back on the same day.' };
  await db.$client.execute(
    statement(
      `INSERT INTO case_improvement (id, case_id, at, person_id, answer, text)
        SELECT :id, :caseId, :at, person.id, 'change', :text FROM person`,
      row,
    ),
  );
  const page = await manager.get(inside);
  expect(page.status).toBe(200);
  const said = text(page.body);
  expect(said).toContain('In July to September 2026, 4 cases came in, 2 more than in the previous quarter.');
  expect(said).toContain('7 of 9 promises were kept, and 2 were broken.');
  expect(said).toContain(
    'Half of the answered cases had their first answer within 2 calendar days, and nine in ten within 20',
  );
  expect(said).toContain('In 1 case, the writer was not satisfied with the answer.');
  expect(said).toMatch(/Lack of customer service\s+3\s+2/);
  expect(said).toMatch(/Service delivery\s+1\s+0/);
  expect(said).toMatch(/Hand-overs\s+1\s+0/);
  expect(said).toMatch(/Central Region\s+3\s+0\s+4\.00\s+120/);
  expect(said).toContain('Call back on the same day.');
  expect(text((await manager.get('/console/departments/cws/cases/trends')).body)).toContain('FY 2026-27 Q1');
});

test('executives read quarters that have ended, without small groups; nobody else reads any', async () => {
  await using collector = await aQuarter();
  const { db, clock } = collector;
  await manyAlike(db, 40);
  await manyAlike(db, 15, { kind: 'delivery' });
  await manyAlike(db, 5, { kind: 'officials' });
  await manyAlike(db, 30, { departmentId: 2, deskId: 1 });
  const executive = await aPerson(collector, 'executive');
  const own = text((await executive.get(outside)).body);
  expect(own).toContain('In July to September 2026, 60 cases came in');
  expect(own).toMatch(/Lack of customer service\s+40/);
  // The smallest other one goes with it: anyone could subtract.
  expect(own).toMatch(/Access to elected officials\s+withheld/);
  expect(own).toMatch(/Service delivery\s+withheld/);
  const all = text((await executive.get(agency)).body);
  expect(all).toContain('90 cases came in');
  expect(all).toMatch(/Other Services\s+30/);
  expect((await executive.get(inside)).status).toBe(404);
  for (const role of ['handler', 'ambassador', 'representative', 'administrator', 'junior'] as const) {
    const person = await aPerson(collector, role);
    for (const path of [inside, agency, outside]) expect((await person.get(path)).status, `${role} ${path}`).toBe(404);
  }
  const foreign = await aPerson(collector, 'manager', 'other');
  for (const path of [inside, agency, outside]) expect((await foreign.get(path)).status).toBe(404);
  // The quarter before is open by then, and this one is not until it has settled.
  clock.now = afterQuarter;
  const early = await aPerson(collector, 'executive');
  for (const path of [agency, outside]) expect((await early.get(path)).status).toBe(404);
});

test('what executives read of a quarter never changes, so that no one can subtract', async () => {
  await using collector = await aQuarter();
  const { db, clock } = collector;
  await manyAlike(db, 40);
  const changing = await manyAlike(db, 20, { kind: 'delivery' });
  await manyAlike(db, 30, { departmentId: 2, deskId: 1 });
  const executive = await aPerson(collector, 'executive');
  const paths = [agency, outside, '/console/agency/case-trends/departments/other/2026-07'];
  const read = async (person: typeof executive) => {
    const pages: string[] = [];
    for (const path of paths) pages.push(text((await person.get(path)).body.replaceAll(person.email, '')));
    return pages;
  };
  // Two who are first at the same moment read the same.
  const [before, same] = await Promise.all([read(executive), read(executive)]);
  expect(same).toEqual(before);
  expect(before[1]).toContain('60 cases came in');
  expect(before[1]).toContain('until November 2, 2026. What happened later is not shown.');
  // A case comes in late, one turns restricted, one is erased, one has another kind, and one is handed over.
  await manyAlike(db, 1);
  await db.$client.executeMultiple(`
    UPDATE case_file SET sight = 'restricted' WHERE id = ${changing[0]};
    UPDATE case_file SET kind = 'courtesy' WHERE id = ${changing[1]};
    INSERT INTO case_event (case_id, kind, at, detail) VALUES (${changing[2]}, 'not satisfied', ${monday}, '{"channel":"phone"}');`);
  expect(text((await (await aPerson(collector, 'manager')).get(inside)).body)).toMatch(/Service delivery\s+18/);
  clock.now += 40 * day;
  expect(await read(await aPerson(collector, 'executive'))).toEqual(before);
});

test('a manager cannot find by counting that there is a case about them', async () => {
  await using collector = await aQuarter();
  const { db } = collector;
  await manyAlike(db, 3);
  const manager = await aPerson(collector, 'manager');
  const other = await aPerson(collector, 'manager');
  const [about] = await manyAlike(db, 1, { kind: 'level' });
  const said = async (person: typeof manager) => text((await person.get(inside)).body);
  expect(await said(manager)).toContain('4 cases came in');
  await db.$client.batch([
    statement(
      `INSERT INTO employee (region_id, name, email, code, created_at) VALUES (1, 'M', :email, 'abcdefgh', 1)`,
      {
        email: manager.email,
      },
    ),
    statement(
      `INSERT INTO case_about (case_id, employee_id, named_at, named_by)
        SELECT :about, employee.id, 1, person.id FROM employee, person WHERE employee.name = 'M' LIMIT 1`,
      { about: about! },
    ),
  ]);
  // Nor in the figures that a colleague signs, which they can read.
  for (const person of [manager, other]) expect(await said(person)).toContain('3 cases came in');
});

test('no desk of a department is counted outside, where one could subtract a kind', async () => {
  await using collector = await aQuarter();
  const { db } = collector;
  await manyAlike(db, 40);
  // Both are at the department's desk, and 5 are too few.
  await manyAlike(db, 5, { kind: 'delivery' });
  await manyAlike(db, 15, { kind: 'officials', deskId: 2 });
  const own = text((await (await aPerson(collector, 'executive')).get(outside)).body);
  expect(own).toMatch(/Service delivery\s+withheld/);
  expect(own).not.toMatch(/By desk/);
  expect(own).not.toMatch(/\b45\b/);
});

/** What someone can read of trends, in one text. */
async function everyPage(collector: TestCollector, people: Awaited<ReturnType<typeof aPerson>>[]): Promise<string[]> {
  const quarters = ['2026-07', '2026-04'];
  const paths = [
    '/console/departments/cws/cases/trends',
    '/console/agency/case-trends',
    ...quarters.flatMap((id) => [
      `/console/departments/cws/cases/trends/${id}`,
      `/console/agency/case-trends/quarters/${id}`,
      `/console/agency/case-trends/departments/cws/${id}`,
      `/console/agency/case-trends/departments/other/${id}`,
    ]),
  ];
  const pages: string[] = [];
  for (const person of people) {
    // The ids that a page makes for its forms are new each time.
    for (const path of paths) pages.push((await person.get(path)).body.replaceAll(/[0-9a-f-]{36}/g, 'id'));
  }
  return pages;
}

test.each([
  ['where there are no others', 0],
  ['where there are few', 9],
  ['where there are many', 30],
])('one more restricted case changes no page, %s', async (_, many) => {
  await using collector = await aQuarter();
  const { db } = collector;
  await manyAlike(db, many);
  await manyAlike(db, many, { departmentId: 2, kind: 'level' });
  const people = [await aPerson(collector, 'manager'), await aPerson(collector, 'executive')];
  const before = await everyPage(collector, people);
  expect(before.some((page) => page.includes('Case trends'))).toBe(true);
  // It has everything that can be counted, and is all alone with some of it.
  const at = monday + 3 * day;
  const restricted = {
    ...({ sight: 'restricted', kind: 'privacy', channel: 'fax', regionId: 3, deskId: 2, days: 40 } as const),
    more: [
      { kind: 'moved', at, detail: { from: 1, to: 2 } },
      { kind: 'not satisfied', at, detail: { channel: 'fax' } },
      { kind: 'improvement', at, detail: { improvement: 'i', answer: 'change' } },
      { kind: 'action ended', at, detail: { action: 'a', ending: 'done' } },
    ],
  };
  const ids = await manyAlike(db, 1, restricted);
  ids.push(...(await manyAlike(db, 1, { ...restricted, departmentId: 2, receivedAt: monday - 60 * day })));
  await db.$client.execute(
    statement(
      `INSERT INTO case_improvement (id, case_id, at, person_id, answer, text)
        SELECT 'i', :id, 1, (SELECT id FROM person LIMIT 1), 'change', 'Never do that again.'`,
      { id: ids[0]! },
    ),
  );
  await db.$client.execute(
    statement(
      `INSERT INTO case_action (id, case_id, text, opened_at, opened_by, ending, closed_at)
        SELECT 'a', :id, 'It was done.', 1, (SELECT id FROM person LIMIT 1), 'done', 2`,
      { id: ids[0]! },
    ),
  );
  // Readers outside get what was stored at the first look. Here it is counted again.
  await db.$client.execute("DELETE FROM setting WHERE name LIKE 'case trends %'");
  expect(await everyPage(collector, people)).toEqual(before);
});
