import { randomUUID } from 'node:crypto';
import { commitChange } from '../audit/audit.ts';
import type { Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Proof } from '../sign-in/sign-in.ts';
import { figuresHash } from './figures-schema.ts';
import type { PlacedView } from './place.ts';
import { reviewSentence, type TypedReview } from './review-form.ts';
import { decisionsWith, insertDecision, insertReview, type NewDecision, type NewReview } from './review-queries.ts';

/** Stores a review that someone proved they sign, with its decisions. @returns false if someone else signed first. */
export async function signReview(
  db: Database,
  { person, now }: Pick<Visit, 'person' | 'now'>,
  { view, reviewed }: PlacedView,
  typed: TypedReview,
  proof: Proof,
): Promise<boolean> {
  const sha256 = figuresHash(typed.figures);
  const sentence = reviewSentence(person.name, view.department, view.quarter);
  const review: NewReview = {
    ...reviewed!,
    version: typed.version,
    signedAt: now,
    personId: person.id,
    figures: typed.figures,
    sha256,
    attestation: JSON.stringify({ sentence, proof }),
    conclusions: typed.conclusions,
  };
  const entry = {
    at: now,
    personId: person.id,
    action: 'case trends reviewed',
    subject: view.quarter.id,
    departmentId: view.department?.id,
    detail: { sha256, version: typed.version, attestedBy: proof.method, decisions: typed.decisions.length },
  };
  const decisions = (await withNewIds(db, typed.decisions)).map((decision) => insertDecision(review, decision));
  return commitChange(db, insertReview(review), entry, ...decisions);
}

/** A form that is sent again for the next version still has the ids of the decisions that were signed. */
async function withNewIds(db: Database, decisions: readonly NewDecision[]): Promise<NewDecision[]> {
  const used = await decisionsWith(
    db,
    decisions.map(({ id }) => id),
  );
  return decisions.map((decision) => {
    const isUsable = /^[\da-f-]{36}$/.test(decision.id) && !used.has(decision.id);
    const id = isUsable ? decision.id : randomUUID();
    used.add(id);
    return { ...decision, id };
  });
}
