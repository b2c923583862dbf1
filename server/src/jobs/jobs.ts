import { randomUUID } from 'node:crypto';
import { decidePlansAtClose } from '../action-plans/action-plans.ts';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { purgeWhatIsOld } from '../retention/retention.ts';
import { closeDueQuarters, type ClosingOptions } from '../results/results.ts';
import { createDirectory } from '../survey/survey.ts';
import { underLease } from './lease.ts';
import type { Job } from './schedule.ts';

interface JobOptions {
  db: Database;
  clock: () => number;
  log: Logger;
}

/** The table of what runs when. Each job does nothing when there is nothing to do, and runs in one collector at a time. */
export function jobsOf({ db, clock, log }: JobOptions): Job[] {
  const directory = createDirectory(db);
  const holder = randomUUID();
  const jobs: Job[] = [
    {
      name: 'close-quarters',
      when: '7 * * * *',
      run: async () => {
        const { departments } = await directory();
        for (const { department, quarter } of await closeDueQuarters(
          closingOptions(db, clock),
          departments,
          'schedule',
        )) {
          log.info({ department: department.slug, quarter: quarter.id }, 'quarter closed');
        }
      },
    },
    {
      name: 'purge',
      when: '37 * * * *',
      run: async () => {
        const { departments } = await directory();
        for (const { department, ...purged } of await purgeWhatIsOld({ db, clock }, departments)) {
          log.info({ department: department.slug, ...purged }, 'deleted for their age');
        }
      },
    },
  ];
  return jobs.map((job) => underLease(job, { db, clock, holder }));
}

/** How a quarter is closed, by schedule or by hand: its action plans are decided in the same commit. */
export function closingOptions(db: Database, clock: () => number): ClosingOptions {
  return { db, clock, alongside: decidePlansAtClose };
}
