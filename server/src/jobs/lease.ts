import { Cron } from 'croner';
import { commit, type Database } from '../database/database.ts';
import { takeLease } from './queries.ts';
import type { Job } from './schedule.ts';

export interface LeaseOptions {
  db: Database;
  clock: () => number;
  /** An id for this collector. */
  holder: string;
  /** Wraps a job to measure its runs in this collector. */
  watched?: ((job: Job) => Job) | undefined;
}

/**
 * Makes sure that only one of several collectors on a database runs the job each time: the first to take its lease. The
 * lease is not released after the run, because another collector's clock may be a moment behind and reach the same time
 * later. It expires halfway to the job's next time, so if its holder dies, another collector takes over then.
 */
export function underLease(job: Job, { db, clock, holder, watched = (job) => job }: LeaseOptions): Job {
  const length = leaseOf(job);
  const take = async () => {
    const [taken] = await commit(db, [takeLease({ job: job.name, holder, now: clock(), length })]);
    return taken.rows.length === 1;
  };
  let taking = Promise.resolve(false);
  const leased = watched({
    ...job,
    run: async (signal) => {
      await taking;
      // A longer run renews the lease. If that fails, two collectors may run the job, but its work is done only once.
      const renewing = setInterval(() => void take().catch(() => {}), length / 3);
      try {
        await job.run(signal);
      } finally {
        clearInterval(renewing);
      }
    },
  });
  return {
    ...job,
    run: async (signal) => {
      if (job.isDue && !(await job.isDue().catch(() => true))) return;
      taking = take();
      // If another collector has the lease, there is no run. If the database is unavailable, the run fails.
      if (await taking.catch(() => true)) await leased.run(signal);
    },
  };
}

/** Half the time between two of the job's times, in milliseconds. */
export function leaseOf({ when }: Pick<Job, 'when'>): number {
  const [first, second] = new Cron(when, { timezone: 'UTC' }).nextRuns(2);
  return (second!.getTime() - first!.getTime()) / 2;
}
