import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aThankYou, sendThankYou } from '../../test/recognition.ts';
import { personId } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { employee, heartQuarter, legalHold, recognition } from '../database/schema.ts';
import { jobsOf } from '../jobs/jobs.ts';

const hour = 60 * 60 * 1000;
/** Noon in California on August 17, a year after the tests' usual day. */
const yearLater = Date.UTC(2027, 7, 17, 19);

function purgeAt({ db, clock }: TestCollector, now: number): Promise<void> {
  clock.now = now;
  const log = { info: () => {}, error: () => {} };
  return jobsOf({ db, clock: () => clock.now, log })
    .find(({ name }) => name === 'purge')!
    .run();
}

test('after 12 months nothing tells who was thanked, or for what', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const { db } = collector;
  const ambassador = await aPerson(collector, 'ambassador');
  const old = await aThankYou(collector, ambassador, { line: 'For Leo', cuts: [[0, 5]], team: 'Front desk' });
  await sendThankYou(collector, await personId(collector, ambassador), old);
  await db.update(recognition).set({ publicDecision: 'approved', publicAt: 1, days: 3 });
  const later = await aThankYou(collector, ambassador, { at: collector.clock.now + 24 * hour });
  const [maria] = await db.select().from(employee).orderBy(employee.id);
  await db.insert(heartQuarter).values({ quarter: '2026-07', employeeId: maria!.id, reachedAt: collector.clock.now });
  const kept = async () => [
    await count(db, 'recognition_recipient'),
    await count(db, 'recognition_link'),
    await count(db, 'heart_quarter'),
  ];

  await purgeAt(collector, yearLater - 1);
  expect(await kept()).toEqual([2, 1, 1]);
  await db.insert(legalHold).values({ departmentId: 1, reason: 'A lawsuit', placedAt: 1, placedBy: 'a test' });
  await purgeAt(collector, yearLater + 2 * hour);
  expect(await kept(), 'a legal hold keeps them').toEqual([2, 1, 1]);
  await db.update(legalHold).set({ liftedAt: 2 });
  await purgeAt(collector, yearLater + 4 * hour);
  expect(await db.select().from(recognition).where(eq(recognition.id, old.id))).toMatchObject([
    {
      stage: 'thanked',
      days: 3,
      letters: null,
      cuts: null,
      line: null,
      publicDecision: null,
      publicAt: null,
      teamId: null,
      sendId: null,
    },
  ]);
  expect(await db.select().from(recognition).where(eq(recognition.id, later.id))).toMatchObject([{ letters: 'HR' }]);
  expect(await count(db, `recognition_recipient WHERE recognition_id = ${later.id}`)).toBe(1);
  expect(await kept()).toEqual([1, 0, 0]);
});
