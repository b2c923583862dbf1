import { eq } from 'drizzle-orm';
import { html } from 'hono/html';
import { canInPart } from '../access/access.ts';
import type { Visit } from '../console/console.ts';
import type { Comment } from '../comments/comments.ts';
import type { Database } from '../database/database.ts';
import { caseFile } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { eventColumns } from './events.ts';
import { casePath } from './paths.ts';
import { seenCase } from './queries.ts';
import { seerOf } from './sight.ts';

/** The page where a comment becomes a case. */
export function fromCommentPath({ slug }: Pick<Department, 'slug'>, responseId: string): string {
  return `/console/departments/${slug}/comments/${encodeURIComponent(responseId)}/case`;
}

/** The reference of the case that was opened from a response's comment. */
export async function referenceFrom(db: Database, responseId: string): Promise<string | undefined> {
  const { reference } = caseFile;
  const [found] = await db.select({ reference }).from(caseFile).where(eq(caseFile.responseId, responseId)).limit(1);
  return found?.reference;
}

/** What a comment's page says about its case: that there is one, or where to open it. */
export async function caseOfComment(db: Database, visit: Visit, comment: Comment): Promise<Markup | ''> {
  const { person, organization } = visit;
  const { department } = comment.region;
  const reference = await referenceFrom(db, comment.id);
  if (reference === undefined) {
    if (!canInPart(person, 'case entry', department.id)) return '';
    return html`<h2>Complaint or request</h2>
      <p>
        Does this comment need an answer or some action? Open a case. It gets a reference and a promised date, and goes
        to the desk that handles it.
      </p>
      <p><a class="button second" href="${fromCommentPath(department, comment.id)}">Open a case</a></p>`;
  }
  const isSeen = (await seenCase(db, seerOf(person, organization), reference)) !== undefined;
  return html`<h2>Complaint or request</h2>
    <p>
      A case was opened from this comment:
      ${isSeen ? html`<a href="${casePath(reference)}">${reference}</a>` : html`<b>${reference}</b>`}.
    </p>`;
}

/** The condition that a case still has a copy of a comment that is gone. */
const hasOldCopy = `case_file.response_id IS NOT NULL AND case_file.text IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM response WHERE response.id = case_file.response_id AND response.comment IS NOT NULL)`;

/**
 * Erases what cases copied of comments that are gone, and that it can be found by. It goes after the statements that erase
 * comments, and changes nothing while a comment exists, hidden or not.
 */
export function copiesErased(at: number): Statement[] {
  const event = { at, ...eventColumns({ kind: 'erased' }) };
  return [
    statement(
      `INSERT INTO case_event (case_id, kind, at, detail) SELECT id, :kind, :at, :detail FROM case_file WHERE ${hasOldCopy}`,
      event,
    ),
    statement(`UPDATE case_search SET words = '' WHERE rowid IN (SELECT id FROM case_file WHERE ${hasOldCopy})`),
    statement(`UPDATE case_file SET text = NULL WHERE ${hasOldCopy}`),
  ];
}
