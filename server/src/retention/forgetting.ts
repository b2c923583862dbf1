import { commitChange } from '../audit/audit.ts';
import { copiesErased } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { createOrganization } from '../org/org.ts';
import { quotesErased } from '../recognition/recognition.ts';
import { eraseResponse, removeReasons } from '../responses/responses.ts';
import { erasureOf, restate, type RestateOptions } from '../restating/restating.ts';
import { findResponse, type Quarterly } from './queries.ts';

interface Forgotten {
  quarter: string;
  /**
   * The version of its closed quarter that was made without it. `open` if the quarter is not closed, and `kept` if its
   * figures stay: its other responses were deleted for their age, so it cannot be restated.
   */
  restated: number | 'open' | 'kept';
}

interface ForgetOptions extends RestateOptions {
  db: Database;
  clock: () => number;
}

/**
 * Erases one response of any quarter, with its flags and what staff wrote about it, which may quote it. Its id stays as
 * a tombstone, so that a resent copy is not stored. A closed quarter is restated in the same commit (docs/design.md
 * §3.9).
 * @returns undefined if there is no such response.
 */
export async function forget(options: ForgetOptions, id: string, reason: string): Promise<Forgotten | undefined> {
  const found = await findResponse(options.db, id);
  if (!found) return undefined;
  const { quarter, isClosed } = found;
  const restated = isClosed ? await restateWithout(options, found, id, reason) : 'open';
  if (restated === 'gone') return undefined;
  if (typeof restated === 'number') return { quarter, restated };
  return (await erase(options, found, id, reason)) ? { quarter, restated } : undefined;
}

/** Restates the closed quarter without the response; or says why not, and then nothing is erased yet. */
async function restateWithout(
  options: ForgetOptions,
  { departmentId, quarter: quarterId }: Quarterly,
  id: string,
  reason: string,
): Promise<number | 'gone' | 'kept'> {
  const { departments } = await createOrganization(options.db)();
  const department = departments.find((one) => one.id === departmentId)!;
  const quarter = department.calendar.byId(quarterId);
  if (!quarter) return 'kept';
  const result = await restate(options, {
    department,
    quarter,
    class: 'erasure',
    reason,
    at: options.clock(),
    personId: null,
    by: 'heart forget',
    changes: () => erasureOf(options.db, department, quarter, id),
  });
  if (result.outcome === 'restated') return result.version;
  return result.outcome === 'gone' ? 'gone' : 'kept';
}

function erase({ db, clock }: ForgetOptions, of: Quarterly, id: string, reason: string): Promise<boolean> {
  const { departmentId, quarter } = of;
  const at = clock();
  return commitChange(
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
    ...quotesErased(id, { at, personId: null, departmentId }),
    ...removeReasons(id),
    ...copiesErased(at),
  );
}
