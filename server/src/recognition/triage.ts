import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { statement, type Statement } from '../database/statement.ts';
import { isEligible } from './eligibility.ts';
import type { Stage } from './steps.ts';

/** What someone does about a comment without thanking, and when. */
interface Triage {
  responseId: string;
  departmentId: number;
  by: string;
  at: number;
}

/** Takes a comment in hand. @returns false if someone else has it, if it was answered, or if it may not be thanked for. */
export function takeInHand(db: Database, triage: Triage): Promise<boolean> {
  return commitChange(db, moved(triage, 'open'), entry(triage, 'thank-you started'));
}

/** Marks a comment as not a thank-you. @returns false if it was answered before. */
export function dismiss(db: Database, triage: Triage): Promise<boolean> {
  return commitChange(db, moved(triage, 'dismissed'), entry(triage, 'marked as not a thank-you'));
}

/** Puts a comment that was not a thank-you back into the queue. @returns false if it was back already. */
export function undoDismissal(db: Database, triage: Triage): Promise<boolean> {
  const { responseId } = triage;
  const change = statement(
    `UPDATE recognition SET stage = 'open', owner_id = NULL, closed_at = NULL, decided_by = NULL, decided_at = NULL
      WHERE response_id = :responseId AND stage = 'dismissed'`,
    { responseId },
  );
  return commitChange(db, change, entry(triage, 'not a thank-you undone'));
}

/** From `open`, which a comment is that nobody touched yet. */
function moved({ responseId, by, at }: Triage, stage: Exclude<Stage, 'thanked'>): Statement {
  const isClosed = stage === 'dismissed';
  return statement(
    `INSERT INTO recognition (response_id, region_id, quarter, stage, owner_id, opened_at, closed_at, decided_by, decided_at)
      SELECT id, region_id, quarter, :stage, :by, :at, :closedAt, :decidedBy, :closedAt
        FROM response WHERE id = :responseId AND ${isEligible}
      ON CONFLICT (response_id) DO UPDATE SET stage = excluded.stage, owner_id = excluded.owner_id, opened_at = excluded.opened_at,
        closed_at = excluded.closed_at, decided_by = excluded.decided_by, decided_at = excluded.decided_at
      WHERE recognition.stage = 'open'
        AND (excluded.stage <> 'open' OR recognition.owner_id IS NULL OR recognition.owner_id = excluded.owner_id)`,
    { responseId, stage, by, at, closedAt: isClosed ? at : null, decidedBy: isClosed ? by : null },
  );
}

const entry = ({ responseId, departmentId, by, at }: Triage, action: string) => ({
  at,
  personId: by,
  action,
  subject: responseId,
  departmentId,
});
