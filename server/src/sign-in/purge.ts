import { commit, type Database } from '../database/database.ts';
import { deleteProofs, deleteSessions } from './queries.ts';
import { longestPause, longestSession } from './auth.ts';

/** So many rows go in one commit: between two, others have a turn. */
const rowsPerCommit = 1000;

/** So long something that ran out is kept, in milliseconds: the sign-in library counts by the machine's own clock. */
const margin = 24 * 60 * 60 * 1000;

/**
 * Deletes the sessions that are over, with the ID tokens in them, and what was to be proved and ran out. Most browsers
 * never come again to have their session ended.
 * @param over once it is aborted, nothing more is deleted.
 */
export async function purgeSignIns(db: Database, now: number, signal?: AbortSignal): Promise<void> {
  const deletions = [
    () => deleteSessions({ startedAt: now - longestSession, seenAt: now - longestPause }, rowsPerCommit),
    () => deleteProofs(now - margin, rowsPerCommit),
  ];
  for (const deletion of deletions) {
    for (let left = true; left;) {
      const [gone] = await commit(db, [deletion()]);
      left = gone.rowsAffected === rowsPerCommit && !signal?.aborted;
    }
  }
}
