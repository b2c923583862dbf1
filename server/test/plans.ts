import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from '../src/database/database.ts';
import { actionPlan, planAction, region as regionTable } from '../src/database/schema.ts';

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
      ...{ regionId: found!.id, quarter: '2026-07', stage: 'agreed', openedAt: 1, target: 400, openedOn: tallies },
      ...{ decidedAt: 1, decidedOn: tallies, decidedTarget: 400, agreedAt: Date.UTC(2026, 10, 20, 19) },
      ...given,
    })
    .returning({ id: actionPlan.id });
  for (const action of actions) {
    await db.insert(planAction).values({
      ...{ id: randomUUID(), planId: plan!.id, text: 'Call back on the same day', dueOn: '2027-01-15' },
      ...{ strength: 'strong', createdAt: 1 },
      ...action,
    });
  }
  return plan!.id;
}
