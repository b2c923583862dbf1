import { Cron } from 'croner';
import { commit, type Database } from '../database/database.ts';
import { takeLease } from './queries.ts';
import type { Job } from './schedule.ts';

export interface LeaseOptions {
  db: Database;
  clock: () => number;
  /** This collector's own name for itself. */
  holder: string;
  /** The job, with those of its runs measured that are this collector's. */
  watched?: ((job: Job) => Job) | undefined;
}

/**
 * The job as only one of several collectors on a database runs it at its time: whoever takes the lease first. The lease
 * is not given back, since another one's clock may be a moment behind and come to the same time later; it runs out in
 * half the time to the next one. So whoever dies with it is replaced at the job's next time.
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
      // Who works longer than that keeps it. Should this fail, the worst is that two do what is done once.
      const keeping = setInterval(() => void take().catch(() => {}), length / 3);
      try {
        await job.run(signal);
      } finally {
        clearInterval(keeping);
      }
    },
  });
  return {
    ...job,
    run: async (signal) => {
      if (job.isDue && !(await job.isDue().catch(() => true))) return;
      taking = take();
      // Where another has it there was no run; where the database cannot be asked, one that failed.
      if (await taking.catch(() => true)) await leased.run(signal);
    },
  };
}

/** Half the time between two of the job's times, in milliseconds. */
export function leaseOf({ when }: Pick<Job, 'when'>): number {
  const [first, second] = new Cron(when, { timezone: 'UTC' }).nextRuns(2);
  return (second!.getTime() - first!.getTime()) / 2;
}
