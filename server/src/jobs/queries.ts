import { eq, gt, lte, or } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import { jobLease } from '../database/schema.ts';

/** Which collector asks for a job, and for how long. */
export interface Lease {
  job: string;
  holder: string;
  /** Milliseconds since the epoch. */
  now: number;
  /** In milliseconds. */
  length: number;
}

/**
 * Takes a job's lease or extends it; returns no row if another collector has it. A lease that ends later than anyone
 * could have set was taken before a clock was set back, and anyone may take it.
 */
export function takeLease({ job, holder, now, length }: Lease) {
  const until = now + length;
  const isFree = or(eq(jobLease.holder, holder), lte(jobLease.until, now), gt(jobLease.until, now + 2 * length));
  return build
    .insert(jobLease)
    .values({ job, holder, until })
    .onConflictDoUpdate({ target: jobLease.job, set: { holder, until }, setWhere: isFree! })
    .returning({ job: jobLease.job });
}
