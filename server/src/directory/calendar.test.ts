import { randomUUID } from 'node:crypto';
import { dayFrom } from '@heart-survey/shared/dates';
import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const path = '/console/directory/departments/cws/calendar';
const inWords = (day: string) => dayFrom(day)!.inWords;
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

const list = (person: Staff, day: string, kind: 'closed' | 'open', reason = 'Staff training') =>
  person.post(`${path}/days`, { day, kind, reason });

async function entries({ db }: TestCollector, action: string) {
  const { rows } = await db.$client.execute(
    `SELECT subject, detail, department_id FROM audit_event WHERE action = '${action}'`,
  );
  return rows.map((row) => ({ ...row }));
}

// Without listed days, the quarter that ends on September 30, 2026 closes at the end of Wednesday, October 14.
const dueWithoutList = Date.UTC(2026, 9, 15, 7);
const day = 24 * 60 * 60 * 1000;

test('a closed day moves the closing of a quarter, on every page and for the job', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 20 });
  const administrator = await aPerson(collector, 'administrator');
  expect(textOf((await administrator.get(path)).body)).toContain(`(Jul–Sep 2026) closes on ${inWords('2026-10-15')}.`);

  expect((await list(administrator, '2026-10-09', 'closed', 'Moving to Bay 4')).status).toBe(303);
  const page = textOf((await administrator.get(path)).body);
  expect(page).toContain(`(Jul–Sep 2026) closes on ${inWords('2026-10-16')}.`);
  expect(page).toContain(`${inWords('2026-10-09')}: closed, Moving to Bay 4`);
  expect(await entries(collector, 'calendar day added')).toEqual([
    { subject: 'cws 2026-10-09', detail: '{"kind":"closed","reason":"Moving to Bay 4"}', department_id: 1 },
  ]);

  collector.clock.now = Date.UTC(2026, 9, 5, 19);
  const ambassador = await aPerson(collector, 'ambassador');
  for (const shown of ['/console', '/console/departments/cws/quarters/2026-07']) {
    expect(textOf((await ambassador.get(shown)).body), shown).toContain(inWords('2026-10-16'));
  }
  collector.clock.now = dueWithoutList;
  expect((await collector.heart('close-quarter')).out).toBe('No quarter is due to close.');
  // A paper form of that quarter is still accepted.
  const clerk = await aPerson(collector, 'ambassador');
  const batch = await clerk.post('/console/departments/cws/paper', { region: 'central' });
  const form = { id: randomUUID(), overall: '4', date: '2026-09-30', language: 'en', wording: '1' };
  expect((await clerk.post(batch.headers.get('location')!, form)).status).toBe(303);
  collector.clock.now = dueWithoutList + day;
  expect((await collector.heart('close-quarter')).out).toContain('is closed.');
});

test('after a quarter is closed early, the calendar shows the next one', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 20 });
  collector.clock.now = Date.UTC(2026, 9, 5, 19);
  const administrator = await aPerson(collector, 'administrator');
  expect(textOf((await administrator.get(path)).body)).toContain('(Jul–Sep 2026) closes on');
  await collector.heart('close-quarter', '--quarter', '2026-07');
  expect(textOf((await administrator.get(path)).body)).toContain('(Oct–Dec 2026) closes on');
});

test('an open day counts even on a weekend, until it is removed from the list', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 20 });
  const administrator = await aPerson(collector, 'administrator');
  const closes = async () => / closes on ([^.]*)\./.exec(textOf((await administrator.get(path)).body))?.[1];
  await list(administrator, '2026-10-10', 'open', 'Saturday fair');
  expect(await closes()).toBe(inWords('2026-10-14'));
  const [, removal] = /action="([^"]*\/removal)"/.exec((await administrator.get(path)).body)!;
  expect((await administrator.post(removal!)).status).toBe(303);
  expect(await closes()).toBe(inWords('2026-10-15'));
  expect(await entries(collector, 'calendar day removed')).toEqual([
    { subject: 'cws 2026-10-10', detail: '{"kind":"open","reason":"Saturday fair"}', department_id: 1 },
  ]);
  // It is already off the list.
  expect((await administrator.post(removal!)).status).toBe(303);
  expect(await count(collector.db, "audit_event WHERE action = 'calendar day removed'")).toBe(1);

  collector.clock.now = Date.UTC(2026, 10, 20, 19);
  const later = await aPerson(collector, 'administrator');
  expect(textOf((await later.get(path)).body)).toContain(`${inWords('2026-11-26')} Thanksgiving Day`);
});

const rejected: [what: string, fields: Record<string, string>, at: string][] = [
  ['no day', { day: '' }, 'day'],
  ['a day that does not exist', { day: '2026-02-30' }, 'day'],
  ['a day of another century', { day: '1926-10-09' }, 'day'],
  ['no kind', { kind: '' }, 'kind'],
  ['no reason', { reason: ' ' }, 'reason'],
  ['a long reason', { reason: 'x'.repeat(121) }, 'reason'],
];

test.each(rejected)('rejects a day with %s at that field, and writes nothing', async (_, fields, at) => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const before = await contents(collector.db);
  const given = { day: '2026-10-09', kind: 'closed', reason: 'Moving', ...fields };
  const { status, body } = await administrator.post(`${path}/days`, given);
  expect(status).toBe(400);
  expect(body).toContain(`href="#${at}"`);
  expect(body).toContain('<title>Error:');
  expect(await contents(collector.db)).toEqual(before);
});

test('lists a day once, even if two people add it at the same time', async () => {
  await using collector = await aCollector();
  const [one, other] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'administrator')];
  const answers = await Promise.all([list(one, '2026-10-09', 'closed'), list(other, '2026-10-09', 'open')]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 400]);
  expect(answers.find(({ status }) => status === 400)!.body).toContain('This day is already on the list.');
  expect(await count(collector.db, 'department_day')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'calendar day added'")).toBe(1);
});

/** The form as a browser sends it: open from 8:00 to 17:00 on weekdays, unless given otherwise. */
function week(given: Record<string, string> = {}): Record<string, string> {
  const weekdays = [1, 2, 3, 4, 5].flatMap((one) => [
    [`opens_${one}`, '08:00'],
    [`closes_${one}`, '17:00'],
  ]);
  const weekend = [6, 7].flatMap((one) => [
    [`opens_${one}`, ''],
    [`closes_${one}`, ''],
  ]);
  return { ...(Object.fromEntries([...weekdays, ...weekend]) as Record<string, string>), ...given };
}

test('a weekday without opening hours is not a business day', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 20 });
  const administrator = await aPerson(collector, 'administrator');
  expect((await administrator.get(path)).body).toMatch(/name="opens_5"[^>]*value="08:00"/);
  const saved = await administrator.post(`${path}/hours`, week({ opens_5: '', closes_5: '', opens_1: '07:30' }));
  expect(saved.status).toBe(303);
  const { body } = await administrator.get(path);
  expect(body).toMatch(/name="opens_5"[^>]*value=""/);
  expect(body).toMatch(/name="opens_1"[^>]*value="07:30"/);
  // The Fridays October 2 and 9 do not count.
  expect(textOf(body)).toContain(`closes on ${inWords('2026-10-20')}.`);
  expect(await entries(collector, 'opening hours changed')).toEqual([
    {
      subject: 'cws',
      detail: '{"monday":["08:00-17:00","07:30-17:00"],"friday":["08:00-17:00","closed"]}',
      department_id: 1,
    },
  ]);
  await administrator.post(`${path}/hours`, week({ opens_5: '', closes_5: '', opens_1: '07:30' }));
  expect(await count(collector.db, "audit_event WHERE action = 'opening hours changed'")).toBe(1);
});

test('does not overwrite opening hours that someone else changed in the meantime', async () => {
  await using collector = await aCollector();
  const [one, other] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'administrator')];
  expect((await one.post(`${path}/hours`, week({ opens_1: '07:00' }))).status).toBe(303);
  const late = week({ opens_1: '09:00' });
  const rejected = await other.post(`${path}/hours`, late);
  expect(rejected.status).toBe(409);
  expect(rejected.body).toContain('Someone else changed the opening hours');
  expect(rejected.body).toMatch(/name="opens_1"[^>]*value="09:00"/);
  expect(await count(collector.db, "audit_event WHERE action = 'opening hours changed'")).toBe(1);
  const [, before] = /name="before" value="([^"]*)"/.exec(rejected.body)!;
  const again = { ...late, before: before!.replaceAll('&quot;', '"') };
  expect((await other.post(`${path}/hours`, again)).status).toBe(303);
  expect((await one.get(path)).body).toMatch(/name="opens_1"[^>]*value="09:00"/);
});

const noHours = Object.fromEntries(
  [1, 2, 3, 4, 5].flatMap((one) => [
    [`opens_${one}`, ''],
    [`closes_${one}`, ''],
  ]),
);

test.each([
  ['one time alone', { closes_2: '' }, 'opens_2'],
  ['closing before opening', { opens_3: '17:00', closes_3: '08:00' }, 'opens_3'],
  ['no time', { opens_4: 'noon' }, 'opens_4'],
  ['no weekday at all', noHours, 'opens_1'],
])('rejects opening hours with %s, and writes nothing', async (_, fields, at) => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const before = await contents(collector.db);
  const { status, body } = await administrator.post(`${path}/hours`, week(fields));
  expect(status).toBe(400);
  expect(body).toContain(`href="#${at}"`);
  expect(await contents(collector.db)).toEqual(before);
});

test('changes only the department in the path, and only for administrators', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute(
    "INSERT INTO department (slug, name, zone, first_month) VALUES ('parks', 'Parks', 'UTC', 1)",
  );
  const administrator = await aPerson(collector, 'administrator');
  await list(administrator, '2026-10-09', 'closed');
  const [, removal] = /action="([^"]*\/removal)"/.exec((await administrator.get(path)).body)!;
  const elsewhere = removal!.replace('/cws/', '/parks/');
  expect((await administrator.post(elsewhere)).status).toBe(303);
  expect(await count(collector.db, 'department_day')).toBe(1);
  const parks = textOf((await administrator.get(path.replace('/cws/', '/parks/'))).body);
  expect(parks).not.toContain('Staff training');
  expect(parks).toContain('No holidays');
  expect((await administrator.get(path.replace('/cws/', '/nowhere/'))).status).toBe(404);
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.get(path)).status).toBe(404);
  expect((await list(ambassador, '2026-10-12', 'closed')).status).toBe(404);
  expect(await count(collector.db, 'department_day')).toBe(1);
});
