import { and, eq, isNotNull } from 'drizzle-orm';
import { build, hasNone } from '../database/builder.ts';
import { recognition, response } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

/** Who hid or erased the comment, and when. */
interface Withdrawal {
  at: number;
  /** Null for a command. */
  personId: string | null;
  departmentId: number;
}

/**
 * Whether an email may have left, including one that is being handed over. Without a mail server, a draft that was
 * downloaded counts. What the outbox or the thank-you has already forgotten was sent long ago.
 */
const sent = `(
  NOT EXISTS (SELECT 1 FROM recognition_recipient WHERE recognition_id = thanked.id)
  OR EXISTS (
    SELECT 1 FROM recognition_recipient AS recipient
    LEFT JOIN outbox ON outbox.kind = 'thank-you' AND outbox.cause = 'recognition:' || recipient.id
    WHERE recipient.recognition_id = thanked.id AND (
      outbox.id IS NULL OR outbox.state IN ('sent', 'unsure') OR outbox.content_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM audit_event AS download WHERE download.at >= outbox.created_at
          AND download.action = 'email draft downloaded' AND download.subject = 'email ' || substr(outbox.id, 1, 8))))
)`;

/**
 * Records that a comment that was quoted in a thank-you is hidden or erased. An email cannot be taken back, so the entry says
 * whether one was sent. It goes right after the statement that hides or erases, or after its audit entry, and does nothing if
 * that changed nothing.
 */
export function quotesWithdrawn(responseId: string, withdrawal: Withdrawal): Statement[] {
  const entry = `INSERT INTO audit_event (at, person_id, action, subject, department_id, detail)
    SELECT :at, :personId, 'quote withdrawn', response_id, :departmentId, iif(${sent}, '{"sent":true}', '{"sent":false}')
    FROM recognition AS thanked WHERE response_id = :responseId AND stage = 'thanked' AND changes() > 0`;
  return [statement(entry, { ...withdrawal, responseId })];
}

/**
 * The same for an erased comment: what its thank-you keeps of it is erased too. It goes after the statements that erase, and
 * changes nothing while the comment exists: without its cuts, a quote would show what was left out.
 */
export function quotesErased(responseId: string, withdrawal: Withdrawal): Statement[] {
  const comment = and(eq(response.id, responseId), isNotNull(response.comment));
  const erase = build
    .update(recognition)
    // The letters come from the ratings.
    .set({ cuts: null, line: null, letters: null, publicDecision: null, publicBy: null, publicAt: null })
    .where(and(eq(recognition.responseId, responseId), hasNone(response, comment)));
  return [...quotesWithdrawn(responseId, withdrawal), erase];
}
