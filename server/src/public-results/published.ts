import type { Database } from '../database/database.ts';
import type { Packed } from '../http/asset.ts';
import { shortMemory, type ShortMemory } from '../limits/short-memory.ts';
import { directoryFrom, readDirectoryRows, type Settings } from '../org/org.ts';
import { inPlace, publishedFrom, readPublishedRows, type PublishedDepartment } from '../publishing/publishing.ts';
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

/**
 * Reads what the public sees. Whoever asks gets it from a read that begins later, so a withdrawal that was committed before, by
 * whichever collector, always shows. As long as nothing changes, everyone gets the same object, with its answers.
 * @param clock milliseconds since the epoch.
 */
export function publicReader({ db, clock }: { db: Database; clock: () => number }): () => Promise<Published> {
  let last: { published: Published; state: string } | undefined;
  return shareReads(async () => {
    const [directory, rows] = await Promise.all([readDirectoryRows(db), readPublishedRows(db, clock())]);
    const state = JSON.stringify([directory, rows]);
    if (last?.state === state) return last.published;
    const { departments, settings } = directoryFrom(directory);
    const published = {
      departments: await publishedFrom(db, inPlace(departments), rows),
      settings,
      answers: shortMemory<Packed>({ duration: Number.POSITIVE_INFINITY, maxNames: maxAnswers }),
    };
    last = { published, state };
    return published;
  });
}
