import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { eraseResponse } from '../responses/responses.ts';
import { removeWordsAbout, whereIs } from './queries.ts';

interface Forgotten {
  quarter: string;
  /** Whether its quarter's figures are frozen: they stay as they were published. */
  isClosed: boolean;
}

/**
 * Erases one response, whatever its quarter, with its flags and what staff wrote about it, which may repeat it. Its id
 * stays as a tombstone, so that a copy of it that comes again is not stored.
 * @returns undefined where there is no such response.
 */
export async function forget(
  { db, clock }: { db: Database; clock: () => number },
  id: string,
  reason: string,
): Promise<Forgotten | undefined> {
  const found = await whereIs(db, id);
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
    ...removeWordsAbout(id),
  );
  return isErased ? { quarter, isClosed } : undefined;
}
