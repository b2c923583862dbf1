import { commit, type Database } from './database.ts';
import { isMigrated, triggersAgree } from './migrate.ts';
import { statement } from './statement.ts';

/** So long a good answer is repeated, in milliseconds: each check is a commit, and anybody may ask. */
const repeated = 1000;

/**
 * @returns a function that says whether the schema is this version's and an answer could be stored at this moment, or could
 * a second ago. Who asks during a check gets its answer.
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
    // Put in and taken out again, so that something has to reach the disk: SQLite does not write what is there already.
    await commit(db, [
      statement("INSERT INTO setting (name, value) VALUES ('readiness', '')"),
      statement("DELETE FROM setting WHERE name = 'readiness'"),
    ]);
    return (await isMigrated(db)) && (await triggersAgree(db));
  } catch {
    return false;
  }
}
