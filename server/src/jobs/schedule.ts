import { Cron } from 'croner';
import type { Logger } from '../log.ts';

/** Something that is done again and again. A job that finds nothing to do does nothing, however often it runs. */
export interface Job {
  name: string;
  /** A cron pattern, in UTC. */
  when: string;
  run: () => Promise<void>;
}

/** Runs each job by its pattern, never twice at once. A job that fails is logged and tried again at its next time. */
export function startJobs(jobs: Job[], log: Logger): { stop: () => void } {
  const crons = jobs.map(
    ({ name, when, run }) =>
      new Cron(
        when,
        {
          timezone: 'UTC',
          protect: true,
          unref: true,
          catch: (error) => log.error({ err: error, job: name }, 'job failed'),
        },
        run,
      ),
  );
  return { stop: () => crons.forEach((cron) => cron.stop()) };
}
