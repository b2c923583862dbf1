import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { expect } from 'vitest';
import { jobsOf } from '../src/jobs/jobs.ts';
import { createOrganization, readCalendar } from '../src/org/org.ts';
import { closingClock } from '../src/work/work.ts';
import { aCollector, count, type TestCollector } from '../test/collector.ts';
import { expectNothingLost } from './accounts.ts';
import type { Chance } from './chance.ts';
import { startWriters } from './writers.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** Noon in California, two days before the quarter 2026-07 ends. */
const beforeTheEnd = Date.UTC(2026, 8, 28, 19);

/**
 * Makes a collector's clock jump many times, by an hour or a day and sometimes more, between a quarter's end and its
 * close. After each jump people respond, and the closing job runs twice at once. After more than a day, it waits for an
 * hour.
 * @returns how many quarters were closed, and how many responses stored.
 */
export async function surviveClockJumps(jumps: number, chance: Chance) {
  await using collector = await aCollector();
  const { clock, env, db } = collector;
  const closing = closingOf(collector);
  // The collector's own hourly job would delete what a clock years ahead finds old.
  await db.$client.execute('UPDATE department SET comment_months = 1200, rating_months = 1200');
  clock.now = beforeTheEnd;
  let latest = clock.now;
  let seenAt = clock.now;
  const all = { remembered: [] as ReturnType<typeof startWriters>['remembered'], unexpected: [] as string[] };
  for (let jump = 0; jump < jumps; jump += 1) {
    // The first responses come before the first jump: quarters are closed from theirs on.
    // One jump passes whole quarters, whatever chance brings: a run that closes nothing shows nothing.
    if (jump === Math.floor(jumps / 2)) clock.now = latest + 200 * day;
    else if (jump > 0) clock.now = jumped(clock.now, latest, chance);
    latest = Math.max(latest, clock.now);
    const closedBefore = new Set(closing.closed);
    using writers = startWriters({ whereTo: () => collector.url, writers: 4, maxResponses: 8 });
    await writers.done;
    for (const { receipt } of writers.remembered) {
      expect(closedBefore.has(receipt!.quarter), `${receipt!.quarter} is closed`).toBe(false);
      expect(receipt!.receivedAt).toBe(new Date(clock.now).toISOString());
    }
    const before = [...closing.closed];
    await Promise.all([closing.run(), closing.run()]);
    if (Math.abs(clock.now - seenAt) > day) {
      expect(closing.closed, 'a clock that jumped closes nothing').toEqual(before);
      clock.now += hour;
      latest = Math.max(latest, clock.now);
      await Promise.all([closing.run(), closing.run()]);
    }
    seenAt = clock.now;
    expect(closing.closed, `closed by ${new Date(latest).toISOString()}`).toEqual(await closing.dueAt(latest));
    all.remembered.push(...writers.remembered);
    all.unexpected.push(...writers.unexpected);
  }
  const rows = await expectNothingLost(env['DATABASE_URL']!, all);
  for (const quarter of closing.closed) {
    const { total } = await collector.figures(quarter);
    expect(await count(db, `response WHERE quarter = '${quarter}'`), quarter).toBe(total.responses);
  }
  return { jumps, quartersClosed: closing.closed.length, rows };
}

/** The closing job, the quarters that it logs as closed, and those that should be closed by a given time. */
export function closingOf({ db, clock }: TestCollector) {
  const closed: string[] = [];
  const log = { info: (entry: object) => void closed.push((entry as { quarter: string }).quarter), error: () => {} };
  const jobs = jobsOf({ db, clock: () => clock.now, log });
  const { run } = jobs.find(({ name }) => name === 'close-quarters')!;
  // It caches the calendars, which are slow to create.
  const organization = createOrganization(db);
  const dueAt = async (instant: number) => {
    const [department] = (await organization()).departments;
    const days = await readCalendar(db, department!);
    const due: string[] = [];
    let quarter = department!.calendar.byId('2026-07')!;
    for (; closingClock(days, department!, quarter).at <= instant; quarter = department!.calendar.next(quarter)) {
      due.push(quarter.id);
    }
    return due;
  };
  return { closed, run, dueAt };
}

/** Mostly an hour or a day either way; sometimes weeks back, weeks past every earlier time, or past whole quarters. */
function jumped(now: number, latest: number, chance: Chance): number {
  const which = uniformInt(chance, 0, 15);
  if (which === 0) return latest + 200 * day;
  if (which === 1) return latest + 20 * day;
  if (which <= 4) return Math.max(beforeTheEnd, latest - uniformInt(chance, 10, 60) * day);
  return Math.max(beforeTheEnd, now + [-day, -hour, hour, day][which % 4]!);
}
