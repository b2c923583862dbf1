import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { askMetrics, metricsToken } from '../../test/metrics.ts';
import { aPerson } from '../../test/staff.ts';
import { jobsOf } from '../jobs/jobs.ts';

const minute = 60 * 1000;
const hour = 60 * minute;
const day = 24 * hour;
/** The quarter 2026-07 is due to close on October 15, 2026, at midnight in California. */
const due = Date.UTC(2026, 9, 15, 7);

/** The hourly job of a collector that started now, and what it logs. */
function closingJob({ db, clock }: TestCollector) {
  const logged: string[] = [];
  const write = (_: unknown, message: string) => void logged.push(message);
  const log = { info: write, error: write };
  const { run } = jobsOf({ db, clock: () => clock.now, log }).find(({ name }) => name === 'close-quarters')!;
  return { run, logged };
}

/** A collector with a response whose clock the database has seen an hour before the quarter is due. */
async function aWatchedCollector() {
  const collector = await aCollector();
  expect((await send(collector, aResponse())).status).toBe(201);
  collector.clock.now = due - hour;
  await closingJob(collector).run();
  return collector;
}

const snapshots = ({ db }: TestCollector) => count(db, 'snapshot');

test('closes on a new database, whatever the clock shows', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse());
  collector.clock.now = due + 400 * day;
  await closingJob(collector).run();
  expect(await snapshots(collector)).toBeGreaterThan(0);
});

test.each([
  { ahead: '23 hours', now: due + 22 * hour, closed: 1 },
  { ahead: 'exactly a day', now: due - hour + day, closed: 1 },
  { ahead: '25 hours', now: due + 24 * hour, closed: 0 },
  { ahead: 'a year', now: due + 365 * day, closed: 0 },
])('a clock that is $ahead ahead of the last time closes this many quarters: $closed', async ({ now, closed }) => {
  await using collector = await aWatchedCollector();
  collector.clock.now = now;
  const { run, logged } = closingJob(collector);
  await run();
  expect(await snapshots(collector)).toBe(closed);
  expect(logged).toEqual([closed === 1 ? 'quarter closed' : 'clock jumped']);
});

test('after a jump back of 25 hours nothing closes until the clock has run for an hour', async () => {
  await using collector = await aWatchedCollector();
  const { clock } = collector;
  clock.now = due + 22 * hour;
  // An hour ago, a clock that was wrong showed a time two days later.
  await collector.db.$client.execute(
    `UPDATE setting SET value = '{"seenAt":${clock.now + 25 * hour}}' WHERE name = 'closing clock'`,
  );
  const { run, logged } = closingJob(collector);
  await run();
  expect(await snapshots(collector)).toBe(0);
  clock.now += hour;
  await run();
  expect(await snapshots(collector)).toBe(1);
  expect(logged).toEqual(['clock jumped', 'quarter closed']);
});

test('a collector that was off for a week waits an hour, logs it once, and then closes what is due', async () => {
  await using collector = await aWatchedCollector();
  const { clock } = collector;
  clock.now += 7 * day;
  const { run, logged } = closingJob(collector);
  await run();
  clock.now += 30 * minute;
  await run();
  expect(await snapshots(collector)).toBe(0);
  expect(logged).toEqual(['clock jumped']);
  // The job may start a few milliseconds earlier within the hour than the last time.
  clock.now += 30 * minute - 5;
  await run();
  expect(await snapshots(collector)).toBe(1);
  expect(logged).toEqual(['clock jumped', 'quarter closed']);
});

test('another jump starts the hour again, and so does a pause', async () => {
  await using collector = await aWatchedCollector();
  const { clock } = collector;
  const { run } = closingJob(collector);
  for (const step of [7 * day, 3 * hour, -hour, 40 * day, 59 * minute - 1]) {
    clock.now += step;
    await run();
    expect(await snapshots(collector), `after ${step} ms`).toBe(0);
  }
  clock.now += 1;
  await run();
  expect(await snapshots(collector)).toBe(1);
});

test('the hold continues after a restart, and ends at once if the clock is set right again', async () => {
  await using collector = await aWatchedCollector();
  const { clock } = collector;
  clock.now += 30 * day;
  await closingJob(collector).run();
  await collector.restart();
  clock.now += 30 * minute;
  await closingJob(collector).run();
  expect(await snapshots(collector)).toBe(0);
  clock.now += minute - 30 * day;
  clock.now = Math.max(clock.now, due);
  await closingJob(collector).run();
  expect(await snapshots(collector)).toBe(1);
});

test('of two collectors, the one whose clock is wrong never closes, and the other one does', async () => {
  await using right = await aWatchedCollector();
  await using wrong = await aCollector({ DATABASE_URL: right.env['DATABASE_URL']! });
  await send(right, aResponse());
  wrong.clock.now = right.clock.now + 200 * day;
  const jobs = { right: closingJob(right), wrong: closingJob(wrong) };
  const quarters = async () =>
    (await right.db.$client.execute('SELECT quarter FROM snapshot')).rows.map((row) => row['quarter']);
  for (let hours = 0; hours < 5; hours += 1) {
    await jobs.wrong.run();
    expect(await quarters()).toEqual(hours === 0 ? [] : ['2026-07']);
    for (const { clock } of [right, wrong]) clock.now += hour;
    await jobs.right.run();
    expect(await quarters()).toEqual(['2026-07']);
  }
  expect(jobs.wrong.logged).toEqual(['clock jumped']);
  expect(jobs.right.logged).toEqual(['quarter closed']);
});

test('if the collector with the wrong clock was first, the others close after a person confirms their time', async () => {
  await using right = await aCollector();
  await using wrong = await aCollector({ DATABASE_URL: right.env['DATABASE_URL']! });
  await send(right, aResponse());
  right.clock.now = due;
  wrong.clock.now = due - 200 * day;
  const jobs = [closingJob(wrong), closingJob(right)] as const;
  const anHour = async () => {
    for (const { run } of jobs) await run();
    for (const { clock } of [right, wrong]) clock.now += hour;
  };
  for (let hours = 0; hours < 3; hours += 1) await anHour();
  expect(await snapshots(right)).toBe(0);
  const representative = await aPerson(right, 'representative');
  const confirmed = await representative.post('/console/clock', { shown: `${right.clock.now}` });
  expect(confirmed.status).toBe(303);
  for (let hours = 0; hours < 3; hours += 1) await anHour();
  expect(await snapshots(right)).toBe(1);
  expect(jobs[0].logged).toEqual(['clock jumped']);
  expect(jobs[1].logged).toEqual(['clock jumped', 'quarter closed']);
});

test('the metrics show the hold', async () => {
  await using collector = await aCollector({ METRICS_TOKEN: metricsToken });
  const { clock } = collector;
  const held = async () => /^heart_clock_held (\d)$/m.exec(await (await askMetrics(collector)).text())?.[1];
  expect(await held()).toBe('0');
  await closingJob(collector).run();
  expect(await held()).toBe('0');
  clock.now += 2 * day;
  expect(await held()).toBe('1');
});

test('heart close-quarter closes nothing by a clock that jumped, unless --clock-is-right is given', async () => {
  await using collector = await aWatchedCollector();
  const { clock, db } = collector;
  const stored = async () => (await db.$client.execute("SELECT value FROM setting WHERE name = 'closing clock'")).rows;
  const before = await stored();
  clock.now = due + 2 * day;
  const refused = {
    code: 1,
    out: '',
    err: 'The clock shows 2026-10-17T07:00:00.000Z, but the database last saw 2026-10-15T06:00:00.000Z, so nothing was closed. If the clock is right, add --clock-is-right.',
  };
  expect(await collector.heart('close-quarter')).toEqual(refused);
  expect(await collector.heart('close-quarter', '--quarter', '2026-07')).toEqual(refused);
  expect(await snapshots(collector)).toBe(0);
  const closed = await collector.heart('close-quarter', '--quarter', '2026-07', '--clock-is-right');
  expect(closed).toMatchObject({ code: 0, out: expect.stringContaining('is closed.') });
  expect(await stored(), 'the command writes nothing about the clock').toEqual(before);
});

test('a representative or an administrator sees the hold on the home page and confirms the time, once', async () => {
  await using collector = await aWatchedCollector();
  const { clock, db } = collector;
  clock.now = Date.UTC(2031, 6, 3, 21, 5);
  const { run } = closingJob(collector);
  await run();
  const representative = await aPerson(collector, 'representative');
  const administrator = await aPerson(collector, 'administrator');
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.get('/console')).body).not.toContain('/console/clock');
  expect((await ambassador.get('/console/clock')).status).toBe(404);
  expect((await ambassador.post('/console/clock', { shown: `${clock.now}` })).status).toBe(404);
  for (const person of [representative, administrator]) {
    expect((await person.get('/console')).body).toContain('Quarters do not close automatically');
    const { body } = await person.get('/console/clock');
    expect(body).toContain('July 3, 2031, 2:05 p.m.');
    expect(body).toContain('October 14, 2026, 11:00 p.m.');
  }
  // A person saw another time than that of the collector that gets the form.
  const wrong = await representative.post('/console/clock', { shown: `${clock.now - 2 * hour}` });
  expect(wrong.status).toBe(409);
  expect(await count(db, "audit_event WHERE action = 'clock confirmed'")).toBe(0);
  const shown = { shown: `${clock.now}` };
  clock.now += minute;
  for (const person of [representative, administrator]) {
    expect((await person.post('/console/clock', shown)).status).toBe(303);
  }
  expect(await count(db, "audit_event WHERE action = 'clock confirmed'")).toBe(1);
  expect((await administrator.get('/console')).body).not.toContain('/console/clock');
  expect((await administrator.get('/console/clock')).body).toContain('Quarters close automatically');
  await run();
  expect(await snapshots(collector)).toBeGreaterThan(0);
});
