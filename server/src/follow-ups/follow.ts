import { commitChange } from '../audit/audit.ts';
import { insertEvent, type CaseFile, type CasePage, type EventContent } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

// What follows from a case moves none of its clocks, and not its stage or desk. So it is no step of the case: it leaves the case's
// version alone, and no one who is writing an answer is overtaken by a colleague who adds an action. Nor does it mark a new message
// as read. Each statement compares what it changes in its own row, and the case's version with the one that was read when the
// reader was let in, moments ago: whoever may not see the case anymore changes nothing.

/** The SQL condition that the case is as it was when it was read. Its arguments are those of {@link sameCase}. */
export const isSameCase = `EXISTS (SELECT 1 FROM case_file
  WHERE case_file.id = :caseId AND case_file.reference = :reference AND case_file.version = :version)`;

/** The arguments of {@link isSameCase}. */
export const sameCase = ({ id, reference, version }: CaseFile) => ({ caseId: id, reference, version });

/** What is done to a follow-up of a case. */
export interface Change {
  /** A compare-and-set with {@link isSameCase} in its condition. */
  change: Statement;
  event: EventContent;
  /** The case whose history it belongs to, if it is another one. */
  caseId?: number;
  /** Runs after the event, only if the statement before it changed something. */
  also?: readonly Statement[];
}

/**
 * Does it in one commit with its event.
 * @returns false if someone else was first. Nothing is changed then.
 */
export function follow(
  db: Database,
  { file, readerId, now }: Pick<CasePage, 'file' | 'readerId' | 'now'>,
  { change, event, caseId = file.id, also = [] }: Change,
): Promise<boolean> {
  const happened = insertEvent(caseId, { ...event, at: now, personId: readerId });
  return commitChange(db, change, happened, ...also);
}
