import { statement, type Statement } from '../database/statement.ts';

export interface Lease {
  job: string;
  holder: string;
  /** Milliseconds since the epoch. */
  now: number;
  /** In milliseconds. */
  length: number;
}

/**
 * Takes a job, or keeps it; returns no row where somebody else has it. One that runs on for longer than anybody could
 * have taken it was taken by a clock that has been set back since, and binds nobody.
 */
export function takeLease({ job, holder, now, length }: Lease): Statement {
  return statement(
    `INSERT INTO job_lease (job, holder, until) VALUES (:job, :holder, :until)
      ON CONFLICT (job) DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE job_lease.holder = excluded.holder OR job_lease.until <= :now OR job_lease.until > :unbelievable
      RETURNING job`,
    { job, holder, now, until: now + length, unbelievable: now + 2 * length },
  );
}
