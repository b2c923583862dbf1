import { setTimeout as wait } from 'node:timers/promises';
import { Cron } from 'croner';
import type { Logger } from '../log.ts';

/** A recurring job. It does nothing if there is nothing to do, so running it twice does no harm. */
export interface Job {
  name: string;
  /** A cron pattern, in UTC. */
  when: string;
  /** If it returns false, the run is skipped and nothing is written. A job without it always runs. */
  isDue?: () => Promise<boolean>;
  /** @param signal is aborted when the collector stops: the job then stops where it can continue the next time. */
  run: (signal?: AbortSignal) => Promise<void>;
}

/** How long to wait for running jobs to stop, in milliseconds. */
const stopTimeout = 5000;

/**
 * Runs each job on its schedule, never twice at once. A failure is logged, and the job runs again at its next time.
 * @returns `stop` resolves when no job is running, or after five seconds.
 */
export function startJobs(jobs: Job[], log: Logger): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const watched = (run: Job['run']) => async () => {
    const ended = run(stopping.signal);
    const settled = ended.catch(() => {}).finally(() => running.delete(settled));
    running.add(settled);
    await ended;
  };
  const crons = jobs.map(
    ({ name, when, run }) =>
      new Cron(
        when,
        {
          timezone: 'UTC',
          protect: true,
          unref: true,
          // A job that was asked to stop has not failed.
          catch: (error) => stopping.signal.aborted || log.error({ err: error, job: name }, 'job failed'),
        },
        watched(run),
      ),
  );
  return {
    stop: async () => {
      crons.forEach((cron) => cron.stop());
      stopping.abort();
      await Promise.race([Promise.all(running), wait(stopTimeout, undefined, { ref: false })]);
    },
  };
}
