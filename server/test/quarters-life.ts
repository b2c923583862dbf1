import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { items } from '@heart-survey/shared/items';
import { expect } from 'vitest';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from './collector.ts';
import { aFolder } from './folder.ts';
import { aPerson, type Staff } from './staff.ts';
import { addTo, makeIt, paperForm, startRestating } from './restating.ts';
import { postTogether } from './wire.ts';
import { jobsOf } from '../src/jobs/jobs.ts';
import type { Figures } from '../src/figures/figures.ts';

const inOctober = Date.UTC(2026, 9, 20, 19);
const hour = 60 * 60 * 1000;
const twoYearsLater = Date.UTC(2028, 9, 20, 19);
const threeYearsLater = Date.UTC(2029, 10, 20, 19);

const aForm = (rating: string) => ({
  id: randomUUID() as string,
  ...digits(rating),
  wording: '1',
  comment: 'Thank you',
});
const digits = (value: string) => Object.fromEntries(items.map((item) => [item, value]));

/** Runs the job with that name, as its schedule does. */
async function run({ db, clock }: TestCollector, name: string) {
  const log = { info: () => {}, error: () => {} };
  await jobsOf({ db, clock: () => clock.now, log })
    .find((job) => job.name === name)!
    .run();
}

async function figuresOf(collector: TestCollector, quarter: string): Promise<Figures> {
  const asked = ['averages', '--json', '--department', 'cws', '--quarter', quarter];
  return JSON.parse((await collector.heart(...asked)).out) as Figures;
}

/** A form with the hidden field filled in is flagged, excluded, included again, and finally excluded. */
async function flaggedAndExcluded(collector: TestCollector, representative: Staff) {
  const form = { ...aForm('1'), topic: 'Cheap pills' };
  expect((await sendForm(collector, form, 'south')).status).toBe(303);
  const path = '/console/departments/cws/flagged';
  const sent = { quarter: '2026-07', response: form.id, back: form.id, reason: 'A machine' };
  for (const [to, excluded] of [
    ['exclusions', 1],
    ['exclusions/end', 0],
    ['exclusions', 1],
  ] as const) {
    expect((await representative.post(`${path}/${to}`, sent)).status).toBe(303);
    expect((await figuresOf(collector, '2026-07')).total).toMatchObject({ responses: 54 - excluded, excluded });
  }
}

/** The closed quarter is restated once for each class; an erasure, by the command. */
async function restated(collector: TestCollector, erased: string) {
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'late paper');
  await addTo(representative, 'forms', paperForm(2));
  expect((await makeIt(representative)).status).toBe(303);
  expect((await figuresOf(collector, '2026-07')).total.responses).toBe(54);
  const { rows } = await collector.db.$client.execute("SELECT id FROM response WHERE channel = 'paper'");
  const paper = String(rows[0]!['id']);
  await startRestating(representative, 'error');
  await addTo(representative, 'corrections', { ...paperForm(4), response: paper });
  expect((await makeIt(representative)).status).toBe(303);
  await startRestating(representative, 'exclusion');
  await addTo(representative, 'exclusions', { response: paper });
  expect((await makeIt(representative)).status).toBe(303);
  expect((await collector.heart('forget', erased, '--reason', 'Asked for')).code).toBe(0);
  const { quarter, total } = await figuresOf(collector, '2026-07');
  expect(quarter.version).toBe(5);
  expect(total).toMatchObject({ responses: 52, excluded: 2 });
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
}

/** A legal hold is placed and lifted. */
async function held(collector: TestCollector, administrator: Staff) {
  const path = '/console/directory/departments/cws/holds';
  expect((await administrator.post(path, { hold: 'A lawsuit' })).status).toBe(303);
  expect(await count(collector.db, 'legal_hold WHERE lifted_at IS NULL')).toBe(1);
  const { rows } = await collector.db.$client.execute('SELECT id FROM legal_hold');
  const id = Number(rows[0]!['id']);
  const lifting = await administrator.post(`${path}/${id}/lifting`, { [`lift-${id}`]: 'It is settled' });
  expect(lifting.status).toBe(303);
  expect(await count(collector.db, 'legal_hold WHERE lifted_at IS NULL')).toBe(0);
}

async function imported(collector: TestCollector) {
  await using folder = await aFolder();
  await writeFile(folder.file('regions.csv'), 'department,slug,name\nparks,harbor,Harbor\n');
  const done = await collector.heart('import', '--kind', 'regions', '--file', folder.file('regions.csv'));
  expect(done).toMatchObject({ code: 0 });
  expect(await count(collector.db, "region WHERE slug = 'harbor'")).toBe(1);
}

async function revoked(collector: TestCollector, figures: string) {
  const { out: token } = await collector.heart('token', 'create', '--name', 'Lost');
  const read = async () => (await fetch(figures, { headers: { Authorization: `Bearer ${token}` } })).status;
  expect(await read()).toBe(200);
  const { rows } = await collector.db.$client.execute("SELECT id FROM token WHERE name = 'Lost'");
  expect(await collector.heart('token', 'revoke', String(rows[0]!['id']))).toMatchObject({ code: 0 });
  expect(await read()).toBe(401);
}

/** Everything that two collectors do with a database, in the order of a quarter's life. Every kind of database agrees. */
export async function aQuartersLife(settings: Record<string, string> = {}) {
  await using collector = await aCollector(settings);
  await using second = await aCollector({ ...collector.env, PORT: '0' });
  const { db, clock } = collector;
  expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);

  const [one, alike] = [
    aResponse({ rating: 2, comment: 'Nobody called back', language: 'es' }),
    aResponse({ rating: 5 }),
  ];
  expect((await send(collector, one)).status).toBe(201);
  expect((await send(second, one)).status, 'a replay at another collector').toBe(200);
  expect((await send(second, { ...one, comment: 'other' })).status).toBe(409);
  expect((await sendForm(second, aForm('4'), 'east')).status).toBe(303);
  const together = await postTogether(collector.url, [alike, alike, ...Array.from({ length: 50 }, () => aResponse())]);
  expect(together.toSorted()).toEqual([200, ...Array(51).fill(201)]);
  expect(await collector.heart('verify')).toMatchObject({
    code: 0,
    out: 'Recounted 53 responses: every tally agrees.',
  });

  const representative = await aPerson(collector, 'representative');
  const comment = `/console/departments/cws/comments/${one.id}`;
  for (const path of [
    '/console',
    comment,
    '/console/departments/cws/comments',
    '/console/departments/cws/quarters/2026-07',
  ]) {
    expect((await representative.get(path)).status, path).toBe(200);
  }
  expect((await representative.post(`${comment}/hiding`, { reason: 'Not about us' })).status).toBe(303);
  const { headers } = await representative.post('/console/departments/cws/paper', { region: 'south' });
  const form = { ...aForm('1'), date: '2026-08-03', language: 'en' };
  expect((await representative.post(headers.get('location')!, form)).status).toBe(303);
  expect(await count(db, "response WHERE channel = 'paper'")).toBe(1);
  const undoing = `${headers.get('location')}/forms/${form.id}/undoing`;
  expect((await representative.post(undoing)).status).toBe(303);

  await flaggedAndExcluded(collector, representative);
  const administrator = await aPerson(collector, 'administrator');
  const usual = { comment_months: '24', rating_months: '36' };
  const department = {
    name: 'Parks',
    slug: 'parks',
    zone: 'UTC',
    first_month: '1',
    target: '4',
    closes_after: '5',
    plans_due_after: '20',
    hand_in_after: '5',
    submit_after: '10',
    ...usual,
  };
  expect((await administrator.post('/console/directory/departments/new', department)).status).toBe(303);
  for (const path of [
    '/console/directory',
    '/console/audit',
    '/console/people',
    '/console/directory/departments/parks',
  ]) {
    expect((await administrator.get(path)).status, path).toBe(200);
  }
  await held(collector, administrator);
  await imported(collector);
  const { out: token } = await collector.heart('token', 'create', '--name', 'Reporting');
  const figures = `${second.url}/api/v1/departments/cws/quarters/2026-07`;
  for (const path of ['', '.csv', '/responses.csv']) {
    const read = await fetch(figures + path, { headers: { Authorization: `Bearer ${token}` } });
    expect(read.status, path).toBe(200);
    expect((await read.text()).length, path).toBeGreaterThan(100);
  }

  await revoked(collector, figures);

  clock.now = second.clock.now = inOctober;
  await Promise.all([collector, second].map((one) => run(one, 'close-quarters')));
  expect(await count(db, 'snapshot')).toBe(1);
  const closed = await figuresOf(collector, '2026-07');
  expect(closed.total).toMatchObject({ responses: 53 });
  expect(closed.regions.find(({ region }) => region === 'east')).toMatchObject({ average: '4.00', plan: null });
  expect((await send(collector, aResponse())).status).toBe(201);
  expect((await figuresOf(collector, '2026-10')).total.responses).toBe(1);

  await restated(collector, alike.id);
  const latest = await figuresOf(collector, '2026-07');
  expect((await send(collector, alike)).status).toBe(200);
  clock.now = twoYearsLater;
  await run(collector, 'purge');
  expect(await count(db, "response WHERE quarter = '2026-07' AND comment IS NOT NULL")).toBe(0);
  expect(await count(db, "response WHERE quarter = '2026-07'")).toBe(54);
  clock.now = threeYearsLater;
  // The clock for deletion moves one day an hour.
  for (let hours = 0; hours < 400; hours += 1) {
    clock.now += hour;
    await run(collector, 'purge');
  }
  expect(await count(db, "response WHERE quarter = '2026-07'")).toBe(0);
  expect(await figuresOf(collector, '2026-07')).toEqual(latest);
  expect((await collector.heart('verify')).code).toBe(0);
  await expect(db.$client.execute('DELETE FROM audit_event')).rejects.toThrow('append-only');
  return { figures: closed, tallies: (await db.$client.execute('SELECT * FROM response_tally')).rows };
}
