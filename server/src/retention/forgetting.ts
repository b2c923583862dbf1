import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { eraseResponse, removeReasons } from '../responses/responses.ts';
import { findResponse } from './queries.ts';

interface Forgotten {
  quarter: string;
  /** Whether its quarter is closed: published figures stay as they are. */
  isClosed: boolean;
}

/**
 * Erases one response of any quarter, with its flags and what staff wrote about it, which may quote it. Its id stays as
 * a tombstone, so that a resent copy is not stored.
 * @returns undefined if there is no such response.
 */
export async function forget(
  { db, clock }: { db: Database; clock: () => number },
  id: string,
  reason: string,
): Promise<Forgotten | undefined> {
  const found = await findResponse(db, id);
  if (!found) return undefined;
  const { departmentId, quarter, isClosed } = found;
  const at = clock();
  const isErased = await commitChange(
    db,
    eraseResponse(id, at, reason),
    {
      at,
      personId: null,
      action: 'response forgotten',
      subject: id,
      departmentId,
      detail: { reason, quarter, by: 'heart forget' },
    },
    ...removeReasons(id),
  );
  return isErased ? { quarter, isClosed } : undefined;
}
