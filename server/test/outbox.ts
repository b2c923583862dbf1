import type { TestCollector } from './collector.ts';

/** An email in the outbox, as far as tests look at it. */
export interface OutboxRow {
  id: string;
  kind: string;
  state: string;
  problem: string | null;
  attempts: number;
  nextAt: number;
}

/** Everything in the outbox, in the order in which it was queued. */
export async function outboxOf({ db }: Pick<TestCollector, 'db'>): Promise<OutboxRow[]> {
  const { rows } = await db.$client.execute(
    'SELECT id, kind, state, problem, attempts, next_at AS nextAt FROM outbox ORDER BY created_at, rowid',
  );
  return rows.map((row) => ({ ...row }) as unknown as OutboxRow);
}

/** Moves the clock to when the next try is due, and starts the collector again, which sends what is due. */
export async function nextTry(collector: TestCollector): Promise<void> {
  const waiting = (await outboxOf(collector)).filter(({ state }) => state === 'waiting');
  collector.clock.now = Math.max(collector.clock.now, ...waiting.map(({ nextAt }) => nextAt));
  await collector.restart();
}
