import { closeDueQuarters, watchClock } from '../closing/closing.ts';
import type { Database } from '../database/database.ts';
import { whenClosed } from '../handoffs.ts';
import type { Logger } from '../log.ts';
import { createOrganization } from '../org/org.ts';
import type { Job } from './schedule.ts';

interface CloseQuartersOptions {
  db: Database;
  clock: () => number;
  log: Logger;
}

/** Closes every quarter that is due, and nothing while this collector's clock may be wrong (docs/design.md §3.9). */
export function closeQuartersJob({ db, clock, log }: CloseQuartersOptions): Job {
  const organization = createOrganization(db);
  let isHeld = false;
  const run = async () => {
    const hold = await watchClock(db, clock());
    if (hold && !isHeld) log.error({ clock: timeOf(hold.now), lastSeen: timeOf(hold.seenAt) }, 'clock jumped');
    isHeld = hold !== undefined;
    if (isHeld) return;
    const { departments } = await organization();
    const closing = { db, clock, alongside: whenClosed };
    for (const { department, quarter } of await closeDueQuarters(closing, departments, 'schedule')) {
      log.info({ department: department.slug, quarter: quarter.id }, 'quarter closed');
    }
  };
  return { name: 'close-quarters', when: '7 * * * *', run };
}

const timeOf = (instant: number) => new Date(instant).toISOString();
