import { commit, type Database } from './database.ts';
import { isMigrated, triggersAgree } from './migrate.ts';
import { statement } from './statement.ts';

/** How long a good result is repeated, in milliseconds: each check is a commit, and anyone may ask. */
const repeated = 1000;

/**
 * @returns a function that says whether the schema is current and a response could be stored now, or could a second
 * ago. Callers during a check share its result.
 */
export function createReadiness(db: Database): () => Promise<boolean> {
  let checking: Promise<boolean> | undefined;
  let goodUntil = Number.NEGATIVE_INFINITY;
  const check = async () => {
    const isGood = await isReady(db);
    if (isGood) goodUntil = performance.now() + repeated;
    checking = undefined;
    return isGood;
  };
  return async () => performance.now() < goodUntil || (checking ??= check());
}

async function isReady(db: Database): Promise<boolean> {
  try {
    // Inserted and deleted, so that something reaches the disk: SQLite skips a write that changes nothing.
    await commit(db, [
      statement("INSERT INTO setting (name, value) VALUES ('readiness', '')"),
      statement("DELETE FROM setting WHERE name = 'readiness'"),
    ]);
    return (await isMigrated(db)) && (await triggersAgree(db));
  } catch {
    return false;
  }
}
