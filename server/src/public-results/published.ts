import type { Database } from '../database/database.ts';
import type { Packed } from '../http/asset.ts';
import { shortMemory, type ShortMemory } from '../limits/short-memory.ts';
import { readSettings, type Organization, type Settings } from '../org/org.ts';
import { inPlace, readPublished, type PublishedDepartment } from '../publishing/publishing.ts';
import { shareReads } from './share-reads.ts';

export interface ShownOptions {
  db: Database;
  organization: () => Promise<Organization>;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

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
 * Reads what the public sees. Whoever asks gets it from a read that began later, so a withdrawal that was committed before,
 * by whichever collector, always shows. As long as nothing changes, everyone gets the same object, with its answers.
 */
export function publicReader(options: ShownOptions): () => Promise<Published> {
  let last: { shown: Published; content: string } | undefined;
  return shareReads(async () => {
    const [departments, settings] = await Promise.all([readDepartments(options), readSettings(options.db)]);
    const content = JSON.stringify([[...settings], departments.map(contentOf)]);
    if (last?.content !== content) last = { shown: { departments, settings, answers: noAnswers() }, content };
    return last.shown;
  });
}

const noAnswers = () => shortMemory<Packed>({ duration: Number.POSITIVE_INFINITY, maxNames: maxAnswers });

async function readDepartments({ db, organization, clock }: ShownOptions): Promise<PublishedDepartment[]> {
  const { departments } = await organization();
  return readPublished(db, inPlace(departments), clock());
}

/** What tells two states apart. A published version's figures never change, so its number and date stand for them. */
function contentOf({ department: { calendar: _, ...department }, quarters, withdrawn, quotes }: PublishedDepartment) {
  const published = quarters.map(({ quarter, publishedAt, figures, done }) => [
    quarter.id,
    publishedAt,
    figures.quarter,
    done,
  ]);
  return [department, published, withdrawn, quotes];
}
