import { counter, gauge } from './exposition.ts';

/** A recurring job and its name. */
export interface Repeated {
  name: string;
  run: (signal?: AbortSignal) => Promise<void>;
}

/** Times in seconds since the epoch. */
interface LastRun {
  endedAt: number;
  succeededAt: number | null;
  seconds: number;
}

/** Measures the scheduled jobs. The label is `task`: Prometheus itself uses `job` for the scrape. */
export function jobsMeter(clock: () => number) {
  const runs = counter('heart_job_runs_total', 'Job runs, by outcome.');
  const last = new Map<string, LastRun>();
  const ended = (task: string, isGood: boolean, startedAt: number) => {
    const endedAt = clock() / 1000;
    const succeededAt = isGood ? endedAt : (last.get(task)?.succeededAt ?? null);
    last.set(task, { endedAt, succeededAt, seconds: (performance.now() - startedAt) / 1000 });
    runs.add({ task, outcome: isGood ? 'succeeded' : 'failed' });
  };
  const watched = <Job extends Repeated>(job: Job): Job => {
    for (const outcome of ['succeeded', 'failed']) runs.add({ task: job.name, outcome }, 0);
    return {
      ...job,
      run: async (signal) => {
        const startedAt = performance.now();
        let isGood = false;
        try {
          await job.run(signal);
          isGood = true;
        } finally {
          // A job that was asked to stop has neither failed nor finished.
          if (isGood || !signal?.aborted) ended(job.name, isGood, startedAt);
        }
      },
    };
  };
  const lastOf = (name: string, help: string, pick: (run: LastRun) => number | null) =>
    gauge(name, help, () =>
      [...last].flatMap(([task, run]) => {
        const value = pick(run);
        return value === null ? [] : [{ labels: { task }, value }];
      }),
    );
  const families = [
    runs,
    lastOf('heart_job_last_run_timestamp_seconds', 'When a job last ended.', ({ endedAt }) => endedAt),
    lastOf('heart_job_last_success_timestamp_seconds', 'When a job last succeeded.', ({ succeededAt }) => succeededAt),
    lastOf('heart_job_last_duration_seconds', 'How long a job’s last run took.', ({ seconds }) => seconds),
  ];
  return { watched, families };
}
