import { commit, type Database } from '../database/database.ts';
import { deleteProofs, deleteSessions } from './queries.ts';
import { deleteStepUps } from './step-up-queries.ts';
import { maxIdleTime, maxSessionAge } from './auth.ts';

/** Rows deleted per commit. Other writers get a turn in between. */
const rowsPerCommit = 1000;

/** How long expired proofs are kept, in milliseconds, because the sign-in library uses the machine's own clock. */
const margin = 24 * 60 * 60 * 1000;

/**
 * Deletes expired sessions with their ID tokens, and expired pending sign-ins. Most browsers never come back to have
 * their session ended.
 * @param signal stops the deletion after the current commit.
 */
export async function purgeSignIns(db: Database, now: number, signal?: AbortSignal): Promise<void> {
  const deletions = [
    () => deleteSessions({ startedAt: now - maxSessionAge, seenAt: now - maxIdleTime }, rowsPerCommit),
    () => deleteProofs(now - margin, rowsPerCommit),
    () => deleteStepUps(now - margin, rowsPerCommit),
  ];
  for (const deletion of deletions) {
    for (let hasMore = true; hasMore;) {
      const [deleted] = await commit(db, [deletion()]);
      hasMore = deleted.rowsAffected === rowsPerCommit && !signal?.aborted;
    }
  }
}
