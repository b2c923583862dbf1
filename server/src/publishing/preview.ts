import type { Quarter } from '@heart-survey/shared/quarters';
import type { Visit } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { chosenOf, readOffered, type Chosen, type OfferReaders } from './offered.ts';
import { readAsIfPublished, type PublishedDepartment } from './published.ts';
import { readPublishingOf } from './state.ts';

interface Asked {
  department: Department;
  quarter: Quarter;
  /** What is checked in the form. */
  chosen: Chosen;
}

/** What the public would see of the department; undefined if the quarter cannot be published. */
export async function readPreview(
  readers: OfferReaders,
  reader: Pick<Visit, 'organization' | 'now'>,
  { department, quarter, chosen }: Asked,
): Promise<PublishedDepartment | undefined> {
  const { db } = readers;
  const state = await readPublishingOf(db, department, quarter);
  if (!state?.isCurrent) return undefined;
  const offered = await readOffered(readers, reader, state);
  return readAsIfPublished(db, state, chosenOf(offered, chosen), reader.now);
}
