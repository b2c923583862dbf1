import { emptyLogOf, eraseOldCases, recordRewriting, remainsAt } from '../case-records/case-records.ts';
import type { Config } from '../config.ts';
import { fileOf, type Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { Department } from '../org/org.ts';
import { retentionTime } from '../retention/retention.ts';
import { runHeart } from './backups.ts';

interface PurgeOptions {
  db: Database;
  /** Milliseconds since the epoch. */
  clock: () => number;
  log: Logger;
  config: Pick<Config, 'databaseUrl'> | undefined;
  /** The script that Node runs for a `heart` command. */
  heart: string;
}

/** Erases what is too old of cases. It goes after the purge of responses, which moves the retention clock. */
export async function purgeCases(
  { db, clock, log }: Pick<PurgeOptions, 'db' | 'clock' | 'log'>,
  departments: Department[],
  signal?: AbortSignal,
): Promise<void> {
  const now = await retentionTime(db);
  if (now === undefined) return;
  for (const aged of await eraseOldCases({ db, now, at: clock(), signal }, departments)) {
    log.info(aged, 'old cases erased');
  }
}

/**
 * Removes the last remains of what was erased, by the jobs or in the console: from the write-ahead log, and once a day from the
 * unused parts of the file. Rewriting it blocks the event loop for seconds per million responses, so that has its own process.
 */
export async function removeRemains(options: PurgeOptions, signal?: AbortSignal): Promise<void> {
  const { db, clock, log, config, heart } = options;
  if (config === undefined || fileOf(config.databaseUrl) === undefined) return;
  const startedAt = clock();
  const remains = await remainsAt(db, startedAt);
  if (remains === 'none') return;
  if (remains === 'file') {
    await runHeart([heart, 'vacuum'], config.databaseUrl, signal);
    await recordRewriting(db, startedAt);
  }
  if (!(await emptyLogOf(db, config.databaseUrl))) log.info({}, 'write-ahead log not emptied');
}
