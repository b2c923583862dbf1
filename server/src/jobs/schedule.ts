import { setTimeout as wait } from 'node:timers/promises';
import { Cron } from 'croner';
import type { Logger } from '../log.ts';

/** Something that is done again and again. A job that finds nothing to do does nothing, however often it runs. */
export interface Job {
  name: string;
  /** A cron pattern, in UTC. */
  when: string;
  /** Without anything due there is no run, and nothing is written. A job without this one always runs. */
  isDue?: () => Promise<boolean>;
  /** @param over says when the collector ends: the job then leaves off where it can go on the next time. */
  run: (signal?: AbortSignal) => Promise<void>;
}

/** So long a job may take to leave off, in milliseconds. */
const mostToLeaveOff = 5000;

/**
 * Runs each job by its pattern, never twice at once. A job that fails is logged and tried again at its next time.
 * @returns `stop` resolves once none runs any more, or after five seconds.
 */
export function startJobs(jobs: Job[], log: Logger): { stop: () => Promise<void> } {
  const signal = new AbortController();
  const running = new Set<Promise<void>>();
  const watched = (run: Job['run']) => async () => {
    const ended = run(signal.signal);
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
          // One that was told to leave off has not failed.
          catch: (error) => signal.signal.aborted || log.error({ err: error, job: name }, 'job failed'),
        },
        watched(run),
      ),
  );
  return {
    stop: async () => {
      crons.forEach((cron) => cron.stop());
      signal.abort();
      await Promise.race([Promise.all(running), wait(mostToLeaveOff, undefined, { ref: false })]);
    },
  };
}
