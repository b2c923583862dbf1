import { eq } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import { commentMark, exclusion, responseFlag } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

/** The tables where staff write about a response. */
export const tablesWithReasons = [commentMark, exclusion];

/** What takes the place of such words. */
export const withoutReason = { reason: '(erased with the response)' };

/**
 * Removes the flags of an erased response and what staff wrote about it, which may quote it. That it was marked or
 * excluded, by whom and when, stays.
 */
export function removeReasons(responseId: string): Statement[] {
  return [
    build.delete(responseFlag).where(eq(responseFlag.responseId, responseId)),
    ...tablesWithReasons.map((table) => build.update(table).set(withoutReason).where(eq(table.responseId, responseId))),
  ];
}
