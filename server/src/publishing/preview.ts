import type { Quarter } from '@heart-survey/shared/quarters';
import type { Database } from '../database/database.ts';
import type { PlanProgressOf } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import { chosenActions, offeredActions } from './offered.ts';
import { readAsIfPublished, type PublishedDepartment } from './published.ts';
import { readPublishingOf } from './state.ts';

interface Asked {
  department: Department;
  quarter: Quarter;
  /** The actions that are checked in the form. */
  chosen: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  now: number;
}

/** What the public would see of the department; undefined if the quarter cannot be published. */
export async function readPreview(
  db: Database,
  planProgressOf: PlanProgressOf,
  { department, quarter, chosen, now }: Asked,
): Promise<PublishedDepartment | undefined> {
  const state = await readPublishingOf(db, department, quarter);
  if (!state?.isCurrent) return undefined;
  const offered = await offeredActions(db, planProgressOf, state);
  return readAsIfPublished(db, state, chosenActions(offered, chosen), now);
}
