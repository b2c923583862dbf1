import type { Quarter } from '@heart-survey/shared/quarters';
import type { Standard } from './queries.ts';

/**
 * Whether a standard counts for a quarter: it was in force when the quarter ended, or it is now if the quarter has not ended. A
 * promise that is made later was none, and of one that changed during a quarter, the later one counts.
 */
export function isInForce(
  { createdAt, endedAt }: Pick<Standard, 'createdAt' | 'endedAt'>,
  { start, end }: Pick<Quarter, 'start' | 'end'>,
  now: number,
): boolean {
  return start <= now && createdAt < end && (endedAt === null || endedAt >= end);
}
