import { and, asc, desc, eq, inArray, isNull, lte } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { caseReview, caseReviewDecision, person } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

const doer = alias(person, 'doer');

/** What a review decided. */
export type Decision = Pick<
  typeof caseReviewDecision.$inferSelect,
  'id' | 'reviewId' | 'text' | 'owner' | 'dueOn' | 'doneOn'
> & { doneByName: string | null };

/** A signed review with its decisions. */
export type Review = typeof caseReview.$inferSelect & { name: string; decisions: Decision[] };

/** Which quarter, and of which department; null for the whole agency. */
export interface Reviewed {
  departmentId: number | null;
  quarter: string;
}

const isOf = (departmentId: number | null) =>
  departmentId === null ? isNull(caseReview.departmentId) : eq(caseReview.departmentId, departmentId);

/** The reviews of a quarter, latest first. */
export async function reviewsOf(db: Database, { departmentId, quarter }: Reviewed): Promise<Review[]> {
  const rows = await db
    .select({ review: caseReview, name: person.name })
    .from(caseReview)
    .innerJoin(person, eq(person.id, caseReview.personId))
    .where(and(isOf(departmentId), eq(caseReview.quarter, quarter)))
    .orderBy(desc(caseReview.version));
  const ids = rows.map(({ review }) => review.id);
  const decisions = await db
    .select({ decision: caseReviewDecision, doneByName: doer.name })
    .from(caseReviewDecision)
    .leftJoin(doer, eq(doer.id, caseReviewDecision.doneBy))
    .where(inArray(caseReviewDecision.reviewId, ids))
    .orderBy(asc(caseReviewDecision.dueOn), asc(caseReviewDecision.id));
  return rows.map(({ review, name }) => ({
    ...review,
    name,
    decisions: decisions
      .filter(({ decision }) => decision.reviewId === review.id)
      .map(({ decision, doneByName }) => ({ ...decision, doneByName })),
  }));
}

/** The quarters of a department or of the agency that were reviewed. */
export async function reviewedQuarters(db: Database, departmentId: number | null): Promise<Set<string>> {
  const rows = await db.selectDistinct({ quarter: caseReview.quarter }).from(caseReview).where(isOf(departmentId));
  return new Set(rows.map(({ quarter }) => quarter));
}

/** Decisions that are not done and due until a day, of these departments; null is the whole agency. */
export function openDecisions(db: Database, departmentIds: (number | null)[], until: string) {
  const { departmentId, quarter } = caseReview;
  return Promise.all(
    departmentIds.map((id) =>
      db
        .select({
          text: caseReviewDecision.text,
          owner: caseReviewDecision.owner,
          dueOn: caseReviewDecision.dueOn,
          quarter,
          departmentId,
        })
        .from(caseReviewDecision)
        .innerJoin(caseReview, eq(caseReview.id, caseReviewDecision.reviewId))
        .where(and(isOf(id), isNull(caseReviewDecision.doneOn), lte(caseReviewDecision.dueOn, until)))
        .orderBy(asc(caseReviewDecision.dueOn), asc(caseReviewDecision.id)),
    ),
  ).then((lists) => lists.flat());
}

/** Which of these ids decisions have already. */
export async function decisionsWith(db: Database, ids: string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: caseReviewDecision.id })
    .from(caseReviewDecision)
    .where(inArray(caseReviewDecision.id, ids));
  return new Set(rows.map(({ id }) => id));
}

/** A decision as its form sends it. */
export type NewDecision = Pick<Decision, 'id' | 'text' | 'owner' | 'dueOn'>;

/** A review that is about to be stored. */
export interface NewReview extends Reviewed {
  version: number;
  signedAt: number;
  personId: string;
  figures: string;
  sha256: string;
  attestation: string;
  conclusions: string;
}

/** Stores a review, unless someone else's has this version already. */
export function insertReview({ departmentId, quarter, version, ...row }: NewReview): Statement {
  return statement(
    `INSERT INTO case_review (department_id, quarter, version, signed_at, person_id, figures, sha256, attestation, conclusions)
      SELECT :departmentId, :quarter, :version, :signedAt, :personId, :figures, :sha256, :attestation, :conclusions
      WHERE :version = 1 + (SELECT count(*) FROM case_review WHERE department_id IS :departmentId AND quarter = :quarter)`,
    { departmentId, quarter, version, ...row },
  );
}

/** Stores a decision of a review, if the statement before it changed something. */
export function insertDecision({ departmentId, quarter, version }: NewReview, decision: NewDecision): Statement {
  return statement(
    `INSERT INTO case_review_decision (id, review_id, text, owner, due_on)
      SELECT :id, case_review.id, :text, :owner, :dueOn FROM case_review
        WHERE department_id IS :departmentId AND quarter = :quarter AND version = :version AND changes() > 0`,
    { departmentId, quarter, version, ...decision },
  );
}

/** Notes that a decision was done, once. It must belong to that department or, for null, to the agency. */
export function endDecision(
  id: string,
  { departmentId, quarter }: Reviewed,
  { by, on }: { by: string; on: string },
): Statement {
  const reviews = build
    .select({ id: caseReview.id })
    .from(caseReview)
    .where(and(isOf(departmentId), eq(caseReview.quarter, quarter)));
  return build
    .update(caseReviewDecision)
    .set({ doneOn: on, doneBy: by })
    .where(
      and(
        eq(caseReviewDecision.id, id),
        isNull(caseReviewDecision.doneOn),
        inArray(caseReviewDecision.reviewId, reviews),
      ),
    );
}
