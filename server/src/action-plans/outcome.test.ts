import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { plansPath, closeQuarter, take, writePlan } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';

const page = `${plansPath}/1`;

async function respond(collector: TestCollector, ratings: number[]) {
  for (const rating of ratings) expect((await send(collector, aResponse({ rating }))).status).toBe(201);
}

const repeated = (ratings: number[], times: number) => Array.from({ length: times }, () => ratings).flat();

/** A plan for 2026-07 that was approved on October 20, 2026, with its one action done. */
async function anAgreedPlan(collector: TestCollector) {
  await respond(collector, repeated([3, 3, 4, 2, 3], 8));
  await closeQuarter(collector);
  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  await writePlan(collector, ambassador, representative);
  await take(collector, ambassador, 'submission');
  expect((await take(collector, representative, 'agreement')).status).toBe(303);
  const { rows } = await collector.db.$client.execute('SELECT id FROM plan_action');
  const ended = { state: 'done', outcome: 'In use since November.' };
  expect((await ambassador.post(`${page}/actions/${String(rows[0]!['id'])}/end`, ended)).status).toBe(303);
}

/** Closes the quarter in which the plan was agreed, which counts for nothing, and two better ones after it. */
async function twoBetterQuarters(collector: TestCollector) {
  await closeQuarter(collector, '2026-10', Date.UTC(2027, 0, 2));
  for (const [quarter, day, end] of [
    ['2027-01', Date.UTC(2027, 1, 1), Date.UTC(2027, 3, 2)],
    ['2027-04', Date.UTC(2027, 4, 1), Date.UTC(2027, 6, 2)],
  ] as const) {
    collector.clock.now = day;
    await respond(collector, repeated([5, 4, 5, 4, 5], 8));
    await closeQuarter(collector, quarter, end);
  }
}

test('a plan is completed on the verdict of the two quarters that began after it was approved', async () => {
  await using collector = await aCollector();
  await anAgreedPlan(collector);
  await twoBetterQuarters(collector);
  const representative = await aPerson(collector, 'representative');
  const shown = text((await representative.get(page)).body);
  expect(shown).toContain('Every action is done or dropped, and two quarters have closed since the plan was approved.');
  expect(shown).toContain('Clearly better: 4.60 in Jan–Jun 2027 (n 480, 80 responses), up from 3.00');
  expect(text((await representative.get(plansPath)).body)).toMatch(/1 of 1 action done or dropped Clearly better/);
  expect((await take(collector, representative, 'completion')).status).toBe(303);
  const done = text((await representative.get(page)).body);
  expect(done).toContain('Completed with the verdict: Clearly better');
  expect(done).toContain('In the quarters after the plan: 4.60 (n 480). The goal is reached.');
  const { rows } = await collector.db.$client.execute('SELECT stage, verdict, no_verdict_reason FROM action_plan');
  expect(rows[0]).toMatchObject({ stage: 'completed', no_verdict_reason: null });
  expect(JSON.parse(String(rows[0]!['verdict']))).toMatchObject({ verdict: 'clearly better', isInterim: false });
});

test('says how many responses it takes to see the goal', async () => {
  await using collector = await aCollector();
  await anAgreedPlan(collector);
  const ambassador = await aPerson(collector, 'ambassador');
  expect(text((await ambassador.get(page)).body)).toMatch(
    /the region needs about \d+ responses a quarter \(\d+ in the two/,
  );
});
