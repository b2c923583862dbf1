import { commitChange } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import { reasonErrors } from '../pages/reason.ts';
import type { Markup } from '../pages/page.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { causeOf, type Outbox } from '../outbox/outbox.ts';
import type { Department } from '../org/org.ts';
import { commentPage, commentPath } from './comment-page.ts';
import { liftMark, setMark, type MarkKind } from './queries.ts';
import type { Comment } from './reading.ts';

/** A comment is hidden: by whom, when, and in which department. */
interface Hiding {
  at: number;
  personId: string;
  departmentId: number;
}

export interface HidingOptions {
  /**
   * What else happens in the commit that hides a comment. Each list of statements begins right after the audit entry, which changes
   * nothing if the comment was already hidden.
   */
  whenHidden: ((responseId: string, hiding: Hiding) => Statement[])[];
}

export interface MarkRoutes extends HidingOptions {
  db: Database;
  outbox: Outbox;
  /** What other features show on a comment's page, below the comment. */
  beside: ((db: Database, visit: Visit, comment: Comment) => Promise<Markup | ''>)[];
}

const part = { of: 'part', action: 'comments' } as const;

type CommentOf = (visit: Visit & { department: Department }) => Promise<Comment | undefined>;

/**
 * Hiding a comment with a reason, and flagging one that describes danger or abuse. The comment itself never changes.
 * @param path the path of a comment, with its parameters.
 * @param commentOf finds the comment that the path names, if the visitor may read it.
 */
export function markRoutes(
  frame: Console,
  { db, outbox, whenHidden }: MarkRoutes,
  path: string,
  commentOf: CommentOf,
): void {
  /** @returns false if it already had this mark. */
  const mark = (visit: Visit, comment: Comment, kind: MarkKind, reason: string, also: Statement[] = []) => {
    const marking = { responseId: comment.id, kind, at: visit.now, by: visit.person.id };
    return commitChange(db, setMark(marking, reason), entry(visit, comment, `comment ${kind}`), ...also);
  };

  const lift = (visit: Visit, comment: Comment, kind: MarkKind, action: string) => {
    const marking = { responseId: comment.id, kind, at: visit.now, by: visit.person.id };
    return commitChange(db, liftMark(marking), entry(visit, comment, action));
  };

  const goTo = (visit: Visit, comment: Comment, notice: string) =>
    visit.c.redirect(`${commentPath(comment.region.department, comment)}?notice=${notice}`, 303);

  frame.post(`${path}/hiding`, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    const reason = visit.form.text('reason');
    const errors = reasonErrors('reason', reason);
    if (errors.length > 0) return frame.page(visit, commentPage({ comment, errors, typed: { reason } }), 400);
    const hiding = { at: visit.now, personId: visit.person.id, departmentId: visit.department.id };
    const also = whenHidden.flatMap((statements) => statements(comment.id, hiding));
    await mark(visit, comment, 'hidden', reason, also);
    return goTo(visit, comment, 'hidden');
  });

  frame.post(`${path}/hiding/end`, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    await lift(visit, comment, 'hidden', 'comment shown again');
    return goTo(visit, comment, 'shown');
  });

  frame.post(`${path}/flag`, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    const note = visit.form.text('note');
    const errors = reasonErrors('note', note, 'a note');
    if (errors.length > 0) return frame.page(visit, commentPage({ comment, errors, typed: { note } }), 400);
    const { person, department, now } = visit;
    const hasContact = department.contactEmail !== null;
    const email = { kind: 'comment-flag', cause: causeOf('response', comment.id), madeBy: person.id };
    // Takes effect only for the first person to flag it: for others, the audit entry before it changes nothing.
    const { statement } = outbox.queue({ ...email, departmentId: department.id }, now, 'unchanged');
    const isNew = await mark(visit, comment, 'flagged', note, hasContact ? [statement] : []);
    if (!isNew) return goTo(visit, comment, 'flagged-before');
    if (!hasContact) return goTo(visit, comment, 'flagged-nobody');
    outbox.wake();
    return goTo(visit, comment, outbox.hasServer ? 'flagged' : 'flagged-draft');
  });

  frame.post(`${path}/flag/end`, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    await lift(visit, comment, 'flagged', 'comment flag lifted');
    return goTo(visit, comment, 'unflagged');
  });
}

const entry = ({ person, now }: Visit, { id, region }: Comment, action: string) => ({
  at: now,
  personId: person.id,
  action,
  subject: id,
  departmentId: region.department.id,
});
