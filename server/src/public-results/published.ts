import type { SurveyFormat } from '@heart-survey/shared/feedback/feedback';
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
import type { FormatsOffered } from '../survey/survey.ts';
import { shareReads } from './share-reads.ts';

/** Everything that the public sees. */
export interface Published {
  /** In the agency's own order. */
  departments: PublishedDepartment[];
  settings: Settings;
  /** The formats of the survey that each department offers, by the department's id. */
  formats: ReadonlyMap<number, readonly SurveyFormat[]>;
  /** The answers that were made from it, by address and language. */
  answers: ShortMemory<Packed>;
}

/** How many answers are kept: for an agency of eight departments, all that people read in a quarter. */
const maxAnswers = 400;

/** A quote is shown for 12 months, so what is public can change by itself. In milliseconds. */
const readAgainAfter = 60_000;

interface PublicReader {
  db: Database;
  clock: () => number;
  formatsOffered?: FormatsOffered;
}

const noFormats: FormatsOffered = () => Promise.resolve(new Map());

/**
 * Reads what the public sees. Whoever asks gets it from a read that begins later, so a withdrawal that was committed before, by
 * whichever collector, always shows. As long as nothing changes, everyone gets the same object, with its answers.
 * @param clock milliseconds since the epoch.
 */
export function publicReader({ db, clock, formatsOffered = noFormats }: PublicReader): () => Promise<Published> {
  let last: { published: Published; state: string; changes: string | undefined; readAt: number } | undefined;
  return shareReads(async () => {
    const [changes, readAt] = [await changesOf(db), clock()];
    const isRecent = last !== undefined && Math.abs(readAt - last.readAt) < readAgainAfter;
    if (isRecent && changes !== undefined && last!.changes === changes) return last!.published;
    const [directory, rows, formats] = await Promise.all([
      readDirectoryRows(db),
      readPublishedRows(db, readAt),
      formatsOffered(),
    ]);
    const state = JSON.stringify([directory, rows, [...formats]]);
    const published = last?.state === state ? last.published : { ...(await publishedOf(db, directory, rows)), formats };
    last = { published, state, changes, readAt };
    return published;
  });
}

async function publishedOf(
  db: Database,
  directory: Awaited<ReturnType<typeof readDirectoryRows>>,
  rows: PublishedRows,
): Promise<Omit<Published, 'formats'>> {
  const { departments, settings } = directoryFrom(directory);
  return {
    departments: await publishedFrom(db, inPlace(departments), rows),
    settings,
    answers: shortMemory<Packed>({ duration: Number.POSITIVE_INFINITY, maxNames: maxAnswers }),
  };
}
