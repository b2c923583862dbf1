import { asc, sql } from 'drizzle-orm';
import { outbox } from '../src/database/schema.ts';
import type { TestCollector } from './collector.ts';

/** Everything in the outbox that tests look at, in the order in which it was queued. */
export async function outboxOf({ db }: Pick<TestCollector, 'db'>) {
  const { id, kind, state, problem, attempts, nextAt, createdAt } = outbox;
  return db
    .select({ id, kind, state, problem, attempts, nextAt })
    .from(outbox)
    .orderBy(asc(createdAt), asc(sql`rowid`));
}

/** Moves the clock to the next attempt and restarts the collector, which sends the emails that are due. */
export async function nextTry(collector: TestCollector): Promise<void> {
  const waiting = (await outboxOf(collector)).filter(({ state }) => state === 'waiting');
  collector.clock.now = Math.max(collector.clock.now, ...waiting.map(({ nextAt }) => nextAt));
  await collector.restart();
}
