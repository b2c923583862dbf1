import { counter, gauge } from './exposition.ts';

/** Something that is done again and again, by its name. */
export interface Repeated {
  name: string;
  run: (over?: AbortSignal) => Promise<void>;
}

/** Times in seconds since the epoch. */
interface LastRun {
  endedAt: number;
  succeededAt: number | null;
  seconds: number;
}

/** Measures what runs by the clock. By `task`: a label `job` would be taken for that of the scraping. */
export function jobsMeter(clock: () => number) {
  const runs = counter('heart_job_runs_total', 'Runs of a job, by how they ended.');
  const last = new Map<string, LastRun>();
  const ended = (task: string, isGood: boolean, since: number) => {
    const endedAt = clock() / 1000;
    const succeededAt = isGood ? endedAt : (last.get(task)?.succeededAt ?? null);
    last.set(task, { endedAt, succeededAt, seconds: (performance.now() - since) / 1000 });
    runs.add({ task, outcome: isGood ? 'succeeded' : 'failed' });
  };
  const watched = <Job extends Repeated>(job: Job): Job => {
    for (const outcome of ['succeeded', 'failed']) runs.add({ task: job.name, outcome }, 0);
    return {
      ...job,
      run: async (over) => {
        const since = performance.now();
        let isGood = false;
        try {
          await job.run(over);
          isGood = true;
        } finally {
          // One that was told to leave off has neither failed nor done its work.
          if (isGood || !over?.aborted) ended(job.name, isGood, since);
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
    lastOf('heart_job_last_success_timestamp_seconds', 'When it last did its work.', ({ succeededAt }) => succeededAt),
    lastOf('heart_job_last_duration_seconds', 'How long its last run took.', ({ seconds }) => seconds),
  ];
  return { watched, families };
}
