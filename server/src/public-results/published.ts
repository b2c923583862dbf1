import { changesOf, type Database } from '../database/database.ts';
import type { Packed } from '../http/asset.ts';
import { shortMemory, type ShortMemory } from '../limits/short-memory.ts';
import { directoryFrom, readDirectoryRows, type Settings } from '../org/org.ts';
import {
  inPlace,
  publishedFrom,
  readPublishedRows,
  type PublishedDepartment,
  type PublishedRows,
} from '../publishing/publishing.ts';
import { shareReads } from './share-reads.ts';

/** Everything that the public sees. */
export interface Published {
  /** In the agency's own order. */
  departments: PublishedDepartment[];
  settings: Settings;
  /** The answers that were made from it, by address and language. */
  answers: ShortMemory<Packed>;
}

/** How many answers are kept: for an agency of eight departments, all that people read in a quarter. */
const maxAnswers = 400;

/** A quote is shown for 12 months, so what is public can change by itself. In milliseconds. */
const readAgainAfter = 60_000;

/**
 * Reads what the public sees. Whoever asks gets it from a read that begins later, so a withdrawal that was committed before, by
 * whichever collector, always shows. As long as nothing changes, everyone gets the same object, with its answers.
 * @param clock milliseconds since the epoch.
 */
export function publicReader({ db, clock }: { db: Database; clock: () => number }): () => Promise<Published> {
  let last: { published: Published; state: string; changes: string | undefined; readAt: number } | undefined;
  return shareReads(async () => {
    const [changes, readAt] = [await changesOf(db), clock()];
    const isRecent = last !== undefined && Math.abs(readAt - last.readAt) < readAgainAfter;
    if (isRecent && changes !== undefined && last!.changes === changes) return last!.published;
    const [directory, rows] = await Promise.all([readDirectoryRows(db), readPublishedRows(db, readAt)]);
    const state = JSON.stringify([directory, rows]);
    const published = last?.state === state ? last.published : await publishedOf(db, directory, rows);
    last = { published, state, changes, readAt };
    return published;
  });
}

async function publishedOf(
  db: Database,
  directory: Awaited<ReturnType<typeof readDirectoryRows>>,
  rows: PublishedRows,
): Promise<Published> {
  const { departments, settings } = directoryFrom(directory);
  return {
    departments: await publishedFrom(db, inPlace(departments), rows),
    settings,
    answers: shortMemory<Packed>({ duration: Number.POSITIVE_INFINITY, maxNames: maxAnswers }),
  };
}
