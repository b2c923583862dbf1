import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { actionPlan, planAction, region as regionTable } from '../src/database/schema.ts';
import { aResponse, send, type TestCollector } from './collector.ts';
import { signIn, type Staff } from './staff.ts';
import { statement } from './statement.ts';

/** The end of the quarter 2026-07 in California. */
export const endOfQuarter = Date.UTC(2026, 9, 1, 7);
/** The list of the usual department's plans. */
export const plansPath = '/console/departments/cws/action-plans';

/** Takes these regions below target in the quarter 2026-07. */
export async function below(collector: TestCollector, ...regions: string[]): Promise<void> {
  for (const region of regions) expect((await send(collector, aResponse({ region, rating: 3 }))).status).toBe(201);
}

/** Closes the quarter 2026-07 at its end. Sessions end by then: sign in again with `again`. */
export async function closeQuarter(collector: TestCollector, quarter = '2026-07', at = endOfQuarter): Promise<void> {
  collector.clock.now = at;
  expect(await collector.heart('close-quarter', '--quarter', quarter)).toMatchObject({ code: 0 });
}

/** The same person, signed in again. */
export const again = (collector: TestCollector, { email, password }: Staff): Promise<Staff> =>
  signIn(collector, email, password);

export async function personId({ db }: TestCollector, { email }: Staff): Promise<string> {
  const { rows } = await db.$client.execute(statement('SELECT id FROM person WHERE email = ?', [email]));
  return String(rows[0]!['id']);
}

/** The value of a hidden field on a page. */
export const valueOf = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)![1]!;

/** The version of the plan that its page shows now. */
export async function versionOf({ db }: TestCollector, plan = 1): Promise<string> {
  const { rows } = await db.$client.execute(statement('SELECT version FROM action_plan WHERE id = ?', [plan]));
  return String(rows[0]!['version']);
}

/** Writes everything that a plan needs, as that person would, with someone else checking on it. */
export async function writePlan(collector: TestCollector, writer: Staff, monitor: Staff, plan = 1): Promise<void> {
  const page = `${plansPath}/${plan}`;
  const owner = await personId(collector, writer);
  const { rows } = await collector.db.$client.execute(
    statement('SELECT owner_id FROM action_plan WHERE id = ?', [plan]),
  );
  if (rows[0]!['owner_id'] === null) {
    expect((await writer.post(`${page}/owner`, { before: '', owner })).status).toBe(303);
  }
  const text = {
    version: await versionOf(collector, plan),
    causeClass: 'process',
    cause: 'Calls wait in three queues before anyone answers.',
    figure: 'average',
    goal: '4.20',
    monitor: await personId(collector, monitor),
  };
  expect((await writer.post(`${page}/text`, text)).status).toBe(303);
  const action = {
    id: randomUUID(),
    text: 'One queue for all calls.',
    owner,
    dueOn: new Date(collector.clock.now + 60 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
    strength: 'strong',
  };
  expect((await writer.post(`${page}/actions`, action)).status).toBe(303);
}

/** Takes a step of a plan with the version that it has now. */
export async function take(
  collector: TestCollector,
  person: Staff,
  step: 'submission' | 'return' | 'agreement' | 'completion',
  fields: Record<string, string> = {},
  plan = 1,
) {
  return person.post(`${plansPath}/${plan}/${step}`, { version: await versionOf(collector, plan), ...fields });
}

interface Given extends Partial<Omit<typeof actionPlan.$inferInsert, 'id' | 'regionId'>> {
  /** The region's slug. */
  region: string;
  actions?: Partial<typeof planAction.$inferInsert>[];
}

/** Stores an action plan as if it had been written and agreed to. @returns its id. */
export async function aPlan(db: Database, { region, actions = [], ...given }: Given): Promise<number> {
  const [found] = await db.select().from(regionTable).where(eq(regionTable.slug, region));
  const tallies = JSON.stringify({ ratings: [['respect', 3, 20]], responses: [[1, 3, 20]] });
  const [plan] = await db
    .insert(actionPlan)
    .values({
      regionId: found!.id,
      quarter: '2026-07',
      stage: 'agreed',
      openedAt: 1,
      target: 400,
      openedOn: tallies,
      decidedAt: 1,
      decidedOn: tallies,
      decidedTarget: 400,
      agreedAt: Date.UTC(2026, 10, 20, 19),
      ...given,
    })
    .returning({ id: actionPlan.id });
  for (const action of actions) {
    await db.insert(planAction).values({
      id: randomUUID(),
      planId: plan!.id,
      text: 'Call back on the same day',
      dueOn: '2027-01-15',
      strength: 'strong',
      createdAt: 1,
      ...action,
    });
  }
  return plan!.id;
}
