import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';
import { roles } from '../access/access.ts';

const trainings = '/console/departments/cws/trainings';
const quarter = '/console/departments/cws/quarters/2026-07';

const aTraining = (given: Record<string, string> = {}) => ({
  ...{ id: randomUUID(), heldOn: '2026-08-03', topic: 'Listening with care', region: 'central', attended: '14' },
  ...given,
});

/** The text of a page as a reader sees it. */
const textOf = ({ body }: { body: string }) =>
  body
    .replace(/^.*<main/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

/** The address of that person's page, and the id of their role. */
async function idsOf({ db }: TestCollector, email: string): Promise<{ path: string; grant: string }> {
  const sql = `SELECT person.id, role_grant.id AS grant_id FROM person JOIN role_grant ON person_id = person.id
    WHERE email = ?`;
  const { rows } = await db.$client.execute(statement(sql, [email]));
  return { path: `/console/people/${String(rows[0]!['id'])}`, grant: String(rows[0]!['grant_id']) };
}

test('shows everyone who is signed in who is in Team HEART, since when, and who appointed them', async () => {
  await using collector = await aCollector();
  const admin = await aPerson(collector, 'administrator');
  const invited = { name: 'Rosa Diaz', email: 'rosa@example.gov', role: 'ambassador', scope: 'department/cws' };
  const appointed = { appointedBy: 'Director of Child Welfare Services', appointedOn: '2025-07-01' };
  const future = await admin.post('/console/people/invite', { ...invited, ...appointed, appointedOn: '2027-01-01' });
  expect(textOf(future)).toContain('January 1, 2027 is in the future.');
  await admin.post('/console/people/invite', { ...invited, ...appointed });
  expect(textOf(await admin.get('/console/team'))).toContain(
    'Child Welfare Services has no Department Representative yet. Add the role',
  );

  const junior = await aPerson(collector, 'junior', 'east');
  const { path, grant } = await idsOf(collector, junior.email);
  expect(textOf(await admin.get(path))).toContain('Record the appointment');
  const form = { appointedBy: 'Rosa Diaz', appointedOn: '' };
  for (let times = 0; times < 2; times += 1) await admin.post(`${path}/roles/${grant}/appointment`, form);
  expect(await count(collector.db, "audit_event WHERE action = 'appointment recorded'")).toBe(1);
  await admin.post(path + '/roles', { role: 'representative', scope: 'department/cws', appointedOn: '2026-08-01' });
  await admin.post('/console/settings', { handbook: 'javascript:alert(1)' });
  expect(await count(collector.db, "setting WHERE name = 'handbook'")).toBe(0);
  await admin.post('/console/settings', { handbook: 'https://intranet.example.gov/handbook' });

  for (const role of roles) {
    const page = await (await aPerson(collector, role)).get('/console/team');
    const text = textOf(page);
    expect(text).toContain('Rosa Diaz rosa@example.gov July 1, 2025 Director of Child Welfare Services');
    expect(text).toMatch(/Junior Ambassador East Region \S+ \S+ August 17, 2026 Rosa Diaz/);
    expect(text).toContain('August 1, 2026 Not recorded');
    expect(page.body).toContain('href="https://intranet.example.gov/handbook"');
  }
  const left = await idsOf(collector, 'rosa@example.gov');
  await admin.post(`${left.path}/leave`);
  expect((await admin.get('/console/team')).body).not.toContain('rosa@example.gov');
});

test('adds a training once, with no names, and marks it beside the trend of its region', async () => {
  await using collector = await aCollector();
  for (const region of ['central', 'east']) {
    await insertRows(collector.db, { region, quarter: '2026-07', month: '2026-07', responses: 3, ids: `${region}-` });
  }
  const [junior, ambassador] = [await aPerson(collector, 'junior', 'central'), await aPerson(collector, 'ambassador')];
  const sent = aTraining({ topic: ' Listening  <with> care ' });
  const answers = [await junior.post(trainings, sent), await junior.post(trainings, sent)];
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await count(collector.db, 'training')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'training added' AND subject = 'central'")).toBe(1);
  const used = await junior.post(trainings, { ...sent, topic: 'Another topic' });
  expect([used.status, textOf(used)]).toEqual([409, expect.stringContaining('nothing was saved this time')]);
  expect(used.body).toContain('value="Another topic"');
  expect(used.body).not.toContain(`name="id" value="${sent.id}"`);
  await ambassador.post(
    trainings,
    aTraining({ region: '', topic: 'Welcome desk', attended: '1', heldOn: '2026-07-20' }),
  );

  const central = textOf(await junior.get(`${quarter}/regions/central`));
  expect(central).toContain('Jul 2026: Training for the whole department: Welcome desk (1 person attended)');
  expect(central).toContain('Aug 2026: Training: Listening &lt;with&gt; care (14 people attended)');
  expect(central).toContain('Trainings held: Jul–Sep 2026: 2 (15 attended).');
  const east = textOf(await ambassador.get(`${quarter}/regions/east`));
  expect(east).toContain('Trainings held: Jul–Sep 2026: 1 (1 attended).');
  expect(east).not.toContain('Listening');
  const all = textOf(await ambassador.get(quarter));
  expect(all.match(/Welcome desk/g)).toHaveLength(1);
  expect(all).toContain('Central Region: Training: Listening');
  expect(textOf(await ambassador.get(trainings))).toMatch(/Whole department 1 1 .*Central Region 1 14 /);
});

const wrong: [what: string, given: Record<string, string>, message: string][] = [
  ['a future date', { heldOn: '2026-08-18' }, 'August 18, 2026 is in the future'],
  ['no date', { heldOn: '2026-02-30' }, 'Enter the date of the training.'],
  ['no topic', { topic: ' ' }, 'Enter a topic'],
  ['nobody', { attended: '0' }, 'Enter how many people attended'],
  ['a fraction', { attended: '1.5' }, 'Enter how many people attended'],
  ['the whole department', { region: '' }, 'Choose who it was for.'],
  ['another region', { region: 'east' }, 'Choose who it was for.'],
  ['no id', { id: 'x' }, 'Open the page again'],
];

test('shows what is wrong with a training, and stores nothing', async () => {
  await using collector = await aCollector();
  const junior = await aPerson(collector, 'junior', 'central');
  for (const [what, given, message] of wrong) {
    const answer = await junior.post(trainings, aTraining(given));
    expect(answer.status, what).toBe(400);
    expect(textOf(answer), what).toContain(message);
  }
  expect(await count(collector.db, 'training')).toBe(0);
});

test('counts a training of a year ago among the last 12 months, across a leap day too', async () => {
  await using collector = await aCollector();
  collector.clock.now = Date.UTC(2028, 7, 17, 19);
  const junior = await aPerson(collector, 'junior', 'central');
  for (const heldOn of ['2027-08-17', '2027-08-16']) await junior.post(trainings, aTraining({ heldOn }));
  expect(textOf(await junior.get(trainings))).toContain('Central Region 1 14');
});

test('removes a training only for those who could have added it', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const [own, whole] = [aTraining(), aTraining({ region: '' })];
  await ambassador.post(trainings, own);
  await ambassador.post(trainings, whole);
  const remove = (person: Staff, { id }: { id: string }) => person.post(`${trainings}/${id}/removal`);
  const [central, east] = [await aPerson(collector, 'junior', 'central'), await aPerson(collector, 'junior', 'east')];
  expect((await remove(east, own)).status).toBe(404);
  expect((await remove(central, whole)).status).toBe(404);
  expect((await east.get(trainings)).body).not.toContain('Central Region');
  const page = `${trainings}/${own.id}/removal`;
  expect([(await east.get(page)).status, (await central.get(page.replace(own.id, whole.id))).status]).toEqual([
    404, 404,
  ]);
  expect((await central.get(trainings)).body).toContain(`<a href="${page}"`);
  expect(textOf(await central.get(page))).toMatch(/Its topic is erased.* Listening with care .*Remove training Cancel/);
  expect(await count(collector.db, 'training WHERE removed_at IS NULL'), 'only asked').toBe(2);
  expect((await remove(central, own)).headers.get('location')).toContain('notice=removed');
  expect((await central.get(page)).status).toBe(404);
  expect(await count(collector.db, "audit_event WHERE detail LIKE '%Listening%'"), 'no words').toBe(0);
  expect(await count(collector.db, "training WHERE removed_at IS NOT NULL AND topic = ''"), 'erased').toBe(1);
  expect((await remove(central, own)).status).toBe(404);
  expect(await count(collector.db, 'training WHERE removed_at IS NULL')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'training removed'")).toBe(1);
});
