import type { TestCollector } from './collector.ts';

/** An email in the outbox, with the columns that tests check. */
export interface OutboxRow {
  id: string;
  kind: string;
  state: string;
  problem: string | null;
  attempts: number;
  nextAt: number;
}

/** All emails in the outbox, in the order in which they were queued. */
export async function outboxOf({ db }: Pick<TestCollector, 'db'>): Promise<OutboxRow[]> {
  const { rows } = await db.$client.execute(
    'SELECT id, kind, state, problem, attempts, next_at AS nextAt FROM outbox ORDER BY created_at, rowid',
  );
  return rows.map((row) => ({ ...row }) as unknown as OutboxRow);
}

/** Moves the clock to the next attempt and restarts the collector, which sends the emails that are due. */
export async function nextTry(collector: TestCollector): Promise<void> {
  const waiting = (await outboxOf(collector)).filter(({ state }) => state === 'waiting');
  collector.clock.now = Math.max(collector.clock.now, ...waiting.map(({ nextAt }) => nextAt));
  await collector.restart();
}
